//! Which rows are selected, kept over paging and sorting (K1): the boxes, the range with Shift, the page's box, all that match.
//!
//! Without script the boxes belong to the bulk bar's form, which sends the ticked ids. The bar is `pages::bulk`'s.

use crate::model::MemberId;
use crate::model::bulk::Selection as Selected;
use crate::model::team::TeamFilter;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use std::collections::BTreeSet;

/// The form that boxes outside of it belong to.
pub const FORM: &str = "selected";

/// The selection of this page.
#[derive(Clone, Copy)]
pub struct Selection {
    ids: RwSignal<BTreeSet<MemberId>>,
    /// All that match this filter; `ids` are then those unticked afterwards.
    all: RwSignal<Option<TeamFilter>>,
    /// The ids on the page, in order, for ranges, and how many match in all.
    page: RwSignal<Vec<MemberId>>,
    total: RwSignal<u64>,
    /// Where the last tick was, for Shift.
    anchor: RwSignal<Option<MemberId>>,
}

impl Selection {
    pub(crate) fn new() -> Self {
        let (ids, all, page) = (RwSignal::default(), RwSignal::default(), RwSignal::default());
        Selection { ids, all, page, total: RwSignal::new(0), anchor: RwSignal::default() }
    }

    pub fn has(&self, id: MemberId) -> bool {
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
    pub fn away(&self) -> Vec<MemberId> {
        let (page, all) = (self.page.get(), self.is_all());
        self.ids.with(|ids| ids.iter().copied().filter(|id| all || !page.contains(id)).collect())
    }

    pub fn clear(&self) {
        self.ids.update(BTreeSet::clear);
        self.all.set(None);
        self.anchor.set(None);
    }

    /// Everybody who matches, on whatever page; the server evaluates the filter.
    pub fn select_all(&self, filter: TeamFilter) {
        self.ids.update(BTreeSet::clear);
        self.all.set(Some(filter));
    }

    /// Another filter shows others: what was selected as "all that match" is no more.
    pub fn filtered(&self, filter: &TeamFilter) {
        if self.all.with_untracked(|all| all.as_ref().is_some_and(|all| all != filter)) {
            self.clear();
        }
    }

    /// As it is sent: ids, or the filter.
    pub fn selected(&self) -> Selected {
        let ids = self.ids.get();
        match self.all.get() {
            Some(filter) => Selected::AllMatching { filter, minus: ids },
            None => Selected::Ids(ids),
        }
    }

    /// Ticks or unticks one; with `range` all between the last one and this get the same.
    pub fn set(&self, id: MemberId, on: bool, range: bool) {
        let from = self.anchor.get_untracked().filter(|_| range);
        let between = self.page.with_untracked(|page| range_of(page, from.unwrap_or(id), id));
        self.put(between, on);
        self.anchor.set(Some(id));
    }

    fn set_page(&self, on: bool) {
        self.put(self.page.get_untracked(), on);
    }

    /// While all that match are selected, the set holds those who are not.
    fn put(&self, members: Vec<MemberId>, on: bool) {
        let insert = on != self.all.with_untracked(Option::is_some);
        self.ids.update(|ids| {
            for id in members {
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
fn range_of(page: &[MemberId], from: MemberId, to: MemberId) -> Vec<MemberId> {
    let at = |id| page.iter().position(|p| *p == id);
    match (at(from), at(to)) {
        (Some(a), Some(b)) => page[a.min(b)..=a.max(b)].to_vec(),
        _ => vec![to],
    }
}

/// Who is ticked now, for rows that are being written.
pub fn ticked() -> impl Fn(MemberId) -> bool {
    let selection = expect_context::<Selection>();
    move |id| untrack(|| selection.has(id))
}

/// Ticks what is pressed, and shows what is ticked, in the boxes of all rows: one listener and one effect.
pub fn follow(selection: Selection) {
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::click, move |ev| {
            if let Some((id, on)) = pressed(&ev) {
                selection.set(id, on, ev.shift_key());
            }
        });
        on_cleanup(move || handle.remove());
    });
    Effect::new(move |before: Option<()>| {
        selection.ids.track();
        selection.all.track();
        if before.is_some() {
            show(selection);
        }
    });
}

fn show(selection: Selection) {
    for input in crate::pages::frame::browser::all(".team-table .row-check") {
        let Ok(input) = input.dyn_into::<HtmlInputElement>() else { continue };
        if let Ok(id) = input.value().parse() {
            input.set_checked(untrack(|| selection.has(id)));
        }
    }
}

/// The row's box that was pressed, and whether it is ticked now.
fn pressed(ev: &MouseEvent) -> Option<(MemberId, bool)> {
    let input: HtmlInputElement = ev.target()?.dyn_into().ok()?;
    let own = input.closest(".team-table .row-check").ok().flatten().is_some();
    own.then(|| Some((input.value().parse().ok()?, input.checked()))).flatten()
}

/// The box in the heading: all of this page.
#[component]
pub fn PageBox(ids: Vec<MemberId>, total: u64) -> impl IntoView {
    let selection = expect_context::<Selection>();
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let selection = Selection::new();
            selection.total.set(1_204);
            selection.select_all(TeamFilter::default());
            assert_eq!((selection.count(), selection.has(MemberId(1))), (1_204, true));
            selection.set(MemberId(1), false, false);
            assert_eq!((selection.count(), selection.has(MemberId(1)), selection.has(MemberId(2))), (1_203, false, true));
            assert_eq!(selection.selected(), Selected::AllMatching { filter: TeamFilter::default(), minus: BTreeSet::from([MemberId(1)]) });
            selection.filtered(&TeamFilter { q: "mai".into(), ..Default::default() });
            assert_eq!((selection.count(), selection.is_all()), (0, false));
        });
    }
}
