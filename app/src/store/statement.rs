//! The facts of a statement, read from what triggers have written (S5).
//!
//! **Why triggers.** Who is on the team, on which plan and with which numbers changes on many ways: invitation, acceptance, import,
//! bulk, sample, deletion, transfer, restore, and ways that are yet to be written. Intervals written by triggers on `members`,
//! `numbers` and `plan_seats` cover all of them in the transaction of the change, and a caller can't forget it. Triggers have no
//! injected clock, so they take the instant from where the server's clock already is: a new row's `created_at`, a change of state's
//! `state_since`, and otherwise what `dialect::set_clock` has set for the transaction, which every `Call` does. Only jobs that
//! change none of the three leave it out; then it is the database's clock.
//!
//! Whole-month members are counted, not read: a statement of 100,000 members reads those who came, went or changed.

use crate::model::plan::Seats;
use crate::model::statement::{
    Held, MinutesLine, NumberLine, OnPlan, Pending, Period, PlanFacts, Statement, minutes_line, number_lines, pending, plan_charge,
};
use crate::model::{AccountId, Country, Instant, MemberId, PhoneNumber, Plan, PriceBook};
use crate::store::error::StoreResult;
use crate::store::sql::all;
use crate::store::{Tx, billing};

/// What everything here is reckoned with.
#[derive(Clone, Copy, Debug)]
pub struct Month<'a> {
    pub account: AccountId,
    pub book: &'a PriceBook,
    pub period: &'a Period,
    pub country: Country,
}

impl Month<'_> {
    /// There from before the second day until the end: charged for every day.
    pub(super) fn bounds(&self) -> (i64, i64, i64) {
        let second = self.period.begins.get(1).copied().unwrap_or_default();
        (self.period.start().0, second.0, self.period.end().0)
    }
}

/// The sums (S5).
pub async fn statement(tx: &mut Tx, month: Month<'_>) -> StoreResult<Statement> {
    let seats = billing::seats(tx, month.account).await?;
    let facts = plan_facts(tx, month, &seats).await?;
    let numbers = numbers(tx, month).await?;
    let minutes = minutes(tx, month).await?;
    Ok(Statement {
        period: month.period.clone(),
        plans: facts.iter().map(|f| plan_charge(month.book, month.period, f)).collect(),
        numbers: numbers.len() as u64,
        numbers_amount: numbers.iter().map(|l| l.amount).sum(),
        talkers: minutes.len() as u64,
        minutes_amount: minutes.iter().map(|l| l.amount).sum(),
        pending: invitations(tx, month, &seats).await?,
    })
}

async fn plan_facts(tx: &mut Tx, month: Month<'_>, seats: &Seats) -> StoreResult<Vec<PlanFacts>> {
    let (start, second, end) = month.bounds();
    let whole = all!(
        tx,
        (String, i64),
        "SELECT plan, count(*) FROM billing_members WHERE account_id = $1 AND from_at < $2 AND (until_at IS NULL OR until_at >= $3) GROUP BY plan",
        month.account,
        second,
        end
    )?;
    let parts = all!(
        tx,
        (String, i64, Option<i64>),
        "SELECT plan, from_at, until_at FROM billing_members WHERE account_id = $1 AND from_at >= $3 AND from_at < $4
         UNION ALL
         SELECT plan, from_at, until_at FROM billing_members WHERE account_id = $1 AND until_at >= $2 AND until_at < $4 AND from_at < $3",
        month.account,
        start,
        second,
        end
    )?;
    let bought = all!(
        tx,
        (String, i64, Option<i64>, i64),
        "SELECT plan, from_at, until_at, bought FROM billing_seats
         WHERE account_id = $1 AND from_at < $3 AND (until_at IS NULL OR until_at >= $2)",
        month.account,
        start,
        end
    )?;
    let days = |from: i64, until: Option<i64>| month.period.charged(Instant(from), until.map(Instant));
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    let of = |plan: Plan| PlanFacts {
        plan,
        included: seats.of(plan).included,
        whole: whole.iter().filter(|w| w.0 == plan.slug()).map(|w| number(w.1)).sum(),
        parts: parts.iter().filter(|p| p.0 == plan.slug()).map(|p| days(p.1, p.2)).collect(),
        bought: bought.iter().filter(|b| b.0 == plan.slug()).map(|b| (days(b.1, b.2), number(b.3))).collect(),
    };
    Ok(Plan::ALL.into_iter().map(of).collect())
}

/// The charged numbers (S4), by member.
pub async fn numbers(tx: &mut Tx, month: Month<'_>) -> StoreResult<Vec<NumberLine>> {
    let (start, _, end) = month.bounds();
    let held = all!(
        tx,
        (MemberId, String, i64, Option<i64>),
        "SELECT member_id, e164, from_at, until_at FROM billing_numbers
         WHERE account_id = $1 AND from_at < $3 AND (until_at IS NULL OR until_at >= $2)",
        month.account,
        start,
        end
    )?;
    let plans = all!(
        tx,
        (MemberId, String, i64, Option<i64>),
        "SELECT member_id, plan, from_at, until_at FROM billing_members
         WHERE account_id = $1 AND from_at < $3 AND (until_at IS NULL OR until_at >= $2)
           AND member_id IN (SELECT n.member_id FROM billing_numbers n
                             WHERE n.account_id = $1 AND n.from_at < $3 AND (n.until_at IS NULL OR n.until_at >= $2))",
        month.account,
        start,
        end
    )?;
    let days = |from: i64, until: Option<i64>| month.period.charged(Instant(from), until.map(Instant));
    let held: Vec<Held> = held
        .into_iter()
        .map(|(member, e164, from, until)| Held {
            member,
            number: PhoneNumber::from_stored(e164),
            since: Instant(from),
            days: days(from, until),
        })
        .collect();
    let plans: Vec<OnPlan> = plans
        .into_iter()
        .map(|(member, plan, from, until)| OnPlan { member, plan: plan.parse().unwrap_or_default(), days: days(from, until) })
        .collect();
    Ok(number_lines(month.book, month.period, &plans, &held))
}

/// Outgoing calls beyond the best plan of the month (S6), so far.
pub async fn minutes(tx: &mut Tx, month: Month<'_>) -> StoreResult<Vec<MinutesLine>> {
    let (start, _, end) = month.bounds();
    let least = Plan::ALL.into_iter().map(|p| month.book.of(p).minutes).min().unwrap_or_default();
    let rows = all!(
        tx,
        (MemberId, i64, i64),
        "SELECT t.member_id, t.seconds, CAST(coalesce(max(CASE b.plan WHEN 'pro' THEN 2 WHEN 'plus' THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM (SELECT member_id, CAST(sum(seconds) AS BIGINT) AS seconds FROM history
               WHERE account_id = $1 AND at >= $2 AND at < $3 AND kind IN ('call', 'web-call') AND direction = 'out' AND member_id IS NOT NULL
               GROUP BY member_id HAVING sum(seconds) > $4) t
         JOIN billing_members b ON b.account_id = $1 AND b.member_id = t.member_id AND b.from_at < $3 AND (b.until_at IS NULL OR b.until_at >= $2)
         GROUP BY t.member_id, t.seconds ORDER BY t.member_id",
        month.account,
        start,
        end,
        i64::from(least) * 60
    )?;
    let plan = |n: i64| {
        if n >= 2 {
            Plan::Pro
        } else if n == 1 {
            Plan::Plus
        } else {
            Plan::Basic
        }
    };
    let line = |(member, seconds, best): (MemberId, i64, i64)| minutes_line(month.book, member, plan(best), seconds.unsigned_abs());
    Ok(rows.into_iter().filter_map(line).collect())
}

async fn invitations(tx: &mut Tx, month: Month<'_>, seats: &Seats) -> StoreResult<Vec<Pending>> {
    let counts = all!(
        tx,
        (String, i64),
        "SELECT plan, count(*) FROM members WHERE account_id = $1 AND state = 'invited' GROUP BY plan",
        month.account
    )?;
    let held = all!(
        tx,
        (String, i64),
        "SELECT m.plan, count(*) FROM members m JOIN numbers n ON n.account_id = m.account_id AND n.member_id = m.id
         WHERE m.account_id = $1 AND m.state = 'invited' GROUP BY m.id, m.plan",
        month.account
    )?;
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    let of = |plan: Plan| {
        let invited: u32 = counts.iter().filter(|c| c.0 == plan.slug()).map(|c| number(c.1)).sum();
        let numbers = held.iter().filter(|h| h.0 == plan.slug()).map(|h| month.book.numbers_monthly(plan, number(h.1))).sum();
        let seats = seats.of(plan);
        pending(month.book, seats, seats.used.saturating_sub(invited), invited, numbers)
    };
    Ok(Plan::ALL.into_iter().map(of).filter(|p| p.invitations > 0).collect())
}
