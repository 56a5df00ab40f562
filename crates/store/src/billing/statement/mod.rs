//! The facts of a statement, read from what triggers have written (S5).
//!
//! **Why triggers.** Who is on the team, on which plan and with which numbers changes on many ways: invitation, acceptance, import,
//! bulk, sample, deletion, transfer, restore, and ways that are yet to be written. Intervals written by triggers on `members`,
//! `numbers` and `plan_seats` cover all of them in the transaction of the change, and a caller can't forget it. Triggers have no
//! injected clock, so they take the instant from where the server's clock already is: a new row's `created_at`, a change of state's
//! `state_since`, and otherwise what `dialect::set_clock` has set for the transaction, which every `Call` does. Only jobs that
//! change none of the three leave it out; then it is the database's clock.
//!
//! The sums are counted, not read: members by plan, number of numbers and days (`statement_counts`). A statement of 100,000 members
//! reads only those whose numbers changed while they were charged.

pub(crate) mod counts;
pub mod lines;
pub(crate) mod minutes;
pub(crate) mod numbers;
#[cfg(test)]
mod sums_tests;
#[cfg(test)]
mod tests;

use crate::billing::statement;
use crate::billing::statement::counts::{Counts, counts};
use crate::error::StoreResult;
use crate::sql::{Sql, all};
use crate::{Tx, billing};
use model::billing::plan::Seats;
use model::billing::statement::{Pending, Period, PlanCounts, Statement, counted_charge, pending};
use model::{AccountId, Country, Instant, Plan, PriceBook};

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
    pub(crate) fn bounds(&self) -> (i64, i64, i64) {
        let second = self.period.begins.get(1).copied().unwrap_or_default();
        (self.period.start().0, second.0, self.period.end().0)
    }

    /// Adds which day of the month an instant of a row lies on: `Period::day_of` in SQL.
    pub(crate) fn push_day(&self, sql: &mut Sql, column: &'static str) {
        sql.push("CASE");
        for (day, next) in (0_i64..).zip(self.period.begins.iter().skip(1)) {
            sql.push(" WHEN ").push(column).push(" < ").bind(next.0).push(" THEN ").bind(day);
        }
        sql.push(" ELSE ").bind(i64::from(self.period.days())).push(" END");
    }
}

/// The sums (S5).
pub async fn statement(tx: &mut Tx, month: Month<'_>) -> StoreResult<Statement> {
    let seats = billing::seats(tx, month.account).await?;
    let counts = counts(tx, month).await?;
    let plans = plan_counts(tx, month, &seats, &counts).await?;
    let (numbers, numbers_amount) = statement::numbers::sums(tx, month, &counts).await?;
    let (talkers, minutes_amount) = statement::minutes::sums(tx, month).await?;
    Ok(Statement {
        period: month.period.clone(),
        plans: plans.iter().map(|p| counted_charge(month.book, month.period, p)).collect(),
        numbers,
        numbers_amount,
        talkers,
        minutes_amount,
        pending: invitations(tx, month, &seats).await?,
    })
}

async fn plan_counts(tx: &mut Tx, month: Month<'_>, seats: &Seats, counts: &Counts) -> StoreResult<Vec<PlanCounts>> {
    let (start, _, end) = month.bounds();
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
    let of = |plan: Plan| {
        let (whole, parts): (Vec<_>, Vec<_>) =
            counts.of(month.period, plan).into_iter().partition(|(days, _)| *days == month.period.whole());
        PlanCounts {
            plan,
            included: seats.of(plan).included,
            whole: whole.iter().map(|(_, n)| *n).sum(),
            parts,
            bought: bought.iter().filter(|b| b.0 == plan.slug()).map(|b| (days(b.1, b.2), number(b.3))).collect(),
        }
    };
    Ok(Plan::ALL.into_iter().map(of).collect())
}

/// The second condition says nothing new: it is what the small index of those who aren't active is told by.
async fn invitations(tx: &mut Tx, month: Month<'_>, seats: &Seats) -> StoreResult<Vec<Pending>> {
    let invited = all!(
        tx,
        (String, i64, i64),
        "SELECT i.plan, i.held, count(*) FROM
           (SELECT m.plan, (SELECT count(*) FROM numbers n WHERE n.account_id = m.account_id AND n.member_id = m.id) AS held
            FROM members m WHERE m.account_id = $1 AND m.state = 'invited' AND m.state <> 'active') i
         GROUP BY i.plan, i.held",
        month.account
    )?;
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    let of = |plan: Plan| {
        let mine = || invited.iter().filter(|i| i.0 == plan.slug());
        let invited: u32 = mine().map(|i| number(i.2)).sum();
        let numbers = mine().map(|i| month.book.numbers_monthly(plan, number(i.1)) * i.2).sum();
        let seats = seats.of(plan);
        pending(month.book, seats, seats.used.saturating_sub(invited), invited, numbers)
    };
    Ok(Plan::ALL.into_iter().map(of).filter(|p| p.invitations > 0).collect())
}
