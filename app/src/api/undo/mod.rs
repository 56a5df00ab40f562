//! Taking back what the audit log says was done (K6, G2): the same plan and the same apply as any bulk change.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::bulk::{BulkPlan, BulkState};
use model::error::AppError;

/// What undoing this entry would do, member by member: who gets back what, who has been changed again since.
#[server(name = PlanUndo, endpoint = "audit/undo-plan", input = GetUrl)]
pub async fn plan_undo(entry: String) -> Result<BulkPlan, AppError> {
    answer(actions::undo::plan_undo(&request()?, entry).await)
}

/// Undoes it, planned anew. Itself an entry of the audit log, and itself reversible.
#[server(name = Undo, endpoint = "audit/undo")]
pub async fn undo(entry: String, key: String, tell: Option<String>) -> Result<BulkState, AppError> {
    answer(actions::undo::undo(&request()?, entry, key, tell).await)
}
