//! An entry about many who changed in one way, turned around: a change of many whose goal is what each had before (K4, G2). The
//! statement that makes its classes compares what each has now with both, as [`judge`](crate::undo::judge) does one by one.

use crate::bulk::order::{Order, Targets, Undoes};
use crate::call::Call;
use crate::undo::inverse::roles_of;
use model::audit::{About, AuditAction, Field, Value};
use model::bulk::BulkKind;
use model::error::{AppError, AppResult};
use model::{AuditId, GroupId, NumberId, PhoneNumber};
use store::audit::entry::Entry;
use store::bulk::Aspect;
use store::{bulk, fault, invitations};

fn impossible(why: &str) -> AppError {
    AppError::Refused(why.to_owned())
}

/// Its items, each of which gets back what it was.
pub(crate) async fn of_items(call: &mut Call, entry: &Entry, kind: BulkKind) -> AppResult<Order> {
    order(call, entry, kind, Targets::Entry(entry.number)).await
}

/// The one member it is about, who gets back their plan or state.
pub(crate) async fn of_member(call: &mut Call, entry: &Entry, kind: BulkKind) -> AppResult<Order> {
    let About::Member(member) = entry.subject.about else { return Err(AuditId::missing()) };
    let change = entry.changes.iter().find(|c| matches!(c.field, Field::State | Field::Plan));
    let words = change.and_then(|c| Some((word(&c.before)?, word(&c.after)?)));
    let (before, left) = words.ok_or_else(AuditId::missing)?;
    order(call, entry, kind, Targets::One { member, before, left }).await
}

/// A plan or state as the database has it.
fn word(value: &Value) -> Option<&'static str> {
    match value {
        Value::Plan(plan) => Some(plan.slug()),
        Value::State(state) => Some(state.slug()),
        _ => None,
    }
}

async fn order(call: &mut Call, entry: &Entry, kind: BulkKind, targets: Targets) -> AppResult<Order> {
    let number = matches!(targets, Targets::Entry(_)).then_some(entry.number);
    let mut order = Order {
        kind,
        aspect: Aspect::State,
        targets,
        to: entry.subject.name.clone(),
        number: None,
        group: None,
        subject: entry.subject.clone(),
        undoes: Some(Undoes { number, words: words(entry, kind) }),
        roles: roles_of(call).await?,
    };
    match kind {
        BulkKind::ChangeRole => order.aspect = Aspect::Role,
        BulkKind::ChangePlan => order.aspect = Aspect::Plan,
        BulkKind::AssignNumber | BulkKind::RemoveNumber => of_number(call, &mut order).await?,
        BulkKind::AddToGroup => of_group(call, &mut order).await?,
        BulkKind::GrantNumbers | BulkKind::RevokeNumbers => order.aspect = Aspect::Uses,
        BulkKind::Suspend | BulkKind::Reactivate | BulkKind::Delete => {}
        BulkKind::ResendInvitations | BulkKind::Export | BulkKind::Import => {
            return Err(fault(&"a change of many that has no inverse"));
        }
    }
    Ok(order)
}

/// "Changing the role of 4 members to Manager"
fn words(entry: &Entry, kind: BulkKind) -> String {
    let name = &entry.subject.name;
    match entry.items {
        0 if entry.action == AuditAction::Restore => format!("restoring {name}"),
        0 => format!("“{}” for {name}", kind.label()),
        n if name.is_empty() => format!("“{}”", kind.title(n)),
        n => format!("“{}” to {name}", kind.title(n)),
    }
}

async fn of_number(call: &mut Call, order: &mut Order) -> AppResult<()> {
    let (account, country) = (call.account(), call.settings().country);
    let name = order.subject.name.clone();
    let gone = || impossible(&format!("The number {name} is not the account’s any more, so it can’t be given back."));
    let About::Number(id) = order.subject.about else { return Err(NumberId::missing()) };
    let e164 = bulk::number(&mut call.tx, account, id).await?.ok_or_else(gone)?;
    let shown = move |n: PhoneNumber| n.shown_in(country);
    let mut found = invitations::numbers(&mut call.tx, account, Some(&[id]), &shown).await?;
    let target = found.pop().ok_or_else(gone)?.target;
    order.to = target.shown.clone();
    order.number = Some(target);
    order.aspect = Aspect::Number { id, e164 };
    Ok(())
}

async fn of_group(call: &mut Call, order: &mut Order) -> AppResult<()> {
    let account = call.account();
    let name = order.subject.name.clone();
    let gone = || impossible(&format!("The group {name} is gone, so nothing can be given back."));
    let About::Group(id) = order.subject.about else { return Err(GroupId::missing()) };
    let found =
        invitations::group_targets(&mut call.tx, account).await?.into_iter().find(|g| g.id == id).ok_or_else(gone)?;
    // Items were written under the name it had then.
    order.aspect = Aspect::Group { id, name };
    order.group = Some(found);
    Ok(())
}
