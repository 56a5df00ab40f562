//! Suspend, reactivate and restore: one question, one button (M16, M17).

use super::{About, Done, problem, refused};
use crate::api::members::status::{Reactivate as ReactivateCall, Suspend as SuspendCall};
use crate::api::offboarding::RestoreMember;
use crate::ui::{Activation, Button, ButtonKind, Dialog, DialogBody, DialogFoot};
use leptos::form::ActionForm;
use leptos::prelude::*;

#[component]
pub fn Suspend(about: About) -> impl IntoView {
    let action = ServerAction::<SuspendCall>::new();
    let (done, close) = (Done::new(), about.close.clone());
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            done.show_flash(flash, close.clone());
        }
    });
    let error = refused(move || action.value().get());
    view! {
        <Dialog
            id="offboarding"
            title=format!("Suspend {}?", about.name)
            about="They can be reactivated at any time.".to_owned()
            open=true
            close_href=about.close.clone()
        >
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=about.id.to_string() />
                <DialogBody>
                    <ul class="effects">
                        <li>"All their sessions end now, and they can’t sign in."</li>
                        <li>"Their phones and apps no longer ring."</li>
                        <li>"They keep their seat, extension and numbers; the seat is still charged."</li>
                    </ul>
                    {problem(error)}
                </DialogBody>
                <DialogFoot>
                    <Button activation=Activation::Link(about.close)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::DangerSolid
                        activation=Activation::Submit
                        busy=Signal::derive(move || action.pending().get())
                    >
                        {format!("Suspend {}", about.name)}
                    </Button>
                </DialogFoot>
            </ActionForm>
        </Dialog>
    }
}

#[component]
pub fn Reactivate(about: About) -> impl IntoView {
    let action = ServerAction::<ReactivateCall>::new();
    let (done, close) = (Done::new(), about.close.clone());
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            done.show_flash(flash, close.clone());
        }
    });
    let error = refused(move || action.value().get());
    view! {
        <Dialog id="offboarding" title=format!("Reactivate {}?", about.name) open=true close_href=about.close.clone()>
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=about.id.to_string() />
                <DialogBody>
                    <p>
                        "They can sign in with the password they had, and calls to their extension and numbers ring again."
                    </p>
                    {problem(error)}
                </DialogBody>
                <DialogFoot>
                    <Button activation=Activation::Link(about.close)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::Primary
                        activation=Activation::Submit
                        busy=Signal::derive(move || action.pending().get())
                    >
                        {format!("Reactivate {}", about.name)}
                    </Button>
                </DialogFoot>
            </ActionForm>
        </Dialog>
    }
}

#[component]
pub fn Restore(about: About) -> impl IntoView {
    let action = ServerAction::<RestoreMember>::new();
    let (done, id) = (Done::new(), about.id);
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            done.show_flash(flash, format!("/team/{id}"));
        }
    });
    let error = refused(move || action.value().get());
    view! {
        <Dialog id="offboarding" title=format!("Restore {}?", about.name) open=true close_href=about.close.clone()>
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=about.id.to_string() />
                <DialogBody>
                    <ul class="effects">
                        <li>"They take a seat again and can sign in with the password they had."</li>
                        <li>"They get their extension back, or the next free one if somebody has it by now."</li>
                        <li>
                            "Groups and numbers that are still free come back. What was transferred stays where it is."
                        </li>
                    </ul>
                    {problem(error)}
                </DialogBody>
                <DialogFoot>
                    <Button activation=Activation::Link(about.close)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::Primary
                        activation=Activation::Submit
                        busy=Signal::derive(move || action.pending().get())
                    >
                        {format!("Restore {}", about.name)}
                    </Button>
                </DialogFoot>
            </ActionForm>
        </Dialog>
    }
}
