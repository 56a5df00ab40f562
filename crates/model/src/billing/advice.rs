//! The plan advisor (S6): from each member's minutes, which plan would cost less.
//!
//! What a month costs on a plan is its price, the minutes beyond those it includes, and the numbers it doesn't include. The
//! cheapest plan that has what the member uses is suggested when it saves at least [`LEAST`]. Nobody is advised to lose what
//! they use: messages need Plus, so does a private meeting bridge; access to the Supervisor workspace needs Pro. Who joined
//! within the last 30 days has no month to judge by. Each suggestion is reckoned by itself, against the seats as they are.

use crate::billing::plan::{Plan, Seats};
use crate::billing::prices::{Minor, PriceBook};
use crate::{MemberId, PersonName};
use serde::{Deserialize, Serialize};

/// A saving below this, in minor units a month, isn't worth a change.
pub const LEAST: Minor = 100;

/// A member's last 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    pub plan: Plan,
    /// Of outgoing calls.
    pub seconds: u64,
    pub numbers: u32,
    pub sends_messages: bool,
    pub supervises: bool,
    pub private_bridge: bool,
}

impl Usage {
    fn minutes(&self) -> u32 {
        u32::try_from(self.seconds.div_ceil(60)).unwrap_or(u32::MAX)
    }

    /// The least plan that has what they use.
    fn needs(&self) -> Plan {
        match (self.supervises, self.sends_messages || self.private_bridge) {
            (true, _) => Plan::Pro,
            (false, true) => Plan::Plus,
            (false, false) => Plan::Basic,
        }
    }
}

/// What to do and what it saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    pub from: Plan,
    pub to: Plan,
    pub minutes: u32,
    /// A month.
    pub saving: Minor,
}

impl Advice {
    pub fn is_upgrade(&self) -> bool {
        self.to > self.from
    }

    /// Why, in a sentence.
    pub fn why(&self, book: &PriceBook) -> String {
        let (minutes, included) = (self.minutes, book.of(if self.is_upgrade() { self.from } else { self.to }).minutes);
        if self.is_upgrade() {
            format!(
                "Called {minutes} minutes in 30 days; {} includes {included}. Each one more costs {}.",
                self.from,
                book.show(book.minute)
            )
        } else {
            format!("Called {minutes} minutes in 30 days; {} includes {included}.", self.to)
        }
    }
}

/// The suggestion for one member; none when they are best where they are.
pub fn advise(book: &PriceBook, seats: &Seats, usage: &Usage) -> Option<Advice> {
    let minutes = usage.minutes();
    let beyond = |plan: Plan| book.minute * i64::from(minutes.saturating_sub(book.of(plan).minutes));
    let saving = |to: Plan| beyond(usage.plan) - beyond(to) - book.plan_change(seats, usage.plan, to, usage.numbers);
    let fits = Plan::ALL.into_iter().filter(|to| *to != usage.plan && *to >= usage.needs());
    // Of two that save the same the lesser: fits come in that order, and the first of the greatest is kept.
    let best = fits.map(|to| (to, saving(to))).reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    (best.1 >= LEAST).then_some(Advice { from: usage.plan, to: best.0, minutes, saving: best.1 })
}

/// One suggestion as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceRow {
    pub id: MemberId,
    pub name: PersonName,
    pub advice: Advice,
    pub why: String,
}

/// The suggestions: the greatest savings, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvicePage {
    pub rows: Vec<AdviceRow>,
    pub total: u64,
    /// All suggestions together, each by itself.
    pub saving: Minor,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::plan::PlanSeats;

    fn seats() -> Seats {
        Seats {
            plans: Plan::ALL.into_iter().map(|plan| PlanSeats { plan, bought: 20, used: 10, included: 0 }).collect(),
        }
    }

    fn usage(plan: Plan, minutes: u64) -> Usage {
        Usage {
            plan,
            seconds: minutes * 60,
            numbers: 0,
            sends_messages: false,
            supervises: false,
            private_bridge: false,
        }
    }

    fn advised(usage: Usage) -> Option<(Plan, i64)> {
        advise(&PriceBook::default(), &seats(), &usage).map(|a| (a.to, a.saving))
    }

    #[test]
    fn s6_who_calls_little_is_advised_a_smaller_plan_with_the_saving() {
        assert_eq!(advised(usage(Plan::Pro, 40)), Some((Plan::Basic, 1_600)));
        // 800 minutes: Basic would charge 500 × 3 cents, Plus none.
        assert_eq!(advised(usage(Plan::Pro, 800)), Some((Plan::Plus, 900)));
        assert_eq!(advised(usage(Plan::Basic, 40)), None);
    }

    #[test]
    fn s6_who_calls_beyond_the_plan_is_advised_a_larger_one_once_it_pays() {
        // 700 beyond at 3 cents are $21; Plus costs $7 more.
        assert_eq!(advised(usage(Plan::Basic, 1_000)), Some((Plan::Plus, 1_400)));
        // 260 beyond are $7.80: 80 cents a month aren't worth a change. 270 are.
        assert_eq!(advised(usage(Plan::Basic, 560)), None);
        assert_eq!(advised(usage(Plan::Basic, 570)), Some((Plan::Plus, 110)));
        assert_eq!(advised(usage(Plan::Basic, 3_000)), Some((Plan::Pro, 2_700 * 3 - 1_600)));
    }

    #[test]
    fn s6_nobody_is_advised_to_lose_what_they_use() {
        assert_eq!(advised(Usage { supervises: true, ..usage(Plan::Pro, 0) }), None);
        assert_eq!(advised(Usage { private_bridge: true, ..usage(Plan::Pro, 0) }), Some((Plan::Plus, 900)));
        assert_eq!(advised(Usage { sends_messages: true, ..usage(Plan::Plus, 0) }), None);
        // Their number is in Plus and not in Basic: $7 less, $4.99 more.
        assert_eq!(advised(Usage { numbers: 1, ..usage(Plan::Plus, 0) }), Some((Plan::Basic, 201)));
    }

    #[test]
    fn s6_a_suggestion_says_why() {
        let book = PriceBook::default();
        let up = advise(&book, &seats(), &usage(Plan::Basic, 1_000)).expect("a suggestion");
        assert_eq!(up.why(&book), "Called 1000 minutes in 30 days; Basic includes 300. Each one more costs $0.03.");
        let down = advise(&book, &seats(), &usage(Plan::Pro, 40)).expect("a suggestion");
        assert_eq!(down.why(&book), "Called 40 minutes in 30 days; Basic includes 300.");
    }
}
