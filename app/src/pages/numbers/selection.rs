//! Which numbers are selected (K1), by the code that members are selected with, and the bar with what can be done with them.

use super::Numbers;
use crate::pages::numbers::finder::go;
use crate::pages::selection;
use crate::pages::selection::{all_that_match, hidden_fields, page_box};
use crate::pages::use_me;
use crate::ui::words::{counted, grouped};
use crate::ui::{Button, ButtonKind, IconName, Press, SubmitWith};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::NumberId;
use model::numbers::query::{NumbersFilter, NumbersQuery};
use model::selection::Filter;

/// The form that boxes outside of it belong to.
const FORM: &str = "chosen";

pub type Selection = selection::Selection<NumbersFilter>;

/// The selection of this page; a press on a row's box ticks it, with Shift all from the last one on.
pub fn install() -> Selection {
    let selection = Selection::new();
    provide_context(selection);
    selection::tick_by_press(selection, ".numbers-table .row-check");
    selection
}

#[component]
pub fn RowBox(id: NumberId, name: String) -> impl IntoView {
    let selection = expect_context::<Selection>();
    view! {
        <input
            class="check row-check" type="checkbox" name=NumbersFilter::KEY value=id.to_string() form=FORM aria-label=format!("Select {name}")
            prop:checked=move || selection.has(id)
        />
    }
}

/// The box in the heading: all of this page.
#[component]
pub fn PageBox(ids: Vec<NumberId>, total: u64) -> impl IntoView {
    page_box(expect_context::<Selection>(), ids, total)
}

/// Takes the filter bar's place once something is selected. Both ways lead to a plan first.
#[component]
pub fn BulkBar() -> impl IntoView {
    let (selection, numbers) = (expect_context::<Selection>(), expect_context::<Numbers>());
    let assigns = use_me().with_untracked(|me| me.actor.role.has(model::Permission::AssignNumbers));
    let filter = Memo::new(move |_| numbers.live_query().filter);
    Effect::new(move |_| filter.with(|filter| selection.filtered(filter)));
    let words = move || {
        let (n, away) = (selection.count(), selection.elsewhere());
        if n == 0 {
            return "Selected numbers".to_owned();
        }
        let rest =
            if away > 0 && !selection.is_all() { format!(", {} on other pages", grouped(away)) } else { String::new() };
        format!("{} selected{rest}", counted(n, "number", "numbers"))
    };
    let open = move || selection.count() > 0;
    let go = go();
    // With script the dialog opens within the page, and the selection is not lost.
    let plan = Callback::new(move |(ev, path): (MouseEvent, &'static str)| {
        ev.prevent_default();
        go.run(NumbersQuery { cursor: None, ..numbers.query() }.href(path));
    });
    let button = move |icon, path: &'static str, words: &'static str| {
        let send = SubmitWith { action: Some(path.to_owned()), ..SubmitWith::default() };
        let on_click = Callback::new(move |ev| plan.run((ev, path)));
        view! { <Button small=true icon=icon press=Press::Submit send=send on_click>{words}</Button> }
    };
    let total = move || async move { numbers.page.await.map_or(0, |page| page.total) };
    view! {
        <form id=FORM class="bulkbar" class:is-open=open method="get" action="/numbers/grant" aria-label="Actions for selected numbers">
            {hidden_fields(selection, move || NumbersQuery { cursor: None, ..numbers.live_query() }.to_query())}
            <span class="bulkbar__n" role="status">{words}</span>
            {all_that_match(selection, total, move || numbers.live_query().filter)}
            <span class="bulkbar__sep"></span>
            {assigns.then(|| view! {
                {button(IconName::Plus, "/numbers/grant", "Grant to…")}
                {button(IconName::Minus, "/numbers/revoke", "Revoke…")}
            })}
            <span class="bulkbar__end">
                <Button kind=ButtonKind::Ghost small=true on_click=Callback::new(move |_| selection.clear())>"Clear "<kbd aria-hidden="true">"Esc"</kbd></Button>
            </span>
        </form>
    }
}
