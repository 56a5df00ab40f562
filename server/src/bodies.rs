//! How much of a request's body is read, and of whom (QUALITY, Security): nobody who isn't signed in has the server hold more than 64 kB.
//!
//! Files have routes of their own, which ask for rights first and count as they read: see [`takes_files`].

use actions::request::Request as ActionRequest;
use actions::sessions;
use actions::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{StatusCode, header};
use http_body_util::{BodyExt, Limited};

/// What anybody may send.
const ANYBODY: usize = 64 * 1024;
/// A long list of ticked rows, pasted by somebody signed in.
const SIGNED_IN: usize = 2 * 1024 * 1024;

/// The two routes that take files.
fn takes_files(path: &str) -> bool {
    path == "/team/import" || (path.starts_with("/members/") && path.ends_with("/photo"))
}

/// What a request’s Content-Length says.
pub(crate) fn content_length(parts: &Parts) -> Option<u64> {
    parts.headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads no more than whoever asks may send. A body without a length is read up to what anybody may.
pub async fn bounded(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if takes_files(request.uri().path()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let length = content_length(&parts).and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    let most = match length > ANYBODY {
        true if sessions::is_signed_in(&ActionRequest::plain(state, parts.clone())).await => SIGNED_IN,
        _ => ANYBODY,
    };
    if length > most {
        let words = "This is more than can be sent at once. Send less.";
        return (StatusCode::PAYLOAD_TOO_LARGE, words).into_response();
    }
    next.run(Request::from_parts(parts, Body::new(Limited::new(body, most)))).await
}

/// Reads a body that is refused, up to `most` bytes, so that the browser gets to see the answer. Keeps nothing of it.
pub(crate) async fn swallow(mut body: Body, most: u64) {
    let mut left = most;
    while let Some(Ok(frame)) = body.frame().await {
        let read = frame.data_ref().map_or(0, |data| data.len() as u64);
        match left.checked_sub(read) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
