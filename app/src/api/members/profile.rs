//! One's own profile (M21): what callers hear, screening, and everything else a member sets for themselves.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::kept::Told;
use model::error::AppError;
use model::members::profile::OwnProfile;

/// One's own profile; while supervising, that of the member supervised (M9).
#[server(name = ReadProfile, endpoint = "profile/read", input = GetUrl)]
pub async fn own_profile() -> Result<OwnProfile, AppError> {
    answer(actions::members::profile::own_profile(&request()?).await)
}

/// Sets the two texts; `kind` is "standard" or "own" for each, so an own text survives a try of the standard one.
#[server(name = SaveGreetings, endpoint = "profile/greetings")]
pub async fn save_greetings(
    greeting_kind: String,
    greeting: String,
    voicemail_kind: String,
    voicemail: String,
) -> Result<Told, AppError> {
    answer(
        actions::members::profile::save_greetings(&request()?, greeting_kind, greeting, voicemail_kind, voicemail)
            .await,
    )
}

/// Switches one's own call screening (M12).
#[server(name = SetScreening, endpoint = "profile/screening")]
pub async fn set_screening(on: Option<String>) -> Result<(), AppError> {
    answer(actions::members::profile::set_screening(&request()?, on).await)
}
