//! One's open sessions and one's password (A2).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::SessionId;
use model::error::AppError;
use model::instant::Instant;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer, is_plain_form};
#[cfg(feature = "ssr")]
use crate::secrets;
#[cfg(feature = "ssr")]
use model::MemberId;
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use policy::{Action, Permit, SessionTarget, Target, check};
#[cfg(feature = "ssr")]
use store::audit::Subject;
#[cfg(feature = "ssr")]
use store::sessions::attempts;
#[cfg(feature = "ssr")]
use store::{members, sessions};

/// A signed-in browser, as its owner sees it listed (A2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: SessionId,
    /// "Firefox on Linux"
    pub browser: String,
    /// The network address it signed in from.
    pub address: String,
    pub since: Instant,
    pub last_used: Instant,
    /// The one that asks.
    pub this_device: bool,
}

/// One's sessions, the one last used first, seen at `now`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionList {
    pub sessions: Vec<SessionLine>,
    pub now: Instant,
}

/// Where one is signed in.
#[server(endpoint = "session/list", input = GetUrl)]
pub async fn open_sessions() -> Result<SessionList, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
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
        .await,
    )
}

/// May the caller end this session? With whose it is.
#[cfg(feature = "ssr")]
async fn may_end(call: &mut Call, session: SessionId, owner: MemberId) -> AppResult<(Permit, Subject)> {
    let (account, viewer) = (call.account(), call.actor().member);
    let member = members::target(&mut call.tx, account, viewer, owner).await?.ok_or_else(gone)?;
    let subject = Subject::member(owner, &member.name);
    let permit = check(call.actor(), Action::EndSession, &SessionTarget { id: session, member })?;
    Ok((permit, subject))
}

#[cfg(feature = "ssr")]
fn gone() -> AppError {
    AppError::NotFound("That session has ended already.".to_owned())
}

/// Ends one session: one's own, or that of somebody whose password one may reset.
#[server(endpoint = "session/end")]
pub async fn end_session(id: String) -> Result<(), AppError> {
    answer(
        async {
            let id: SessionId = id.parse().map_err(|_| gone())?;
            let mut call = Call::begin().await?;
            let account = call.account();
            let owner = sessions::owner(&mut call.tx, account, id).await?.ok_or_else(gone)?;
            let (permit, subject) = may_end(&mut call, id, owner).await?;
            sessions::end_permitted(&mut call.tx, account, &permit).await?;
            call.audit("session.end", subject, &[], false).await?;
            call.commit().await
        }
        .await,
    )
}

/// Ends all of one's sessions but this one. Says how many there were.
#[server(endpoint = "session/end-others")]
pub async fn end_other_sessions() -> Result<u64, AppError> {
    answer(
        async {
            let mut call = Call::begin().await?;
            let (account, member, current) = (call.account(), call.actor().member, call.me.session);
            let (_permit, subject) = may_end(&mut call, current, member).await?;
            let ended = sessions::end_all(&mut call.tx, account, member, Some(current)).await?;
            if ended > 0 {
                call.audit("session.end-others", subject, &[], false).await?;
            }
            call.commit().await?;
            Ok(ended)
        }
        .await,
    )
}

/// Changes one's own password and ends all other sessions. Says how many these were.
#[server(endpoint = "session/password")]
pub async fn change_password(current: String, new: String) -> Result<u64, AppError> {
    answer(change(current, new).await)
}

/// Wrong tries before a pause: whoever finds a browser signed in can't guess on.
#[cfg(feature = "ssr")]
const TRIES: i64 = 5;

#[cfg(feature = "ssr")]
async fn change(current: String, new: String) -> AppResult<u64> {
    let mut call = Call::read().await?;
    let (account, member, now, state) = (call.account(), call.actor().member, call.now, call.state.clone());
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
    let mut call = Call::begin().await?;
    let permit = check(call.actor(), Action::ChangeOwnPassword, Target::Account)?;
    members::set_own_password(&mut call.tx, account, &permit, &hash).await?;
    attempts::forget(&mut call.tx, &bucket).await?;
    let keep = call.me.session;
    let ended = sessions::end_all(&mut call.tx, account, member, Some(keep)).await?;
    let name = call.actor().name.full();
    call.audit("session.password", Subject::member(member, &name), &[], false).await?;
    call.commit().await?;
    if is_plain_form() {
        leptos_axum::redirect("/you?done=password#password");
    }
    Ok(ended)
}
