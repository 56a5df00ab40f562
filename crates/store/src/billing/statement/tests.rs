//! That every way of changing the team writes its facts, and what they come to (S5), on both engines.

use crate::billing::period::period_of;
use crate::billing::statement::lines::{Charged, lines};
use crate::billing::statement::{Month, statement};
use crate::billing::{advice, plans};
use crate::offboarding::tests::{permit, signed_in};
use crate::sql::{all, one, run};
use crate::testing::{NOW, TestTeam, on_both};
use crate::{Tx, billing, dialect, invitations, members, offboarding};
use model::billing::Section;
use model::billing::advice::Advice;
use model::billing::statement::Days;
use model::history::HistoryKind;
use model::instant::{DAY, HOUR, MINUTE};
use model::{AccountId, Country, Instant, MemberState, Plan, PriceBook, RoleKind};
use policy::{Action, Target, check as decide};

/// Nobody is included, so that every day shows.
async fn include_nobody(tx: &mut Tx, account: AccountId) {
    run!(tx, "UPDATE plan_seats SET included = 0 WHERE account_id = $1", account).expect("set");
}

async fn intervals(tx: &mut Tx, account: AccountId) -> Vec<(String, i64, Option<i64>)> {
    let rows = all!(
        tx,
        (String, i64, Option<i64>),
        "SELECT plan, from_at, until_at FROM billing_members WHERE account_id = $1 ORDER BY from_at, plan",
        account
    );
    rows.expect("intervals")
        .into_iter()
        .map(|(p, from, until)| (p, (from - NOW.0) / DAY, until.map(|u| (u - NOW.0) / DAY)))
        .collect()
}

#[test]
fn s5_the_month_is_the_accounts_with_its_time_zone_and_clock_changes() {
    let period = |zone: &str, at: i64| period_of(zone, Instant(at * 1_000_000)).expect("a period");
    // 1 November 2026, 06:30 UTC: still October in Los Angeles.
    let at = 1_793_514_600;
    assert_eq!(period("America/Los_Angeles", at).name(), "October 2026");
    assert_eq!(period("Europe/Berlin", at).name(), "November 2026");
    // Clocks go back on 1 November in Los Angeles: a day of 25 hours is one day.
    let november = period("America/Los_Angeles", at + 86_400);
    assert_eq!(november.days(), 30);
    assert_eq!(november.begins[1].since(november.begins[0]), 25 * HOUR);
    assert_eq!(november.day_of(november.begins[0].plus(24 * HOUR + 30 * MINUTE)), 0);
    // A leap year, and the year's end.
    assert_eq!(period("Asia/Tokyo", 1_834_000_000).days(), 29, "February 2028");
    let december = period("America/Los_Angeles", 1_798_700_000);
    assert_eq!((december.name().as_str(), december.days()), ("December 2026", 31));
    assert_eq!(period("Nowhere/Land", at).name(), "November 2026", "an unknown zone is UTC");
}

on_both! {
    /// The facts of a month written by the store's own functions, and the statement by hand. NOW is 21 September in Los Angeles,
    /// a month of 30 days; the lines below count days from 0, so that is day 20.
    async fn s5_invitation_acceptance_change_deletion_transfer_and_restore_are_charged_by_the_day(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let account = team.account;
        include_nobody(&mut tx, account).await;
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let dana = team.member("Dana", "Whitfield").extension(100_118).direct("+15035550142").insert(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").plan(Plan::Plus).state(MemberState::Invited).insert(&mut tx).await.unwrap();
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let day = |n: i64| NOW.plus(n * DAY);

        dialect::set_clock(&mut tx, day(2)).await.unwrap();
        assert!(invitations::accept(&mut tx, account, kofi, "hash", day(2)).await.unwrap());
        dialect::set_clock(&mut tx, day(3)).await.unwrap();
        let may = decide(&amara, Action::BuySeats, Target::Account).unwrap();
        assert!(billing::add_seats(&mut tx, account, &may, Plan::Pro, 10_000_000, 3).await.unwrap());
        dialect::set_clock(&mut tx, day(4)).await.unwrap();
        let may = permit(&mut tx, &team, &amara, Action::ChangePlan(Plan::Pro), dana).await.unwrap();
        assert!(plans::change(&mut tx, account, &may).await.unwrap());
        assert!(!plans::change(&mut tx, account, &may).await.unwrap(), "they are on it already");
        dialect::set_clock(&mut tx, day(6)).await.unwrap();
        let may = permit(&mut tx, &team, &amara, Action::Delete, dana).await.unwrap();
        let transfer = offboarding::Transfer { to: Some(kofi), direct: true, ..Default::default() };
        offboarding::delete(&mut tx, account, &may, transfer, day(6), day(34)).await.unwrap();
        dialect::set_clock(&mut tx, day(7)).await.unwrap();
        let may = permit(&mut tx, &team, &amara, Action::Suspend, kofi).await.unwrap();
        members::status::suspend(&mut tx, account, &may, day(7)).await.unwrap();
        dialect::set_clock(&mut tx, day(8)).await.unwrap();
        let may = permit(&mut tx, &team, &amara, Action::Restore, dana).await.unwrap();
        offboarding::restore(&mut tx, account, &may, 6, day(8)).await.unwrap();

        let basic = "basic".to_owned();
        assert_eq!(intervals(&mut tx, account).await, [
            (basic.clone(), 0, None),
            (basic, 0, Some(4)),
            ("plus".to_owned(), 2, None),
            ("pro".to_owned(), 4, Some(6)),
            ("pro".to_owned(), 8, None),
        ]);
        let (period, book) = (period_of("America/Los_Angeles", NOW).unwrap(), PriceBook::default());
        let month = Month { account, book: &book, period: &period, country: Country::UnitedStates };
        let found = statement(&mut tx, month).await.unwrap();
        let totals: Vec<i64> = found.plans.iter().map(|p| p.total()).collect();
        // Basic: Amara 1200 − 1200 × 20/30 = 400; Dana days 20 to 23, 960 − 800 = 160.
        // Plus: Kofi from day 22, suspended or not, 1900 − 1393 = 507.
        // Pro: Dana days 24 and 25, 2426 − 2240 = 186; again from day 28, 2800 − 2613 = 187.
        assert_eq!(totals, [560, 507, 373]);
        // Dana's number while on Basic: 499 × 24/30 = 399 less 499 × 20/30 = 332. Pro and Plus include it.
        assert_eq!((found.numbers, found.numbers_amount), (1, 67));
        assert_eq!(found.total(), 560 + 507 + 373 + 67);

        // The lines are the same money, read one after the other as a file does.
        let (mut sum, mut charged) = (0, Charged::default());
        for section in [Section::Basic, Section::Plus, Section::Pro, Section::Numbers] {
            let (rows, total) = lines(&mut tx, month, section, 0, 50, &mut charged).await.unwrap();
            assert_eq!(rows.len() as u64, total);
            assert_eq!(lines(&mut tx, month, section, 1, 50, &mut charged).await.unwrap(), (rows[1.min(rows.len())..].to_vec(), total));
            sum += rows.iter().map(|l| l.amount).sum::<i64>();
        }
        assert_eq!(sum, found.total());
        let (pro, _) = lines(&mut tx, month, Section::Pro, 0, 50, &mut Charged::default()).await.unwrap();
        assert_eq!(pro.iter().map(|l| (l.name.as_str(), l.why.as_str())).collect::<Vec<_>>(), [
            ("Dana Whitfield", "25 Sep to 26 Sep, 2 of 30 days"),
            ("Dana Whitfield", "From 29 Sep, 2 of 30 days"),
        ]);
        let (second, total) = lines(&mut tx, month, Section::Changes, 1, 2, &mut Charged::default()).await.unwrap();
        assert_eq!((second.len(), total), (2, 5), "a page of the lines");
        // Three seats were bought on day 23.
        let seats = all!(&mut tx, (i64, Option<i64>), "SELECT bought, until_at FROM billing_seats WHERE account_id = $1 AND plan = 'pro' ORDER BY from_at", account).unwrap();
        assert_eq!(seats, [(10_000_000, Some(day(3).0)), (10_000_003, None)]);
    }

    /// A clock set for one change never dates another one.
    async fn s5_a_change_without_a_clock_is_dated_by_the_database(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        dialect::set_clock(&mut tx, NOW.plus(DAY)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        run!(&mut tx, "UPDATE members SET plan = 'pro' WHERE account_id = $1 AND id = $2", team.account, kofi).unwrap();
        let (at,) = one!(&mut tx, (i64,), "SELECT max(from_at) FROM billing_members WHERE account_id = $1", team.account).unwrap();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_micros();
        let apart = i128::from(at).abs_diff(i128::try_from(now).unwrap());
        // The machine's clock, or the joining itself where that lies in the future.
        assert!(apart < u128::from((5 * MINUTE).unsigned_abs()), "{at} is not now");
    }

    async fn s5_two_changes_in_one_instant_leave_one_fact(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").direct("+15035550101").insert(&mut tx).await.unwrap();
        dialect::set_clock(&mut tx, NOW).await.unwrap();
        for plan in ["plus", "pro", "plus"] {
            run!(&mut tx, "UPDATE members SET plan = $3 WHERE account_id = $1 AND id = $2", team.account, kofi, plan).unwrap();
        }
        assert_eq!(intervals(&mut tx, team.account).await, [("plus".to_owned(), 0, None)]);
        run!(&mut tx, "UPDATE numbers SET destination = 'nobody', member_id = NULL WHERE account_id = $1", team.account).unwrap();
        let (left,) = one!(&mut tx, (i64,), "SELECT count(*) FROM billing_numbers WHERE account_id = $1", team.account).unwrap();
        assert_eq!(left, 0, "held for no time at all");
    }

    async fn s6_a_private_bridge_is_kept_off_basic_by_the_database(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let dana = team.member("Dana", "Whitfield").plan(Plan::Plus).insert(&mut tx).await.unwrap();
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let may = permit(&mut tx, &team, &amara, Action::EditDetails, dana).await.unwrap();
        plans::set_private_bridge(&mut tx, team.account, &may, true).await.unwrap();
        let may = permit(&mut tx, &team, &amara, Action::ChangePlan(Plan::Basic), dana).await.unwrap();
        let refused = plans::change(&mut tx, team.account, &may).await.unwrap_err();
        assert!(refused.is("private_bridge_needs_plus"), "{refused}");
    }

    async fn s6_the_advisor_reads_thirty_days_of_outgoing_calls(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let account = team.account;
        include_nobody(&mut tx, account).await;
        let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").plan(Plan::Pro).insert(&mut tx).await.unwrap();
        let later = NOW.plus(40 * DAY);
        let mut call = async |member, kind, incoming, at: Instant, minutes: u32| {
            let new = crate::activity::NewEntry { member, at, kind, incoming, peer: "+15035550199", seconds: minutes * 60, body: "" };
            crate::activity::record(&mut tx, account, &new).await.unwrap();
        };
        call(dana, HistoryKind::Call, false, later.plus(-DAY), 900).await;
        call(dana, HistoryKind::WebCall, false, later.plus(-2 * DAY), 100).await;
        // Neither counts: it came in, and it is too long ago.
        call(dana, HistoryKind::Call, true, later.plus(-DAY), 900).await;
        call(dana, HistoryKind::Call, false, later.plus(-31 * DAY), 900).await;
        call(kofi, HistoryKind::Call, false, later.plus(-DAY), 30).await;
        let (book, seats) = (PriceBook::default(), billing::seats(&mut tx, account).await.unwrap());
        let page = advice::advice(&mut tx, account, &book, &seats, later, 10).await.unwrap();
        let found: Vec<(String, Advice)> = page.rows.iter().map(|r| (r.name.full(), r.advice)).collect();
        assert_eq!(found, [
            // 16 of 28 dollars less; 30 minutes are within Basic.
            ("Kofi Mensah".to_owned(), Advice { from: Plan::Pro, to: Plan::Basic, minutes: 30, saving: 1_600 }),
            // 700 minutes beyond are $21, Plus is $7 more.
            ("Dana Whitfield".to_owned(), Advice { from: Plan::Basic, to: Plan::Plus, minutes: 1_000, saving: 1_400 }),
        ]);
        assert_eq!((page.total, page.saving), (2, 3_000));
        assert_eq!(advice::advice(&mut tx, account, &book, &seats, NOW.plus(5 * DAY), 10).await.unwrap().total, 0, "they joined too lately to judge");
    }

    async fn s3_the_price_book_of_an_account_is_its_own(db) {
        let mut tx = db.write().await.unwrap();
        let (one, other) = (TestTeam::new(&mut tx).await.unwrap(), TestTeam::new(&mut tx).await.unwrap());
        run!(&mut tx, "INSERT INTO price_books (account_id, currency, plus, extra_number) VALUES ($1, 'EUR', 1750, 300)", one.account).unwrap();
        let book = crate::accounts::settings(&mut tx, one.account).await.unwrap().unwrap().prices;
        assert_eq!((book.currency.code(), book.monthly(Plan::Plus), book.numbers_monthly(Plan::Basic, 1), book.monthly(Plan::Pro)), ("EUR", 1_750, 300, 2_800));
        assert_eq!(book.show(1_750), "€17.50");
        assert_eq!(crate::accounts::settings(&mut tx, other.account).await.unwrap().unwrap().prices, PriceBook::default());
    }

    async fn s3_seats_of_the_sign_up_are_included_and_ordered_ones_are_not(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let may = decide(&amara, Action::BuySeats, Target::Account).unwrap();
        billing::add_seats(&mut tx, team.account, &may, Plan::Plus, 10_000_000, 7).await.unwrap();
        let seats = billing::seats(&mut tx, team.account).await.unwrap().of(Plan::Plus);
        assert_eq!((seats.bought, seats.included), (10_000_007, 10_000_000));
        let (period, book) = (period_of("UTC", NOW).unwrap(), PriceBook::default());
        let month = Month { account: team.account, book: &book, period: &period, country: Country::UnitedStates };
        assert_eq!(statement(&mut tx, month).await.unwrap().total(), 0);
        assert_eq!(period.charged(NOW, None), Days { from: 20, until: 30 });
    }
}
