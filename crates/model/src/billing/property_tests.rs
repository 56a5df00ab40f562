//! Of every statement, whatever happened in the month: its lines are its total, and nobody pays more than the price (S3 to S5). Tried
//! with made-up months (proptest); what single ones come to is in `statement_tests`.

use crate::billing::plan::Plan;
use crate::billing::prices::{Minor, PriceBook};
use crate::billing::statement::{
    Days, Held, OnPlan, Period, PlanFacts, Statement, minutes_line, number_lines, plan_charge,
};
use crate::instant::{DAY, Instant};
use crate::{MemberId, PhoneNumber};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn period(days: i64) -> Period {
    Period { year: 2026, month: 11, begins: (0..=days).map(|day| Instant(day * DAY)).collect() }
}

prop_compose! {
    fn periods()(days in 28_i64..=31) -> Period { period(days) }
}

prop_compose! {
    /// Some days of a month; none of them now and then.
    fn stretches()(from in 0_u16..=31, count in 0_u16..=31) -> Days {
        Days { from, until: (from + count).min(31) }
    }
}

prop_compose! {
    fn books()(prices in [0_i64..100_000, 0..100_000, 0..100_000, 0..100_000, 0..100_000], minute in 0_i64..500) -> PriceBook {
        let mut book = PriceBook { extra_seat: prices[3], extra_number: prices[4], minute, ..PriceBook::default() };
        (book.basic.monthly, book.plus.monthly, book.pro.monthly) = (prices[0], prices[1], prices[2]);
        book
    }
}

prop_compose! {
    fn facts()(
        plan in select(Plan::ALL.to_vec()),
        included in 0_u32..40,
        whole in 0_u32..40,
        parts in vec(stretches(), 0..30),
        bought in vec((stretches(), 0_u32..90), 0..4),
    ) -> PlanFacts {
        PlanFacts { plan, included, whole, parts, bought }
    }
}

/// As many days as the month has.
fn within(days: Days, period: &Period) -> Days {
    days.and(period.whole())
}

proptest! {
    #[test]
    fn s5_the_parts_of_a_month_add_up_to_its_price_however_it_is_cut(period in periods(), price in 0_i64..1_000_000, cuts in vec(0_u16..=31, 0..6)) {
        let mut at: Vec<u16> = cuts.into_iter().map(|cut| cut.min(period.days())).chain([0, period.days()]).collect();
        at.sort_unstable();
        let parts: Vec<Minor> = at.windows(2).map(|pair| period.part(price, Days { from: pair[0], until: pair[1] })).collect();
        prop_assert_eq!(parts.iter().sum::<Minor>(), price);
        prop_assert!(parts.iter().all(|part| (0..=price).contains(part)), "{:?}", parts);
    }

    #[test]
    fn s5_a_part_costs_its_days_and_at_most_a_cent_more_or_less(period in periods(), price in 0_i64..1_000_000, days in stretches()) {
        let days = within(days, &period);
        let exact = price * i64::from(days.count()) / i64::from(period.days());
        prop_assert!((period.part(price, days) - exact).abs() <= 1);
        prop_assert!(period.part(price, days) <= price);
    }

    #[test]
    fn s3_a_plan_costs_its_members_less_the_included_and_never_less_than_nothing(period in periods(), book in books(), facts in facts()) {
        let facts = PlanFacts { parts: facts.parts.iter().map(|days| within(*days, &period)).collect(), ..facts };
        let charge = plan_charge(&book, &period, &facts);
        let price = book.monthly(facts.plan);
        let lines: Minor = facts.parts.iter().map(|days| period.part(price, *days)).sum();
        prop_assert_eq!(charge.members, price * i64::from(facts.whole) + lines, "the members' lines");
        prop_assert_eq!(charge.total(), charge.members + charge.credit + charge.free);
        prop_assert!(charge.credit <= 0 && -charge.credit <= charge.members, "no more comes off than was charged");
        prop_assert!(-charge.credit <= price * i64::from(facts.included), "no more comes off than is included");
        prop_assert!(charge.free >= 0 && charge.total() >= 0);
        let most = facts.bought.iter().map(|(_, seats)| i64::from(*seats)).max().unwrap_or_default();
        prop_assert!(charge.free <= book.extra_seat * most, "a free seat costs a seat's price at most");
    }

    #[test]
    fn s5_the_order_of_members_changes_nothing(period in periods(), book in books(), facts in facts()) {
        let mut turned = facts.clone();
        turned.parts.reverse();
        turned.bought.reverse();
        prop_assert_eq!(plan_charge(&book, &period, &facts), plan_charge(&book, &period, &turned));
    }

    #[test]
    fn s4_a_number_costs_its_price_at_most_and_nothing_while_it_is_the_included_one(
        period in periods(),
        book in books(),
        plan in select(Plan::ALL.to_vec()),
        on in stretches(),
        held in vec((stretches(), 0_i64..20), 0..5),
    ) {
        let (member, on) = (MemberId(1), within(on, &period));
        let numbers: Vec<Held> = held
            .into_iter()
            .enumerate()
            .map(|(n, (days, since))| Held {
                member,
                number: PhoneNumber::from_stored(format!("+1503555{n:04}")),
                since: Instant(since),
                days: within(days, &period),
            })
            .collect();
        let lines = number_lines(&book, &period, &[OnPlan { member, plan, days: on }], &numbers);
        for line in &lines {
            prop_assert_eq!(line.amount, period.part(book.extra_number, line.days));
            prop_assert!(line.days.and(on) == line.days, "only while on the plan");
        }
        for number in &numbers {
            let paid: Minor = lines.iter().filter(|line| line.number == number.number).map(|line| line.amount).sum();
            prop_assert!((0..=book.extra_number).contains(&paid), "{} for {}", paid, number.number);
        }
        let included = usize::try_from(PriceBook::included_numbers(plan)).unwrap_or_default();
        for day in 0..period.days() {
            let had = if on.has(day) { numbers.iter().filter(|number| number.days.has(day)).count() } else { 0 };
            let charged = lines.iter().filter(|line| line.days.has(day)).count();
            prop_assert_eq!(charged, had.saturating_sub(included), "day {}", day);
        }
    }

    #[test]
    fn s5_the_lines_of_a_statement_are_its_total(
        period in periods(),
        book in books(),
        facts in vec(facts(), 0..3),
        held in vec((0_u128..4, stretches()), 0..8),
        talked in vec((select(Plan::ALL.to_vec()), 0_u64..2_000_000), 0..6),
    ) {
        let plans: Vec<_> = facts.iter().map(|facts| plan_charge(&book, &period, facts)).collect();
        let on: Vec<OnPlan> = (0..4).map(|member| OnPlan { member: MemberId(member), plan: Plan::Basic, days: period.whole() }).collect();
        let numbers: Vec<Held> = held
            .into_iter()
            .enumerate()
            .map(|(n, (member, days))| Held {
                member: MemberId(member),
                number: PhoneNumber::from_stored(format!("+1503555{n:04}")),
                since: Instant(0),
                days: within(days, &period),
            })
            .collect();
        let numbers = number_lines(&book, &period, &on, &numbers);
        let minutes: Vec<_> = talked.into_iter().filter_map(|(plan, seconds)| minutes_line(&book, MemberId(9), plan, seconds)).collect();
        let numbers_amount: Minor = numbers.iter().map(|line| line.amount).sum();
        let minutes_amount: Minor = minutes.iter().map(|line| line.amount).sum();
        let by_lines = plans.iter().map(|plan| plan.members + plan.credit + plan.free).sum::<Minor>() + numbers_amount + minutes_amount;
        let statement = Statement {
            period,
            plans,
            numbers: numbers.len() as u64,
            numbers_amount,
            talkers: minutes.len() as u64,
            minutes_amount,
            pending: Vec::new(),
        };
        prop_assert_eq!(statement.total(), by_lines);
        prop_assert!(statement.total() >= 0);
        prop_assert_eq!(statement.pending_total(), 0);
    }
}
