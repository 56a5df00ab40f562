//! Uploaded files as rows: where each stands, what checking found, what came of it (I1). What they are checked against is
//! `imports_snapshot`, what they write is `imports_write`.

mod findings;
mod head;
mod json;
pub mod member_before;
pub mod read_snapshot;
pub mod snapshot;
pub mod take_back;
pub mod write;

pub use findings::{found, issues, replace_rows, rows};
pub use head::{ImportHead, head};

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{all, maybe, run};
use json::json;
use model::imports::{CheckSummary, Choices, ImportOutcome, MemberFile};
use model::instant::{Instant, SECOND};
use model::{AccountId, ImportId, MemberId};
use std::collections::HashSet;

/// A server that hasn't touched an import for so long, in microseconds, while it was at work on it, is gone.
pub const GONE_AFTER: i64 = 20 * SECOND;

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
