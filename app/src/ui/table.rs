//! The scrolling frame of a table that is no data table: a matrix, a statement.

use leptos::prelude::*;

/// Reachable by keyboard, named.
#[component]
pub fn TableScroll(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="table-scroll" role="region" aria-label=label tabindex="0">
            {children()}
        </div>
    }
    .into_any()
}
