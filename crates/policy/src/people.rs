//! People scope, groups, and what an invitation gives (R2, R13, M1).

use super::person::Person;
use super::{Denial, Excess, GroupTarget, NewMember, Reach, Rule, SupervisorAccess, Verb, ceiling, numbers};
use model::sessions::Actor;
use model::{NumberScope, PeopleScope, Permission};

/// R13: with the switch on, only Administrators add members.
pub(super) fn may_add(actor: &Actor, rule: Rule) -> Result<(), Denial> {
    let held_back = rule.adds && actor.only_administrators_add && !actor.role.is_administrator();
    if held_back { Err(Denial::OnlyAdministratorsAdd) } else { Ok(()) }
}

/// R2: a role of own groups reaches those who share a group, and oneself.
pub(super) fn reaches(actor: &Actor, verb: Verb, rule: Rule, person: Person<'_>) -> Result<(), Denial> {
    let everyone = rule.reach == Reach::Anyone || actor.role.people == PeopleScope::Everyone;
    if everyone || person.shares_group || person.is_self(actor) {
        return Ok(());
    }
    Err(Denial::OutsideYourGroups { verb, name: person.name.to_owned() })
}

/// R2: likewise for groups.
pub(super) fn group_in_reach(actor: &Actor, group: &GroupTarget) -> Result<(), Denial> {
    if actor.role.people == PeopleScope::Everyone || actor.groups.contains(&group.id) {
        return Ok(());
    }
    Err(Denial::GroupNotYours { group: group.name.clone() })
}

/// A group brings its numbers (R6): who may not use all joins no further group by themselves.
pub(super) fn may_add_to_group(actor: &Actor, group: &GroupTarget, person: Person<'_>) -> Result<(), Denial> {
    let joins = person.is_behind(actor) && !actor.groups.contains(&group.id);
    if joins && actor.role.numbers != NumberScope::All {
        return Err(Denial::GroupNotYours { group: group.name.clone() });
    }
    group_in_reach(actor, group)?;
    numbers::of_group_within_reach(actor, group)
}

/// Supervisor access is given by those who may listen in, as far as they reach (T1, R9).
pub(super) fn may_give_access(actor: &Actor, access: &SupervisorAccess) -> Result<(), Denial> {
    if *access == SupervisorAccess::Nobody {
        return Ok(());
    }
    give_needs(actor, Permission::ListenIn)?;
    match access {
        SupervisorAccess::Groups(groups) => groups.iter().try_for_each(|g| group_in_reach(actor, g)),
        SupervisorAccess::Everyone if actor.role.people != PeopleScope::Everyone => {
            Err(Denial::GivesMore(Excess::Everyone))
        }
        SupervisorAccess::Everyone | SupervisorAccess::Nobody => Ok(()),
    }
}

/// R4, R6: everything an invitation, duplicate or imported row hands over is held to what the actor may give.
pub(super) fn may_give_all(actor: &Actor, new: &NewMember) -> Result<(), Denial> {
    ceiling::may_give(actor, &new.role)?;
    if !new.numbers.is_empty() {
        give_needs(actor, Permission::AssignNumbers)?;
        new.numbers.iter().try_for_each(|n| numbers::within_reach(actor, n))?;
    }
    new.groups.iter().try_for_each(|g| numbers::of_group_within_reach(actor, g))?;
    may_give_access(actor, &new.supervises)?;
    match (actor.role.people, new.groups.as_slice()) {
        // Without a group of theirs the new member would be out of the inviter's own reach.
        (PeopleScope::OwnGroups, []) => Err(Denial::NewMemberNeedsYourGroup),
        (PeopleScope::OwnGroups, groups) => groups.iter().try_for_each(|g| group_in_reach(actor, g)),
        (PeopleScope::Everyone, []) => Ok(()),
        (PeopleScope::Everyone, _) => give_needs(actor, Permission::ManageGroups),
    }
}

fn give_needs(actor: &Actor, permission: Permission) -> Result<(), Denial> {
    if actor.role.has(permission) { Ok(()) } else { Err(Denial::GivesMore(Excess::Permission(permission))) }
}

/// An action has its time in a member's life: only the invited get another invitation (T9).
pub(super) fn state_allows(verb: Verb, rule: Rule, person: Person<'_>) -> Result<(), Denial> {
    if rule.states.contains(&person.state) {
        return Ok(());
    }
    Err(Denial::WrongState { verb, name: person.name.to_owned(), state: person.state })
}
