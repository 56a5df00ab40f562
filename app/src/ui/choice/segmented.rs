//! Radios side by side, as one control.

use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

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
