//! Saving a role and the safeguards: from their forms, and when the audit log takes such a change back (R1, R2, R9, R13, M6, G2).

use crate::call::Call;
use model::Version;
use model::audit::{AuditAction, Change, Field, Subject, Value};
use model::error::{AppError, AppResult};
use model::roles::{RoleSeen, differences};
use model::{AuditId, Permission, Role, RoleKind};
use policy::{Action, Permit, RoleDraft, Target, check};
use store::roles::write as rows;
use store::roles::write::Rest;
use store::search::fold;
use store::{StoreError, roles};

/// A name that another role has.
pub(crate) fn taken(error: StoreError, name: &str) -> AppError {
    if error.is("roles_name_taken") { name_taken(name) } else { error.into() }
}

fn name_taken(name: &str) -> AppError {
    AppError::field("name", format!("There is a role named {name} already. Choose another name."))
}

/// Whether the role may become this (R9).
pub(crate) fn may_become(call: &Call, saved: &Role, role: &Role, all: &[Role]) -> AppResult<Permit> {
    Ok(check(call.actor(), Action::EditRole(RoleDraft::of(role, all)), saved)?)
}

/// The same, asked before anything is written: also whether its name is free.
pub(crate) fn may_be_set_back(call: &Call, saved: &Role, role: &Role, all: &[Role]) -> AppResult<()> {
    let _permit = may_become(call, saved, role, all)?;
    let same = |other: &&Role| other.id != role.id && fold(&other.name) == fold(&role.name);
    all.iter().find(same).map_or(Ok(()), |other| Err(name_taken(&other.name)))
}

/// What became of a save.
pub(crate) enum Saved {
    /// It was changed after the form was opened.
    Outdated,
    /// It was so already.
    Same,
    Done(AuditId),
}

/// Saves the role over this version of it.
pub(crate) async fn change(
    call: &mut Call,
    saved: &Role,
    role: &Role,
    all: &[Role],
    version: Version,
) -> AppResult<Saved> {
    let permit = may_become(call, saved, role, all)?;
    let account = call.account();
    let rest = Rest { description: &role.description, assigns_itself: role.may_assign.contains(&role.id) };
    if !rows::update(&mut call.tx, account, &permit, version, rest).await.map_err(|e| taken(e, &role.name))? {
        return Ok(Saved::Outdated);
    }
    let changes = differences(saved, role, all);
    if changes.is_empty() {
        return Ok(Saved::Same);
    }
    call.audit(AuditAction::RoleEdit, Subject::role(role.id, &role.name), &changes).await.map(Saved::Done)
}

/// What a role has now in a field; none: there is no such thing any more.
pub(crate) fn value_of(role: &Role, all: &[Role], field: &Field) -> Option<Value> {
    Some(match field {
        Field::Name => Value::text(&role.name),
        Field::Description => Value::text(&role.description),
        Field::May(permission) => Value::On(role.has(*permission)),
        Field::MayAssign(other) => {
            let id = all.iter().find(|r| r.id == other.id)?.id;
            Value::On(role.may_assign.contains(&id))
        }
        Field::People => Value::People(role.people),
        Field::Numbers => Value::Numbers(role.numbers),
        _ => return None,
    })
}

/// The role with these fields as they were before.
pub(crate) fn set_back<'c>(role: &Role, changes: impl IntoIterator<Item = &'c Change>) -> Role {
    fn put<T: Ord>(set: &mut std::collections::BTreeSet<T>, one: T, on: bool) {
        if on {
            set.insert(one);
        } else {
            set.remove(&one);
        }
    }
    let text = |value: &Value| if let Value::Text(text) = value { text.clone() } else { String::new() };
    let mut role = role.clone();
    for Change { field, before, .. } in changes {
        match (field, before) {
            (Field::Name, value) => role.name = text(value),
            (Field::Description, value) => role.description = text(value),
            (Field::May(permission), Value::On(on)) => put(&mut role.permissions, *permission, *on),
            (Field::MayAssign(other), Value::On(on)) => put(&mut role.may_assign, other.id, *on),
            (Field::People, Value::People(people)) => role.people = *people,
            (Field::Numbers, Value::Numbers(numbers)) => role.numbers = *numbers,
            _ => {}
        }
    }
    role
}

/// Which safeguards are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Safeguards {
    /// R13.
    pub only_administrators_add: bool,
    /// M6.
    pub managers_change_sign_in: bool,
}

impl Safeguards {
    pub(crate) async fn now(call: &mut Call) -> AppResult<Safeguards> {
        let account = call.account();
        let all = roles::list(&mut call.tx, account).await?;
        let manager = all.iter().find(|r| r.role.kind == RoleKind::Manager);
        Ok(Safeguards {
            only_administrators_add: call.settings().only_administrators_add,
            managers_change_sign_in: manager.is_some_and(|m| m.role.has(Permission::ChangeSignIn)),
        })
    }

    /// One of them by its field.
    pub(crate) fn of(&mut self, field: &Field) -> Option<&mut bool> {
        match field {
            Field::OnlyAdministratorsAdd => Some(&mut self.only_administrators_add),
            Field::ManagersChangeSignIn => Some(&mut self.managers_change_sign_in),
            _ => None,
        }
    }
}

/// Whether they may be set so: changing what Managers may is an edit of that role (R9).
pub(crate) async fn may_guard(
    call: &mut Call,
    wanted: Safeguards,
) -> AppResult<(Permit, Option<(RoleSeen, Role, Permit)>)> {
    let permit = check(call.actor(), Action::ChangeSafeguards, Target::Account)?;
    let account = call.account();
    let all = roles::list(&mut call.tx, account).await?;
    let Some(manager) = all.iter().find(|r| r.role.kind == RoleKind::Manager) else { return Ok((permit, None)) };
    if manager.role.has(Permission::ChangeSignIn) == wanted.managers_change_sign_in {
        return Ok((permit, None));
    }
    let mut edited = manager.role.clone();
    if wanted.managers_change_sign_in {
        edited.permissions.insert(Permission::ChangeSignIn);
    } else {
        edited.permissions.remove(&Permission::ChangeSignIn);
    }
    let roles: Vec<Role> = all.iter().map(|r| r.role.clone()).collect();
    let of_role = may_become(call, &manager.role, &edited, &roles)?;
    let seen = RoleSeen { role: manager.role.clone(), members: manager.members, version: manager.version };
    Ok((permit, Some((seen, edited, of_role))))
}

/// Sets both. None: they are so already.
pub(crate) async fn guard(call: &mut Call, wanted: Safeguards) -> AppResult<Option<AuditId>> {
    let before = Safeguards::now(call).await?;
    let (permit, edit) = may_guard(call, wanted).await?;
    let account = call.account();
    rows::hold_adding(&mut call.tx, account, &permit, wanted.only_administrators_add).await?;
    let mut left = Safeguards { managers_change_sign_in: before.managers_change_sign_in, ..wanted };
    if let Some((manager, edited, permit)) = edit {
        let rest = Rest { description: &edited.description, assigns_itself: edited.may_assign.contains(&edited.id) };
        rows::update(&mut call.tx, account, &permit, manager.version, rest).await?;
        left = wanted;
    }
    let change = |field, before, after| Change::new(field, Value::On(before), Value::On(after));
    let changes = Change::that_differ([
        change(Field::OnlyAdministratorsAdd, before.only_administrators_add, left.only_administrators_add),
        change(Field::ManagersChangeSignIn, before.managers_change_sign_in, left.managers_change_sign_in),
    ]);
    if changes.is_empty() {
        return Ok(None);
    }
    let name = call.settings().name.clone();
    call.audit(AuditAction::AccountSafeguards, Subject::account(account, &name), &changes).await.map(Some)
}
