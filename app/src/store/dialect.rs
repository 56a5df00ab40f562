//! What can't be one SQL text: row locks, big id lists, substring search. Nowhere else is an engine named.

use crate::model::AccountId;
use crate::store::Tx;
use crate::store::error::StoreResult;
use crate::store::sql::run;

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
