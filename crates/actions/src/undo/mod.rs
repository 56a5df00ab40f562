//! Taking back what the audit log says was done (K6, G2): the same preview and the same apply as any bulk change.

pub mod import;
pub mod import_back;
pub mod import_judge;
#[cfg(test)]
mod imports_tests;
pub mod inverse;
pub mod judge;
pub mod member;
#[cfg(test)]
mod numbers_tests;
pub mod parts;
#[cfg(test)]
mod rename_tests;
#[cfg(test)]
mod roles_tests;
pub mod set;
#[cfg(test)]
pub(crate) mod tests;
pub mod thing;

use crate::bulk;
use crate::bulk::job::Ask;
use crate::call::Call;
use crate::request::Request;
use crate::undo::inverse::Inverse;
use model::bulk::{BulkPreview, BulkState};
use model::error::AppResult;
use model::{AuditId, BulkKey};

/// What undoing this entry would do, member by member: who gets back what, who has been changed again since.
///
/// # Errors
/// Not found for an entry that is not the account's, denied to whoever may not undo, refused for what can't be undone (any
/// more) and a conflict for what was undone already.
pub async fn preview_undo(request: &Request, entry: AuditId) -> AppResult<BulkPreview> {
    let mut call = Call::read(request).await?;
    Inverse::of(&mut call, entry).await?.preview(&mut call).await
}

/// Undoes it, judged anew. Itself an entry of the audit log, and itself reversible. `tell`: those whose role changes get a
/// mail.
///
/// # Errors
/// As for [`preview_undo`]; and refused when nothing would change.
pub async fn undo(request: &Request, entry: AuditId, key: BulkKey, tell: bool) -> AppResult<BulkState> {
    let state = bulk::job::run(request, Ask::Undo { entry }, key, tell).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/team/bulk/done?key={key}"));
    }
    Ok(state)
}
