//! An import as it is kept: where it stands, the answers about it, what checking and applying it came to.

use super::json::from_json;
use crate::Tx;
use crate::error::StoreResult;
use crate::sql::maybe;
use model::imports::{CheckSummary, Choices, FileInfo, ImportOutcome, ImportState};
use model::{AccountId, ImportId};

/// An import without its file.
#[derive(Clone, Debug)]
pub struct ImportHead {
    pub file_name: String,
    pub info: FileInfo,
    pub choices: Choices,
    pub state: ImportState,
    pub rows_done: i64,
    pub rows_total: i64,
    /// None before the first check has ended.
    pub summary: Option<CheckSummary>,
    pub problem: Option<String>,
    /// None until it was applied.
    pub outcome: Option<ImportOutcome>,
    pub round: i64,
    pub touched_at: i64,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    file_name: String,
    info: String,
    choices: String,
    state: ImportState,
    rows_done: i64,
    rows_total: i64,
    summary: Option<String>,
    problem: Option<String>,
    outcome: Option<String>,
    round: i64,
    touched_at: i64,
}

impl HeadRow {
    fn read(self) -> StoreResult<ImportHead> {
        Ok(ImportHead {
            file_name: self.file_name,
            info: from_json(&self.info)?,
            choices: from_json(&self.choices)?,
            state: self.state,
            rows_done: self.rows_done,
            rows_total: self.rows_total,
            summary: self.summary.as_deref().map(from_json).transpose()?,
            problem: self.problem,
            outcome: self.outcome.as_deref().map(from_json).transpose()?,
            round: self.round,
            touched_at: self.touched_at,
        })
    }
}

/// An import of this account; none: missing or another account's (A3).
pub async fn head(tx: &mut Tx, account: AccountId, id: ImportId) -> StoreResult<Option<ImportHead>> {
    let row = maybe!(
        tx,
        HeadRow,
        "SELECT file_name, info, choices, state, rows_done, rows_total, summary, problem, outcome, round, touched_at
         FROM imports WHERE account_id = $1 AND id = $2",
        account,
        id
    )?;
    row.map(HeadRow::read).transpose()
}
