//! What one plan costs in a month (S3, S5): its members at the plan's price, the included seats taken off and the free ones added, day by
//! day. See `statement` for days and rounding.

use crate::billing::plan::Plan;
use crate::billing::prices::{Minor, PriceBook};
use crate::billing::statement::{Days, Period};
use serde::{Deserialize, Serialize};

/// What happened with one plan in the period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFacts {
    pub plan: Plan,
    /// Seats the account signed up with (S3).
    pub included: u32,
    /// Members on it all the time.
    pub whole: u32,
    /// Members on it for some days.
    pub parts: Vec<Days>,
    /// How many seats there were.
    pub bought: Vec<(Days, u32)>,
}

/// The same, those with the same days counted together: a team of 100,000 that joined this month is a few dozen counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanCounts {
    pub plan: Plan,
    pub included: u32,
    pub whole: u32,
    /// How many members were on it for just these days.
    pub parts: Vec<(Days, u32)>,
    pub bought: Vec<(Days, u32)>,
}

/// What one plan costs in the period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCharge {
    pub plan: Plan,
    pub whole: u32,
    pub parts: u32,
    /// All members' lines.
    pub members: Minor,
    pub included: u32,
    /// What the included seats take off, zero or less.
    pub credit: Minor,
    /// Seats bought beyond those in use and included, day by day.
    pub free_days: u64,
    /// What they cost.
    pub free: Minor,
}

impl PlanCharge {
    pub fn total(&self) -> Minor {
        self.members + self.credit + self.free
    }
}

/// Adds up one plan (S3, S5).
pub fn plan_charge(book: &PriceBook, period: &Period, facts: &PlanFacts) -> PlanCharge {
    let counts = PlanCounts {
        plan: facts.plan,
        included: facts.included,
        whole: facts.whole,
        parts: facts.parts.iter().map(|days| (*days, 1)).collect(),
        bought: facts.bought.clone(),
    };
    counted_charge(book, period, &counts)
}

/// Adds up one plan from counts (S3, S5).
pub fn counted_charge(book: &PriceBook, period: &Period, counts: &PlanCounts) -> PlanCharge {
    let price = book.monthly(counts.plan);
    let lines: Minor = counts.parts.iter().map(|(days, n)| period.part(price, *days) * i64::from(*n)).sum();
    let mut charge = PlanCharge {
        plan: counts.plan,
        whole: counts.whole,
        parts: counts.parts.iter().filter(|(days, _)| days.count() > 0).map(|(_, n)| *n).sum(),
        members: period.part(price, period.whole()) * i64::from(counts.whole) + lines,
        included: counts.included,
        ..PlanCharge::default()
    };
    for day in 0..period.days() {
        let there: i64 = counts.parts.iter().filter(|(days, _)| days.has(day)).map(|(_, n)| i64::from(*n)).sum();
        let used = i64::from(counts.whole) + there;
        let included = i64::from(counts.included);
        let bought: i64 = counts
            .bought
            .iter()
            .filter(|(days, _)| days.has(day))
            .map(|(_, n)| i64::from(*n))
            .max()
            .unwrap_or_default();
        let free = (bought - used.max(included)).max(0);
        charge.credit -= period.share(price, day) * used.min(included);
        charge.free += period.share(book.extra_seat, day) * free;
        charge.free_days += free.unsigned_abs();
    }
    charge
}
