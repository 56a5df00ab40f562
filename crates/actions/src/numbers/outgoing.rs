//! Who may use a number for outgoing calls and messages: from the number's side and from the member's (N1, M13, R6).

use crate::call::Call;
use crate::flash;
use crate::members::edit;
use crate::members::edit::{gone, here};
use crate::numbers::load::{find_members, load, may_open, viewer};
use crate::numbers::read::uses;
use crate::numbers::uses_before::UsesBefore;
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, FlashMessage, Named, Subject, Used, Value};
use model::error::AppError;
use model::error::AppResult;
use model::numbers::query::NumbersQuery;
use model::numbers::{NumberUse, UseForm, UsePair, Uses};
use model::{AuditId, MemberId, NextPage, NumberId};
use policy::{Action, MemberTarget, check};
use store::numbers::card::NumberFacts;
use store::{members, numbers};

/// How many the drawer lists; with more, one searches.
const LISTED: i64 = 100;

/// Who may use a number, and members matching `find` who don't yet; those whose use can't be changed say why (R10).
///
/// # Errors
/// A number out of the role's number scope is missing, like a foreign one (A3, R2).
pub async fn number_users(request: &Request, id: NumberId, find: &str) -> AppResult<Uses> {
    let mut call = Call::read(request).await?;
    let seen = viewer(&call)?;
    let facts = load(&mut call, id).await?;
    let (account, number) = (call.account(), facts.target.clone());
    if !numbers::card::shows(&mut call.tx, account, &seen, number.id).await? {
        return Err(NumberId::missing());
    }
    let rows = numbers::card::users(&mut call.tx, account, number.id, LISTED).await?;
    let there = uses(&mut call, &number, rows).await?;
    let mut more = Vec::new();
    for row in if find.trim().is_empty() { Vec::new() } else { find_members(&mut call, find).await? } {
        if numbers::card::use_of(&mut call.tx, account, number.id, row.id).await?.is_some() {
            continue;
        }
        let action = Action::AssignNumber(number.clone().into());
        let refused = check(call.actor(), action, &MemberTarget::from(&row)).err().map(|d| d.to_string());
        let about = row.extension.map(|e| format!("Ext. {e}")).unwrap_or_default();
        more.push(fresh(row.id, number.id, row.name.full(), about, refused));
    }
    Ok(Uses { of: number.shown, there, more })
}

fn fresh(member: MemberId, number: NumberId, name: String, about: String, refused: Option<String>) -> NumberUse {
    NumberUse { member, number, name, about, calls: false, messages: false, default: false, refused }
}

/// What a member may use, and numbers matching `find` which they don't use yet (M13).
///
/// # Errors
/// A foreign member is missing (A3), a deleted one refused; denied to those who may neither edit the member nor give
/// them numbers.
pub async fn member_uses(request: &Request, id: MemberId, find: &str) -> AppResult<Uses> {
    let mut call = Call::read(request).await?;
    let target = edit::read::load(&mut call, id).await?;
    here(&target)?;
    may_open(&call, &target)?;
    let (account, me, country) = (call.account(), call.actor().member, call.settings().country);
    let has = numbers::card::uses_of(&mut call.tx, account, country, target.id).await?;
    let ids: Vec<NumberId> = has.iter().map(|n| n.id).collect();
    let targets = numbers::card::facts_of(&mut call.tx, account, me, country, &ids).await?;
    let of = |id: NumberId| targets.iter().find(|f| f.target.id == id).map(|f| f.target.clone());
    let why = |action| check(call.actor(), action, &target).err().map(|d| d.to_string());
    let there = has
        .iter()
        .filter_map(|n| {
            let number = of(n.id)?;
            Some(NumberUse {
                member: target.id,
                number: n.id,
                name: number.shown.clone(),
                about: n.label.clone(),
                calls: n.calls,
                messages: n.messages,
                default: n.default,
                refused: why(Action::RemoveNumber(number.into())),
            })
        })
        .collect();
    // Those one may give come from one's own number scope; the page behind asks for SeeNumbers, this drawer doesn't.
    let scope = viewer(&call).unwrap_or_else(|_| {
        let held = call.actor().numbers.iter().copied().collect();
        store::numbers::NumbersViewer { country, only: Some((held, Vec::new())) }
    });
    let query = NumbersQuery { per_page: 25, ..NumbersQuery::default().with_search(find) };
    let found = numbers::page(&mut call.tx, account, &scope, &query).await?.rows;
    let candidates: Vec<NumberId> = found.iter().map(|r| r.id).filter(|id| !ids.contains(id)).collect();
    let candidates = numbers::card::facts_of(&mut call.tx, account, me, country, &candidates).await?;
    let why = |action| check(call.actor(), action, &target).err().map(|d| d.to_string());
    let more = candidates
        .into_iter()
        .take(12)
        .map(|f| {
            let at = f.row.destination.name();
            let about = if f.row.label.is_empty() { at.to_owned() } else { f.row.label.clone() };
            fresh(target.id, f.target.id, f.target.shown.clone(), about, why(Action::AssignNumber(f.target.into())))
        })
        .collect();
    Ok(Uses { of: target.name.clone(), there, more })
}

/// Saves what is ticked for the pairs a form shows, all of it or nothing. Answers what to say; a browser without script
/// is led to `back`, or else to the list.
///
/// # Errors
/// A foreign number or member is missing (A3); denied when the actor may not change one of the pairs (R6).
pub async fn set_use(request: &Request, form: UseForm, back: NextPage) -> AppResult<FlashMessage> {
    let said = save(request, &form).await?;
    request.lead_on(&back, "/numbers");
    Ok(said)
}

/// Most pairs of one form.
const MOST: usize = 500;

async fn save(request: &Request, form: &UseForm) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    if form.seen.len() > MOST {
        return Err(AppError::Refused("That is too much at once. Choose fewer people or numbers.".to_owned()));
    }
    let mut changed = Vec::new();
    for pair in &form.seen {
        let wanted = (form.calls.contains(pair), form.messages.contains(pair), form.default.contains(pair));
        changed.extend(set_one(&mut call, *pair, wanted).await?);
    }
    match changed.as_slice() {
        [] => flash::only(request, "Nothing had to be changed".to_owned()),
        [entry] => flash::commit(call, "1 change saved".to_owned(), *entry).await,
        // Each is an entry of its own, and the log takes each back.
        all => {
            let said = format!("{} changes saved", all.len());
            call.commit().await?;
            flash::only(request, said)
        }
    }
}

/// One pair, and the entry of the log if something changed.
async fn set_one(
    call: &mut Call,
    UsePair { member, number }: UsePair,
    wanted: (bool, bool, bool),
) -> AppResult<Option<AuditId>> {
    let facts = load(call, number).await?;
    let (account, me) = (call.account(), call.actor().member);
    let target = members::target(&mut call.tx, account, me, member).await?.ok_or_else(gone)?;
    let has = numbers::card::use_of(&mut call.tx, account, number, member).await?;
    match (has, wanted) {
        (None, (false, false, _)) => {
            // Asked all the same, so that nobody learns by a form that does nothing.
            let _permit = check(call.actor(), Action::RemoveNumber(facts.target.clone().into()), &target)?;
            Ok(None)
        }
        (Some(now), wanted) if now == wanted => Ok(None),
        (Some(now), (false, false, _)) => take(call, &target, &facts, now, &[]).await.map(Some),
        (has, wanted) => give(call, &target, &facts, has, wanted, &[]).await.map(Some),
    }
}

/// Grants, or changes for what. `back`: in an undo, how numbers were used before.
pub(crate) async fn give(
    call: &mut Call,
    target: &MemberTarget,
    facts: &NumberFacts,
    has: Option<(bool, bool, bool)>,
    (calls, messages, default): (bool, bool, bool),
    back: &[Change],
) -> AppResult<AuditId> {
    let permit = check(call.actor(), Action::AssignNumber(facts.target.clone().into()), target)?;
    let account = call.account();
    let uses = UsesBefore::of(call, [target.id]).await?;
    if !numbers::write::grant(&mut call.tx, account, &permit, calls, messages, default).await? {
        return Err(NumberId::missing());
    }
    let uses = uses.settle(call, &permit, back).await?;
    let now = numbers::card::use_of(&mut call.tx, account, facts.target.id, target.id).await?;
    note(
        call,
        AuditAction::GrantNumber,
        target,
        facts,
        (has.map(Used::of), now.or(Some((calls, messages, default))).map(Used::of)),
        uses,
    )
    .await
}

pub(crate) async fn take(
    call: &mut Call,
    target: &MemberTarget,
    facts: &NumberFacts,
    now: (bool, bool, bool),
    back: &[Change],
) -> AppResult<AuditId> {
    let permit = check(call.actor(), Action::RemoveNumber(facts.target.clone().into()), target)?;
    let account = call.account();
    let uses = UsesBefore::of(call, [target.id]).await?;
    numbers::write::revoke(&mut call.tx, account, &permit).await?;
    let uses = uses.settle(call, &permit, back).await?;
    note(call, AuditAction::RevokeNumber, target, facts, (Some(Used::of(now)), None), uses).await
}

/// The entry of the audit log, with what came along.
async fn note(
    call: &mut Call,
    action: AuditAction,
    target: &MemberTarget,
    facts: &NumberFacts,
    (before, after): (Option<Used>, Option<Used>),
    along: Vec<Change>,
) -> AppResult<AuditId> {
    let value = |used: Option<Used>| used.map_or(Value::Nothing, Value::Use);
    let field = Field::Use(Named::new(facts.target.id, facts.row.number.e164()));
    let mut changes = vec![Change::new(field, value(before), value(after))];
    changes.extend(along);
    call.audit(action, Subject::member(target.id, &target.name), &changes).await
}
