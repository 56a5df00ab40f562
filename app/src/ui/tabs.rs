//! Tabs that are addresses: saved views, parts of a profile.

use crate::ui::words::grouped;
use leptos::prelude::*;

/// Links between views of one thing, named by `label` for screen readers.
#[component]
pub fn Tabs(
    label: &'static str,
    /// At the end side: "Save view".
    #[prop(optional)]
    end: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            {children()}
            {end.map(|end| view! { <span class="tabs__end">{end}</span> })}
        </nav>
    }
    .into_any()
}

/// One view; `current` is the one that is shown.
#[component]
pub fn Tab(
    #[prop(into)] href: String,
    #[prop(into)] text: String,
    #[prop(optional_no_strip)] count: Option<u64>,
    #[prop(optional)] current: bool,
) -> impl IntoView {
    view! {
        <a class="tab" href=href aria-current=current.then_some("page")>
            {text}
            {count
                .map(|n| {
                    view! {
                        " "
                        <span class="n">{grouped(n)}</span>
                    }
                })}
        </a>
    }
    .into_any()
}
