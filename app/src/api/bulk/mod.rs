//! Changing many members at once: the preview, doing it, and where it stands (K1 to K7).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::bulk::{BulkAction, BulkDraft, BulkPreview, BulkState};
use model::error::AppError;
use model::selection::Selection;
use model::{BulkKey, Ticked};

/// What a change would do to each of the selected (K3); while nothing is chosen, what may be given, of many what `find` finds. A POST, though it only
/// reads: some thousand ids are too long for an address. Denied to whoever may do this to nobody, refused when nobody is
/// selected.
#[server(name = PreviewBulk, endpoint = "bulk/preview")]
pub async fn preview_bulk(
    #[server(flatten)] draft: BulkDraft,
    #[server(default)] find: String,
    selection: Selection,
) -> Result<BulkPreview, AppError> {
    answer(actions::bulk::preview_bulk(&request()?, draft, &find, selection).await)
}

/// Does it, judged anew from what is there now (K4). A short one is done when this answers; of a long one it tells how far
/// it is. Sent twice under the same `key`, it is done once. Refused when nobody would change, or when what is given is
/// gone.
#[server(name = ApplyBulk, endpoint = "bulk/apply")]
pub async fn apply_bulk(
    #[server(flatten)] action: BulkAction,
    selection: Selection,
    key: BulkKey,
    tell: Option<Ticked>,
) -> Result<BulkState, AppError> {
    answer(actions::bulk::apply_bulk(&request()?, action, selection, key, tell.is_some()).await)
}

/// Where the change under this key stands (K7), for who asked for it: also how one finds out after the connection was
/// lost.
#[server(name = ReadBulkState, endpoint = "bulk/state", input = GetUrl)]
pub async fn bulk_state(key: BulkKey) -> Result<BulkState, AppError> {
    answer(actions::bulk::bulk_state(&request()?, key).await)
}

/// Stops a change that is being written; nothing of it stays (K7). Tells where it stood.
#[server(name = CancelBulk, endpoint = "bulk/cancel")]
pub async fn cancel_bulk(key: BulkKey) -> Result<BulkState, AppError> {
    answer(actions::bulk::cancel_bulk(&request()?, key).await)
}
