//! Reading the audit log: the page, and what happened to one member (G1). The file to keep is in `downloads_audit`.

use crate::call::Call;
use crate::members::edit::read::load;
use crate::request::Request;
use model::audit::EntryNumber;
use model::audit::member_changes::MemberChanges;
use model::audit::url::{AuditQuery, Place};
use model::audit::{AuditPage, AuditRow};
use model::error::AppResult;
use model::{MemberId, PeopleScope};
use policy::{Action, Denial, Target, Verb, check};
use store::audit;
use store::audit::read::{PAGE, Reader};

/// Whose entries this role may read (R2).
pub(crate) fn reader(call: &Call) -> Reader {
    Reader { member: call.actor().member, own_groups_only: call.actor().role.people == PeopleScope::OwnGroups }
}

/// One page of the log, as far as the reader's role reaches (R2).
///
/// # Errors
/// Denied to roles that don't see the log.
pub async fn audit_page(request: &Request, query: AuditQuery) -> AppResult<AuditPage> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeAudit, Target::Account)?;
    let reader = reader(&call);
    let (account, now) = (call.account(), call.now);
    let (mut rows, mut more) = audit::read::page(&mut call.tx, account, &reader, &query, PAGE, now).await?;
    let up = matches!(query.place, Some(Place::After(_)));
    // A short page of the newest is filled up, so that it isn't a few rows alone.
    if up && !more {
        (rows, more) = audit::read::page(&mut call.tx, account, &reader, &query.at(None), PAGE, now).await?;
    }
    let first_page = query.place.is_none() || (up && !more_above(&mut call, &reader, &query, &rows).await?);
    let people = audit::read::people(&mut call.tx, account, &reader).await?;
    let has_older = if up { more_below(&mut call, &reader, &query, &rows).await? } else { more };
    let country = call.settings().country;
    let rows = rows.into_iter().map(|row| row.read_in(country)).collect();
    Ok(AuditPage { rows, has_newer: !first_page, has_older, people, now })
}

async fn more_above(call: &mut Call, reader: &Reader, query: &AuditQuery, rows: &[AuditRow]) -> AppResult<bool> {
    let Some(first) = rows.first() else { return Ok(false) };
    let (account, now) = (call.account(), call.now);
    Ok(!audit::read::page(&mut call.tx, account, reader, &query.at(Some(Place::After(first.number))), 1, now)
        .await?
        .0
        .is_empty())
}

async fn more_below(call: &mut Call, reader: &Reader, query: &AuditQuery, rows: &[AuditRow]) -> AppResult<bool> {
    let Some(last) = rows.last() else { return Ok(false) };
    let (account, now) = (call.account(), call.now);
    Ok(!audit::read::page(&mut call.tx, account, reader, &query.at(Some(Place::Before(last.number))), 1, now)
        .await?
        .0
        .is_empty())
}

/// The changes of a member before an entry's number; none: from the newest. Within the reader's people scope (R2).
///
/// # Errors
/// Denied to roles that don't see the log or this member; not found.
pub async fn member_changes(request: &Request, id: MemberId, before: Option<EntryNumber>) -> AppResult<MemberChanges> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeAudit, Target::Account)?;
    let target = load(&mut call, id).await?;
    let reader = reader(&call);
    if reader.own_groups_only && !target.shares_group && target.id != reader.member {
        return Err(Denial::OutsideYourGroups { verb: Verb::SeeAudit, name: target.name }.into());
    }
    let (account, now) = (call.account(), call.now);
    let (rows, has_older) = audit::read::of_member(&mut call.tx, account, target.id, before, PAGE, now).await?;
    let country = call.settings().country;
    let rows = rows.into_iter().map(|row| row.read_in(country)).collect();
    Ok(MemberChanges { name: target.name, rows, has_older, now })
}
