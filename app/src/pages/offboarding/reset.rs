//! Reset a password: a link by mail, or a temporary password shown once (M10).

use super::{About, Done};
use crate::api::members::status::ResetPassword;
use crate::ui::{CopyButton, Dialog, DialogBody, Notice, NoticeKind, OptRow, SubmitFoot, form_error};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::members::status::ResetFacts;

/// The dialog at /team/ID/reset-password. It stays open to show a temporary password.
#[component]
pub fn Reset(about: About, facts: ResetFacts) -> impl IntoView {
    let action = ServerAction::<ResetPassword>::new();
    let (done, close) = (Done::new(), about.close.clone());
    Effect::new(move |_| {
        if let Some(Ok(started)) = action.value().get()
            && let Some(to) = started.sent_to
        {
            done.show(format!("A link to a new password is on its way to {to}"), None, close.clone());
        }
    });
    let title = format!("Reset the password of {}?", about.name);
    view! {
        <Dialog id="offboarding" title open=true close_href=about.close.clone()>
            {body(about, facts, action)}
        </Dialog>
    }
}

fn body(about: About, facts: ResetFacts, action: ServerAction<ResetPassword>) -> AnyView {
    let early = facts.temporary.clone();
    let made = Memo::new(move |_| {
        action.value().get().and_then(Result::ok).and_then(|started| started.temporary).or_else(|| early.clone())
    });
    (move || match made.get() {
        Some(password) => shown(&about.name, password),
        None => form(&about, facts.email.clone(), action),
    })
    .into_any()
}

fn form(about: &About, email: Option<String>, action: ServerAction<ResetPassword>) -> AnyView {
    let (name, close, id) = (about.name.clone(), about.close.clone(), about.id.to_string());
    let send = if email.is_some() { "Send the link" } else { "Make a temporary password" };
    let what = match email {
        Some(email) => view! {
            <p>"An email with a link goes to " <b>{email}</b> ". It works once and for 1 hour."</p>
            <p class="muted">"When the new password is set, the old one and every session end."</p>
            <OptRow
                name="block"
                title="Also block the old password now".to_owned()
                about="Their sessions end at once, and they can’t sign in until the new one is set.".to_owned()
            />
        }
        .into_any(),
        None => view! {
            <p>
                {format!("{name} has no email here, so you get a temporary password to hand over. It is shown once.")}
            </p>
            <p class="muted">
                "The old password and every session end now. They choose their own at the next sign-in."
            </p>
        }
        .into_any(),
    };
    view! {
        <ActionForm action attr:class="dialog__form">
            <input type="hidden" name="id" value=id />
            <DialogBody>{what}{form_error(action.value())}</DialogBody>
            <SubmitFoot cancel=close busy=action.pending()>
                {send}
            </SubmitFoot>
        </ActionForm>
    }
    .into_any()
}

fn shown(name: &str, password: String) -> AnyView {
    let title = format!("Hand this to {name}. It isn’t shown again.");
    let text = password.clone();
    view! {
        <DialogBody>
            <Notice kind=NoticeKind::Info title=title>
                <code class="once" id="temporary-password">
                    {text}
                </code>
            </Notice>
            <CopyButton text=password label="Copy the temporary password" />
        </DialogBody>
    }
    .into_any()
}
