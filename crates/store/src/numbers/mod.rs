//! The Numbers table as read from the database: pages, totals, what can be filtered by (N1, T6, R2).

pub mod card;
pub mod find;
pub(crate) mod matching;
pub(crate) mod order;
#[cfg(test)]
mod query_plan_tests;
#[cfg(test)]
mod race_tests;
pub mod reservations;
#[cfg(test)]
mod tests;
pub mod write;

use crate::Tx;
use crate::error::{StoreResult, unreadable};
use crate::numbers::matching::{NumbersMatching, push_scope};
use crate::numbers::order::{Place, key_of, push_order};
use crate::sql::{Sql, all, all_of, maybe};
use crate::team::matching::count;
use model::Version;
use model::billing::prices::PriceBook;
use model::numbers::query::{NumbersCursor, NumbersFilter, NumbersQuery};
use model::numbers::{Destination, DestinationKind, NumberCounts, NumberKind, NumberRow};
use model::{AccountId, Country, GroupId, GroupName, MemberId, NumberId, PhoneNumber, Plan};
use std::collections::{BTreeMap, HashMap};

/// Which numbers somebody's role shows (R2): all, or those they may use and those of these groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumbersViewer {
    /// Whose people read the numbers.
    pub country: Country,
    pub only: Option<(Vec<NumberId>, Vec<GroupId>)>,
}

/// One page and where it lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberRows {
    pub rows: Vec<NumberRow>,
    pub total: u64,
    pub first: u64,
    pub previous: Option<NumbersCursor>,
    pub next: Option<NumbersCursor>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub id: NumberId,
    pub e164: String,
    pub label: String,
    pub label_fold: String,
    pub kind: NumberKind,
    pub destination: DestinationKind,
    pub destination_rank: i64,
    pub destination_key: Vec<u8>,
    pub member_id: Option<MemberId>,
    pub group_id: Option<GroupId>,
    pub is_main: bool,
    pub users: i64,
    pub since: i64,
    pub created_at: i64,
    pub version: Version,
    pub member_name: Option<String>,
    pub member_plan: Option<Plan>,
    pub is_first: Option<bool>,
    pub group_name: Option<String>,
    pub previous: Option<String>,
}

/// `SELECT` with the columns of `Row`, of `numbers n`.
pub(super) const SELECT: &str =
    "SELECT n.id, n.e164, n.label, n.label_fold, n.kind, n.destination, n.destination_rank, n.destination_key, n.member_id, n.group_id, n.is_main,
       n.users, n.since, n.created_at, n.version,
       (SELECT trim(m.first_name || ' ' || m.last_name) FROM members m WHERE m.account_id = n.account_id AND m.id = n.member_id) AS member_name,
       (SELECT m.plan FROM members m WHERE m.account_id = n.account_id AND m.id = n.member_id) AS member_plan,
       (SELECT m.direct = n.e164 FROM members m WHERE m.account_id = n.account_id AND m.id = n.member_id) AS is_first,
       (SELECT g.name FROM groups g WHERE g.account_id = n.account_id AND g.id = n.group_id) AS group_name,
       (SELECT h.label FROM number_holders h WHERE h.account_id = n.account_id AND h.number_id = n.id ORDER BY h.seq DESC LIMIT 1) AS previous";

impl Row {
    /// As people of `country` read it.
    ///
    /// # Errors
    /// A destination that says nothing.
    pub fn row(self, country: Country) -> StoreResult<NumberRow> {
        // S4: which one of the member's numbers it is decides; one that rings at no member is not charged.
        let plan: Option<Plan> = self.member_plan;
        let nth = if self.is_first.unwrap_or_default() { 1 } else { 2 };
        let charged = plan.is_some_and(|p| PriceBook::charged_numbers(p, nth) > PriceBook::charged_numbers(p, nth - 1));
        Ok(NumberRow {
            id: self.id,
            kind: self.kind,
            destination: self.destination()?,
            number: PhoneNumber::from_stored(self.e164).read_in(country),
            label: self.label,
            main: self.is_main,
            users: self.users.unsigned_abs(),
            charged,
            previous: self.previous,
            version: self.version,
        })
    }

    fn destination(&self) -> StoreResult<Destination> {
        let member = self.member_id.zip(self.member_name.clone());
        let group = self.group_id.zip(self.group_name.clone());
        match (self.destination, member, group) {
            (DestinationKind::Member, Some((id, name)), None) => Ok(Destination::Member { id, name }),
            (DestinationKind::Group, None, Some((id, name))) => Ok(Destination::Group { id, name }),
            (DestinationKind::Menu, None, None) => Ok(Destination::Menu),
            (DestinationKind::Nobody, None, None) => Ok(Destination::Nobody),
            (kind, ..) => Err(unreadable(format!("{} rings at {} that is not there", self.e164, kind.slug()))),
        }
    }
}

/// A page of the numbers that `viewer` may see. It begins right after (or ends right before) the cursor's place whatever was
/// added or taken away in between.
pub async fn page(
    tx: &mut Tx,
    account: AccountId,
    viewer: &NumbersViewer,
    query: &NumbersQuery,
) -> StoreResult<NumberRows> {
    let limit = u64::from(query.per_page.clamp(1, 100));
    let total = total(tx, account, viewer, &query.filter).await?;
    if total == 0 {
        return Ok(NumberRows::default());
    }
    let place = query.cursor.as_ref().and_then(|c| Some((c, Place::read(query.sort, &c.key, &c.number)?)));
    if let Some((cursor, place)) = place {
        let (rows, more) = slice(tx, account, viewer, query, Some(place), cursor.forward, limit).await?;
        if !rows.is_empty() {
            return finish(viewer, query, rows, more, total, Some(cursor), cursor.forward);
        }
        // Nothing is left beyond the place: the nearest page.
        let (rows, more) = slice(tx, account, viewer, query, None, !cursor.forward, limit).await?;
        return finish(viewer, query, rows, more, total, None, !cursor.forward);
    }
    let (rows, more) = slice(tx, account, viewer, query, None, true, limit).await?;
    finish(viewer, query, rows, more, total, None, true)
}

/// Rows in the list's order, and whether the list goes on in the direction they were read in.
async fn slice(
    tx: &mut Tx,
    account: AccountId,
    viewer: &NumbersViewer,
    query: &NumbersQuery,
    from: Option<Place>,
    forward: bool,
    limit: u64,
) -> StoreResult<(Vec<Row>, bool)> {
    let sql = page_sql(tx, account, viewer, query, from, forward, limit).await?;
    let mut rows = all_of!(tx, Row, sql)?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    if !forward {
        rows.reverse();
    }
    Ok((rows, more))
}

/// The text of a page's query: one row more than the page has.
pub(super) async fn page_sql(
    tx: &mut Tx,
    account: AccountId,
    viewer: &NumbersViewer,
    query: &NumbersQuery,
    from: Option<Place>,
    forward: bool,
    limit: u64,
) -> StoreResult<Sql> {
    let descending = query.descending == forward;
    let mut sql = Sql::new(SELECT);
    NumbersMatching::plan(tx, account, viewer, &query.filter).await?.push_from(&mut sql, tx);
    if let Some(place) = from {
        place.push_after(&mut sql, query.sort, descending);
    }
    push_order(&mut sql, query.sort, descending);
    sql.push(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX) + 1);
    Ok(sql)
}

/// Counts the page's ordinals and makes the cursors of its edges.
fn finish(
    viewer: &NumbersViewer,
    query: &NumbersQuery,
    rows: Vec<Row>,
    more: bool,
    total: u64,
    cursor: Option<&NumbersCursor>,
    forward: bool,
) -> StoreResult<NumberRows> {
    let limit = u64::from(query.per_page.clamp(1, 100));
    let n = rows.len() as u64;
    let (before, after) = if forward { (cursor.is_some(), more) } else { (more, cursor.is_some()) };
    let last_page_first = total.saturating_sub(n) + 1;
    let first = match cursor {
        _ if !before => 1,
        _ if !after => last_page_first,
        Some(cursor) => cursor.at.clamp(1, last_page_first),
        None => 1,
    };
    let edge = |row: Option<&Row>, forward: bool, at: u64| {
        row.map(|row| NumbersCursor {
            key: key_of(query.sort, row),
            number: PhoneNumber::from_stored(row.e164.clone()),
            forward,
            at,
        })
    };
    let previous = if before { edge(rows.first(), false, first.saturating_sub(limit).max(1)) } else { None };
    let next = if after { edge(rows.last(), true, first + n) } else { None };
    Ok(NumberRows {
        first: if n == 0 { 0 } else { first },
        rows: rows.into_iter().map(|row| row.row(viewer.country)).collect::<StoreResult<_>>()?,
        total,
        previous,
        next,
    })
}

/// Where a number stands in a list and which stand beside it; none when the list doesn't show it (N1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub at: u64,
    pub total: u64,
    pub previous: Option<NumberId>,
    pub next: Option<NumberId>,
}

pub async fn position(
    tx: &mut Tx,
    account: AccountId,
    viewer: &NumbersViewer,
    query: &NumbersQuery,
    id: NumberId,
) -> StoreResult<Option<Position>> {
    let matching = NumbersMatching::plan(tx, account, viewer, &query.filter).await?;
    let mut sql = Sql::new(SELECT);
    matching.push_from(&mut sql, tx);
    sql.push(" AND n.id = ").bind(id);
    let row = all_of!(tx, Row, sql)?.into_iter().next();
    let place =
        |row: &Row| Place::read(query.sort, &key_of(query.sort, row), &PhoneNumber::from_stored(row.e164.clone()));
    let Some(row) = row else { return Ok(None) };
    let mut sql = Sql::new("SELECT count(*)");
    matching.push_from(&mut sql, tx);
    if let Some(place) = place(&row) {
        place.push_after(&mut sql, query.sort, !query.descending);
    }
    let before = count(tx, &sql).await?;
    let (earlier, _) = slice(tx, account, viewer, query, place(&row), false, 1).await?;
    let (later, _) = slice(tx, account, viewer, query, place(&row), true, 1).await?;
    let total = total(tx, account, viewer, &query.filter).await?;
    Ok(Some(Position {
        at: before + 1,
        total,
        previous: earlier.first().map(|r| r.id),
        next: later.first().map(|r| r.id),
    }))
}

/// How many match: from counters where there is one, else counted.
async fn total(tx: &mut Tx, account: AccountId, viewer: &NumbersViewer, filter: &NumbersFilter) -> StoreResult<u64> {
    let alone = NumbersFilter { destinations: Vec::new(), ..filter.clone() } == NumbersFilter::default();
    if viewer.only.is_none()
        && alone
        && (filter.destinations.is_empty() || filter.destinations == [DestinationKind::Nobody])
    {
        let (all, unassigned) = totals(tx, account).await?;
        return Ok(if filter.destinations.is_empty() { all } else { unassigned });
    }
    let sql = count_sql(tx, account, viewer, filter).await?;
    count(tx, &sql).await
}

/// The text of a count.
pub(super) async fn count_sql(
    tx: &mut Tx,
    account: AccountId,
    viewer: &NumbersViewer,
    filter: &NumbersFilter,
) -> StoreResult<Sql> {
    let mut sql = Sql::new("SELECT count(*)");
    NumbersMatching::plan(tx, account, viewer, filter).await?.push_from(&mut sql, tx);
    Ok(sql)
}

async fn totals(tx: &mut Tx, account: AccountId) -> StoreResult<(u64, u64)> {
    let row = maybe!(tx, (i64, i64), "SELECT numbers, unassigned FROM number_totals WHERE account_id = $1", account)?;
    Ok(row.map_or((0, 0), |(all, free)| (all.unsigned_abs(), free.unsigned_abs())))
}

/// What stands in the tabs and the filters.
pub async fn counts(tx: &mut Tx, account: AccountId, viewer: &NumbersViewer) -> StoreResult<NumberCounts> {
    let unassigned = NumbersFilter { destinations: vec![DestinationKind::Nobody], ..NumbersFilter::default() };
    let all = total(tx, account, viewer, &NumbersFilter::default()).await?;
    let unassigned = total(tx, account, viewer, &unassigned).await?;
    let mut sql = Sql::new("SELECT g.id, g.name FROM groups g WHERE g.account_id = ");
    sql.bind(account)
        .push(" AND EXISTS (SELECT 1 FROM numbers n WHERE n.account_id = g.account_id AND n.group_id = g.id");
    push_scope(&mut sql, viewer);
    sql.push(") ORDER BY g.name_fold LIMIT 200");
    let groups = all_of!(tx, (GroupId, String), sql)?;
    let mut sql = Sql::new("SELECT min(n.label) FROM numbers n WHERE n.account_id = ");
    sql.bind(account).push(" AND n.label_fold > ''");
    push_scope(&mut sql, viewer);
    sql.push(" GROUP BY n.label_fold ORDER BY n.label_fold LIMIT 100");
    let labels = all_of!(tx, (String,), sql)?;
    Ok(NumberCounts {
        all,
        unassigned,
        groups: groups.into_iter().map(|(id, name)| GroupName { id, name }).collect(),
        labels: labels.into_iter().map(|r| r.0).collect(),
    })
}

/// The numbers that ring at each group, by their E.164 form: whoever is in the group may use them (R6).
pub async fn of_groups(tx: &mut Tx, account: AccountId) -> StoreResult<HashMap<GroupId, BTreeMap<NumberId, String>>> {
    let rows = all!(
        tx,
        (GroupId, NumberId, String),
        "SELECT group_id, id, e164 FROM numbers WHERE account_id = $1 AND group_id IS NOT NULL",
        account
    )?;
    let mut all: HashMap<GroupId, BTreeMap<NumberId, String>> = HashMap::new();
    for (group, id, e164) in rows {
        all.entry(group).or_default().insert(id, e164);
    }
    Ok(all)
}
