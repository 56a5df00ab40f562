//! The drawer at /numbers/ID/users: who may use a number for outgoing calls and messages (N1). Its rows serve the
//! member's side, too.

use super::Numbers;
use crate::api::numbers::outgoing::{SetUse, number_users};
use crate::pages::bulk::show_flash;
use crate::pages::numbers::card::{close_href, go};
use crate::pages::numbers::finder::{Finder, problem, refusal, use_find};
use crate::ui::page_data::reading;
use crate::ui::{Dialog, DialogBody, DialogKind, SubmitFoot, TickBox, render_once, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::NumberId;
use model::numbers::{NumberUse, Uses};
use model::query_string::pairs;

const FORM: &str = "users-form";

/// The drawer at /numbers/ID/users.
#[component]
pub fn UsersDrawer(id: NumberId) -> impl IntoView {
    let find = use_find();
    let shown = reading(move || find.get(), move |find| number_users(id, find));
    let action = ServerAction::<SetUse>::new();
    let numbers = expect_context::<Numbers>();
    let (toasts, go) = (use_toasts(), go());
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            show_flash(toasts, flash, move || numbers.changed());
            numbers.changed();
            go.run(numbers.href(id, ""));
        }
    });
    let close = close_href(id);
    view! {
        <Transition>
            {render_once(move || {
                let close = close.clone();
                Suspend::new(async move {
                    match shown.await {
                        Ok(uses) => drawer(id, uses, action, close),
                        Err(error) => refusal("Who may use it", &error, close),
                    }
                })
            })}
        </Transition>
    }
}

fn drawer(id: NumberId, uses: Uses, action: ServerAction<SetUse>, close: String) -> AnyView {
    let others = pairs(&expect_context::<Numbers>().query().to_query()).collect();
    let path = format!("/numbers/{id}/users");
    let title = format!("Who may use {}", uses.of);
    let finder = view! { <Finder path label="Find a member to add" others /> }.into_any();
    uses_drawer(title, "Untick both to take a number’s use away.", finder, uses, Mine::Number, action, close)
}

/// What a row of uses is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mine {
    /// One number, rows are members.
    Number,
    /// One member, rows are numbers: one of them is the default.
    Member,
}

/// A drawer with a form of uses: those there are, and more that match a search.
pub fn uses_drawer(
    title: String,
    about: &'static str,
    finder: AnyView,
    uses: Uses,
    mine: Mine,
    action: ServerAction<SetUse>,
    close: String,
) -> AnyView {
    let pending = action.pending();
    let table = |caption: &'static str, rows: Vec<NumberUse>| {
        (!rows.is_empty()).then(|| {
            let rows: Vec<AnyView> = rows.into_iter().map(|one| row(one, mine)).collect();
            let what = if mine == Mine::Number { "Member" } else { "Number" };
            view! {
                <table class="uses">
                    <caption>{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{what}</th>
                            <th scope="col">"Calls"</th>
                            <th scope="col">"Messages"</th>
                            <th scope="col">"Default"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        })
    };
    let none = uses.there.is_empty().then(|| view! { <p class="muted">"None yet"</p> });
    let (there, more) = match mine {
        Mine::Number => (table("May use it", uses.there), table("Add", uses.more)),
        Mine::Member => (table("Numbers they may use", uses.there), table("Add", uses.more)),
    };
    let (back, cancel) = (close.clone(), close.clone());
    view! {
        <Dialog
            id="numbers-drawer"
            title
            about=about.to_owned()
            kind=DialogKind::Drawer
            open=Signal::stored(true)
            close_href=close
        >
            <DialogBody>
                {problem(action.value())} {finder} <ActionForm action attr:id=FORM attr:class="numbers__form">
                    <input type="hidden" name="back" value=back />
                    {none}
                    {there}
                    {more}
                </ActionForm>
            </DialogBody>
            <SubmitFoot cancel=cancel busy=pending form=FORM>
                "Save"
            </SubmitFoot>
        </Dialog>
    }
    .into_any()
}

/// One pair. A refused one keeps its boxes to be read, and isn't sent (R10).
fn row(one: NumberUse, mine: Mine) -> AnyView {
    let key = one.key().to_string();
    let sent = one.refused.is_none();
    let tick = |what: &'static str, name: &'static str, checked: bool| {
        let (key, why) = (key.clone(), one.refused.clone());
        let id = format!("{what}-{key}").replace('.', "-");
        view! {
            <td>
                <TickBox label=format!("{what} for {}", one.name) id name value=key checked disabled_reason=why />
            </td>
        }
        .into_any()
    };
    let default = match (mine, sent) {
        (Mine::Member, true) => {
            let label = format!("{} is the default", one.name);
            view! {
                <td>
                    <input
                        class="radio"
                        type="radio"
                        name="form[default][]"
                        value=key.clone()
                        checked=one.default
                        aria-label=label
                    />
                </td>
            }
            .into_any()
        }
        _ => tick("Default", "form[default][]", one.default),
    };
    view! {
        <tr>
            <th scope="row">
                <span>{one.name.clone()}</span>
                <small>{one.about.clone()}</small>
                {sent.then(|| view! { <input type="hidden" name="form[seen][]" value=key.clone() /> })}
            </th>
            {tick("Calls", "form[calls][]", one.calls)}
            {tick("Messages", "form[messages][]", one.messages)}
            {default}
        </tr>
    }
    .into_any()
}
