//! Several people at once, from pasted addresses: all of them, or nobody and why (M1).

use super::role::role_list;
use super::seats::{invitation, price_of, seats_form, seats_notice};
use super::tabs::ways;
use super::typed::{Message, Typed};
use crate::api::invitations::{CheckPasted, InviteMany};
use crate::pages::team::Team;
use crate::ui::words::counted;
use crate::ui::{
    Activation, Button, ButtonKind, ChoiceCard, ChoiceCards, DialogBody, DialogFoot, Icon, IconName, Notice,
    NoticeKind, TextArea, use_toasts,
};
use leptos::form::ActionForm;
use leptos::html::Textarea;
use leptos::prelude::*;
use model::Plan;
use model::invitations::{InviteOffers, PastedLine};

#[component]
pub(super) fn Several(offers: InviteOffers, before: Typed) -> impl IntoView {
    let team = expect_context::<Team>();
    let toasts = use_toasts();
    let action = ServerAction::<InviteMany>::new();
    let value = action.value();
    let it = invitation(&offers, &before);
    let failed = move |field: &'static str| -> Message {
        Signal::derive(move || {
            value.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(|e| e.for_field(field)))
        })
    };
    let problem =
        move || value.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(model::error::AppError::for_form));
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
    let at_first = it.plan.get_untracked();
    let cards: Vec<AnyView> = Plan::ALL
        .into_iter()
        .map(|plan| {
            let free = it.seats.with_untracked(|s| s.of(plan)).free();
            let about = format!("{}. {} free", plan.includes(), counted(free.into(), "seat", "seats"));
            let pick = Callback::new(move |on: bool| {
                if on {
                    it.plan.set(plan)
                }
            });
            view! {
                <ChoiceCard
                    name="plan"
                    value=plan.slug()
                    title=plan.label()
                    price=price_of(plan)
                    about
                    checked=plan == at_first
                    on_change=pick
                />
            }
            .into_any()
        })
        .collect();
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
                {ways(true)}
                {move || {
                    problem()
                        .map(|words| {
                            view! {
                                <div role="alert">
                                    <Notice kind=NoticeKind::Bad title=words />
                                </div>
                            }
                        })
                }} {move || seats_notice(it, may_buy)} <fieldset class="form-section">
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
                </fieldset> {role_list(&offers.roles, &before, "role", failed("role"))} <fieldset class="form-section">
                    <legend>"Plan"</legend>
                    <ChoiceCards>{cards}</ChoiceCards>
                    <div class="field__message" role="status">
                        {move || {
                            failed("plan")
                                .get()
                                .map(|words| {
                                    view! {
                                        <p class="error">
                                            <Icon name=IconName::Error />
                                            <span>{words}</span>
                                        </p>
                                    }
                                })
                        }}
                    </div>
                </fieldset>
            </DialogBody>
            <DialogFoot note="Everybody is invited, or nobody: one wrong line stops all.".to_owned()>
                <Button activation=Activation::Link(team.list_href())>"Cancel"</Button>
                <Button kind=ButtonKind::Primary activation=Activation::Submit busy=pending>
                    {move || if pending.get() { "Sending…" } else { "Send invites" }}
                </Button>
            </DialogFoot>
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
