//! Getting new numbers from the supplier: what there is, keeping one while choosing, buying it (N2, M13).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::numbers::reservation::ReservationPlace;
use model::numbers::{AreaCode, Offers, Reserved};
use model::{MemberId, PhoneNumber, ReservationId};

/// The supplier's areas, and its numbers in one of them. `id` is the member it is for; none: nobody yet.
#[server(name = ReadOffers, endpoint = "numbers/offers", input = GetUrl)]
pub async fn number_offers(id: Option<MemberId>, area: Option<AreaCode>) -> Result<Offers, AppError> {
    answer(actions::numbers::buy::number_offers(&request()?, id, area).await)
}

/// Keeps a number that is offered in an area for ten minutes while its price is looked at. Answers the page that
/// confirms it.
#[server(endpoint = "numbers/reserve")]
pub async fn reserve_number(
    id: Option<MemberId>,
    number: PhoneNumber,
    area: AreaCode,
) -> Result<ReservationPlace, AppError> {
    answer(actions::numbers::buy::reserve_number(&request()?, id, &number, &area).await)
}

/// What is kept, and what it would cost.
#[server(name = ReadReserved, endpoint = "numbers/reserved", input = GetUrl)]
pub async fn reserved_number(reservation: ReservationId) -> Result<Reserved, AppError> {
    answer(actions::numbers::buy::reserved_number(&request()?, reservation).await)
}

/// Buys what is kept and makes it the member's direct number, in place of the one they have. The same form sent twice buys once.
/// Answers what to say.
#[server(endpoint = "numbers/buy")]
pub async fn buy_number(reservation: ReservationId) -> Result<String, AppError> {
    answer(actions::numbers::buy::buy_number(&request()?, reservation).await)
}
