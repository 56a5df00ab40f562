//! Suspending, reactivating, and helping in with a new password (M10, M16).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::error::AppError;
use model::members::status::Confirm;
use model::members::status::ResetFacts;
use model::members::status::ResetStarted;
use model::{MemberId, Ticked};
use policy::RowAction;

/// M16: out at once. Answers what to say. Refused for the last Administrator (R7).
#[server(endpoint = "members/suspend")]
pub async fn suspend(id: MemberId) -> Result<FlashMessage, AppError> {
    answer(actions::members::status::suspend(&request()?, id).await)
}

/// M16: may sign in and rings again. Answers what to say.
#[server(endpoint = "members/reactivate")]
pub async fn reactivate(id: MemberId) -> Result<FlashMessage, AppError> {
    answer(actions::members::status::reactivate(&request()?, id).await)
}

/// M10: a single-use link for one hour by mail; with `block` the old password stops working now. A username member gets a
/// temporary password instead.
#[server(endpoint = "members/reset-password")]
pub async fn reset_password(id: MemberId, block: Option<Ticked>) -> Result<ResetStarted, AppError> {
    answer(actions::members::status::reset_password(&request()?, id, block.is_some()).await)
}

/// How this member is reached, for the dialog that resets their password. Denied to whoever may not reset it.
#[server(name = ReadResetFacts, endpoint = "members/reset-facts", input = GetUrl)]
pub async fn reset_facts(id: MemberId) -> Result<ResetFacts, AppError> {
    answer(actions::members::status::reset_facts(&request()?, id).await)
}

/// Whom an entry of the member's menu is about, and why it can't be used now. Deciding again is the change's own
/// matter.
#[server(name = ReadConfirm, endpoint = "members/confirm", input = GetUrl)]
pub async fn confirm_facts(id: MemberId, action: RowAction) -> Result<Confirm, AppError> {
    answer(actions::members::status::confirm_facts(&request()?, id, action).await)
}
