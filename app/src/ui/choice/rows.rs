//! Choices with words beside them, in framed lists.

use super::{Mark, Tick, tick};
use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// A choice with words: title, a quieter line, something at the end. A switch stands at the end, the others in front.
#[component]
pub fn OptRow(
    #[prop(optional)] mark: Mark,
    #[prop(into)] name: String,
    #[prop(default = "on".to_owned(), into)] value: String,
    #[prop(into)] title: String,
    #[prop(optional_no_strip, into)] about: Option<String>,
    #[prop(optional_no_strip, into)] end: Option<String>,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] id: Option<String>,
    /// Why it can't be chosen; shown in place of `about`, with a lock.
    #[prop(optional_no_strip, into)]
    disabled_reason: Option<String>,
    /// Followed, where something else than the press can change it: what a refused switch goes back to.
    #[prop(optional, into)]
    state: Option<Signal<bool>>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let refused = disabled_reason.is_some();
    let about = disabled_reason.or(about);
    let base = id.clone().unwrap_or_else(|| format!("{name}-{value}"));
    let describedby = about.is_some().then(|| format!("{base}-about"));
    let about_id = describedby.clone();
    let input = tick(Tick {
        mark,
        id,
        name: Some(name),
        value,
        checked,
        label: Some(title.clone()),
        describedby,
        refused,
        state,
        on_change,
    });
    let (front, back) = if mark == Mark::Switch { (None, Some(input)) } else { (Some(input), None) };
    view! {
        <label class="opt-row">
            {front} <span>
                <span class="opt-row__t">{title}</span>
                {about
                    .map(|about| {
                        view! {
                            <span class="opt-row__d" id=about_id>
                                {about}
                            </span>
                        }
                    })}
            </span> {end.map(|end| view! { <span class="opt-row__end">{end}</span> })}
            {(refused && mark != Mark::Switch)
                .then(|| {
                    view! {
                        <span class="opt-row__end">
                            <Icon name=IconName::Lock />
                        </span>
                    }
                })} {back}
        </label>
    }
    .into_any()
}

/// A framed list of [`OptRow`]s.
#[component]
pub fn OptList(
    /// Names the group for screen readers; leave it out inside a fieldset with a legend.
    #[prop(optional, into)]
    label: Option<String>,
    /// At most 11 rem high, then it scrolls.
    #[prop(optional)]
    scroll: bool,
    children: Children,
) -> impl IntoView {
    let class = if scroll { "opt-list opt-list--scroll" } else { "opt-list" };
    let role = label.is_some().then_some("group");
    view! {
        <div class=class role=role aria-label=label>
            {children()}
        </div>
    }
    .into_any()
}
