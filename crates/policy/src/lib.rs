//! Who may do what (R1 to R13, M9, M21): one pure function, called by the browser to hide, explain and preview,
//! and by the server to decide on rows read in the same transaction (R3).
//!
//! What belongs here: rules about people, roles and scopes. What does not: I/O, clocks, SQL, and facts only the
//! database can hold under concurrency (unique extensions, seats, the last Administrator's final word).
//!
//! A new action is one row in `action.rs`; the golden matrix then shows who got it.

mod action;
mod bulk;
mod ceiling;
mod denial;
#[cfg(test)]
mod escalation_tests;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod golden_tests;
mod menu;
mod numbers;
mod own;
mod people;
mod permit;
mod person;
mod roles;
mod rule;
mod supervise;
mod target;
mod tasks;
mod visible;
#[cfg(test)]
mod words_tests;

pub use action::{Action, Verb};
pub use bulk::{BulkMenu, MissingBulk, bulk_menu, may_at_all, may_fill, may_give, may_hand_on, may_have_direct};
pub use denial::{Denial, Excess};
pub use menu::{Missing, RowAction, RowMenu, row_menu};
pub use permit::{Permit, TargetId};
pub use person::Somebody;
pub use roles::sheet::RoleSheet;
pub use rule::{Kind, Own, Reach, Rule};
pub use target::{
    AlikeNumbers, GroupTarget, MemberTarget, NewMember, NumberTarget, RoleDraft, RoleRef, SessionTarget,
    SupervisorAccess, Target, TaskHolder, TaskTarget, UsedNumber,
};
pub use visible::{Page, TeamSight, columns, filters, pages, sees_whole_team, sorts};

use model::RoleKind;
use model::sessions::Actor;

/// Decides whether `actor` may do `action` to `target` (R3). The permit names all three, so that a write that takes
/// it can't be called unchecked. The denial says which rule refused and who could do it instead.
///
/// The order is that of the sentences: first what the actor can't do to anybody, then what they can't do to this
/// one, then what they can't give, and last what nobody can do now.
pub fn check<'t>(actor: &Actor, action: Action, target: impl Into<Target<'t>>) -> Result<Permit, Denial> {
    let target = target.into();
    decide(actor, &action, target)?;
    Ok(Permit::issue(actor, action, target.into()))
}

fn decide(actor: &Actor, action: &Action, target: Target<'_>) -> Result<(), Denial> {
    let (verb, person) = (action.verb(), target.person());
    touches(actor, verb, action.role_given(), target)?;
    gives(actor, action, target)?;
    if let Some(person) = person {
        own::keeps_an_administrator(action, verb.rule(), person)?;
        people::state_allows(verb, verb.rule(), person)?;
    }
    Ok(())
}

/// What the actor can't do to anybody, and to this one, whatever it gives; `given`: the kind of role it gives, if any.
fn touches(actor: &Actor, verb: Verb, given: Option<RoleKind>, target: Target<'_>) -> Result<(), Denial> {
    let rule = verb.rule();
    supervise::allows(actor, verb, rule)?;
    if target.kind() != rule.on {
        return Err(Denial::NotThere);
    }
    let person = target.person();
    if !(rule.own == Own::Free && person.is_some_and(|p| p.is_self(actor))) {
        if let Some(permission) = rule.needs.filter(|p| !actor.role.has(*p)) {
            return Err(Denial::Needs { permission, managers: ceiling::managers_could(verb, given, target, actor) });
        }
        people::may_add(actor, rule)?;
        if let Some(person) = person {
            own::allows(actor, verb, rule, person)?;
            people::reaches(actor, verb, rule, person)?;
            ceiling::allows(actor, verb, rule, person)?;
        }
    }
    Ok(())
}

/// What the action hands over, and the rules of targets that are no people.
fn gives(actor: &Actor, action: &Action, target: Target<'_>) -> Result<(), Denial> {
    let person = target.person();
    match (action, target) {
        (Action::Invite(new) | Action::Duplicate(new), _) => people::may_give_all(actor, new),
        (Action::ChangeRole(role), _) => ceiling::may_give(actor, role),
        (Action::ChangeSupervises(access), _) => people::may_give_access(actor, access),
        (Action::AssignNumber(n) | Action::RemoveNumber(n), _) => numbers::may_use(actor, n),
        (Action::RemoveDirect(n), _) => numbers::within_reach(actor, n),
        (Action::AssignDirect(n), _) => numbers::may_take(actor, n),
        (Action::RouteNumber | Action::ReleaseNumber, Target::Number(n)) => numbers::may_take(actor, n),
        (Action::AddToGroup(group), _) => person.map_or(Ok(()), |p| people::may_add_to_group(actor, group, p)),
        (Action::RemoveFromGroup(group), _) => people::group_in_reach(actor, group),
        (Action::ReceiveTransfer, _) => person.map_or(Ok(()), |p| own::may_receive(actor, p)),
        (Action::CreateRole(draft), _) => roles::may_create(actor, draft),
        (Action::EditRole(draft), Target::Role(role)) => roles::may_edit(actor, role, draft),
        (Action::DeleteRole(next), Target::Role(role)) => roles::may_delete(actor, role, next),
        (Action::ChangeSafeguards, _) if !actor.role.is_administrator() => {
            Err(Denial::AdministratorsOnly { verb: action.verb() })
        }
        (Action::GiveTaskToGroup, Target::Group(group)) => tasks::may_give(actor, group),
        (_, Target::Task(task)) => tasks::may_change(actor, action.verb(), task),
        (_, Target::Number(number)) => numbers::within_reach(actor, number),
        (_, Target::Group(group)) => people::group_in_reach(actor, group),
        _ => Ok(()),
    }
}
