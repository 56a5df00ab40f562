//! What a change says once it is done, with its Undo for those who may (K6): answered to script, and kept for the next page of a
//! browser without it, where the Undo is a link.

use crate::api::call::{Call, is_plain_form};
use crate::api::next_page::Kept;
use model::AuditId;
use model::audit::kept::{Told, undoable};
use model::error::AppResult;
use policy::{Action, Target, check};
use store::bulk;

const NEXT: Kept = Kept { cookie: "teamline-told", path: "/", same_site: "Lax" };

/// Commits a change and tells it. Its entry goes along only where whoever asks could take it back (G2).
pub(crate) async fn commit(mut call: Call, said: String, entry: AuditId) -> AppResult<Told> {
    let account = call.account();
    let may = check(call.actor(), Action::Undo, Target::Audit(entry)).is_ok();
    let found = if may { bulk::entry(&mut call.tx, account, entry).await? } else { None };
    let entry = found.filter(|e| e.reversible && undoable(&e.action, !e.kept.is_empty())).map(|e| e.id);
    call.commit().await?;
    keep(Told { said, entry })
}

/// Tells that nothing had to be written, or what can't be undone by itself.
pub(crate) fn only(said: String) -> AppResult<Told> {
    keep(Told { said, entry: None })
}

fn keep(told: Told) -> AppResult<Told> {
    if is_plain_form() {
        NEXT.keep(&told)?;
    }
    Ok(told)
}

/// What is to be said on this page, if anything.
pub(crate) fn take() -> AppResult<Option<Told>> {
    NEXT.take()
}
