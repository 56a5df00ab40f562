//! Editing a member (M6, M7, M11, M20) and the voicemail PIN (M19).

pub mod read;
#[cfg(test)]
mod tests;
pub mod write;

use crate::call::Call;
use crate::flash;
use crate::limits::looking_names_up;
use crate::members::edit::read::{load, picture};
use crate::members::edit::write::Editing;
use crate::request::Request;
use crate::secrets;
use model::audit::{AuditAction, Change, Field, FlashMessage, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::members::edit::EditField;
use model::members::edit::{MemberEdit, MemberForm};
use model::{Extension, MemberId, MemberState, NextPage, VoicemailPin};
use policy::{Action, MemberTarget, check};
use store::members::edit as rows;

/// What the edit drawer shows.
///
/// # Errors
/// Not found, denied, or refused by a sentence of its own for a member who was deleted meanwhile.
pub async fn member_edit(request: &Request, id: MemberId) -> AppResult<MemberEdit> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let _permit = check(call.actor(), Action::EditDetails, &target)?;
    picture(&mut call, &target).await
}

/// Saves what the form changes, all of it or nothing. A form that started from an older version is refused: the drawer
/// then shows both versions (M7). Answers what to say.
///
/// # Errors
/// Not found, denied, a conflict with a newer version, or the problems of fields.
pub async fn update_member(
    request: &Request,
    id: MemberId,
    form: MemberForm,
    back: NextPage,
) -> AppResult<FlashMessage> {
    let names = usize::from(form.carries(EditField::SignIn));
    let saved = looking_names_up(request, names, update(request, id, &form)).await;
    if saved.is_err() {
        remember(request, id, &form)?;
    }
    let flash = saved?;
    request.lead_on(&back, &format!("/team/{id}"));
    Ok(flash)
}

/// Answers what to say.
async fn update(request: &Request, id: MemberId, form: &MemberForm) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let permit = check(call.actor(), Action::EditDetails, &target)?;
    let account = call.account();
    let saved = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    let current = saved.version == form.version && rows::claim(&mut call.tx, account, &permit, form.version).await?;
    if !current {
        return Err(conflict(&mut call, &target).await?);
    }
    let name = target.name.clone();
    let mut editing = Editing::begin(&mut call, target, permit, saved, form).await?;
    editing.apply().await?;
    let changes = editing.done()?;
    let said = format!("{name} saved");
    if changes.is_empty() {
        return flash::only(request, said);
    }
    let entry = call.audit(AuditAction::EditMember, Subject::member(id, &name), &changes).await?;
    flash::commit(call, said, entry).await
}

/// Who was quicker, by name (M7).
async fn conflict(call: &mut Call, target: &MemberTarget) -> AppResult<AppError> {
    let account = call.account();
    let author = rows::last_author(&mut call.tx, account, target.id).await?;
    let own = call.actor().name.full();
    let who = match author {
        Some(name) if name == own => "You changed".to_owned(),
        Some(name) => format!("{name} changed"),
        None => "Somebody changed".to_owned(),
    };
    let place = if who.starts_with("You") { " in another window" } else { "" };
    Ok(AppError::Conflict(format!(
        "{who} {}{place} after you opened this form. Nothing of yours is saved yet: choose what stays.",
        target.name
    )))
}

/// Deleted members are not edited (M17); nothing that was typed is lost.
pub(crate) fn here(target: &MemberTarget) -> AppResult<()> {
    if target.state != MemberState::Deleted {
        return Ok(());
    }
    Err(AppError::Refused(format!(
        "{} was deleted meanwhile, so nothing was saved. Restore them first, then save again: what you typed stays here.",
        target.name
    )))
}

pub(crate) fn gone() -> AppError {
    MemberId::missing()
}

/// Keeps what was typed for a browser without script (T13).
fn remember(request: &Request, id: MemberId, form: &MemberForm) -> AppResult<()> {
    let texts: Vec<(EditField, String)> =
        EditField::ALL.iter().filter(|f| form.carries(**f)).map(|f| (*f, form.text(*f))).collect();
    let version = form.version.to_string();
    let mut fields: Vec<(&str, &str)> = texts.iter().map(|(f, t)| (f.slug(), t.as_str())).collect();
    fields.push(("version", &version));
    crate::flash::typed::remember(request, &format!("edit-{id}"), &fields)
}

/// Sets a voicemail PIN, one's own or that of somebody one may edit (M19). It is kept as a hash and never shown again.
///
/// # Errors
/// Not found, denied, or the problem of the field `pin`.
pub async fn change_pin(request: &Request, id: MemberId, pin: String, back: NextPage) -> AppResult<()> {
    save_pin(request, id, &pin).await?;
    request.lead_on(&back, &format!("/team/{id}/edit"));
    Ok(())
}

async fn save_pin(request: &Request, id: MemberId, pin: &str) -> AppResult<()> {
    // Hashing takes a while, so it happens before the account's turn is taken; the rights are checked twice.
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let _permit = check(call.actor(), Action::ChangePin, &target)?;
    let account = call.account();
    let extension = rows::read(&mut call.tx, account, target.id)
        .await?
        .map(|r| r.extension)
        .filter(|e| *e > 0)
        .map(Extension::from_stored);
    drop(call);
    let pin = VoicemailPin::parse(pin, extension).map_err(|problem| AppError::field("pin", problem))?;
    let hash = secrets::hash_password(pin.into_digits()).await?;

    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let permit = check(call.actor(), Action::ChangePin, &target)?;
    let had = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?.has_pin;
    rows::set_pin(&mut call.tx, account, &permit, Some(&hash)).await?;
    let change = Change::new(Field::Pin, Value::On(had), Value::NewOne);
    call.audit(AuditAction::ChangePin, Subject::member(target.id, &target.name), &[change]).await?;
    call.commit().await
}
