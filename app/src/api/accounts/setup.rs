//! The first start: one link makes the account and its first Administrator; a sample team fills it (A1).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::setup::NewAccount;
use model::setup::SetupState;

/// Whether this link may set the deployment up.
#[server(name = ReadSetupState, endpoint = "setup/state", input = GetUrl)]
pub async fn setup_state(token: String) -> Result<SetupState, AppError> {
    answer(actions::accounts::setup::setup_state(&request()?, token).await)
}

/// Whether nobody has set this deployment up yet: the sign-in page then says where the setup link is (A1).
#[server(endpoint = "setup/needed", input = GetUrl)]
pub async fn setup_needed() -> Result<bool, AppError> {
    answer(actions::accounts::setup::setup_needed(&request()?).await)
}

/// Makes the account and its first Administrator, who is signed in then.
#[server(endpoint = "setup/create")]
pub async fn create_account(form: NewAccount) -> Result<(), AppError> {
    answer(actions::accounts::setup::create_account(&request()?, form).await)
}

/// Fills one's own new account with a sample team of about 1,300 people, to try everything (A1).
#[server(endpoint = "setup/sample")]
pub async fn load_sample() -> Result<(), AppError> {
    answer(actions::accounts::setup::load_sample(&request()?).await)
}
