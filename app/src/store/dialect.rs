//! What can't be one SQL text: row locks, big id lists, substring search. Nowhere else is an engine named.

use crate::model::AccountId;
use crate::store::Tx;
use crate::store::error::StoreResult;
use crate::store::search::{parts, tokens};
use crate::store::sql::{Sql, run, run_of};

/// Makes changes of one account come one after the other. SQLite has one writer already.
pub async fn lock_account(tx: &mut Tx, account: AccountId) -> StoreResult<()> {
    if matches!(tx, Tx::Postgres(_)) {
        run!(tx, "SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", account)?;
    }
    Ok(())
}

/// Writes a copy of the embedded database while it is in use (QUALITY, Operations).
pub async fn backup(db: &crate::store::Db, file: &std::path::Path) -> StoreResult<()> {
    match db {
        crate::store::Db::Sqlite { read, .. } => {
            sqlx::query("VACUUM INTO $1").bind(file.display().to_string()).execute(read).await.map(|_| ()).map_err(Into::into)
        }
        crate::store::Db::Postgres(_) => Err(crate::store::StoreError::Other(sqlx::Error::Configuration("use pg_dump for PostgreSQL".into()))),
    }
}

/// Takes members out of the substring index. PostgreSQL's index follows the column by itself.
pub async fn search_forget(tx: &mut Tx, seqs: &[i64]) -> StoreResult<()> {
    if seqs.is_empty() || matches!(tx, Tx::Postgres(_)) {
        return Ok(());
    }
    let mut sql = Sql::new("DELETE FROM search_index WHERE rowid IN ");
    sql.list(seqs.iter().copied());
    run_of!(tx, sql).map(|_| ())
}

/// Puts members' texts into the substring index of an account, over what it knew of them.
pub async fn search_learn(tx: &mut Tx, account: i64, texts: &[(i64, &str)]) -> StoreResult<()> {
    if texts.is_empty() || matches!(tx, Tx::Postgres(_)) {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT OR REPLACE INTO search_index (rowid, directory, hidden) VALUES ");
    for (i, (seq, text)) in texts.iter().enumerate() {
        let (directory, hidden) = parts(text);
        sql.push(if i == 0 { "(" } else { ", (" }).bind(*seq).push(", ").bind(tokens(account, directory));
        sql.push(", ").bind(tokens(account, hidden)).push(")");
    }
    run_of!(tx, sql).map(|_| ())
}
