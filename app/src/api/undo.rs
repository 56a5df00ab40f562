//! Taking back what the audit log says was done (K6, G2): the same plan and the same apply as any bulk change.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::bulk::{BulkPlan, BulkState};
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::api::bulk_job::Ask;
#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer, is_plain_form};
#[cfg(feature = "ssr")]
use crate::api::undo_order::Undoing;
#[cfg(feature = "ssr")]
use crate::api::{bulk_job, bulk_plan, undo_order};

/// What undoing this entry would do, member by member: who gets back what, who has been changed again since.
#[server(name = PlanUndo, endpoint = "audit/undo-plan", input = GetUrl)]
pub async fn plan_undo(entry: String) -> Result<BulkPlan, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            match undo_order::of_entry(&mut call, &entry).await? {
                Undoing::Order(order) => bulk_plan::plan(&mut call, &order).await,
                Undoing::Fields(fields) => fields.plan(&call),
                Undoing::Single(single) => Ok(single.plan(&call)),
                Undoing::Import(import) => import.plan(&mut call).await,
            }
        }
        .await,
    )
}

/// Undoes it, planned anew. Itself an entry of the audit log, and itself reversible.
#[server(name = Undo, endpoint = "audit/undo")]
pub async fn undo(entry: String, key: String, tell: Option<String>) -> Result<BulkState, AppError> {
    answer(
        async {
            let state = bulk_job::run(Ask::Undo { entry }, &key, tell.is_some()).await?;
            if is_plain_form() {
                leptos_axum::redirect(&format!("/team/bulk/done?key={key}"));
            }
            Ok(state)
        }
        .await,
    )
}
