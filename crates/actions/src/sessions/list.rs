//! One's open sessions and one's password (A2).

use crate::call::Call;
use crate::limits::Guess;
use crate::request::Request;
use crate::secrets::{self, Owner};
use crate::time_zone;
use model::audit::{AuditAction, Subject};
use model::error::AppError;
use model::error::AppResult;
use model::instant::{DAY, Instant};
use model::sessions::SessionLine;
use model::sessions::SessionList;
use model::{AccountId, EmailAddress, MemberId, SessionId};
use policy::{Action, Permit, SessionTarget, Target, check};
use providers::mail;
use store::{Tx, accounts, invitations, members, outbox, sessions};

/// Where one is signed in.
pub async fn open_sessions(request: &Request) -> AppResult<SessionList> {
    let mut call = Call::read(request).await?;
    let (account, member, current, now) = (call.account(), call.actor().member, call.me.session, call.now);
    let rows = sessions::list(&mut call.tx, account, member, now).await?;
    let sessions = rows.into_iter().map(|row| SessionLine {
        id: row.id,
        browser: row.agent,
        address: row.address,
        since: Instant(row.created_at),
        last_used: Instant(row.last_used),
        this_device: row.id == current,
    });
    Ok(SessionList { sessions: sessions.collect(), now })
}

/// May the caller end this session? With whose it is.
async fn may_end(call: &mut Call, session: SessionId, owner: MemberId) -> AppResult<(Permit, Subject)> {
    let (account, viewer) = (call.account(), call.actor().member);
    let member = members::target(&mut call.tx, account, viewer, owner).await?.ok_or_else(SessionId::missing)?;
    let subject = Subject::member(owner, &member.name);
    let permit = check(call.actor(), Action::EndSession, &SessionTarget { id: session, member })?;
    Ok((permit, subject))
}

/// Ends one session: one's own, or that of somebody whose password one may reset.
///
/// # Errors
/// Not found when it has ended, or denied.
pub async fn end_session(request: &Request, id: SessionId) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let account = call.account();
    let owner = sessions::owner(&mut call.tx, account, id).await?.ok_or_else(SessionId::missing)?;
    let (permit, subject) = may_end(&mut call, id, owner).await?;
    sessions::end_permitted(&mut call.tx, account, &permit, call.now).await?;
    call.audit(AuditAction::EndSession, subject, &[]).await?;
    call.commit().await
}

/// Ends all of one's sessions but this one. Says how many there were.
pub async fn end_other_sessions(request: &Request) -> AppResult<u64> {
    let mut call = Call::begin(request).await?;
    let (account, member, current) = (call.account(), call.actor().member, call.me.session);
    let (_permit, subject) = may_end(&mut call, current, member).await?;
    let ended = sessions::end_all(&mut call.tx, account, member, Some(current), call.now).await?;
    if ended > 0 {
        call.audit(AuditAction::EndOtherSessions, subject, &[]).await?;
    }
    call.commit().await?;
    Ok(ended)
}

/// Changes one's own password and ends all other sessions. Says how many these were.
pub async fn change_password(request: &Request, current: String, new: String) -> AppResult<u64> {
    change(request, current, new).await
}

async fn change(request: &Request, current: String, new: String) -> AppResult<u64> {
    let mut call = Call::read_on_entry(request).await?;
    let (account, member, now, state) = (call.account(), call.actor().member, call.now, call.request.state.clone());
    let _may = check(call.actor(), Action::ChangeOwnPassword, Target::Account)?;
    let name = call.actor().name.full();
    let owner = Owner { sign_in: &call.me.sign_in, name: &name, company: &call.me.account.name };
    secrets::check_password(&new, owner).map_err(|e| AppError::field("new", e))?;
    let key = model::SignInName::key(&call.me.sign_in);
    let hash = members::credentials(&mut call.tx, &key).await?.filter(|m| m.id == member).and_then(|m| m.password_hash);
    drop(call);
    let mut tx = state.db.write().await?;
    let guess = Guess::at_own(&mut tx, member, now).await?;
    tx.commit().await?;
    let same = secrets::is_same(&current, &new);
    let verified = secrets::verify_password(current, hash).await;
    if verified != Ok(true) {
        if let Err(error) = verified {
            let mut tx = state.db.write().await?;
            guess.not_made(&mut tx).await?;
            tx.commit().await?;
            return Err(error);
        }
        return Err(AppError::field("current", "That isn’t your current password. Type the one you signed in with."));
    }
    let hash = match same {
        true => None,
        false => Some(secrets::hash_password(new).await?),
    };
    let mut call = Call::begin_on_entry(request).await?;
    guess.right(&mut call.tx).await?;
    let Some(hash) = hash else {
        call.commit().await?;
        return Err(AppError::field("new", "That is the password you have now. Choose another."));
    };
    let permit = check(call.actor(), Action::ChangeOwnPassword, Target::Account)?;
    members::set_own_password(&mut call.tx, account, &permit, &hash, now).await?;
    let keep = call.me.session;
    let ended = sessions::end_all(&mut call.tx, account, member, Some(keep), now).await?;
    tell_password_changed(&mut call.tx, account, member, now).await?;
    call.audit(AuditAction::ChangePassword, Subject::member(member, &name), &[]).await?;
    call.commit().await?;
    if request.is_plain_form() {
        request.redirect("/you?done=password#password");
    }
    Ok(ended)
}

/// Tells a member by mail that their password was changed (A2, M10); nobody who has no email.
pub(super) async fn tell_password_changed(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    now: Instant,
) -> AppResult<()> {
    let Some(row) = invitations::find(tx, account, member).await? else { return Ok(()) };
    let Ok(to) = EmailAddress::parse(&row.sign_in) else { return Ok(()) };
    let zone = accounts::settings(tx, account).await?.map(|a| a.time_zone).unwrap_or_default();
    // Read on another day, so it is told by its date.
    let at = now.moment(now.plus(3 * DAY), &time_zone::offsets(&zone, now));
    outbox::queue(tx, account, Some(member), &to, &mail::password_changed(&row.name(), &row.company, &at), now).await?;
    Ok(())
}
