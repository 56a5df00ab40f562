//! Sending an invitation again, at /team/ID/resend-invitation: the address can be corrected first (M4).

use super::Team;
use crate::api::invitations::{Resend, pending};
use crate::pages::use_zone;
use crate::ui::page_data::reading;
use crate::ui::{
    Dialog, DialogBody, Loaded, Notice, NoticeKind, SubmitFoot, TextField, field_error, form_error, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::MemberId;
use model::invitations::Pending;

/// The dialog.
#[component]
pub fn ResendDialog(member: MemberId) -> impl IntoView {
    let team = expect_context::<Team>();
    let found = reading(|| (), move |()| pending(member));
    let retry = Signal::derive(move || format!("/team/{member}/resend-invitation"));
    view! {
        <Dialog
            id="resend"
            title="Send the invitation again"
            open=true
            close_href=team.path()
            about="They get a new link; the one they have stops working.".to_owned()
        >
            <Loaded resource=found retry=retry children=move |it| view! { <ResendForm it /> }.into_any() />
        </Dialog>
    }
}

#[component]
fn ResendForm(it: Pending) -> impl IntoView {
    let team = expect_context::<Team>();
    let toasts = use_toasts();
    let action = ServerAction::<Resend>::new();
    let value = action.value();
    let error = field_error(value, "email");
    Effect::new(move |_| {
        if let Some(Ok(to)) = value.get() {
            team.list.refetch();
            toasts.push(format!("A new invitation is on its way to {to}"));
        }
    });
    let zone = use_zone();
    let sent = format!("{} was invited {}.", it.name.full(), it.sent_at.ago(it.now, &zone));
    let life = match it.expires_at > it.now {
        true => format!("The link works until {}.", it.expires_at.moment(it.now, &zone)),
        false => "The link has expired.".to_owned(),
    };
    let pending = action.pending();
    let locked = it.address_refused.is_some();
    let hint =
        it.address_refused.clone().unwrap_or_else(|| "Correct it if it was wrong: they sign in with it.".to_owned());
    let name = if locked { "" } else { "email" };
    view! {
        <ActionForm action=action attr:class="dialog__form">
            <DialogBody>
                {form_error(value)}
                {it
                    .bounce
                    .map(|why| {
                        view! {
                            <Notice kind=NoticeKind::Bad title="The last mail was not delivered".to_owned()>
                                {why}
                            </Notice>
                        }
                    })} <p>{sent}" "{life}</p> <input type="hidden" name="id" value=it.id.to_string() />
                <TextField
                    id="resend-email"
                    name=name
                    label="Email"
                    kind="email"
                    value=it.email
                    readonly=locked
                    hint=hint
                    maxlength=254
                    error=error
                />
            </DialogBody>
            <SubmitFoot cancel=team.path() busy=pending>
                {move || if pending.get() { "Sending…" } else { "Send a new invitation" }}
            </SubmitFoot>
        </ActionForm>
    }
}
