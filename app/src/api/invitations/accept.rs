//! Accepting an invitation: a password is set, and the new member is signed in (M3).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::invitations::AcceptState;

/// What this invitation's link opens.
#[server(name = ReadAcceptState, endpoint = "invitations/open", input = GetUrl)]
pub async fn accept_state(token: String) -> Result<AcceptState, AppError> {
    answer(actions::invitations::accept::accept_state(&request()?, token).await)
}

/// Sets the password of an invited member and signs them in. Leads to the Team page.
#[server(endpoint = "invitations/accept")]
pub async fn accept(token: String, password: String) -> Result<(), AppError> {
    answer(actions::invitations::accept::accept(&request()?, token, password).await)
}
