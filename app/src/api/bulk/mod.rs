//! Changing many members at once: the plan, doing it, and where it stands (K1 to K7).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::bulk::{BulkPlan, BulkState};
use model::error::AppError;

/// What would happen (K3). `selection` is a query as [`Selection::to_query`] writes it. A POST, though it only reads: some
/// thousand ids are too long for an address.
///
/// [`Selection::to_query`]: model::selection::Selection::to_query
#[server(name = PlanBulk, endpoint = "bulk/plan")]
pub async fn plan_bulk(kind: String, to: Option<String>, selection: String) -> Result<BulkPlan, AppError> {
    answer(actions::bulk::plan_bulk(&request()?, kind, to, selection).await)
}

/// Does it, planned anew from what is there now (K4). A short one is done when this answers; of a long one it tells how far it
/// is. Sent twice under the same `key`, it is done once.
#[server(name = ApplyBulk, endpoint = "bulk/apply")]
pub async fn apply_bulk(
    kind: String,
    to: Option<String>,
    selection: String,
    key: String,
    tell: Option<String>,
) -> Result<BulkState, AppError> {
    answer(actions::bulk::apply_bulk(&request()?, kind, to, selection, key, tell).await)
}

/// Where a change stands (K7), for who asked for it: also how one finds out after the connection was lost.
#[server(name = ReadBulkState, endpoint = "bulk/state", input = GetUrl)]
pub async fn bulk_state(key: String) -> Result<BulkState, AppError> {
    answer(actions::bulk::bulk_state(&request()?, key).await)
}

/// Stops a change that is being written; nothing of it stays (K7).
#[server(name = CancelBulk, endpoint = "bulk/cancel")]
pub async fn cancel_bulk(key: String) -> Result<BulkState, AppError> {
    answer(actions::bulk::cancel_bulk(&request()?, key).await)
}
