//! Photos: taking a file, removing it, and sending it to those of the account (M18). Plain handlers, as files travel in
//! multipart forms; they work without script.

use crate::api::call::Call;
use crate::api::members_edit::{back_to, here};
use crate::api::members_edit_read::load;
use crate::state::AppState;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use files::photo::{Photo, read as read_photo};
use http::request::Parts;
use http::{StatusCode, header};
use model::audit::Change;
use model::error::{AppError, AppResult};
use model::photo::{LARGEST_FILE, PhotoProblem};
use policy::{Action, check};
use store::audit::Subject;
use store::members::photos;

/// More is not even read to its end.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/photos/{hash}", get(show))
        .route("/members/{id}/photo", post(upload).layer(DefaultBodyLimit::max(LONGEST_BODY)))
}

/// The photo, to members of its account only (A3). Its address is its content, so it may be kept for good.
async fn show(State(state): State<AppState>, Path(hash): Path<String>, parts: Parts) -> Response {
    let found = async {
        let mut call = Call::open(state, &parts, false).await?;
        let account = call.account();
        photos::read(&mut call.tx, account, &hash)
            .await?
            .ok_or_else(|| AppError::NotFound("There is no such photo.".to_owned()))
    };
    match found.await {
        Ok(jpeg) => (
            [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=31536000, immutable")],
            jpeg,
        )
            .into_response(),
        Err(error) => refusal(&error),
    }
}

fn refusal(error: &AppError) -> Response {
    (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.to_string())
        .into_response()
}

/// What the form holds: a file, or the wish to remove the photo.
#[derive(Default)]
struct Sent {
    file: Vec<u8>,
    too_large: bool,
    remove: bool,
    back: Option<String>,
}

async fn upload(State(state): State<AppState>, Path(id): Path<String>, parts: Parts, form: Multipart) -> Response {
    let plain =
        parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
    let sent = match take(form).await {
        Ok(sent) => sent,
        Err(error) => return refusal(&error),
    };
    let back = back_to(sent.back.as_deref(), &format!("/team/{id}/edit"));
    let saved = save(state, &id, &parts, sent).await;
    match (plain, saved) {
        (true, Ok(_)) => Redirect::to(&back).into_response(),
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

/// Reads the whole form, but keeps no more of a file than is taken.
async fn take(mut form: Multipart) -> AppResult<Sent> {
    let broken = |_| AppError::Refused("The upload broke off. Choose the picture again.".to_owned());
    let mut sent = Sent::default();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("photo") => {
                while let Some(chunk) = field.chunk().await.map_err(broken)? {
                    sent.too_large |= sent.file.len() + chunk.len() > LARGEST_FILE;
                    if !sent.too_large {
                        sent.file.extend_from_slice(&chunk);
                    }
                }
            }
            Some("remove") => sent.remove = true,
            Some("back") => sent.back = Some(field.text().await.map_err(broken)?),
            _ => {}
        }
    }
    Ok(sent)
}

enum Refused {
    Photo(PhotoProblem),
    Call(AppError),
}

impl<E: Into<AppError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Refused::Call(error.into())
    }
}

/// The hash of the new photo; none once removed. Rights are asked before the picture is decoded, and again when it is kept.
async fn save(state: AppState, id: &str, parts: &Parts, sent: Sent) -> Result<Option<String>, Refused> {
    let mut call = Call::open(state.clone(), parts, false).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let _permit = check(call.actor(), Action::ChangePhoto, &target)?;
    drop(call);
    let photo = match (sent.remove, sent.too_large) {
        (true, _) => None,
        (false, true) => return Err(Refused::Photo(PhotoProblem::TooLarge)),
        (false, false) => Some(read_photo(sent.file).await.map_err(Refused::Photo)?),
    };
    Ok(keep(state, id, parts, photo).await?)
}

/// Gives or takes a decoded photo.
pub(crate) async fn keep(state: AppState, id: &str, parts: &Parts, photo: Option<Photo>) -> AppResult<Option<String>> {
    let mut call = Call::open(state, parts, true).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let permit = check(call.actor(), Action::ChangePhoto, &target)?;
    let (account, now) = (call.account(), call.now);
    photos::set(&mut call.tx, account, &permit, photo.as_ref().map(|p| (p.hash.as_str(), p.jpeg.as_slice())), now)
        .await?;
    let after = if photo.is_some() { "a new one" } else { "removed" };
    let change = Change { field: "photo".to_owned(), before: None, after: Some(after.to_owned()) };
    call.audit("members.photo", Subject::member(target.id, &target.name), &[change], false).await?;
    call.commit().await?;
    Ok(photo.map(|p| p.hash))
}
