//! Roles: the page, saving one, deleting one with its members' next role, and the safeguards (R1, R2, R9, R11, R13, M6).

pub mod write;

use crate::call::Call;
use crate::flash;
use crate::request::Request;
use crate::roles::write::{Safeguards, Saved, change, guard, may_become, taken};
use model::RoleId;
use model::audit::{AuditAction, Change, Field, FlashMessage, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::roles::saved::DeletedRole;
use model::roles::saved::SavedRole;
use model::roles::{ABOUT_LENGTH, MOST_CUSTOM_ROLES, MayAssign, NAME_LENGTH, OpenRole, RoleSeen, differences};
use model::roles::{RoleForm, RolesPage};
use model::{Role, RoleKind};
use policy::{Action, RoleDraft, RoleRef, Target, check};
use store::roles::write as rows;
use store::roles::write::Rest;
use store::{audit, roles};

/// The page, with the role whose form is shown, or whose duplicate is.
///
/// # Errors
/// Denied to roles that don't see this page; not found when there is no such role.
pub async fn roles_page(request: &Request, wanted: OpenRole) -> AppResult<RolesPage> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeRoles, Target::Account)?;
    let account = call.account();
    let (roles, numbers) = (seen(&mut call).await?, rows::count_numbers(&mut call.tx, account).await?);
    let (open, unsaved, groups, group_numbers) = (None, RoleId::new(), Vec::new(), 0);
    let mut page = RolesPage { roles, open, unsaved, numbers, groups, group_numbers };
    page.open = match wanted {
        OpenRole::New => None,
        OpenRole::First => page.roles.iter().map(|r| &r.role).find(|r| r.kind == RoleKind::Custom).map(|r| r.id),
        OpenRole::Role(id) => Some(page.find(id).ok_or_else(RoleId::missing)?.role.id),
    };
    if let Some(id) = page.open {
        let groups = rows::group_numbers(&mut call.tx, account, id).await?;
        page.group_numbers = groups.iter().map(|g| g.1).sum();
        page.groups = groups.into_iter().map(|g| g.0).collect();
    }
    Ok(page)
}

/// All roles, built-in ones first.
pub(crate) async fn seen(call: &mut Call) -> AppResult<Vec<RoleSeen>> {
    let account = call.account();
    let all = roles::list(&mut call.tx, account).await?;
    let mut seen: Vec<RoleSeen> =
        all.into_iter().map(|r| RoleSeen { role: r.role, members: r.members, version: r.version }).collect();
    seen.sort_by_key(|r| r.role.kind == RoleKind::Custom);
    Ok(seen)
}

/// Makes a role, or saves one over the version it was opened at. A form that started from an older one is refused.
///
/// # Errors
/// Denied by R9, not found when it was deleted, a conflict with a newer version, or the problems of fields.
pub async fn save_role(request: &Request, form: RoleForm) -> AppResult<SavedRole> {
    let form = form.read();
    let saved = match form.id {
        None => create(request, &form).await,
        Some(id) => update(request, id, &form).await,
    };
    if saved.is_err() {
        remember(request, &form)?;
    }
    saved.inspect(|saved| {
        if request.is_plain_form() {
            request.redirect(&format!("/roles/{}", saved.id));
        }
    })
}

/// Keeps what was typed for a browser without script (T13).
fn remember(request: &Request, form: &RoleForm) -> AppResult<()> {
    let version = form.version.to_string();
    let words = |all: &mut dyn Iterator<Item = String>| all.collect::<Vec<_>>().join(",");
    let permissions = words(&mut form.permissions.iter().map(|p| p.slug().to_owned()));
    let may_assign = words(&mut form.may_assign.iter().map(ToString::to_string));
    let fields: [(&str, &str); 7] = [
        ("version", &version),
        ("name", &form.name),
        ("description", &form.description),
        ("permissions", &permissions),
        ("may_assign", &may_assign),
        ("people", form.people.slug()),
        ("numbers", form.numbers.slug()),
    ];
    let id = form.id.map(|id| id.to_string()).unwrap_or_default();
    crate::flash::typed::remember(request, &format!("role-{id}"), &fields)
}

fn words(form: &RoleForm) -> AppResult<()> {
    let fits = |text: &str, most: usize| text.chars().count() <= most;
    if form.name.is_empty() {
        return Err(AppError::field("name", "Give the role a name, such as Support lead."));
    }
    if !fits(&form.name, NAME_LENGTH) || form.name.contains(',') {
        return Err(AppError::field("name", format!("Use up to {NAME_LENGTH} letters and figures, without a comma.")));
    }
    if !fits(&form.description, ABOUT_LENGTH) {
        return Err(AppError::field("description", format!("Use up to {ABOUT_LENGTH} characters.")));
    }
    Ok(())
}

async fn create(request: &Request, form: &RoleForm) -> AppResult<SavedRole> {
    let mut call = Call::begin(request).await?;
    let account = call.account();
    let all: Vec<Role> = seen(&mut call).await?.into_iter().map(|r| r.role).collect();
    let empty = Role {
        id: RoleId::new(),
        kind: RoleKind::Custom,
        name: String::new(),
        description: String::new(),
        permissions: Default::default(),
        may_assign: Default::default(),
        people: model::PeopleScope::Everyone,
        numbers: model::NumberScope::Held,
    };
    let role = form.role(&empty);
    let permit = check(call.actor(), Action::CreateRole(RoleDraft::of(&role, &all)), Target::Account)?;
    words(form)?;
    there(form, &all)?;
    if all.iter().filter(|r| r.kind == RoleKind::Custom).count() >= MOST_CUSTOM_ROLES {
        let most = format!(
            "There are {MOST_CUSTOM_ROLES} roles of your own, which is the most. Delete one nobody needs first."
        );
        return Err(AppError::Refused(most));
    }
    let rest = Rest { description: &role.description, assigns_itself: role.may_assign.contains(&role.id) };
    rows::create(&mut call.tx, account, &permit, role.id, rest, call.now).await.map_err(|e| taken(e, &role.name))?;
    let mut changes = differences(&Role { name: role.name.clone(), ..empty }, &role, &all);
    // What a new role doesn't allow goes without saying.
    for change in &mut changes {
        change.before = Value::Nothing;
    }
    let entry = call.audit(AuditAction::RoleCreate, Subject::role(role.id, &role.name), &changes).await?;
    let flash = flash::commit(call, format!("{} saved", role.name), entry).await?;
    Ok(SavedRole { id: role.id, name: role.name, flash })
}

/// Roles of the list that are gone meanwhile are told, not left out.
fn there(form: &RoleForm, all: &[Role]) -> AppResult<()> {
    let known = |given: &MayAssign| match given {
        MayAssign::Itself => true,
        MayAssign::Role(id) => all.iter().any(|r| r.id == *id),
    };
    if form.may_assign.iter().all(known) {
        return Ok(());
    }
    Err(AppError::field(
        "may_assign",
        "A role that was ticked here was deleted meanwhile. Look at the list again, then save.",
    ))
}

async fn update(request: &Request, id: RoleId, form: &RoleForm) -> AppResult<SavedRole> {
    let mut call = Call::begin(request).await?;
    let _permit = check(call.actor(), Action::SeeRoles, Target::Account)?;
    let all = seen(&mut call).await?;
    let Some(saved) = all.iter().find(|r| r.role.id == id).cloned() else {
        return Err(AppError::NotFound(format!(
            "The role {} was deleted meanwhile, so nothing was saved. Make a new one if it is still needed.",
            form.name
        )));
    };
    let all: Vec<Role> = all.into_iter().map(|r| r.role).collect();
    let role = form.role(&saved.role);
    let _permit = may_become(&call, &saved.role, &role, &all)?;
    words(form)?;
    there(form, &all)?;
    let said = format!("{} saved", role.name);
    let flash = match change(&mut call, &saved.role, &role, &all, form.version).await? {
        Saved::Outdated => return Err(conflict(&mut call, &saved.role).await?),
        Saved::Same => flash::only(request, said)?,
        Saved::Done(entry) => flash::commit(call, said, entry).await?,
    };
    Ok(SavedRole { id: role.id, name: role.name, flash })
}

/// Who was quicker, by name.
async fn conflict(call: &mut Call, role: &Role) -> AppResult<AppError> {
    let account = call.account();
    let who = rows::last_author(&mut call.tx, account, role.id).await?;
    let who = who.filter(|name| *name != call.actor().name.full()).unwrap_or_else(|| "Somebody else".to_owned());
    Ok(AppError::Conflict(format!(
        "{who} changed {} after you opened this page, so nothing of yours was saved. Reload the page to see what is there now, then make your changes again.",
        role.name
    )))
}

/// Deletes a custom role; whoever has it gets the role `next` (R2).
///
/// # Errors
/// Not found, denied, or the problem of the field `next`.
pub async fn delete_role(request: &Request, id: RoleId, next: RoleId) -> AppResult<DeletedRole> {
    delete(request, id, next).await.inspect(|_| {
        if request.is_plain_form() {
            request.redirect("/roles");
        }
    })
}

async fn delete(request: &Request, id: RoleId, next: RoleId) -> AppResult<DeletedRole> {
    let mut call = Call::begin(request).await?;
    let account = call.account();
    let _permit = check(call.actor(), Action::SeeRoles, Target::Account)?;
    let all = roles::list(&mut call.tx, account).await?;
    let by_id = |id: RoleId| all.iter().map(|r| &r.role).find(|r| r.id == id).cloned();
    let role = by_id(id).ok_or_else(|| AppError::NotFound("That role was deleted already.".to_owned()))?;
    let next = by_id(next).ok_or_else(|| AppError::field("next", "That role is gone. Choose another."))?;
    if next.id == role.id {
        return Err(AppError::field(
            "next",
            format!("{} is the one you delete. Choose another role for its members.", role.name),
        ));
    }
    let permit = check(call.actor(), Action::DeleteRole(RoleRef::from(&next)), &role)?;
    let place = audit::place(&mut call.tx, account).await?;
    let number = place.number;
    let members = rows::delete(&mut call.tx, account, &permit, number).await?;
    let moved = Change::new(Field::Members, Value::Count(members), Value::role(next.id, &next.name));
    let mut changes: Vec<Change> = (members > 0).then_some(moved).into_iter().collect();
    let bare = Role { permissions: Default::default(), may_assign: Default::default(), ..role.clone() };
    let names: Vec<Role> = all.iter().map(|r| r.role.clone()).collect();
    changes.extend(differences(&role, &bare, &names));
    call.audit_at(place, AuditAction::RoleDelete, &Subject::role(role.id, &role.name), &changes, false).await?;
    call.commit().await?;
    Ok(DeletedRole { name: role.name, next: next.name, members })
}

/// Turns the safeguards on or off: only Administrators add members (R13); Managers change sign-in emails, too (M6).
///
/// # Errors
/// Denied to whoever may not change safeguards, or what Managers may.
pub async fn set_safeguards(
    request: &Request,
    only_administrators_add: bool,
    managers_change_sign_in: bool,
) -> AppResult<FlashMessage> {
    safeguards(request, only_administrators_add, managers_change_sign_in).await.inspect(|_| {
        if request.is_plain_form() {
            request.redirect("/roles");
        }
    })
}

async fn safeguards(
    request: &Request,
    only_administrators_add: bool,
    managers_change_sign_in: bool,
) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let said = "Safeguards saved".to_owned();
    match guard(&mut call, Safeguards { only_administrators_add, managers_change_sign_in }).await? {
        Some(entry) => flash::commit(call, said, entry).await,
        None => flash::only(request, said),
    }
}
