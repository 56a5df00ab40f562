//! Reading the Numbers page and the number card (N1).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::NumberId;
use model::error::AppError;
use model::numbers::query::NumbersQuery;
use model::numbers::{NumberCard, NumbersPage};

/// One page of the numbers. `query` travels as the query part of the page's URL; what is wrong in it falls back.
#[server(name = ReadNumbersPage, endpoint = "numbers/page", input = GetUrl)]
pub async fn numbers_page(query: NumbersQuery) -> Result<NumbersPage, AppError> {
    answer(actions::numbers::read::numbers_page(&request()?, query).await)
}

/// One number's card. A foreign id answers like a missing one (A3), and so does one out of the role's number scope (R2).
/// `query` is that of the list it was opened from.
#[server(name = ReadNumberCard, endpoint = "numbers/card", input = GetUrl)]
pub async fn number_card(id: NumberId, query: NumbersQuery) -> Result<NumberCard, AppError> {
    answer(actions::numbers::read::number_card(&request()?, id, query).await)
}
