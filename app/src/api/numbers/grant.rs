//! Granting or revoking outgoing use of many numbers at once, with a preview of what will happen before it does: a bulk change whose
//! items are pairs of a number and a member (N1, K1, K3 to K7).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use model::BulkKey;
use model::bulk::BulkState;
use model::error::AppError;
use model::numbers::{UsePreview, UsesQuery};

/// What a grant (`revoke` false) or revocation would do, and more members that match the search. `query` is that of the
/// dialog's address. A POST, though it only reads: some thousand ids are too long for an address.
#[server(name = ReadUsePreview, endpoint = "numbers/use-preview")]
pub async fn use_preview(query: UsesQuery, revoke: bool) -> Result<UsePreview, AppError> {
    answer(actions::numbers::grant::use_preview(&request()?, &query, revoke).await)
}

/// Grants the numbers to the members for calls and messages: the allowed ones, in one transaction, judged again now (K4). Sent twice
/// under the same `key`, it is done once. `query` as for the preview.
#[server(endpoint = "numbers/grant")]
pub async fn grant_numbers(query: UsesQuery, key: BulkKey) -> Result<BulkState, AppError> {
    answer(actions::numbers::grant::grant_numbers(&request()?, query, key).await)
}

/// Takes the use of the numbers from the members ("all": from everybody who has one).
#[server(endpoint = "numbers/revoke")]
pub async fn revoke_numbers(query: UsesQuery, key: BulkKey) -> Result<BulkState, AppError> {
    answer(actions::numbers::grant::revoke_numbers(&request()?, query, key).await)
}
