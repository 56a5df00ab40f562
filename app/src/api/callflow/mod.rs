//! What happens to a call (N9).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::callflow::question::{Question, WhoRingsPage};
use model::error::AppError;

/// Who rings when a number or extension is called, at which time and by whom. What is wrong with the question comes back at
/// its fields.
#[server(name = ReadWhoRings, endpoint = "callflow/who-rings", input = GetUrl)]
pub async fn who_rings(question: Question) -> Result<WhoRingsPage, AppError> {
    answer(actions::callflow::who_rings::who_rings(&request()?, &question).await)
}
