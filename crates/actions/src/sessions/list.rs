//! One's open sessions and one's password (A2).

use crate::call::Call;
use crate::request::Request;
use crate::secrets;
use model::MemberId;
use model::SessionId;
use model::audit::{AuditAction, Subject};
use model::error::AppError;
use model::error::AppResult;
use model::instant::Instant;
use model::sessions::SessionLine;
use model::sessions::SessionList;
use policy::{Action, Permit, SessionTarget, Target, check};
use store::sessions::attempts;
use store::{members, sessions};

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
    sessions::end_permitted(&mut call.tx, account, &permit).await?;
    call.audit(AuditAction::EndSession, subject, &[]).await?;
    call.commit().await
}

/// Ends all of one's sessions but this one. Says how many there were.
pub async fn end_other_sessions(request: &Request) -> AppResult<u64> {
    let mut call = Call::begin(request).await?;
    let (account, member, current) = (call.account(), call.actor().member, call.me.session);
    let (_permit, subject) = may_end(&mut call, current, member).await?;
    let ended = sessions::end_all(&mut call.tx, account, member, Some(current)).await?;
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

/// Wrong tries before a pause: whoever finds a browser signed in can't guess on.
const TRIES: i64 = 5;

async fn change(request: &Request, current: String, new: String) -> AppResult<u64> {
    let mut call = Call::read(request).await?;
    let (account, member, now, state) = (call.account(), call.actor().member, call.now, call.request.state.clone());
    let _may = check(call.actor(), Action::ChangeOwnPassword, Target::Account)?;
    let bucket = format!("own:{member}");
    if let Some(minutes) = attempts::pause(&mut call.tx, &bucket, TRIES, now).await? {
        return Err(AppError::TooMany(minutes));
    }
    secrets::check_password(&new, &call.me.sign_in).map_err(|e| AppError::field("new", e))?;
    let key = model::SignInName::key(&call.me.sign_in);
    let hash = members::credentials(&mut call.tx, &key).await?.filter(|m| m.id == member).and_then(|m| m.password_hash);
    drop(call);
    if !secrets::verify_password(current, hash).await {
        let mut tx = state.db.write().await?;
        attempts::failed(&mut tx, &bucket, now).await?;
        tx.commit().await?;
        return Err(AppError::field("current", "That isn’t your current password. Type the one you signed in with."));
    }
    let hash = secrets::hash_password(new).await.ok_or(AppError::Busy)?;
    let mut call = Call::begin(request).await?;
    let permit = check(call.actor(), Action::ChangeOwnPassword, Target::Account)?;
    members::set_own_password(&mut call.tx, account, &permit, &hash).await?;
    attempts::forget(&mut call.tx, &bucket).await?;
    let keep = call.me.session;
    let ended = sessions::end_all(&mut call.tx, account, member, Some(keep)).await?;
    let name = call.actor().name.full();
    call.audit(AuditAction::ChangePassword, Subject::member(member, &name), &[]).await?;
    call.commit().await?;
    if request.is_plain_form() {
        request.redirect("/you?done=password#password");
    }
    Ok(ended)
}
