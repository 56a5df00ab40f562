//! Forgotten passwords: a single-use link by mail, and the new password it sets (A2, M10).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::invitations::ResetState;

/// Mails a link for a new password, if there is such a member with an email. Says the same, in the same time, if not.
#[server(endpoint = "session/forgot")]
pub async fn forgot(name: String) -> Result<(), AppError> {
    answer(actions::sessions::forgot_password::forgot(&request()?, name).await)
}

/// What a password link opens.
#[server(name = ReadResetState, endpoint = "session/reset-state", input = GetUrl)]
pub async fn reset_state(token: String) -> Result<ResetState, AppError> {
    answer(actions::sessions::forgot_password::reset_state(&request()?, token).await)
}

/// Sets the new password; the old one and every session die (M10). Leads to the sign-in page.
#[server(endpoint = "session/reset")]
pub async fn reset(token: String, password: String) -> Result<(), AppError> {
    answer(actions::sessions::forgot_password::reset(&request()?, token, password).await)
}
