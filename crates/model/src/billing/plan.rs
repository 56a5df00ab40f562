//! Plans and seats (M14, S1). What they cost is in the account's [`crate::billing::prices::PriceBook`].

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a seat carries (M14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

    pub fn from_slug(slug: &str) -> Option<Self> {
        Plan::ALL.into_iter().find(|p| p.slug() == slug)
    }

    pub fn label(self) -> &'static str {
        match self {
            Plan::Basic => "Basic",
            Plan::Plus => "Plus",
            Plan::Pro => "Pro",
        }
    }

    /// What each plan includes, in a line (M14).
    pub fn includes(self) -> &'static str {
        match self {
            Plan::Basic => "Calls and voicemail",
            Plan::Plus => "Messages, recording, 3 forwarding numbers, 1 number",
            Plan::Pro => "Meetings, supervisor workspace, 1 number",
        }
    }
}

crate::serde_by_word!(Plan, slug, from_slug);

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
    /// Of those bought, the ones the account signed up with (S3).
    #[serde(default)]
    pub included: u32,
}

impl PlanSeats {
    /// Seats nobody uses (T12).
    pub fn free(&self) -> u32 {
        self.bought.saturating_sub(self.used)
    }
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
        self.plans.iter().copied().find(|p| p.plan == plan).unwrap_or(PlanSeats { plan, ..PlanSeats::default() })
    }

    /// What is bought of each plan, for the form of an order: "10.4.2", in the order of the plans. The form works for any of them,
    /// without script too, and sent twice it orders once (S2).
    pub fn seen(&self) -> String {
        Plan::ALL.map(|plan| self.of(plan).bought.to_string()).join(".")
    }

    /// How many of a plan were bought when a form was drawn: from [`Seats::seen`], or the count alone in a form for one plan.
    pub fn bought_when(seen: &str, plan: Plan) -> Option<u32> {
        let counts: Vec<&str> = seen.trim().split('.').collect();
        let at = if counts.len() == 1 { Some(0) } else { Plan::ALL.iter().position(|p| *p == plan) };
        counts.get(at?)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s2_an_order_knows_what_was_bought_of_any_plan_when_its_form_was_drawn() {
        let of = |plan, bought| PlanSeats { plan, bought, ..PlanSeats::default() };
        let seen = Seats { plans: vec![of(Plan::Basic, 10), of(Plan::Pro, 2)] }.seen();
        assert_eq!(seen, "10.0.2");
        assert_eq!(Plan::ALL.map(|plan| Seats::bought_when(&seen, plan)), [Some(10), Some(0), Some(2)]);
        assert_eq!(Seats::bought_when("7", Plan::Pro), Some(7));
        for text in ["", "-1", "10.0", "ten"] {
            assert_eq!(Seats::bought_when(text, Plan::Pro), None, "{text}");
        }
    }

    #[test]
    fn m14_a_plan_is_known_whatever_its_case() {
        assert_eq!(" PRO ".parse(), Ok(Plan::Pro));
        assert_eq!(
            "gold".parse::<Plan>().map_err(|e| e.to_string()),
            Err("“gold” isn’t a plan. Use Basic, Plus or Pro.".into())
        );
    }

    #[test]
    fn s1_seats_add_up_over_plans() {
        let of = |plan, bought, used| PlanSeats { plan, bought, used, included: 0 };
        let seats = Seats { plans: vec![of(Plan::Basic, 10, 7), of(Plan::Pro, 5, 5)] };
        assert_eq!((seats.bought(), seats.used(), seats.available()), (15, 12, 3));
        assert_eq!(seats.of(Plan::Plus).bought, 0);
    }
}
