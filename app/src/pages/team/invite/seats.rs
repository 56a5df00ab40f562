//! The section of the plan, and the seats it takes: what is free, what it costs, and buying one more (S1, S2, S3).

use super::typed::{Message, Typed, line};
use crate::api::billing::AddSeats;
use crate::pages::team::Team;
use crate::pages::use_me;
use crate::ui::words::{counted, grouped};
use crate::ui::{Activation, Button, ChoiceCard, ChoiceCards, Icon, IconName, Notice, NoticeKind, SubmitWith};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::invitations::InviteOffers;
use model::{Plan, Seats};

/// What the drawer's forms share.
#[derive(Clone, Copy)]
pub(super) struct Invitation {
    pub seats: RwSignal<Seats>,
    pub plan: RwSignal<Plan>,
    pub buy: ServerAction<AddSeats>,
}

/// A plan's price in the account's book (S3).
pub(super) fn price_of(plan: Plan) -> String {
    use_me().with_untracked(|me| me.account.prices.show(me.account.prices.monthly(plan)))
}

/// Plans as cards with their prices and free seats (S1).
/// `name`: the field's in its form.
pub(super) fn plans(it: Invitation, name: &'static str, error: Message) -> AnyView {
    let at_first = it.plan.get_untracked();
    let cards: Vec<AnyView> = Plan::ALL
        .into_iter()
        .map(|plan| {
            let free = it.seats.with_untracked(|s| s.of(plan)).free();
            let about = format!(
                "{}. {}",
                plan.includes(),
                if free == 0 {
                    "No seat left".to_owned()
                } else {
                    format!("{} free", counted(free.into(), "seat", "seats"))
                }
            );
            let pick = Callback::new(move |on: bool| {
                if on {
                    it.plan.set(plan)
                }
            });
            view! {
                <ChoiceCard
                    name=name
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
    view! {
        <fieldset class="form-section">
            <legend>"Plan"</legend>
            <ChoiceCards>{cards}</ChoiceCards>
            <p class="hint">"Per member, per month. Change it whenever you like."</p>
            {line("plan", error)}
        </fieldset>
    }
    .into_any()
}

/// S2: no spare seat of the chosen plan, and what can be done.
pub(super) fn seats_notice(it: Invitation, may_buy: bool) -> Option<AnyView> {
    let plan = it.plan.get();
    let seats = it.seats.with(|s| s.of(plan));
    if seats.free() > 0 {
        return None;
    }
    let title = format!("No {plan} seat is left");
    let words = match may_buy {
        true => format!(
            "All {} {plan} seats are used. One more costs {} a month.",
            grouped(seats.bought.into()),
            price_of(plan)
        ),
        false => format!(
            "All {} {plan} seats are used. Choose another plan, or ask an Administrator to add seats.",
            grouped(seats.bought.into())
        ),
    };
    let refused = it.buy.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string));
    let words = refused.unwrap_or(words);
    let busy = it.buy.pending();
    let send = SubmitWith { form: Some("add-seats".into()), ..SubmitWith::default() };
    let end = may_buy.then(|| {
        view! {
            <Button small=true activation=Activation::Submit send busy>
                {format!("Add 1 {plan} seat for {} a month", price_of(plan))}
            </Button>
        }
        .into_any()
    });
    Some(match end {
        Some(end) => view! {
            <Notice kind=NoticeKind::Busy title end>
                {words}
            </Notice>
        }
        .into_any(),
        None => view! {
            <Notice kind=NoticeKind::Busy title>
                {words}
            </Notice>
        }
        .into_any(),
    })
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

/// "Uses 1 of 32 available seats · Plus $19.00 a month from the next statement" (S1).
pub(super) fn cost(it: Invitation) -> AnyView {
    let words = move || {
        let plan = it.plan.get();
        let free = it.seats.with(|s| s.of(plan)).free();
        let uses = match free {
            0 => format!("No {plan} seat is left"),
            n => format!("Uses 1 of {} available {plan} {}", grouped(n.into()), if n == 1 { "seat" } else { "seats" }),
        };
        view! {
            <span>
                <b>{uses}</b>
                {format!(" · {plan} {} a month from the next statement", price_of(plan))}
            </span>
        }
    };
    view! {
        <p class="cost">
            <Icon name=IconName::Team />
            {words}
        </p>
    }
    .into_any()
}
