//! Databases and teams for tests: each store test is written once and runs on SQLite and on PostgreSQL.
//!
//! SQLite lives in a file of its own in the temporary folder; PostgreSQL in a fresh database of the server that
//! `TEST_POSTGRES_URL` names. Without that variable the PostgreSQL half says so and passes, unless `CI=true`: then it fails.

pub(crate) mod asked;
#[cfg(any(test, debug_assertions, feature = "testing"))]
pub(crate) mod team;

use crate::Db;
use crate::error::StoreResult;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection};
use std::future::Future;

pub use crate::testing::asked::{Asked, take_asked};
pub use crate::testing::team::{NOW, TestMember, TestTeam, drop_audit_triggers, give_role, sql_number};

/// Writes one test for both engines: `on_both! { async fn t3_…(db) { … } }` makes `t3_…::sqlite` and `t3_…::postgres`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$note:meta])* async fn $name:ident($db:ident) $body:block)+) => {$(
        $(#[$note])*
        mod $name {
            use super::*;
            async fn check($db: $crate::Db) $body
            #[tokio::test]
            async fn sqlite() {
                $crate::testing::on_sqlite(check).await;
            }
            #[tokio::test]
            async fn postgres() {
                $crate::testing::on_postgres(check).await;
            }
        }
    )+};
}
pub use on_both;

/// Runs a check on a new, migrated SQLite file.
pub async fn on_sqlite<F: Future<Output = ()>>(check: impl FnOnce(Db) -> F) {
    let file = std::env::temp_dir().join(format!("teamline-test-{}.db", fresh_name()));
    let db = Db::open(&format!("sqlite:{}", file.display())).await.expect("open a SQLite file");
    db.migrate().await.expect("migrate SQLite");
    check(db.clone()).await;
    db.close().await;
    for end in ["", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}

/// Runs a check on a new, migrated PostgreSQL database, and drops it also when the check fails.
pub async fn on_postgres<F: Future<Output = ()> + Send + 'static>(check: impl FnOnce(Db) -> F) {
    let Some(server) = postgres_server() else { return };
    let name = format!("teamline_test_{}", fresh_name());
    admin(&server, format!("CREATE DATABASE {name}")).await.expect("create a PostgreSQL database");
    let (base, options) =
        server.split_once('?').map_or((server.as_str(), String::new()), |(b, o)| (b, format!("?{o}")));
    let base = base.rsplit_once('/').map_or(base, |(host, _)| host);
    let db = Db::open(&format!("{base}/{name}{options}")).await.expect("open the PostgreSQL database");
    db.migrate().await.expect("migrate PostgreSQL");
    let outcome = tokio::spawn(check(db.clone())).await;
    db.close().await;
    admin(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("drop the PostgreSQL database");
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// The same database as another server opens it; none where there can't be another.
pub async fn another_server(db: &Db) -> Option<Db> {
    let Db::Postgres(pool) = db else { return None };
    let options = PgConnectOptions::clone(&pool.connect_options());
    Some(Db::Postgres(
        PgPoolOptions::new().max_connections(8).connect_with(options).await.expect("open the database again"),
    ))
}

/// The server's address; none when tests may do without.
fn postgres_server() -> Option<String> {
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) if !url.is_empty() => Some(url),
        _ => {
            let must = std::env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!must, "TEST_POSTGRES_URL is not set: in CI every store test runs on PostgreSQL too");
            println!("SKIPPED on PostgreSQL: set TEST_POSTGRES_URL, such as postgres://postgres@localhost/postgres");
            None
        }
    }
}

async fn admin(server: &str, statement: String) -> StoreResult<()> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

fn fresh_name() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}
