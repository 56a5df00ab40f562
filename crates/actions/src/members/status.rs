//! Suspending, reactivating, and helping in with a new password (M10, M16).

use crate::call::Call;
use crate::flash;
use crate::request::Request;
use crate::secrets;
use crate::sessions::forgot_password::reset_letter;
use model::audit::{AuditAction, Change, Field, FlashMessage, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::invitations::Invited;
use model::members::status::Confirm;
use model::members::status::ResetFacts;
use model::members::status::ResetStarted;
use model::{MemberId, MemberState};
use policy::{Action, Denial, MemberTarget, RowAction, check};
use providers::mail::ResetBy;
use store::{StoreError, members};

/// The member of a form, as policy judges them; a foreign, missing or erased one is told alike (A3).
pub(crate) async fn load(call: &mut Call, id: MemberId) -> AppResult<MemberTarget> {
    let (account, viewer) = (call.account(), call.actor().member);
    members::target(&mut call.tx, account, viewer, id).await?.ok_or_else(MemberId::missing)
}

/// The database's last word on R7 and S1 as a sentence.
pub(crate) fn refused(error: StoreError, name: &str) -> AppError {
    match error {
        e if e.is("last_administrator") => Denial::LastAdministrator { name: name.to_owned() }.into(),
        e if e.is("seats_not_oversold") => AppError::Refused(format!(
            "All seats of {name}’s plan are used. Add a seat, or delete somebody else first."
        )),
        other => other.into(),
    }
}

pub(crate) fn moved(before: MemberState, after: MemberState) -> Change {
    Change::new(Field::State, Value::State(before), Value::State(after))
}

/// M16: out at once. Answers what to say.
///
/// # Errors
/// Not found, denied, or refused for the last Administrator (R7).
pub async fn suspend(request: &Request, id: MemberId) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::Suspend, &target)?;
    let (account, now) = (call.account(), call.now);
    members::status::suspend(&mut call.tx, account, &permit, now).await.map_err(|e| refused(e, &target.name))?;
    let changes = [moved(MemberState::Active, MemberState::Suspended)];
    let entry = call.audit(AuditAction::Suspend, Subject::member(target.id, &target.name), &changes).await?;
    let flash = flash::commit(call, format!("{} is suspended", target.name), entry).await?;
    to_card(request, &target);
    Ok(flash)
}

/// M16: may sign in and rings again. Answers what to say.
///
/// # Errors
/// Not found, or denied.
pub async fn reactivate(request: &Request, id: MemberId) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::Reactivate, &target)?;
    let (account, now) = (call.account(), call.now);
    members::status::reactivate(&mut call.tx, account, &permit, now).await?;
    let changes = [moved(MemberState::Suspended, MemberState::Active)];
    let entry = call.audit(AuditAction::Reactivate, Subject::member(target.id, &target.name), &changes).await?;
    let flash = flash::commit(call, format!("{} is active again", target.name), entry).await?;
    to_card(request, &target);
    Ok(flash)
}

/// Without script the card follows; with it the page does the same by itself.
fn to_card(request: &Request, target: &MemberTarget) {
    if request.is_plain_form() {
        request.redirect(&format!("/team/{}", target.id));
    }
}

/// M10: a single-use link for one hour by mail; with `block` the old password stops working now. A username member gets a
/// temporary password instead.
///
/// # Errors
/// Not found, denied, or refused for the last Administrator (R7).
pub async fn reset_password(request: &Request, id: MemberId, block: bool) -> AppResult<ResetStarted> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::ResetPassword, &target)?;
    let account = call.account();
    let reach = members::status::reach(&mut call.tx, account, target.id).await?.ok_or(Denial::NotThere)?;
    drop(call);
    // Hashing takes a while: before the change, so that nobody waits for it, and for those only who may.
    let temporary = match reach.has_email {
        true => None,
        false => {
            let password = secrets::temporary_password();
            Some((secrets::hash_password(password.clone()).await?, password))
        }
    };
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::ResetPassword, &target)?;
    let (account, now) = (call.account(), call.now);
    let done = if let Some((hash, password)) = temporary {
        members::status::set_temporary_password(&mut call.tx, account, &permit, &hash, now).await?;
        ResetStarted { name: target.name.clone(), sent_to: None, temporary: Some(password) }
    } else {
        let name = call.actor().supervising.as_ref().map_or_else(|| call.actor().name.full(), |s| s.by_name.full());
        let by = ResetBy::Colleague { name: &name, blocked: block };
        let state = call.request.state.clone();
        let Some(to) = reset_letter(&mut call.tx, &state, (account, target.id), by, now).await? else {
            return Err(AppError::Refused(format!("{} has no email that a link could go to.", target.name)));
        };
        if block {
            members::status::block_password(&mut call.tx, account, &permit, now)
                .await
                .map_err(|e| refused(e, &target.name))?;
        }
        ResetStarted { name: target.name.clone(), sent_to: Some(to.to_string()), temporary: None }
    };
    let works = !block && done.temporary.is_none();
    let change = Change::to(Field::OldPassword, Value::On(works));
    call.audit(AuditAction::ResetPassword, Subject::member(target.id, &target.name), &[change]).await?;
    call.commit().await?;
    keep_for_page(request, &target, &done)?;
    Ok(done)
}

/// Without script the answer is a page of its own, which shows a temporary password once.
fn keep_for_page(request: &Request, target: &MemberTarget, done: &ResetStarted) -> AppResult<()> {
    if !request.is_plain_form() {
        return Ok(());
    }
    if done.temporary.is_some() {
        let (id, name, temporary_password) = (target.id, target.name.clone(), done.temporary.clone());
        flash::temporary_password::keep(request, &Invited { id, name, sign_in: String::new(), temporary_password })?;
        request.redirect(&format!("/team/{id}/reset-password"));
    } else {
        request.redirect(&format!("/team/{}", target.id));
    }
    Ok(())
}

/// How this member is reached, for the dialog that resets their password.
///
/// # Errors
/// Not found, or denied to whoever may not reset it.
pub async fn reset_facts(request: &Request, id: MemberId) -> AppResult<ResetFacts> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::ResetPassword, &target)?;
    let account = call.account();
    let reach = members::status::reach(&mut call.tx, account, target.id).await?.ok_or(Denial::NotThere)?;
    let temporary = flash::temporary_password::take(request)?
        .filter(|made| made.id == target.id)
        .and_then(|made| made.temporary_password);
    Ok(ResetFacts { name: target.name, email: reach.has_email.then_some(reach.sign_in), temporary })
}

/// May this entry of the member's menu be used? Deciding again is the change's own matter.
///
/// # Errors
/// Not found, or denied to whoever may not even see the member.
pub async fn confirm_facts(request: &Request, id: MemberId, entry: RowAction) -> AppResult<Confirm> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::OpenCard, &target)?;
    let refused = check(call.actor(), entry.action(&target), &target).err().map(|denial| denial.to_string());
    Ok(Confirm { name: target.name, refused })
}
