//! One entry of the audit log, as taking it back needs it (G2).

use crate::Tx;
use crate::audit::from_json;
use crate::error::{StoreResult, unreadable};
use crate::sql::maybe;
use model::audit::{About, AuditAction, Change, Subject, SubjectKind, goes_back};
use model::instant::Instant;
use model::{AccountId, AuditId};

/// One entry as undoing needs it (G2).
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: AuditId,
    pub number: i64,
    pub at: Instant,
    pub action: AuditAction,
    pub subject: Subject,
    pub changes: Vec<Change>,
    pub items: u64,
    /// Whether it could be taken back when it was written.
    reversible: bool,
}

impl Entry {
    /// Whether it can be taken back by what is left of it.
    pub fn goes_back(&self) -> bool {
        self.reversible && goes_back(self.action, &self.changes, self.items)
    }
}

/// One entry of this account.
pub async fn find(tx: &mut Tx, account: AccountId, id: AuditId) -> StoreResult<Option<Entry>> {
    type Columns = (i64, i64, AuditAction, SubjectKind, Option<uuid::Uuid>, String, String, bool, i64);
    let row = maybe!(
        tx,
        Columns,
        "SELECT number, at, action, target_kind, target_id, target_name, changes, reversible, items
         FROM audit WHERE account_id = $1 AND id = $2",
        account,
        id
    )?;
    let Some((number, at, action, kind, target, name, changes, reversible, items)) = row else { return Ok(None) };
    Ok(Some(Entry {
        id,
        number,
        at: Instant(at),
        action,
        subject: subject(kind, target, name)?,
        changes: from_json(&changes)?,
        items: items.unsigned_abs(),
        reversible,
    }))
}

/// What an entry is about, from its columns.
pub(super) fn subject(kind: SubjectKind, id: Option<uuid::Uuid>, name: String) -> StoreResult<Subject> {
    let about = About::from_stored(kind, id.map(|id| id.as_u128()));
    Ok(Subject { about: about.ok_or_else(|| unreadable(format!("a {} by this id", kind.slug())))?, name })
}
