//! Looking through another member's eyes: begin, act, exit (M9).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use model::MemberId;
use model::error::AppError;

/// Begins, read-only, for 30 minutes, and leads to the Team page as that member sees it.
#[server(endpoint = "supervise/begin")]
pub async fn begin_supervising(id: MemberId, reason: String) -> Result<(), AppError> {
    answer(actions::supervision::begin_supervising(&request()?, id, reason).await)
}

/// The explicit step from looking to acting.
#[server(endpoint = "supervise/act")]
pub async fn act_supervising() -> Result<(), AppError> {
    answer(actions::supervision::act_supervising(&request()?).await)
}

/// Exit: oneself again, beside the card of the member one looked through.
#[server(endpoint = "supervise/exit")]
pub async fn stop_supervising() -> Result<(), AppError> {
    answer(actions::supervision::stop_supervising(&request()?).await)
}
