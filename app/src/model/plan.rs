//! Plans and seats (M14, S1).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a seat carries (M14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    #[default]
    Basic,
    Plus,
    Pro,
}

impl Plan {
    pub const ALL: [Plan; 3] = [Plan::Basic, Plan::Plus, Plan::Pro];

    /// The word in URLs and in the database.
    pub fn slug(self) -> &'static str {
        match self {
            Plan::Basic => "basic",
            Plan::Plus => "plus",
            Plan::Pro => "pro",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Plan::Basic => "Basic",
            Plan::Plus => "Plus",
            Plan::Pro => "Pro",
        }
    }
}

/// The currency of all prices (ISO 4217); amounts are in its minor unit, cents.
pub const CURRENCY: &str = "USD";

impl Plan {
    /// What a seat of this plan costs a month, in cents (S3).
    pub fn monthly(self) -> i64 {
        match self {
            Plan::Basic => 1_200,
            Plan::Plus => 1_900,
            Plan::Pro => 2_800,
        }
    }
}

/// An amount in cents as people read it: "$336", "$4.99", "−$12".
pub fn money(cents: i64) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let mut digits = whole.to_string();
    let mut at = digits.len();
    while at > 3 {
        at -= 3;
        digits.insert(at, ',');
    }
    if rest == 0 { format!("{sign}${digits}") } else { format!("{sign}${digits}.{rest:02}") }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A plan nobody sells.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” isn’t a plan. Use Basic, Plus or Pro.")]
pub struct UnknownPlan(pub String);

impl FromStr for Plan {
    type Err = UnknownPlan;
    fn from_str(text: &str) -> Result<Self, UnknownPlan> {
        let t = text.trim();
        Plan::ALL.into_iter().find(|p| p.slug().eq_ignore_ascii_case(t)).ok_or_else(|| UnknownPlan(t.to_owned()))
    }
}

/// Seats of one plan (S1): `used` never exceeds `bought`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSeats {
    pub plan: Plan,
    pub bought: u32,
    pub used: u32,
}

/// The account's seats, per plan in the order Basic, Plus, Pro (S1, T12).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    pub plans: Vec<PlanSeats>,
}

impl Seats {
    pub fn bought(&self) -> u32 {
        self.plans.iter().map(|p| p.bought).sum()
    }

    pub fn used(&self) -> u32 {
        self.plans.iter().map(|p| p.used).sum()
    }

    pub fn available(&self) -> u32 {
        self.bought().saturating_sub(self.used())
    }

    pub fn of(&self, plan: Plan) -> PlanSeats {
        self.plans.iter().copied().find(|p| p.plan == plan).unwrap_or(PlanSeats { plan, bought: 0, used: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m14_a_plan_is_known_whatever_its_case() {
        assert_eq!(" PRO ".parse(), Ok(Plan::Pro));
        assert_eq!("gold".parse::<Plan>().map_err(|e| e.to_string()), Err("“gold” isn’t a plan. Use Basic, Plus or Pro.".into()));
    }

    #[test]
    fn s3_money_reads_with_separators_and_cents_only_where_there_are_some() {
        assert_eq!([money(33_600), money(499), money(-1_200), money(123_456_705)], ["$336", "$4.99", "−$12", "$1,234,567.05"]);
    }

    #[test]
    fn s1_seats_add_up_over_plans() {
        let seats =
            Seats { plans: vec![PlanSeats { plan: Plan::Basic, bought: 10, used: 7 }, PlanSeats { plan: Plan::Pro, bought: 5, used: 5 }] };
        assert_eq!((seats.bought(), seats.used(), seats.available()), (15, 12, 3));
        assert_eq!(seats.of(Plan::Plus).bought, 0);
    }
}
