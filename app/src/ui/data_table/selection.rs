//! Which rows of a list are selected, kept over paging and sorting (K1): one by one, a range with Shift, all of the
//! page, all that match.
//!
//! Without script the boxes belong to the bulk bar's form, which sends the ticked ids.

use crate::ui::data_table::listing::{ListPage, Listing};
use crate::ui::data_table::rows::Row;
use crate::ui::words::{counted, grouped};
use leptos::prelude::*;
use model::selection::{Filter, Selection as Selected};
use std::collections::BTreeSet;

/// What is selected in the list of this page.
pub struct Selection<F: Filter> {
    ids: RwSignal<BTreeSet<F::Id>>,
    /// All that match this filter; `ids` are then those unticked afterwards.
    all: RwSignal<Option<F>>,
    /// The ids on the page, in order, for ranges, and how many match in all.
    pub(super) page: Signal<Vec<F::Id>>,
    total: Signal<u64>,
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
    /// Of the list's rows; on other pages they stay selected.
    pub fn of<P>(list: Listing<P>) -> Self
    where
        P: ListPage,
        P::Row: Row<Id = F::Id>,
    {
        let page = Memo::new(move |_| list.rows.ids());
        let total = list.part(P::total);
        Selection::new(page.into(), Signal::derive(move || total.get().unwrap_or_default()))
    }

    fn new(page: Signal<Vec<F::Id>>, total: Signal<u64>) -> Self {
        Selection { ids: RwSignal::default(), all: RwSignal::default(), page, total, anchor: RwSignal::default() }
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

    /// "3 members selected, 2 on other pages".
    pub fn words(&self, one: &str, many: &str) -> String {
        let away = if self.is_all() { 0 } else { self.elsewhere() };
        let rest = if away > 0 { format!(", {} on other pages", grouped(away)) } else { String::new() };
        format!("{} selected{rest}", counted(self.count(), one, many))
    }

    /// Ids of the set that no ticked box of this page sends: those on other pages, and of all that match whoever is
    /// unticked.
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

    pub(super) fn set_page(&self, on: bool) {
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
            let selection = Selection::<TeamFilter>::new(Signal::stored(Vec::new()), Signal::stored(1_204));
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
            selection.filtered(&TeamFilter::search("mai"));
            assert_eq!((selection.count(), selection.is_all()), (0, false));
        });
    }

    #[test]
    fn n1_numbers_stay_selected_on_other_pages_and_the_range_reaches_only_over_this_one() {
        Owner::new().with(|| {
            let page = |from: u128| (from..from + 50).map(NumberId).collect::<Vec<_>>();
            let shown = RwSignal::new(page(1));
            let selection = Selection::<NumbersFilter>::new(shown.into(), Signal::stored(100));
            selection.set(NumberId(2), true, false);
            selection.set(NumberId(4), true, true);
            assert_eq!(selection.words("number", "numbers"), "3 numbers selected");
            shown.set(page(51));
            assert_eq!(selection.words("number", "numbers"), "3 numbers selected, 3 on other pages");
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
