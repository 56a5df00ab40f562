//! Taking back what the audit log says was done (K6, G2): the same preview and the same apply as any bulk change.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::bulk::{BulkPreview, BulkState};
use model::error::AppError;
use model::{AuditId, BulkKey, Ticked};

/// What undoing this entry would do, member by member: who gets back what, who has been changed again since. Refused for
/// what can't be undone (any more), a conflict for what was undone already.
#[server(name = PreviewUndo, endpoint = "audit/undo-preview", input = GetUrl)]
pub async fn preview_undo(entry: AuditId) -> Result<BulkPreview, AppError> {
    answer(actions::undo::preview_undo(&request()?, entry).await)
}

/// Undoes it, judged anew. Itself an entry of the audit log, and itself reversible. Sent twice under the same `key`, it is
/// done once.
#[server(name = Undo, endpoint = "audit/undo")]
pub async fn undo(entry: AuditId, key: BulkKey, tell: Option<Ticked>) -> Result<BulkState, AppError> {
    answer(actions::undo::undo(&request()?, entry, key, tell.is_some()).await)
}
