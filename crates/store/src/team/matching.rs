//! How the rows that match a query are reached: through the search index, or by testing rows in the order asked for (T4, P2).

use crate::error::StoreResult;
use crate::sql::{Sql, all_of, maybe};
use crate::{Tx, dialect, search, team};
use model::team::{FilterKind, FilterValue, InvitationFilter, NumberFilter, StatusFilter, TeamFilter};
use model::{AccountId, Instant, Plan};
use std::collections::HashMap;

/// What a query asks for, and the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Matching<'a> {
    pub account: AccountId,
    pub filter: &'a TeamFilter,
    pub now: Instant,
    /// Only names and extensions are looked at (R12).
    pub directory_only: bool,
    pub reach: Reach,
}

/// The way to the rows that match the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nothing is searched for.
    All,
    /// No row can match.
    Nothing,
    /// Rows are tested one after the other: in small accounts, and for what so many rows have that a page fills quickly.
    Walk { needle: String, indexed: Option<Indexed> },
    /// The index gives the matches.
    Index(Found),
}

/// What is known of a search in an account that has an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indexed {
    /// The account's number in the index.
    pub index: i64,
    pub hits: u64,
    /// After so many rows walking has gone on too long: the matches lie together somewhere else in the order.
    pub patience: u64,
}

/// What the index is asked, and how its answer is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub needle: String,
    /// A part of a long needle that few rows have: only that is asked for, and the rows it gives are tested.
    pub part: Option<String>,
    pub index: i64,
    /// Rows found; of the part, when there is one.
    pub hits: u64,
    /// Too many to read each one: the order's index is walked and only the row numbers compared.
    pub many: bool,
}

impl<'a> Matching<'a> {
    /// Decides the way by the counters of the search text's letters: `page` rows are wanted.
    pub async fn plan(
        tx: &mut Tx,
        account: AccountId,
        filter: &'a TeamFilter,
        directory_only: bool,
        now: Instant,
        page: u64,
    ) -> StoreResult<Matching<'a>> {
        let reach = match search::needle(&filter.q) {
            None => Reach::All,
            Some(needle) => reach(tx, account, needle, directory_only, page).await?,
        };
        Ok(Matching { account, filter, now, directory_only, reach })
    }

    /// ` WHERE …` (or ` AND …`) for `members m`: account, not deleted, filters, and the test of a row's text where no index gives it.
    pub fn push_conditions(&self, sql: &mut Sql, tx: &Tx, within_index: bool) {
        sql.push("m.account_id = ").bind(self.account).push(" AND m.state <> 'deleted'");
        team::filter::push(sql, self.filter, self.now);
        match &self.reach {
            Reach::All => {}
            Reach::Nothing => {
                sql.push(" AND 1 = 0");
            }
            Reach::Walk { needle, .. } => self.push_test(sql, tx, needle),
            Reach::Index(found) if !within_index || found.part.is_some() => self.push_test(sql, tx, &found.needle),
            Reach::Index(_) => {}
        }
    }

    pub fn push_test(&self, sql: &mut Sql, tx: &Tx, needle: &str) {
        let position = dialect::position_function(tx);
        sql.push(" AND ").push(position).push("(m.search_text, ").bind(needle).push(") ");
        if self.directory_only {
            // The needle holds no divider, so a match that begins before it ends before it.
            sql.push("BETWEEN 1 AND ")
                .push(position)
                .push("(m.search_text, ")
                .bind(search::DIVIDER.to_string())
                .push(") - 1");
        } else {
            sql.push("> 0");
        }
    }

    /// `FROM members m WHERE …`, through the index where that was decided.
    pub fn push_from(&self, sql: &mut Sql, tx: &Tx) {
        if let Reach::Index(found) = &self.reach {
            dialect::push_found(sql, tx, self.account, found, self.directory_only);
            self.push_conditions(sql, tx, true);
        } else {
            sql.push(" FROM members m WHERE ");
            self.push_conditions(sql, tx, false);
        }
    }

    /// How many rows match: from counters where there is one, else counted.
    pub async fn total(&self, tx: &mut Tx) -> StoreResult<u64> {
        let filtered = self.filter.has_filters();
        match &self.reach {
            Reach::Nothing => return Ok(0),
            Reach::All => {
                if let Some(total) = self.counted(tx).await? {
                    return Ok(total);
                }
            }
            Reach::Walk { indexed: Some(indexed), .. } if !filtered => return Ok(indexed.hits),
            Reach::Index(found) if !filtered && found.part.is_none() => return Ok(found.hits),
            Reach::Walk { .. } | Reach::Index(_) => {}
        }
        let mut sql = Sql::new("SELECT count(*)");
        self.through_index(tx, false).as_ref().unwrap_or(self).push_from(&mut sql, tx);
        count(tx, &sql).await
    }

    /// The same by the index where walking was chosen and there is another way; `many` as in [`Found`].
    pub fn through_index(&self, tx: &Tx, many: bool) -> Option<Matching<'a>> {
        let Reach::Walk { needle, indexed: Some(Indexed { index, hits, .. }) } = &self.reach else { return None };
        let possible = needle.chars().count() > 2 || dialect::finds_short(tx);
        let found = Found { needle: needle.clone(), part: None, index: *index, hits: *hits, many };
        possible.then(|| Matching { reach: Reach::Index(found), ..self.clone() })
    }

    /// Totals that triggers keep: of the whole team, and of a single filter.
    async fn counted(&self, tx: &mut Tx) -> StoreResult<Option<u64>> {
        let f = self.filter;
        let alone = |kind: FilterKind| f.uses(kind) && f.values.iter().all(|value| value.kind() == kind);
        let is = |values: &[FilterValue]| f.values.iter().eq(values);
        let pending = [InvitationFilter::Pending, InvitationFilter::Expired].map(FilterValue::Invitation);
        let mut sql = Sql::default();
        let of_totals = |sql: &mut Sql, column: &'static str| {
            sql.push("SELECT ").push(column).push(" FROM team_totals WHERE account_id = ").bind(self.account);
        };
        if !f.has_filters() {
            of_totals(&mut sql, "members");
        } else if alone(FilterKind::Role) {
            sql.push("SELECT CAST(coalesce(sum(members), 0) AS BIGINT) FROM roles WHERE account_id = ")
                .bind(self.account);
            sql.push(" AND id IN ").list(f.roles());
        } else if alone(FilterKind::Plan) {
            sql.push("SELECT CAST(coalesce(sum(used), 0) AS BIGINT) FROM plan_seats WHERE account_id = ")
                .bind(self.account);
            sql.push(" AND plan IN ").list(f.plans().map(Plan::slug));
        } else if is(&[FilterValue::Status(StatusFilter::Online)]) {
            of_totals(&mut sql, "online");
        } else if is(&[FilterValue::Status(StatusFilter::Suspended)]) {
            of_totals(&mut sql, "suspended");
        } else if is(&[FilterValue::Number(NumberFilter::NoDirect)]) {
            of_totals(&mut sql, "no_direct");
        } else if is(&pending) {
            of_totals(&mut sql, "invited");
        } else {
            return Ok(None);
        }
        count(tx, &sql).await.map(Some)
    }
}

/// Chooses between walking and the index. Reading a row to test it costs about what sorting one found costs, so walking
/// wins when `page / (hits / members)` rows are fewer than `hits`.
async fn reach(tx: &mut Tx, account: AccountId, needle: String, directory_only: bool, page: u64) -> StoreResult<Reach> {
    let known = maybe!(
        tx,
        (i64, i64),
        "SELECT s.seq, t.members FROM search_accounts s JOIN team_totals t ON t.account_id = s.account_id WHERE s.account_id = $1",
        account
    )?;
    let Some((index, members)) = known else { return Ok(Reach::Walk { needle, indexed: None }) };
    let members = members.unsigned_abs();
    let length = needle.chars().count();
    let Some(rarest) = rarest(tx, index, &needle, directory_only).await? else { return Ok(Reach::Nothing) };
    let worth_walking = |page: u64, hits: u64| hits.saturating_mul(hits) > page.saturating_mul(members);
    let count_of = async |tx: &mut Tx, text: &str| {
        let sql = dialect::count_found(tx, account, index, text, directory_only);
        count(tx, &sql).await
    };
    if length > LONG && rarest.members <= members / 10 && dialect::finds_short(tx) {
        let part = window(&needle, rarest.at);
        let hits = count_of(tx, &part).await?;
        if !worth_walking(50, hits) {
            return Ok(Reach::Index(Found { needle, part: Some(part), index, hits, many: false }));
        }
    }
    let hits = if length < 3 { rarest.members } else { count_of(tx, &needle).await? };
    if hits == 0 {
        return Ok(Reach::Nothing);
    }
    if worth_walking(page, hits) || length < 3 && !dialect::finds_short(tx) {
        // One or two letters on PostgreSQL have no other way.
        let other_way = length > 2 || dialect::finds_short(tx);
        let patience = if other_way { (4 * page).saturating_mul(members) / hits + 1_000 } else { u64::MAX };
        return Ok(Reach::Walk { needle, indexed: Some(Indexed { index, hits, patience }) });
    }
    Ok(Reach::Index(Found { needle, part: None, index, hits, many: worth_walking(50, hits) }))
}

/// From so many letters on only a part of a needle is asked for: each letter costs a look at all members who have it.
const LONG: usize = 8;

/// The `LONG` letters around a place in a needle, fewer at its ends.
fn window(needle: &str, at: usize) -> String {
    let from = at.saturating_sub(LONG / 2 - 1).min(needle.chars().count().saturating_sub(LONG));
    needle.chars().skip(from).take(LONG).collect()
}

/// The letter or pair of a needle that fewest members have, and where in the needle it stands.
struct Rarest {
    members: u64,
    at: usize,
}

/// None when nobody has one of them, so nobody can match.
async fn rarest(tx: &mut Tx, index: i64, needle: &str, directory_only: bool) -> StoreResult<Option<Rarest>> {
    let letters: Vec<char> = needle.chars().collect();
    let grams: Vec<String> = letters.windows(letters.len().min(2)).map(|gram| gram.iter().collect()).collect();
    let mut sql = Sql::new("SELECT gram, ");
    sql.push(if directory_only { "directory" } else { "members" })
        .push(" FROM search_grams WHERE account = ")
        .bind(index);
    sql.push(" AND gram IN ").list(grams.iter().map(String::as_str));
    let counted: HashMap<String, i64> = all_of!(tx, (String, i64), sql)?.into_iter().collect();
    let members = |gram: &String| counted.get(gram).copied().unwrap_or_default().unsigned_abs();
    let least =
        grams.iter().enumerate().map(|(at, gram)| Rarest { members: members(gram), at }).min_by_key(|r| r.members);
    Ok(least.filter(|r| r.members > 0))
}

/// Runs a `SELECT count(*)`.
pub(crate) async fn count(tx: &mut Tx, sql: &Sql) -> StoreResult<u64> {
    let rows = all_of!(tx, (i64,), *sql)?;
    Ok(rows.first().map_or(0, |(n,)| n.unsigned_abs()))
}
