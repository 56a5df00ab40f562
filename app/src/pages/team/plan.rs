//! A member's plan on row and card: the drop-down with what each plan costs and includes, before it is chosen (M14). The new plan is
//! on the screen at once; when the server refuses, the old one is back with the reason.
//!
//! All rows share one menu, filled when it opens. Without script a row's plan leads to /team/ID/plan, where the same is a form.

use super::Team;
use super::row::all;
use crate::api::billing::AddSeats;
use crate::api::plans::{ChangePlan, change_plan, plan_offer};
use crate::error::AppError;
use crate::model::billing::{PlanChoice, PlanOffer};
use crate::model::{MemberId, MemberRow, Permission, Plan, PriceBook};
use crate::pages::{styles, use_me};
use crate::ui::icon::icon;
use crate::ui::markup::inert;
use crate::ui::words::counted;
use crate::ui::{
    Button, ButtonKind, Call, ChoiceCard, ChoiceCards, Dialog, DialogBody, DialogFoot, Icon, IconName, Notice, NoticeKind, Press,
    SubmitWith, Undo, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use maud::{Markup, html};
use std::collections::HashMap;

/// The shared menu's id.
const SHARED: &str = "plan-menu";

/// Plans chosen here and not yet read again from the server.
#[derive(Clone, Copy)]
pub struct Chosen(RwSignal<HashMap<MemberId, Plan>>);

impl Chosen {
    /// Forgets what was chosen once the page has been read again.
    pub fn start(team: Team) -> Chosen {
        let chosen = Chosen(RwSignal::new(HashMap::new()));
        Effect::new(move |_| {
            team.page.track();
            chosen.0.set(HashMap::new());
        });
        Effect::new(move |before: Option<()>| {
            chosen.0.with(|chosen| {
                if before.is_some() {
                    show_chosen(chosen);
                }
            });
        });
        chosen
    }
}

fn book() -> PriceBook {
    use_me().with_untracked(|me| me.account.prices)
}

/// The plan, with a way to another one for those whose role has it.
pub fn cell(row: &MemberRow) -> Markup {
    if !use_me().with_untracked(|me| me.actor.role.has(Permission::ChangePlans)) {
        return html! { (row.plan.label()) };
    }
    let name = row.name.full();
    html! {
        // The browser follows it only while no script is there: the router leaves it alone, `SharedPlanMenu` opens the menu.
        a class="plan-pick" rel="external" href={ "/team/" (row.id) "/plan" } data-plan=(row.id) data-now=(row.plan.slug()) data-name=(name)
            aria-haspopup="menu" aria-label=(label(&name, row.plan)) {
            span { (row.plan.label()) } (icon(IconName::Down, "icon"))
        }
    }
}

/// The same on the card.
pub fn shown(row: &MemberRow) -> AnyView {
    inert(html! { span { (cell(row)) } })
}

fn label(name: &str, plan: Plan) -> String {
    format!("Plan for {name}: {plan}")
}

/// Writes the chosen plans over those of rows and card, and takes back what is no longer chosen.
fn show_chosen(chosen: &HashMap<MemberId, Plan>) {
    for link in all(".plan-pick") {
        let text = |name: &str| link.get_attribute(name).unwrap_or_default();
        let Ok(read) = text("data-now").parse::<Plan>() else { continue };
        let plan = text("data-plan").parse().ok().and_then(|id| chosen.get(&id).copied()).unwrap_or(read);
        if let Ok(Some(word)) = link.query_selector("span") {
            word.set_text_content(Some(plan.label()));
        }
        let _ = link.set_attribute("aria-label", &label(&text("data-name"), plan));
    }
}

/// The menu all rows share.
#[component]
pub fn SharedPlanMenu() -> impl IntoView {
    let offer = RwSignal::new(None::<Result<PlanOffer, AppError>>);
    let pick = picker();
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::click, move |ev| {
            let Some(link) = pressed(&ev) else { return };
            let Some(id) = link.get_attribute("data-plan") else { return };
            ev.prevent_default();
            leptos::task::spawn_local(async move {
                styles::more().await;
                offer.set(Some(plan_offer(id).await));
                request_animation_frame(move || show(&link));
            });
        });
        on_cleanup(move || handle.remove());
    });
    move || {
        offer.get().map(|answer| {
            let (label, inside) = match answer {
                Ok(offer) => (format!("Plan for {}", offer.name), choices(&offer, pick)),
                Err(error) => ("Plan".to_owned(), view! { <p class="menu__text">{error.to_string()}</p> }.into_any()),
            };
            view! { <div class="menu plan-menu" id=SHARED popover="auto"><div role="menu" aria-label=label>{inside}</div></div> }
        })
    }
}

fn choices(offer: &PlanOffer, pick: Callback<(PlanOffer, Plan)>) -> AnyView {
    let items: Vec<AnyView> = offer.plans.iter().map(|choice| item(offer, choice, pick)).collect();
    view! { {items}<p class="menu__text">"Per member, per month. A change counts from today."</p> }.into_any()
}

/// "Pro $28", what it includes, and what would change.
fn item(offer: &PlanOffer, choice: &PlanChoice, pick: Callback<(PlanOffer, Plan)>) -> AnyView {
    let (now, plan) = (choice.plan == offer.now, choice.plan);
    let change = words(offer, choice);
    let refused = choice.refused.is_some() && !now;
    let kept = offer.clone();
    let press = move |_| {
        if let Some(menu) = document().get_element_by_id(SHARED) {
            close(&menu);
        }
        if !now && !refused {
            pick.run((kept.clone(), plan));
        }
    };
    view! {
        <button class="menu__item plan-item" type="button" role="menuitem" tabindex="-1" aria-current=now.then_some("true") aria-disabled=refused.then_some("true") on:click=press>
            {if now { view! { <Icon name=IconName::Check/> }.into_any() } else { view! { <span class="icon"></span> }.into_any() }}
            <span><b>{plan.label()}</b><small>{choice.includes()}</small><small class="plan-item__d">{change}</small></span>
            <span class="plan-item__p">{book().show(choice.price)}</span>
        </button>
    }
    .into_any()
}

/// The difference, or why not.
fn words(offer: &PlanOffer, choice: &PlanChoice) -> String {
    match (&choice.refused, choice.plan == offer.now) {
        (_, true) => "The plan now".to_owned(),
        (Some(why), _) => why.clone(),
        (None, _) if choice.free == 0 => format!("{}. No {} seat is free", capital(&book().difference(choice.difference)), choice.plan),
        (None, _) => format!("{}. {} free", capital(&book().difference(choice.difference)), counted(choice.free.into(), "seat", "seats")),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What choosing does: at once on the screen, then on the server; undone with the reason when refused.
fn picker() -> Callback<(PlanOffer, Plan)> {
    let (team, toasts, chosen) = (expect_context::<Team>(), use_toasts(), use_context::<Chosen>());
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| navigate(&href, NavigateOptions { scroll: false, ..Default::default() }));
    Callback::new(move |(offer, plan): (PlanOffer, Plan)| {
        let none_free = offer.plans.iter().any(|c| c.plan == plan && c.free == 0);
        if none_free {
            // Seats are bought there.
            go.run(format!("/team/{}/plan?to={}", offer.id, plan.slug()));
            return;
        }
        let put = move |to: Option<Plan>| {
            if let Some(Chosen(chosen)) = chosen {
                chosen.update(|c| {
                    match to {
                        Some(to) => c.insert(offer.id, to),
                        None => c.remove(&offer.id),
                    };
                });
            }
        };
        let (id, before, name) = (offer.id, offer.now, offer.name.clone());
        put(Some(plan));
        leptos::task::spawn_local(async move {
            match change_plan(id.to_string(), plan.slug().to_owned(), before.slug().to_owned()).await {
                Ok(words) => {
                    let back = Call::new(move || {
                        leptos::task::spawn_local(async move {
                            let said = change_plan(id.to_string(), before.slug().to_owned(), plan.slug().to_owned()).await;
                            toasts.push(said.unwrap_or_else(|e| e.to_string()));
                            team.changed();
                        });
                    });
                    toasts.push_undo(words, Undo::Run(back));
                    team.changed();
                }
                Err(error) => {
                    put(None);
                    toasts.push(format!("{name} stays on {before}. {error}"));
                }
            }
        });
    })
}

fn pressed(ev: &leptos::ev::MouseEvent) -> Option<HtmlElement> {
    if ev.button() != 0 || ev.ctrl_key() || ev.meta_key() || ev.shift_key() || ev.alt_key() {
        return None;
    }
    let target: Element = ev.target()?.dyn_into().ok()?;
    target.closest("a.plan-pick").ok().flatten()?.dyn_into().ok()
}

/// Opens the shared menu at this link: the style sheet anchors it to the one marked open.
fn show(link: &HtmlElement) {
    let document = document();
    if let Ok(Some(old)) = document.query_selector(".plan-pick[data-open]") {
        let _ = old.remove_attribute("data-open");
    }
    let _ = link.set_attribute("data-open", "");
    let _ = link.focus();
    #[cfg(feature = "hydrate")]
    if let Some(menu) = document.get_element_by_id(SHARED).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = menu.show_popover();
    }
}

fn close(menu: &Element) {
    #[cfg(feature = "hydrate")]
    if let Some(menu) = menu.dyn_ref::<web_sys::HtmlElement>() {
        let _ = menu.hide_popover();
    }
    let _ = menu;
}

/// The form at /team/ID/plan: the same choice, and seats where none is free (S2).
#[component]
pub fn PlanDialog(id: MemberId) -> impl IntoView {
    let team = expect_context::<Team>();
    let close = untrack(|| team.query().href(&format!("/team/{id}")));
    let buy = ServerAction::<AddSeats>::new();
    let offer = Resource::new_blocking(move || buy.version().get(), move |_| plan_offer(id.to_string()));
    view! {
        <Transition>
            {move || {
                let close = close.clone();
                Suspend::new(async move {
                    match offer.await {
                        Ok(offer) => view! { <PlanForm offer close buy/> }.into_any(),
                        Err(error) => view! {
                            <Dialog id="plan" title="Another plan isn’t possible" open=true close_href=close.clone()>
                                <DialogBody><Notice kind=NoticeKind::Info>{error.to_string()}</Notice></DialogBody>
                                <DialogFoot><Button press=Press::Link(close)>"Close"</Button></DialogFoot>
                            </Dialog>
                        }
                        .into_any(),
                    }
                })
            }}
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
        if let Some(Ok(words)) = action.value().get() {
            toasts.push(words);
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
    let about = format!("{} is on {}. A change counts from today and shows on the next statement.", offer.name, offer.now);
    let orders: Vec<AnyView> = lacking().map(|c| order(&offer, c, buy)).collect();
    view! {
        <Dialog id="plan" title about open=true close_href=close.clone()>
            {orders}
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=offer.id.to_string()/>
                <input type="hidden" name="seen" value=offer.now.slug()/>
                <DialogBody>
                    <div role="alert">{move || problem().map(|words| view! { <Notice kind=NoticeKind::Bad>{words}</Notice> })}</div>
                    <fieldset class="form-section"><legend class="sr-only">"Plan"</legend>
                        <ChoiceCards>{cards}</ChoiceCards>
                        <p class="hint">"Per member, per month."</p>
                    </fieldset>
                    {missing}
                </DialogBody>
                <DialogFoot>
                    <Button press=Press::Link(close)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary press=Press::Submit busy=Signal::derive(move || action.pending().get()) disabled_reason=refused>"Change plan"</Button>
                </DialogFoot>
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
    view! { <ChoiceCard name="plan" value=plan.slug() title=plan.label() price=book().show(choice.price) about checked=plan == picked.get_untracked() disabled_reason=refused on_change=pick/> }.into_any()
}

/// The order that [`short`]'s button sends: forms can't be one inside the other.
fn order(offer: &PlanOffer, choice: &PlanChoice, buy: ServerAction<AddSeats>) -> AnyView {
    let (plan, bought) = (choice.plan.slug(), choice.bought);
    let back = format!("/team/{}/plan?to={plan}", offer.id);
    view! {
        <ActionForm action=buy attr:id=format!("add-{plan}")>
            <input type="hidden" name="plan" value=plan/>
            <input type="hidden" name="more" value="1"/>
            <input type="hidden" name="seen" value=bought/>
            <input type="hidden" name="back" value=back/>
        </ActionForm>
    }
    .into_any()
}

/// No seat of this plan: one more with its price for those who may buy, else who can.
fn short(offer: &PlanOffer, choice: &PlanChoice, buy: ServerAction<AddSeats>) -> AnyView {
    let (plan, price) = (choice.plan, book().show(choice.price));
    let title = format!("No {plan} seat is free");
    if let Some(why) = offer.no_seats_because.clone() {
        return view! { <Notice kind=NoticeKind::Busy title>{why}</Notice> }.into_any();
    }
    let send = SubmitWith { form: Some(format!("add-{}", plan.slug())), ..SubmitWith::default() };
    let busy = Signal::derive(move || buy.pending().get());
    let end = view! {
        <Button small=true press=Press::Submit send busy>{format!("Add 1 {plan} seat for {price} a month")}</Button>
    }
    .into_any();
    let refused = move || buy.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string));
    let words = move || refused().unwrap_or_else(|| "Add one, or free one first.".to_owned());
    view! { <Notice kind=NoticeKind::Busy title end>{words}</Notice> }.into_any()
}
