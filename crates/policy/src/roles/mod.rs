//! Making and changing roles without a way up (R1, R2, R9).

pub(crate) mod sheet;

use super::{Denial, Excess, RoleDraft, RoleRef, ceiling};
use model::sessions::Actor;
use model::{NumberScope, PeopleScope, Permission, Role, RoleKind};
use std::collections::BTreeSet;

/// R9: a role's editor grants nothing that they lack.
pub(super) fn may_create(actor: &Actor, draft: &RoleDraft) -> Result<(), Denial> {
    holds_together(draft, None)?;
    if actor.role.is_administrator() {
        return Ok(());
    }
    if let Some(p) = draft.permissions.iter().find(|p| !actor.role.has(**p)) {
        return Err(Denial::GivesMore(Excess::Permission(*p)));
    }
    if width_of(&draft.permissions, draft.people) > width_of(&actor.role.permissions, actor.role.people) {
        return Err(Denial::GivesMore(Excess::Everyone));
    }
    if reach(draft.numbers) > reach(actor.role.numbers) {
        return Err(Denial::GivesMore(Excess::Numbers(draft.numbers)));
    }
    draft.may_assign.iter().try_for_each(|role| ceiling::may_give(actor, &RoleRef::from(role)))
}

/// R1, R5's spirit, R9: not one's own role, not one above, not a built-in below its defaults.
pub(super) fn may_edit(actor: &Actor, role: &Role, draft: &RoleDraft) -> Result<(), Denial> {
    may_touch(actor, role)?;
    if role.kind == RoleKind::Administrator {
        return Err(Denial::BuiltInRole { role: role.name.clone() });
    }
    if let Some(p) = Role::defaults(role.kind).iter().find(|p| !draft.permissions.contains(p)) {
        return Err(Denial::BelowDefaults { role: role.name.clone(), permission: *p });
    }
    keeps_defaults(role, draft)?;
    holds_together(draft, Some(role))?;
    let given = RoleDraft {
        may_assign: draft.may_assign.iter().filter(|r| r.id != role.id).cloned().collect(),
        ..draft.clone()
    };
    may_create(actor, &given)
}

/// R2: a custom role goes together with its members' next role, which the actor gives them (R4).
pub(super) fn may_delete(actor: &Actor, role: &Role, next: &RoleRef) -> Result<(), Denial> {
    may_touch(actor, role)?;
    if role.kind != RoleKind::Custom {
        return Err(Denial::BuiltInRole { role: role.name.clone() });
    }
    if next.id == role.id {
        return Err(Denial::NotThere);
    }
    ceiling::may_give(actor, next)
}

/// R1: a built-in role goes on reaching and assigning what it did from the start.
fn keeps_defaults(role: &Role, draft: &RoleDraft) -> Result<(), Denial> {
    if role.kind == RoleKind::Custom {
        return Ok(());
    }
    let keeps = |kept: &str| Err(Denial::KeepsDefault { role: role.name.clone(), kept: kept.to_owned() });
    if draft.people != PeopleScope::Everyone {
        return keeps("reach over everyone");
    }
    if draft.name != role.name {
        return keeps("its name");
    }
    if role.kind == RoleKind::Manager && !draft.may_assign.iter().any(|r| r.kind == RoleKind::Agent) {
        return keeps("the right to assign Agent");
    }
    Ok(())
}

fn may_touch(actor: &Actor, role: &Role) -> Result<(), Denial> {
    // Of the built-in Administrator the rule says more than that it is one's own.
    if role.id == actor.role.id && role.kind != RoleKind::Administrator {
        return Err(Denial::YourOwnRole { role: role.name.clone() });
    }
    ceiling::may_give(actor, &RoleRef::from(role))
}

/// No role may assign one that may do more than itself, whoever edits it; Administrator is given by Administrators only.
fn holds_together(draft: &RoleDraft, itself: Option<&Role>) -> Result<(), Denial> {
    let other = |r: &&Role| itself.is_none_or(|i| i.id != r.id);
    let exceeds = |r: &Role| {
        r.is_administrator()
            || !r.permissions.is_subset(&draft.permissions)
            || width_of(&r.permissions, r.people) > width_of(&draft.permissions, draft.people)
            || reach(r.numbers) > reach(draft.numbers)
    };
    if let Some(r) = draft.may_assign.iter().filter(other).find(|r| exceeds(r)) {
        return Err(Denial::AssignsMoreThanItself { role: r.name.clone(), kind: r.kind });
    }
    let falls_short = |r: &Role| {
        !draft.permissions.is_subset(&r.permissions)
            || width_of(&draft.permissions, draft.people) > width_of(&r.permissions, r.people)
            || reach(draft.numbers) > reach(r.numbers)
    };
    if let Some(r) = draft.assigned_by.iter().filter(other).find(|r| !r.is_administrator() && falls_short(r)) {
        return Err(Denial::AssignedByLess { role: draft.name.clone(), by: r.name.clone() });
    }
    Ok(())
}

/// How far a role reaches: one without permissions, such as Agent, reaches nobody whatever its scope says.
fn width_of(permissions: &BTreeSet<Permission>, scope: PeopleScope) -> u8 {
    match scope {
        _ if permissions.is_empty() => 0,
        PeopleScope::OwnGroups => 1,
        PeopleScope::Everyone => 2,
    }
}

fn reach(scope: NumberScope) -> u8 {
    match scope {
        NumberScope::Held => 0,
        NumberScope::OwnGroups => 1,
        NumberScope::All => 2,
    }
}
