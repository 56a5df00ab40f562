//! Plain routes beside pages and server functions: files that come and go, photos, and the stream of live events.
//!
//! What belongs here: bodies, headers and status codes. What they mean is in `actions`.

mod downloads;
mod events;
mod photos;
mod uploads;

use actions::state::AppState;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header};
use model::error::AppError;

/// All plain routes, under the paths that links and forms name.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    AppState: axum::extract::FromRef<S>,
{
    Router::new().merge(downloads::routes()).merge(events::routes()).merge(photos::routes()).merge(uploads::routes())
}

/// The sentence with its status.
fn refusal(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, error.to_string()).into_response();
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Signed out: to the sign-in page. Refused: the sentence with its status.
fn refusal_or_sign_in(error: &AppError) -> Response {
    match error {
        AppError::SignedOut => Redirect::to("/sign-in").into_response(),
        error => refusal(error),
    }
}
