//! What open pages are told while they are open: that something about the team has changed (K, "Live columns"). One stream for
//! each signed-in page; the server sends it as server-sent events.
//!
//! The event says whom a change touched, no more: a page reads those again that it shows, with its own rights. Other servers on the
//! same PostgreSQL hear of a change at its commit ([`notices`]) and tell their own pages.

use crate::bulk;
use crate::call::{Call, session_token};
use crate::channels::Event;
use crate::request::Request;
use crate::secrets;
use crate::state::AppState;
use model::error::{AppError, AppResult};
use model::live::Touched;
use model::{AccountId, Instant, MemberId, Role, SessionId};
use policy::sees_whole_team;
use std::collections::BTreeMap;
use std::time::Duration;
use store::notices;
use store::notices::{Heard, Notice, Notices};
use store::sessions::presence;
use store::{Tx, dialect, sessions};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, mpsc};

/// Changes that come one upon the other are told once.
const TOGETHER: Duration = Duration::from_millis(100);
/// So often an idle stream shows that it is alive and asks whether its session still is.
const ALIVE: Duration = Duration::from_secs(20);
/// So long after the database could not be listened to it is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Makes a change of this account durable and tells its open pages, here and at the other servers, what it touched.
pub async fn commit(state: &AppState, mut tx: Tx, account: AccountId, touched: Touched) -> AppResult<()> {
    if touched.is_nobody() {
        return Ok(tx.commit().await?);
    }
    notices::send(&mut tx, &Notice::Changed { server: state.live.server, account, touched: touched.clone() }).await?;
    tx.commit().await?;
    state.live.changed(account, touched, state.now());
    Ok(())
}

/// Tells the open pages of an account, here and at the other servers, of a change that is durable already.
pub(crate) async fn announce(state: &AppState, account: AccountId, touched: Touched) -> AppResult<()> {
    commit(state, state.db.write().await?, account, touched).await
}

/// Notes which sessions hold a page open here, and whose browser is gone (T2), a transaction for each account where somebody came or
/// went. Run by a job, once a minute.
///
/// # Errors
/// The database's.
pub async fn note_presence(state: &AppState) -> AppResult<()> {
    let (open, now) = (state.live.open_sessions(), state.now());
    if !open.is_empty() {
        let mut tx = state.db.write().await?;
        presence::still_there(&mut tx, &open, now).await?;
        tx.commit().await?;
    }
    let mut tx = state.db.read().await?;
    let mut accounts: BTreeMap<AccountId, Vec<SessionId>> = BTreeMap::new();
    for (account, session) in presence::not_present(&mut tx, &open).await? {
        accounts.entry(account).or_default().push(session);
    }
    for account in presence::with_gone(&mut tx, now).await? {
        accounts.entry(account).or_default();
    }
    drop(tx);
    for (account, arrived) in accounts {
        let mut tx = state.db.write().await?;
        dialect::lock_account(&mut tx, account).await?;
        let mut moved = presence::arrive(&mut tx, account, &arrived, now).await?;
        moved.extend(presence::sweep(&mut tx, account, now).await?);
        commit(state, tx, account, touched(moved)).await?;
    }
    Ok(())
}

/// These members, as a change names them.
pub(crate) fn touched(members: Vec<MemberId>) -> Touched {
    Touched::NOBODY.and(Touched::Members(members))
}

/// Hears what the other servers tell, for as long as this one runs; ends at once where there are none.
pub async fn hear(state: AppState) {
    loop {
        match notices::listen(&state.db).await {
            Ok(None) => return,
            Ok(Some(heard)) => {
                // What was told before this server listened, or while it did not, it can't know.
                state.live.all_changed(state.now());
                if !follow(&state, heard).await {
                    return;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the other servers can't be heard");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

/// True: the connection broke, so one listens anew.
async fn follow(state: &AppState, mut heard: Notices) -> bool {
    loop {
        match heard.next().await {
            // Its own pages this server has told already.
            Ok(Heard::Notice(Notice::Changed { server, account, touched })) if server != state.live.server => {
                state.live.changed(account, touched, state.now())
            }
            Ok(Heard::Notice(Notice::Changed { .. })) => {}
            Ok(Heard::Notice(Notice::Cancel { account, member, key })) => {
                bulk::job::stop(account, member, key);
            }
            Ok(Heard::Gap) => state.live.all_changed(state.now()),
            Ok(Heard::End) => return false,
            Err(error) => {
                tracing::warn!(%error, "the other servers were not heard for a moment");
                return true;
            }
        }
    }
}

/// What an open page is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The stream is open, or still is.
    Alive,
    /// Something about the account has changed: this, as far as the role may know it.
    Changed(Touched),
}

/// What the pages of whoever asks are told, for as long as their session lasts. The first message says that it has begun, or that
/// something has changed `since` the page was read.
pub async fn listen(request: &Request, since: Option<Instant>) -> AppResult<mpsc::Receiver<Message>> {
    let call = Call::read(request).await?;
    let (account, session_id) = (call.account(), call.me.session);
    drop(call);
    let state = request.state.clone();
    let token = session_token(&request.parts, state.https).ok_or(AppError::SignedOut)?;
    let session = secrets::token_hash(&token);
    let mut told = state.live.listen(account).ok_or(AppError::Busy)?;
    let missed = since.is_some_and(|since| state.live.has_changed(account, since));
    let (to, messages) = mpsc::channel(4);
    let open = state.live.opened(session_id);
    tokio::spawn(async move {
        let _open = open;
        let mut message = Message::Alive;
        if missed && to.send(Message::Changed(Touched::Anything)).await.is_err() {
            return;
        }
        while to.send(message).await.is_ok() {
            message = match tokio::time::timeout(ALIVE, told.recv()).await {
                Err(_) => Message::Alive,
                Ok(first) => {
                    tokio::time::sleep(TOGETHER).await;
                    let Some(touched) = take_all(first, &mut told) else { return };
                    Message::Changed(touched)
                }
            };
            // A session that was ended by that very change learns nothing more (R11).
            let Some(role) = role_now(&state, &session).await else { return };
            if !sees_whole_team(&role) && message != Message::Alive {
                // Whom it touched is not for everybody to know (R12).
                message = Message::Changed(Touched::Anything);
            }
        }
    });
    Ok(messages)
}

/// What has come meanwhile, together with the first of it; none: the server stops.
fn take_all(first: Result<Event, RecvError>, told: &mut broadcast::Receiver<Event>) -> Option<Touched> {
    let mut touched = Touched::NOBODY;
    let mut event = first;
    loop {
        match event {
            Ok(Event::Changed(more)) => touched = touched.and(more),
            Ok(Event::End) | Err(RecvError::Closed) => return None,
            Err(RecvError::Lagged(_)) => touched = Touched::Anything,
        }
        event = match told.try_recv() {
            Ok(event) => Ok(event),
            Err(TryRecvError::Lagged(missed)) => Err(RecvError::Lagged(missed)),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(touched),
        };
    }
}

/// The role of whoever this session is; none when it has ended. Asked without touching the session: a page that lies open must
/// not keep it from its idle limit.
async fn role_now(state: &AppState, session: &[u8]) -> Option<Role> {
    let found = async {
        let mut tx = state.db.read().await?;
        sessions::find(&mut tx, session, state.now()).await
    };
    found.await.ok().flatten().map(|me| me.actor.role)
}
