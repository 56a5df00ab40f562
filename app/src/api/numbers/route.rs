//! Where a number's calls ring, what it is called, and giving it back (N1, N3).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::Version;
use model::audit::FlashMessage;
use model::error::AppError;
use model::numbers::{Destinations, RouteTo};
use model::{NextPage, NumberId};

/// Where a number may ring: nobody, the menu, groups, and members that match. Refused ones say why (R10).
/// With them the version that a change starts from.
#[server(name = ReadDestinations, endpoint = "numbers/destinations", input = GetUrl)]
pub async fn destinations(id: NumberId, find: String) -> Result<Destinations, AppError> {
    answer(actions::numbers::route::destinations(&request()?, id, &find).await)
}

/// Sends a number's incoming calls elsewhere. `version` is what the form started from: of two at once, one wins and the other
/// is told where it rings now (N3). Answers what to say.
#[server(endpoint = "numbers/route")]
pub async fn route_number(
    id: NumberId,
    version: Version,
    to: Option<RouteTo>,
    #[server(default)] back: NextPage,
) -> Result<FlashMessage, AppError> {
    answer(actions::numbers::route::route_number(&request()?, id, version, to, back).await)
}

/// Names a number ("Support line"). Answers what to say.
#[server(endpoint = "numbers/label")]
pub async fn label_number(
    id: NumberId,
    version: Version,
    label: String,
    #[server(default)] back: NextPage,
) -> Result<FlashMessage, AppError> {
    answer(actions::numbers::route::label_number(&request()?, id, version, &label, back).await)
}

/// Gives a number back to the supplier. The main number stays until it is unassigned.
#[server(endpoint = "numbers/release")]
pub async fn release_number(
    id: NumberId,
    version: Version,
    #[server(default)] back: NextPage,
) -> Result<String, AppError> {
    answer(actions::numbers::route::release_number(&request()?, id, version, back).await)
}
