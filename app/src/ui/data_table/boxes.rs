//! What people tick to select (K1): the box of a row, the page's, all that match; and what the bar's form sends of it.

use crate::ui::QueryFields;
use crate::ui::data_table::listing::{ListPage, Listing};
use crate::ui::data_table::selection::Selection;
use crate::ui::words::grouped;
use leptos::prelude::*;
use model::selection::Filter;

/// The box of a row: with Shift it ticks all from the last one on. Without script it belongs to the bar's form.
#[component]
pub fn RowBox<F: Filter>(
    selection: Selection<F>,
    id: F::Id,
    #[prop(into)] name: String,
    form: &'static str,
) -> impl IntoView {
    view! {
        <input
            class="check row-check"
            type="checkbox"
            name=F::KEY
            value=id.to_string()
            form=form
            aria-label=format!("Select {name}")
            prop:checked=move || selection.has(id)
            on:click=move |ev| selection.set(id, event_target_checked(&ev), ev.shift_key())
        />
    }
}

/// The box in the heading: all of this page.
#[component]
pub fn PageBox<F: Filter>(selection: Selection<F>) -> impl IntoView {
    let size = move || selection.page.with(Vec::len);
    let ticked = Memo::new(move |_| selection.page.with(|page| page.iter().filter(|id| selection.has(**id)).count()));
    view! {
        <input
            class="check"
            type="checkbox"
            aria-label=move || format!("Select all {} on this page", size())
            prop:checked=move || ticked.get() == size()
            prop:indeterminate=move || (1..size()).contains(&ticked.get())
            on:change=move |ev| selection.set_page(event_target_checked(&ev))
        />
    }
}

/// What the bar's form sends beside the ticked boxes: rows on other pages, which have no box here, and the filter of
/// the page.
#[component]
pub fn SelectionFields<F: Filter>(
    selection: Selection<F>,
    /// The query of the list's address.
    #[prop(into)]
    query: Signal<String>,
) -> impl IntoView {
    let away = move || {
        let (name, ids) = (if selection.is_all() { "not" } else { F::KEY }, selection.away());
        ids.into_iter().map(|id| view! { <input type="hidden" name=name value=id.to_string() /> }).collect::<Vec<_>>()
    };
    view! {
        {away}
        <QueryFields query except="" />
    }
}

/// "Select all 1,204 that match": a box, so that it works without script; looks like a link. The list is waited for:
/// without it the server would sometimes say 0, and the browser believes what was sent.
#[component]
pub fn AllThatMatch<F, P>(
    selection: Selection<F>,
    list: Listing<P>,
    /// The filter of the address.
    #[prop(into)]
    filter: Signal<F>,
) -> impl IntoView
where
    F: Filter,
    P: ListPage,
{
    let known = list.part(P::total);
    let words = Suspend::new(async move {
        let first = list.total_read().await;
        move || {
            let n = grouped(known.get().unwrap_or(first));
            if selection.is_all() { format!("All {n} that match") } else { format!("Select all {n} that match") }
        }
    });
    let change = move |ev| {
        if event_target_checked(&ev) {
            selection.select_all(filter.get_untracked());
        } else {
            selection.clear();
        }
    };
    view! {
        <label class="bulkbar__all btn btn--link btn--sm">
            <input
                class="sr-only"
                type="checkbox"
                name="all"
                value="1"
                prop:checked=move || selection.is_all()
                on:change=change
            />
            <span>
                <Transition>{words}</Transition>
            </span>
        </label>
    }
}
