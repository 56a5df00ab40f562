//! Which numbers are selected (K1), by the code that members are selected with, and the bar with what can be done with
//! them.

use super::Numbers;
use crate::pages::numbers::finder::go;
use crate::pages::use_me;
use crate::ui::data_table;
use crate::ui::data_table::{AllThatMatch, SelectionFields};
use crate::ui::{Activation, Button, ButtonKind, IconName, SubmitWith};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::numbers::query::{NumbersFilter, NumbersQuery};

/// The form that boxes outside of it belong to.
pub const FORM: &str = "chosen";

/// Which numbers are selected.
pub type Selection = data_table::Selection<NumbersFilter>;

/// Takes the filter bar's place once something is selected. Both ways lead to a preview first.
#[component]
pub fn BulkBar() -> impl IntoView {
    let (selection, numbers) = (expect_context::<Selection>(), expect_context::<Numbers>());
    let assigns = use_me().with_untracked(|me| me.actor.role.has(model::Permission::AssignNumbers));
    let filter = Memo::new(move |_| numbers.live_query().filter);
    Effect::new(move |_| filter.with(|filter| selection.filtered(filter)));
    let words = move || match selection.count() {
        0 => "Selected numbers".to_owned(),
        _ => selection.words("number", "numbers"),
    };
    let open = move || selection.count() > 0;
    let go = go();
    // With script the dialog opens within the page, and the selection is not lost.
    let preview = Callback::new(move |(ev, path): (MouseEvent, &'static str)| {
        ev.prevent_default();
        go.run(NumbersQuery { cursor: None, ..numbers.query() }.href(path));
    });
    let button = move |icon, path: &'static str, words: &'static str| {
        let send = SubmitWith { action: Some(path.to_owned()), ..SubmitWith::default() };
        let on_click = Callback::new(move |ev| preview.run((ev, path)));
        view! {
            <Button small=true icon=icon activation=Activation::Submit send=send on_click>
                {words}
            </Button>
        }
    };
    let query = Signal::derive(move || NumbersQuery { cursor: None, ..numbers.live_query() }.to_query());
    view! {
        <form
            id=FORM
            class="bulkbar"
            class:is-open=open
            method="get"
            action="/numbers/grant"
            aria-label="Actions for selected numbers"
        >
            <SelectionFields selection query />
            <span class="bulkbar__n" role="status">
                {words}
            </span>
            <AllThatMatch selection list=numbers.list filter />
            <span class="bulkbar__sep"></span>
            {assigns
                .then(|| {
                    view! {
                        {button(IconName::Plus, "/numbers/grant", "Grant to…")}
                        {button(IconName::Minus, "/numbers/revoke", "Revoke…")}
                    }
                })}
            <span class="bulkbar__end">
                <Button kind=ButtonKind::Ghost small=true on_click=Callback::new(move |_| selection.clear())>
                    "Clear "
                    <kbd aria-hidden="true">"Esc"</kbd>
                </Button>
            </span>
        </form>
    }
}
