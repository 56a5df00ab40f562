//! Signing in and out, and what a signed-in person sets for themselves (A2, M20, T7).

pub mod forgot_password;
pub mod list;

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
#[cfg(feature = "ssr")]
use model::sessions::PreferenceChange;
use model::sessions::{ColumnsShown, Density, Me, SingleKeys, Theme};
use model::team::Column;
use model::{Availability, NextPage, Ticked};

/// One's own page frame: account, role, preferences. None when nobody is signed in.
#[server(name = ReadMe, endpoint = "session/me", input = GetUrl)]
pub async fn me() -> Result<Option<Me>, model::error::AppError> {
    answer(actions::sessions::me(&request()?).await)
}

/// Signs in and leads to the Team page. A wrong password and an unknown name get the same sentence in the same time
/// (QUALITY, invariant 16); tries are limited by name and by address.
#[server(endpoint = "session/sign-in")]
pub async fn sign_in(
    name: String,
    password: String,
    keep: Option<Ticked>,
    #[server(default)] next: NextPage,
) -> Result<(), model::error::AppError> {
    answer(actions::sessions::sign_in(&request()?, name, password, keep.is_some(), next).await)
}

/// Ends this session and leads to the sign-in page.
#[server(endpoint = "session/sign-out")]
pub async fn sign_out() -> Result<(), model::error::AppError> {
    answer(actions::sessions::sign_out(&request()?).await)
}

/// Sets one's own availability (M20).
#[server(endpoint = "session/availability")]
pub async fn set_availability(availability: Availability) -> Result<(), model::error::AppError> {
    answer(actions::sessions::set_availability(&request()?, availability).await)
}

/// Keeps how one likes to see things (T7): each field that is given replaces the kept one. `column`: the ticked boxes of
/// the columns' form without script.
#[server(endpoint = "session/preferences")]
pub async fn set_preferences(
    theme: Option<Theme>,
    density: Option<Density>,
    columns: Option<ColumnsShown>,
    #[server(default)] column: Vec<Column>,
    per_page: Option<u16>,
    single_keys: Option<SingleKeys>,
) -> Result<(), model::error::AppError> {
    let change = PreferenceChange { theme, density, columns, per_page, single_keys };
    answer(actions::sessions::set_preferences(&request()?, change, column).await)
}
