//! Billing at /billing (S1 to S7): the next statement, seats, advice, who gets the statement and what pays it.
//! /billing/print is the statement alone, for paper.

mod advice;
mod details;
mod lines;
mod print;
mod seats;
mod statement;

pub use print::PrintPage;

use crate::api::billing::{AddSeats, SetBillingContact, SetPaymentMethod, billing_page};
use crate::pages::frame::PageRefused;
use crate::pages::use_me;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, IconName, Loaded};
use leptos::prelude::*;
use leptos_meta::Title;
use model::billing::BillingPage as Shown;
use model::{Plan, PriceBook};
use policy::Page;

/// The account's prices.
fn book() -> PriceBook {
    use_me().with_untracked(|me| me.account.prices)
}

/// The page's data and what can be sent from it.
#[derive(Clone, Copy)]
struct Billing {
    buy: ServerAction<AddSeats>,
    contact: ServerAction<SetBillingContact>,
    method: ServerAction<SetPaymentMethod>,
    /// The order being written; outlives a new reading of the page.
    plan: RwSignal<Plan>,
    more: RwSignal<String>,
}

/// The page at /billing, or why this role doesn't open it (R12).
#[component]
pub fn BillingPage() -> impl IntoView {
    match use_me().with_untracked(|me| Page::Billing.opens(&me.actor).err()) {
        Some(why) => view! { <PageRefused title="Billing" why /> }.into_any(),
        None => view! { <Parts /> }.into_any(),
    }
}

#[component]
fn Parts() -> impl IntoView {
    let (buy, contact, method) = (
        ServerAction::<AddSeats>::new(),
        ServerAction::<SetBillingContact>::new(),
        ServerAction::<SetPaymentMethod>::new(),
    );
    // Read again after what was done, not after what was refused: that would take away what was typed.
    let saved = RwSignal::new(0_u32);
    let read_again = move |done: bool| {
        if done {
            saved.update(|n| *n += 1);
        }
    };
    Effect::new(move |_| read_again(buy.value().with(|v| matches!(v, Some(Ok(()))))));
    Effect::new(move |_| read_again(contact.value().with(|v| matches!(v, Some(Ok(()))))));
    Effect::new(move |_| read_again(method.value().with(|v| matches!(v, Some(Ok(()))))));
    let page = reading(move || saved.get(), |_| billing_page());
    provide_context(Billing {
        buy,
        contact,
        method,
        plan: RwSignal::new(Plan::default()),
        more: RwSignal::new("5".to_owned()),
    });
    view! {
        <Title text="Billing" />
        <main class="panel billing" id="main" tabindex="-1">
            <header class="page-head">
                <h1>"Billing"</h1>
                <div class="page-head__actions">
                    <Button icon=IconName::File activation=Activation::Link("/billing/print".into())>
                        "Printable page"
                    </Button>
                    <Button icon=IconName::Download activation=Activation::Download("/billing/statement.csv".into())>
                        "Statement as CSV"
                    </Button>
                </div>
            </header>
            <div class="panel__scroll billing__parts">
                <Loaded resource=page retry="/billing" children=parts />
            </div>
        </main>
    }
}

fn parts(shown: Shown) -> AnyView {
    let it = expect_context::<Billing>();
    view! {
        <section aria-labelledby="statement">{statement::sums(&shown.statement)} <lines::LinesPart /></section>
        <section aria-labelledby="seats">{seats::part(&shown, it)}</section>
        <section aria-labelledby="advice">
            <advice::AdvicePart />
        </section>
        <section aria-labelledby="details">{details::part(&shown, it)}</section>
    }
    .into_any()
}
