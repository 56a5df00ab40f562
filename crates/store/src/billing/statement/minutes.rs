//! Outgoing calls beyond the best plan of the month so far (S6): who called more than that, and what it comes to. Added up by the
//! database; only those who are charged are read.

use crate::Tx;
use crate::billing::statement::Month;
use crate::error::StoreResult;
use crate::sql::{Sql, all_of};
use model::billing::statement::{MinutesLine, minutes_line};
use model::{MemberId, Plan};

/// ` FROM (SELECT …) t …`: members who called beyond their plan, with seconds, begun minutes, what is included and the plan's place.
fn push_talkers(sql: &mut Sql, month: Month<'_>) {
    let (start, _, end) = month.bounds();
    let least = Plan::ALL.into_iter().map(|p| month.book.of(p).minutes).min().unwrap_or_default();
    sql.push(" FROM (SELECT s.member_id, s.seconds, s.best, (s.seconds + 59) / 60 AS minutes, CASE s.best");
    for (at, plan) in (0_i64..).zip(Plan::ALL) {
        sql.push(" WHEN ").bind(at).push(" THEN ").bind(i64::from(month.book.of(plan).minutes));
    }
    sql.push(" END AS included FROM (SELECT c.member_id, c.seconds, (SELECT max(CASE b.plan");
    for (at, plan) in (0_i64..).zip(Plan::ALL) {
        sql.push(" WHEN ").bind(plan.slug()).push(" THEN ").bind(at);
    }
    // Looked up one by one: a join would walk everybody who is charged.
    sql.push(" END) FROM billing_members b WHERE b.account_id = ")
        .bind(month.account)
        .push(" AND b.member_id = c.member_id AND +b.from_at < ");
    sql.bind(end).push(" AND (b.until_at IS NULL OR b.until_at >= ").bind(start);
    sql.push(
        ")) AS best FROM (SELECT member_id, CAST(sum(seconds) AS BIGINT) AS seconds FROM history WHERE account_id = ",
    );
    sql.bind(month.account).push(" AND at >= ").bind(start).push(" AND at < ").bind(end);
    sql.push(" AND kind IN ('call', 'web-call') AND direction = 'out' AND member_id IS NOT NULL GROUP BY member_id HAVING sum(seconds) > ");
    sql.bind(i64::from(least) * 60).push(") c) s) t WHERE t.minutes > t.included");
}

/// How many called beyond their plan, and what that comes to.
pub async fn sums(tx: &mut Tx, month: Month<'_>) -> StoreResult<(u64, i64)> {
    let mut sql = Sql::new("SELECT count(*), CAST(coalesce(sum(t.minutes - t.included), 0) AS BIGINT)");
    push_talkers(&mut sql, month);
    let (talkers, beyond) = all_of!(tx, (i64, i64), sql)?.first().copied().unwrap_or_default();
    Ok((talkers.unsigned_abs(), month.book.minute * beyond))
}

/// Their lines by member, past the first `skip`.
pub async fn lines(tx: &mut Tx, month: Month<'_>, skip: u64, limit: usize) -> StoreResult<Vec<MinutesLine>> {
    let mut sql = Sql::new("SELECT t.member_id, t.seconds, t.best");
    push_talkers(&mut sql, month);
    sql.push(" ORDER BY t.member_id LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
    sql.push(" OFFSET ").bind(i64::try_from(skip).unwrap_or(i64::MAX));
    let plan = |best: i64| usize::try_from(best).ok().and_then(|at| Plan::ALL.get(at).copied()).unwrap_or_default();
    let line = |(member, seconds, best): (MemberId, i64, i64)| {
        minutes_line(month.book, member, plan(best), seconds.unsigned_abs())
    };
    Ok(all_of!(tx, (MemberId, i64, i64), sql)?.into_iter().filter_map(line).collect())
}
