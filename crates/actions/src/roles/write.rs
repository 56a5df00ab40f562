//! Saving a role and the safeguards: from their forms, and when the audit log takes such a change back (R1, R2, R9, R13, M6, G2).

use crate::call::Call;
use model::audit::Change;
use model::audit::kept::{Kept, Piece, switch};
use model::error::{AppError, AppResult};
use model::roles::{RoleSeen, differences};
use model::search::fold;
use model::{AuditId, NumberScope, PeopleScope, Permission, Role, RoleId, RoleKind};
use policy::{Action, Permit, RoleDraft, Target, check};
use store::audit::Subject;
use store::roles::write as rows;
use store::roles::write::Rest;
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
pub(crate) async fn change(call: &mut Call, saved: &Role, role: &Role, all: &[Role], version: i64) -> AppResult<Saved> {
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
    let kept = kept(saved, role);
    call.audit_kept("roles.edit", Subject::role(role.id, &role.name), &changes, &kept).await.map(Saved::Done)
}

fn kept(was: &Role, left: &Role) -> Kept {
    let mut kept = Kept::default();
    kept.note("name", "", &was.name, &left.name);
    kept.note("description", "", &was.description, &left.description);
    for p in was.permissions.union(&left.permissions) {
        kept.note("may", p.slug(), switch(was.has(*p)), switch(left.has(*p)));
    }
    for id in was.may_assign.union(&left.may_assign) {
        kept.note("assigns", id, switch(was.may_assign.contains(id)), switch(left.may_assign.contains(id)));
    }
    kept.note("people", "", was.people.slug(), left.people.slug());
    kept.note("numbers", "", was.numbers.slug(), left.numbers.slug());
    kept
}

/// What a role has now of what was kept; none: there is no such thing any more.
pub(crate) fn of_role(role: &Role, all: &[Role], piece: &Piece) -> Option<String> {
    Some(match piece.field.as_str() {
        "name" => role.name.clone(),
        "description" => role.description.clone(),
        "may" => switch(role.has(Permission::from_slug(&piece.of)?)).to_owned(),
        "assigns" => {
            let id = all.iter().find(|r| r.id.to_string() == piece.of)?.id;
            switch(role.may_assign.contains(&id)).to_owned()
        }
        "people" => role.people.slug().to_owned(),
        "numbers" => role.numbers.slug().to_owned(),
        _ => return None,
    })
}

/// The role with these pieces as they were.
pub(crate) fn set_back(role: &Role, pieces: &[Piece]) -> Role {
    fn put<T: Ord>(set: &mut std::collections::BTreeSet<T>, one: Option<T>, on: bool) {
        match one {
            Some(one) if on => drop(set.insert(one)),
            Some(one) => drop(set.remove(&one)),
            None => {}
        }
    }
    let mut role = role.clone();
    for piece in pieces {
        let on = piece.was == switch(true);
        match piece.field.as_str() {
            "name" => role.name.clone_from(&piece.was),
            "description" => role.description.clone_from(&piece.was),
            "may" => put(&mut role.permissions, Permission::from_slug(&piece.of), on),
            "assigns" => put(&mut role.may_assign, piece.of.parse::<RoleId>().ok(), on),
            "people" => role.people = PeopleScope::from_slug(&piece.was).unwrap_or(role.people),
            "numbers" => role.numbers = NumberScope::from_slug(&piece.was).unwrap_or(role.numbers),
            _ => {}
        }
    }
    role
}

/// Name of a piece of a role, and its value in words.
pub(crate) fn piece_words(all: &[Role], piece: &Piece, value: &str) -> (String, String) {
    let on = |yes: &str, no: &str| if value == switch(true) { yes } else { no }.to_owned();
    match piece.field.as_str() {
        "may" => {
            let label = Permission::from_slug(&piece.of).map_or(piece.of.as_str(), |p| p.label());
            (label.to_owned(), on("Allowed", "Not allowed"))
        }
        "assigns" => {
            let name =
                all.iter().find(|r| r.id.to_string() == piece.of).map_or("a role that is gone", |r| r.name.as_str());
            (format!("May assign {name}"), on("Yes", "No"))
        }
        "people" => (
            "People".to_owned(),
            PeopleScope::from_slug(value).map_or_else(|| value.to_owned(), |s| s.label().to_owned()),
        ),
        "numbers" => (
            "Numbers".to_owned(),
            NumberScope::from_slug(value).map_or_else(|| value.to_owned(), |s| s.label().to_owned()),
        ),
        "name" => ("Name".to_owned(), value.to_owned()),
        _ => ("Description".to_owned(), if value.is_empty() { "none".to_owned() } else { value.to_owned() }),
    }
}

/// How the safeguards stand.
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

    /// One of them by the word it is kept under.
    pub(crate) fn of(&mut self, field: &str) -> Option<&mut bool> {
        match field {
            "only_administrators_add" => Some(&mut self.only_administrators_add),
            "managers_change_sign_in" => Some(&mut self.managers_change_sign_in),
            _ => None,
        }
    }

    /// What the form and the audit log call it.
    pub(crate) fn label(field: &str) -> &'static str {
        if field == "only_administrators_add" {
            "only Administrators add members"
        } else {
            "Managers change sign-in emails"
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
    let mut kept = Kept::default();
    kept.note(
        "only_administrators_add",
        "",
        switch(before.only_administrators_add),
        switch(left.only_administrators_add),
    );
    kept.note(
        "managers_change_sign_in",
        "",
        switch(before.managers_change_sign_in),
        switch(left.managers_change_sign_in),
    );
    let word = |value: &str| Some(if value == switch(true) { "On" } else { "Off" }.to_owned());
    let change = |p: &Piece| Change {
        field: Safeguards::label(&p.field).to_owned(),
        before: word(&p.was),
        after: word(&p.left),
    };
    let changes: Vec<Change> = kept.pieces.iter().map(change).collect();
    if changes.is_empty() {
        return Ok(None);
    }
    let name = call.settings().name.clone();
    call.audit_kept("account.safeguards", Subject::account(account, &name), &changes, &kept).await.map(Some)
}
