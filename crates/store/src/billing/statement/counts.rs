//! Who is charged in a month, counted (S5): by plan, number of numbers and days. Whoever can't be told apart by these is one count, so
//! a team of 100,000 is a few dozen of them, also when all of it joined or changed plan this month.

use crate::Tx;
use crate::billing::statement::Month;
use crate::error::StoreResult;
use crate::sql::{Sql, all, all_of};
use model::Plan;
use model::billing::statement::{Days, Period};

/// Those who are on a plan until the month ends.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Staying {
    plan: Plan,
    /// How many numbers each holds now.
    pub held: i64,
    /// The day from which they are charged.
    day: i64,
    members: i64,
    /// Of the members, those who hold the same numbers on all of these days.
    pub steady: i64,
}

/// Those who left the plan.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
struct Left {
    plan: Plan,
    first_day: i64,
    until_day: i64,
    members: i64,
}

/// Everybody who is charged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub staying: Vec<Staying>,
    left: Vec<Left>,
}

fn day(n: i64) -> u16 {
    u16::try_from(n).unwrap_or_default()
}

impl Staying {
    pub fn plan(&self) -> Plan {
        self.plan
    }

    pub fn days(&self, period: &Period) -> Days {
        Days { from: day(self.day), until: period.days() }
    }
}

impl Counts {
    /// How many stretches there are whose numbers a count doesn't tell.
    pub fn moved(&self) -> u64 {
        let moved = self.staying.iter().map(|s| s.members - s.steady).chain(self.left.iter().map(|l| l.members));
        moved.sum::<i64>().unsigned_abs()
    }

    /// How many members were on a plan for which days.
    pub fn of(&self, period: &Period, plan: Plan) -> Vec<(Days, u32)> {
        let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let staying = self.staying.iter().filter(|s| s.plan == plan).map(|s| (s.days(period), number(s.members)));
        let left = self.left.iter().filter(|l| l.plan == plan);
        staying
            .chain(left.map(|l| (Days { from: day(l.first_day), until: day(l.until_day) }, number(l.members))))
            .collect()
    }
}

pub async fn counts(tx: &mut Tx, month: Month<'_>) -> StoreResult<Counts> {
    let (start, second, end) = month.bounds();
    // Read in the order of its index, so nothing is sorted: nearly everybody is among these.
    let mut staying = all!(
        tx,
        Staying,
        "SELECT plan, held, CAST(0 AS BIGINT) AS day, count(*) AS members,
                CAST(sum(CASE WHEN held_since < $2 THEN 1 ELSE 0 END) AS BIGINT) AS steady
         FROM billing_members WHERE account_id = $1 AND until_at IS NULL AND +from_at < $2 GROUP BY plan, held",
        month.account,
        second
    )?;
    let mut came = Sql::new("SELECT s.plan, s.held, s.day, count(*) AS members, ");
    came.push(
        "CAST(sum(CASE WHEN s.held_day <= s.day THEN 1 ELSE 0 END) AS BIGINT) AS steady FROM (SELECT plan, held, ",
    );
    month.push_day(&mut came, "from_at");
    came.push(" AS day, ");
    month.push_day(&mut came, "held_since");
    came.push(" AS held_day FROM billing_members WHERE account_id = ")
        .bind(month.account)
        .push(" AND until_at IS NULL AND from_at >= ");
    came.bind(second).push(" AND from_at < ").bind(end).push(") s GROUP BY s.plan, s.held, s.day");
    staying.extend(all_of!(tx, Staying, came)?);
    let mut left = Sql::new("SELECT s.plan, s.first_day, s.until_day, count(*) AS members FROM (SELECT plan, ");
    month.push_day(&mut left, "from_at");
    left.push(" AS first_day, ");
    month.push_day(&mut left, "until_at");
    left.push(" AS until_day FROM billing_members WHERE account_id = ")
        .bind(month.account)
        .push(" AND until_at >= ")
        .bind(start);
    left.push(" AND from_at < ").bind(end).push(") s GROUP BY s.plan, s.first_day, s.until_day");
    Ok(Counts { staying, left: all_of!(tx, Left, left)? })
}
