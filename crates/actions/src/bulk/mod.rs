//! Changing many members at once: the plan, doing it, and where it stands (K1 to K7).

#[cfg(test)]
mod giver_race_tests;
pub mod job;
pub mod order;
pub mod preview;
#[cfg(test)]
mod race_tests;
pub mod reasons;
#[cfg(test)]
pub(crate) mod tests;
pub mod write;

use crate::bulk;
use crate::bulk::job::Ask;
use crate::call::Call;
use crate::request::Request;
use model::bulk::BulkKind;
use model::bulk::{BulkPlan, BulkState};
use model::error::AppError;
use model::error::AppResult;
use model::selection::Selection;
use policy::may_at_all;

/// What would happen (K3). `selection` is a query as [`Selection::to_query`] writes it. A POST, though it only reads: some
/// thousand ids are too long for an address.
///
/// [`Selection::to_query`]: model::selection::Selection::to_query
pub async fn plan_bulk(request: &Request, kind: String, to: Option<String>, selection: String) -> AppResult<BulkPlan> {
    let mut call = Call::read(request).await?;
    let kind = known(&kind)?;
    may_at_all(call.actor(), kind)?;
    let order =
        bulk::order::chosen(&mut call, kind, &to.unwrap_or_default(), Selection::from_query(&selection)).await?;
    bulk::preview::plan(&mut call, &order).await
}

fn known(kind: &str) -> AppResult<BulkKind> {
    BulkKind::from_slug(kind)
        .filter(|kind| kind.is_of_selected())
        .ok_or_else(|| AppError::NotFound("There is no such change. Go back to the team and choose one.".to_owned()))
}

/// Does it, planned anew from what is there now (K4). A short one is done when this answers; of a long one it tells how far it
/// is. Sent twice under the same `key`, it is done once.
pub async fn apply_bulk(
    request: &Request,
    kind: String,
    to: Option<String>,
    selection: String,
    key: String,
    tell: Option<String>,
) -> AppResult<BulkState> {
    let ask = Ask::Chosen {
        kind: known(&kind)?,
        to: to.unwrap_or_default(),
        selection: Box::new(Selection::from_query(&selection)),
    };
    let state = bulk::job::run(request, ask, &key, tell.is_some()).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/team/bulk/done?key={key}"));
    }
    Ok(state)
}

/// Where a change stands (K7), for who asked for it: also how one finds out after the connection was lost.
pub async fn bulk_state(request: &Request, key: String) -> AppResult<BulkState> {
    let mut call = Call::read(request).await?;
    bulk::job::state(&mut call, &key).await
}

/// Stops a change that is being written; nothing of it stays (K7).
pub async fn cancel_bulk(request: &Request, key: String) -> AppResult<BulkState> {
    let mut call = Call::read(request).await?;
    let state = bulk::job::cancel(&mut call, &key).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/team/bulk/done?key={key}"));
    }
    Ok(state)
}
