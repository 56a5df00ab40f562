//! Which rows are selected, kept over paging and sorting (K1): the boxes, the range with Shift, the page's box, the bar.
//!
//! Without script the boxes belong to the bar's form, which sends the ticked ids.

use crate::model::MemberId;
use crate::pages::use_me;
use crate::policy::{Action, Target, check};
use crate::ui::words::{counted, grouped};
use crate::ui::{Button, ButtonKind, IconName, Press};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The form that boxes outside of it belong to.
const FORM: &str = "selected";

/// The selection of this page.
#[derive(Clone, Copy)]
pub struct Selection {
    ids: RwSignal<BTreeSet<MemberId>>,
    /// The ids on the page, in order, for ranges.
    page: RwSignal<Vec<MemberId>>,
    /// Where the last tick was, for Shift.
    anchor: RwSignal<Option<MemberId>>,
}

impl Selection {
    pub fn new() -> Self {
        Selection { ids: RwSignal::default(), page: RwSignal::default(), anchor: RwSignal::default() }
    }

    pub fn has(&self, id: MemberId) -> bool {
        self.ids.with(|ids| ids.contains(&id))
    }

    pub fn count(&self) -> usize {
        self.ids.with(BTreeSet::len)
    }

    pub fn clear(&self) {
        self.ids.update(BTreeSet::clear);
        self.anchor.set(None);
    }

    /// Ticks or unticks one; with `range` all between the last one and this get the same.
    pub fn set(&self, id: MemberId, on: bool, range: bool) {
        let from = self.anchor.get_untracked().filter(|_| range);
        let between = self.page.with_untracked(|page| range_of(page, from.unwrap_or(id), id));
        self.ids.update(|ids| {
            for id in between {
                if on {
                    ids.insert(id);
                } else {
                    ids.remove(&id);
                }
            }
        });
        self.anchor.set(Some(id));
    }

    fn set_page(&self, on: bool) {
        let page = self.page.get_untracked();
        self.ids.update(|ids| {
            for id in page {
                if on {
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

/// The box of one row.
#[component]
pub fn RowBox(id: MemberId, name: String) -> impl IntoView {
    let selection = expect_context::<Selection>();
    let on_click = move |ev: MouseEvent| selection.set(id, event_target_checked(&ev), ev.shift_key());
    view! {
        <input
            class="check row-check" type="checkbox" name="id" value=id.to_string() form=FORM aria-label=format!("Select {name}")
            prop:checked=move || selection.has(id) on:click=on_click
        />
    }
}

/// The box in the heading: all of this page.
#[component]
pub fn PageBox(ids: Vec<MemberId>) -> impl IntoView {
    let selection = expect_context::<Selection>();
    let n = ids.len();
    let on_page = {
        let ids = ids.clone();
        Memo::new(move |_| selection.ids.with(|chosen| ids.iter().filter(|id| chosen.contains(id)).count()))
    };
    Effect::new(move |_| selection.page.set(ids.clone()));
    view! {
        <input
            class="check" type="checkbox" aria-label=format!("Select all {n} on this page")
            prop:checked=move || on_page.get() == n prop:indeterminate=move || (1..n).contains(&on_page.get())
            on:change=move |ev| selection.set_page(event_target_checked(&ev))
        />
    }
}

/// What can be done with the selected; takes the filter bar's place.
#[component]
pub fn BulkBar() -> impl IntoView {
    let selection = expect_context::<Selection>();
    let may_export = use_me().with_untracked(|me| check(&me.actor, Action::Export, Target::Account).is_ok());
    let elsewhere = move || {
        let here = selection.page.with(|page| page.iter().filter(|id| selection.has(**id)).count());
        selection.count().saturating_sub(here)
    };
    let words = move || {
        let (n, away) = (selection.count(), elsewhere());
        let rest = if away > 0 { format!(", {} on other pages", grouped(away as u64)) } else { String::new() };
        format!("{} selected{rest}", counted(n as u64, "member", "members"))
    };
    // Ids on other pages have no box here, so they go as hidden fields.
    let hidden = move || {
        let page = selection.page.get();
        let away: Vec<MemberId> = selection.ids.with(|ids| ids.iter().copied().filter(|id| !page.contains(id)).collect());
        away.into_iter().map(|id| view! { <input type="hidden" name="id" value=id.to_string()/> }).collect::<Vec<_>>()
    };
    let open = move || selection.count() > 0;
    view! {
        <form id=FORM class="bulkbar" class:is-open=open method="post" action="/team/export.csv" aria-label="Actions for selected members">
            {hidden}
            <span class="bulkbar__n" role="status">{words}</span>
            <span class="bulkbar__sep"></span>
            {may_export.then(|| view! { <Button small=true icon=IconName::Download press=Press::Submit>"Export selected"</Button> })}
            <span class="bulkbar__end">
                <Button kind=ButtonKind::Ghost small=true on_click=Callback::new(move |_| selection.clear())>"Clear "<kbd aria-hidden="true">"Esc"</kbd></Button>
            </span>
        </form>
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
}
