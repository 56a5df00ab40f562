//! The stream of live events of a signed-in page: GET /events?since=…, as server-sent events.

use super::refusal;
use actions::live::{self, Message};
use actions::request::Request;
use actions::state::AppState;
use axum::Router;
use axum::extract::{FromRef, Query, State};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, StreamExt, stream};
use http::request::Parts;
use http::{HeaderValue, header};
use model::Instant;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc;

/// So long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(2);

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    AppState: FromRef<S>,
{
    Router::new().route("/events", get(events))
}

#[derive(Deserialize)]
struct Asked {
    /// When what the page shows was read: microseconds, as [`Instant`].
    since: Option<i64>,
}

async fn events(State(state): State<AppState>, Query(asked): Query<Asked>, parts: Parts) -> Response {
    match live::listen(&Request::plain(state, parts), asked.since.map(Instant)).await {
        Ok(messages) => {
            let mut response = Sse::new(streamed(messages)).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(error) => refusal(&error),
    }
}

fn streamed(mut messages: mpsc::Receiver<Message>) -> impl Stream<Item = Result<Event, Infallible>> {
    let retry = stream::once(async { Event::default().retry(RETRY) });
    let rest = stream::poll_fn(move |context| messages.poll_recv(context)).map(|message| match message {
        Message::Alive => Event::default().comment(""),
        Message::Changed(touched) => Event::default().event("changed").data(touched.to_string()),
    });
    retry.chain(rest).map(Ok)
}
