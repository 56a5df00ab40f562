//! Importing members: upload, match and check, import (I1). The long parts run behind the answer, in `imports_job`.

#[cfg(test)]
mod arrival_tests;
pub mod job;
pub(crate) mod preview;
#[cfg(test)]
mod tests;
pub mod uploads;

use crate::call::Call;
use crate::imports::job::Job;
use crate::imports::uploads::Turn;
use crate::request::Request;
use files::imports::read;
use model::error::AppError;
use model::error::AppResult;
use model::imports::choices::{ImportChoices, PlanChoice, RoleChoice, StatusChoice};
use model::imports::{Choices, Field, FileInfo, FileRefusal, Mapping, PREVIEW_ROWS, RowsShown};
use model::imports::{ImportPage, ImportProgress, ImportState};
use model::{AccountId, ImportId};
use policy::{Action, RoleRef, Target, check};
use store::imports::ImportHead;
use store::search::fold;
use store::{audit, billing, fault, imports, roles};

/// What stopped an upload.
#[derive(Debug)]
pub enum Stopped {
    File(FileRefusal),
    Other(AppError),
}

/// Waits for one's turn to upload a file; whoever may not import is refused before.
///
/// # Errors
/// Signed out, or denied.
pub async fn turn_to_upload(request: &Request) -> AppResult<Turn> {
    Ok(uploads::turn(importing(request).await?).await)
}

/// Takes a file's bytes, keeps what was read of it, and begins to check it behind the answer. `name` is what the file is called; `turn`
/// was waited for before the bytes were read.
pub async fn upload(request: &Request, turn: Turn, name: &str, content: Vec<u8>) -> Result<ImportId, Stopped> {
    let file = tokio::task::spawn_blocking(move || read(&content))
        .await
        .map_err(|e| Stopped::Other(fault(&e)))?
        .map_err(Stopped::File)?;
    let kept = async {
        let mut call = Call::begin(request).await?;
        let _permit = check(call.actor(), Action::Import, Target::Account)?;
        let (account, by, now) = (call.account(), call.actor().member, call.now);
        let id = imports::insert(&mut call.tx, account, by, name, &file, now).await?;
        request.state.uploads.keep(id, &file).await?;
        let job = Job::of(&call, id)?;
        call.commit().await?;
        job.check_later(1);
        Ok(id)
    };
    let kept = kept.await.map_err(Stopped::Other);
    drop(turn);
    kept
}

/// The account of whoever may import.
async fn importing(request: &Request) -> AppResult<AccountId> {
    let call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::Import, Target::Account)?;
    Ok(call.account())
}

/// The import's row, for those who may import; another account's answers like a missing one (A3).
async fn find(call: &mut Call, id: ImportId) -> AppResult<ImportHead> {
    let _permit = check(call.actor(), Action::Import, Target::Account)?;
    let account = call.account();
    imports::head(&mut call.tx, account, id).await?.ok_or_else(ImportId::missing)
}

/// Whether one may import at all: the upload page asks before it shows its form.
pub async fn may_import(request: &Request) -> AppResult<()> {
    importing(request).await.map(drop)
}

/// One page of the check: columns, findings, seats. `page` counts from 1.
///
/// # Errors
/// Another account's import is missing (A3); denied to those who may not import.
pub async fn check_import(request: &Request, id: ImportId, shown: RowsShown, page: u32) -> AppResult<ImportPage> {
    let mut call = Call::read(request).await?;
    let head = find(&mut call, id).await?;
    let account = call.account();
    let progress = job::progress(id, &head, call.now);
    let ImportHead { file_name, info, choices, rows_total, summary, problem, outcome, .. } = head;
    // Before its first check has ended, nothing is summed up.
    let summary = summary.unwrap_or_default();
    let of = match shown {
        RowsShown::Problems => summary.plan.refused_members() + summary.warning,
        RowsShown::All => u64::try_from(rows_total).unwrap_or_default(),
    };
    let first = u64::from(page)
        .saturating_sub(1)
        .saturating_mul(PREVIEW_ROWS)
        .min(of.saturating_sub(1) / PREVIEW_ROWS * PREVIEW_ROWS);
    let (from, limit) = (i64::try_from(first).unwrap_or_default(), i64::try_from(PREVIEW_ROWS).unwrap_or_default());
    let rows = imports::rows(&mut call.tx, account, id, shown, from, limit).await?;
    let all = roles::list(&mut call.tx, account).await?;
    let may_give = |r: &roles::RoleWithCount| call.me.actor.role.may_assign(r.role.id);
    let fits = choices.fields.len() == info.columns.len();
    let mapping = if fits { Mapping { fields: choices.fields } } else { Mapping::guessed(&info.columns) };
    Ok(ImportPage {
        id,
        progress,
        mapping_problems: mapping.problems(&info.columns),
        mapping,
        summary,
        seats: billing::seats(&mut call.tx, account).await?,
        roles: all.iter().filter(|r| may_give(r)).map(|r| (r.role.id, r.role.name.clone())).collect(),
        rows,
        first,
        of,
        shown,
        whole: choices.whole,
        problem,
        no_seats_because: check(call.actor(), Action::BuySeats, Target::Account).err().map(|d| d.to_string()),
        undone_by: match &outcome {
            Some(outcome) => {
                audit::items::undone(&mut call.tx, account, &[outcome.done.entry]).await?.pop().map(|undone| undone.by)
            }
            None => None,
        },
        outcome,
        file_name,
        info,
    })
}

/// How far the server is.
///
/// # Errors
/// Those of [`check_import`].
pub async fn poll_import(request: &Request, id: ImportId) -> AppResult<ImportProgress> {
    let mut call = Call::read(request).await?;
    let head = find(&mut call, id).await?;
    Ok(job::progress(id, &head, call.now))
}

/// Keeps where columns go and what role words mean, and checks all rows again. Leads to the page of the check.
///
/// # Errors
/// Those of [`check_import`].
pub async fn choose_import(request: &Request, form: ImportChoices) -> AppResult<()> {
    rechecked(request, form.id, move |choices, info, roles| {
        if form.columns.len() == info.columns.len() {
            choices.fields = form.columns;
        }
        for RoleChoice { word, role } in form.roles {
            match role.filter(|id| roles.iter().any(|r| r.id == *id)) {
                Some(role) => choices.roles.insert(fold(word.trim()), role),
                None => choices.roles.remove(&fold(word.trim())),
            };
        }
        for PlanChoice { word, plan } in form.plans {
            match plan {
                Some(plan) => choices.plans.insert(fold(word.trim()), plan),
                None => choices.plans.remove(&fold(word.trim())),
            };
        }
        for StatusChoice { word, arrival } in form.statuses {
            match arrival {
                Some(arrival) => choices.statuses.insert(fold(word.trim()), arrival),
                None => choices.statuses.remove(&fold(word.trim())),
            };
        }
        choices.digits = form.digits;
    })
    .await
}

/// Mends one cell on the page: what is typed stands in place of what the file has in that line. Leads to the page of
/// the check.
///
/// # Errors
/// Those of [`check_import`].
pub async fn fix_import(request: &Request, id: ImportId, line: u32, field: Field, value: &str) -> AppResult<()> {
    let value: String = value.chars().filter(|c| !c.is_control()).take(200).collect();
    rechecked(request, id, move |choices, _, _| {
        choices.fixes.entry(line).or_default().insert(field, value);
    })
    .await
}

/// Changes the answers and begins a new check.
async fn rechecked(
    request: &Request,
    id: ImportId,
    change: impl FnOnce(&mut Choices, &FileInfo, &[RoleRef]),
) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let ImportHead { info, mut choices, .. } = find(&mut call, id).await?;
    let (account, now) = (call.account(), call.now);
    let roles: Vec<RoleRef> =
        roles::list(&mut call.tx, account).await?.iter().map(|r| RoleRef::from(&r.role)).collect();
    change(&mut choices, &info, &roles);
    let round = imports::choose(&mut call.tx, account, id, &choices, now).await?;
    let job = Job::of(&call, id)?;
    call.commit().await?;
    if let Some(round) = round {
        job.check_later(round);
    }
    request.redirect(&format!("/team/import/{id}"));
    Ok(())
}

/// Imports what is ready; `whole`: only when every row is fine. Asked again for one that was imported, it shows its
/// outcome and does nothing (K4). Leads to the page of the import.
///
/// # Errors
/// A refusal when no row is ready; those of [`check_import`].
pub async fn apply_import(request: &Request, id: ImportId, whole: bool) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let head = find(&mut call, id).await?;
    let (account, now) = (call.account(), call.now);
    let ready = head.summary.map_or(0, |summary| summary.plan.change);
    let choices = Choices { whole, ..head.choices };
    let to = format!("/team/import/{id}");
    if head.state == ImportState::Ready && ready == 0 {
        return Err(AppError::Refused(
            "No row is ready, so there is nothing to import. Fix the errors first.".to_owned(),
        ));
    }
    if imports::start(&mut call.tx, account, id, &choices, now).await? {
        let job = Job::of(&call, id)?;
        call.commit().await?;
        job.apply_later();
    }
    request.redirect(&to);
    Ok(())
}
