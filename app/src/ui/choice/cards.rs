//! Radios as cards.

use super::{Mark, Tick, tick};
use leptos::prelude::*;

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
