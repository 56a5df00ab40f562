//! An entry of the audit log turned around: what each had before becomes what each is to have (G2).

use crate::bulk::order::{Order, Targets, Undoes};
use crate::call::Call;
use crate::undo;
use crate::undo::fields::Fields;

use crate::undo::import::Import;
use crate::undo::single::Single;
use model::audit::Change;
use model::audit::kept::undoable;
use model::bulk::{BulkKind, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::{AuditId, GroupId, Instant, MemberId, MemberState, NumberId, PhoneNumber, Plan, Role};
use policy::{Action, NumberTarget, Target, check};
use store::audit::Subject;
use store::bulk;
use store::bulk::{Aspect, Entry};
use store::{audit, invitations, roles};

fn missing() -> AppError {
    AppError::NotFound("There is no such entry in the audit log.".to_owned())
}

fn impossible(why: &str) -> AppError {
    AppError::Refused(why.to_owned())
}

/// How an entry is taken back.
pub enum Undoing {
    Order(Box<Order>),
    /// Fields of one member.
    Fields(Box<Fields>),
    /// One thing by itself, by what was kept of it.
    Single(Box<Single>),
    /// Members who were added or changed by a file (I1).
    Import(Box<Import>),
}

/// The inverse of an entry. Refused: those that can't be undone, are too old, or were undone already.
pub async fn of_entry(call: &mut Call, id: AuditId) -> AppResult<Undoing> {
    let account = call.account();
    let entry = bulk::entry(&mut call.tx, account, id).await?.ok_or_else(missing)?;
    let _permit = check(call.actor(), Action::Undo, Target::Audit(id))?;
    if !entry.reversible || !undoable(&entry.action, !entry.kept.is_empty()) {
        return Err(impossible("That can’t be undone."));
    }
    if Instant(entry.at).plus(UNDO_DAYS * DAY) < call.now {
        return Err(impossible("That is more than 30 days ago, so it can’t be undone any more."));
    }
    if let Some(undone) = audit::items::undone(&mut call.tx, account, &[id]).await?.first() {
        return Err(AppError::Conflict(format!("{} undid that already. Nothing was done twice.", undone.by)));
    }
    if !entry.kept.is_empty() {
        return Ok(Undoing::Single(Box::new(Single::read(call, entry).await?)));
    }
    let roles: Vec<Role> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    if undo::import::fits(&entry) {
        return Ok(Undoing::Import(Box::new(Import::read(call, entry, roles).await?)));
    }
    if kind_of(&entry).is_none() && undo::fields::fits(&entry) {
        return Ok(Undoing::Fields(Box::new(undo::fields::read(call, entry, roles).await?)));
    }
    let kind = kind_of(&entry).ok_or_else(|| impossible(NOT_HERE))?;
    let number = (entry.items > 0).then_some(entry.number);
    let name = entry.target_name.clone();
    let targets = if number.is_some() { Targets::Entry(entry.number) } else { of_one(&entry, kind, &roles)? };
    let mut order = Order {
        kind,
        aspect: Aspect::State,
        targets,
        to: name.clone(),
        number: None,
        group: None,
        subject: Subject { kind: subject_kind(&entry.target_kind), id: entry.target_id.map(|id| id.as_u128()), name },
        undoes: Some(Undoes { entry: id, number, words: words(&entry, kind) }),
        roles,
    };
    match kind {
        BulkKind::ChangeRole => order.aspect = Aspect::Role,
        BulkKind::ChangePlan => order.aspect = Aspect::Plan,
        BulkKind::AssignNumber | BulkKind::RemoveNumber => of_number(call, &mut order, &entry).await?,
        BulkKind::AddToGroup => of_group(call, &mut order, &entry).await?,
        BulkKind::GrantNumbers | BulkKind::RevokeNumbers => order.aspect = Aspect::Uses,
        BulkKind::Suspend | BulkKind::Reactivate | BulkKind::Delete => {}
        BulkKind::ResendInvitations | BulkKind::Export | BulkKind::Import => return Err(impossible(NOT_HERE)),
    }
    Ok(Undoing::Order(Box::new(order)))
}

const NOT_HERE: &str = "That can’t be undone here. Change it back by hand.";

/// Which change takes an entry back: the kind of a bulk one, or of one about a single member who changed in one way only.
fn kind_of(entry: &Entry) -> Option<BulkKind> {
    if let Some(slug) = entry.action.strip_prefix("bulk.") {
        return BulkKind::from_slug(slug)
            .filter(|k| !matches!(k, BulkKind::ResendInvitations | BulkKind::Export | BulkKind::Import));
    }
    match entry.action.as_str() {
        "members.plan" => Some(BulkKind::ChangePlan),
        "members.suspend" => Some(BulkKind::Suspend),
        "members.reactivate" => Some(BulkKind::Reactivate),
        "members.delete" | "members.restore" | "imports.create" => Some(BulkKind::Delete),
        action if action.starts_with("members.") => match changes(entry).as_slice() {
            [only] if only.field == "role" => Some(BulkKind::ChangeRole),
            [only] if only.field == "plan" => Some(BulkKind::ChangePlan),
            _ => None,
        },
        _ => None,
    }
}

fn changes(entry: &Entry) -> Vec<Change> {
    serde_json::from_str(&entry.changes).unwrap_or_default()
}

/// The log's word of what an entry is about, which is one of a few.
fn subject_kind(kind: &str) -> &'static str {
    ["role", "number", "group", "plan", "member"].into_iter().find(|k| *k == kind).unwrap_or("team")
}

/// "Changing the role of 4 members to Manager"
fn words(entry: &Entry, kind: BulkKind) -> String {
    let n = u64::try_from(entry.items).unwrap_or_default();
    match entry.items {
        0 if entry.action == "imports.create" => format!("importing {}", entry.target_name),
        0 if entry.action == "members.restore" => format!("restoring {}", entry.target_name),
        0 => format!("“{}” for {}", kind.label(), entry.target_name),
        _ if entry.target_name.is_empty() => format!("“{}”", kind.title(n)),
        _ => format!("“{}” to {}", kind.title(n), entry.target_name),
    }
}

/// What an entry about one member says it had and has, as words of the database.
fn moved(entry: &Entry) -> Option<(String, String)> {
    if entry.action == "imports.create" {
        return Some((MemberState::Deleted.slug().to_owned(), MemberState::Invited.slug().to_owned()));
    }
    let all = changes(entry);
    let change = all.iter().find(|c| c.field == "state").or(all.first())?;
    let state = |label: &str| MemberState::ALL.iter().find(|s| s.label() == label).map(|s| s.slug().to_owned());
    let word = |value: &Option<String>| {
        let value = value.as_deref()?;
        match change.field.as_str() {
            "state" => state(value),
            "plan" => value.parse::<Plan>().ok().map(|p| p.slug().to_owned()),
            _ => Some(value.to_owned()),
        }
    };
    Some((word(&change.before)?, word(&change.after)?))
}

/// The inverse of an entry about one member. A role is known by its name there; one that is gone or renamed can't be given back.
fn of_one(entry: &Entry, kind: BulkKind, roles: &[Role]) -> AppResult<Targets> {
    let member = entry.target_id.map(|id| MemberId(id.as_u128())).ok_or_else(missing)?;
    let (before, left) = moved(entry).ok_or_else(missing)?;
    let id = |name: &str| roles.iter().find(|r| r.name == name).map(|r| r.id);
    let roles = if kind == BulkKind::ChangeRole {
        let gone = "One of these roles is gone or has another name now. Choose the role by hand.";
        Some(id(&before).zip(id(&left)).ok_or_else(|| impossible(gone))?)
    } else {
        None
    };
    Ok(Targets::One { member, before, left, roles })
}

async fn of_number(call: &mut Call, order: &mut Order, entry: &Entry) -> AppResult<()> {
    let (account, country) = (call.account(), call.settings().country);
    let gone = || impossible("The number is not the account’s any more, so it can’t be given back.");
    let id = entry.target_id.map(|id| NumberId(id.as_u128())).ok_or_else(gone)?;
    let e164 = bulk::number(&mut call.tx, account, id).await?.ok_or_else(gone)?;
    let shown = move |n: PhoneNumber| n.shown(country);
    let found =
        invitations::numbers(&mut call.tx, account, Some(&[id]), &shown).await?.into_iter().next().ok_or_else(gone)?;
    let target: NumberTarget = found.target;
    order.to = target.shown.clone();
    order.number = Some(target);
    order.aspect = Aspect::Number { id, e164 };
    Ok(())
}

async fn of_group(call: &mut Call, order: &mut Order, entry: &Entry) -> AppResult<()> {
    let account = call.account();
    let gone = || impossible("The group is gone, so nothing can be given back.");
    let id = entry.target_id.map(|id| GroupId(id.as_u128())).ok_or_else(gone)?;
    let found =
        invitations::group_targets(&mut call.tx, account).await?.into_iter().find(|g| g.id == id).ok_or_else(gone)?;
    // Items were written under the name it had then.
    order.aspect = Aspect::Group { id, name: entry.target_name.clone() };
    order.group = Some(found);
    Ok(())
}
