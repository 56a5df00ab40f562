//! The bare queries: what the Team page needs, asked by rusqlite and nothing around it.

use anyhow::Result;
use model::AccountId;
use rusqlite::{CachedStatement, Connection, OpenFlags, Params, Row};
use std::path::Path;

/// Rows of a page.
pub const PAGE: usize = 50;

/// What the table shows of a member.
#[derive(Clone)]
pub struct Member {
    pub id: [u8; 16],
    pub first: String,
    pub last: String,
    pub role: String,
    pub sign_in: String,
    pub extension: i64,
    pub direct: Option<String>,
    pub forwards_to: Option<String>,
    pub plan: String,
    pub state: String,
    pub last_seen: Option<i64>,
}

const COLUMNS: &str = "SELECT m.id, m.first_name, m.last_name, \
    (SELECT r.name FROM roles r WHERE r.account_id = m.account_id AND r.id = m.role_id), m.sign_in, m.extension, m.direct, \
    (SELECT f.e164 FROM forwarding_numbers f WHERE f.account_id = m.account_id AND f.member_id = m.id ORDER BY f.position LIMIT 1), \
    m.plan, m.state, m.last_seen";

const ORDER: &str = "ORDER BY m.name_key, m.id LIMIT 50";

/// A place in the order of names; the beginning by default.
#[derive(Clone, Default)]
pub struct Place {
    pub name_key: Vec<u8>,
    pub id: Vec<u8>,
}

pub fn open(database: &Path) -> Result<Connection> {
    let connection =
        Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // The same cache as the server's.
    connection.execute_batch("PRAGMA cache_size = -8192; PRAGMA temp_store = memory;")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn bytes(account: AccountId) -> [u8; 16] {
    account.0.to_be_bytes()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get(0)?,
        first: row.get(1)?,
        last: row.get(2)?,
        role: row.get(3)?,
        sign_in: row.get(4)?,
        extension: row.get(5)?,
        direct: row.get(6)?,
        forwards_to: row.get(7)?,
        plan: row.get(8)?,
        state: row.get(9)?,
        last_seen: row.get(10)?,
    })
}

fn members(mut statement: CachedStatement<'_>, params: impl Params) -> Result<Vec<Member>> {
    let mut all = Vec::with_capacity(PAGE);
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// A page in the order of names after a place, and how many members there are (P1).
pub fn page(connection: &Connection, account: AccountId, after: &Place) -> Result<(Vec<Member>, i64)> {
    let sql = format!(
        "{COLUMNS} FROM members m WHERE m.account_id = ?1 AND m.state <> 'deleted' AND (m.name_key, m.id) > (?2, ?3) {ORDER}"
    );
    let rows = members(connection.prepare_cached(&sql)?, (bytes(account), &after.name_key, &after.id))?;
    let total = connection
        .prepare_cached("SELECT members FROM team_totals WHERE account_id = ?1")?
        .query_row([bytes(account)], |r| r.get(0))?;
    Ok((rows, total))
}

/// The place before the row with this ordinal, counted from 0: once, to build a link to a far page.
pub fn place_at(connection: &Connection, account: AccountId, ordinal: u32) -> Result<Place> {
    let sql = "SELECT name_key, id FROM members WHERE account_id = ?1 AND state <> 'deleted' ORDER BY name_key, id LIMIT 1 OFFSET ?2";
    let read = |r: &Row<'_>| Ok(Place { name_key: r.get(0)?, id: r.get(1)? });
    Ok(connection.query_row(sql, (bytes(account), ordinal.saturating_sub(1)), read)?)
}

/// A search: the folded text and what the index is asked (P2).
pub struct Search {
    pub text: String,
    pub phrase: String,
    /// The account's number in the index.
    pub index: i64,
}

/// The account's number in the search index.
pub fn index_of(connection: &Connection, account: AccountId) -> Result<i64> {
    Ok(connection.query_row("SELECT seq FROM search_accounts WHERE account_id = ?1", [bytes(account)], |r| r.get(0))?)
}

/// The two ways to the first 50 of all matches; the floor of a term is the quicker one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Matches by the index, then sorted.
    Index,
    /// Rows in order, each tested.
    Walk,
}

/// The first page of what a search finds, and how many there are (P2).
pub fn search(connection: &Connection, account: AccountId, search: &Search, way: Way) -> Result<(Vec<Member>, i64)> {
    let rows = match way {
        Way::Index => {
            let sql = format!(
                "{COLUMNS} FROM members m WHERE m.seq IN (SELECT m.seq FROM search_index CROSS JOIN members m ON m.seq = search_index.rowid \
                 WHERE search_index MATCH ?2 AND m.account_id = ?1 AND m.state <> 'deleted' {ORDER}) ORDER BY m.name_key, m.id"
            );
            members(connection.prepare_cached(&sql)?, (bytes(account), &search.phrase))?
        }
        Way::Walk => {
            let sql = format!(
                "{COLUMNS} FROM members m WHERE m.account_id = ?1 AND m.state <> 'deleted' AND instr(m.search_text, ?2) > 0 {ORDER}"
            );
            members(connection.prepare_cached(&sql)?, (bytes(account), &search.text))?
        }
    };
    Ok((rows, hits(connection, search)?))
}

/// How many match: one and two letters are counted beforehand.
pub fn hits(connection: &Connection, search: &Search) -> Result<i64> {
    if search.text.chars().count() < 3 {
        let sql = "SELECT members FROM search_grams WHERE account = ?1 AND gram = ?2";
        return Ok(connection.prepare_cached(sql)?.query_row((search.index, &search.text), |r| r.get(0))?);
    }
    let sql = "SELECT count(*) FROM search_index WHERE search_index MATCH ?1";
    Ok(connection.prepare_cached(sql)?.query_row([&search.phrase], |r| r.get(0))?)
}

/// Search texts of some members spread over the account, from which terms are chosen.
pub fn some_texts(connection: &Connection, account: AccountId) -> Result<Vec<String>> {
    let sql = "SELECT search_text FROM members WHERE account_id = ?1 AND state <> 'deleted' AND (seq * 7919) % 1009 < 100 LIMIT 10000";
    let mut statement = connection.prepare(sql)?;
    let texts = statement.query_map([bytes(account)], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(texts)
}

/// The first page of those who are online, for the plain page's filter (P8).
pub fn online(connection: &Connection, account: AccountId) -> Result<Vec<Member>> {
    let sql =
        format!("{COLUMNS} FROM members m WHERE m.account_id = ?1 AND m.state <> 'deleted' AND m.online = 1 {ORDER}");
    members(connection.prepare_cached(&sql)?, [bytes(account)])
}

/// The first page of those whose text has a term, for the plain page's search (P8).
pub fn found(connection: &Connection, account: AccountId, text: &str) -> Result<Vec<Member>> {
    let sql = format!(
        "{COLUMNS} FROM members m WHERE m.account_id = ?1 AND m.state <> 'deleted' AND instr(m.search_text, ?2) > 0 {ORDER}"
    );
    members(connection.prepare_cached(&sql)?, (bytes(account), text))
}
