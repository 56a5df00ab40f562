//! Which numbers are chosen, and what can be done with them. Without script the boxes belong to the bar's form.

use crate::model::NumberId;
use crate::pages::use_me;
use crate::ui::words::counted;
use crate::ui::{Button, ButtonKind, IconName, Press, SubmitWith};
use leptos::prelude::*;
use std::collections::BTreeSet;

const FORM: &str = "chosen";

#[derive(Clone, Copy)]
pub struct Chosen(RwSignal<BTreeSet<NumberId>>);

impl Chosen {
    pub fn new() -> Self {
        Chosen(RwSignal::default())
    }

    fn set(&self, id: NumberId, on: bool) {
        self.0.update(|ids| {
            if on {
                ids.insert(id);
            } else {
                ids.remove(&id);
            }
        });
    }

    /// Ticks or unticks the one that has the row cursor.
    pub fn flip(&self, id: NumberId) {
        let on = self.0.with_untracked(|ids| !ids.contains(&id));
        self.set(id, on);
    }

    pub fn clear(&self) {
        self.0.set(BTreeSet::new());
    }
}

#[component]
pub fn RowBox(id: NumberId, name: String) -> impl IntoView {
    let chosen = expect_context::<Chosen>();
    view! {
        <input
            class="check row-check" type="checkbox" name="n" value=id.to_string() form=FORM aria-label=format!("Select {name}")
            prop:checked=move || chosen.0.with(|ids| ids.contains(&id)) on:change=move |ev| chosen.set(id, event_target_checked(&ev))
        />
    }
}

/// The box in the heading: all of this page.
#[component]
pub fn PageBox(ids: Vec<NumberId>) -> impl IntoView {
    let chosen = expect_context::<Chosen>();
    let n = ids.len();
    let all = StoredValue::new(ids);
    let on_page = Memo::new(move |_| chosen.0.with(|c| all.with_value(|ids| ids.iter().filter(|id| c.contains(id)).count())));
    // What is on other pages has no box here: a selection is of one page.
    Effect::new(move |_| chosen.0.update(|c| all.with_value(|ids| c.retain(|id| ids.contains(id)))));
    let set = move |on: bool| {
        for id in all.get_value() {
            chosen.set(id, on);
        }
    };
    view! {
        <input
            class="check" type="checkbox" aria-label=format!("Select all {n} on this page")
            prop:checked=move || on_page.get() == n prop:indeterminate=move || (1..n).contains(&on_page.get())
            on:change=move |ev| set(event_target_checked(&ev))
        />
    }
}

/// Takes the filter bar's place once something is chosen. Both ways lead to a plan first.
#[component]
pub fn BulkBar() -> impl IntoView {
    let chosen = expect_context::<Chosen>();
    let assigns = use_me().with_untracked(|me| me.actor.role.has(crate::model::Permission::AssignNumbers));
    let words = move || {
        let n = chosen.0.with(BTreeSet::len);
        if n == 0 { "Chosen numbers".to_owned() } else { format!("{} selected", counted(n as u64, "number", "numbers")) }
    };
    let to = |action: &str| SubmitWith { action: Some(action.to_owned()), ..SubmitWith::default() };
    view! {
        <form id=FORM class="bulkbar" method="get" action="/numbers/grant" aria-label="Actions for selected numbers">
            <span class="bulkbar__n" role="status">{words}</span>
            <span class="bulkbar__sep"></span>
            {assigns.then(|| view! {
                <Button small=true icon=IconName::Plus press=Press::Submit send=to("/numbers/grant")>"Grant to…"</Button>
                <Button small=true icon=IconName::Minus press=Press::Submit send=to("/numbers/revoke")>"Revoke…"</Button>
            })}
            <span class="bulkbar__end">
                <Button kind=ButtonKind::Ghost small=true on_click=Callback::new(move |_| chosen.clear())>"Clear "<kbd aria-hidden="true">"Esc"</kbd></Button>
            </span>
        </form>
    }
}
