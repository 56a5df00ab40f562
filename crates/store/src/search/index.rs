//! Keeping the search index true: every writer calls `reindex` after it changed a name, sign-in, extension or number.

use crate::error::StoreResult;
use crate::search::{Searchable, grams, parts, search_text};
use crate::sql::{Sql, all_of, maybe, one, run, run_of};
use crate::{Tx, dialect};
use model::{AccountId, MemberId};
use std::collections::{BTreeMap, HashMap};

/// Rows read per statement.
const CHUNK: usize = 500;

/// Rows written per statement: few, because SQLite looks a `$n` up by going through all before it.
const WRITTEN: usize = 150;

/// From how many members on an account has an index; below, reading every row is as quick and costs writers nothing.
pub const INDEXED_FROM: i64 = 500;

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    id: MemberId,
    first_name: String,
    last_name: String,
    sign_in: String,
    extension: i64,
    direct: Option<String>,
    deleted: bool,
    search_text: String,
}

/// A member's text before and after.
struct Change {
    seq: i64,
    before: String,
    after: String,
}

/// How many members more (or fewer) have each gram: anywhere, and in the directory's part.
#[derive(Default)]
struct Deltas(BTreeMap<String, (i64, i64)>);

/// The account's number in the index; none while it is too small to have one.
pub async fn indexed(tx: &mut Tx, account: AccountId) -> StoreResult<Option<i64>> {
    Ok(maybe!(tx, (i64,), "SELECT seq FROM search_accounts WHERE account_id = $1", account)?.map(|(seq,)| seq))
}

/// Writes the search text of these members anew from what the database holds, within the same transaction (T4).
///
/// Deleted members leave the index. Members that are not of this account, or whose text is the same, are passed over.
/// When the account has grown to [`INDEXED_FROM`] members its index is made.
pub async fn reindex(tx: &mut Tx, account: AccountId, members: &[MemberId]) -> StoreResult<()> {
    let index = indexed(tx, account).await?;
    let mut deltas = Deltas::default();
    for ids in members.chunks(CHUNK) {
        let changes = changes(tx, account, ids).await?;
        if changes.is_empty() {
            continue;
        }
        write_texts(tx, &changes).await?;
        if let Some(index) = index {
            deltas.add(&changes);
            write_index(tx, index, &changes).await?;
        }
    }
    match index {
        Some(index) => deltas.write(tx, index).await,
        None => index_when_grown(tx, account).await,
    }
}

/// What of these members' texts is no longer true.
async fn changes(tx: &mut Tx, account: AccountId, ids: &[MemberId]) -> StoreResult<Vec<Change>> {
    let mut sql = Sql::new(
        "SELECT seq, id, first_name, last_name, sign_in, extension, direct, state = 'deleted' AS deleted, search_text FROM members WHERE account_id = ",
    );
    sql.bind(account).push(" AND id IN ").list(ids.iter().copied());
    let rows = all_of!(tx, Row, sql)?;
    let mut sql = Sql::new("SELECT member_id, e164 FROM forwarding_numbers WHERE account_id = ");
    sql.bind(account).push(" AND member_id IN ").list(ids.iter().copied()).push(" ORDER BY member_id, position");
    let mut numbers: HashMap<MemberId, Vec<String>> = HashMap::new();
    for (id, e164) in all_of!(tx, (MemberId, String), sql)? {
        numbers.entry(id).or_default().push(e164);
    }
    let text = |row: &Row| {
        let forwarding = numbers.get(&row.id).into_iter().flatten();
        search_text(&Searchable {
            first: &row.first_name,
            last: &row.last_name,
            sign_in: &row.sign_in,
            extension: row.extension,
            numbers: row.direct.iter().chain(forwarding).map(String::as_str).collect(),
        })
    };
    let changed = rows.into_iter().map(|row| Change {
        seq: row.seq,
        after: if row.deleted { String::new() } else { text(&row) },
        before: row.search_text,
    });
    Ok(changed.filter(|c| c.before != c.after).collect())
}

async fn write_texts(tx: &mut Tx, changes: &[Change]) -> StoreResult<()> {
    for chunk in changes.chunks(WRITTEN) {
        let mut sql = Sql::new("UPDATE members SET search_text = v.column2 FROM (VALUES ");
        for (i, change) in chunk.iter().enumerate() {
            sql.push(if i == 0 { "(" } else { ", (" })
                .bind(change.seq)
                .push(", ")
                .bind(change.after.as_str())
                .push(")");
        }
        sql.push(") AS v WHERE members.seq = v.column1");
        run_of!(tx, sql)?;
    }
    Ok(())
}

async fn write_index(tx: &mut Tx, index: i64, changes: &[Change]) -> StoreResult<()> {
    let gone: Vec<i64> = changes.iter().filter(|c| c.after.is_empty()).map(|c| c.seq).collect();
    let kept: Vec<(i64, &str)> =
        changes.iter().filter(|c| !c.after.is_empty()).map(|c| (c.seq, c.after.as_str())).collect();
    dialect::search_forget(tx, &gone).await?;
    for chunk in kept.chunks(WRITTEN) {
        dialect::search_learn(tx, index, chunk).await?;
    }
    Ok(())
}

/// Makes the index of an account that has just grown enough.
async fn index_when_grown(tx: &mut Tx, account: AccountId) -> StoreResult<()> {
    let members = maybe!(tx, (i64,), "SELECT members FROM team_totals WHERE account_id = $1", account)?;
    if members.is_none_or(|(n,)| n < INDEXED_FROM) {
        return Ok(());
    }
    run!(tx, "INSERT INTO search_accounts (account_id) VALUES ($1) ON CONFLICT (account_id) DO NOTHING", account)?;
    let (index,) = one!(tx, (i64,), "SELECT seq FROM search_accounts WHERE account_id = $1", account)?;
    run!(tx, "DELETE FROM search_grams WHERE account = $1", index)?;
    let mut deltas = Deltas::default();
    let mut last = -1i64;
    loop {
        let mut sql = Sql::new("SELECT seq, search_text FROM members WHERE search_text <> '' AND account_id = ");
        sql.bind(account).push(" AND seq > ").bind(last).push(" ORDER BY seq LIMIT 500");
        let rows = all_of!(tx, (i64, String), sql)?;
        let Some((seq, _)) = rows.last() else { break };
        last = *seq;
        let changes: Vec<Change> =
            rows.into_iter().map(|(seq, after)| Change { seq, before: String::new(), after }).collect();
        deltas.add(&changes);
        write_index(tx, index, &changes).await?;
    }
    deltas.write(tx, index).await
}

impl Deltas {
    fn add(&mut self, changes: &[Change]) {
        for change in changes {
            self.count(&change.before, -1);
            self.count(&change.after, 1);
        }
    }

    fn count(&mut self, text: &str, sign: i64) {
        for gram in grams(text) {
            self.0.entry(gram).or_default().0 += sign;
        }
        for gram in grams(parts(text).0) {
            self.0.entry(gram).or_default().1 += sign;
        }
    }

    async fn write(self, tx: &mut Tx, index: i64) -> StoreResult<()> {
        // In the order of the key, so that two writers can't wait for each other.
        let changed: Vec<_> = self.0.into_iter().filter(|(_, n)| *n != (0, 0)).collect();
        for chunk in changed.chunks(WRITTEN) {
            let mut sql = Sql::new("INSERT INTO search_grams (account, gram, members, directory) VALUES ");
            for (i, (gram, (members, directory))) in chunk.iter().enumerate() {
                sql.push(if i == 0 { "(" } else { ", (" }).bind(index).push(", ").bind(gram.as_str());
                sql.push(", ").bind(*members).push(", ").bind(*directory).push(")");
            }
            sql.push(
                " ON CONFLICT (account, gram) DO UPDATE SET members = search_grams.members + excluded.members, \
                 directory = search_grams.directory + excluded.directory",
            );
            run_of!(tx, sql)?;
        }
        Ok(())
    }
}
