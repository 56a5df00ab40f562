//! What open pages are told while they are open: that something about the team has changed (K, "Live columns"). One stream for
//! each signed-in page, GET /events (server-sent events).
//!
//! The event says no more than that: a page reads again what it shows, with its own rights. A change by another server on the
//! same PostgreSQL is not told yet.

use crate::api::call::{Call, session_token};
use crate::api::downloads::Pieces;
use crate::error::{AppError, AppResult};
use crate::model::AccountId;
use crate::secrets;
use crate::state::AppState;
use crate::store::sessions;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Members,
    /// The server stops.
    End,
}

/// Changes that come one upon the other are told once.
const TOGETHER: Duration = Duration::from_millis(100);
/// So often an idle stream shows that it is alive and asks whether its session still is.
const ALIVE: Duration = Duration::from_secs(20);

/// One channel for each account that has a page open here.
static CHANNELS: LazyLock<Mutex<HashMap<AccountId, broadcast::Sender<Event>>>> = LazyLock::new(Mutex::default);

pub fn routes() -> Router<AppState> {
    Router::new().route("/events", get(events))
}

/// Something about this account has changed.
pub fn changed(account: AccountId) {
    if let Ok(mut all) = CHANNELS.lock()
        && all.get(&account).is_some_and(|channel| channel.send(Event::Members).is_err())
    {
        // Nobody listens any more.
        all.remove(&account);
    }
}

/// Ends every stream: the server is about to stop.
pub fn end_all() {
    if let Ok(all) = CHANNELS.lock() {
        for channel in all.values() {
            let _nobody = channel.send(Event::End);
        }
    }
}

fn listen(account: AccountId) -> Option<broadcast::Receiver<Event>> {
    let mut all = CHANNELS.lock().ok()?;
    Some(all.entry(account).or_insert_with(|| broadcast::channel(16).0).subscribe())
}

async fn events(State(state): State<AppState>, parts: Parts) -> Response {
    match stream(state, &parts).await {
        Ok(response) => response,
        Err(error) => {
            (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.to_string()).into_response()
        }
    }
}

async fn stream(state: AppState, parts: &Parts) -> AppResult<Response> {
    let call = Call::open(state.clone(), parts, false).await?;
    let account = call.account();
    drop(call);
    let session = session_token(parts, state.https).map(|token| secrets::token_hash(&token)).ok_or(AppError::SignedOut)?;
    let mut told = listen(account).ok_or(AppError::Busy)?;
    let (to, pieces) = mpsc::channel::<Result<Bytes, std::io::Error>>(4);
    tokio::spawn(async move {
        let mut piece = "retry: 2000\n\n";
        while to.send(Ok(Bytes::from_static(piece.as_bytes()))).await.is_ok() {
            piece = match tokio::time::timeout(ALIVE, told.recv()).await {
                Err(_) => ":\n\n",
                Ok(Ok(Event::End) | Err(broadcast::error::RecvError::Closed)) => return,
                Ok(_) => {
                    tokio::time::sleep(TOGETHER).await;
                    while matches!(told.try_recv(), Ok(Event::Members) | Err(broadcast::error::TryRecvError::Lagged(_))) {}
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

/// Asked without touching the session: a page that lies open must not keep it from its idle limit.
async fn is_signed_in(state: &AppState, session: &[u8]) -> bool {
    let found = async {
        let mut tx = state.db.read().await?;
        sessions::find(&mut tx, session, state.now()).await
    };
    matches!(found.await, Ok(Some(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::standing::suspend;
    use crate::api::testing::Browser;
    use crate::model::RoleKind;
    use crate::store::testing::{TestTeam, on_both};
    use axum::body::HttpBody;
    use std::pin::Pin;

    /// The next piece of a stream; none at its end, and when nothing comes.
    async fn next(body: &mut Body) -> Option<String> {
        let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
        let frame = tokio::time::timeout(Duration::from_secs(5), frame).await.expect("something within five seconds")?;
        Some(String::from_utf8_lossy(&frame.ok()?.into_data().ok()?).into_owned())
    }

    on_both! {
        async fn live_pages_of_the_account_are_told_and_others_not(db) {
            let mut tx = db.write().await.unwrap();
            let (team, other) = (TestTeam::new(&mut tx).await.unwrap(), TestTeam::new(&mut tx).await.unwrap());
            let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
            let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
            let eve = other.member("Eve", "Adams").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            let (amara, eve) = (Browser::of(&db, &team, amara).await, Browser::of(&db, &other, eve).await);
            let mut hers = stream(amara.state(), &amara.parts()).await.unwrap().into_body();
            let mut others = stream(eve.state(), &eve.parts()).await.unwrap().into_body();
            assert!(next(&mut hers).await.unwrap().starts_with("retry"));
            assert!(next(&mut others).await.unwrap().starts_with("retry"));
            amara.call(suspend(kofi.to_string())).await.unwrap();
            assert_eq!(next(&mut hers).await.as_deref(), Some("event: members\ndata: changed\n\n"));
            let nothing = std::future::poll_fn(|context| Pin::new(&mut others).poll_frame(context));
            assert!(tokio::time::timeout(Duration::from_millis(300), nothing).await.is_err(), "another account was told");
        }

        async fn r11_a_stream_ends_within_a_second_of_its_session(db) {
            let mut tx = db.write().await.unwrap();
            let team = TestTeam::new(&mut tx).await.unwrap();
            let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
            let kofi_id = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            let (amara, kofi) = (Browser::of(&db, &team, amara).await, Browser::of(&db, &team, kofi_id).await);
            let mut his = stream(kofi.state(), &kofi.parts()).await.unwrap().into_body();
            assert!(next(&mut his).await.unwrap().starts_with("retry"));
            let begun = std::time::Instant::now();
            amara.call(suspend(kofi_id.to_string())).await.unwrap();
            assert_eq!(next(&mut his).await, None);
            assert!(begun.elapsed() < Duration::from_secs(1));
            assert!(matches!(stream(kofi.state(), &kofi.parts()).await, Err(AppError::SignedOut)));
        }
    }
}
