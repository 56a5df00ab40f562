//! The invite drawer at /team/invite: one person by email or with a username, or several at once (M1, M2, S1, S2).

use super::Team;
use crate::api::billing::AddSeats;
use crate::api::flash::typed::typed;
use crate::api::invitations::{Invite, invite_offers};
use crate::api::members::template::member_template;
use crate::pages::team::invite_many::Several;
use crate::pages::team::invite_numbers::{chosen_numbers, numbers};
use crate::pages::team::invite_parts::{
    calls, cost, forwarding, groups, person, phone, plans, role_list, seats_notice,
};
use crate::pages::team::invite_photo::PhotoSlot;
use crate::ui::page_data::reading;
use crate::ui::{
    Activation, Button, ButtonKind, CopyButton, Dialog, DialogBody, DialogFoot, DialogKind, ErrorSummary, IconName,
    Loaded, Notice, NoticeKind, SubmitWith, Tab, Tabs, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::invitations::{InviteOffers, Invited};
use model::members::template::MemberTemplate;
use model::{Availability, MemberId, NotAnId, Plan, Seats};
use std::collections::BTreeMap;

/// What was typed before a refusal, by field, for browsers without script.
pub(super) type Typed = BTreeMap<String, String>;
/// The problem of a field, as it stands under it.
pub(super) type Say = Signal<Option<String>>;

/// What the drawer's forms share.
#[derive(Clone, Copy)]
pub(super) struct Invitation {
    pub seats: RwSignal<Seats>,
    pub plan: RwSignal<Plan>,
    pub buy: ServerAction<AddSeats>,
}

/// Whom the new member is to be like; the address may hold what is no id.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Like(Result<MemberId, NotAnId>);

async fn load(form: &'static str, refused: bool, like: Option<Like>) -> Result<(InviteOffers, Typed), AppError> {
    let before = match like {
        _ if refused => typed(form.to_owned()).await?,
        Some(Like(id)) => like_them(member_template(id.map_err(|NotAnId| MemberId::missing())?).await?),
        None => Typed::new(),
    };
    let find = before.get("find").cloned().unwrap_or_default();
    Ok((invite_offers(find, chosen_numbers(&before)).await?, before))
}

/// The form as a duplicate starts: what may be copied of the original, and nothing that is theirs alone (M8).
fn like_them(it: MemberTemplate) -> Typed {
    let on = |yes: bool| if yes { "on".to_owned() } else { String::new() };
    let numbers: Vec<String> = it.numbers.iter().map(|n| n.id.to_string()).collect();
    let groups: Vec<String> = it.groups.iter().map(|g| g.id.to_string()).collect();
    [
        ("role", it.role.to_string()),
        ("plan", it.plan.slug().to_owned()),
        ("numbers", numbers.join(" ")),
        ("groups", groups.join(" ")),
        ("available", on(it.availability == Availability::Available)),
        ("screening", on(it.screening)),
        ("dial_by_name", on(it.dial_by_name)),
        ("supervises", it.supervises.slug().to_owned()),
        ("time_zone", it.time_zone),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect()
}

#[component]
pub fn InviteDrawer() -> impl IntoView {
    let team = expect_context::<Team>();
    let query = use_query_map();
    let refused = query.with_untracked(|query| query.get("__err").is_some() || query.get("typed").is_some());
    let like = Memo::new(move |_| query.with(|query| query.get("like").map(|id| Like(id.parse()))));
    let several = Memo::new(move |_| query.with(|query| query.get("several").is_some()));
    // Counts the people invited from this drawer: each gets an empty form with a fresh extension.
    let round = RwSignal::new(0_u32);
    let made = RwSignal::new(None::<Invited>);
    let offers = reading(
        move || (round.get(), several.get(), like.get()),
        move |(round, several, like)| {
            let form = if several { "invite-many" } else { "invite" };
            load(form, refused && round == 0, like.filter(|_| round == 0))
        },
    );
    let retry = Signal::derive(|| "/team/invite".to_owned());
    view! {
        <Dialog
            id="invite"
            kind=DialogKind::Drawer
            open=true
            close_label="Close without inviting"
            close_href=team.list_href()
            title="Invite member"
            about="They get an email with a link to set a password.".to_owned()
        >
            {move || match made.get() {
                Some(it) => view! { <Made it made round /> }.into_any(),
                None => {
                    view! {
                        <Loaded
                            resource=offers
                            retry=retry
                            children=move |(offers, before)| match (offers.made.clone(), several.get_untracked()) {
                                (Some(it), _) => view! { <Made it made round /> }.into_any(),
                                (None, true) => view! { <Several offers before /> }.into_any(),
                                (None, false) => view! { <One offers before made round /> }.into_any(),
                            }
                        />
                    }
                        .into_any()
                }
            }}
        </Dialog>
    }
}

/// One person, or several at once.
pub(super) fn ways(several: bool) -> AnyView {
    view! {
        <Tabs label="How many">
            <Tab href="/team/invite" text="One person" current=!several />
            <Tab href="/team/invite?several=1" text="Several at once" current=several />
        </Tabs>
    }
    .into_any()
}

/// The form of seats to buy, beside the invite form: forms can't be nested. Buttons name it by its id.
pub(super) fn seats_form(it: Invitation, back: &'static str) -> AnyView {
    let seen = move || it.seats.with(Seats::seen).to_string();
    view! {
        <ActionForm action=it.buy attr:id="add-seats">
            <input
                type="hidden"
                name="plan"
                prop:value=move || it.plan.get().slug()
                value=it.plan.get_untracked().slug()
            />
            <input type="hidden" name="more" value="1" />
            <input type="hidden" name="seen" prop:value=seen value=untrack(seen) />
            <input type="hidden" name="back" value=back />
        </ActionForm>
    }
    .into_any()
}

/// After seats were bought the form stays as typed; only the counts change.
pub(super) fn invitation(offers: &InviteOffers, before: &Typed) -> Invitation {
    let plan = before.get("plan").and_then(|p| p.parse().ok()).unwrap_or(offers.plan);
    let it =
        Invitation { seats: RwSignal::new(offers.seats.clone()), plan: RwSignal::new(plan), buy: ServerAction::new() };
    let team = expect_context::<Team>();
    Effect::new(move |_| {
        if it.buy.value().with(|v| matches!(v, Some(Ok(())))) {
            let plan = it.plan.get_untracked();
            it.seats.update(|seats| seats.plans.iter_mut().filter(|p| p.plan == plan).for_each(|p| p.bought += 1));
            team.list.refetch();
        }
    });
    it
}

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
fn One(offers: InviteOffers, before: Typed, made: RwSignal<Option<Invited>>, round: RwSignal<u32>) -> impl IntoView {
    let team = expect_context::<Team>();
    let toasts = use_toasts();
    let action = ServerAction::<Invite>::new();
    let value = action.value();
    let it = invitation(&offers, &before);
    let photo = PhotoSlot::new();
    let failed = move |field: &'static str| -> Say {
        Signal::derive(move || {
            value.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(|e| e.for_field(field)))
        })
    };
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
                <button type="submit" class="sr-only" tabindex="-1">
                    "Send invite"
                </button>
            </noscript>
            <DialogBody>
                {ways(false)} {summary} {move || seats_notice(it, may_buy)} {photo.view()} {person(&before, failed)}
                {role_list(&offers.roles, &before, "form[role]", failed("role"))} {plans(it, failed("plan"))}
                <fieldset class="form-section">
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

/// The temporary password of a member without email: here, and nowhere else (M2).
#[component]
fn Made(it: Invited, made: RwSignal<Option<Invited>>, round: RwSignal<u32>) -> impl IntoView {
    let password = it.temporary_password.clone().unwrap_or_default();
    let again = Callback::new(move |_| {
        round.update(|n| *n += 1);
        made.set(None);
    });
    view! {
        <DialogBody>
            <div class="made" role="status">
                <Notice kind=NoticeKind::Info title=format!("{} can sign in now", it.name)>
                    "Give them this password. It is shown only here, and they choose their own when they first sign in."
                </Notice>
                <dl class="facts">
                    <dt>"Username"</dt>
                    <dd>{it.sign_in}</dd>
                    <dt>"Temporary password"</dt>
                    <dd class="made__password">
                        <code id="temporary-password">{password.clone()}</code>
                        <CopyButton text=password label="Copy temporary password" />
                    </dd>
                </dl>
            </div>
        </DialogBody>
        <DialogFoot>
            <Button activation=Activation::Link("/team/invite".into()) icon=IconName::Plus on_click=again>
                "Invite another"
            </Button>
            <Button kind=ButtonKind::Primary activation=Activation::Link(format!("/team/{}", it.id))>
                "Open their profile"
            </Button>
        </DialogFoot>
    }
}
