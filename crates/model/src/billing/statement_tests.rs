//! Statements, with the arithmetic written out by hand.

use super::*;
use crate::billing::plan::Seats;
use crate::instant::{DAY, HOUR};

/// A month in UTC.
fn month(year: i16, month: u8, days: u16) -> Period {
    let first = jiff::civil::date(year, i8::try_from(month).expect("a month"), 1);
    let midnight = jiff::tz::Offset::UTC.to_timestamp(first.at(0, 0, 0, 0)).expect("a date");
    let start = Instant(midnight.as_microsecond());
    Period { year, month, begins: (0..=i64::from(days)).map(|d| start.plus(d * DAY)).collect() }
}

fn november() -> Period {
    month(2026, 11, 30)
}

fn days(from: u16, until: u16) -> Days {
    Days { from, until }
}

/// Noon of a day of the month, counted as people do.
fn noon(period: &Period, day: i64) -> Instant {
    period.start().plus((day - 1) * DAY + 12 * HOUR)
}

fn phone(last: &str) -> PhoneNumber {
    PhoneNumber::from_stored(format!("+1503555{last}"))
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = usize::try_from(self.roll(i as u64 + 1)).expect("small");
            list.swap(i, j);
        }
    }
}

#[test]
fn s5_a_day_is_charged_as_it_ends() {
    let period = november();
    let cases = [
        // Joined on the 12th: from the 12th. Gone on the 12th: not for the 12th.
        (noon(&period, 12), None, days(11, 30)),
        (noon(&period, -40), Some(noon(&period, 12)), days(0, 11)),
        (noon(&period, 12), Some(noon(&period, 12)), days(11, 11)),
        // Exactly midnight belongs to the day that begins.
        (period.start(), None, days(0, 30)),
        (period.end(), None, days(30, 30)),
        (noon(&period, -3), Some(period.start()), days(0, 0)),
        (noon(&period, 30), None, days(29, 30)),
        (noon(&period, -3), Some(period.end()), days(0, 30)),
    ];
    for (from, until, expected) in cases {
        assert_eq!(period.charged(from, until), expected, "{from:?} to {until:?}");
    }
}

#[test]
fn s5_a_line_says_which_days_it_is_for() {
    let period = november();
    let said = [days(0, 30), days(11, 30), days(0, 11), days(11, 20), days(4, 5), days(0, 1)].map(|d| period.words(d));
    assert_eq!(
        said,
        [
            "Whole month",
            "From 12 Nov, 19 of 30 days",
            "Until 11 Nov, 11 of 30 days",
            "12 Nov to 20 Nov, 9 of 30 days",
            "5 Nov, 1 of 30 days",
            "Until 1 Nov, 1 of 30 days"
        ]
    );
}

#[test]
fn s5_half_a_month_costs_by_the_length_of_the_month_and_its_leap_day() {
    // $12 for the first 14 days: half of 28, then 1200 × 14 / 29 = 579.3, / 30 = 560, / 31 = 541.9, rounded down.
    let half = |period: Period| (period.part(1_200, days(0, 14)), period.part(1_200, days(14, period.days())));
    assert_eq!(half(month(2027, 2, 28)), (600, 600));
    assert_eq!(half(month(2028, 2, 29)), (579, 621));
    assert_eq!(half(month(2026, 11, 30)), (560, 640));
    assert_eq!(half(month(2026, 12, 31)), (541, 659));
    // Joined on the leap day itself: 1200 − 1200 × 28 / 29 = 1200 − 1158 = 42 cents for that one day.
    let february = month(2028, 2, 29);
    assert_eq!(february.part(1_200, february.charged(noon(&february, 29), None)), 42);
}

#[test]
fn s5_the_parts_of_a_month_add_up_to_the_whole_however_it_is_cut() {
    let mut dice = Dice(0x5eed);
    for _ in 0..2_000 {
        let length = 28 + u16::try_from(dice.roll(4)).expect("small");
        let (period, price) = (month(2026, 10, length), i64::try_from(dice.roll(100_000)).expect("small"));
        let mut cuts: Vec<u16> =
            (0..dice.roll(12)).map(|_| u16::try_from(dice.roll(u64::from(length))).expect("small")).collect();
        cuts.extend([0, length]);
        cuts.sort_unstable();
        let parts: Vec<i64> = cuts.windows(2).map(|w| period.part(price, days(w[0], w[1]))).collect();
        assert_eq!(parts.iter().sum::<i64>(), price, "{price} over {length} days cut at {cuts:?}");
        assert!(parts.iter().all(|p| (0..=price).contains(p)));
        let fair = |d: Days| {
            (period.part(price, d) * i64::from(length) - price * i64::from(d.count())).abs() < i64::from(length)
        };
        assert!(cuts.windows(2).all(|w| fair(days(w[0], w[1]))), "never a cent or more off the exact share");
    }
}

/// A month of a small company, two Basic seats included.
///
/// Dana: Basic all month. Kofi: Basic, Plus from the 11th. Ines: invited on the 3rd for Pro, accepts on the 16th. Oskar: Basic,
/// deleted on the 21st. Marisol: Pro all month.
fn november_facts() -> (Vec<PlanFacts>, Vec<OnPlan>, Vec<Held>) {
    let period = november();
    let long_ago = noon(&period, -200);
    let on = |member, plan, from, until| OnPlan { member: MemberId(member), plan, days: period.charged(from, until) };
    let plans = vec![
        on(1, Plan::Basic, long_ago, None),
        on(2, Plan::Basic, long_ago, Some(noon(&period, 11))),
        on(2, Plan::Plus, noon(&period, 11), None),
        on(3, Plan::Pro, noon(&period, 16), None),
        on(4, Plan::Basic, long_ago, Some(noon(&period, 21))),
        on(5, Plan::Pro, long_ago, None),
    ];
    let held = |member, last: &str, since, until| Held {
        member: MemberId(member),
        number: phone(last),
        since,
        days: period.charged(since, until),
    };
    let numbers = vec![
        held(1, "0101", long_ago, None),
        held(2, "0102", long_ago, None),
        held(5, "0105", long_ago, None),
        held(5, "0155", noon(&period, 24), None),
    ];
    (facts_of(&period, &plans), plans, numbers)
}

/// Whole months counted, the others listed.
fn facts_of(period: &Period, plans: &[OnPlan]) -> Vec<PlanFacts> {
    let facts = |(plan, included, bought)| {
        let mine = || plans.iter().filter(move |p| p.plan == plan);
        PlanFacts {
            plan,
            included,
            whole: u32::try_from(mine().filter(|p| p.days == period.whole()).count()).expect("few"),
            parts: mine().filter(|p| p.days != period.whole()).map(|p| p.days).collect(),
            bought: vec![(period.whole(), bought)],
        }
    };
    [(Plan::Basic, 2, 5), (Plan::Plus, 0, 1), (Plan::Pro, 0, 2)].map(facts).into()
}

#[test]
fn s5_a_month_of_invitations_plan_changes_numbers_and_deletions_adds_up_as_by_hand() {
    let (book, period) = (PriceBook::default(), november());
    let (facts, plans, numbers) = november_facts();
    let charges: Vec<PlanCharge> = facts.iter().map(|f| plan_charge(&book, &period, f)).collect();

    // Basic, $12: Dana 1200, Kofi 10 of 30 days 400, Oskar 20 of 30 days 800.
    assert_eq!(charges[0].members, 1_200 + 400 + 800);
    // Two seats are included. Days 1 to 10 two of three are in use: 2 × 400; days 11 to 20 two: 2 × 400; days 21 to 30 one: 400.
    assert_eq!(charges[0].credit, -(800 + 800 + 400));
    assert_eq!(charges[0].total(), 400, "the third member on the first ten days");
    // Plus, $19: Kofi from the 11th, 1900 − 1900 × 10 / 30 = 1900 − 633.
    assert_eq!(charges[1].total(), 1_267);
    // Pro, $28: Marisol 2800, Ines from the 16th 2800 − 1400.
    assert_eq!(charges[2].total(), 2_800 + 1_400);

    let lines = number_lines(&book, &period, &plans, &numbers);
    let read: Vec<(u128, &str, Days, i64)> =
        lines.iter().map(|l| (l.member.0, l.number.e164(), l.days, l.amount)).collect();
    assert_eq!(
        read,
        [
            // Basic includes none.
            (1, "+15035550101", days(0, 30), 499),
            // While Kofi was on Basic: 499 × 10 / 30 = 166.3. Plus includes it.
            (2, "+15035550102", days(0, 10), 166),
            // Pro includes the first; the second from the 24th: 499 − 499 × 23 / 30 = 499 − 382.
            (5, "+15035550155", days(23, 30), 117),
        ]
    );
    assert_eq!(lines[0].why(), "Basic includes no number");
    assert_eq!(lines[2].why(), "Pro includes one number; this is a further one");

    let statement = Statement {
        period,
        plans: charges,
        numbers: 3,
        numbers_amount: lines.iter().map(|l| l.amount).sum(),
        talkers: 0,
        minutes_amount: 0,
        pending: vec![],
    };
    // 400 + 1267 + 4200 + 782
    assert_eq!(statement.total(), 6_649);
    assert_eq!(book.show(statement.total()), "$66.49");
}

#[test]
fn s3_seats_bought_and_not_used_cost_the_extra_seat_day_by_day() {
    let book = PriceBook { extra_seat: 100, ..PriceBook::default() };
    let (facts, ..) = november_facts();
    let charge = plan_charge(&book, &november(), &facts[0]);
    // Five bought, two included. Days 1 to 10: three used, 2 free; days 11 to 20: two used, 3 free; days 21 to 30: one used, but
    // two are included, 3 free. A seat costs 33, 33 and 34 for these ten days each.
    assert_eq!(charge.free_days, 20 + 30 + 30);
    assert_eq!(charge.free, 2 * 33 + 3 * 33 + 3 * 34);
}

#[test]
fn s5_seats_bought_during_the_month_count_from_their_day() {
    let book = PriceBook { extra_seat: 300, ..PriceBook::default() };
    let facts = PlanFacts {
        plan: Plan::Plus,
        bought: vec![(days(0, 20), 1), (days(20, 30), 4)],
        whole: 1,
        ..PlanFacts::default()
    };
    let charge = plan_charge(&book, &november(), &facts);
    assert_eq!((charge.free_days, charge.free), (30, 3 * 100));
}

#[test]
fn s5_the_order_of_facts_changes_nothing() {
    let (book, period) = (PriceBook { extra_seat: 100, ..PriceBook::default() }, november());
    let (facts, plans, numbers) = november_facts();
    let expected = (
        number_lines(&book, &period, &plans, &numbers),
        facts.iter().map(|f| plan_charge(&book, &period, f)).collect::<Vec<_>>(),
    );
    let mut dice = Dice(0xfeed);
    for _ in 0..200 {
        let (mut plans, mut numbers) = (plans.clone(), numbers.clone());
        dice.shuffle(&mut plans);
        dice.shuffle(&mut numbers);
        let facts = facts_of(&period, &plans);
        let again = (
            number_lines(&book, &period, &plans, &numbers),
            facts.iter().map(|f| plan_charge(&book, &period, f)).collect::<Vec<_>>(),
        );
        assert_eq!(again, expected);
    }
}

#[test]
fn s5_lines_less_the_included_seats_are_what_each_day_costs() {
    let (book, period) = (PriceBook::default(), month(2028, 2, 29));
    let mut dice = Dice(0xda7a);
    for _ in 0..300 {
        let stretch = |dice: &mut Dice| {
            let (a, b) = (u16::try_from(dice.roll(30)).expect("small"), u16::try_from(dice.roll(30)).expect("small"));
            days(a.min(b), a.max(b))
        };
        let parts: Vec<Days> = (0..dice.roll(8)).map(|_| stretch(&mut dice)).collect();
        let included = u32::try_from(dice.roll(6)).expect("small");
        let facts = PlanFacts {
            plan: Plan::Pro,
            included,
            whole: u32::try_from(dice.roll(4)).expect("small"),
            parts,
            bought: vec![],
        };
        let charge = plan_charge(&book, &period, &facts);
        let day = |d: u16| {
            let there =
                i64::from(facts.whole) + i64::try_from(facts.parts.iter().filter(|p| p.has(d)).count()).expect("few");
            (2_800 * i64::from(d + 1) / 29 - 2_800 * i64::from(d) / 29) * (there - i64::from(included)).max(0)
        };
        assert_eq!(charge.total(), (0..29).map(day).sum::<i64>(), "{facts:?}");
        assert!(charge.total() >= 0 && charge.credit <= 0);
    }
}

#[test]
fn s4_the_first_number_a_member_had_is_the_one_in_the_plan() {
    let (book, period) = (PriceBook::default(), november());
    let plans = [OnPlan { member: MemberId(1), plan: Plan::Plus, days: period.whole() }];
    let held = |last: &str, from: i64, until: Option<i64>| {
        let (since, until) = (noon(&period, from), until.map(|d| noon(&period, d)));
        Held { member: MemberId(1), number: phone(last), since, days: period.charged(since, until) }
    };
    // The first is taken away on the 16th: from then on the second is the included one.
    let lines = number_lines(&book, &period, &plans, &[held("0102", -5, None), held("0101", -9, Some(16))]);
    assert_eq!(lines.iter().map(|l| (l.number.e164(), l.days)).collect::<Vec<_>>(), [("+15035550102", days(0, 15))]);
    // Nobody pays for the number of a member who isn't on the team then.
    assert_eq!(number_lines(&book, &period, &[], &[held("0101", -9, None)]), []);
}

#[test]
fn s6_minutes_beyond_the_plan_are_charged_and_begun_ones_count() {
    let book = PriceBook::default();
    assert_eq!(minutes_line(&book, MemberId(1), Plan::Basic, 300 * 60), None);
    let line = minutes_line(&book, MemberId(1), Plan::Basic, 310 * 60 + 1).expect("eleven minutes beyond");
    assert_eq!((line.minutes, line.included, line.amount), (311, 300, 33));
}

#[test]
fn s5_a_pending_invitation_adds_its_price_unless_a_seat_is_included() {
    let book = PriceBook::default();
    let seats = PlanSeats { plan: Plan::Plus, bought: 10, used: 6, included: 5 };
    // Four have joined, two are invited: one of them takes the last included seat.
    assert_eq!(
        pending(&book, seats, 4, 2, 499),
        Pending { plan: Plan::Plus, invitations: 2, monthly: 1_900, numbers: 499 }
    );
    assert_eq!(pending(&book, PlanSeats { included: 0, ..seats }, 4, 2, 0).monthly, 3_800);
    assert_eq!(Seats { plans: vec![seats] }.of(Plan::Plus), seats);
}
