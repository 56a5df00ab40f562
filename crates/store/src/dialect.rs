//! What can't be one SQL text: row locks, big id lists, substring search. Nowhere else is an engine named.

use crate::Tx;
use crate::error::StoreResult;
use crate::search::{DIVIDER, like_pattern, parts, phrase, tokens};
use crate::sql::{Sql, one, run, run_of};
use crate::team::matching::Found;
use model::{AccountId, Instant};

/// Makes changes of one account come one after the other. SQLite has one writer already.
pub async fn lock_account(tx: &mut Tx, account: AccountId) -> StoreResult<()> {
    if matches!(tx, Tx::Postgres(_)) {
        run!(tx, "SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", account)?;
    }
    Ok(())
}

/// The same for the account of whoever a session belongs to. Who they are is read after it: a right that was taken away while
/// this waited is gone (R11). Nothing is locked for a token that is no session's.
pub async fn lock_account_of(tx: &mut Tx, token_hash: &[u8]) -> StoreResult<()> {
    if matches!(tx, Tx::Postgres(_)) {
        run!(
            tx,
            "SELECT 1 FROM accounts WHERE id = (SELECT account_id FROM sessions WHERE token_hash = $1) FOR UPDATE",
            token_hash
        )?;
    }
    Ok(())
}

/// An account's changes, and those of the account of a session that ends in the same transaction, if there is one. Always in the
/// order of their ids, so that two who change hands between the same accounts don't wait for each other.
pub async fn lock_account_and_that_of(tx: &mut Tx, account: AccountId, token_hash: Option<&[u8]>) -> StoreResult<()> {
    if matches!(tx, Tx::Postgres(_)) {
        run!(
            tx,
            "SELECT 1 FROM accounts WHERE id = $1 OR id = (SELECT account_id FROM sessions WHERE token_hash = $2)
             ORDER BY id FOR UPDATE",
            account,
            token_hash
        )?;
    }
    Ok(())
}

/// The instant that triggers write for changes in this transaction (S5): the server's clock, not the database's. SQLite keeps it in
/// a row that the next change empties ([`forget_clock`]), PostgreSQL as a setting that ends with the transaction.
pub async fn set_clock(tx: &mut Tx, now: Instant) -> StoreResult<()> {
    if matches!(tx, Tx::Sqlite(_)) {
        run!(tx, "UPDATE change_clock SET at = $1", now.0)?;
    } else {
        run!(tx, "SELECT set_config('teamline.now', $1, true)", now.0.to_string())?;
    }
    Ok(())
}

/// A change begins: it tells time by the database's clock until it is given the server's.
pub(super) async fn forget_clock(tx: &mut sqlx::SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE change_clock SET at = NULL WHERE at IS NOT NULL").execute(tx).await.map(|_| ())
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

/// Writes what the log of changes holds into the database's file and empties the log, so that what was erased is in neither (M17).
/// PostgreSQL does so by itself; readers that are still at an older state of the embedded database put it off.
pub async fn checkpoint(db: &crate::Db) -> StoreResult<()> {
    if let crate::Db::Sqlite { write, .. } = db {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
    }
    Ok(())
}

/// Writes a copy of the embedded database while it is in use (QUALITY, Operations).
pub async fn backup(db: &crate::Db, file: &std::path::Path) -> StoreResult<()> {
    match db {
        crate::Db::Sqlite { read, .. } => sqlx::query("VACUUM INTO $1")
            .bind(file.display().to_string())
            .execute(read)
            .await
            .map(|_| ())
            .map_err(Into::into),
        crate::Db::Postgres(_) => {
            Err(crate::StoreError::Other(sqlx::Error::Configuration("use pg_dump for PostgreSQL".into())))
        }
    }
}

/// The function that says where in a text another begins, counted from 1; 0 when nowhere.
pub fn position_function(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "instr",
        Tx::Postgres(_) => "strpos",
    }
}

/// The function that writes an id as text.
pub(crate) fn id_text(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "hex(",
        Tx::Postgres(_) => "text(",
    }
}

/// The functions that put rows into one column, as a JSON array of arrays: what follows is the columns, `)`, perhaps an order, `)`.
/// PostgreSQL's has a type of its own, so it wants to be cast to text.
pub(crate) fn array_of_arrays(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "json_group_array(json_array(",
        Tx::Postgres(_) => "json_agg(json_build_array(",
    }
}

/// Whether the substring index also finds one and two letters; PostgreSQL's trigrams don't.
pub fn finds_short(tx: &Tx) -> bool {
    matches!(tx, Tx::Sqlite(_))
}

/// Adds ` FROM … m WHERE [… AND ]` whose `m` are the rows the substring index finds. In PostgreSQL they are found before anything
/// else is thought about: its planner would walk the order's index and test each row.
pub(super) fn push_found(sql: &mut Sql, tx: &Tx, account: AccountId, found: &Found, directory_only: bool) {
    let asked = found.part.as_deref().unwrap_or(&found.needle);
    match tx {
        Tx::Sqlite(_) => {
            // The plus keeps SQLite from reading the found rows one by one: it walks the order's index, which holds the row numbers.
            sql.push(if found.many {
                " FROM members m WHERE +m.seq IN (SELECT rowid FROM search_index WHERE search_index MATCH "
            } else {
                " FROM search_index CROSS JOIN members m ON m.seq = search_index.rowid WHERE search_index MATCH "
            });
            sql.bind(phrase(found.index, asked, directory_only)).push(if found.many { ") AND " } else { " AND " });
        }
        Tx::Postgres(_) => {
            sql.push(" FROM (WITH found AS MATERIALIZED (SELECT * FROM members WHERE account_id = ").bind(account);
            push_like(sql, asked, directory_only);
            sql.push(") SELECT * FROM found) m WHERE ");
        }
    }
}

/// Counts what the substring index finds in an account, deleted members left out.
pub fn count_found(tx: &Tx, account: AccountId, index: i64, needle: &str, directory_only: bool) -> Sql {
    let mut sql = Sql::new("SELECT count(*) FROM ");
    match tx {
        Tx::Sqlite(_) => sql.push("search_index WHERE search_index MATCH ").bind(phrase(index, needle, directory_only)),
        Tx::Postgres(_) => {
            sql.push("members WHERE account_id = ").bind(account);
            push_like(&mut sql, needle, directory_only);
            &mut sql
        }
    };
    sql
}

fn push_like(sql: &mut Sql, needle: &str, directory_only: bool) {
    sql.push(" AND state <> 'deleted' AND search_text LIKE ").bind(like_pattern(needle));
    if directory_only {
        sql.push(" AND strpos(search_text, ")
            .bind(needle)
            .push(") < strpos(search_text, ")
            .bind(DIVIDER.to_string())
            .push(")");
    }
}

/// Tells all servers on this database, once the change is committed. Embedded, there is one.
pub(super) async fn notify(tx: &mut Tx, channel: &str, words: &str) -> StoreResult<()> {
    if matches!(tx, Tx::Postgres(_)) {
        run!(tx, "SELECT pg_notify($1, $2)", channel, words)?;
    }
    Ok(())
}

/// A bulk change's key, which is its owner's own: of which account, who asked, and under what key.
pub type OwnKey = (AccountId, model::MemberId, uuid::Uuid);

fn lock_of((account, member, key): OwnKey) -> String {
    format!("{account} {member} {key}")
}

/// Holds the key of a bulk change until this transaction ends, so that other servers know it is being written (K7); of two under
/// one key the second waits.
pub async fn hold_key(tx: &mut Tx, own: OwnKey) -> StoreResult<()> {
    if matches!(tx, Tx::Postgres(_)) {
        run!(tx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock_of(own))?;
    }
    Ok(())
}

/// Whether some server holds this key. Embedded, there is no other that could.
pub async fn is_key_held(tx: &mut Tx, own: OwnKey) -> StoreResult<bool> {
    if matches!(tx, Tx::Sqlite(_)) {
        return Ok(false);
    }
    let sql = "SELECT NOT pg_try_advisory_xact_lock_shared(hashtextextended($1, 0))";
    Ok(one!(tx, (bool,), sql, lock_of(own))?.0)
}

/// Whether a second transaction can write while one is open: not on SQLite, which has one writer.
pub fn writes_side_by_side(db: &crate::Db) -> bool {
    matches!(db, crate::Db::Postgres(_))
}

/// Adds ` FROM … members m WHERE …` for those of an account with these ids, any number of them, sent as one value. Each is looked up:
/// SQLite would rather walk the account.
pub fn push_members_by_id(sql: &mut Sql, tx: &Tx, account: AccountId, ids: impl Iterator<Item = model::MemberId>) {
    match tx {
        Tx::Sqlite(_) => {
            let list: Vec<String> = ids.map(|id| format!("\"{:032x}\"", id.0)).collect();
            sql.push(" FROM json_each(")
                .bind(format!("[{}]", list.join(",")))
                .push(") j CROSS JOIN members m WHERE m.id = unhex(j.value)");
        }
        Tx::Postgres(_) => {
            let list: Vec<String> = ids.map(|id| id.to_string()).collect();
            sql.push(" FROM unnest(string_to_array(")
                .bind(list.join(","))
                .push(", ',')::uuid[]) j (id) JOIN members m ON m.id = j.id WHERE TRUE");
        }
    }
    sql.push(" AND m.account_id = ").bind(account);
}

/// Ends a subquery of rows to be updated, so that those another transaction is at are left out: nobody waits for them.
pub fn skip_locked(tx: &Tx) -> &'static str {
    match tx {
        // There is one writer.
        Tx::Sqlite(_) => "",
        Tx::Postgres(_) => " FOR UPDATE SKIP LOCKED",
    }
}

/// Adds ` IN …` for a list of ids of any length, sent as one value.
pub fn push_ids(sql: &mut Sql, tx: &Tx, ids: impl Iterator<Item = u128>) {
    match tx {
        Tx::Sqlite(_) => {
            let list: Vec<String> = ids.map(|id| format!("\"{id:032x}\"")).collect();
            sql.push("IN (SELECT unhex(value) FROM json_each(").bind(format!("[{}]", list.join(","))).push("))");
        }
        Tx::Postgres(_) => {
            let list: Vec<String> = ids.map(|id| format!("{id:032x}")).collect();
            sql.push("IN (SELECT unnest(string_to_array(").bind(list.join(",")).push(", ',')::uuid[]))");
        }
    }
}

/// Adds ` (SELECT … AS id) j`, a table of ids, any number of them, sent as one value. Cross joined to a table each is looked up there:
/// SQLite would rather walk the account.
pub fn push_ids_as_rows(sql: &mut Sql, tx: &Tx, ids: impl Iterator<Item = u128>) {
    match tx {
        Tx::Sqlite(_) => {
            let list: Vec<String> = ids.map(|id| format!("\"{id:032x}\"")).collect();
            sql.push(" (SELECT unhex(value) AS id FROM json_each(").bind(format!("[{}]", list.join(","))).push(")) j");
        }
        Tx::Postgres(_) => {
            let list: Vec<String> = ids.map(|id| format!("{id:032x}")).collect();
            sql.push(" (SELECT unnest(string_to_array(").bind(list.join(",")).push(", ',')::uuid[]) AS id) j");
        }
    }
}

/// Adds ` FROM … billing_numbers n WHERE …` for what members of an account hold or held. Each is looked up by SQLite; PostgreSQL reads the
/// range of the index they lie in, as it would read everybody's else.
pub fn push_held_by(sql: &mut Sql, tx: &Tx, account: AccountId, members: &std::collections::BTreeSet<model::MemberId>) {
    sql.push(" FROM");
    push_ids_as_rows(sql, tx, members.iter().map(|m| m.0));
    sql.push(" CROSS JOIN billing_numbers n WHERE n.account_id = ").bind(account).push(" AND n.member_id = j.id");
    if let (Tx::Postgres(_), Some(first), Some(last)) = (tx, members.first(), members.last()) {
        sql.push(" AND n.member_id >= ").bind(*first).push(" AND n.member_id <= ").bind(*last);
    }
}
