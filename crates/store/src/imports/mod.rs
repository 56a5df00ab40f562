//! Uploaded files as rows: where each stands, what checking found, what came of it (I1). What they are checked against is
//! `imports_snapshot`, what they write is `imports_write`.

pub mod member_before;
pub mod read_snapshot;
pub mod snapshot;
pub mod take_back;
pub mod write;

use crate::error::StoreResult;
use crate::sql::{Bind, Sql, all, maybe, run, run_of};
use crate::{StoreError, Tx};
use model::imports::MemberFile;
use model::imports::RowsShown;
use model::imports::{CheckRow, CheckSummary, Choices, ImportOutcome, ImportState, Issue};
use model::instant::{Instant, SECOND};
use model::{AccountId, ImportId, MemberId};
use std::collections::HashSet;

/// A server that hasn't touched an import for so long, in microseconds, while it was at work on it, is gone.
pub const GONE_AFTER: i64 = 20 * SECOND;

/// An import without its file.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ImportHead {
    pub file_name: String,
    /// JSON of `FileInfo`.
    pub info: String,
    /// JSON of `Choices`.
    pub choices: String,
    pub state: ImportState,
    pub rows_done: i64,
    pub rows_total: i64,
    /// JSON of `CheckSummary`.
    pub summary: Option<String>,
    pub problem: Option<String>,
    /// JSON of `ImportOutcome`.
    pub outcome: Option<String>,
    pub round: i64,
    pub touched_at: i64,
}

impl ImportHead {
    pub fn choices(&self) -> Choices {
        serde_json::from_str(&self.choices).unwrap_or_default()
    }

    pub fn summary(&self) -> Option<CheckSummary> {
        serde_json::from_str(self.summary.as_deref()?).ok()
    }

    pub fn outcome(&self) -> Option<ImportOutcome> {
        serde_json::from_str(self.outcome.as_deref()?).ok()
    }
}

fn json<T: serde::Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))
}

/// Notes an uploaded file, which is kept elsewhere. It waits to be checked.
pub async fn insert(
    tx: &mut Tx,
    account: AccountId,
    by: MemberId,
    file_name: &str,
    file: &MemberFile,
    now: Instant,
) -> StoreResult<ImportId> {
    let id = ImportId::new();
    run!(
        tx,
        "INSERT INTO imports (account_id, id, member_id, file_name, info, rows_total, created_at, touched_at, round)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)",
        account,
        id,
        by,
        file_name,
        json(&file.info)?,
        i64::try_from(file.rows.len()).unwrap_or(i64::MAX),
        now.0
    )?;
    Ok(id)
}

/// An import of this account; none: missing or another account's (A3).
pub async fn head(tx: &mut Tx, account: AccountId, id: ImportId) -> StoreResult<Option<ImportHead>> {
    maybe!(
        tx,
        ImportHead,
        "SELECT file_name, info, choices, state, rows_done, rows_total, summary, problem, outcome, round, touched_at
         FROM imports WHERE account_id = $1 AND id = $2",
        account,
        id
    )
}

/// The imports of all accounts that still need their file.
pub async fn waiting(tx: &mut Tx) -> StoreResult<HashSet<ImportId>> {
    let rows = all!(tx, (ImportId,), "SELECT id FROM imports WHERE state <> 'applied'")?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Keeps the answers and begins a new check. Gives its round; none: it was imported or is being imported.
pub async fn choose(
    tx: &mut Tx,
    account: AccountId,
    id: ImportId,
    choices: &Choices,
    now: Instant,
) -> StoreResult<Option<i64>> {
    let row = maybe!(
        tx,
        (i64,),
        "UPDATE imports SET choices = $3, round = round + 1, state = 'checking', rows_done = 0, touched_at = $4, problem = NULL
         WHERE account_id = $1 AND id = $2 AND (state IN ('checking', 'ready') OR (state = 'applying' AND touched_at < $5)) RETURNING round",
        account,
        id,
        json(choices)?,
        now.0,
        now.0 - GONE_AFTER
    )?;
    Ok(row.map(|r| r.0))
}

/// Writes what a check found in some rows, `done` rows in all. False: a newer check has begun, so this one stops.
pub async fn found(
    tx: &mut Tx,
    account: AccountId,
    id: ImportId,
    round: i64,
    rows: &[CheckRow],
    done: i64,
    now: Instant,
) -> StoreResult<bool> {
    let current = run!(
        tx,
        "UPDATE imports SET rows_done = $4, touched_at = $5 WHERE account_id = $1 AND id = $2 AND round = $3 AND state = 'checking'",
        account,
        id,
        round,
        done,
        now.0
    )?;
    if current == 0 {
        return Ok(false);
    }
    if i64::try_from(rows.len()).is_ok_and(|n| n == done) {
        run!(tx, "DELETE FROM import_rows WHERE account_id = $1 AND import_id = $2", account, id)?;
    }
    insert_rows(tx, account, id, rows).await?;
    Ok(true)
}

/// Puts the rows as they were judged when they were applied in place of what the check had found.
pub async fn replace_rows(tx: &mut Tx, account: AccountId, id: ImportId, rows: &[CheckRow]) -> StoreResult<()> {
    run!(tx, "DELETE FROM import_rows WHERE account_id = $1 AND import_id = $2", account, id)?;
    for rows in rows.chunks(1_000) {
        insert_rows(tx, account, id, rows).await?;
    }
    Ok(())
}

async fn insert_rows(tx: &mut Tx, account: AccountId, id: ImportId, rows: &[CheckRow]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT INTO import_rows (account_id, import_id, line, troubled, shown) VALUES ");
    for (i, row) in rows.iter().enumerate() {
        sql.push(if i == 0 { "(" } else { ", (" })
            .bind(account)
            .push(", ")
            .bind(Bind::Id(id.0))
            .push(", ")
            .bind(i64::from(row.line));
        sql.push(", ").bind(row.troubled()).push(", ").bind(json(row)?).push(")");
    }
    run_of!(tx, sql).map(|_| ())
}

/// Ends a check.
pub async fn checked(
    tx: &mut Tx,
    account: AccountId,
    id: ImportId,
    round: i64,
    summary: &CheckSummary,
) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE imports SET state = 'ready', summary = $4, rows_done = rows_total
         WHERE account_id = $1 AND id = $2 AND round = $3 AND state = 'checking'",
        account,
        id,
        round,
        json(summary)?
    )
    .map(|_| ())
}

/// Ends a check whose findings are not told, with the reason.
pub async fn refuse_check(tx: &mut Tx, account: AccountId, id: ImportId, round: i64, problem: &str) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE imports SET state = 'failed', problem = $4, summary = NULL WHERE account_id = $1 AND id = $2 AND round = $3 AND state = 'checking'",
        account,
        id,
        round,
        problem
    )?;
    run!(tx, "DELETE FROM import_rows WHERE account_id = $1 AND import_id = $2", account, id).map(|_| ())
}

/// All findings of all rows, in the file's order.
pub async fn issues(tx: &mut Tx, account: AccountId, id: ImportId) -> StoreResult<Vec<Issue>> {
    let texts = all!(
        tx,
        (String,),
        "SELECT shown FROM import_rows WHERE account_id = $1 AND import_id = $2 AND troubled ORDER BY line",
        account,
        id
    )?;
    Ok(texts
        .into_iter()
        .filter_map(|(text,)| serde_json::from_str::<CheckRow>(&text).ok())
        .flat_map(|row| row.issues)
        .collect())
}

/// Some rows of the preview in the file's order, from the 0-based position `first`.
pub async fn rows(
    tx: &mut Tx,
    account: AccountId,
    id: ImportId,
    shown: RowsShown,
    first: i64,
    limit: i64,
) -> StoreResult<Vec<CheckRow>> {
    let texts = match shown {
        RowsShown::Problems => all!(
            tx,
            (String,),
            "SELECT shown FROM import_rows WHERE account_id = $1 AND import_id = $2 AND troubled ORDER BY line LIMIT $3 OFFSET $4",
            account,
            id,
            limit,
            first
        )?,
        RowsShown::All => all!(
            tx,
            (String,),
            "SELECT shown FROM import_rows WHERE account_id = $1 AND import_id = $2 ORDER BY line LIMIT $3 OFFSET $4",
            account,
            id,
            limit,
            first
        )?,
    };
    Ok(texts.into_iter().filter_map(|(text,)| serde_json::from_str(&text).ok()).collect())
}

/// Marks an import as being applied, if it is ready or the server that was at it is gone. False: it isn't to be started now.
pub async fn start(
    tx: &mut Tx,
    account: AccountId,
    id: ImportId,
    choices: &Choices,
    now: Instant,
) -> StoreResult<bool> {
    let started = run!(
        tx,
        "UPDATE imports SET state = 'applying', rows_done = 0, touched_at = $3, problem = NULL, choices = $5
         WHERE account_id = $1 AND id = $2 AND (state = 'ready' OR (state = 'applying' AND touched_at < $4))",
        account,
        id,
        now.0,
        now.0 - GONE_AFTER,
        json(choices)?
    )?;
    Ok(started > 0)
}

/// Says that a server is still at work, and how far.
pub async fn touch(tx: &mut Tx, account: AccountId, id: ImportId, done: i64, now: Instant) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE imports SET rows_done = $3, touched_at = $4 WHERE account_id = $1 AND id = $2 AND state IN ('checking', 'applying')",
        account,
        id,
        done,
        now.0
    )
    .map(|_| ())
}

/// Puts an import that wasn't applied back to where it can be started again, with the reason.
pub async fn give_up(tx: &mut Tx, account: AccountId, id: ImportId, problem: &str) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE imports SET state = 'ready', problem = $3, rows_done = rows_total WHERE account_id = $1 AND id = $2 AND state = 'applying'",
        account,
        id,
        problem
    )
    .map(|_| ())
}

/// Ends an import, in the transaction that wrote its rows. False: it was applied before (K4).
pub async fn applied(
    tx: &mut Tx,
    account: AccountId,
    id: ImportId,
    summary: &CheckSummary,
    outcome: &ImportOutcome,
) -> StoreResult<bool> {
    let ended = run!(
        tx,
        "UPDATE imports SET state = 'applied', outcome = $3, rows_done = rows_total, summary = $4
         WHERE account_id = $1 AND id = $2 AND state = 'applying'",
        account,
        id,
        json(outcome)?,
        json(summary)?
    )?;
    Ok(ended > 0)
}

/// Removes files and findings from before that instant, whatever came of them. Gives their number.
pub async fn purge(tx: &mut Tx, before: Instant) -> StoreResult<u64> {
    run!(tx, "DELETE FROM imports WHERE created_at < $1", before.0)
}
