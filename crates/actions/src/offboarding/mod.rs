//! Deleting a member with a transfer, restoring one, and the list of those who can be restored (M17).

#[cfg(test)]
mod tests;

use crate::call::Call;
use crate::flash;
use crate::members::status::{load, moved, refused};
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, FlashMessage, Named, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::live::Touched;
use model::offboarding::Deleted;
use model::offboarding::DeletedMember;
use model::offboarding::Heir;
use model::offboarding::Offboarding;
use model::{MemberId, MemberState};
use policy::{Action, Denial, MemberTarget, NumberTarget, check};
use store::members::template;
use store::offboarding::{KEPT, Transfer, erasure};
use store::{activity as history, members, offboarding};

/// What deleting this member would do.
///
/// # Errors
/// Not found, or denied to whoever may not delete them.
pub async fn offboarding_facts(request: &Request, id: MemberId) -> AppResult<Offboarding> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::Delete, &target)?;
    let (account, now, id) = (call.account(), call.now, target.id);
    let country = call.settings().country;
    let numbers = offboarding::direct_numbers(&mut call.tx, account, country, &target).await?;
    let direct_refused = numbers
        .iter()
        .find_map(|n| check(call.actor(), Action::RemoveDirect(n.clone()), &target).err())
        .map(|denial| denial.to_string());
    let (groups, _) = template::groups(&mut call.tx, account, id).await?;
    let extension = members::extension_of(&mut call.tx, account, id).await?;
    let messages = history::transferable(&mut call.tx, account, id).await?;
    let paid = offboarding::is_paid(&mut call.tx, account).await?;
    Ok(Offboarding {
        invited: target.state == model::MemberState::Invited,
        name: target.name,
        extension,
        direct: numbers.into_iter().map(|n| n.shown).collect(),
        groups: groups.into_iter().map(|g| g.name).collect(),
        messages,
        restorable_until: paid.then(|| now.plus(KEPT)),
        direct_refused,
    })
}

/// Deletes a member. `to` names who gets what was ticked: history, direct number, extension.
///
/// # Errors
/// Not found, denied, refused for the last Administrator (R7), or the problem of the field `to`.
pub async fn delete_member(request: &Request, id: MemberId, to: Heir, ticked: [bool; 3]) -> AppResult<Deleted> {
    let result = delete(request, id, &to, ticked).await;
    if result.is_err() {
        crate::flash::typed::remember(request, "delete", &[("to", &to.to_string())])?;
    }
    result
}

async fn delete(
    request: &Request,
    id: MemberId,
    to: &Heir,
    [history, direct, extension]: [bool; 3],
) -> AppResult<Deleted> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::Delete, &target)?;
    let heir = heir(&mut call, &target, to).await?;
    if heir.is_none() && (history || direct || extension) && to.named().is_some() {
        return Err(AppError::field(
            "to",
            "Nobody on the team is called that. Type an extension, an email or a full name.",
        ));
    }
    let (account, now) = (call.account(), call.now);
    let country = call.settings().country;
    let numbers = offboarding::direct_numbers(&mut call.tx, account, country, &target).await?;
    if let Some(heir) = heir.as_ref().filter(|_| direct) {
        for number in &numbers {
            let _permit = check(call.actor(), Action::AssignDirect(number.clone()), heir)?;
        }
    }
    let paid = offboarding::is_paid(&mut call.tx, account).await?;
    let erase_at = if paid { now.plus(KEPT) } else { now };
    let changes =
        offboarding_changes(&mut call, &target, heir.as_ref(), &numbers, [history, direct, extension]).await?;
    let transfer = Transfer { to: heir.as_ref().map(|h| h.id), history, direct, extension };
    offboarding::delete(&mut call.tx, account, &permit, transfer, now, erase_at)
        .await
        .map_err(|e| refused(e, &target.name))?;
    if let Some(heir) = &heir {
        call.touches(Touched::Members(vec![heir.id]));
    }
    call.audit_as(AuditAction::Delete, Subject::member(target.id, &target.name), &changes, paid).await?;
    if !paid {
        erasure::erase(&mut call.tx, account, target.id, now).await?;
    }
    call.commit().await?;
    if request.is_plain_form() {
        request.redirect(if paid { "/team/deleted" } else { "/team" });
    }
    Ok(Deleted { name: target.name, restorable: paid })
}

/// Who gets what is left, if the actor may give it to them (M17). One who is being deleted can't inherit from themselves.
async fn heir(call: &mut Call, target: &MemberTarget, to: &Heir) -> AppResult<Option<MemberTarget>> {
    let Some(words) = to.named() else { return Ok(None) };
    let account = call.account();
    let found = offboarding::named(&mut call.tx, account, words).await?;
    let id: MemberId = match found.as_slice() {
        [] => return Ok(None),
        [one] => *one,
        _ => {
            return Err(AppError::field(
                "to",
                format!("More than one member is called {words}. Type the extension instead."),
            ));
        }
    };
    if id == target.id {
        return Err(AppError::field("to", format!("{} is the one you delete. Choose somebody else.", target.name)));
    }
    let heir = load(call, id).await?;
    check(call.actor(), Action::ReceiveTransfer, &heir).map_err(|denial| AppError::field("to", denial)).map(drop)?;
    Ok(Some(heir))
}

async fn offboarding_changes(
    call: &mut Call,
    target: &MemberTarget,
    heir: Option<&MemberTarget>,
    numbers: &[NumberTarget],
    [history, direct, extension]: [bool; 3],
) -> AppResult<Vec<Change>> {
    let account = call.account();
    let change = |field, before, to: bool| {
        let heir = heir.filter(|_| to);
        Change::new(field, before, heir.map_or(Value::Nothing, |h| Value::Member(Named::new(h.id, &h.name))))
    };
    let mut changes = vec![moved(target.state, MemberState::Deleted)];
    if let Some(had) = members::extension_of(&mut call.tx, account, target.id).await? {
        changes.push(change(Field::Extension, Value::Extension(had), extension));
    }
    changes.extend(
        numbers.iter().map(|n| change(Field::OwnNumber(n.id), Value::Number(Named::new(n.id, &n.shown)), direct)),
    );
    if history && heir.is_some() {
        changes.push(change(Field::History, Value::Nothing, true));
    }
    Ok(changes)
}

/// Brings a deleted member back. Answers what to say.
///
/// # Errors
/// Not found, denied, or refused when no seat is free (S1).
pub async fn restore_member(request: &Request, id: MemberId) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::Restore, &target)?;
    let (account, digits, now) = (call.account(), call.settings().extension_digits, call.now);
    let back = offboarding::restore(&mut call.tx, account, &permit, digits, now)
        .await
        .map_err(|e| refused(e, &target.name))?;
    let changes = [moved(MemberState::Deleted, back.state)];
    let entry = call.audit(AuditAction::Restore, Subject::member(target.id, &target.name), &changes).await?;
    let said = match (back.had, back.extension) {
        (Some(had), Some(now)) if had != now => {
            format!("{} is back. {had} is taken, so they have {now} now", target.name)
        }
        _ => format!("{} is back on the team", target.name),
    };
    let flash = flash::commit(call, said, entry).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/team/{}", target.id));
    }
    Ok(flash)
}

/// Those who can be restored, as far as the actor reaches (R2). Refused for roles that delete nobody.
pub async fn deleted_members(request: &Request) -> AppResult<Vec<DeletedMember>> {
    let mut call = Call::read(request).await?;
    let permission = model::Permission::DeleteMembers;
    if !call.actor().role.has(permission) {
        return Err(Denial::Needs { permission, managers: true }.into());
    }
    let account = call.account();
    let mut listed = Vec::new();
    for gone in offboarding::deleted(&mut call.tx, account).await? {
        let target = load(&mut call, gone.id).await?;
        let refused = match check(call.actor(), Action::Restore, &target) {
            Err(Denial::OutsideYourGroups { .. }) => continue,
            other => other.err().map(|denial| denial.to_string()),
        };
        let (deleted_at, erase_at) = (gone.deleted_at, gone.erase_at);
        listed.push(DeletedMember {
            id: gone.id,
            name: target.name,
            role: target.role.name,
            deleted_at,
            erase_at,
            refused,
        });
    }
    Ok(listed)
}
