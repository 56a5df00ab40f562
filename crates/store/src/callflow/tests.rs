//! The facts of one call as both engines read them: what it reaches, no more, in few statements.

use super::{load, menus};
use crate::Tx;
use crate::sql::run;
use crate::testing::{TestTeam, on_both, take_asked};
use model::callflow::{Call, Caller, Dialled, End, Entry, Hours, Key, Mailbox, Pressed, Target, decide};
use model::groups::{Fallback, RingStrategy};
use model::zone::Offsets;
use model::{Availability, Extension, GroupId, Instant, MemberId, MemberState, MenuId, NumberId, PhoneNumber};

const NOW: Instant = crate::testing::NOW;

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::from_stored(text.to_owned())
}

fn call(to: Dialled) -> Call {
    Call { from: Caller::Outside(None), to, at: NOW, pressed: vec![] }
}

fn to_number(text: &str) -> Call {
    call(Dialled::Number(number(text)))
}

async fn insert_number(tx: &mut Tx, team: &TestTeam, e164: &str, group: Option<GroupId>, main: bool) -> NumberId {
    let id = NumberId::new();
    let destination = if group.is_some() { "group" } else { "menu" };
    run!(
        tx,
        "INSERT INTO numbers (account_id, id, e164, destination, group_id, is_main, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        team.account,
        id,
        e164,
        destination,
        group,
        main,
        NOW.0
    )
    .expect("a number");
    id
}

async fn insert_menu(tx: &mut Tx, team: &TestTeam, name: &str, main: bool, week: Option<&str>) -> MenuId {
    let id = MenuId::new();
    run!(
        tx,
        "INSERT INTO menus (account_id, id, name, name_fold, is_main, week, created_at) VALUES ($1, $2, $3, $3, $4, $5, $6)",
        team.account,
        id,
        name,
        main,
        week,
        NOW.0
    )
    .expect("a menu");
    id
}

async fn insert_key(tx: &mut Tx, team: &TestTeam, menu: MenuId, place: &str, to: &Target) {
    let (goes_to, member, group, other) = match to {
        Target::Member(id) => ("member", Some(*id), None, None),
        Target::Group(id) => ("group", None, Some(*id), None),
        Target::Menu(id) => ("menu", None, None, Some(*id)),
        Target::Voicemail(Mailbox::Group(id)) => ("group-voicemail", None, Some(*id), None),
        _ => ("repeat", None, None, None),
    };
    run!(
        tx,
        "INSERT INTO menu_targets (account_id, menu_id, place, goes_to, member_id, group_id, to_menu_id) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        team.account,
        menu,
        place,
        goes_to,
        member,
        group,
        other
    )
    .expect("a key");
}

/// Support with Dana (on a call) and Aiyana, at extension 200 and a number of its own.
async fn support(tx: &mut Tx, team: &TestTeam) -> (GroupId, MemberId, MemberId) {
    let group = team.group(tx, "Support").await.expect("a group");
    let dana = team.member("Dana", "Whitfield").extension(118).online(true).on_call_since(NOW);
    let dana = dana.insert(tx).await.expect("Dana");
    let aiyana = team.member("Aiyana", "Begaye").extension(115).online(true).insert(tx).await.expect("Aiyana");
    team.join(tx, group, dana).await.expect("joins");
    team.join(tx, group, aiyana).await.expect("joins");
    run!(tx, "INSERT INTO extensions (account_id, number, group_id) VALUES ($1, 200, $2)", team.account, group)
        .expect("its extension");
    insert_number(tx, team, "+15035550160", Some(group), false).await;
    (group, dana, aiyana)
}

on_both! {
    async fn n9_a_call_to_a_member_reads_one_member_of_many_in_three_statements(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let many: Vec<_> = (0..300).map(|i| team.member("M", &format!("Number{i}")).extension(100_000 + i)).collect();
        team.insert_all(&mut tx, &many).await.expect("many");
        let dana = team
            .member("Dana", "Whitfield")
            .extension(118)
            .direct("+15035550142")
            .forwarding(&["+15035550118", "+15035550148"])
            .availability(Availability::DoNotDisturb)
            .insert(&mut tx)
            .await
            .expect("Dana");
        take_asked();
        let state = load(&mut tx, team.account, Offsets::utc(), &to_number("+15035550142")).await.expect("read");
        assert!(take_asked().statements <= 3, "three at most");
        assert_eq!((state.entry, state.members.len()), (Some(Entry::Member(dana)), 1));
        let path = decide(&state, &to_number("+15035550142"));
        let lines: Vec<_> = path.stages.iter().map(|s| s.legs[0].line.clone()).collect();
        let outside = |n| model::callflow::Line::Outside(number(n));
        assert_eq!(lines, [outside("+15035550118"), outside("+15035550148")]);
    }

    async fn n9_a_call_to_a_group_reads_its_members_and_where_its_callers_go_next(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let (group, dana, aiyana) = support(&mut tx, &team).await;
        let priya = team.member("Priya", "R").extension(107).online(true).insert(&mut tx).await.expect("Priya");
        run!(
            &mut tx,
            "UPDATE groups SET strategy = 'round-robin', ring_seconds = 30, queue_seconds = 90, queue_places = 5 WHERE account_id = $1",
            team.account
        )
        .expect("set up");
        run!(
            &mut tx,
            "UPDATE group_members SET paused = TRUE, position = 9 WHERE account_id = $1 AND member_id = $2",
            team.account,
            dana
        )
        .expect("a break");
        run!(
            &mut tx,
            "INSERT INTO group_turns (account_id, group_id, member_id) VALUES ($1, $2, $3)",
            team.account,
            group,
            aiyana
        )
        .expect("a turn");
        run!(
            &mut tx,
            "INSERT INTO group_fallbacks (account_id, group_id, occasion, goes_to, member_id) VALUES ($1, $2, 'no-answer', 'member', $3)",
            team.account,
            group,
            priya
        )
        .expect("a fallback");
        take_asked();
        let asked = to_number("+15035550160");
        let state = load(&mut tx, team.account, Offsets::utc(), &asked).await.expect("read");
        assert!(take_asked().statements <= 6, "six at most");
        let read = &state.groups[&group];
        assert_eq!((read.strategy, read.ring_seconds, read.wait_seconds), (RingStrategy::RoundRobin, 30, 90));
        assert_eq!(read.seats.iter().map(|s| (s.member, s.paused)).collect::<Vec<_>>(), [(aiyana, false), (dana, true)]);
        assert_eq!((read.last_first, read.unread), (Some(aiyana), 0));
        assert_eq!((&read.no_answer, &read.queue_full), (&Fallback::Member(priya), &Fallback::Voicemail));
        assert_eq!(decide(&state, &asked).rung(), [aiyana, priya]);
    }

    async fn n9_a_call_through_the_menu_reads_only_where_its_key_leads(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let (group, _, aiyana) = support(&mut tx, &team).await;
        let sales = team.group(&mut tx, "Sales").await.expect("a group");
        let other = team.member("Bo", "Lind").extension(109).insert(&mut tx).await.expect("Bo");
        team.join(&mut tx, sales, other).await.expect("joins");
        insert_number(&mut tx, &team, "+15035550170", None, true).await;
        let menu = insert_menu(&mut tx, &team, "Main menu", true, Some("00:00-24:00;;;;;;")).await;
        insert_key(&mut tx, &team, menu, "1", &Target::Group(sales)).await;
        insert_key(&mut tx, &team, menu, "2", &Target::Group(group)).await;
        insert_key(&mut tx, &team, menu, "closed", &Target::Voicemail(Mailbox::Group(sales))).await;
        // 2026-09-21 was a Monday, so it is open.
        let asked = Call { pressed: vec![Pressed::Key(Key::Two)], ..to_number("+15035550170") };
        take_asked();
        let state = load(&mut tx, team.account, Offsets::utc(), &asked).await.expect("read");
        assert!(take_asked().statements <= 6, "six at most");
        assert_eq!((state.entry, state.main_menu), (Some(Entry::Menu { main: true }), Some(menu)));
        assert_eq!((state.groups.len(), state.members.len()), (1, 2));
        assert_eq!(decide(&state, &asked).rung(), [aiyana]);
        let tuesday = Call { at: NOW.plus(model::instant::DAY), ..asked };
        let state = load(&mut tx, team.account, Offsets::utc(), &tuesday).await.expect("read");
        assert_eq!(decide(&state, &tuesday).end, End::Voicemail(Mailbox::Group(sales)));
        assert!(state.groups.is_empty(), "a closed menu reaches nobody");
    }

    async fn n9_extensions_lead_to_members_and_groups_and_those_dialled_in_a_menu_too(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let (group, dana, _) = support(&mut tx, &team).await;
        insert_number(&mut tx, &team, "+15035550170", None, true).await;
        insert_menu(&mut tx, &team, "Main menu", true, None).await;
        let extension = |n| Extension::from_stored(n);
        for (dialled, entry) in [(118, Some(Entry::Member(dana))), (200, Some(Entry::Group(group))), (999, None)] {
            let asked = call(Dialled::Extension(extension(dialled)));
            let state = load(&mut tx, team.account, Offsets::utc(), &asked).await.expect("read");
            assert_eq!(state.entry, entry, "{dialled}");
        }
        let asked = Call { pressed: vec![Pressed::Extension(extension(118))], ..to_number("+15035550170") };
        let state = load(&mut tx, team.account, Offsets::utc(), &asked).await.expect("read");
        assert_eq!(decide(&state, &asked).rung(), [dana]);
    }

    async fn r6_a_member_who_calls_comes_with_the_numbers_they_may_use(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let (_, dana, _) = support(&mut tx, &team).await;
        let (first, usual) = (
            insert_number(&mut tx, &team, "+15035550171", None, false).await,
            insert_number(&mut tx, &team, "+15035550172", None, false).await,
        );
        for (number, calls, default) in [(first, true, false), (usual, true, true)] {
            run!(
                &mut tx,
                "INSERT INTO number_users (account_id, number_id, member_id, calls, is_default) VALUES ($1, $2, $3, $4, $5)",
                team.account,
                number,
                dana,
                calls,
                default
            )
            .expect("a use");
        }
        let from = Caller::Inside { member: dana, as_number: None };
        let asked = Call { from, ..to_number("+15035559000") };
        let state = load(&mut tx, team.account, Offsets::utc(), &asked).await.expect("read");
        assert_eq!(state.members[&dana].usable, [number("+15035550172"), number("+15035550171")], "the default first");
    }

    async fn invariant_5_a_number_of_another_account_is_unknown(db) {
        let mut tx = db.write().await.expect("write");
        let (team, other) = (TestTeam::new(&mut tx).await.expect("a team"), TestTeam::new(&mut tx).await.expect("another"));
        support(&mut tx, &team).await;
        insert_menu(&mut tx, &team, "Main menu", true, None).await;
        let state = load(&mut tx, other.account, Offsets::utc(), &to_number("+15035550160")).await.expect("read");
        assert_eq!((state.entry, state.number, state.groups.len()), (None, None, 0));
        assert_eq!(menus::all(&mut tx, other.account).await.expect("read"), []);
    }

    async fn m16_a_suspended_member_is_read_with_their_state(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let dana = team.member("Dana", "Whitfield").extension(118).direct("+15035550142").state(MemberState::Suspended);
        dana.insert(&mut tx).await.expect("Dana");
        let state = load(&mut tx, team.account, Offsets::utc(), &to_number("+15035550142")).await.expect("read");
        assert_eq!(decide(&state, &to_number("+15035550142")).end.status().0, 404);
    }

    async fn n6_a_menu_without_rows_of_its_own_leads_to_the_companys_voicemail(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        insert_menu(&mut tx, &team, "Main menu", true, Some(";;;;;;")).await;
        let saved = menus::all(&mut tx, team.account).await.expect("read");
        let company = Target::Voicemail(Mailbox::Company);
        assert_eq!((&saved[0].menu.silent, &saved[0].menu.closed, saved[0].version), (&company, &company, model::Version(1)));
        assert_eq!(saved[0].menu.hours, Some(Hours::default()));
    }
}
