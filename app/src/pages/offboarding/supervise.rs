//! Asks for the reason before looking through somebody's eyes (M9).

use super::About;
use super::confirm::Confirm;
use crate::api::supervision::BeginSupervising;
use crate::ui::{ButtonKind, TextField, browser, field_error, form_error};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The dialog at /team/ID/supervise.
#[component]
pub fn Supervise(about: About) -> impl IntoView {
    let action = ServerAction::<BeginSupervising>::new();
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            // The whole page is another person's now, so it is loaded anew.
            browser::load("/team");
        }
    });
    let note = format!("You see Teamline exactly as {} does, for up to 30 minutes.", about.name);
    let body = view! {
        <ul class="effects">
            <li>"At first you only look. Acting takes one more step."</li>
            <li>"Passwords, PIN, sign-in and sessions can’t be touched."</li>
            <li>"The audit log names you both, with your reason."</li>
        </ul>
        <TextField
            id="supervise-reason"
            name="reason"
            label="Reason"
            maxlength=200
            required=true
            hint="For example: helps set up forwarding"
            error=field_error(action.value(), "reason")
        />
        {form_error(action.value())}
    }
    .into_any();
    let confirm =
        Confirm { verb: "Supervise", note: Some(note), kind: ButtonKind::Primary, busy: action.pending().into() };
    confirm.ask(about, body, move |content| {
        view! {
            <ActionForm action attr:class="dialog__form">
                {content}
            </ActionForm>
        }
        .into_any()
    })
}
