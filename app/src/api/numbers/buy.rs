//! Getting new numbers from the supplier: what there is, keeping one while choosing, buying it (N2, M13).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::numbers::reservation::ReservationPlace;
use model::numbers::{Offers, Reserved};

/// The supplier's numbers in an area. `id` names the member it is for; empty: nobody yet.
#[server(name = ReadOffers, endpoint = "numbers/offers", input = GetUrl)]
pub async fn number_offers(id: String, area: String) -> Result<Offers, AppError> {
    answer(actions::numbers::buy::number_offers(&request()?, id, area).await)
}

/// Keeps a number for ten minutes while its price is looked at. Leads to the page that confirms it.
#[server(endpoint = "numbers/reserve")]
pub async fn reserve_number(id: String, number: String, area: String) -> Result<ReservationPlace, AppError> {
    answer(actions::numbers::buy::reserve_number(&request()?, id, number, area).await)
}

/// What is kept, and what it would cost.
#[server(name = ReadReserved, endpoint = "numbers/reserved", input = GetUrl)]
pub async fn reserved_number(kept: String) -> Result<Reserved, AppError> {
    answer(actions::numbers::buy::reserved_number(&request()?, kept).await)
}

/// Buys what is kept and makes it the member's direct number, in place of the one they have. The same form sent twice buys once.
/// Answers what to say.
#[server(endpoint = "numbers/buy")]
pub async fn buy_number(kept: String) -> Result<String, AppError> {
    answer(actions::numbers::buy::buy_number(&request()?, kept).await)
}
