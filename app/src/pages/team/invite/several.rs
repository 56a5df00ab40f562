//! Several people at once, from pasted addresses: all of them, or nobody and why (M1).

use super::role::role_list;
use super::seats::{invitation, plans, seats_form, seats_notice};
use super::tabs::ways;
use super::typed::Typed;
use crate::api::invitations::{CheckPasted, InviteMany};
use crate::pages::team::Team;
use crate::ui::words::counted;
use crate::ui::{
    Button, DialogBody, Icon, IconName, Notice, NoticeKind, SubmitFoot, TextArea, field_error, form_error, use_toasts,
};
use leptos::form::ActionForm;
use leptos::html::Textarea;
use leptos::prelude::*;
use model::invitations::{InviteOffers, PastedLine};

#[component]
pub(super) fn Several(offers: InviteOffers, before: Typed) -> impl IntoView {
    let team = expect_context::<Team>();
    let toasts = use_toasts();
    let action = ServerAction::<InviteMany>::new();
    let value = action.value();
    let it = invitation(&offers, &before);
    let failed = move |field: &'static str| field_error(value, field);
    Effect::new(move |_| {
        if let Some(Ok(n)) = value.get() {
            team.list.refetch();
            toasts.push(format!(
                "{} on their way",
                counted(u64::try_from(n).unwrap_or_default(), "invitation is", "invitations are")
            ));
        }
    });
    let check = ServerAction::<CheckPasted>::new();
    let text = before.get("text").cloned().unwrap_or_default();
    let may_buy = offers.may_buy;
    let pending = action.pending();
    let pasted = NodeRef::<Textarea>::new();
    let look = Callback::new(move |_| {
        if let Some(field) = pasted.get_untracked() {
            check.dispatch(CheckPasted { text: field.value() });
        }
    });
    view! {
        <ActionForm action=action attr:class="dialog__form">
            <DialogBody>
                {ways(true)} {form_error(value)} {move || seats_notice(it, may_buy)} <fieldset class="form-section">
                    <legend class="sr-only">"People"</legend>
                    <TextArea
                        id="text"
                        name="text"
                        label="Email addresses"
                        rows=8
                        node_ref=pasted
                        value=text
                        required=true
                        maxlength=40000
                        placeholder="Dana Whitfield <dana@example.com>"
                        hint="One on each line, with or without a name."
                        error=failed("text")
                    />
                    <div>
                        <Button small=true icon=IconName::Check on_click=look busy=check.pending()>
                            "Check the lines"
                        </Button>
                    </div>
                    {move || check.value().with(|v| v.as_ref().and_then(|r| r.as_ref().ok()).cloned()).map(report)}
                    {move || {
                        check
                            .value()
                            .with(|v| {
                                v.as_ref()
                                    .and_then(|r| r.as_ref().err())
                                    .map(|e| view! { <Notice kind=NoticeKind::Bad title=e.to_string() /> })
                            })
                    }}
                </fieldset> {role_list(&offers.roles, &before, "role", failed("role"))}
                {plans(it, "plan", failed("plan"))}
            </DialogBody>
            <SubmitFoot
                cancel=team.list_href()
                busy=pending
                note="Everybody is invited, or nobody: one wrong line stops all.".to_owned()
            >
                {move || if pending.get() { "Sending…" } else { "Send invites" }}
            </SubmitFoot>
        </ActionForm>
        {seats_form(it, "/team/invite?several=1")}
    }
}

/// Each line with its sentence.
fn report(lines: Vec<PastedLine>) -> AnyView {
    let rows: Vec<AnyView> = lines
        .into_iter()
        .map(|line| {
            let who = if line.email.is_empty() { line.text } else { format!("{} <{}>", line.name.full(), line.email) };
            match line.problem {
                Some(problem) => view! {
                    <li class="pasted__bad">
                        <Icon name=IconName::Error />
                        <span>
                            <b>{who}</b>
                            " "
                            {problem}
                        </span>
                    </li>
                }
                .into_any(),
                None => view! {
                    <li>
                        <Icon name=IconName::Check />
                        <span>{who}</span>
                    </li>
                }
                .into_any(),
            }
        })
        .collect();
    view! {
        <ul class="pasted" role="status">
            {rows}
        </ul>
    }
    .into_any()
}
