//! Importing members: upload, match and check, import (I1). The long parts run behind the answer, in `imports_job`.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::imports::RowsShown;
use model::imports::choices::ImportChoices;
use model::imports::{Field, ImportPage, ImportProgress};
use model::{ImportId, Ticked};

/// Whether one may import at all: the upload page asks before it shows its form.
#[server(endpoint = "imports/may", input = GetUrl)]
pub async fn may_import() -> Result<(), AppError> {
    answer(actions::imports::may_import(&request()?).await)
}

/// One page of the check: columns, findings, seats. `page` counts from 1.
#[server(endpoint = "imports/check", input = GetUrl)]
pub async fn check_import(id: ImportId, shown: RowsShown, page: u32) -> Result<ImportPage, AppError> {
    answer(actions::imports::check_import(&request()?, id, shown, page).await)
}

/// How far the server is.
#[server(endpoint = "imports/progress", input = GetUrl)]
pub async fn poll_import(id: ImportId) -> Result<ImportProgress, AppError> {
    answer(actions::imports::poll_import(&request()?, id).await)
}

/// Keeps where columns go and what role words mean, and checks all rows again.
#[server(endpoint = "imports/choose")]
pub async fn choose_import(form: ImportChoices) -> Result<(), AppError> {
    answer(actions::imports::choose_import(&request()?, form).await)
}

/// Mends one cell on the page: what is typed stands in place of what the file has.
#[server(endpoint = "imports/fix")]
pub async fn fix_import(id: ImportId, line: u32, field: Field, value: String) -> Result<(), AppError> {
    answer(actions::imports::fix_import(&request()?, id, line, field, &value).await)
}

/// Imports what is ready; `whole`: only when every row is fine. Asked again for one that was imported, it shows its
/// outcome and does nothing (K4).
#[server(endpoint = "imports/apply")]
pub async fn apply_import(id: ImportId, whole: Option<Ticked>) -> Result<(), AppError> {
    answer(actions::imports::apply_import(&request()?, id, whole.is_some()).await)
}
