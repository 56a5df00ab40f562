//! What things cost: the account's price book (S3), and the rules that need no calendar (S4, M14). The only place that
//! says when a number is charged. What the days of a month add up to is in [`crate::billing::statement`].
//!
//! A seat of a plan costs the plan's price while a member is on it. The seats an account signed up with are included
//! (S3): members on them cost nothing. A seat bought beyond them that nobody uses costs `extra_seat`, by default nothing.

use crate::billing::plan::{Plan, PlanSeats, Seats};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in minor units of the book's currency, cents for dollars. Never a floating-point number.
pub type Minor = i64;

macro_rules! currencies {
    ($($name:ident $code:literal $symbol:literal $digits:literal;)+) => {
        /// Currency of a price book, by ISO 4217.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Currency { #[default] $($name),+ }

        impl Currency {
            pub const ALL: &[Currency] = &[$(Currency::$name),+];
            /// "USD".
            pub fn code(self) -> &'static str { match self { $(Currency::$name => $code),+ } }
            /// What stands before an amount.
            pub fn symbol(self) -> &'static str { match self { $(Currency::$name => $symbol),+ } }
            /// How many digits its minor unit has: 2 for cents, 0 for yen.
            pub fn digits(self) -> usize { match self { $(Currency::$name => $digits),+ } }
        }

        crate::serde_by_word!(Currency, code, from_code);
    };
}

currencies! {
    UsDollar "USD" "$" 2;
    Euro "EUR" "€" 2;
    Pound "GBP" "£" 2;
    CanadianDollar "CAD" "CA$" 2;
    AustralianDollar "AUD" "A$" 2;
    NewZealandDollar "NZD" "NZ$" 2;
    SwissFranc "CHF" "CHF " 2;
    Yen "JPY" "¥" 0;
}

impl Currency {
    /// By ISO 4217 code; none for one that isn't sold in.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.code().eq_ignore_ascii_case(code))
    }

    /// An amount as people read it, everywhere the same: "$336.00", "$4.99", "−$12.00", "¥1,200". All of the minor unit's
    /// digits, so that amounts of a column stand under each other.
    pub fn show(self, amount: Minor) -> String {
        let unit = 10_u64.pow(u32::try_from(self.digits()).unwrap_or_default());
        let (whole, rest) = (amount.unsigned_abs() / unit, amount.unsigned_abs() % unit);
        let (sign, symbol, whole) = (if amount < 0 { "−" } else { "" }, self.symbol(), separated(whole));
        if self.digits() == 0 {
            format!("{sign}{symbol}{whole}")
        } else {
            format!("{sign}{symbol}{whole}.{rest:0w$}", w = self.digits())
        }
    }

    /// For columns and files, all digits and no separators: "4.99", "-12.00", "1200" for yen.
    pub fn plain(self, amount: Minor) -> String {
        let unit = 10_u64.pow(u32::try_from(self.digits()).unwrap_or_default());
        let (whole, rest) = (amount.unsigned_abs() / unit, amount.unsigned_abs() % unit);
        let sign = if amount < 0 { "-" } else { "" };
        if self.digits() == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest:0w$}", w = self.digits())
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

fn separated(n: u64) -> String {
    let mut digits = n.to_string();
    let mut at = digits.len();
    while at > 3 {
        at -= 3;
        digits.insert(at, ',');
    }
    digits
}

/// What one plan costs and includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPrice {
    /// A member on it, a month.
    pub monthly: Minor,
    /// Minutes of outgoing calls a month that are in the price (S6).
    pub minutes: u32,
}

/// The prices of one account (S3). Amounts are whole minor units a month, except `minute`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBook {
    pub currency: Currency,
    pub basic: PlanPrice,
    pub plus: PlanPrice,
    pub pro: PlanPrice,
    /// A seat bought beyond the included ones, while nobody is on it.
    pub extra_seat: Minor,
    /// A charged number (S4).
    pub extra_number: Minor,
    /// A minute beyond those in the plan.
    pub minute: Minor,
}

impl Default for PriceBook {
    fn default() -> Self {
        PriceBook {
            currency: Currency::UsDollar,
            basic: PlanPrice { monthly: 1_200, minutes: 300 },
            plus: PlanPrice { monthly: 1_900, minutes: 1_000 },
            pro: PlanPrice { monthly: 2_800, minutes: 3_000 },
            extra_seat: 0,
            extra_number: 499,
            minute: 3,
        }
    }
}

impl PriceBook {
    pub fn of(&self, plan: Plan) -> PlanPrice {
        match plan {
            Plan::Basic => self.basic,
            Plan::Plus => self.plus,
            Plan::Pro => self.pro,
        }
    }

    /// What a member on this plan costs a month (M14).
    pub fn monthly(&self, plan: Plan) -> Minor {
        self.of(plan).monthly
    }

    /// S4, the only place: Plus and Pro include one number, Basic none.
    pub fn included_numbers(plan: Plan) -> u32 {
        match plan {
            Plan::Basic => 0,
            Plan::Plus | Plan::Pro => 1,
        }
    }

    /// How many of a member's numbers are charged (S4).
    pub fn charged_numbers(plan: Plan, count: u32) -> u32 {
        count.saturating_sub(Self::included_numbers(plan))
    }

    /// What a member's numbers cost a month (S4).
    pub fn numbers_monthly(&self, plan: Plan, count: u32) -> Minor {
        self.extra_number * i64::from(Self::charged_numbers(plan, count))
    }

    /// What one more number of a member who has `count` adds a month (S4): nothing when the plan includes it.
    pub fn next_number(&self, plan: Plan, count: u32) -> Minor {
        self.numbers_monthly(plan, count.saturating_add(1)) - self.numbers_monthly(plan, count)
    }

    /// What the seats of one plan cost a month: members beyond the included ones at the plan's price, free seats beyond them
    /// at the extra seat's (S3).
    pub fn seats_of(&self, seats: PlanSeats) -> Minor {
        let members = i64::from(seats.used.saturating_sub(seats.included));
        let free = i64::from(seats.bought.saturating_sub(seats.used.max(seats.included)));
        self.monthly(seats.plan) * members + self.extra_seat * free
    }

    /// What all seats cost a month.
    pub fn seats_monthly(&self, seats: &Seats) -> Minor {
        seats.plans.iter().map(|p| self.seats_of(*p)).sum()
    }

    /// What it adds a month, negative when it saves, that `more` members are on a plan.
    pub fn members_more(&self, seats: PlanSeats, more: i64) -> Minor {
        let used = (i64::from(seats.used) + more).clamp(0, i64::from(u32::MAX));
        let used = u32::try_from(used).unwrap_or_default();
        let after = PlanSeats { used, bought: seats.bought.max(used), ..seats };
        self.seats_of(after) - self.seats_of(seats)
    }

    /// What a member with so many numbers of their own changes a month by going from one plan to the other (M14, S4).
    pub fn plan_change(&self, seats: &Seats, from: Plan, to: Plan, numbers: u32) -> Minor {
        if from == to {
            return 0;
        }
        let moved = self.members_more(seats.of(to), 1) + self.members_more(seats.of(from), -1);
        moved + self.numbers_monthly(to, numbers) - self.numbers_monthly(from, numbers)
    }

    /// An amount as people read it: "$336.00", "$4.99", "−$12.00".
    pub fn show(&self, amount: Minor) -> String {
        self.currency.show(amount)
    }

    /// A difference a month in words: "$16.00 more a month", "$7.00 less a month", "nothing more".
    pub fn difference(&self, amount: Minor) -> String {
        match amount {
            0 => "no change of price".to_owned(),
            more if more > 0 => format!("{} more a month", self.show(more)),
            less => format!("{} less a month", self.show(-less)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(bought: u32, used: u32, included: u32) -> Seats {
        let of = |plan| PlanSeats { plan, bought, used, included };
        Seats { plans: Plan::ALL.into_iter().map(of).collect() }
    }

    #[test]
    fn s3_money_reads_with_separators_and_all_digits_of_its_minor_unit() {
        let read = [33_600, 499, -1_200, 123_456_705, 5].map(|n| Currency::UsDollar.show(n));
        assert_eq!(read, ["$336.00", "$4.99", "−$12.00", "$1,234,567.05", "$0.05"]);
        assert_eq!(
            [Currency::Yen.show(1_200), Currency::Yen.plain(1_200), Currency::Euro.plain(-705)],
            ["¥1,200", "1200", "-7.05"]
        );
        assert_eq!(Currency::from_code("gbp"), Some(Currency::Pound));
        assert_eq!(Currency::from_code("XXX"), None);
    }

    #[test]
    fn s4_a_second_number_or_any_of_a_basic_member_is_charged() {
        let book = PriceBook::default();
        let cost = |plan| [0, 1, 2, 3].map(|n| book.numbers_monthly(plan, n));
        assert_eq!(cost(Plan::Basic), [0, 499, 998, 1_497]);
        assert_eq!(cost(Plan::Plus), [0, 0, 499, 998]);
        assert_eq!(cost(Plan::Pro), [0, 0, 499, 998]);
        assert_eq!(
            [book.next_number(Plan::Plus, 0), book.next_number(Plan::Plus, 1), book.next_number(Plan::Basic, 0)],
            [0, 499, 499]
        );
    }

    #[test]
    fn s3_members_signed_up_with_are_included_and_added_ones_charged() {
        let book = PriceBook { extra_seat: 200, ..PriceBook::default() };
        let basic = |bought, used, included| book.seats_of(PlanSeats { plan: Plan::Basic, bought, used, included });
        assert_eq!(basic(50, 12, 50), 0);
        assert_eq!(basic(50, 50, 48), 2 * 1_200);
        assert_eq!(basic(55, 51, 50), 1_200 + 4 * 200);
        assert_eq!(
            book.members_more(PlanSeats { plan: Plan::Basic, bought: 50, used: 49, included: 50 }, 3),
            2 * 1_200
        );
    }

    #[test]
    fn m14_a_plan_change_costs_the_difference_with_the_numbers_it_includes() {
        let book = PriceBook::default();
        let full = seats(10, 10, 0);
        assert_eq!(book.plan_change(&full, Plan::Basic, Plan::Pro, 0), 1_600);
        assert_eq!(book.plan_change(&full, Plan::Plus, Plan::Basic, 0), -700);
        assert_eq!(book.plan_change(&full, Plan::Plus, Plan::Basic, 1), -201, "Basic includes no number");
        assert_eq!(book.plan_change(&full, Plan::Pro, Plan::Pro, 2), 0);
        assert_eq!(book.plan_change(&seats(10, 3, 5), Plan::Basic, Plan::Pro, 0), 0, "both seats are included");
        assert_eq!(
            [1_600, -201, 0].map(|n| book.difference(n)),
            ["$16.00 more a month", "$2.01 less a month", "no change of price"]
        );
    }
}
