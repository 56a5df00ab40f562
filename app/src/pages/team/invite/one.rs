//! The form of one person, with all its sections (M1, M2).

use super::calls::calls;
use super::groups::groups;
use super::numbers::numbers;
use super::person::person;
use super::phone::{forwarding, phone};
use super::photo::PhotoSlot;
use super::role::role_list;
use super::seats::{cost, invitation, plans, seats_form, seats_notice};
use super::tabs::ways;
use super::typed::Typed;
use crate::api::invitations::Invite;
use crate::pages::team::Team;
use crate::ui::{
    Activation, Button, ButtonKind, DialogBody, DialogFoot, ErrorSummary, SubmitWith, field_error, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::invitations::{InviteOffers, Invited};

/// Ids of the controls with the fields they stand for, in the order of the form.
const FIELDS: [&str; 14] = [
    "first_name",
    "email",
    "username",
    "role",
    "plan",
    "extension",
    "forward_1",
    "forward_2",
    "forward_3",
    "numbers",
    "mobile",
    "time_zone",
    "supervises",
    "groups",
];

#[component]
pub(super) fn One(
    offers: InviteOffers,
    before: Typed,
    made: RwSignal<Option<Invited>>,
    round: RwSignal<u32>,
) -> impl IntoView {
    let team = expect_context::<Team>();
    let toasts = use_toasts();
    let action = ServerAction::<Invite>::new();
    let value = action.value();
    let it = invitation(&offers, &before);
    let photo = PhotoSlot::new();
    let failed = move |field: &'static str| field_error(value, field);
    Effect::new(move |_| {
        let Some(Ok(invited)) = value.get() else { return };
        team.list.refetch();
        photo.send_to(invited.id, team, toasts);
        if invited.temporary_password.is_some() {
            made.set(Some(invited));
        } else {
            toasts.push(format!("Invitation to {} is on its way", invited.name));
            round.update(|n| *n += 1);
        }
    });
    let summary = move || {
        let error = value.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).cloned())?;
        let lines: Vec<(Option<String>, String)> = match error.for_form() {
            Some(words) => vec![(None, words)],
            None => FIELDS.iter().filter_map(|f| Some((Some((*f).to_owned()), error.for_field(f)?))).collect(),
        };
        let title = match lines.iter().filter(|(field, _)| field.is_some()).count() {
            0 => "The invite was not sent".to_owned(),
            1 => "Fix 1 field to send the invite".to_owned(),
            n => format!("Fix {n} fields to send the invite"),
        };
        Some(view! { <ErrorSummary title problems=lines /> })
    };
    let may_buy = offers.may_buy;
    let pending = action.pending();
    view! {
        <ActionForm action=action attr:class="dialog__form" attr:novalidate="">
            // What Enter presses without script: the first button of a form.
            <noscript>
                <button type="submit" class="sr-only" tabindex="-1" aria-hidden="true">
                    "Send invite"
                </button>
            </noscript>
            <DialogBody>
                {ways(false)} {summary} {move || seats_notice(it, may_buy)} {photo.view()} {person(&before, failed)}
                {role_list(&offers.roles, &before, "form[role]", failed("role"))}
                {plans(it, "form[plan]", failed("plan"))} <fieldset class="form-section">
                    <legend>"Extension and numbers"</legend>
                    {phone(&offers, &before, failed)}
                    {forwarding(&before, failed)}
                    {numbers(&offers, &before, failed("numbers"))}
                </fieldset> {calls(&offers, &before, failed)} {groups(&offers, &before, failed("groups"))}
            </DialogBody>
            <DialogFoot>
                {cost(it)}
                <Button
                    kind=ButtonKind::Ghost
                    activation=Activation::Submit
                    send=SubmitWith {
                        name: Some("form[again]".into()),
                        value: Some("1".into()),
                        ..SubmitWith::default()
                    }
                    busy=pending
                >
                    "Save and invite another"
                </Button> <Button activation=Activation::Link(team.list_href())>"Cancel"</Button>
                <Button kind=ButtonKind::Primary activation=Activation::Submit busy=pending>
                    {move || if pending.get() { "Sending…" } else { "Send invite" }}
                </Button>
            </DialogFoot>
        </ActionForm>
        {seats_form(it, "/team/invite")}
    }
}
