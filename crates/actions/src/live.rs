//! What open pages are told while they are open: that something about the team has changed (K, "Live columns"). One stream for
//! each signed-in page; the server sends it as server-sent events.
//!
//! The event says no more than that: a page reads again what it shows, with its own rights. Other servers on the same PostgreSQL
//! hear of a change at its commit ([`notices`]) and tell their own pages.

use crate::bulk;
use crate::call::{Call, session_token};
use crate::channels::Event;
use crate::request::Request;
use crate::secrets;
use crate::state::AppState;
use model::AccountId;
use model::error::{AppError, AppResult};
use std::time::Duration;
use store::notices;
use store::notices::{Heard, Notice, Notices};
use store::{Tx, sessions};
use tokio::sync::{broadcast, mpsc};

/// Changes that come one upon the other are told once.
const TOGETHER: Duration = Duration::from_millis(100);
/// So often an idle stream shows that it is alive and asks whether its session still is.
const ALIVE: Duration = Duration::from_secs(20);
/// So long after the database could not be listened to it is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Makes a change of this account durable and tells its open pages, here and at the other servers.
pub async fn commit(state: &AppState, mut tx: Tx, account: AccountId) -> AppResult<()> {
    notices::send(&mut tx, Notice::Changed { server: state.live.server, account }).await?;
    tx.commit().await?;
    state.live.changed(account);
    Ok(())
}

/// Hears what the other servers tell, for as long as this one runs; ends at once where there are none.
pub async fn hear(state: AppState) {
    loop {
        match notices::listen(&state.db).await {
            Ok(None) => return,
            Ok(Some(heard)) => {
                // What was told before this server listened, or while it did not, it can't know.
                state.live.all_changed();
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
            Ok(Heard::Notice(Notice::Changed { server, account })) if server != state.live.server => {
                state.live.changed(account)
            }
            Ok(Heard::Notice(Notice::Changed { .. })) => {}
            Ok(Heard::Notice(Notice::Cancel { account, member, key })) => {
                bulk::job::stop(account, member, key);
            }
            Ok(Heard::Gap) => state.live.all_changed(),
            Ok(Heard::End) => return false,
            Err(error) => {
                tracing::warn!(%error, "the other servers were not heard for a moment");
                return true;
            }
        }
    }
}

/// What an open page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// The stream is open, or still is.
    Alive,
    /// Something about the account has changed.
    Changed,
}

/// What the pages of whoever asks are told, for as long as their session lasts. The first message says that it has begun.
pub async fn listen(request: &Request) -> AppResult<mpsc::Receiver<Message>> {
    let call = Call::read(request).await?;
    let account = call.account();
    drop(call);
    let state = request.state.clone();
    let token = session_token(&request.parts, state.https).ok_or(AppError::SignedOut)?;
    let session = secrets::token_hash(&token);
    let mut told = state.live.listen(account).ok_or(AppError::Busy)?;
    let (to, messages) = mpsc::channel(4);
    tokio::spawn(async move {
        let mut message = Message::Alive;
        while to.send(message).await.is_ok() {
            message = match tokio::time::timeout(ALIVE, told.recv()).await {
                Err(_) => Message::Alive,
                Ok(Ok(Event::End) | Err(broadcast::error::RecvError::Closed)) => return,
                Ok(_) => {
                    tokio::time::sleep(TOGETHER).await;
                    if take_all(&mut told) == Some(Event::End) {
                        return;
                    }
                    Message::Changed
                }
            };
            // A session that was ended by that very change learns nothing more (R11).
            if !is_signed_in(&state, &session).await {
                return;
            }
        }
    });
    Ok(messages)
}

/// Takes what has come meanwhile; the last of it.
fn take_all(told: &mut broadcast::Receiver<Event>) -> Option<Event> {
    let mut last = None;
    loop {
        match told.try_recv() {
            Ok(event) => last = Some(event),
            Err(broadcast::error::TryRecvError::Lagged(_)) => {}
            Err(_) => return last,
        }
    }
}

/// Asked without touching the session: a page that lies open must not keep it from its idle limit.
async fn is_signed_in(state: &AppState, session: &[u8]) -> bool {
    let found = async {
        let mut tx = state.db.read().await?;
        sessions::find(&mut tx, session, state.now()).await
    };
    matches!(found.await, Ok(Some(_)))
}
