//! Taking back what the audit log says was done (K6, G2): the same preview and the same apply as any bulk change.

pub mod fields;
pub mod import;
pub mod import_judge;
#[cfg(test)]
mod imports_tests;
#[cfg(test)]
mod numbers_tests;
pub mod order;
#[cfg(test)]
mod roles_tests;
pub mod single;
#[cfg(test)]
pub(crate) mod tests;
pub mod thing;

use crate::bulk::job::Ask;
use crate::call::Call;
use crate::request::Request;
use crate::undo::order::Undoing;
use crate::{bulk, undo};
use model::bulk::{BulkPlan, BulkState};
use model::error::AppResult;
use model::{AuditId, BulkKey};

/// What undoing this entry would do, member by member: who gets back what, who has been changed again since.
///
/// # Errors
/// Not found for an entry that is not the account's, denied to whoever may not undo, refused for what can't be undone (any
/// more) and a conflict for what was undone already.
pub async fn plan_undo(request: &Request, entry: AuditId) -> AppResult<BulkPlan> {
    let mut call = Call::read(request).await?;
    match undo::order::of_entry(&mut call, entry).await? {
        Undoing::Order(order) => bulk::preview::plan(&mut call, &order).await,
        Undoing::Fields(fields) => fields.plan(&call),
        Undoing::Single(single) => Ok(single.plan(&call)),
        Undoing::Import(import) => import.plan(&mut call).await,
    }
}

/// Undoes it, judged anew. Itself an entry of the audit log, and itself reversible. `tell`: those whose role changes get a
/// mail.
///
/// # Errors
/// As for [`plan_undo`]; and refused when nothing would change.
pub async fn undo(request: &Request, entry: AuditId, key: BulkKey, tell: bool) -> AppResult<BulkState> {
    let state = bulk::job::run(request, Ask::Undo { entry }, key, tell).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/team/bulk/done?key={key}"));
    }
    Ok(state)
}
