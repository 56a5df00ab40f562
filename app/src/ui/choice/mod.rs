//! Checkbox, radio, switch, segmented control, option rows and choice cards: native inputs, drawn by CSS.
//!
//! A refused choice keeps its place in the tab order and says why (R10). It carries no `name`, so a form never sends
//! it, whatever a browser without script lets somebody tick.

mod cards;
mod rows;
mod segmented;

use crate::ui::activation::why_id;
pub use cards::{ChoiceCard, ChoiceCards};
use leptos::prelude::*;
pub use rows::{OptList, OptRow};
pub use segmented::{Segment, Segmented};

/// True once script runs in the browser: for controls that are nothing without it.
pub fn use_hydrated() -> ReadSignal<bool> {
    let (hydrated, set) = signal(false);
    Effect::new(move |_| set.set(true));
    hydrated
}

/// Which native control a choice is.
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
