//! Parts of a data table. Roles are written out, because the card layout of narrow screens takes them away otherwise.

use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortState {
    #[default]
    Unsorted,
    Ascending,
    Descending,
}

impl SortState {
    fn aria(self) -> Option<&'static str> {
        match self {
            SortState::Unsorted => None,
            SortState::Ascending => Some("ascending"),
            SortState::Descending => Some("descending"),
        }
    }
}

/// A heading that sorts: a link to the list in the other order, so it works without script (T3, T5).
#[component]
pub fn SortHeader(
    #[prop(into)] label: String,
    #[prop(into)] href: String,
    state: SortState,
    /// The column's class: "c-name".
    class: &'static str,
) -> impl IntoView {
    let icon = if state == SortState::Descending { IconName::ArrowDown } else { IconName::ArrowUp };
    view! {
        <th role="columnheader" scope="col" class=class aria-sort=state.aria()>
            <a class="sort" href=href>{label}<Icon name=icon/></a>
        </th>
    }
    .into_any()
}

/// A heading that does not sort; `hidden_label`: only read, not seen.
#[component]
pub fn PlainHeader(
    #[prop(into)] label: String,
    class: &'static str,
    #[prop(optional)] hidden_label: bool,
) -> impl IntoView {
    view! { <th role="columnheader" scope="col" class=class><span class=hidden_label.then_some("sr-only")>{label}</span></th> }.into_any()
}

/// The scrolling frame of a table: reachable by keyboard, named.
#[component]
pub fn TableScroll(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <div class="table-scroll" role="region" aria-label=label tabindex="0">{children()}</div> }.into_any()
}
