//! No words from the address (T13): what a refused form without script leaves in the address of its page, as leptos writes it, is
//! believed only by the browser that sent the form.

use actions::flash::refused;
use actions::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{StatusCode, header};

/// Marks an error on its way out; on the way in, leads to the same page without an error that nobody here has made.
pub async fn own(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let path = request.uri().path();
    let Some(without) = refused::without_foreign(request.headers(), query, state.https) else {
        let mut response = next.run(request).await;
        mark(&state, &mut response);
        return response;
    };
    let to = if without.is_empty() { path.to_owned() } else { format!("{path}?{without}") };
    // The router takes no path that begins like another host, but whoever asks may have written one.
    match model::LocalPath::parse(&to) {
        Ok(to) => Redirect::to(to.as_str()).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn mark(state: &AppState, response: &mut Response) {
    let query = response.headers().get(header::LOCATION).and_then(|to| Some(to.to_str().ok()?.split_once('?')?.1));
    if let Some(cookie) = query.and_then(|query| refused::mark(query, state.https)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
