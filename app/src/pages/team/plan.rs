//! A member's plan on row and card: the drop-down with what each plan costs and includes, before it is chosen (M14). The new plan is
//! on the screen at once; when the server refuses, the old one is back with the reason.
//!
//! All rows share one menu, filled when it opens. Without script a row's plan leads to /team/ID/plan, where the same is a form.

use super::Team;
use crate::api::billing::plans::{change_plan, plan_offer};
use crate::pages::frame::browser;
use crate::pages::{styles, use_me};
use crate::ui::icon::icon;
use crate::ui::markup::inert;
use crate::ui::words::counted;
use crate::ui::{Call, Icon, IconName, Undo, use_toasts};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use maud::{Markup, html};
use model::billing::{PlanChoice, PlanOffer};
use model::error::AppError;
use model::{MemberId, MemberRow, Permission, Plan, PriceBook};
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

pub(super) fn book() -> PriceBook {
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
    for link in browser::all(".plan-pick") {
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
            let Some(id) = link.get_attribute("data-plan").and_then(|id| id.parse().ok()) else { return };
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
    let (team, toasts, chosen) = (expect_context::<Team>(), use_toasts(), use_context::<Chosen>());
    let navigate = use_navigate();
    let go =
        Callback::new(move |href: String| navigate(&href, NavigateOptions { scroll: false, ..Default::default() }));
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
            match change_plan(id, plan, before).await {
                Ok(told) => {
                    let back = Call::new(move || {
                        leptos::task::spawn_local(async move {
                            let said = change_plan(id, before, plan).await;
                            toasts.push(said.map_or_else(|e| e.to_string(), |told| told.said));
                            team.changed();
                        });
                    });
                    toasts.push_undo(told.said, Undo::Run(back));
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
