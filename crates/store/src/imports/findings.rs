//! The rows of an import as a check found them, for its preview (I1).

use super::json::{from_json, json};
use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{Bind, Sql, all, run, run_of};
use model::imports::{CheckRow, Issue, RowsShown};
use model::instant::Instant;
use model::{AccountId, ImportId};

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

/// All findings of all rows, in the file's order.
pub async fn issues(tx: &mut Tx, account: AccountId, id: ImportId) -> StoreResult<Vec<Issue>> {
    let texts = all!(
        tx,
        (String,),
        "SELECT shown FROM import_rows WHERE account_id = $1 AND import_id = $2 AND troubled ORDER BY line",
        account,
        id
    )?;
    let rows: Vec<CheckRow> = texts.iter().map(|(text,)| from_json(text)).collect::<StoreResult<_>>()?;
    Ok(rows.into_iter().flat_map(|row| row.issues).collect())
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
    texts.iter().map(|(text,)| from_json(text)).collect()
}
