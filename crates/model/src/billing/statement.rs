//! The next statement, from facts (S3 to S6): pure functions over a month of days, whole minor units and nothing else.
//!
//! A statement covers one calendar month in the account's time zone. What counts on a day is how things are at its end: who
//! joins on the 12th is charged from the 12th, who is deleted on the 12th isn't charged for it any more. The preview takes
//! it that everything stays as it is until the month ends.
//!
//! **Rounding.** A monthly price is spread over the month's days as `price × (day + 1) / days − price × day / days`, each
//! division rounded down. So each day has its own whole share, all shares add up to exactly the price, and neighbouring
//! stretches add up to what one stretch over both costs, however a month is cut. Nothing depends on the order of lines.
//!
//! The lines list every member at their plan's price. The seats an account signed up with come off again as one credit for
//! each plan, day by day at the same shares, so it doesn't matter which of the members is "the included one".

use crate::billing::plan::{Plan, PlanSeats};
use crate::billing::prices::{Minor, PriceBook};
use crate::instant::Instant;
use crate::{MemberId, PhoneNumber};
use serde::{Deserialize, Serialize};

pub use crate::billing::plan_charge::{PlanCharge, PlanCounts, PlanFacts, counted_charge, plan_charge};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days of a month counted from 0; `until` is the first day after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Days {
    pub from: u16,
    pub until: u16,
}

impl Days {
    pub fn count(self) -> u16 {
        self.until.saturating_sub(self.from)
    }

    pub fn has(self, day: u16) -> bool {
        (self.from..self.until).contains(&day)
    }

    /// The days in both; empty when there are none.
    pub fn and(self, other: Days) -> Days {
        Days { from: self.from.max(other.from), until: self.until.min(other.until) }
    }
}

/// The month a statement is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// When each day begins in the account's time zone, and at last when the next month does. Days of 23 or 25 hours, as clocks
    /// are changed, are days like others.
    pub begins: Vec<Instant>,
}

impl Period {
    /// 28 to 31.
    pub fn days(&self) -> u16 {
        u16::try_from(self.begins.len().saturating_sub(1)).unwrap_or_default()
    }

    pub fn whole(&self) -> Days {
        Days { from: 0, until: self.days() }
    }

    pub fn start(&self) -> Instant {
        self.begins.first().copied().unwrap_or_default()
    }

    pub fn end(&self) -> Instant {
        self.begins.last().copied().unwrap_or_default()
    }

    /// The day an instant lies on: 0 for everything before, the number of days for everything after.
    pub fn day_of(&self, at: Instant) -> u16 {
        let begun = self.begins.partition_point(|b| *b <= at);
        u16::try_from(begun.saturating_sub(1)).unwrap_or_default().min(self.days())
    }

    /// The days at whose end something was so that began and perhaps ended then.
    pub fn charged(&self, from: Instant, until: Option<Instant>) -> Days {
        Days { from: self.day_of(from), until: until.map_or(self.days(), |u| self.day_of(u)) }
    }

    /// "November 2026".
    pub fn name(&self) -> String {
        format!("{} {}", self.month_name(), self.year)
    }

    fn month_name(&self) -> &'static str {
        MONTHS.get(usize::from(self.month).saturating_sub(1)).copied().unwrap_or_default()
    }

    /// "12 Nov".
    pub fn day_name(&self, day: u16) -> String {
        format!("{} {}", day + 1, &self.month_name()[..3])
    }

    /// Which part of the month, in words: "Whole month", "From 12 Nov, 19 of 30 days".
    pub fn words(&self, days: Days) -> String {
        let (n, of) = (days.count(), self.days());
        match (days.from, days.until) {
            (0, until) if until == of => "Whole month".to_owned(),
            (from, until) if until == of => format!("From {}, {n} of {of} days", self.day_name(from)),
            (0, until) if until > 0 => format!("Until {}, {n} of {of} days", self.day_name(until - 1)),
            (from, until) if until > from + 1 => {
                format!("{} to {}, {n} of {of} days", self.day_name(from), self.day_name(until - 1))
            }
            (from, _) => format!("{}, {n} of {of} days", self.day_name(from)),
        }
    }

    /// A monthly price for some of the days; see the rounding above.
    pub fn part(&self, price: Minor, days: Days) -> Minor {
        let of = i64::from(self.days()).max(1);
        let until = |day: u16| price * i64::from(day) / of;
        if days.until <= days.from { 0 } else { until(days.until) - until(days.from) }
    }

    pub(crate) fn share(&self, price: Minor, day: u16) -> Minor {
        self.part(price, Days { from: day, until: day + 1 })
    }
}

/// A member's stretch on one plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnPlan {
    pub member: MemberId,
    pub plan: Plan,
    pub days: Days,
}

/// A number somebody held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub member: MemberId,
    pub number: PhoneNumber,
    /// Which one they had first decides which one their plan includes.
    pub since: Instant,
    pub days: Days,
}

/// A charged number of one member, for one stretch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberLine {
    pub member: MemberId,
    pub number: PhoneNumber,
    pub plan: Plan,
    pub days: Days,
    pub amount: Minor,
}

impl NumberLine {
    /// Why it is charged (S4).
    pub fn why(&self) -> String {
        match PriceBook::included_numbers(self.plan) {
            0 => format!("{} includes no number", self.plan),
            _ => format!("{} includes one number; this is a further one", self.plan),
        }
    }
}

/// The numbers that are charged (S4): on each day a member's first ones are in the plan, the later ones are not. `plans` and
/// `numbers` may come in any order.
pub fn number_lines(book: &PriceBook, period: &Period, plans: &[OnPlan], numbers: &[Held]) -> Vec<NumberLine> {
    let mut numbers: Vec<&Held> = numbers.iter().collect();
    numbers.sort_by(|a, b| {
        (a.member, a.since, a.number.e164(), a.days).cmp(&(b.member, b.since, b.number.e164(), b.days))
    });
    let mut plans: Vec<&OnPlan> = plans.iter().collect();
    plans.sort_by_key(|p| (p.member, p.days));
    let mut lines: Vec<NumberLine> = Vec::new();
    for held in numbers.chunk_by(|a, b| a.member == b.member) {
        let Some(member) = held.first().map(|h| h.member) else { continue };
        let first = plans.partition_point(|p| p.member < member);
        for on in plans[first..].iter().take_while(|p| p.member == member) {
            lines.extend(charged_on(book, period, on, held));
        }
    }
    lines
}

/// Of one member on one plan.
fn charged_on(book: &PriceBook, period: &Period, on: &OnPlan, held: &[&Held]) -> Vec<NumberLine> {
    let included = usize::try_from(PriceBook::included_numbers(on.plan)).unwrap_or_default();
    let mut lines: Vec<NumberLine> = Vec::new();
    for day in on.days.from..on.days.until {
        for number in held.iter().filter(|h| h.days.has(day)).skip(included) {
            match lines.iter_mut().find(|l| l.number == number.number && l.days.until == day) {
                Some(line) => line.days.until += 1,
                None => lines.push(NumberLine {
                    member: on.member,
                    number: number.number.clone(),
                    plan: on.plan,
                    days: Days { from: day, until: day + 1 },
                    amount: 0,
                }),
            }
        }
    }
    for line in &mut lines {
        line.amount = period.part(book.extra_number, line.days);
    }
    lines
}

/// Minutes of outgoing calls beyond those in the plan (S6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesLine {
    pub member: MemberId,
    pub plan: Plan,
    pub minutes: u32,
    pub included: u32,
    pub amount: Minor,
}

/// What a member's outgoing calls cost beyond the plan; none when they are within. Begun minutes count, and the best plan of
/// the period.
pub fn minutes_line(book: &PriceBook, member: MemberId, plan: Plan, seconds: u64) -> Option<MinutesLine> {
    let minutes = u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX);
    let included = book.of(plan).minutes;
    let beyond = minutes.saturating_sub(included);
    (beyond > 0).then(|| MinutesLine { member, plan, minutes, included, amount: book.minute * i64::from(beyond) })
}

/// Invitations that are pending on one plan: what they add once they are accepted (S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub plan: Plan,
    pub invitations: u32,
    /// A whole month of them, with what the included seats take off.
    pub monthly: Minor,
    /// Their numbers, a whole month (S4).
    pub numbers: Minor,
}

/// What pending invitations add (S5). `numbers` is what their numbers cost a month. `joined` members are charged today.
pub fn pending(book: &PriceBook, seats: PlanSeats, joined: u32, invitations: u32, numbers: Minor) -> Pending {
    let now = PlanSeats { used: joined, ..seats };
    Pending { plan: seats.plan, invitations, monthly: book.members_more(now, i64::from(invitations)), numbers }
}

/// The sums of a statement (S5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub period: Period,
    pub plans: Vec<PlanCharge>,
    pub numbers: u64,
    pub numbers_amount: Minor,
    /// Members who called beyond their plan.
    pub talkers: u64,
    pub minutes_amount: Minor,
    pub pending: Vec<Pending>,
}

impl Statement {
    pub fn total(&self) -> Minor {
        self.plans.iter().map(PlanCharge::total).sum::<Minor>() + self.numbers_amount + self.minutes_amount
    }

    pub fn pending_total(&self) -> Minor {
        self.pending.iter().map(|p| p.monthly + p.numbers).sum()
    }
}

#[cfg(test)]
#[path = "statement_tests.rs"]
mod tests;
