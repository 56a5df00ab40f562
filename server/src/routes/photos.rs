//! Photos: taking a file, removing it, and sending it to those of the account (M18). Files travel in multipart forms,
//! which work without script.

use super::refusal;
use crate::bodies::{content_length, swallow};
use actions::members::photos::{self, Refused, Sent};
use actions::request::Request;
use actions::state::AppState;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest, Multipart, Path, Request as HttpRequest, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::request::Parts;
use http::{StatusCode, header};
use model::error::{AppError, AppResult};
use model::photo::LARGEST_FILE;
use model::{MemberId, NextPage};

/// A file, and the parts of the form around it.
const LONGEST_BODY: usize = LARGEST_FILE + 64 * 1024;
/// So much of what is too large is still read, so that the browser gets to see the answer.
const SWALLOWED: u64 = 64 * 1024 * 1024;
/// Of the address to go back to.
const LONGEST_BACK: usize = 2_000;

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    AppState: FromRef<S>,
{
    Router::new()
        .route("/photos/{hash}", get(show))
        .route("/members/{id}/photo", post(upload).layer(DefaultBodyLimit::max(LONGEST_BODY)))
}

/// The photo, to members of its account only (A3). Its address is its content, so it may be kept for good.
async fn show(State(state): State<AppState>, Path(hash): Path<String>, parts: Parts) -> Response {
    match photos::read(&Request::plain(state, parts), &hash).await {
        Ok(jpeg) => (
            [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=31536000, immutable")],
            jpeg,
        )
            .into_response(),
        Err(error) => refusal(&error),
    }
}

async fn upload(State(state): State<AppState>, Path(id): Path<String>, request: HttpRequest) -> Response {
    let Ok(id) = id.parse::<MemberId>() else { return refusal(&MemberId::missing()) };
    let (parts, body) = request.into_parts();
    let asked = Request::plain(state, parts.clone());
    // Rights first: nothing of the file is read before.
    if let Err(error) = photos::may_change(&asked, id).await {
        return refusal(&error);
    }
    let (sent, back) = match content_length(&parts).filter(|length| *length > LONGEST_BODY as u64) {
        Some(_) => {
            swallow(body, SWALLOWED).await;
            (Sent::TooLarge, NextPage::default())
        }
        None => match take(HttpRequest::from_parts(parts, body)).await {
            Ok(form) => form,
            Err(error) => return refusal(&error),
        },
    };
    let own = format!("/team/{id}/edit");
    let back = back.or(&own);
    match (asked.is_plain_form(), photos::change(&asked, id, sent).await) {
        (true, Ok(_)) => Redirect::to(back).into_response(),
        (true, Err(Refused::Photo(problem))) => {
            let joint = if back.contains('?') { '&' } else { '?' };
            Redirect::to(&format!("{back}{joint}photo={}", problem.slug())).into_response()
        }
        (false, Ok(hash)) => Json(hash).into_response(),
        (false, Err(Refused::Photo(problem))) => {
            (StatusCode::UNPROCESSABLE_ENTITY, problem.to_string()).into_response()
        }
        (_, Err(Refused::Call(error))) => refusal(&error),
    }
}

/// Reads the form, each part up to its own length. Also gives the page to go back to.
async fn take(request: HttpRequest) -> AppResult<(Sent, NextPage)> {
    let broken = || AppError::Refused("The upload broke off. Choose the picture again.".to_owned());
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let (mut sent, mut back) = (Sent::File(Vec::new()), NextPage::default());
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("photo") => {
                let file = part(field, LARGEST_FILE).await.map_err(|_| broken())?;
                if !matches!(sent, Sent::Remove) {
                    sent = file.map_or(Sent::TooLarge, Sent::File);
                }
            }
            Some("remove") => sent = Sent::Remove,
            Some("back") => {
                let text = part(field, LONGEST_BACK).await.map_err(|_| broken())?;
                let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
                back = NextPage::read(&text.unwrap_or_default());
            }
            _ => {}
        }
    }
    Ok((sent, back))
}

/// One part of a form; none: it is longer than `most`, of which nothing is kept.
async fn part(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, MultipartError> {
    let mut kept = Some(Vec::new());
    while let Some(chunk) = field.chunk().await? {
        kept = kept.filter(|bytes| bytes.len() + chunk.len() <= most);
        if let Some(bytes) = &mut kept {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(kept)
}
