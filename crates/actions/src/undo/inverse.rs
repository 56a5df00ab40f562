//! An entry of the audit log turned around (G2): whether it can be, what that would do, and doing it. One way for all: the entry's
//! typed changes are held against what is there now (`judge`), what may be set back is set by the very functions that make such
//! changes, and an entry says so, which can be taken back in the same way.

use crate::bulk;
use crate::bulk::order::Order;
use crate::bulk::write::Watch;
use crate::call::Call;
use crate::undo::import::Import;
use crate::undo::parts::Parts;
use crate::undo::set;
use model::audit::Reversal;
use model::bulk::{BulkOutcome, BulkPreview, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::{AuditId, Role};
use policy::{Action, Target, check};
use store::audit::entry::Entry;
use store::{audit, roles};

/// One entry turned around.
pub struct Inverse {
    entry: AuditId,
    changes: Changes,
}

/// What it sets back, by how many that are and how they are written.
enum Changes {
    /// Members, or pairs of a member and a number, who all changed in one way: written as a set, whatever their number.
    Set(Box<Order>),
    /// Fields of one member or thing.
    Parts(Box<Parts>),
    /// Members each of whom changed in their own way.
    Members(Box<Import>),
}

impl Inverse {
    /// The inverse of an entry, judged by what is there now.
    ///
    /// # Errors
    /// Not found for an entry that is not the account's; denied to whoever may not undo; refused for what can't be undone, or not
    /// any more; a conflict for what was undone already.
    pub async fn of(call: &mut Call, id: AuditId) -> AppResult<Inverse> {
        let account = call.account();
        let entry = audit::entry::find(&mut call.tx, account, id).await?.ok_or_else(AuditId::missing)?;
        let _permit = check(call.actor(), Action::Undo, Target::Audit(id))?;
        open(call, &entry).await?;
        let changes = match entry.action.reversal() {
            Reversal::Never => return Err(never()),
            Reversal::Items(kind) => Changes::Set(Box::new(set::of_items(call, &entry, kind).await?)),
            Reversal::Member(kind) => Changes::Set(Box::new(set::of_member(call, &entry, kind).await?)),
            Reversal::Changes => Changes::Parts(Box::new(Parts::read(call, entry).await?)),
            Reversal::Import => Changes::Members(Box::new(Import::read(call, entry).await?)),
        };
        Ok(Inverse { entry: id, changes })
    }

    /// What it would do, member by member or part by part.
    pub async fn preview(self, call: &mut Call) -> AppResult<BulkPreview> {
        match self.changes {
            Changes::Set(order) => bulk::preview::plan(call, &order).await,
            Changes::Parts(parts) => Ok(parts.preview(call)),
            Changes::Members(import) => import.preview(call).await,
        }
    }

    /// Does it, in the call's transaction, which the caller commits. `tell`: those whose role changes get a mail.
    pub async fn apply(self, call: &mut Call, tell: bool, watch: &dyn Watch) -> AppResult<BulkOutcome> {
        call.undoing = Some(self.entry);
        match self.changes {
            Changes::Set(order) => bulk::write::apply(call, &order, tell, watch).await,
            Changes::Parts(parts) => parts.apply(call).await,
            Changes::Members(import) => import.apply(call, watch).await,
        }
    }
}

fn never() -> AppError {
    AppError::Refused("That can’t be undone.".to_owned())
}

/// Whether it can still be taken back, and wasn't yet.
async fn open(call: &mut Call, entry: &Entry) -> AppResult<()> {
    if !entry.goes_back() {
        return Err(never());
    }
    if entry.at.plus(UNDO_DAYS * DAY) < call.now {
        let late = "That is more than 30 days ago, so it can’t be undone any more.";
        return Err(AppError::Refused(late.to_owned()));
    }
    let account = call.account();
    match audit::items::undone(&mut call.tx, account, &[entry.id]).await?.first() {
        Some(undone) => Err(AppError::Conflict(format!("{} undid that already. Nothing was done twice.", undone.by))),
        None => Ok(()),
    }
}

/// All roles of the account, for names and ceilings.
pub(crate) async fn roles_of(call: &mut Call) -> AppResult<Vec<Role>> {
    let account = call.account();
    Ok(roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect())
}
