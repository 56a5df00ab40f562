//! Suspend, reactivate and restore: one question, one button (M16, M17).

use super::confirm::Confirm;
use super::{About, Done};
use crate::api::members::status::{Reactivate as ReactivateCall, Suspend as SuspendCall};
use crate::api::offboarding::RestoreMember;
use crate::ui::{ButtonKind, form_error};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The dialog at /team/ID/suspend.
#[component]
pub fn Suspend(about: About) -> impl IntoView {
    let action = ServerAction::<SuspendCall>::new();
    let (done, leads_to) = (Done::new(), about.close.clone());
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            done.show_flash(flash, leads_to.clone());
        }
    });
    let body = view! {
        <ul class="effects">
            <li>"All their sessions end now, and they can’t sign in."</li>
            <li>"Their phones and apps no longer ring."</li>
            <li>"They keep their seat, extension and numbers; the seat is still charged."</li>
        </ul>
        {form_error(action.value())}
    }
    .into_any();
    let confirm = Confirm {
        verb: "Suspend",
        note: Some("They can be reactivated at any time.".to_owned()),
        kind: ButtonKind::DangerSolid,
        busy: action.pending().into(),
    };
    confirm.ask(about, body, move |content| {
        view! {
            <ActionForm action attr:class="dialog__form">
                {content}
            </ActionForm>
        }
        .into_any()
    })
}

/// The dialog at /team/ID/reactivate.
#[component]
pub fn Reactivate(about: About) -> impl IntoView {
    let action = ServerAction::<ReactivateCall>::new();
    let (done, leads_to) = (Done::new(), about.close.clone());
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            done.show_flash(flash, leads_to.clone());
        }
    });
    let body = view! {
        <p>"They can sign in with the password they had, and calls to their extension and numbers ring again."</p>
        {form_error(action.value())}
    }
    .into_any();
    let confirm = Confirm { verb: "Reactivate", note: None, kind: ButtonKind::Primary, busy: action.pending().into() };
    confirm.ask(about, body, move |content| {
        view! {
            <ActionForm action attr:class="dialog__form">
                {content}
            </ActionForm>
        }
        .into_any()
    })
}

/// The dialog at /team/ID/restore. It leads to the member who is back.
#[component]
pub fn Restore(about: About) -> impl IntoView {
    let action = ServerAction::<RestoreMember>::new();
    let (done, leads_to) = (Done::new(), format!("/team/{}", about.id));
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            done.show_flash(flash, leads_to.clone());
        }
    });
    let body = view! {
        <ul class="effects">
            <li>"They take a seat again and can sign in with the password they had."</li>
            <li>"They get their extension back, or the next free one if somebody has it by now."</li>
            <li>"Groups and numbers that are still free come back. What was transferred stays where it is."</li>
        </ul>
        {form_error(action.value())}
    }
    .into_any();
    let confirm = Confirm { verb: "Restore", note: None, kind: ButtonKind::Primary, busy: action.pending().into() };
    confirm.ask(about, body, move |content| {
        view! {
            <ActionForm action attr:class="dialog__form">
                {content}
            </ActionForm>
        }
        .into_any()
    })
}
