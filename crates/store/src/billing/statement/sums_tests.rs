//! That counted sums are what the slow arithmetic comes to, line by line, for a team in which everything happens (S4 to S6), on both
//! engines.

use crate::activity::{NewEntry, record};
use crate::billing::advice;
use crate::billing::period::period_of;
use crate::billing::statement::lines::{Charged, Place, lines, lines_from};
use crate::billing::statement::{Month, statement};
use crate::sql::{all, run};
use crate::testing::{NOW, TestTeam, on_both, sql_number};
use crate::{Tx, billing, dialect};
use model::billing::Section;
use model::billing::advice::{Advice, Usage, advise};
use model::billing::statement::{
    Days, Held, MinutesLine, OnPlan, PlanCharge, PlanFacts, minutes_line, number_lines, plan_charge,
};
use model::history::HistoryKind;
use model::instant::{DAY, HOUR, Instant};
use model::{Country, MemberId, MemberState, NumberId, PhoneNumber, Plan, PriceBook};
use std::collections::{HashMap, HashSet};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % sides
    }
}

const PLANS: [&str; 3] = ["basic", "plus", "pro"];

/// A team and its numbers, as it is changed by chance.
struct Walk {
    team: TestTeam,
    dice: Dice,
    now: Instant,
    members: Vec<MemberId>,
    numbers: Vec<NumberId>,
}

impl Walk {
    async fn new(tx: &mut Tx) -> Walk {
        let team = TestTeam::new(tx).await.expect("a team");
        run!(tx, "UPDATE plan_seats SET included = 5 WHERE account_id = $1", team.account).expect("set");
        let mut walk = Walk { team, dice: Dice(7), now: NOW, members: Vec::new(), numbers: Vec::new() };
        for n in 0..48 {
            let state = if n % 6 == 5 { MemberState::Invited } else { MemberState::Active };
            let member = team.member("Dana", &format!("Whitfield {n}")).plan(Plan::ALL[n % 3]).state(state);
            walk.members.push(member.insert(tx).await.expect("a member"));
        }
        for n in 0..70 {
            let to = walk.members[if n < 30 { n } else { walk.dice.roll(48) }];
            walk.new_number(tx, to).await;
        }
        walk
    }

    fn anybody(&mut self) -> MemberId {
        self.members[self.dice.roll(self.members.len())]
    }

    async fn new_number(&mut self, tx: &mut Tx, to: MemberId) {
        let id = NumberId::new();
        let e164 = format!("+1503555{:04}", self.numbers.len());
        run!(
            tx,
            "INSERT INTO numbers (account_id, id, e164, destination, member_id, created_at) VALUES ($1, $2, $3, 'member', $4, $5)",
            self.team.account,
            id,
            e164,
            to,
            self.now.0
        )
        .expect("a number");
        self.numbers.push(id);
    }

    /// Something happens, a while after the last; at times in the very same instant.
    async fn step(&mut self, tx: &mut Tx) {
        let later = i64::try_from(self.dice.roll(18)).expect("small");
        self.now = self.now.plus(later * HOUR);
        dialect::set_clock(tx, self.now).await.expect("the clock");
        let (account, who, now) = (self.team.account, self.anybody(), self.now.0);
        let number = self.numbers[self.dice.roll(self.numbers.len())];
        let state = |state: &'static str| {
            (
                state,
                "UPDATE members SET state = $3, state_since = $4 WHERE account_id = $1 AND id = $2 AND state <> $3 AND state_since < $4",
            )
        };
        let done = match self.dice.roll(9) {
            0 | 1 => {
                let plan = PLANS[self.dice.roll(3)];
                run!(tx, "UPDATE members SET plan = $3 WHERE account_id = $1 AND id = $2", account, who, plan)
            }
            at @ 2..=4 => {
                let (state, sql) = state(["active", "suspended", "deleted"][at - 2]);
                run!(tx, sql, account, who, state, now)
            }
            5 => run!(
                tx,
                "UPDATE numbers SET destination = 'nobody', member_id = NULL WHERE account_id = $1 AND id = $2",
                account,
                number
            ),
            6 => {
                self.new_number(tx, who).await;
                Ok(1)
            }
            _ => run!(
                tx,
                "UPDATE numbers SET destination = 'member', member_id = $3 WHERE account_id = $1 AND id = $2",
                account,
                number,
                who
            ),
        };
        done.expect("done");
    }
}

/// Everybody's stretches and numbers of a month.
async fn facts(tx: &mut Tx, month: Month<'_>) -> (Vec<OnPlan>, Vec<Held>) {
    let (start, end) = (month.period.start().0, month.period.end().0);
    let charged = |from: i64, until: Option<i64>| month.period.charged(Instant(from), until.map(Instant));
    let plans = all!(
        tx,
        (MemberId, String, i64, Option<i64>),
        "SELECT member_id, plan, from_at, until_at FROM billing_members WHERE account_id = $1 AND from_at < $3 AND (until_at IS NULL OR until_at >= $2)
         ORDER BY member_id, from_at",
        month.account,
        start,
        end
    );
    let held = all!(
        tx,
        (MemberId, String, i64, Option<i64>),
        "SELECT member_id, e164, from_at, until_at FROM billing_numbers WHERE account_id = $1 AND from_at < $3 AND (until_at IS NULL OR until_at >= $2)",
        month.account,
        start,
        end
    );
    let on = |(member, plan, from, until): (MemberId, String, i64, Option<i64>)| OnPlan {
        member,
        plan: plan.parse().expect("a plan"),
        days: charged(from, until),
    };
    let has = |(member, e164, from, until): (MemberId, String, i64, Option<i64>)| Held {
        member,
        number: PhoneNumber::from_stored(e164),
        since: Instant(from),
        days: charged(from, until),
    };
    (plans.expect("plans").into_iter().map(on).collect(), held.expect("numbers").into_iter().map(has).collect())
}

/// The sums and all lines of a month are those of the slow arithmetic. How many numbers are charged.
async fn compare(tx: &mut Tx, month: Month<'_>) -> usize {
    let (book, period) = (month.book, month.period);
    let (plans, held) = facts(tx, month).await;
    let found = statement(tx, month).await.expect("a statement");
    for charge in &found.plans {
        let (whole, parts): (Vec<Days>, Vec<Days>) =
            plans.iter().filter(|p| p.plan == charge.plan).map(|p| p.days).partition(|d| *d == period.whole());
        let facts = PlanFacts {
            plan: charge.plan,
            included: 5,
            whole: u32::try_from(whole.len()).expect("few"),
            parts,
            bought: vec![(period.whole(), 10_000_000)],
        };
        let slow = plan_charge(book, period, &facts);
        assert_eq!(
            PlanCharge { free_days: 0, free: 0, ..charge.clone() },
            PlanCharge { free_days: 0, free: 0, ..slow },
            "{}",
            period.name()
        );
        let section = Section::of(charge.plan);
        let file = all_lines(tx, month, section).await;
        let slow = plans
            .iter()
            .filter(|p| p.plan == charge.plan)
            .map(|p| (p.days.count(), period.part(book.monthly(p.plan), p.days)));
        assert_eq!(file, slow.collect::<Vec<_>>(), "{} in {}", section.label(), period.name());
        assert_eq!(file, paged(tx, month, section).await);
    }
    let slow = number_lines(book, period, &plans, &held);
    assert_eq!(
        (found.numbers, found.numbers_amount),
        (slow.len() as u64, slow.iter().map(|l| l.amount).sum()),
        "{}",
        period.name()
    );
    let file = all_lines(tx, month, Section::Numbers).await;
    assert_eq!(file, slow.iter().map(|l| (l.days.count(), l.amount)).collect::<Vec<_>>());
    assert_eq!(file, paged(tx, month, Section::Numbers).await);
    let some = lines(tx, month, Section::Numbers, 3, 5, &mut Charged::default()).await.expect("lines").0;
    let items: Vec<String> = slow.iter().skip(3).take(5).map(|l| l.number.shown_in(month.country)).collect();
    assert_eq!(some.into_iter().map(|l| l.item).collect::<Vec<_>>(), items);
    slow.len()
}

/// Days and amounts of a section as a file reads it, three at a time where it may be so few.
async fn all_lines(tx: &mut Tx, month: Month<'_>, section: Section) -> Vec<(u16, i64)> {
    let (mut all, mut at) = (Vec::new(), Some(Place::default()));
    while let Some(place) = at {
        let (some, next) = lines_from(tx, month, section, place, 3).await.expect("lines");
        all.extend(some.iter().map(|l| (l.days, l.amount)));
        at = next;
    }
    all
}

/// The same as pages show it.
async fn paged(tx: &mut Tx, month: Month<'_>, section: Section) -> Vec<(u16, i64)> {
    let mut all = Vec::new();
    loop {
        let (some, total) =
            lines(tx, month, section, all.len() as u64, 7, &mut Charged::default()).await.expect("lines");
        all.extend(some.iter().map(|l| (l.days, l.amount)));
        if some.is_empty() {
            assert_eq!(all.len() as u64, total, "{}", section.label());
            return all;
        }
    }
}

/// What must be nought.
const HELD: &str = "SELECT count(*) FROM billing_members b WHERE b.until_at IS NULL AND (b.held, b.held_since) <>
  ((SELECT count(*) FROM billing_numbers n WHERE n.account_id = b.account_id AND n.member_id = b.member_id AND n.until_at IS NULL),
   (SELECT coalesce(max(CASE WHEN n.until_at > n.from_at THEN n.until_at ELSE n.from_at END), 0) FROM billing_numbers n
    WHERE n.account_id = b.account_id AND n.member_id = b.member_id))";

on_both! {
    async fn s5_counted_sums_are_what_the_lines_come_to_whatever_happened(db) {
        let mut tx = db.write().await.unwrap();
        let mut walk = Walk::new(&mut tx).await;
        let book = PriceBook::default();
        let mut charged = 0;
        for round in 0..8 {
            for _ in 0..30 {
                walk.step(&mut tx).await;
            }
            assert_eq!(sql_number(&mut tx, HELD).await.unwrap(), 0, "round {round}: numbers held");
            // The month it is, and the one before as if clocks were behind: much then ended after its end.
            for at in [walk.now, walk.now.plus(-30 * DAY), NOW] {
                let period = period_of("America/Los_Angeles", at).unwrap();
                let month = Month { account: walk.team.account, book: &book, period: &period, country: Country::UnitedStates };
                charged += compare(&mut tx, month).await;
            }
        }
        assert!(walk.now > NOW.plus(60 * DAY) && charged > 500, "three months in which much happened: {charged}");
    }

    async fn s6_counted_minutes_and_advice_are_those_of_each_member(db) {
        let mut tx = db.write().await.unwrap();
        let mut walk = Walk::new(&mut tx).await;
        let account = walk.team.account;
        for _ in 0..170 {
            walk.step(&mut tx).await;
        }
        for (n, id) in walk.members.clone().into_iter().enumerate() {
            run!(&mut tx, "UPDATE members SET supervises = $3 WHERE account_id = $1 AND id = $2", account, id, if n % 11 == 0 { "everyone" } else { "nobody" }).unwrap();
            run!(&mut tx, "UPDATE members SET private_bridge = (1 = 1) WHERE account_id = $1 AND id = $2 AND plan <> 'basic' AND $3 = 0", account, id, i64::try_from(n % 7).unwrap()).unwrap();
        }
        for _ in 0..300 {
            let (member, at) = (walk.anybody(), walk.now.plus(-HOUR * i64::try_from(walk.dice.roll(900)).unwrap()));
            let kind = if walk.dice.roll(8) == 0 { HistoryKind::Message } else { HistoryKind::Call };
            let seconds = u32::try_from(walk.dice.roll(60_000)).unwrap();
            record(&mut tx, account, &NewEntry { member, at, kind, incoming: false, peer: "+15035550199", seconds, body: "" }).await.unwrap();
        }
        let (book, now) = (PriceBook::default(), walk.now);
        let period = period_of("America/Los_Angeles", now).unwrap();
        let month = Month { account, book: &book, period: &period, country: Country::UnitedStates };
        let (plans, _) = facts(&mut tx, month).await;
        let calls = all!(&mut tx, (MemberId, i64, i64, String), "SELECT member_id, at, seconds, kind FROM history WHERE account_id = $1", account).unwrap();
        let called = |id: MemberId, from: i64, until: i64| -> u64 {
            calls.iter().filter(|c| c.0 == id && c.3 == "call" && (from..until).contains(&c.1)).map(|c| c.2.unsigned_abs()).sum()
        };

        // The minutes of the month.
        let mut who: Vec<MemberId> = plans.iter().map(|p| p.member).collect();
        who.dedup();
        let best = |id: MemberId| plans.iter().filter(|p| p.member == id).map(|p| p.plan).max().unwrap();
        let slow: Vec<MinutesLine> =
            who.iter().filter_map(|id| minutes_line(&book, *id, best(*id), called(*id, period.start().0, period.end().0))).collect();
        let found = statement(&mut tx, month).await.unwrap();
        assert_eq!((found.talkers, found.minutes_amount), (slow.len() as u64, slow.iter().map(|l| l.amount).sum()));
        assert!(slow.len() > 5, "several called beyond their plan");
        let amounts: Vec<i64> = slow.iter().map(|l| l.amount).collect();
        assert_eq!(all_lines(&mut tx, month, Section::Minutes).await.iter().map(|l| l.1).collect::<Vec<_>>(), amounts);
        assert_eq!(paged(&mut tx, month, Section::Minutes).await.len(), slow.len());

        // The advice, member by member.
        let since = now.plus(-advice::WINDOW).0;
        let seats = billing::seats(&mut tx, account).await.unwrap();
        let wrote: HashSet<MemberId> = calls.iter().filter(|c| c.3 == "message" && c.1 >= since).map(|c| c.0).collect();
        let numbers = all!(&mut tx, (MemberId, i64), "SELECT member_id, count(*) FROM numbers WHERE account_id = $1 AND member_id IS NOT NULL GROUP BY member_id", account).unwrap();
        let numbers: HashMap<MemberId, i64> = numbers.into_iter().collect();
        let team = all!(&mut tx, (MemberId, String, String, bool), "SELECT id, plan, supervises, private_bridge FROM members WHERE account_id = $1 AND state = 'active' AND created_at < $2", account, since).unwrap();
        let judged = |(id, plan, supervises, private_bridge): &(MemberId, String, String, bool)| {
            let usage = Usage {
                plan: plan.parse().unwrap(),
                seconds: called(*id, since, i64::MAX),
                numbers: u32::try_from(numbers.get(id).copied().unwrap_or_default()).unwrap(),
                sends_messages: wrote.contains(id),
                supervises: supervises != "nobody",
                private_bridge: *private_bridge,
            };
            advise(&book, &seats, &usage).map(|a| (*id, a))
        };
        let mut slow: Vec<(MemberId, Advice)> = team.iter().filter_map(judged).collect();
        slow.sort_by_key(|(id, a)| (std::cmp::Reverse(a.saving), *id));
        assert!(slow.len() > 9, "several are advised: {}", slow.len());
        for limit in [1, 3, 8, 100] {
            let page = advice::advice(&mut tx, account, &book, &seats, now, limit).await.unwrap();
            assert_eq!((page.total, page.saving), (slow.len() as u64, slow.iter().map(|(_, a)| a.saving).sum()));
            assert_eq!(page.rows.iter().map(|r| (r.id, r.advice)).collect::<Vec<_>>(), slow[..limit.min(slow.len())]);
        }
    }
}
