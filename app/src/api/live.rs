//! What open pages are told while they are open: that something about the team has changed (K, "Live columns"). One stream for
//! each signed-in page, GET /events (server-sent events).
//!
//! The event says no more than that: a page reads again what it shows, with its own rights. Other servers on the same PostgreSQL
//! hear of a change at its commit ([`notices`]) and tell their own pages.

use crate::api::bulk_job;
use crate::api::call::{Call, session_token};
use crate::api::downloads::Pieces;
use crate::channels::Event;
use crate::secrets;
use crate::state::AppState;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
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

pub fn routes() -> Router<AppState> {
    Router::new().route("/events", get(events))
}

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
                bulk_job::stop(account, member, key);
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

async fn events(State(state): State<AppState>, parts: Parts) -> Response {
    match stream(state, &parts).await {
        Ok(response) => response,
        Err(error) => {
            (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.to_string())
                .into_response()
        }
    }
}

pub(super) async fn stream(state: AppState, parts: &Parts) -> AppResult<Response> {
    let call = Call::open(state.clone(), parts, false).await?;
    let account = call.account();
    drop(call);
    let session =
        session_token(parts, state.https).map(|token| secrets::token_hash(&token)).ok_or(AppError::SignedOut)?;
    let mut told = state.live.listen(account).ok_or(AppError::Busy)?;
    let (to, pieces) = mpsc::channel::<Result<Bytes, std::io::Error>>(4);
    tokio::spawn(async move {
        let mut piece = "retry: 2000\n\n";
        while to.send(Ok(Bytes::from_static(piece.as_bytes()))).await.is_ok() {
            piece = match tokio::time::timeout(ALIVE, told.recv()).await {
                Err(_) => ":\n\n",
                Ok(Ok(Event::End) | Err(broadcast::error::RecvError::Closed)) => return,
                Ok(_) => {
                    tokio::time::sleep(TOGETHER).await;
                    if take_all(&mut told) == Some(Event::End) {
                        return;
                    }
                    "event: members\ndata: changed\n\n"
                }
            };
            // A session that was ended by that very change learns nothing more (R11).
            if !is_signed_in(&state, &session).await {
                return;
            }
        }
    });
    let mut response = Body::new(Pieces(pieces)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
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
