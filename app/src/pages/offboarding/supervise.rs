//! Asks for the reason before looking through somebody's eyes (M9).

use super::{About, problem, refused};
use crate::api::supervision::BeginSupervising;
use crate::ui::{Activation, Button, ButtonKind, Dialog, DialogBody, DialogFoot, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::error::AppError;

#[component]
pub fn Supervise(about: About) -> impl IntoView {
    let action = ServerAction::<BeginSupervising>::new();
    let error = refused(move || action.value().get());
    let field_error = Signal::derive(move || error.with(|e| e.as_ref().and_then(|e: &AppError| e.for_field("reason"))));
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            // The whole page is another person's now, so it is loaded anew.
            crate::ui::browser::load("/team");
        }
    });
    let said = format!("You see Teamline exactly as {} does, for up to 30 minutes.", about.name);
    view! {
        <Dialog
            id="offboarding"
            title=format!("Supervise {}?", about.name)
            about=said
            open=true
            close_href=about.close.clone()
        >
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=about.id.to_string() />
                <DialogBody>
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
                        error=field_error
                    />
                    {problem(error)}
                </DialogBody>
                <DialogFoot>
                    <Button activation=Activation::Link(about.close)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::Primary
                        activation=Activation::Submit
                        busy=Signal::derive(move || action.pending().get())
                    >
                        {format!("Supervise {}", about.name)}
                    </Button>
                </DialogFoot>
            </ActionForm>
        </Dialog>
    }
}
