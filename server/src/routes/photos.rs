//! Photos: taking a file, removing it, and sending it to those of the account (M18). Files travel in multipart forms,
//! which work without script.

use super::refusal;
use actions::members::photos::{self, Refused, Sent};
use actions::request::Request;
use actions::state::AppState;
use axum::extract::{DefaultBodyLimit, FromRef, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::request::Parts;
use http::{StatusCode, header};
use model::error::{AppError, AppResult};
use model::photo::LARGEST_FILE;
use model::{MemberId, NextPage};

/// More is not even read to its end.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

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

async fn upload(State(state): State<AppState>, Path(id): Path<String>, parts: Parts, form: Multipart) -> Response {
    let Ok(id) = id.parse::<MemberId>() else { return refusal(&MemberId::missing()) };
    let request = Request::plain(state, parts);
    let (sent, back) = match take(form).await {
        Ok(form) => form,
        Err(error) => return refusal(&error),
    };
    let own = format!("/team/{id}/edit");
    let back = back.or(&own);
    match (request.is_plain_form(), photos::change(&request, id, sent).await) {
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

/// Reads the whole form, but keeps no more of a file than is taken. Also gives the page to go back to.
async fn take(mut form: Multipart) -> AppResult<(Sent, NextPage)> {
    let broken = |_| AppError::Refused("The upload broke off. Choose the picture again.".to_owned());
    let (mut file, mut too_large, mut remove, mut back) = (Vec::new(), false, false, NextPage::default());
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("photo") => {
                while let Some(chunk) = field.chunk().await.map_err(broken)? {
                    too_large |= file.len() + chunk.len() > LARGEST_FILE;
                    if !too_large {
                        file.extend_from_slice(&chunk);
                    }
                }
            }
            Some("remove") => remove = true,
            Some("back") => back = NextPage::read(&field.text().await.map_err(broken)?),
            _ => {}
        }
    }
    let sent = match (remove, too_large) {
        (true, _) => Sent::Remove,
        (false, true) => Sent::TooLarge,
        (false, false) => Sent::File(file),
    };
    Ok((sent, back))
}
