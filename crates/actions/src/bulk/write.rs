//! Doing a bulk change in the transaction of its call: judged again, written whole or not at all (K4).

use crate::bulk::judge::judge;
use crate::bulk::order::Order;
use crate::bulk::reasons::nothing;
use crate::call::Call;
use model::audit::AuditAction;
use model::bulk::{BulkKind, BulkOutcome};
use model::error::{AppError, AppResult};
use model::{EmailAddress, MemberId, MemberState, PersonName};
use policy::{Action, Denial, check};
use providers::mail;
use store::audit::Author;
use store::bulk::write;
use store::bulk::write::Stretch;
use store::bulk::{Aspect, Prepared};
use store::offboarding;
use store::offboarding::{KEPT, Transfer};
use store::{StoreError, audit, fault, invitations, members, outbox};

/// What a change under way is told and asked: how many are done, and whether it was cancelled (K7).
pub trait Watch: Sync {
    /// So many more are written. Err: it was cancelled, so that nothing may stay.
    fn wrote(&self, members: u64) -> AppResult<()>;
    /// How many there will be.
    fn total(&self, members: u64);
}

/// Writes the change, its items, its entry of the audit log and the mails, all in the call's transaction, which the caller
/// commits. `tell`: the members concerned get a mail.
pub async fn apply(call: &mut Call, order: &Order, tell: bool, watch: &dyn Watch) -> AppResult<BulkOutcome> {
    let account = call.account();
    let asked = order.bulk(call);
    let prepared = Prepared::new(&mut call.tx, &asked).await?;
    let judged = judge(call, order, &prepared).await?;
    let (already, refused) = (judged.already(), judged.refused());
    if judged.changes() == 0 {
        return Err(nothing(judged, &order.targets));
    }
    watch.total(judged.changes());
    let allowed = judged.allowed();
    write::end_supervising(&mut call.tx, &prepared, &allowed, call.now).await?;
    let place = audit::place(&mut call.tx, account).await?;
    let number = place.number;
    let changed = write::items(&mut call.tx, &prepared, number, &allowed).await?;
    let ones = matches!(order.kind, BulkKind::Delete | BulkKind::ResendInvitations);
    if ones {
        one_by_one(call, order, number, watch).await?
    } else {
        by_stretches(call, order, number, watch).await?
    }
    if tell && order.kind == BulkKind::ChangeRole {
        letters(call, number, watch).await?;
    }
    let paid = offboarding::is_paid(&mut call.tx, account).await?;
    let reversible = order.kind != BulkKind::ResendInvitations && (order.kind != BulkKind::Delete || paid);
    let action = AuditAction::of_bulk(order.kind).ok_or_else(|| fault(&"a change of many that has no action"))?;
    let entry = call.audit_at(place, action, &order.subject, &order.changes(changed), reversible).await?;
    let (kind, to, undo) = (order.kind, order.to.clone(), order.undoes.is_some());
    Ok(BulkOutcome { kind, to, changed, already, refused, entry, reversible, undo, single: false, new: 0 })
}

/// What the database's own rules say, in words.
pub fn refusal(error: StoreError) -> AppError {
    let sentence = match &error {
        e if e.is("last_administrator") => {
            "The account would be left without an active Administrator, so nothing was changed. Leave one out."
        }
        e if e.is("seats_not_oversold") => {
            "Seats are missing, so nothing was changed. Add seats first, or select fewer."
        }
        e if e.is("audit_undone") => {
            return AppError::Conflict("That was undone already. Nothing was done twice.".to_owned());
        }
        e if e.is("bulk_jobs_pkey") => {
            return AppError::Conflict("This change was made already. Nothing was done twice.".to_owned());
        }
        _ => return error.into(),
    };
    AppError::Refused(sentence.to_owned())
}

/// What one statement writes for many.
async fn by_stretches(call: &mut Call, order: &Order, number: i64, watch: &dyn Watch) -> AppResult<()> {
    let (account, now) = (call.account(), call.now);
    let like = order.undoes.as_ref().and_then(|u| u.number);
    let mut last = None;
    while let Some(part) = write::stretch(&mut call.tx, account, number, last).await? {
        let Stretch { to, .. } = part;
        let tx = &mut call.tx;
        let written = match &order.aspect {
            Aspect::Role => write::roles(tx, account, number, part).await,
            Aspect::Plan => write::plans(tx, account, number, part).await,
            Aspect::State | Aspect::Invitation => write::states(tx, account, number, part, now).await,
            Aspect::Number { .. } | Aspect::Uses => write::numbers(tx, account, number, part, like).await,
            Aspect::Group { id, .. } => write::groups(tx, account, number, part, *id).await,
        };
        watch.wrote(written.map_err(refusal)?)?;
        last = Some(to);
    }
    Ok(())
}

/// Members read at once where each is written by itself.
const CHUNK: i64 = 200;

/// Deleting, restoring and letters touch so much of each member that they are written one by one, checked once more.
async fn one_by_one(call: &mut Call, order: &Order, number: i64, watch: &dyn Watch) -> AppResult<()> {
    let account = call.account();
    let mut last = None;
    loop {
        let chunk = write::members_after(&mut call.tx, account, number, last, CHUNK).await?;
        let Some(end) = chunk.last() else { return Ok(()) };
        last = Some(*end);
        for member in chunk {
            match order.aspect {
                Aspect::Invitation => letter_again(call, member).await?,
                Aspect::Role
                | Aspect::Plan
                | Aspect::State
                | Aspect::Number { .. }
                | Aspect::Uses
                | Aspect::Group { .. } => delete_or_restore(call, member).await?,
            }
            watch.wrote(1)?;
        }
    }
}

pub(crate) async fn delete_or_restore(call: &mut Call, member: MemberId) -> AppResult<()> {
    let (account, now, viewer) = (call.account(), call.now, call.actor().member);
    let target = members::target(&mut call.tx, account, viewer, member).await?.ok_or(Denial::NotThere)?;
    if target.state == MemberState::Deleted {
        let permit = check(call.actor(), Action::Restore, &target)?;
        let digits = call.settings().extension_digits;
        offboarding::restore(&mut call.tx, account, &permit, digits, now).await.map_err(refusal)?;
        return Ok(());
    }
    let permit = check(call.actor(), Action::Delete, &target)?;
    let paid = offboarding::is_paid(&mut call.tx, account).await?;
    // A free account forgets at once: whoever commits has the erasing run.
    let erase_at = if paid { now.plus(KEPT) } else { now };
    offboarding::delete(&mut call.tx, account, &permit, Transfer::default(), now, erase_at).await.map_err(refusal)
}

/// A new link, and the old one dies (M4).
async fn letter_again(call: &mut Call, member: MemberId) -> AppResult<()> {
    let (account, now, viewer) = (call.account(), call.now, call.actor().member);
    let Some(row) = invitations::find(&mut call.tx, account, member).await? else { return Ok(()) };
    if EmailAddress::parse(&row.sign_in).is_err() {
        return Ok(());
    }
    let (state, name) = (call.request.state.clone(), call.actor().name.full());
    crate::invitations::letter(&mut call.tx, &state, &row, (Some(viewer), &name), now).await
}

/// Tells everybody whose role changed and who has an email (K3).
async fn letters(call: &mut Call, number: i64, watch: &dyn Watch) -> AppResult<()> {
    let (account, now) = (call.account(), call.now);
    let (company, by) = (call.settings().name.clone(), Author::of(call.actor(), "").name);
    let mut last = None;
    loop {
        let chunk = write::addressees(&mut call.tx, account, number, last, 1_000).await?;
        let Some(end) = chunk.last() else { return Ok(()) };
        last = Some(end.id);
        for person in &chunk {
            let Ok(to) = EmailAddress::parse(&person.sign_in) else { continue };
            let name = PersonName { first: person.first_name.clone(), last: person.last_name.clone() };
            let mail = mail::role_changed(&name, &company, &by, &person.after);
            outbox::queue(&mut call.tx, account, Some(person.id), &to, &mail, now).await?;
        }
        watch.wrote(0)?;
    }
}
