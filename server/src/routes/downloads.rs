//! Files to keep: members as CSV (I2), the template, an import's findings (I1), the statement (S5), the audit log (G1).
//! Plain GET addresses, so links work without script.

use super::refusal_or_sign_in;
use actions::exports;
use actions::request::Request;
use actions::spool::{Download, Pieces};
use actions::state::AppState;
use actions::{audit, billing};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRef, Path, RawForm, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::request::Parts;
use http::{HeaderValue, header};
use model::ImportId;
use model::audit::url::AuditQuery;
use model::error::AppResult;
use model::selection::Selection;
use model::team::TeamQuery;
use std::pin::Pin;
use std::task::{Context, Poll};

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    AppState: FromRef<S>,
{
    Router::new()
        .route("/team/export.csv", get(export_members).post(export_selected))
        .route("/team/template.csv", get(template))
        .route("/billing/statement.csv", get(statement))
        .route("/team/import/{id}/problems.csv", get(problems))
        .route("/audit/export.csv", get(export_audit))
}

async fn export_members(State(state): State<AppState>, RawQuery(query): RawQuery, parts: Parts) -> Response {
    let (query, _) = TeamQuery::from_query(&query.unwrap_or_default());
    sent(exports::members(&Request::plain(state, parts), query).await)
}

/// A form with one `id` for each of the selected, or all that match its filter but those it names (K1).
async fn export_selected(State(state): State<AppState>, parts: Parts, RawForm(form): RawForm) -> Response {
    let selection = Selection::from_query(&String::from_utf8_lossy(&form));
    sent(exports::selected(&Request::plain(state, parts), selection).await)
}

async fn template() -> Response {
    sent(exports::template())
}

async fn statement(State(state): State<AppState>, parts: Parts) -> Response {
    sent(billing::files::statement(&Request::plain(state, parts)).await)
}

async fn problems(State(state): State<AppState>, Path(id): Path<String>, parts: Parts) -> Response {
    sent(match id.parse() {
        Ok(id) => exports::problems(&Request::plain(state, parts), id).await,
        Err(_) => Err(ImportId::missing()),
    })
}

async fn export_audit(State(state): State<AppState>, RawQuery(query): RawQuery, parts: Parts) -> Response {
    let query = AuditQuery::from_query(&query.unwrap_or_default());
    sent(audit::export::entries(&Request::plain(state, parts), &query).await)
}

/// A download. Its name goes in ASCII and, for others, percent-encoded (RFC 6266).
fn sent(download: AppResult<Download>) -> Response {
    let Download { name, pieces } = match download {
        Ok(download) => download,
        Err(error) => return refusal_or_sign_in(&error),
    };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let full = model::query_string::encode(&name);
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}");
    let mut response = Body::new(PiecesBody(pieces)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A body of what comes through a channel. An error breaks the download off, so that nobody takes a part for the whole.
struct PiecesBody(Pieces);

impl axum::body::HttpBody for PiecesBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        let framed = |piece: std::io::Result<Vec<u8>>| piece.map(|bytes| http_body::Frame::data(Bytes::from(bytes)));
        self.0.poll_recv(context).map(|piece| piece.map(framed))
    }
}
