//! What every request passes: origin check, security headers, status of errors, log line, compression (QUALITY,
//! Security).

use crate::page_task;
use actions::call::Peer;
use actions::page_read::PageRead;
use actions::state::AppState;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use leptos::server_fn::error::{FromServerFnError, SERVER_FN_ERROR_HEADER};
use model::error::AppError;
use std::any::Any;
use std::net::SocketAddr;
use std::time::Instant;
use tower_http::compression::CompressionLayer;

/// Compresses what is made for one answer: with zstd where the browser takes it, else Brotli, else gzip, each at tower-http's own
/// level (3, 4 and 6). At level 6 Brotli took as long as drawing the page (P1). Static files were compressed well by the build.
pub fn compression() -> CompressionLayer {
    CompressionLayer::new()
}

/// Gives a page one read transaction for all its parts (P1). It ends when the page is drawn, however slowly that is then taken.
/// Server functions called by themselves, which Leptos routes with the pages, have none: what they read must not stay locked.
pub async fn one_read(mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let read = PageRead::default();
    request.extensions_mut().insert(read.clone());
    let response = page_task::render(next.run(request)).await;
    read.end().await;
    response
}

/// Bytes of an error in an answer: its sentences are far shorter.
const LONGEST_ERROR: usize = 64 * 1024;

/// Arguments that can't be read end a call before its function runs and sets a status, so leptos answers 500: here it
/// becomes the status of the error that the answer carries.
pub async fn status_of_error(answer: Response) -> Response {
    if answer.status() != StatusCode::INTERNAL_SERVER_ERROR || !answer.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LONGEST_ERROR).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.status = StatusCode::from_u16(AppError::de(bytes.clone()).status()).unwrap_or(parts.status);
    Response::from_parts(parts, bytes.into())
}

/// Refuses changes that another site sent, and sets the headers that keep others out.
pub async fn guard(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    // Actions know nothing of axum, so the socket's address goes along in a type of theirs.
    if let Some(ConnectInfo(address)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        request.extensions_mut().insert(Peer(address));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) && !same_origin(request.headers()) {
        return (
            StatusCode::FORBIDDEN,
            "This change came from another site, so it was not made. Open Teamline and try there.",
        )
            .into_response();
    }
    let path = request.uri().path();
    // A photo's address is its content; its handler says that only this browser may keep it.
    let keeps = ["/pkg/", "/fonts/", "/photos/"].iter().any(|folder| path.starts_with(folder));
    let personal = !(keeps || path.ends_with(".svg") || path == "/healthz");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    // An address may end like a file and still be a page: what doesn't say that it may be kept is not.
    if personal || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if state.https {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    response
}

const HEADERS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    // Pages set a stricter one with their nonce; this is for files and errors.
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; frame-ancestors 'none'",
    ),
];

/// Browsers say where a request comes from: Sec-Fetch-Site, or Origin in older ones. One of them has to be there.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (text("origin"), text("host")) else { return false };
    origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
}

/// One line per request, without query, which may hold a token or what was searched.
pub async fn log(request: Request, next: Next) -> Response {
    let (method, path, begun) = (request.method().clone(), request.uri().path().to_owned(), Instant::now());
    let response = next.run(request).await;
    let (status, ms) = (response.status().as_u16(), begun.elapsed().as_secs_f64() * 1000.0);
    if status >= 500 {
        tracing::error!(%method, path = %path.escape_debug(), status, ms, "request");
    } else {
        tracing::debug!(%method, path = %path.escape_debug(), status, ms, "request");
    }
    response
}

/// A panic is answered with a reference and no internals.
pub fn panicked(error: Box<dyn Any + Send>) -> Response {
    let what =
        error.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| error.downcast_ref::<String>().cloned());
    let model::error::AppError::Fault(reference) = store::fault(&what.unwrap_or_default()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("Something went wrong on our side. Nothing was changed. Reference: {reference}"),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn a_change_from_ones_own_page_passes() {
        assert!(same_origin(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(same_origin(&headers(&[("origin", "https://team.example.com"), ("host", "team.example.com")])));
    }

    #[test]
    fn a_change_from_another_site_is_refused() {
        assert!(!same_origin(&headers(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://team.example.com"),
            ("host", "team.example.com")
        ])));
        assert!(!same_origin(&headers(&[("origin", "https://evil.example"), ("host", "team.example.com")])));
        assert!(!same_origin(&headers(&[("host", "team.example.com")])));
        assert!(!same_origin(&headers(&[("origin", "null"), ("host", "team.example.com")])));
    }
}
