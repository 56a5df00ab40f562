//! Which numbers a query means: what may be seen of them, what is filtered by and searched for (N1, R2).

use crate::error::StoreResult;
use crate::numbers::NumbersViewer;
use crate::search::{Term, fold};
use crate::sql::Sql;
use crate::team::matching::{Matching, Reach};
use crate::{Tx, dialect, search};
use model::numbers::query::NumbersFilter;
use model::team::TeamFilter;
use model::{AccountId, Instant};

/// What is asked of an account's numbers, and the way to those that match.
pub(crate) struct NumbersMatching<'a> {
    account: AccountId,
    viewer: &'a NumbersViewer,
    filter: &'a NumbersFilter,
    search: Option<Search>,
}

/// What is looked for.
struct Search {
    needle: String,
    /// Only digits were typed; else names are looked for, too.
    people: Option<(TeamFilter, Reach)>,
}

impl<'a> NumbersMatching<'a> {
    pub async fn plan(
        tx: &mut Tx,
        account: AccountId,
        viewer: &'a NumbersViewer,
        filter: &'a NumbersFilter,
    ) -> StoreResult<NumbersMatching<'a>> {
        let mut search = None;
        if let Some(needle) = search::needle(&filter.q) {
            let mut people = None;
            if !matches!(Term::parse(&filter.q), Term::Digits(_)) {
                let named = TeamFilter::search(&filter.q);
                let reach = Matching::plan(tx, account, &named, true, Instant(0), u64::from(u32::MAX)).await?.reach;
                people = Some((named, reach));
            }
            search = Some(Search { needle, people });
        }
        Ok(NumbersMatching { account, viewer, filter, search })
    }

    /// Adds ` FROM numbers n WHERE …` for what is asked and what may be seen.
    ///
    /// Digits and labels are looked for by walking the account's numbers; names through the members' search index (T4).
    pub fn push_from(&self, sql: &mut Sql, tx: &Tx) {
        let f = self.filter;
        sql.push(" FROM numbers n WHERE n.account_id = ").bind(self.account);
        push_scope(sql, self.viewer);
        if !f.destinations.is_empty() {
            sql.push(" AND n.destination IN ").list(f.destinations.iter().map(|d| d.slug()));
        }
        if !f.kinds.is_empty() {
            sql.push(" AND n.kind IN ").list(f.kinds.iter().map(|k| k.slug()));
        }
        if !f.groups.is_empty() {
            sql.push(" AND n.group_id IN ").list(f.groups.iter().copied());
        }
        if !f.labels.is_empty() {
            sql.push(" AND n.label_fold IN ").list(f.labels.iter().map(|l| fold(l)));
        }
        if let Some(search) = &self.search {
            self.push_search(sql, tx, search);
        }
    }

    fn push_search(&self, sql: &mut Sql, tx: &Tx, search: &Search) {
        let (position, needle) = (dialect::position_function(tx), search.needle.as_str());
        sql.push(" AND (").push(position).push("(n.label_fold, ").bind(needle).push(") > 0");
        if let Some((named, reach)) = &search.people {
            let (account, reach) = (self.account, reach.clone());
            let matching = Matching { account, filter: named, now: Instant(0), directory_only: true, reach };
            sql.push(" OR n.member_id IN (SELECT m.id");
            matching.push_from(sql, tx);
            sql.push(") OR n.group_id IN (SELECT g.id FROM groups g WHERE g.account_id = ").bind(account);
            sql.push(" AND ").push(position).push("(g.name_fold, ").bind(needle).push(") > 0)");
            if "call menu".contains(needle) {
                sql.push(" OR n.destination = 'menu'");
            }
        } else {
            // At home a whole number is written with a 0 that E.164 doesn’t have.
            for digits in [Some(needle), needle.strip_prefix('0').filter(|d| d.len() > 5)].into_iter().flatten() {
                sql.push(" OR ").push(position).push("(n.e164, ").bind(digits).push(") > 0");
            }
        }
        sql.push(")");
    }
}

/// What of the numbers a role shows (R2).
pub(crate) fn push_scope(sql: &mut Sql, viewer: &NumbersViewer) {
    if let Some((numbers, groups)) = &viewer.only {
        sql.push(" AND (n.id IN ").list(numbers.iter().copied());
        sql.push(" OR n.group_id IN ").list(groups.iter().copied()).push(")");
    }
}
