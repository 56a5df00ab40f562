//! The two engines behind one handle: pools, transactions, migrations.

use crate::error::StoreResult;
use crate::{StoreError, dialect};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// Where the data is. SQLite has one writer and many readers; PostgreSQL one pool.
#[derive(Clone, Debug)]
pub enum Db {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

/// A transaction on either engine; rolls back when dropped.
#[derive(Debug)]
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens a database by its address: `sqlite:PATH` (made when missing) or `postgres://…`.
    pub async fn open(url: &str) -> StoreResult<Db> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?.application_name("teamline");
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(10))
                .connect_with(options)
                .await?;
            return Ok(Db::Postgres(pool));
        }
        let path = url.strip_prefix("sqlite:").unwrap_or(url).trim_start_matches("//");
        Self::open_sqlite(Path::new(path)).await
    }

    async fn open_sqlite(path: &Path) -> StoreResult<Db> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // What was deleted is overwritten: whoever is erased is gone from the file, too (M17).
            .pragma("secure_delete", "ON")
            .pragma("cache_size", "-8192")
            .statement_cache_capacity(256)
            // A page of the list in one go: else reader and writer of rows wait for each other (P1).
            .row_buffer_size(128);
        // Only reads sort in memory: what a change of everybody puts aside is as large as the account (P4, P6).
        // No look whether a connection still lives before it is lent: a file doesn't hang up, and it is one more hop (P1).
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone())
            .await?;
        let options = options.pragma("temp_store", "memory");
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Db::Sqlite { read, write })
    }

    /// Brings the schema up to date. Safe to call from several servers at once: PostgreSQL takes an advisory lock,
    /// SQLite its write lock; each migration is one transaction, so a killed one leaves nothing behind.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        match self {
            Db::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await,
            Db::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await,
        }
    }

    /// Begins a read, which never waits for the writer: one snapshot on both engines, begun with its first statement, so that no change
    /// is seen half.
    pub async fn read(&self) -> StoreResult<Tx> {
        #[cfg(any(test, debug_assertions, feature = "testing"))]
        crate::testing::asked::note(|asked| asked.transactions += 1);
        Ok(match self {
            Db::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Db::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Begins a change. SQLite takes the write lock at once, so nothing read before can be stale.
    pub async fn write(&self) -> StoreResult<Tx> {
        Ok(match self {
            Db::Sqlite { write, .. } => {
                let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
                dialect::forget_clock(&mut tx).await?;
                Tx::Sqlite(tx)
            }
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Has PostgreSQL look again at how much there is, after many rows were written at once: until it does, which may be a minute
    /// later or never, it plans as if tables were empty, and the Team page took four times as long. SQLite plans without.
    pub async fn refresh_statistics(&self) -> StoreResult<()> {
        if let Db::Postgres(pool) = self {
            sqlx::query("ANALYZE").execute(pool).await?;
        }
        Ok(())
    }

    /// Closes all connections, letting running transactions end.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// One cheap question, for `/readyz`.
    pub async fn ping(&self) -> StoreResult<()> {
        let mut tx = self.read().await?;
        crate::sql::one!(&mut tx, (i64,), "SELECT CAST(1 AS BIGINT)").map(|_| ())
    }
}

impl Tx {
    /// Makes the change durable.
    pub async fn commit(self) -> StoreResult<()> {
        match self {
            Tx::Sqlite(t) => t.commit().await,
            Tx::Postgres(t) => t.commit().await,
        }
        .map_err(StoreError::from)
    }
}
