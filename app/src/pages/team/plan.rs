//! A member's plan on row and card: the drop-down with what each plan costs and includes, before it is chosen (M14).
//! The new plan is on the screen at once; when the server refuses, the old one is back with the reason.
//!
//! All rows share one menu, filled when it opens. Without script a row's plan leads to /team/ID/plan, where the same is
//! a form.

use crate::api::billing::plans::{change_plan, plan_offer};
use crate::pages::team::columns::Cells;
use crate::pages::{styles, use_me};
use crate::ui::words::counted;
use crate::ui::{Call, Icon, IconName, SharedPopover, Undo, use_toasts};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::audit::FlashMessage;
use model::billing::{PlanChoice, PlanOffer};
use model::error::AppError;
use model::{MemberId, MemberRow, Permission, Plan, PriceBook};

pub(super) fn book() -> PriceBook {
    use_me().with_untracked(|me| me.account.prices)
}

/// The Plan column.
pub fn cell(row: &MemberRow, cells: Cells) -> AnyView {
    pick(row.id, row.name.full(), row.plan, cells)
}

/// The same on the card; the row's, so that a plan chosen there is here too.
#[component]
pub fn PlanOf(id: MemberId, name: String, plan: Plan) -> impl IntoView {
    let cells = expect_context::<Cells>();
    let now = Memo::new(move |_| cells.team.rows().read(id, |row| row.plan).unwrap_or(plan));
    view! { <span>{move || pick(id, name.clone(), now.get(), cells)}</span> }
}

/// The plan, with a way to another one for those whose role has it.
fn pick(id: MemberId, name: String, plan: Plan, cells: Cells) -> AnyView {
    if !cells.me.with_untracked(|me| me.actor.role.has(Permission::ChangePlans)) {
        return plan.label().into_any();
    }
    let Offers(offers) = expect_context();
    let on_click = move |ev: MouseEvent| {
        if cells.plans.clicked(&ev, id) {
            spawn_local(async move {
                styles::more().await;
                offers.set(Some(plan_offer(id).await));
                cells.plans.show();
            });
        }
    };
    // The router leaves it alone; it is followed only while no script is there.
    view! {
        <a
            class="plan-pick ico-end ico--down"
            class:is-at=move || cells.plans.is_at(id)
            rel="external"
            href=format!("/team/{id}/plan")
            aria-haspopup="menu"
            aria-label=format!("Plan for {name}: {plan}")
            on:click=on_click
        >
            {plan.label()}
        </a>
    }
    .into_any()
}

/// What the shared menu offers.
#[derive(Clone, Copy)]
pub struct Offers(RwSignal<Option<Result<PlanOffer, AppError>>>);

impl Offers {
    pub fn new() -> Offers {
        Offers(RwSignal::new(None))
    }
}

/// The menu all rows share.
#[component]
pub fn SharedPlanMenu() -> impl IntoView {
    let (Offers(offers), cells, pick) = (expect_context(), expect_context::<Cells>(), picker());
    let content = move || {
        let (label, inside) = match offers.get()? {
            Ok(offer) => (format!("Plan for {}", offer.name), choices(&offer, pick)),
            Err(error) => ("Plan".to_owned(), view! { <p class="menu__text">{error.to_string()}</p> }.into_any()),
        };
        Some(view! {
            <div role="menu" aria-label=label>
                {inside}
            </div>
        })
    };
    view! {
        <SharedPopover shared=cells.plans id="plan-menu" class="menu plan-menu">
            {content}
        </SharedPopover>
    }
}

fn choices(offer: &PlanOffer, pick: Callback<(PlanOffer, Plan)>) -> AnyView {
    let items: Vec<AnyView> = offer.plans.iter().map(|choice| item(offer, choice, pick)).collect();
    view! {
        {items}
        <p class="menu__text">"Per member, per month. A change counts from today."</p>
    }
    .into_any()
}

/// "Pro $28.00", what it includes, and what would change.
fn item(offer: &PlanOffer, choice: &PlanChoice, pick: Callback<(PlanOffer, Plan)>) -> AnyView {
    let (now, plan) = (choice.plan == offer.now, choice.plan);
    let change = words(offer, choice);
    let refused = choice.refused.is_some() && !now;
    let (offer, menu) = (offer.clone(), expect_context::<Cells>().plans);
    let on_click = move |_| {
        menu.hide();
        if !now && !refused {
            pick.run((offer.clone(), plan));
        }
    };
    view! {
        <button
            class="menu__item plan-item"
            type="button"
            role="menuitem"
            tabindex="-1"
            aria-current=now.then_some("true")
            aria-disabled=refused.then_some("true")
            on:click=on_click
        >
            {if now {
                view! { <Icon name=IconName::Check /> }.into_any()
            } else {
                view! { <span class="icon"></span> }.into_any()
            }}
            <span>
                <b>{plan.label()}</b>
                <small>{choice.includes()}</small>
                <small class="plan-item__d">{change}</small>
            </span>
            <span class="plan-item__p">{book().show(choice.price)}</span>
        </button>
    }
    .into_any()
}

/// The difference, or why not.
pub(super) fn words(offer: &PlanOffer, choice: &PlanChoice) -> String {
    match (&choice.refused, choice.plan == offer.now) {
        (_, true) => "The plan now".to_owned(),
        (Some(why), _) => why.clone(),
        (None, _) if choice.free == 0 => {
            format!("{}. No {} seat is free", capital(&book().difference(choice.difference)), choice.plan)
        }
        (None, _) => format!(
            "{}. {} free",
            capital(&book().difference(choice.difference)),
            counted(choice.free.into(), "seat", "seats")
        ),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What choosing does: at once on the screen, then on the server; undone with the reason when refused.
fn picker() -> Callback<(PlanOffer, Plan)> {
    let (cells, toasts) = (expect_context::<Cells>(), use_toasts());
    let (team, rows) = (cells.team, cells.team.rows());
    Callback::new(move |(offer, plan): (PlanOffer, Plan)| {
        if offer.plans.iter().any(|c| c.plan == plan && c.free == 0) {
            // Seats are bought there.
            cells.go.run(format!("/team/{}/plan?to={}", offer.id, plan.slug()));
            return;
        }
        let PlanOffer { id, now: before, name, .. } = offer;
        rows.hold(id, |row| row.plan = plan);
        spawn_local(async move {
            match change(id, plan, before).await {
                Ok(flash) => {
                    rows.release(id, |_| {});
                    let back = Call::new(move || {
                        spawn_local(async move {
                            toasts.push(
                                change(id, before, plan).await.map_or_else(|e| e.to_string(), |flash| flash.said),
                            );
                            team.changed();
                        });
                    });
                    toasts.push_undo(flash.said, Undo::Run(back));
                    team.changed();
                }
                Err(error) => {
                    rows.release(id, |row| row.plan = before);
                    toasts.push(format!("{name} stays on {before}. {error}"));
                }
            }
        });
    })
}

async fn change(id: MemberId, to: Plan, seen: Plan) -> Result<FlashMessage, AppError> {
    change_plan(id, to, seen).await
}
