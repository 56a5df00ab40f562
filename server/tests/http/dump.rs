//! All rows of the database as text, to see that nothing was changed.

use sqlx::AssertSqlSafe;
use store::Db;

/// Not compared: tries are counted, also those that are taken back, and each change of SQLite empties the clock of the one before.
/// Sessions are compared: while a test's clock stands, being used doesn't touch them.
const MOVING: &[&str] = &["attempts", "change_clock", "_sqlx_migrations"];

/// One line for each row of each table, in a fixed order.
pub async fn dump(db: &Db) -> Vec<String> {
    let mut lines = Vec::new();
    for table in tables(db).await.into_iter().filter(|table| !MOVING.contains(&table.as_str())) {
        let rows = rows(db, &table).await;
        lines.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
    }
    lines.sort();
    lines
}

async fn tables(db: &Db) -> Vec<String> {
    match db {
        Db::Sqlite { read, .. } => {
            // What a virtual table holds is in tables of its own, which are listed too.
            let text = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%'";
            sqlx::query_scalar(text).fetch_all(read).await
        }
        Db::Postgres(pool) => {
            let text = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";
            sqlx::query_scalar(text).fetch_all(pool).await
        }
    }
    .expect("list the tables")
}

async fn rows(db: &Db, table: &str) -> Vec<String> {
    match db {
        Db::Sqlite { read, .. } => {
            let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
                .bind(table.to_owned())
                .fetch_all(read)
                .await
                .expect("columns");
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            sqlx::query_scalar(AssertSqlSafe(format!("SELECT {} FROM \"{table}\"", quoted.join(" || ',' || "))))
                .fetch_all(read)
                .await
        }
        Db::Postgres(pool) => {
            sqlx::query_scalar(AssertSqlSafe(format!("SELECT t::text FROM \"{table}\" t"))).fetch_all(pool).await
        }
    }
    .expect("read a table")
}
