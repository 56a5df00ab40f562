//! The Team table as read from both engines: order, search, filters, other accounts, what a directory shows.

use crate::Tx;
use crate::sql::maybe;
use crate::team;
use crate::team::TeamViewer;
use crate::testing::{NOW, TestTeam, on_both, sql_number};
use model::SupervisorScope;
use model::team::{FilterValue, InvitationFilter, NumberFilter, SortBy, StatusFilter, TeamFilter, TeamQuery};
use model::{AccountId, Availability, Country, MemberId, MemberState, Plan, RoleKind};
use policy::TeamSight;

fn everything() -> TeamViewer {
    TeamViewer { country: Country::default(), member: MemberId(0), own_groups_only: None, sees: TeamSight::WHOLE }
}

fn directory() -> TeamViewer {
    TeamViewer { sees: TeamSight::DIRECTORY, ..everything() }
}

async fn shown(tx: &mut Tx, account: AccountId, viewer: &TeamViewer, query: &TeamQuery) -> Vec<String> {
    let page = team::page(tx, account, viewer, query, NOW).await.expect("a page");
    assert_eq!(page.total, page.rows.len() as u64, "one page shows all of {query:?}");
    page.rows.iter().map(|row| row.name.full()).collect()
}

async fn found(tx: &mut Tx, account: AccountId, q: &str) -> Vec<String> {
    shown(tx, account, &everything(), &searching(q)).await
}

fn searching(q: &str) -> TeamQuery {
    filtered(TeamFilter::search(q))
}

fn filtered(filter: TeamFilter) -> TeamQuery {
    TeamQuery { filter, per_page: 100, ..TeamQuery::default() }
}

/// Six hundred people whose names have few letters and no digits, so that the account gets an index.
async fn crowd(tx: &mut Tx, team: &TestTeam) {
    let letters = |i: u128| {
        format!("{i:04}").bytes().map(|digit| char::from(b"cfgjkmvxyb"[usize::from(digit - b'0')])).collect::<String>()
    };
    let person = |i| team.member(&format!("Extra{}", letters(i)), "Zzz");
    let domain = letters(team.account.0);
    let crowd: Vec<_> = (0..600).map(|i| person(i).sign_in(&format!("{}@{domain}.example", letters(i)))).collect();
    team.insert_all(tx, &crowd).await.expect("a crowd");
    let indexed =
        maybe!(tx, (i64,), "SELECT seq FROM search_accounts WHERE account_id = $1", team.account).expect("an answer");
    assert!(indexed.is_some(), "six hundred members have an index");
}

async fn people(tx: &mut Tx, team: &TestTeam) {
    let people = [
        team.member("José", "Núñez").extension(104).sign_in("jose.n@larkspur.example").direct("+15550101234"),
        team.member("Dana", "Whitfield")
            .extension(118)
            .sign_in("dana_w@larkspur.example")
            .forwarding(&["+491701234567", "+15035550142"]),
        team.member("Kofi", "O’Brien").extension(205).sign_in("kofi50%"),
        team.member("Łukasz", "Wiśniewski").sign_in("luk@larkspur.example"),
        team.member("Γιώργος", "Παπαδάκης").sign_in("giorgos@t4.example"),
        team.member("Семён", "Щукин").sign_in("semjon@t4.example"),
        team.member("독", "감독").sign_in("dok@t4.example"),
        team.member("مُحَمَّد", "الأحمد").sign_in("muhammad@t4.example"),
        team.member("กิตติ", "สุขใจ").sign_in("kitti@t4.example"),
        team.member("हिमांशु", "वर्मा").sign_in("himansu@t4.example"),
    ];
    team.insert_all(tx, &people).await.expect("people");
}

async fn search_finds_what_it_should(tx: &mut Tx, team: &TestTeam) {
    for (typed, name) in [
        ("jose", "José Núñez"),
        ("NÚÑ", "José Núñez"),
        ("ose nu", "José Núñez"),
        ("nunez, jose", "José Núñez"),
        ("(555) 010-12", "José Núñez"),
        ("+1 555 010 1234", "José Núñez"),
        ("104", "José Núñez"),
        ("dana_w", "Dana Whitfield"),
        ("_w", "Dana Whitfield"),
        ("hitf", "Dana Whitfield"),
        ("0170 1234", "Dana Whitfield"),
        ("+49 (0)170", "Dana Whitfield"),
        ("503.555.0142", "Dana Whitfield"),
        ("o'b", "Kofi O’Brien"),
        ("50%", "Kofi O’Brien"),
        ("%", "Kofi O’Brien"),
        ("wisniewski", "Łukasz Wiśniewski"),
        ("Γιωργος", "Γιώργος Παπαδάκης"),
        ("ΠΑΠΑΔΆΚΗΣ", "Γιώργος Παπαδάκης"),
        ("ώρ", "Γιώργος Παπαδάκης"),
        ("Семен", "Семён Щукин"),
        ("ЩУКИН", "Семён Щукин"),
        ("ё", "Семён Щукин"),
        ("감독", "독 감독"),
        ("감", "독 감독"),
        ("\u{1100}\u{1161}\u{11b7}독", "독 감독"),
        ("محمد", "مُحَمَّد الأحمد"),
        ("الاحمد, محمد", "مُحَمَّد الأحمد"),
        ("กิตติ", "กิตติ สุขใจ"),
        ("ุขใจ", "กิตติ สุขใจ"),
        ("हिमांशु", "हिमांशु वर्मा"),
        ("मां", "हिमांशु वर्मा"),
        ("h", "Dana Whitfield"),
    ] {
        let mut names = found(tx, team.account, typed).await;
        names.retain(|n| !n.ends_with("Zzz"));
        assert_eq!(names.first().map(String::as_str), Some(name), "{typed}");
        if typed != "h" {
            assert_eq!(names.len(), 1, "{typed}");
        }
    }
    for typed in [
        "josef",
        "104jose",
        "99999",
        "%%",
        "da_a",
        "whitfield jose",
        "\"",
        "*",
        "dana\"",
        "\\",
        "ёж",
        "감동",
        "กต",
        "ม",
    ] {
        assert_eq!(found(tx, team.account, typed).await, Vec::<String>::new(), "{typed}");
    }
    assert_eq!(found(tx, team.account, "lark").await.len(), 3);
}

on_both! {
    async fn t3_names_are_ordered_last_then_first_accents_and_case_folded(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        for (first, last) in [("Zoe", "Álvarez"), ("Ann", "alvarez"), ("Kofi", "Okonkwo"), ("Ben", "Alvarez"), ("Nils", "Ødegård"), ("Dana", "")] {
            team.member(first, last).insert(&mut tx).await.unwrap();
        }
        let names = shown(&mut tx, team.account, &everything(), &TeamQuery::default()).await;
        assert_eq!(names, ["Ann alvarez", "Ben Alvarez", "Zoe Álvarez", "Dana", "Nils Ødegård", "Kofi Okonkwo"]);
        let backwards = TeamQuery { descending: true, ..TeamQuery::default() };
        assert_eq!(shown(&mut tx, team.account, &everything(), &backwards).await.first().unwrap(), "Kofi Okonkwo");
    }

    async fn t3_every_order_sorts_by_its_column(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        team.member("Ann", "A").role(RoleKind::Agent).extension(300).plan(Plan::Pro).insert(&mut tx).await.unwrap();
        team.member("Ben", "B").role(RoleKind::Administrator).extension(200).online(true).last_sign_in(NOW).insert(&mut tx).await.unwrap();
        team.member("Cleo", "C").role(RoleKind::Manager).plan(Plan::Plus).on_call_since(NOW).online(true).insert(&mut tx).await.unwrap();
        for (sort, order) in [
            (SortBy::Name, ["Ann A", "Ben B", "Cleo C"]),
            (SortBy::Role, ["Ben B", "Cleo C", "Ann A"]),
            (SortBy::Extension, ["Cleo C", "Ben B", "Ann A"]),
            (SortBy::Status, ["Cleo C", "Ben B", "Ann A"]),
            (SortBy::Plan, ["Ben B", "Cleo C", "Ann A"]),
        ] {
            let query = TeamQuery { sort, ..TeamQuery::default() };
            assert_eq!(shown(&mut tx, team.account, &everything(), &query).await, order, "{sort:?}");
            let query = TeamQuery { sort, descending: true, ..TeamQuery::default() };
            let mut reversed = order;
            reversed.reverse();
            assert_eq!(shown(&mut tx, team.account, &everything(), &query).await, reversed, "{sort:?} descending");
        }
        let latest = TeamQuery { sort: SortBy::LastSignIn, descending: true, ..TeamQuery::default() };
        assert_eq!(shown(&mut tx, team.account, &everything(), &latest).await.first().unwrap(), "Ben B");
    }

    async fn t4_search_finds_any_part_of_names_numbers_and_sign_ins_in_a_small_account(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        people(&mut tx, &team).await;
        search_finds_what_it_should(&mut tx, &team).await;
    }

    async fn t4_search_finds_the_same_through_the_index_of_a_large_account(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        crowd(&mut tx, &team).await;
        people(&mut tx, &team).await;
        search_finds_what_it_should(&mut tx, &team).await;
        let page = team::page(&mut tx, team.account, &everything(), &searching("z"), NOW).await.unwrap();
        assert_eq!((page.total, page.rows.len()), (602, 100), "the crowd, Núñez and Łukasz");
        let page = team::page(&mut tx, team.account, &everything(), &searching("extra"), NOW).await.unwrap();
        assert_eq!((page.total, page.rows.len()), (600, 100));
    }

    async fn t4_a_changed_name_is_found_and_the_old_one_is_not(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        crowd(&mut tx, &team).await;
        let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
        team.rename(&mut tx, dana, "Dana", "Quiñones").await.unwrap();
        assert_eq!(found(&mut tx, team.account, "quinon").await, ["Dana Quiñones"]);
        assert_eq!(found(&mut tx, team.account, "qu").await, ["Dana Quiñones"]);
        assert!(found(&mut tx, team.account, "whitf").await.is_empty());
        assert!(found(&mut tx, team.account, "wh").await.is_empty());
        team.delete(&mut tx, dana).await.unwrap();
        assert!(found(&mut tx, team.account, "quinon").await.is_empty());
        assert!(found(&mut tx, team.account, "qu").await.is_empty());
        let wrong = sql_number(&mut tx, "SELECT count(*) FROM search_grams WHERE members < 0 OR directory < 0 OR directory > members").await;
        assert_eq!(wrong.unwrap(), 0);
    }

    async fn t5_each_filter_shows_those_it_names_and_filters_combine(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let ann = team.member("Ann", "A").role(RoleKind::Administrator).online(true).direct("+15550100001").insert(&mut tx).await.unwrap();
        let m = |first| team.member(first, "");
        m("Ben").role(RoleKind::Manager).online(true).availability(Availability::DoNotDisturb).plan(Plan::Pro).insert(&mut tx).await.unwrap();
        m("Cleo").online(true).on_call_since(NOW).supervises("groups").insert(&mut tx).await.unwrap();
        m("Dana").online(true).wrapping_up_until(NOW.plus(1)).forwarding(&["+15550100002"]).insert(&mut tx).await.unwrap();
        m("Eva").online(true).wrapping_up_until(NOW).insert(&mut tx).await.unwrap();
        m("Femi").supervises("everyone").insert(&mut tx).await.unwrap();
        m("Gus").state(MemberState::Suspended).insert(&mut tx).await.unwrap();
        m("Hana").invitation_expires(NOW.plus(1)).insert(&mut tx).await.unwrap();
        m("Ivo").invitation_expires(NOW).insert(&mut tx).await.unwrap();
        m("Gone").state(MemberState::Deleted).online(true).insert(&mut tx).await.unwrap();
        let sales = team.group(&mut tx, "Sales").await.unwrap();
        team.join(&mut tx, sales, ann).await.unwrap();
        let status = |s| TeamFilter::of([FilterValue::Status(s)]);
        let number = |n| TeamFilter::of([FilterValue::Number(n)]);
        let supervises = |s| TeamFilter::of([FilterValue::Supervises(s)]);
        let invited = |i| TeamFilter::of([FilterValue::Invitation(i)]);
        for (filter, names) in [
            (status(StatusFilter::Online), "Ann A, Ben, Cleo, Dana, Eva"),
            (status(StatusFilter::Available), "Ann A, Eva"),
            (status(StatusFilter::OnCall), "Cleo"),
            (status(StatusFilter::WrappingUp), "Dana"),
            (status(StatusFilter::DoNotDisturb), "Ben"),
            (status(StatusFilter::Offline), "Femi"),
            (status(StatusFilter::Suspended), "Gus"),
            (number(NumberFilter::HasDirect), "Ann A"),
            (number(NumberFilter::NoDirect), "Ben, Cleo, Dana, Eva, Femi, Gus, Hana, Ivo"),
            (number(NumberFilter::Forwards), "Dana"),
            (supervises(SupervisorScope::Groups), "Cleo"),
            (supervises(SupervisorScope::Everyone), "Femi"),
            (invited(InvitationFilter::Pending), "Hana"),
            (invited(InvitationFilter::Expired), "Ivo"),
            (TeamFilter::of([FilterValue::Invitation(InvitationFilter::Pending), FilterValue::Invitation(InvitationFilter::Expired)]), "Hana, Ivo"),
            (TeamFilter::of([FilterValue::Role(team.roles.administrator), FilterValue::Role(team.roles.manager)]), "Ann A, Ben"),
            (TeamFilter::of([FilterValue::Plan(Plan::Pro)]), "Ben"),
            (TeamFilter::of([FilterValue::Group(sales)]), "Ann A"),
            (TeamFilter::of([FilterValue::Status(StatusFilter::OnCall), FilterValue::Status(StatusFilter::DoNotDisturb)]), "Ben, Cleo"),
            (TeamFilter::of([FilterValue::Role(team.roles.agent), FilterValue::Status(StatusFilter::Online)]), "Cleo, Dana, Eva"),
            (TeamFilter { q: "a".into(), ..TeamFilter::of([FilterValue::Status(StatusFilter::Available)]) }, "Ann A, Eva"),
        ] {
            let shown = shown(&mut tx, team.account, &everything(), &filtered(filter.clone())).await;
            assert_eq!(shown.join(", "), names, "{filter:?}");
            assert_eq!(team::count(&mut tx, team.account, &filter, NOW).await.unwrap(), shown.len() as u64, "{filter:?}");
            assert_eq!(team::ids(&mut tx, team.account, &filter, NOW).await.unwrap().len(), shown.len(), "{filter:?}");
        }
        let joined = team::count(&mut tx, team.account, &invited(InvitationFilter::Joined), NOW).await.unwrap();
        assert_eq!(joined, 7);
    }

    async fn a3_another_accounts_members_never_show(db) {
        let mut tx = db.write().await.unwrap();
        let (ours, theirs) = (TestTeam::new(&mut tx).await.unwrap(), TestTeam::new(&mut tx).await.unwrap());
        ours.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
        let kofi = theirs.member("Kofi", "Whitfield").insert(&mut tx).await.unwrap();
        crowd(&mut tx, &theirs).await;
        assert_eq!(found(&mut tx, ours.account, "").await, ["Dana Whitfield"]);
        assert_eq!(found(&mut tx, ours.account, "whitfield").await, ["Dana Whitfield"]);
        assert_eq!(found(&mut tx, theirs.account, "whitfield").await, ["Kofi Whitfield"]);
        assert!(found(&mut tx, ours.account, "zzz").await.is_empty());
        assert_eq!(team::card(&mut tx, ours.account, &everything(), kofi).await.unwrap(), None);
        let query = TeamQuery::default();
        assert_eq!(team::position(&mut tx, ours.account, &everything(), &query, kofi, NOW).await.unwrap(), None);
    }

    async fn r12_a_directory_hides_sign_ins_and_numbers_and_does_not_find_them(db) {
        let mut tx = db.write().await.unwrap();
        for large in [false, true] {
            let team = TestTeam::new(&mut tx).await.unwrap();
            if large {
                crowd(&mut tx, &team).await;
            }
            let direct = if large { "+15550109999" } else { "+15550101111" };
            let sign_in = if large { "secret@large.example" } else { "secret@small.example" };
            let dana = team.member("Dana", "Whitfield").extension(118).sign_in(sign_in).direct(direct).plan(Plan::Pro).forwarding(&["+15550102222"]).insert(&mut tx).await.unwrap();
            let names = |q: &str| searching(q);
            for q in ["whit", "118", "da", "w", "dana whit"] {
                assert_eq!(shown(&mut tx, team.account, &directory(), &names(q)).await, ["Dana Whitfield"], "{q}");
            }
            for q in ["secret", "555010", "0102222", "@", "se", "22"] {
                assert_eq!(shown(&mut tx, team.account, &directory(), &names(q)).await, Vec::<String>::new(), "{q}");
            }
            let page = team::page(&mut tx, team.account, &directory(), &names("whit"), NOW).await.unwrap();
            let row = page.rows.first().unwrap();
            assert_eq!((row.sign_in.as_ref(), row.direct.as_ref(), row.forwarding.len(), row.plan, row.supervises), (None, None, 0, None, None));
            assert_eq!(row.extension.map(|e| e.number()), Some(118));
            let card = team::card(&mut tx, team.account, &directory(), dana).await.unwrap().unwrap();
            assert_eq!((card.row.sign_in, card.mobile, card.numbers.len()), (None, None, 0));
            let by_plan = filtered(TeamFilter { q: "whit".into(), ..TeamFilter::of([FilterValue::Plan(Plan::Basic)]) });
            assert_eq!(shown(&mut tx, team.account, &directory(), &by_plan).await, ["Dana Whitfield"], "the filter tells nothing");
            assert!(shown(&mut tx, team.account, &everything(), &by_plan).await.is_empty());
        }
    }

    async fn r12_a_directory_is_ordered_and_filtered_by_nothing_that_policy_hides(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        team.member("Ann", "Adams").extension(300).insert(&mut tx).await.unwrap();
        team.member("Zoe", "Zhang").extension(200).role(RoleKind::Manager).insert(&mut tx).await.unwrap();
        let by = |sort| TeamQuery { sort, per_page: 100, ..TeamQuery::default() };
        for (sort, to_manager, to_agent) in [
            (SortBy::Role, ["Zoe Zhang", "Ann Adams"], ["Ann Adams", "Zoe Zhang"]),
            (SortBy::Extension, ["Zoe Zhang", "Ann Adams"], ["Zoe Zhang", "Ann Adams"]),
        ] {
            assert_eq!(shown(&mut tx, team.account, &everything(), &by(sort)).await, to_manager, "{sort:?}");
            assert_eq!(shown(&mut tx, team.account, &directory(), &by(sort)).await, to_agent, "{sort:?}");
        }
        let agents = filtered(TeamFilter::of([FilterValue::Role(team.roles.agent)]));
        assert_eq!(shown(&mut tx, team.account, &everything(), &agents).await, ["Ann Adams"]);
        assert_eq!(shown(&mut tx, team.account, &directory(), &agents).await.len(), 2, "the filter tells nothing");
        let online = filtered(TeamFilter::of([FilterValue::Status(StatusFilter::Online)]));
        assert!(shown(&mut tx, team.account, &directory(), &online).await.is_empty(), "by what is shown it may");
    }

    async fn t12_counts_and_seats_are_those_the_changes_kept(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let ann = team.member("Ann", "A").role(RoleKind::Administrator).online(true).plan(Plan::Pro).insert(&mut tx).await.unwrap();
        team.member("Ben", "B").invitation_expires(NOW).insert(&mut tx).await.unwrap();
        let counts = team::beside(&mut tx, team.account, ann).await.unwrap().counts;
        assert_eq!((counts.all, counts.online, counts.invited, counts.no_direct, counts.suspended), (2, 1, 1, 2, 0));
        assert_eq!(counts.roles.iter().map(|r| (r.name.as_str(), r.members)).collect::<Vec<_>>(), [("Administrator", 1), ("Manager", 0), ("Agent", 1)]);
        let seats = crate::billing::seats(&mut tx, team.account).await.unwrap();
        assert_eq!((seats.of(Plan::Basic).used, seats.of(Plan::Pro).used), (1, 1));
        assert_eq!(team::head_count(&mut tx, team.account).await.unwrap(), (2, 1));
    }

    async fn t8_a_card_knows_its_place_in_the_list_and_its_neighbours(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let mut ids = Vec::new();
        for last in ["Adeyemi", "Brandt", "Chen", "Diaz"] {
            ids.push(team.member("Dana", last).insert(&mut tx).await.unwrap());
        }
        let query = searching("an");
        let of = async |tx: &mut Tx, id| team::position(tx, team.account, &everything(), &query, id, NOW).await.unwrap().unwrap();
        let brandt = of(&mut tx, ids[1]).await;
        assert_eq!((brandt.at, brandt.total, brandt.previous, brandt.next), (2, 4, Some(ids[0]), Some(ids[2])));
        let last = of(&mut tx, ids[3]).await;
        assert_eq!((last.at, last.next), (4, None));
        let others = searching("brandt");
        assert_eq!(team::position(&mut tx, team.account, &everything(), &others, ids[0], NOW).await.unwrap(), None);
        let card = team::card(&mut tx, team.account, &everything(), ids[1]).await.unwrap().unwrap();
        assert_eq!(card.row.name.full(), "Dana Brandt");
    }

    async fn t4_matches_that_lie_together_at_the_end_of_the_order_are_all_found(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let person = |i: u32| if i < 2_600 { team.member("Ann", &format!("B{i}")) } else { team.member("Zoe", &format!("Yellow{i}")) };
        let all: Vec<_> = (0..3_200).map(person).collect();
        team.insert_all(&mut tx, &all).await.unwrap();
        let mut query = TeamQuery { per_page: 50, ..searching("yell") };
        let mut seen = 0;
        loop {
            let page = team::page(&mut tx, team.account, &everything(), &query, NOW).await.unwrap();
            assert_eq!((page.total, page.rows.iter().all(|row| row.name.first == "Zoe")), (600, true));
            seen += page.rows.len();
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, 600);
        let long = searching("zoe yellow3100 zoe");
        assert_eq!(shown(&mut tx, team.account, &everything(), &long).await, ["Zoe Yellow3100"]);
        let offline = TeamFilter { q: "yell".into(), ..TeamFilter::of([FilterValue::Status(StatusFilter::Offline)]) };
        assert_eq!(team::count(&mut tx, team.account, &offline, NOW).await.unwrap(), 600);
        assert_eq!(team::ids(&mut tx, team.account, &offline, NOW).await.unwrap().len(), 600);
    }
}
