//! Checkbox, radio, switch, segmented control, option rows and choice cards: native inputs, drawn by CSS.
//!
//! A refused choice keeps its place in the tab order and says why (R10). It carries no `name`, so a form never sends it,
//! whatever a browser without script lets somebody tick.

use crate::ui::activation::why_id;
use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// True once script runs in the browser: for controls that are nothing without it.
pub fn use_hydrated() -> ReadSignal<bool> {
    let (hydrated, set) = signal(false);
    Effect::new(move |_| set.set(true));
    hydrated
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    Check,
    Radio,
    Switch,
}

impl Mark {
    /// Class, type, role.
    fn parts(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Mark::Check => ("check", "checkbox", None),
            Mark::Radio => ("radio", "radio", None),
            Mark::Switch => ("switch", "checkbox", Some("switch")),
        }
    }
}

struct Tick {
    mark: Mark,
    id: Option<String>,
    name: Option<String>,
    value: String,
    checked: bool,
    label: Option<String>,
    describedby: Option<String>,
    refused: bool,
    state: Option<Signal<bool>>,
    on_change: Option<Callback<bool>>,
}

fn tick(it: Tick) -> AnyView {
    let (class, kind, role) = it.mark.parts();
    let Tick { refused, on_change, .. } = it;
    let node = NodeRef::<leptos::html::Input>::new();
    if let Some(state) = it.state {
        Effect::new(move |_| {
            let on = state.get();
            if let Some(input) = node.get() {
                input.set_checked(on);
            }
        });
    }
    view! {
        <input
            node_ref=node
            class=class
            id=it.id
            type=kind
            role=role
            value=it.value
            checked=it.checked
            name=it.name.filter(|_| !refused)
            aria-label=it.label
            aria-describedby=it.describedby
            aria-disabled=refused.then_some("true")
            on:click=move |ev| {
                if refused {
                    ev.prevent_default()
                }
            }
            on:change=move |ev| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_checked(&ev))
                }
            }
        />
    }
    .into_any()
}

/// A bare box, radio or switch named by `label`; for one with words beside it use [`OptRow`].
#[component]
pub fn TickBox(
    #[prop(optional)] mark: Mark,
    #[prop(into)] label: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(default = "on".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional_no_strip, into)] disabled_reason: Option<String>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let why = disabled_reason.map(|reason| (why_id(id.as_deref(), Some(&label), &reason), reason));
    let describedby = why.as_ref().map(|(id, _)| id.clone());
    let refused = why.is_some();
    let input =
        tick(Tick { mark, id, name, value, checked, label: Some(label), describedby, refused, state: None, on_change });
    match why {
        Some((id, reason)) => view! {
            <span class="why-box">
                {input}<span class="why" role="tooltip" id=id>
                    {reason}
                </span>
            </span>
        }
        .into_any(),
        None => input,
    }
}

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

/// A radio as a card: plan, price, what it includes.
#[component]
pub fn ChoiceCard(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] title: String,
    #[prop(optional_no_strip, into)] price: Option<String>,
    #[prop(optional_no_strip, into)] about: Option<String>,
    #[prop(optional)] checked: bool,
    #[prop(optional_no_strip, into)] disabled_reason: Option<String>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let refused = disabled_reason.is_some();
    let about = disabled_reason.or(about);
    let describedby = about.is_some().then(|| format!("{name}-{value}-about"));
    let about_id = describedby.clone();
    let input = tick(Tick {
        mark: Mark::Radio,
        id: None,
        name: Some(name),
        value,
        checked,
        label: None,
        describedby,
        refused,
        state: None,
        on_change,
    });
    view! {
        <label class="choice-card">
            <span class="choice-card__t">
                {input}{title}{price.map(|price| view! { <span class="choice-card__p">{price}</span> })}
            </span>
            {about
                .map(|about| {
                    view! {
                        <span class="choice-card__d" id=about_id>
                            {about}
                        </span>
                    }
                })}
        </label>
    }
    .into_any()
}

/// The grid around [`ChoiceCard`]s.
#[component]
pub fn ChoiceCards(children: Children) -> impl IntoView {
    view! { <div class="choice-cards">{children()}</div> }.into_any()
}

/// One side of a segmented control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub value: String,
    pub label: String,
    pub icon: Option<IconName>,
    /// Only the icon is seen; the label is read.
    pub icon_only: bool,
}

impl Segment {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Segment { value: value.into(), label: label.into(), icon: None, icon_only: false }
    }
    pub fn icon(mut self, icon: IconName) -> Self {
        self.icon = Some(icon);
        self
    }
    pub fn only(mut self) -> Self {
        self.icon_only = true;
        self
    }
}

/// Radios side by side.
#[component]
pub fn Segmented(
    #[prop(into)] legend: String,
    #[prop(into)] name: String,
    segments: Vec<Segment>,
    /// The value chosen at first.
    #[prop(into)]
    value: String,
    #[prop(optional)] small: bool,
    /// The chosen value, where something else on the page can change it.
    #[prop(optional, into)]
    state: Option<Signal<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let class = if small { "segmented segmented--sm" } else { "segmented" };
    let labels: Vec<AnyView> = segments
        .into_iter()
        .map(|it| {
            let checked = it.value == value;
            let title = it.icon_only.then(|| it.label.clone());
            let node = NodeRef::<leptos::html::Input>::new();
            if let Some(state) = state {
                let own = it.value.clone();
                Effect::new(move |_| {
                    let chosen = state.with(|state| *state == own);
                    if let Some(radio) = node.get() {
                        radio.set_checked(chosen);
                    }
                });
            }
            view! {
                <label title=title>
                    <input
                        node_ref=node
                        type="radio"
                        name=name.clone()
                        value=it.value
                        checked=checked
                        on:change=move |ev| {
                            if let Some(on_change) = on_change {
                                on_change.run(event_target_value(&ev))
                            }
                        }
                    />
                    {it.icon.map(|name| view! { <Icon name /> })}
                    <span class=it.icon_only.then_some("sr-only")>{it.label}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class=class>
            <legend class="sr-only">{legend}</legend>
            {labels}
        </fieldset>
    }
    .into_any()
}
