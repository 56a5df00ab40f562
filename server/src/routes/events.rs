//! The stream of live events of a signed-in page: GET /events, as server-sent events.

use super::refusal;
use actions::live::{self, Message};
use actions::request::Request;
use actions::state::AppState;
use axum::Router;
use axum::extract::{FromRef, State};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, StreamExt, stream};
use http::request::Parts;
use http::{HeaderValue, header};
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

async fn events(State(state): State<AppState>, parts: Parts) -> Response {
    match live::listen(&Request::plain(state, parts)).await {
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
        Message::Changed => Event::default().event("members").data("changed"),
    });
    retry.chain(rest).map(Ok)
}
