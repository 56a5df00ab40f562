//! The Team table and the profile card as read from the database: pages, counts, positions, selections (T1 to T6, T8, T12).

pub(crate) mod beside;
pub(crate) mod card;
pub(crate) mod filter;
pub(crate) mod matching;
pub(crate) mod order;
#[cfg(test)]
mod paging_tests;
pub(crate) mod row;
#[cfg(test)]
mod script_tests;
#[cfg(test)]
mod tests;
pub mod views;

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{Sql, all_of};
use crate::team::matching::{Indexed, Matching, Reach, count as counted};
use crate::team::order::{Place, key_of, push_order};
use crate::team::row::{TeamRow, push_select};
use model::team::{Cursor, SortBy, TeamFilter, TeamQuery};
use model::{AccountId, Instant, MemberId, MemberRow};

pub use crate::team::beside::{Beside, beside};
pub use crate::team::card::{card, head_count};
pub use crate::team::row::TeamViewer;
pub use policy::TeamSight;

/// One page and where it lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamRows {
    pub rows: Vec<MemberRow>,
    /// Rows that match, over all pages.
    pub total: u64,
    /// Ordinal of the first row from 1; 0 when there is none.
    pub first: u64,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
    /// The place asked for is not one of this order, or nothing is left beyond it: the nearest page is given instead.
    pub cursor_was_stale: bool,
}

/// Where a member stands in a query (T8: "3 of 1,204").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub at: u64,
    pub total: u64,
    pub previous: Option<MemberId>,
    pub next: Option<MemberId>,
}

/// A page of the team as `viewer` may see it (T1, T3 to T6, R12).
///
/// What the viewer may not see can't be filtered or ordered by either: `policy` says what that is. The page begins right after (or ends right
/// before) the cursor's place whatever was added or taken away in between, so nothing that stayed put is skipped or repeated.
pub async fn page(
    tx: &mut Tx,
    account: AccountId,
    viewer: &TeamViewer,
    query: &TeamQuery,
    now: Instant,
) -> StoreResult<TeamRows> {
    let query = viewer.sees.narrow(query.clone());
    let limit = u64::from(query.per_page.clamp(1, 100));
    let matching = Matching::plan(tx, account, &query.filter, viewer.directory_only(), now, limit).await?;
    let total = matching.total(tx).await?;
    if total == 0 {
        return Ok(TeamRows { cursor_was_stale: query.cursor.is_some(), ..TeamRows::default() });
    }
    let list = List { matching: &matching, viewer, sort: query.sort, descending: query.descending, limit };
    let cursor = query.cursor.as_ref().and_then(|c| Some((c, Place::read(query.sort, &c.key, c.id)?)));
    let stale = query.cursor.is_some() && cursor.is_none();
    if let Some((cursor, place)) = cursor {
        let slice = list.slice(tx, Some(place), cursor.forward).await?;
        if !slice.rows.is_empty() {
            return list.finish(slice, total, Some(cursor), false);
        }
        // Nothing is left beyond the place: the last page going on, the first going back.
        let slice = list.slice(tx, None, !cursor.forward).await?;
        return list.finish(slice, total, None, true);
    }
    let slice = list.slice(tx, None, true).await?;
    list.finish(slice, total, None, stale)
}

/// Of these members the ones that match, in no order, and how many match over all (P10).
pub async fn some(
    tx: &mut Tx,
    account: AccountId,
    viewer: &TeamViewer,
    query: &TeamQuery,
    ids: &[MemberId],
    now: Instant,
) -> StoreResult<(Vec<MemberRow>, u64)> {
    let query = viewer.sees.narrow(query.clone());
    let matching =
        Matching::plan(tx, account, &query.filter, viewer.directory_only(), now, u64::from(u32::MAX)).await?;
    let total = matching.total(tx).await?;
    let mut sql = Sql::default();
    push_select(&mut sql, tx, viewer);
    sql.push(" FROM members m WHERE m.id IN ").list(ids.iter().copied()).push(" AND ");
    matching.push_conditions(&mut sql, tx, false);
    let rows = all_of!(tx, TeamRow, sql)?;
    Ok((rows.into_iter().map(|row| row.shown_to(viewer)).collect::<StoreResult<_>>()?, total))
}

/// A list in an order, of which pages are cut.
struct List<'a> {
    matching: &'a Matching<'a>,
    viewer: &'a TeamViewer,
    sort: SortBy,
    descending: bool,
    limit: u64,
}

/// Rows in the list's order; `more`: the list goes on in the direction they were read in.
struct Slice {
    rows: Vec<TeamRow>,
    forward: bool,
    more: bool,
}

impl List<'_> {
    /// Up to `limit` rows after a place (or from the list's beginning), or before it (or from its end).
    async fn slice(&self, tx: &mut Tx, from: Option<Place>, forward: bool) -> StoreResult<Slice> {
        let sql = self.sql(tx, from.clone(), forward);
        let mut rows = all_of!(tx, TeamRow, sql)?;
        if u64::try_from(rows.len()).is_ok_and(|n| n <= self.limit)
            && let Some(matching) = self.matching.through_index(tx, true)
        {
            // Patience ran out: the matches lie far off, or the list's end is near.
            let sql = List { matching: &matching, ..*self }.sql(tx, from, forward);
            rows = all_of!(tx, TeamRow, sql)?;
        }
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        if !forward {
            rows.reverse();
        }
        Ok(Slice { rows, forward, more })
    }

    fn sql(&self, tx: &Tx, from: Option<Place>, forward: bool) -> Sql {
        let descending = self.descending == forward;
        let mut sql = Sql::default();
        push_select(&mut sql, tx, self.viewer);
        match &self.matching.reach {
            Reach::Index(_) => {
                // Sorts numbers first, and reads whole rows only of the page.
                sql.push(" FROM members m WHERE m.seq IN (SELECT m.seq");
                self.push_rows(&mut sql, tx, from, descending);
            }
            Reach::Walk { needle, indexed: Some(Indexed { patience, .. }) } => {
                sql.push(" FROM members m WHERE m.seq IN (SELECT m.seq FROM (SELECT m.seq, m.search_text FROM members m WHERE ");
                let unsearched = Matching { reach: Reach::All, ..self.matching.clone() };
                unsearched.push_conditions(&mut sql, tx, false);
                self.push_place(&mut sql, from, descending, *patience);
                // A limited subquery keeps its order, so the first of these are the first of the list.
                sql.push(") m WHERE 1 = 1");
                self.matching.push_test(&mut sql, tx, needle);
                sql.push(" LIMIT ").bind(i64::try_from(self.limit).unwrap_or(i64::MAX) + 1);
            }
            Reach::All | Reach::Nothing | Reach::Walk { indexed: None, .. } => {
                self.push_rows(&mut sql, tx, from, descending);
                return sql;
            }
        }
        sql.push(")");
        push_order(&mut sql, self.sort, descending);
        sql
    }

    /// ` FROM … WHERE … ORDER BY … LIMIT`, one row more than the page has.
    fn push_rows(&self, sql: &mut Sql, tx: &Tx, from: Option<Place>, descending: bool) {
        self.matching.push_from(sql, tx);
        self.push_place(sql, from, descending, self.limit + 1);
    }

    fn push_place(&self, sql: &mut Sql, from: Option<Place>, descending: bool, limit: u64) {
        if let Some(place) = from {
            place.push_after(sql, self.sort, descending);
        }
        push_order(sql, self.sort, descending);
        sql.push(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
    }

    /// Counts the page's ordinals and makes the cursors of its edges.
    fn finish(&self, slice: Slice, total: u64, cursor: Option<&Cursor>, stale: bool) -> StoreResult<TeamRows> {
        let Slice { rows, forward, more } = slice;
        let n = u64::try_from(rows.len()).unwrap_or_default();
        // Beyond the edge that was come from lies at least the row that was there.
        let (before, after) = if forward { (cursor.is_some(), more) } else { (more, cursor.is_some()) };
        let last_page_first = total.saturating_sub(n) + 1;
        let first = match cursor {
            _ if !before => 1,
            _ if !after => last_page_first,
            Some(cursor) => cursor.at.clamp(1, last_page_first),
            None => 1,
        };
        let edge = |row: Option<&TeamRow>, forward: bool, at: u64| {
            row.map(|row| Cursor { key: key_of(self.sort, row), id: row.id, forward, at })
        };
        let previous = if before { edge(rows.first(), false, first.saturating_sub(self.limit).max(1)) } else { None };
        let next = if after { edge(rows.last(), true, first + n) } else { None };
        let rows = rows.into_iter().map(|row| row.shown_to(self.viewer)).collect::<StoreResult<Vec<MemberRow>>>()?;
        Ok(TeamRows { first: if n == 0 { 0 } else { first }, rows, total, previous, next, cursor_was_stale: stale })
    }
}

/// All members that match, in the order of their names: the server's side of "select all that match" (K1).
pub async fn ids(tx: &mut Tx, account: AccountId, filter: &TeamFilter, now: Instant) -> StoreResult<Vec<MemberId>> {
    let matching = Matching::plan(tx, account, filter, false, now, u64::from(u32::MAX)).await?;
    let mut sql = Sql::new("SELECT m.id");
    matching.push_from(&mut sql, tx);
    push_order(&mut sql, SortBy::Name, false);
    Ok(all_of!(tx, (MemberId,), sql)?.into_iter().map(|(id,)| id).collect())
}

/// How many members match (K1, T6).
pub async fn count(tx: &mut Tx, account: AccountId, filter: &TeamFilter, now: Instant) -> StoreResult<u64> {
    Matching::plan(tx, account, filter, false, now, 50).await?.total(tx).await
}

/// Where a member stands in a query and who stands beside them; none when the query doesn't show them (T8).
pub async fn position(
    tx: &mut Tx,
    account: AccountId,
    viewer: &TeamViewer,
    query: &TeamQuery,
    id: MemberId,
    now: Instant,
) -> StoreResult<Option<Position>> {
    let query = viewer.sees.narrow(query.clone());
    let matching =
        Matching::plan(tx, account, &query.filter, viewer.directory_only(), now, u64::from(u32::MAX)).await?;
    let mut sql = Sql::default();
    push_select(&mut sql, tx, viewer);
    sql.push(" FROM members m WHERE m.id = ").bind(id).push(" AND ");
    matching.push_conditions(&mut sql, tx, false);
    let rows = all_of!(tx, TeamRow, sql)?;
    let place = rows.first().and_then(|row| Place::read(query.sort, &key_of(query.sort, row), row.id));
    let Some(place) = place else { return Ok(None) };
    let list = List { matching: &matching, viewer, sort: query.sort, descending: query.descending, limit: 1 };
    let mut sql = Sql::new("SELECT count(*)");
    matching.push_from(&mut sql, tx);
    place.clone().push_after(&mut sql, query.sort, !query.descending);
    let before = counted(tx, &sql).await?;
    let previous = list.slice(tx, Some(place.clone()), false).await?.rows.first().map(|row| row.id);
    let next = list.slice(tx, Some(place), true).await?.rows.first().map(|row| row.id);
    Ok(Some(Position { at: before + 1, total: matching.total(tx).await?, previous, next }))
}

/// The text of a page's query, for the tests that ask the engines how they run it.
#[cfg(test)]
pub(super) async fn page_sql(
    tx: &mut Tx,
    account: AccountId,
    viewer: &TeamViewer,
    query: &TeamQuery,
) -> StoreResult<Sql> {
    let matching = Matching::plan(tx, account, &query.filter, false, Instant(0), u64::from(query.per_page)).await?;
    let list = List {
        matching: &matching,
        viewer,
        sort: query.sort,
        descending: query.descending,
        limit: u64::from(query.per_page),
    };
    let place = query.cursor.as_ref().and_then(|c| Place::read(query.sort, &c.key, c.id));
    Ok(list.sql(tx, place, query.cursor.as_ref().is_none_or(|c| c.forward)))
}

/// The text of a count, likewise.
#[cfg(test)]
pub(super) async fn count_sql(tx: &mut Tx, account: AccountId, filter: &TeamFilter) -> StoreResult<Sql> {
    let mut sql = Sql::new("SELECT count(*)");
    Matching::plan(tx, account, filter, false, Instant(0), 50).await?.push_from(&mut sql, tx);
    Ok(sql)
}
