//! Files to keep: members as CSV (I2), the template, an import's findings (I1). Plain GET addresses, so links work without script.

use crate::api::call::Call;
use crate::api::team::query_for;
use crate::state::AppState;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use files::imports::export;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use model::error::{AppError, AppResult};
use model::selection::Selection;
use model::{ImportId, MemberId};
use policy::{Action, Target, check};
use store::fault;
use store::{exports, imports, team};
use tokio::sync::mpsc;

/// Members read and written at once.
const CHUNK: usize = 500;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/team/export.csv", get(export_members).post(export_selected))
        .route("/team/template.csv", get(template))
        .route("/billing/statement.csv", get(super::billing_files::statement))
        .route("/team/import/{id}/problems.csv", get(problems))
        .route("/audit/export.csv", get(crate::api::downloads_audit::export_audit))
}

async fn export_members(State(state): State<AppState>, RawQuery(query): RawQuery, parts: Parts) -> Response {
    answered(export(state, query.unwrap_or_default(), &parts).await)
}

/// What the filter of the Team page shows, all of it, sent while it is read. `query` is the page's own.
async fn export(state: AppState, query: String, parts: &Parts) -> AppResult<Response> {
    let mut call = Call::open(state, parts, false).await?;
    let _permit = check(call.actor(), Action::Export, Target::Account)?;
    let query = query_for(&call, &query);
    let (account, now) = (call.account(), call.now);
    let ids = team::ids(&mut call.tx, account, &query.filter, now).await?;
    Ok(members_file(call, ids))
}

/// The selected of the Team page (K1): a form with one `id` for each, or all that match its filter but those it names.
async fn export_selected(State(state): State<AppState>, parts: Parts, RawForm(form): RawForm) -> Response {
    let chosen = async {
        let mut call = Call::open(state, &parts, false).await?;
        let _permit = check(call.actor(), Action::Export, Target::Account)?;
        let ids: Vec<MemberId> = match <Selection>::from_query(&String::from_utf8_lossy(&form)) {
            Selection::Ids(ids) => ids.into_iter().collect(),
            Selection::AllMatching { filter, minus } => {
                let (account, now) = (call.account(), call.now);
                let all = team::ids(&mut call.tx, account, &filter, now).await?;
                all.into_iter().filter(|id| !minus.contains(id)).collect()
            }
        };
        if ids.is_empty() {
            return Err(AppError::Refused("Nobody is selected. Tick the rows to export.".to_owned()));
        }
        Ok(members_file(call, ids))
    };
    answered(chosen.await)
}

/// The members' rows as a file, sent while they are read; ids of others are passed over.
fn members_file(mut call: Call, ids: Vec<MemberId>) -> Response {
    let account = call.account();
    // The call's snapshot is kept to the end: the file is the team of one moment.
    streamed("members.csv", |to| async move {
        to.send(export::head()).await?;
        for ids in ids.chunks(CHUNK) {
            let rows = exports::rows(&mut call.tx, account, ids).await.map_err(std::io::Error::other)?;
            to.send(export::chunk(&rows)).await?;
        }
        Ok(())
    })
}

/// Where a file's pieces go.
pub(crate) struct Pipe(mpsc::Sender<Result<Bytes, std::io::Error>>);

impl Pipe {
    /// Fails when whoever loads the file is gone.
    pub async fn send(&self, piece: std::io::Result<Vec<u8>>) -> std::io::Result<()> {
        self.0.send(piece.map(Bytes::from)).await.map_err(|_| std::io::ErrorKind::BrokenPipe.into())
    }
}

/// A file that is sent while `write` makes it.
pub(crate) fn streamed<W, F>(name: &str, write: W) -> Response
where
    W: FnOnce(Pipe) -> F,
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let (to, pieces) = mpsc::channel(4);
    let written = write(Pipe(to.clone()));
    tokio::spawn(async move {
        if let Err(error) = written.await {
            tracing::debug!(%error, "export broken off");
            // The browser sees a broken download, not a short file.
            let _told = to.send(Err(error)).await;
        }
    });
    file(name, Body::new(Pieces(pieces)))
}

/// A body made of what comes through a channel.
pub(super) struct Pieces(pub(super) mpsc::Receiver<Result<Bytes, std::io::Error>>);

impl axum::body::HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(http_body::Frame::data)))
    }
}

async fn template() -> Response {
    answered(export::template().map(|bytes| file("teamline-template.csv", Body::from(bytes))).map_err(|e| fault(&e)))
}

async fn problems(State(state): State<AppState>, Path(id): Path<String>, parts: Parts) -> Response {
    answered(problems_of(state, &id, &parts).await)
}

async fn problems_of(state: AppState, id: &str, parts: &Parts) -> AppResult<Response> {
    let missing =
        || AppError::NotFound("There is no such import. Files are kept for 7 days; upload it again.".to_owned());
    let mut call = Call::open(state, parts, false).await?;
    let _permit = check(call.actor(), Action::Import, Target::Account)?;
    let (account, id): (_, ImportId) = (call.account(), id.parse().map_err(|_| missing())?);
    let head = imports::head(&mut call.tx, account, id).await?.ok_or_else(missing)?;
    let issues = imports::issues(&mut call.tx, account, id).await?;
    let stem = head.file_name.rsplit_once('.').map_or(head.file_name.as_str(), |(stem, _)| stem).to_owned();
    let bytes = export::errors_csv(&issues).map_err(|e| fault(&e))?;
    Ok(file(&format!("{stem}-problems.csv"), Body::from(bytes)))
}

/// A download. The name is sent in ASCII and, for others, percent-encoded (RFC 6266).
pub(super) fn file(name: &str, body: Body) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let full = model::query_string::encode(name).replace('+', "%20");
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}");
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Signed out: to the sign-in page. Refused: the sentence with its status.
pub(crate) fn answered(result: AppResult<Response>) -> Response {
    match result {
        Ok(response) => response,
        Err(AppError::SignedOut) => Redirect::to("/sign-in").into_response(),
        Err(error) => {
            (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.to_string())
                .into_response()
        }
    }
}
