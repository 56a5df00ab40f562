//! Seats, the next statement, who gets it and what pays it (S2, S5 to S7).

pub mod plans;

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::billing::advice::AdvicePage;
use model::billing::plan::SeatsSeen;
use model::billing::{BillingPage, Lines, Section};
use model::error::AppError;
use model::{NextPage, Plan};

/// Buys `more` seats of a plan, as typed. `seen` is how many the page showed as bought: a form sent twice buys once,
/// and the second is told so. Leads to the page `back`, or else to the team.
#[server(endpoint = "seats/add")]
pub async fn add_seats(
    plan: Plan,
    more: String,
    seen: SeatsSeen,
    #[server(default)] back: NextPage,
) -> Result<(), AppError> {
    answer(actions::billing::add_seats(&request()?, plan, &more, seen, back).await)
}

/// Seats, statement, contact and payment method, all in one.
#[server(name = ReadBilling, endpoint = "billing/page", input = GetUrl)]
pub async fn billing_page() -> Result<BillingPage, AppError> {
    answer(actions::billing::billing_page(&request()?).await)
}

/// One page of the statement's lines (S5). `page` counts from 1.
#[server(name = ReadBillingLines, endpoint = "billing/lines", input = GetUrl)]
pub async fn billing_lines(section: Section, page: u32) -> Result<Lines, AppError> {
    answer(actions::billing::billing_lines(&request()?, section, page).await)
}

/// Which plans would cost less (S6).
#[server(name = ReadAdvice, endpoint = "billing/advice", input = GetUrl)]
pub async fn plan_advice() -> Result<AdvicePage, AppError> {
    answer(actions::billing::plan_advice(&request()?).await)
}

/// Who gets the statement (S7).
#[server(endpoint = "billing/contact")]
pub async fn set_billing_contact(name: String, email: String) -> Result<(), AppError> {
    answer(actions::billing::set_billing_contact(&request()?, name, email).await)
}

/// What pays (S7). `card` is the provider's token for a card, never a number; it is not kept and not written to any log.
#[server(endpoint = "billing/method")]
pub async fn set_payment_method(card: String) -> Result<(), AppError> {
    answer(actions::billing::set_payment_method(&request()?, card).await)
}
