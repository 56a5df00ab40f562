//! One's open sessions and one's password (A2).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::SessionId;
use model::error::AppError;
use model::sessions::SessionList;

/// Where one is signed in.
#[server(endpoint = "session/list", input = GetUrl)]
pub async fn open_sessions() -> Result<SessionList, AppError> {
    answer(actions::sessions::list::open_sessions(&request()?).await)
}

/// Ends one session: one's own, or that of somebody whose password one may reset.
#[server(endpoint = "session/end")]
pub async fn end_session(id: SessionId) -> Result<(), AppError> {
    answer(actions::sessions::list::end_session(&request()?, id).await)
}

/// Ends all of one's sessions but this one. Says how many there were.
#[server(endpoint = "session/end-others")]
pub async fn end_other_sessions() -> Result<u64, AppError> {
    answer(actions::sessions::list::end_other_sessions(&request()?).await)
}

/// Changes one's own password and ends all other sessions. Says how many these were.
#[server(endpoint = "session/password")]
pub async fn change_password(current: String, new: String) -> Result<u64, AppError> {
    answer(actions::sessions::list::change_password(&request()?, current, new).await)
}
