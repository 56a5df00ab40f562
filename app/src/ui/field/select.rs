//! One choice of several in a drop-down.

use super::{Message, described_by, framed, invalid};
use leptos::prelude::*;

/// One entry of a select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Shown but not to be chosen; write the reason into the label: "Administrator (only Administrators can give
    /// this)".
    pub disabled: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Choice { value: value.into(), label: label.into(), disabled: false }
    }
}

/// A drop-down with its label.
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Message,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let describedby = described_by(&id, hint.is_some());
    let control = view! {
        <select
            class="select"
            id=id.clone()
            name=name
            disabled=disabled
            autofocus=autofocus
            aria-invalid=invalid(error)
            aria-describedby=describedby
            on:change=move |ev| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_value(&ev))
                }
            }
        >
            {choices(options, &value)}
        </select>
    }
    .into_any();
    framed(id, label, note, None, hint, error, Message::default(), control)
}

/// The `<option>`s of a select of one's own.
pub fn choices(options: Vec<Choice>, value: &str) -> Vec<AnyView> {
    options
        .into_iter()
        .map(|it| {
            let selected = it.value == value;
            view! {
                <option value=it.value selected=selected disabled=it.disabled>
                    {it.label}
                </option>
            }
            .into_any()
        })
        .collect()
}
