//! Importing members: upload, match and check, import (I1). The long parts run behind the answer, in `imports_job`.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::imports::{ImportPage, ImportProgress};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer};
#[cfg(feature = "ssr")]
use crate::api::imports_job as job;
#[cfg(feature = "ssr")]
use crate::api::imports_job::Job;
#[cfg(feature = "ssr")]
use crate::state::AppState;
#[cfg(feature = "ssr")]
use axum::extract::{FromRequest, Multipart, Request, State};
#[cfg(feature = "ssr")]
use axum::response::{IntoResponse, Redirect, Response};
#[cfg(feature = "ssr")]
use files::imports::{check_size, read};
#[cfg(feature = "ssr")]
use model::ImportId;
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use model::imports::{CheckSummary, Choices, Field, FileInfo, FileRefusal, MAX_BYTES, Mapping, PREVIEW_ROWS};
#[cfg(feature = "ssr")]
use model::search::fold;
#[cfg(feature = "ssr")]
use policy::{Action, RoleRef, Target, check};
#[cfg(feature = "ssr")]
use store::imports::ImportHead;
#[cfg(feature = "ssr")]
use store::{audit, billing, fault, imports, roles};

/// Room for the parts of the form around the file.
#[cfg(feature = "ssr")]
const AROUND: u64 = 64 * 1024;
/// So much of a file that is too large is still read, so that the browser gets to see the answer.
#[cfg(feature = "ssr")]
const SWALLOWED: u64 = 64 * 1024 * 1024;

#[cfg(feature = "ssr")]
fn missing() -> AppError {
    AppError::NotFound("There is no such import. Files are kept for 7 days; upload it again.".to_owned())
}

/// What stopped an upload.
#[cfg(feature = "ssr")]
enum Stopped {
    File(FileRefusal),
    Other(AppError),
}

/// Takes the file of the upload form and leads to its check page, or back to the form with the reason. Works without script.
#[cfg(feature = "ssr")]
pub async fn upload(State(state): State<AppState>, request: Request) -> Response {
    let to = match take(state, request).await {
        Ok(id) => format!("/team/import/{id}"),
        Err(Stopped::Other(AppError::SignedOut)) => "/sign-in?next=%2Fteam%2Fimport".to_owned(),
        Err(Stopped::Other(error)) => back_with(&error),
        Err(Stopped::File(refusal)) => back_with(&refusal),
    };
    Redirect::to(&to).into_response()
}

/// The reason travels as data, not as words, so that no link can put words of its own on the page.
#[cfg(feature = "ssr")]
fn back_with(reason: &impl Serialize) -> String {
    let json = serde_json::to_string(reason).unwrap_or_default();
    format!("/team/import?problem={}", model::query_string::encode(&json))
}

#[cfg(feature = "ssr")]
async fn take(state: AppState, request: Request) -> Result<ImportId, Stopped> {
    let other = Stopped::Other;
    let (parts, body) = request.into_parts();
    let call = Call::open(state.clone(), &parts, false).await.map_err(other)?;
    let _permit = check(call.actor(), Action::Import, Target::Account).map_err(|d| other(d.into()))?;
    drop(call);
    let length = parts
        .headers
        .get(http::header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<u64>().ok());
    if let Some(length) = length.filter(|n| *n > MAX_BYTES + AROUND) {
        if length <= SWALLOWED {
            let _swallowed = axum::body::to_bytes(body, usize::try_from(SWALLOWED).unwrap_or(usize::MAX)).await;
        }
        return Err(Stopped::File(FileRefusal::TooLarge { bytes: length }));
    }
    let (name, content) = file_of(Request::from_parts(parts.clone(), body), &state).await?;
    let (content, file) = tokio::task::spawn_blocking(move || read(&content).map(|file| (content, file)))
        .await
        .map_err(|e| other(fault(&e)))?
        .map_err(Stopped::File)?;
    let kept = async {
        let mut call = Call::open(state, &parts, true).await?;
        let _permit = check(call.actor(), Action::Import, Target::Account)?;
        let (account, by, now) = (call.account(), call.actor().member, call.now);
        let id = imports::insert(&mut call.tx, account, by, &name, &content, &file, now).await?;
        let job = Job::of(&call, &parts, id)?;
        call.commit().await?;
        job.check_later(1);
        Ok(id)
    };
    kept.await.map_err(other)
}

/// Name and bytes of the form's file.
#[cfg(feature = "ssr")]
async fn file_of(request: Request, state: &AppState) -> Result<(String, Vec<u8>), Stopped> {
    let cut = || {
        Stopped::Other(AppError::Refused("The upload broke off. Nothing was kept; choose the file again.".to_owned()))
    };
    let mut form = Multipart::from_request(request, state).await.map_err(|_| cut())?;
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

/// The import's row, for those who may import; another account's answers like a missing one (A3).
#[cfg(feature = "ssr")]
async fn find(call: &mut Call, id: &str) -> AppResult<(ImportId, ImportHead)> {
    let _permit = check(call.actor(), Action::Import, Target::Account)?;
    let id: ImportId = id.parse().map_err(|_| missing())?;
    let account = call.account();
    let head = imports::head(&mut call.tx, account, id).await?.ok_or_else(missing)?;
    Ok((id, head))
}

/// Whether one may import at all: the upload page asks before it shows its form.
#[server(endpoint = "imports/may", input = GetUrl)]
pub async fn may_import() -> Result<(), AppError> {
    answer(
        async {
            let call = Call::read().await?;
            let _permit = check(call.actor(), Action::Import, Target::Account)?;
            Ok(())
        }
        .await,
    )
}

/// One page of the check: columns, findings, seats. `page` counts from 1.
#[server(endpoint = "imports/check", input = GetUrl)]
pub async fn check_import(id: String, problems: bool, page: u64) -> Result<ImportPage, AppError> {
    answer(read_import(&id, problems, page).await)
}

#[cfg(feature = "ssr")]
async fn read_import(id: &str, problems: bool, page: u64) -> AppResult<ImportPage> {
    let mut call = Call::read().await?;
    let (id, head) = find(&mut call, id).await?;
    let account = call.account();
    let info: FileInfo = serde_json::from_str(&head.info).map_err(|e| fault(&e))?;
    let summary = head.summary().unwrap_or_default();
    let of = if problems {
        summary.plan.refused_members() + summary.warning
    } else {
        u64::try_from(head.rows_total).unwrap_or_default()
    };
    let first =
        page.saturating_sub(1).saturating_mul(PREVIEW_ROWS).min(of.saturating_sub(1) / PREVIEW_ROWS * PREVIEW_ROWS);
    let (from, limit) = (i64::try_from(first).unwrap_or_default(), i64::try_from(PREVIEW_ROWS).unwrap_or_default());
    let rows = imports::rows(&mut call.tx, account, id, problems, from, limit).await?;
    let all = roles::list(&mut call.tx, account).await?;
    let may_give = |r: &roles::RoleWithCount| call.me.actor.role.may_assign(r.role.id);
    let (choices, outcome) = (head.choices(), head.outcome());
    let fits = choices.fields.len() == info.columns.len();
    let mapping = if fits { Mapping { fields: choices.fields } } else { Mapping::guessed(&info.columns) };
    Ok(ImportPage {
        id,
        progress: job::progress(id, &head, call.now),
        mapping_problems: mapping.problems(&info.columns),
        mapping,
        summary,
        seats: billing::seats(&mut call.tx, account).await?,
        roles: all.iter().filter(|r| may_give(r)).map(|r| (r.role.id, r.role.name.clone())).collect(),
        rows,
        first,
        of,
        only_problems: problems,
        whole: choices.whole,
        problem: head.problem.clone(),
        no_seats_because: check(call.actor(), Action::BuySeats, Target::Account).err().map(|d| d.to_string()),
        undone_by: match &outcome {
            Some(outcome) => {
                audit::items::undone(&mut call.tx, account, &[outcome.done.entry]).await?.pop().map(|undone| undone.by)
            }
            None => None,
        },
        outcome,
        file_name: head.file_name,
        info,
    })
}

/// How far the server is.
#[server(endpoint = "imports/progress", input = GetUrl)]
pub async fn poll_import(id: String) -> Result<ImportProgress, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let (id, head) = find(&mut call, &id).await?;
            Ok(job::progress(id, &head, call.now))
        }
        .await,
    )
}

/// A word of the role column and the role it stands for; an empty role leaves it open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RoleChoice {
    pub word: String,
    #[serde(default)]
    pub role: String,
}

/// The form of the check page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ImportChoices {
    pub id: String,
    /// The key of a field for each column, in order.
    #[serde(default)]
    pub columns: Vec<String>,
    #[serde(default)]
    pub roles: Vec<RoleChoice>,
}

/// Keeps where columns go and what role words mean, and checks all rows again.
#[server(endpoint = "imports/choose")]
pub async fn choose_import(form: ImportChoices) -> Result<(), AppError> {
    answer(
        async {
            let id = form.id.clone();
            rechecked(&id, move |choices, info, roles| {
                if form.columns.len() == info.columns.len() {
                    choices.fields =
                        form.columns.iter().map(|key| Field::from_key(key).unwrap_or(Field::DontImport)).collect();
                }
                for RoleChoice { word, role } in form.roles {
                    match role.parse().ok().and_then(|id| roles.iter().find(|r| r.id == id)) {
                        Some(role) => choices.roles.insert(fold(word.trim()), role.id),
                        None => choices.roles.remove(&fold(word.trim())),
                    };
                }
            })
            .await
        }
        .await,
    )
}

/// Mends one cell on the page: what is typed stands in place of what the file has.
#[server(endpoint = "imports/fix")]
pub async fn fix_import(id: String, line: u32, field: String, value: String) -> Result<(), AppError> {
    answer(
        async {
            let field = Field::from_key(&field).ok_or_else(missing)?;
            let value: String = value.chars().filter(|c| !c.is_control()).take(200).collect();
            rechecked(&id, move |choices, _, _| {
                choices.fixes.entry(line).or_default().insert(field, value);
            })
            .await
        }
        .await,
    )
}

/// Changes the answers and begins a new check.
#[cfg(feature = "ssr")]
async fn rechecked(id: &str, change: impl FnOnce(&mut Choices, &FileInfo, &[RoleRef])) -> AppResult<()> {
    let parts = crate::api::call::parts()?;
    let mut call = Call::begin().await?;
    let (id, head) = find(&mut call, id).await?;
    let (account, now) = (call.account(), call.now);
    let info: FileInfo = serde_json::from_str(&head.info).map_err(|e| fault(&e))?;
    let roles: Vec<RoleRef> =
        roles::list(&mut call.tx, account).await?.iter().map(|r| RoleRef::from(&r.role)).collect();
    let mut choices = head.choices();
    change(&mut choices, &info, &roles);
    let round = imports::choose(&mut call.tx, account, id, &choices, now).await?;
    let job = Job::of(&call, &parts, id)?;
    call.commit().await?;
    if let Some(round) = round {
        job.check_later(round);
    }
    leptos_axum::redirect(&format!("/team/import/{id}"));
    Ok(())
}

/// Imports what is ready. Asked again for one that was imported, it shows its outcome and does nothing (K4).
#[server(endpoint = "imports/apply")]
pub async fn apply_import(id: String, whole: Option<String>) -> Result<(), AppError> {
    answer(begin_apply(&id, whole.is_some()).await)
}

#[cfg(feature = "ssr")]
async fn begin_apply(id: &str, whole: bool) -> AppResult<()> {
    let parts = crate::api::call::parts()?;
    let mut call = Call::begin().await?;
    let (id, head) = find(&mut call, id).await?;
    let (account, now) = (call.account(), call.now);
    let summary: CheckSummary = head.summary().unwrap_or_default();
    let choices = Choices { whole, ..head.choices() };
    let to = format!("/team/import/{id}");
    if head.state == "ready" && summary.plan.change == 0 {
        return Err(AppError::Refused(
            "No row is ready, so there is nothing to import. Fix the errors first.".to_owned(),
        ));
    }
    if imports::start(&mut call.tx, account, id, &choices, now).await? {
        let job = Job::of(&call, &parts, id)?;
        call.commit().await?;
        job.apply_later();
    }
    leptos_axum::redirect(&to);
    Ok(())
}
