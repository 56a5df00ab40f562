//! One's own profile (M21): what callers hear, screening, and everything else a member sets for themselves.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::Ticked;
use model::audit::FlashMessage;
use model::error::AppError;
#[cfg(feature = "ssr")]
use model::members::profile::GreetingForm;
use model::members::profile::{GreetingKind, OwnProfile};

/// One's own profile; while supervising, that of the member supervised (M9).
#[server(name = ReadProfile, endpoint = "profile/read", input = GetUrl)]
pub async fn own_profile() -> Result<OwnProfile, AppError> {
    answer(actions::members::profile::own_profile(&request()?).await)
}

/// Sets what callers hear, and what they hear before they leave a voicemail. Answers what to say. An own text that is empty
/// or too long is refused at its field.
#[server(name = SaveGreetings, endpoint = "profile/greetings")]
pub async fn save_greetings(
    greeting_kind: GreetingKind,
    greeting: String,
    voicemail_kind: GreetingKind,
    voicemail: String,
) -> Result<FlashMessage, AppError> {
    let calls = GreetingForm { kind: greeting_kind, text: greeting };
    let voicemail = GreetingForm { kind: voicemail_kind, text: voicemail };
    answer(actions::members::profile::save_greetings(&request()?, calls, voicemail).await)
}

/// Switches one's own call screening (M12).
#[server(name = SetScreening, endpoint = "profile/screening")]
pub async fn set_screening(on: Option<Ticked>) -> Result<(), AppError> {
    answer(actions::members::profile::set_screening(&request()?, on.is_some()).await)
}
