//! What became of a bulk change, at /team/bulk/done?key=… and /numbers/done?key=…: where a form without script leads,
//! and where one can look again.

use crate::api::bulk::{CancelBulk, bulk_state};
use crate::pages::use_me;
use crate::ui::page_data::reading;
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, Dialog, DialogBody, DialogFoot, ReloadWithoutScript, render_once};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::BulkKey;
use model::bulk::BulkState;
use model::query_string::pairs;
use policy::{Action, Target, check};

/// The list behind the dialog, where closing it leads.
#[derive(Clone, Copy)]
struct Back {
    href: &'static str,
    /// "team", "numbers".
    to: &'static str,
}

/// What became of the last change. `back`: where closing leads; `to`: what that place is called, such as "team".
#[component]
pub fn DoneDialog(back: &'static str, to: &'static str) -> impl IntoView {
    let back = Back { href: back, to };
    let search = use_location().search;
    // A hand-made key is nobody's, so nothing is known of it.
    let key = Memo::new(move |_| {
        search.with(|s| pairs(s).find(|(name, _)| name == "key").and_then(|(_, key)| key.parse::<BulkKey>().ok()))
    });
    let state = reading(
        move || key.get(),
        |key| async move {
            match key {
                Some(key) => bulk_state(key).await.map(|state| Some((key, state))),
                None => Ok(None),
            }
        },
    );
    view! {
        <Transition>
            {render_once(move || Suspend::new(async move {
                match state.await {
                    Ok(Some((key, state))) => state_dialog(back, state, key),
                    Ok(None) => unknown(back),
                    Err(error) => dialog(back, "Change".to_owned(), error.to_string(), ().into_any()),
                }
            }))}
        </Transition>
    }
}

fn dialog(back: Back, title: String, words: String, more: AnyView) -> AnyView {
    view! {
        <Dialog id="bulk" title open=true close_href=back.href.to_owned()>
            <DialogBody>
                <p role="status">{words}</p>
            </DialogBody>
            <DialogFoot>
                {more}
                <Button activation=Activation::Link(back.href.into())>{format!("Back to the {}", back.to)}</Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}

fn state_dialog(back: Back, state: BulkState, key: BulkKey) -> AnyView {
    match state {
        BulkState::Done(outcome) => {
            let may =
                use_me().with_untracked(|me| check(&me.actor, Action::Undo, Target::Audit(outcome.entry)).is_ok());
            let undo = format!("/audit/{}/undo", outcome.entry);
            let button = (outcome.reversible && may)
                .then(|| view! { <Button activation=Activation::Link(undo)>"Undo"</Button> });
            dialog(
                back,
                if outcome.undo { "Undone".to_owned() } else { "Done".to_owned() },
                format!("{}.", outcome.said()),
                button.into_any(),
            )
        }
        BulkState::Working { done, total } => working(back, done, total, key),
        BulkState::Failed(why) => dialog(back, "Nothing was changed".to_owned(), why, ().into_any()),
        BulkState::Cancelled => dialog(back, "Cancelled".to_owned(), "Nothing was changed.".to_owned(), ().into_any()),
        BulkState::Unknown => unknown(back),
    }
}

fn unknown(back: Back) -> AnyView {
    let words = "There is no such change. Perhaps it never arrived.".to_owned();
    dialog(back, "Nothing was changed".to_owned(), words, ().into_any())
}

fn working(back: Back, done: u64, total: u64, key: BulkKey) -> AnyView {
    let cancel = ServerAction::<CancelBulk>::new();
    let page = if back.href == "/team" { "/team/bulk/done" } else { "/numbers/done" };
    let again = format!("{page}?key={key}");
    let more = view! {
        <ReloadWithoutScript />
        <ActionForm action=cancel>
            <input type="hidden" name="key" value=key.to_string() />
            <Button activation=Activation::Submit>"Cancel the change"</Button>
        </ActionForm>
        <Button activation=Activation::Link(again)>"Look again"</Button>
    };
    let words = match total {
        0 => "It is being written. Nothing is final until all is.".to_owned(),
        _ => format!("{} of {} written.", grouped(done), grouped(total)),
    };
    dialog(back, "Still at it".to_owned(), words, more.into_any())
}
