//! Changing many members at once: the plan, doing it, and where it stands (K1 to K7).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::bulk::{BulkPlan, BulkState};
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::api::bulk_job::Ask;
#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer, is_plain_form};
#[cfg(feature = "ssr")]
use crate::api::{bulk_job, bulk_order, bulk_plan};
#[cfg(feature = "ssr")]
use model::bulk::BulkKind;
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use model::selection::Selection;
#[cfg(feature = "ssr")]
use policy::may_at_all;

/// What would happen (K3). `selection` is a query as [`Selection::to_query`] writes it. A POST, though it only reads: some
/// thousand ids are too long for an address.
///
/// [`Selection::to_query`]: model::selection::Selection::to_query
#[server(name = PlanBulk, endpoint = "bulk/plan")]
pub async fn plan_bulk(kind: String, to: Option<String>, selection: String) -> Result<BulkPlan, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let kind = known(&kind)?;
            may_at_all(call.actor(), kind)?;
            let order =
                bulk_order::chosen(&mut call, kind, &to.unwrap_or_default(), Selection::from_query(&selection)).await?;
            bulk_plan::plan(&mut call, &order).await
        }
        .await,
    )
}

#[cfg(feature = "ssr")]
fn known(kind: &str) -> AppResult<BulkKind> {
    BulkKind::from_slug(kind)
        .filter(|kind| kind.is_of_selected())
        .ok_or_else(|| AppError::NotFound("There is no such change. Go back to the team and choose one.".to_owned()))
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
    answer(
        async {
            let ask = Ask::Chosen {
                kind: known(&kind)?,
                to: to.unwrap_or_default(),
                selection: Box::new(Selection::from_query(&selection)),
            };
            let state = bulk_job::run(ask, &key, tell.is_some()).await?;
            if is_plain_form() {
                leptos_axum::redirect(&format!("/team/bulk/done?key={key}"));
            }
            Ok(state)
        }
        .await,
    )
}

/// Where a change stands (K7), for who asked for it: also how one finds out after the connection was lost.
#[server(name = ReadBulkState, endpoint = "bulk/state", input = GetUrl)]
pub async fn bulk_state(key: String) -> Result<BulkState, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            bulk_job::state(&mut call, &key).await
        }
        .await,
    )
}

/// Stops a change that is being written; nothing of it stays (K7).
#[server(name = CancelBulk, endpoint = "bulk/cancel")]
pub async fn cancel_bulk(key: String) -> Result<BulkState, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let state = bulk_job::cancel(&mut call, &key).await?;
            if is_plain_form() {
                leptos_axum::redirect(&format!("/team/bulk/done?key={key}"));
            }
            Ok(state)
        }
        .await,
    )
}
