//! The drawer at /team/ID/numbers: which numbers a member may use for outgoing calls and messages, with the default;
//! and the short form of it in the edit drawer (M13).

use crate::api::members::direct_number::member_numbers;
use crate::api::numbers::outgoing::{SetUse, member_uses};
use crate::pages::bulk::show_flash;
use crate::pages::numbers::finder::{Finder, go, refusal, use_find};
use crate::pages::numbers::users::{Mine, uses_drawer};
use crate::pages::team::Team;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, Tag, TagKind, render_once, use_toasts};
use leptos::prelude::*;
use model::MemberId;
use model::query_string::pairs;

/// The drawer at /team/ID/outgoing.
#[component]
pub fn MemberUsesDrawer(id: MemberId) -> impl IntoView {
    let team = expect_context::<Team>();
    let find = use_find();
    let shown = reading(move || find.get(), move |find| member_uses(id, find));
    let action = ServerAction::<SetUse>::new();
    let (toasts, go) = (use_toasts(), go());
    let close = Signal::derive(move || team.query().href(&format!("/team/{id}")));
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            show_flash(toasts, flash, move || team.changed());
            team.changed();
            go.run(close.get_untracked());
        }
    });
    view! {
        <Transition>
            {render_once(move || Suspend::new(async move {
                let close = close.get_untracked();
                match shown.await {
                    Ok(uses) => {
                        let others = pairs(&team.query().to_query()).collect();
                        let title = format!("Outgoing numbers of {}", uses.of);
                        let finder = view! {
                            <Finder path=format!("/team/{id}/outgoing") label="Find a number to add" others />
                        }
                            .into_any();
                        uses_drawer(
                            title,
                            "The default is shown to whoever they call, unless they pick another.",
                            finder,
                            uses,
                            Mine::Member,
                            action,
                            close,
                        )
                    }
                    Err(error) => refusal("Outgoing numbers", &error, close),
                }
            }))}
        </Transition>
    }
}

/// Direct and outgoing numbers in the edit drawer, each with the way to change it.
#[component]
pub fn NumbersSection(id: MemberId) -> impl IntoView {
    let numbers = reading(|| (), move |()| member_numbers(id, String::new()));
    view! {
        <section class="form-section" aria-labelledby="edit-numbers">
            <h3 class="form-section__title" id="edit-numbers">
                "Numbers"
            </h3>
            <Transition>
                {render_once(move || Suspend::new(async move {
                    let Ok(of) = numbers.await else { return ().into_any() };
                    let direct = of
                        .direct
                        .first()
                        .map_or_else(|| "None".to_owned(), |row| row.number.shown().to_owned());
                    let change = if of.direct.is_empty() { "Assign" } else { "Change" };
                    let usable: Vec<AnyView> = of
                        .usable
                        .iter()
                        .map(|n| {
                            let default = n
                                .default
                                .then(|| {
                                    view! {
                                        " "
                                        <Tag text="Default" kind=TagKind::Ok />
                                    }
                                });
                            view! {
                                <li>
                                    <span class="tel">{n.number.shown().to_owned()}</span>
                                    <span class="muted">{n.label.clone()}</span>
                                    {default}
                                </li>
                            }
                                .into_any()
                        })
                        .collect();
                    let list = if usable.is_empty() {
                        view! { <p class="muted">"No outgoing numbers"</p> }.into_any()
                    } else {
                        view! { <ul class="numlist">{usable}</ul> }.into_any()
                    };
                    view! {
                        <p class="numbers__now">
                            <span class="muted">"Direct number"</span>
                            <span class="tel">{direct}</span>
                            <Button
                                small=true
                                label=format!("{change} direct number")
                                activation=Activation::Link(format!("/team/{id}/direct"))
                            >
                                {change}
                            </Button>
                        </p>
                        <p class="numbers__now">
                            <span class="muted">"Outgoing calls and messages"</span>
                            <Button
                                small=true
                                label="Change outgoing numbers"
                                activation=Activation::Link(format!("/team/{id}/outgoing"))
                            >
                                "Change"
                            </Button>
                        </p>
                        {list}
                    }
                        .into_any()
                }))}
            </Transition>
        </section>
    }
}
