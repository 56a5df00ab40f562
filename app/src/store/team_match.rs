//! How the rows that match a query are reached: through the search index, or by testing rows in the order asked for (T4, P2).

use crate::model::team::{InvitationFilter, NumberFilter, StatusFilter, TeamFilter};
use crate::model::{AccountId, Instant};
use crate::store::error::StoreResult;
use crate::store::sql::{Sql, all_of, maybe};
use crate::store::{Tx, dialect, search, team_filter};

/// What a query asks for, and the way to it.
#[derive(Clone, Debug)]
pub(super) struct Matching<'a> {
    pub account: AccountId,
    pub filter: &'a TeamFilter,
    pub now: Instant,
    /// Only names and extensions are looked at (R12).
    pub directory_only: bool,
    pub reach: Reach,
}

/// The way to the rows that match the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nothing is searched for.
    All,
    /// No row can match.
    Nothing,
    /// Rows are tested one after the other: in small accounts, and for what so many rows have that a page fills quickly.
    Walk { needle: String, index: Option<i64>, hits: Option<u64> },
    /// The index gives the matches, which are then sorted.
    Index { needle: String, index: i64, hits: u64 },
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
        team_filter::push(sql, self.filter, self.now);
        match &self.reach {
            Reach::All => {}
            Reach::Nothing => {
                sql.push(" AND 1 = 0");
            }
            Reach::Walk { needle, .. } => self.push_test(sql, tx, needle),
            Reach::Index { needle, .. } if !within_index => self.push_test(sql, tx, needle),
            Reach::Index { .. } => {}
        }
    }

    fn push_test(&self, sql: &mut Sql, tx: &Tx, needle: &str) {
        let position = dialect::position_function(tx);
        sql.push(" AND ").push(position).push("(m.search_text, ").bind(needle).push(") ");
        if self.directory_only {
            // The needle holds no divider, so a match that begins before it ends before it.
            sql.push("BETWEEN 1 AND ").push(position).push("(m.search_text, ").bind(search::DIVIDER.to_string()).push(") - 1");
        } else {
            sql.push("> 0");
        }
    }

    /// `FROM members m WHERE …`, through the index where that was decided.
    pub fn push_from(&self, sql: &mut Sql, tx: &Tx) {
        if let Reach::Index { needle, index, .. } = &self.reach {
            dialect::push_found(sql, tx, self.account, *index, needle, self.directory_only);
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
            Reach::Walk { hits: Some(hits), .. } if !filtered => return Ok(*hits),
            Reach::Index { needle, hits, .. } if !filtered && needle.chars().count() < 3 => return Ok(*hits),
            Reach::Walk { needle, index: Some(index), .. } | Reach::Index { needle, index, .. } if !filtered => {
                let sql = dialect::count_found(tx, self.account, *index, needle, self.directory_only);
                return count(tx, &sql).await;
            }
            _ => {}
        }
        let mut sql = Sql::new("SELECT count(*)");
        self.push_from(&mut sql, tx);
        count(tx, &sql).await
    }

    /// Totals that triggers keep: of the whole team, and of a single filter.
    async fn counted(&self, tx: &mut Tx) -> StoreResult<Option<u64>> {
        let f = self.filter;
        let alone = |without: TeamFilter| !without.has_filters();
        let mut sql = Sql::default();
        let of_totals = |sql: &mut Sql, column: &'static str| {
            sql.push("SELECT ").push(column).push(" FROM team_totals WHERE account_id = ").bind(self.account);
        };
        if !f.has_filters() {
            of_totals(&mut sql, "members");
        } else if alone(TeamFilter { roles: Vec::new(), ..f.clone() }) {
            sql.push("SELECT CAST(coalesce(sum(members), 0) AS BIGINT) FROM roles WHERE account_id = ").bind(self.account);
            sql.push(" AND id IN ").list(f.roles.iter().copied());
        } else if alone(TeamFilter { plans: Vec::new(), ..f.clone() }) {
            sql.push("SELECT CAST(coalesce(sum(used), 0) AS BIGINT) FROM plan_seats WHERE account_id = ").bind(self.account);
            sql.push(" AND plan IN ").list(f.plans.iter().map(|p| p.slug()));
        } else if f.statuses == [StatusFilter::Online] && alone(TeamFilter { statuses: Vec::new(), ..f.clone() }) {
            of_totals(&mut sql, "online");
        } else if f.statuses == [StatusFilter::Suspended] && alone(TeamFilter { statuses: Vec::new(), ..f.clone() }) {
            of_totals(&mut sql, "suspended");
        } else if f.numbers == [NumberFilter::NoDirect] && alone(TeamFilter { numbers: Vec::new(), ..f.clone() }) {
            of_totals(&mut sql, "no_direct");
        } else if f.invitations == [InvitationFilter::Pending, InvitationFilter::Expired]
            && alone(TeamFilter { invitations: Vec::new(), ..f.clone() })
        {
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
    let Some((index, members)) = known else { return Ok(Reach::Walk { needle, index: None, hits: None }) };
    let grams: Vec<String> = if needle.chars().nth(1).is_some() {
        search::grams(&needle).into_iter().filter(|g| g.chars().nth(1).is_some()).collect()
    } else {
        vec![needle.clone()]
    };
    let mut sql = Sql::new("SELECT count(*), CAST(coalesce(min(");
    sql.push(if directory_only { "directory" } else { "members" }).push("), 0) AS BIGINT) FROM search_grams WHERE account = ");
    sql.bind(index).push(" AND gram IN ").list(grams.iter().map(String::as_str));
    let (found, fewest) = all_of!(tx, (i64, i64), sql)?.first().copied().unwrap_or_default();
    if usize::try_from(found) != Ok(grams.len()) || fewest <= 0 {
        return Ok(Reach::Nothing);
    }
    let short = needle.chars().count() < 3;
    let mut hits = u64::try_from(fewest).unwrap_or_default();
    let worth_walking = |hits: u64| hits.saturating_mul(hits) > page.saturating_mul(members.unsigned_abs());
    if !short && worth_walking(hits) {
        // The rarest pair only says how many there are at most; counting is cheap beside choosing wrong.
        let sql = dialect::count_found(tx, account, index, &needle, directory_only);
        hits = count(tx, &sql).await?;
        if worth_walking(hits) {
            return Ok(Reach::Walk { needle, index: Some(index), hits: Some(hits) });
        }
    }
    if short && (worth_walking(hits) || !dialect::finds_short(tx)) {
        return Ok(Reach::Walk { needle, index: Some(index), hits: Some(hits) });
    }
    Ok(if hits == 0 { Reach::Nothing } else { Reach::Index { needle, index, hits } })
}

/// Runs a `SELECT count(*)`.
pub(super) async fn count(tx: &mut Tx, sql: &Sql) -> StoreResult<u64> {
    let rows = all_of!(tx, (i64,), *sql)?;
    Ok(rows.first().map_or(0, |(n,)| n.unsigned_abs()))
}
