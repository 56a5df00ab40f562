//! The form at /team/ID/plan: the choice that the drop-down gives, without script too, and seats where none is free
//! (M14, S2).

use super::Team;
use crate::api::billing::AddSeats;
use crate::api::billing::plans::{ChangePlan, plan_offer};
use crate::pages::bulk::show_flash;
use crate::pages::team::plan::{book, words};
use crate::ui::page_data::reading;
use crate::ui::words::isolated;
use crate::ui::{
    Activation, Button, ChoiceCard, ChoiceCards, Dialog, DialogBody, DialogFoot, Notice, NoticeKind, SubmitFoot,
    SubmitWith, render_once, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use model::billing::{PlanChoice, PlanOffer};
use model::{MemberId, Plan};

/// The form at /team/ID/plan: the same choice, and seats where none is free (S2).
#[component]
pub fn PlanDialog(id: MemberId) -> impl IntoView {
    let team = expect_context::<Team>();
    let close = untrack(|| team.query().href(&format!("/team/{id}")));
    let buy = ServerAction::<AddSeats>::new();
    let offer = reading(move || buy.version().get(), move |_| plan_offer(id));
    view! {
        <Transition>
            {render_once(move || {
                let close = close.clone();
                Suspend::new(async move {
                    match offer.await {
                        Ok(offer) => view! { <PlanForm offer close buy /> }.into_any(),
                        Err(error) => {
                            view! {
                                <Dialog
                                    id="plan"
                                    title="Another plan isn’t possible"
                                    open=true
                                    close_href=close.clone()
                                >
                                    <DialogBody>
                                        <Notice kind=NoticeKind::Info>{isolated(error.to_string())}</Notice>
                                    </DialogBody>
                                    <DialogFoot>
                                        <Button activation=Activation::Link(close)>"Close"</Button>
                                    </DialogFoot>
                                </Dialog>
                            }
                                .into_any()
                        }
                    }
                })
            })}
        </Transition>
    }
}

#[component]
fn PlanForm(offer: PlanOffer, close: String, buy: ServerAction<AddSeats>) -> impl IntoView {
    let (team, toasts, navigate) = (expect_context::<Team>(), use_toasts(), use_navigate());
    let action = ServerAction::<ChangePlan>::new();
    let wanted = use_query_map().with_untracked(|q| q.get("to")).and_then(|to| to.parse::<Plan>().ok());
    let picked = RwSignal::new(wanted.unwrap_or(offer.now));
    let after = close.clone();
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            show_flash(toasts, flash, move || team.changed());
            team.changed();
            navigate(&after, NavigateOptions { scroll: false, ..Default::default() });
        }
    });
    let cards: Vec<AnyView> = offer.plans.iter().map(|choice| card(&offer, choice, picked)).collect();
    let lacking = || offer.plans.iter().filter(|c| c.free == 0 && c.plan != offer.now && c.refused.is_none());
    let missing: Vec<AnyView> = lacking().map(|c| short(&offer, c, buy)).collect();
    let problem = move || action.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string));
    let refused = offer
        .plans
        .iter()
        .find(|c| c.plan != offer.now)
        .and_then(|c| c.refused.clone())
        .filter(|_| offer.plans.iter().all(|c| c.plan == offer.now || c.refused.is_some()));
    let title = format!("Plan for {}", offer.name);
    let about =
        format!("{} is on {}. A change counts from today and shows on the next statement.", offer.name, offer.now);
    let orders: Vec<AnyView> = lacking().map(|c| order(&offer, c, buy)).collect();
    view! {
        <Dialog id="plan" title about open=true close_href=close.clone()>
            {orders}
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=offer.id.to_string() />
                <input type="hidden" name="seen" value=offer.now.slug() />
                <DialogBody>
                    <div role="alert">
                        {move || {
                            problem().map(|words| view! { <Notice kind=NoticeKind::Bad>{isolated(words)}</Notice> })
                        }}
                    </div>
                    <fieldset class="form-section">
                        <legend class="sr-only">"Plan"</legend>
                        <ChoiceCards>{cards}</ChoiceCards>
                        <p class="hint">"Per member, per month."</p>
                    </fieldset>
                    {missing}
                </DialogBody>
                <SubmitFoot cancel=close busy=action.pending() disabled_reason=refused>
                    "Change plan"
                </SubmitFoot>
            </ActionForm>
        </Dialog>
    }
}

fn card(offer: &PlanOffer, choice: &PlanChoice, picked: RwSignal<Plan>) -> AnyView {
    let plan = choice.plan;
    let about = format!("{}. {}", choice.includes(), words(offer, choice));
    let pick = Callback::new(move |on: bool| {
        if on {
            picked.set(plan)
        }
    });
    let refused = choice.refused.clone().filter(|_| plan != offer.now);
    view! {
        <ChoiceCard
            name="plan"
            value=plan.slug()
            title=plan.label()
            price=book().show(choice.price)
            about
            checked=plan == picked.get_untracked()
            disabled_reason=refused
            on_change=pick
        />
    }
    .into_any()
}

/// The order that [`short`]'s button sends: forms can't be one inside the other.
fn order(offer: &PlanOffer, choice: &PlanChoice, buy: ServerAction<AddSeats>) -> AnyView {
    let (plan, bought) = (choice.plan.slug(), choice.bought);
    let back = format!("/team/{}/plan?to={plan}", offer.id);
    view! {
        <ActionForm action=buy attr:id=format!("add-{plan}")>
            <input type="hidden" name="plan" value=plan />
            <input type="hidden" name="more" value="1" />
            <input type="hidden" name="seen" value=bought />
            <input type="hidden" name="back" value=back />
        </ActionForm>
    }
    .into_any()
}

/// No seat of this plan: one more with its price for those who may buy, else who can.
fn short(offer: &PlanOffer, choice: &PlanChoice, buy: ServerAction<AddSeats>) -> AnyView {
    let (plan, price) = (choice.plan, book().show(choice.price));
    let title = format!("No {plan} seat is free");
    if let Some(why) = offer.no_seats_because.clone() {
        return view! {
            <Notice kind=NoticeKind::Busy title>
                {why}
            </Notice>
        }
        .into_any();
    }
    let send = SubmitWith { form: Some(format!("add-{}", plan.slug())), ..SubmitWith::default() };
    let busy = Signal::derive(move || buy.pending().get());
    let end = view! {
        <Button small=true activation=Activation::Submit send busy>
            {format!("Add 1 {plan} seat for {price} a month")}
        </Button>
    }
    .into_any();
    let refused = move || buy.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string));
    let words = move || refused().unwrap_or_else(|| "Add one, or free one first.".to_owned());
    view! {
        <Notice kind=NoticeKind::Busy title end>
            {words}
        </Notice>
    }
    .into_any()
}
