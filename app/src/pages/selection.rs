//! Which rows of a list are selected, kept over paging and sorting (K1): the boxes, the range with Shift, the page's box, all that
//! match. Members and numbers are selected by the same code.
//!
//! Without script the boxes belong to the bulk bar's form, which sends the ticked ids.

use crate::ui::words::grouped;
use crate::ui::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use model::query_string::pairs;
use model::selection::{Filter, Selection as Selected};
use std::collections::BTreeSet;
use std::future::Future;

/// What is selected in the list of this page.
pub struct Selection<F: Filter> {
    ids: RwSignal<BTreeSet<F::Id>>,
    /// All that match this filter; `ids` are then those unticked afterwards.
    all: RwSignal<Option<F>>,
    /// The ids on the page, in order, for ranges, and how many match in all.
    page: RwSignal<Vec<F::Id>>,
    total: RwSignal<u64>,
    /// Where the last tick was, for Shift.
    anchor: RwSignal<Option<F::Id>>,
}

impl<F: Filter> Clone for Selection<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Filter> Copy for Selection<F> {}

impl<F: Filter> Selection<F> {
    pub(crate) fn new() -> Self {
        let (ids, all, page) = (RwSignal::default(), RwSignal::default(), RwSignal::default());
        Selection { ids, all, page, total: RwSignal::new(0), anchor: RwSignal::default() }
    }

    pub fn has(&self, id: F::Id) -> bool {
        self.ids.with(|ids| ids.contains(&id)) != self.all.with(Option::is_some)
    }

    pub fn count(&self) -> u64 {
        let ids = self.ids.with(|ids| ids.len() as u64);
        if self.is_all() { self.total.get().saturating_sub(ids) } else { ids }
    }

    /// Whether all that match are selected, but for those unticked since.
    pub fn is_all(&self) -> bool {
        self.all.with(Option::is_some)
    }

    /// How many match the filter of the page.
    pub fn total(&self) -> u64 {
        self.total.get()
    }

    /// How many are selected that are not on this page.
    pub fn elsewhere(&self) -> u64 {
        let here = self.page.with(|page| page.iter().filter(|id| self.has(**id)).count());
        self.count().saturating_sub(here as u64)
    }

    /// Ids of the set that no ticked box of this page sends: those on other pages, and of all that match whoever is unticked.
    pub fn away(&self) -> Vec<F::Id> {
        let (page, all) = (self.page.get(), self.is_all());
        self.ids.with(|ids| ids.iter().copied().filter(|id| all || !page.contains(id)).collect())
    }

    pub fn clear(&self) {
        self.ids.update(BTreeSet::clear);
        self.all.set(None);
        self.anchor.set(None);
    }

    /// All that match, on whatever page; the server evaluates the filter.
    pub fn select_all(&self, filter: F) {
        self.ids.update(BTreeSet::clear);
        self.all.set(Some(filter));
    }

    /// Another filter shows others: what was selected as "all that match" is no more.
    pub fn filtered(&self, filter: &F) {
        if self.all.with_untracked(|all| all.as_ref().is_some_and(|all| all != filter)) {
            self.clear();
        }
    }

    /// As it is sent: ids, or the filter.
    pub fn selected(&self) -> Selected<F> {
        let ids = self.ids.get();
        match self.all.get() {
            Some(filter) => Selected::AllMatching { filter, minus: ids },
            None => Selected::Ids(ids),
        }
    }

    /// Ticks or unticks one; with `range` all between the last one and this get the same.
    pub fn set(&self, id: F::Id, on: bool, range: bool) {
        let from = self.anchor.get_untracked().filter(|_| range);
        let between = self.page.with_untracked(|page| range_of(page, from.unwrap_or(id), id));
        self.put(between, on);
        self.anchor.set(Some(id));
    }

    /// Ticks or unticks the one that has the row cursor; with `range` ticks all from the last one on.
    pub fn flip(&self, id: F::Id, range: bool) {
        let on = range || !untrack(|| self.has(id));
        self.set(id, on, range);
    }

    fn set_page(&self, on: bool) {
        self.put(self.page.get_untracked(), on);
    }

    /// While all that match are selected, the set holds those who are not.
    fn put(&self, rows: Vec<F::Id>, on: bool) {
        let insert = on != self.all.with_untracked(Option::is_some);
        self.ids.update(|ids| {
            for id in rows {
                if insert {
                    ids.insert(id);
                } else {
                    ids.remove(&id);
                }
            }
        });
    }
}

/// The ids from one to another in the page's order, both included; only the last where one is not on the page.
fn range_of<I: Copy + PartialEq>(page: &[I], from: I, to: I) -> Vec<I> {
    let at = |id: I| page.iter().position(|p| *p == id);
    match (at(from), at(to)) {
        (Some(a), Some(b)) => page[a.min(b)..=a.max(b)].to_vec(),
        _ => vec![to],
    }
}

/// Ticks what is pressed in the boxes of a table's rows: one listener for all of them.
pub fn tick_by_press<F: Filter>(selection: Selection<F>, boxes: &'static str) {
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::click, move |ev| {
            if let Some((id, on)) = pressed::<F>(&ev, boxes) {
                selection.set(id, on, ev.shift_key());
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Shows what is ticked in boxes that are markup and no views: one effect for all of them.
pub fn show_ticks<F: Filter>(selection: Selection<F>, boxes: &'static str) {
    Effect::new(move |before: Option<()>| {
        selection.ids.track();
        selection.all.track();
        if before.is_none() {
            return;
        }
        for input in crate::pages::frame::browser::all(boxes) {
            let Ok(input) = input.dyn_into::<HtmlInputElement>() else { continue };
            if let Ok(id) = input.value().parse() {
                input.set_checked(untrack(|| selection.has(id)));
            }
        }
    });
}

/// The row's box that was pressed, and whether it is ticked now.
fn pressed<F: Filter>(ev: &MouseEvent, boxes: &str) -> Option<(F::Id, bool)> {
    let input: HtmlInputElement = ev.target()?.dyn_into().ok()?;
    let own = input.closest(boxes).ok().flatten().is_some();
    own.then(|| Some((input.value().parse().ok()?, input.checked()))).flatten()
}

/// The box in the heading: all of this page.
pub fn page_box<F: Filter>(selection: Selection<F>, ids: Vec<F::Id>, total: u64) -> AnyView {
    let n = ids.len();
    let on_page = {
        let ids = ids.clone();
        Memo::new(move |_| ids.iter().filter(|id| selection.has(**id)).count())
    };
    Effect::new(move |_| {
        selection.page.set(ids.clone());
        selection.total.set(total);
    });
    view! {
        <input
            class="check" type="checkbox" aria-label=format!("Select all {n} on this page")
            prop:checked=move || on_page.get() == n prop:indeterminate=move || (1..n).contains(&on_page.get())
            on:change=move |ev| selection.set_page(event_target_checked(&ev))
        />
    }
    .into_any()
}

/// What the bar's form sends beside the ticked boxes: rows on other pages, which have no box here, and the filter of the page.
pub fn hidden_fields<F: Filter>(
    selection: Selection<F>,
    filter: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    let away = move || {
        let name = if selection.is_all() { "not" } else { F::KEY };
        let ids = selection.away();
        ids.into_iter().map(|id| view! { <input type="hidden" name=name value=id.to_string()/> }).collect::<Vec<_>>()
    };
    let filter = move || {
        pairs(&filter()).map(|(key, value)| view! { <input type="hidden" name=key value=value/> }).collect::<Vec<_>>()
    };
    (away, filter).into_any()
}

/// "Select all 1,204 that match": a box, so that it works without script; looks like a link. `total` is waited for: without it the
/// server would sometimes say 0, and the browser believes what was sent.
pub fn all_that_match<F, T>(
    selection: Selection<F>,
    total: impl Fn() -> T + Send + Sync + 'static,
    filter: impl Fn() -> F + Send + Sync + 'static,
) -> AnyView
where
    F: Filter,
    T: Future<Output = u64> + Send + 'static,
{
    let words = move || {
        let total = total();
        Suspend::new(async move {
            let n = grouped(total.await);
            move || {
                if selection.is_all() { format!("All {n} that match") } else { format!("Select all {n} that match") }
            }
        })
    };
    let change = move |ev| {
        if event_target_checked(&ev) {
            selection.select_all(untrack(&filter));
        } else {
            selection.clear();
        }
    };
    view! {
        <label class="bulkbar__all btn btn--link btn--sm">
            <input class="sr-only" type="checkbox" name="all" value="1" prop:checked=move || selection.is_all() on:change=change/>
            <span><Transition>{words}</Transition></span>
        </label>
    }
    .into_any()
}

/// One of a card's two steps through the list it was opened from; at its end it stays, without effect.
pub fn step(href: Option<String>, icon: IconName, label: &'static str) -> AnyView {
    match href {
        Some(href) => {
            view! { <a class="iconbtn" href=href aria-label=label title=label><Icon name=icon/></a> }.into_any()
        }
        None => view! { <span class="iconbtn is-off" aria-hidden="true"><Icon name=icon/></span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::numbers::DestinationKind;
    use model::numbers::query::NumbersFilter;
    use model::team::TeamFilter;
    use model::{MemberId, NumberId};

    #[test]
    fn k1_shift_selects_the_rows_between() {
        let page: Vec<MemberId> = (1..=5).map(MemberId).collect();
        assert_eq!(range_of(&page, MemberId(4), MemberId(2)), [MemberId(2), MemberId(3), MemberId(4)]);
        assert_eq!(range_of(&page, MemberId(9), MemberId(2)), [MemberId(2)]);
    }

    #[test]
    fn k1_who_is_unticked_from_all_that_match_stays_out() {
        let owner = Owner::new();
        owner.with(|| {
            let selection = Selection::<TeamFilter>::new();
            selection.total.set(1_204);
            selection.select_all(TeamFilter::default());
            assert_eq!((selection.count(), selection.has(MemberId(1))), (1_204, true));
            selection.set(MemberId(1), false, false);
            assert_eq!(
                (selection.count(), selection.has(MemberId(1)), selection.has(MemberId(2))),
                (1_203, false, true)
            );
            assert_eq!(
                selection.selected(),
                Selected::AllMatching { filter: TeamFilter::default(), minus: BTreeSet::from([MemberId(1)]) }
            );
            selection.filtered(&TeamFilter { q: "mai".into(), ..Default::default() });
            assert_eq!((selection.count(), selection.is_all()), (0, false));
        });
    }

    #[test]
    fn n1_numbers_stay_selected_on_other_pages_and_the_range_reaches_only_over_this_one() {
        Owner::new().with(|| {
            let selection = Selection::<NumbersFilter>::new();
            let page = |from: u128| (from..from + 50).map(NumberId).collect::<Vec<_>>();
            selection.page.set(page(1));
            selection.set(NumberId(2), true, false);
            selection.set(NumberId(4), true, true);
            selection.page.set(page(51));
            assert_eq!((selection.count(), selection.elsewhere()), (3, 3));
            assert_eq!(selection.away(), [NumberId(2), NumberId(3), NumberId(4)], "they have no box on this page");
            selection.set(NumberId(60), true, true);
            assert_eq!(selection.count(), 4, "the last tick was on another page");
            let free = NumbersFilter { destinations: vec![DestinationKind::Nobody], ..Default::default() };
            selection.filtered(&free);
            assert_eq!(selection.count(), 4, "what was ticked one by one stays under another filter");
        });
    }
}
