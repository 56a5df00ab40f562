//! Files of members on their way in (I1): POST /team/import, a multipart form that works without script.

use crate::bodies::{content_length, swallow};
use actions::imports::{self, Stopped};
use actions::request::Request as ActionRequest;
use actions::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest, Multipart, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use files::imports::check_size;
use model::ImportId;
use model::error::AppError;
use model::imports::{FileRefusal, MAX_BYTES};
use serde::Serialize;

/// Room for the parts of the form around the file.
const AROUND: u64 = 64 * 1024;

/// So much of a file that is too large is still read, so that the browser gets to see the answer.
const SWALLOWED: u64 = 64 * 1024 * 1024;

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    AppState: FromRef<S>,
{
    Router::new().route("/team/import", post(upload).layer(DefaultBodyLimit::max((MAX_BYTES + AROUND) as usize)))
}

/// Takes the file of the upload form and leads to its check page, or back to the form with the reason.
async fn upload(State(state): State<AppState>, request: Request) -> Response {
    let to = match take(state, request).await {
        Ok(id) => format!("/team/import/{id}"),
        Err(Stopped::Other(AppError::SignedOut)) => "/sign-in?next=%2Fteam%2Fimport".to_owned(),
        Err(Stopped::Other(error)) => back_with(&error),
        Err(Stopped::File(refusal)) => back_with(&refusal),
    };
    Redirect::to(&to).into_response()
}

/// The reason travels as data, not as words, so that no link can put words of its own on the page.
fn back_with(reason: &impl Serialize) -> String {
    let json = serde_json::to_string(reason).unwrap_or_default();
    format!("/team/import?problem={}", model::query_string::encode(&json))
}

async fn take(state: AppState, request: Request) -> Result<ImportId, Stopped> {
    let (parts, body) = request.into_parts();
    let asked = ActionRequest::plain(state, parts.clone());
    // Rights first, then one's turn: nothing of the file is read before.
    let turn = imports::turn_to_upload(&asked).await.map_err(Stopped::Other)?;
    if let Some(length) = content_length(&parts).filter(|n| *n > MAX_BYTES + AROUND) {
        swallow(body, SWALLOWED).await;
        return Err(Stopped::File(FileRefusal::TooLarge { bytes: length }));
    }
    let (name, content) = file_of(Request::from_parts(parts, body)).await?;
    imports::upload(&asked, turn, &name, content).await
}

/// Name and bytes of the form's file.
async fn file_of(request: Request<Body>) -> Result<(String, Vec<u8>), Stopped> {
    let cut = || {
        Stopped::Other(AppError::Refused("The upload broke off. Nothing was kept; choose the file again.".to_owned()))
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| cut())?;
    while let Some(mut part) = form.next_field().await.map_err(|_| cut())? {
        if part.name() != Some("file") {
            continue;
        }
        // Browsers of old send a whole path.
        let name = part.file_name().unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
        let mut content = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| cut())? {
            content.extend_from_slice(&chunk);
            check_size(content.len() as u64).map_err(Stopped::File)?;
        }
        return Ok((if name.is_empty() { "members.csv".to_owned() } else { name }, content));
    }
    Err(Stopped::File(FileRefusal::Empty))
}
