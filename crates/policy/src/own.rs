//! Oneself: what nobody does to themselves, and the Administrator an account keeps (R7, R9).

use super::person::Person;
use super::{Action, Denial, Own, Rule, Verb};
use model::sessions::Actor;
use model::{MemberState, Permission, RoleKind};

/// R7: nobody deletes, suspends or demotes themselves; R9: nobody widens their own reach.
pub(super) fn allows(actor: &Actor, verb: Verb, rule: Rule, person: Person<'_>) -> Result<(), Denial> {
    let refused = match rule.own {
        Own::Never => true,
        Own::AdministratorOnly => !actor.role.is_administrator(),
        Own::Same | Own::Free => false,
    };
    if refused && person.is_behind(actor) {
        return Err(Denial::Yourself { verb, administrator: person.role.kind == RoleKind::Administrator });
    }
    Ok(())
}

/// R7: where it is known that no other active Administrator remains, this one stays. The database holds it anyway.
pub(super) fn keeps_an_administrator(action: &Action, rule: Rule, person: Person<'_>) -> Result<(), Denial> {
    let still_one = matches!(action, Action::ChangeRole(to) if to.kind == RoleKind::Administrator);
    let is_one = person.role.kind == RoleKind::Administrator && person.state == MemberState::Active;
    if rule.removes_administrator && is_one && !still_one && person.other_active_administrators == Some(false) {
        return Err(Denial::LastAdministrator { name: person.name.to_owned() });
    }
    Ok(())
}

/// M17: a deleted member's voicemail goes to oneself only if one may see everyone's anyway (H1).
pub(super) fn may_receive(actor: &Actor, person: Person<'_>) -> Result<(), Denial> {
    if person.is_behind(actor) && !actor.role.has(Permission::SeeAllHistory) {
        return Err(Denial::Needs { permission: Permission::SeeAllHistory, managers: true });
    }
    Ok(())
}
