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
    match action {
        Action::Invite(new) | Action::Duplicate(new) => people::may_give_all(actor, new),
        Action::ChangeRole(role) => ceiling::may_give(actor, role),
        Action::ChangeSupervises(access) => people::may_give_access(actor, access),
        Action::AssignNumber(n) | Action::RemoveNumber(n) => numbers::may_use(actor, n),
        Action::RemoveDirect(n) => numbers::within_reach(actor, n),
        Action::AssignDirect(n) => numbers::may_take(actor, n),
        Action::AddToGroup(group) => person.map_or(Ok(()), |p| people::may_add_to_group(actor, group, p)),
        Action::RemoveFromGroup(group) => people::group_in_reach(actor, group),
        Action::ReceiveTransfer => person.map_or(Ok(()), |p| own::may_receive(actor, p)),
        Action::CreateRole(draft) => roles::may_create(actor, draft),
        Action::EditRole(draft) => roles::may_edit(actor, target.role()?, draft),
        Action::DeleteRole(next) => roles::may_delete(actor, target.role()?, next),
        Action::ChangeSafeguards if !actor.role.is_administrator() => {
            Err(Denial::AdministratorsOnly { verb: action.verb() })
        }
        Action::RouteNumber | Action::ReleaseNumber => numbers::may_take(actor, target.number()?),
        Action::LabelNumber => numbers::within_reach(actor, target.number()?),
        Action::GiveTaskToGroup => tasks::may_give(actor, target.group()?),
        Action::EditGroup | Action::DeleteGroup | Action::EditGroupGreeting => {
            people::group_in_reach(actor, target.group()?)
        }
        Action::WorkOnTask | Action::DeleteTask => tasks::may_change(actor, action.verb(), target.task()?),
        // These hand nothing over, and are done to the account or to people, about whom the other rules decide.
        Action::SeeDirectory
        | Action::SeeTeam
        | Action::OpenCard
        | Action::SeeHistory
        | Action::ListenIn
        | Action::SeeNumbers
        | Action::SeeGroups
        | Action::SeeHealth
        | Action::SeeRoles
        | Action::SeeAudit
        | Action::SeeBilling
        | Action::SeeSettings
        | Action::Export
        | Action::ResendInvitation
        | Action::Import
        | Action::EditDetails
        | Action::CorrectInvitedEmail
        | Action::ChangeSignIn
        | Action::ChangeExtension
        | Action::ChangePlan(_)
        | Action::SetAvailability
        | Action::SetForwarding
        | Action::SetScreening
        | Action::SetGreeting
        | Action::EditCallFlow
        | Action::ChangePhoto
        | Action::ChangePin
        | Action::ResetPassword
        | Action::EndSession
        | Action::Supervise
        | Action::ActWhileSupervising
        | Action::StopSupervising
        | Action::Suspend
        | Action::Reactivate
        | Action::Delete
        | Action::Restore
        | Action::EditOwnProfile
        | Action::ChangeOwnPassword
        | Action::SetPreferences
        | Action::BuyNumber
        | Action::CreateGroup
        | Action::EditCallMenu
        | Action::GiveTaskToMember
        | Action::Undo
        | Action::BuySeats
        | Action::ChangeBilling
        | Action::ChangeSettings
        | Action::ChangeSafeguards => Ok(()),
    }
}
