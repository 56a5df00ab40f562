//! An entry about many who changed in one way, turned around: a change of many whose goal is what each had before (K4, G2). The
//! statement that makes its classes compares what each has now with both, as [`judge`](crate::undo::judge) does one by one.

use crate::bulk::order::{Order, Targets, Undoes};
use crate::call::Call;
use crate::undo::inverse::roles_of;
use model::audit::{About, AuditAction, Field, Value};
use model::bulk::BulkKind;
use model::error::{AppError, AppResult};
use model::{AuditId, GroupId, NumberId, PhoneNumber};
use policy::{GroupTarget, NumberTarget};
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
        Value::Nothing
        | Value::Text(_)
        | Value::NewOne
        | Value::On(_)
        | Value::Count(_)
        | Value::Availability(_)
        | Value::Extension(_)
        | Value::Forwarding { .. }
        | Value::Group(_)
        | Value::Member(_)
        | Value::Number(_)
        | Value::Numbers(_)
        | Value::People(_)
        | Value::Phone(_)
        | Value::Place(_)
        | Value::Role(_)
        | Value::Use(_)
        | Value::Watches(_)
        | Value::Fields(_)
        | Value::Erased(_) => None,
    }
}

/// What a change of many is about, resolved against what is there now.
struct Resolved {
    aspect: Aspect,
    to: String,
    number: Option<NumberTarget>,
    group: Option<GroupTarget>,
}

impl Resolved {
    /// Of the entry's own name: nothing that could be gone.
    fn named(entry: &Entry, aspect: Aspect) -> Resolved {
        Resolved { aspect, to: entry.subject.name.clone(), number: None, group: None }
    }
}

async fn order(call: &mut Call, entry: &Entry, kind: BulkKind, targets: Targets) -> AppResult<Order> {
    let Resolved { aspect, to, number, group } = match kind {
        BulkKind::ChangeRole => Resolved::named(entry, Aspect::Role),
        BulkKind::ChangePlan => Resolved::named(entry, Aspect::Plan),
        BulkKind::AssignNumber | BulkKind::RemoveNumber => of_number(call, entry).await?,
        BulkKind::AddToGroup => of_group(call, entry).await?,
        BulkKind::GrantNumbers | BulkKind::RevokeNumbers => Resolved::named(entry, Aspect::Uses),
        BulkKind::Suspend | BulkKind::Reactivate | BulkKind::Delete => Resolved::named(entry, Aspect::State),
        BulkKind::ResendInvitations | BulkKind::Export | BulkKind::Import => {
            return Err(fault(&"a change of many that has no inverse"));
        }
    };
    let items_of = matches!(targets, Targets::Entry(_)).then_some(entry.number);
    Ok(Order {
        kind,
        aspect,
        targets,
        to,
        number,
        group,
        subject: entry.subject.clone(),
        undoes: Some(Undoes { number: items_of, words: words(entry, kind) }),
        roles: roles_of(call).await?,
    })
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

async fn of_number(call: &mut Call, entry: &Entry) -> AppResult<Resolved> {
    let (account, country) = (call.account(), call.settings().country);
    let name = &entry.subject.name;
    let gone = || impossible(&format!("The number {name} is not the account’s any more, so it can’t be given back."));
    let About::Number(id) = entry.subject.about else { return Err(NumberId::missing()) };
    let e164 = bulk::number(&mut call.tx, account, id).await?.ok_or_else(gone)?;
    let shown = move |n: PhoneNumber| n.shown_in(country);
    let mut found = invitations::numbers(&mut call.tx, account, &[id], &shown).await?;
    let number = found.pop().ok_or_else(gone)?.target;
    Ok(Resolved { aspect: Aspect::Number { id, e164 }, to: number.shown.clone(), number: Some(number), group: None })
}

async fn of_group(call: &mut Call, entry: &Entry) -> AppResult<Resolved> {
    let account = call.account();
    let name = entry.subject.name.clone();
    let gone = || impossible(&format!("The group {name} is gone, so nothing can be given back."));
    let About::Group(id) = entry.subject.about else { return Err(GroupId::missing()) };
    let found = invitations::group_targets(&mut call.tx, account).await?.into_iter().find(|g| g.id == id);
    let group = found.ok_or_else(gone)?;
    // Items were written under the name it had then.
    let aspect = Aspect::Group { id, name: name.clone() };
    Ok(Resolved { aspect, to: name, number: None, group: Some(group) })
}
