//! The Numbers table on both engines: search, filters, orders, paging, counters, past holders (N1, N3, T6).

use super::{NumbersViewer, Row, SELECT, counts, page};
use crate::numbers::card::{holders, users};
use crate::search::fold;
use crate::sql::{Sql, all_of, one, run};
use crate::testing::{NOW, TestTeam, on_both, sql_number};
use crate::{Db, Tx};
use model::numbers::query::{NumberSort, NumbersQuery};
use model::numbers::{Destination, DestinationKind};
use model::{Country, GroupId, MemberId, NumberId};

/// A number of the team; `to` is a member, a group, or neither.
pub(crate) async fn number(
    tx: &mut Tx,
    team: &TestTeam,
    e164: &str,
    label: &str,
    to: (Option<MemberId>, Option<GroupId>),
) -> NumberId {
    let id = NumberId::new();
    let destination = match to {
        (Some(_), _) => "member",
        (_, Some(_)) => "group",
        _ => "nobody",
    };
    run!(
        tx,
        "INSERT INTO numbers (account_id, id, e164, label, label_fold, destination, member_id, group_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        team.account,
        id,
        e164,
        label,
        fold(label),
        destination,
        to.0,
        to.1,
        NOW.0
    )
    .unwrap();
    id
}

struct House {
    team: TestTeam,
    dana: MemberId,
    support: GroupId,
    lines: NumberId,
    free: NumberId,
}

async fn house(db: &Db) -> House {
    let mut tx = db.write().await.unwrap();
    let team = TestTeam::new(&mut tx).await.unwrap();
    let dana = team.member("Dana", "Whitfield").direct("+15035550142").insert(&mut tx).await.unwrap();
    let support = team.group(&mut tx, "Support").await.unwrap();
    let lines = number(&mut tx, &team, "+15035550160", "Support line", (None, Some(support))).await;
    let free = number(&mut tx, &team, "+18005550199", "", (None, None)).await;
    let other = TestTeam::new(&mut tx).await.unwrap();
    number(&mut tx, &other, "+15035550999", "Support line", (None, None)).await;
    tx.commit().await.unwrap();
    House { team, dana, support, lines, free }
}

async fn found(db: &Db, house: &House, query: &str) -> Vec<String> {
    let (query, _) = NumbersQuery::from_query(query);
    let mut tx = db.read().await.unwrap();
    let page = page(&mut tx, house.team.account, &NumbersViewer::default(), &query).await.unwrap();
    assert_eq!(page.total, page.rows.len() as u64);
    page.rows.into_iter().map(|r| r.number.e164().trim_start_matches('+').to_owned()).collect()
}

on_both! {
    async fn n3_a_destination_that_says_nothing_is_a_fault_and_never_nobody(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let id = number(&mut tx, &team, "+15550109321", "", (None, None)).await;
        let mut sql = Sql::new(SELECT);
        sql.push(" FROM numbers n WHERE n.id = ").bind(id);
        let row = all_of!(&mut tx, Row, sql).unwrap().remove(0);
        assert_eq!(row.clone().row(Country::default()).unwrap().destination, Destination::Nobody);
        let nowhere = Row { destination: DestinationKind::Member, ..row };
        assert!(nowhere.row(Country::default()).is_err(), "it rings at a member, and at none");
        assert!(one!(&mut tx, (DestinationKind,), "SELECT 'menu'").is_ok());
        assert!(one!(&mut tx, (DestinationKind,), "SELECT 'moon'").is_err());
    }

    async fn n1_numbers_are_found_by_digits_label_and_destination(db) {
        let house = house(&db).await;
        let all = ["15035550142", "15035550160", "18005550199"];
        for (query, wanted) in [
            ("", &all[..]),
            ("q=(503) 555", &all[..2]),
            ("q=%2B1 503 555-0142", &all[..1]),
            ("q=support", &all[1..2]),
            ("q=whitf", &all[..1]),
            ("q=dana whitfield", &all[..1]),
            ("q=line", &all[1..2]),
            ("q=nobody of that name", &[]),
            ("to=nobody", &all[2..]),
            ("to=member,group", &all[..2]),
            ("kind=toll-free", &[]),
            ("label=Support line", &all[1..2]),
        ] {
            assert_eq!(found(&db, &house, query).await, wanted, "{query}");
        }
        assert_eq!(found(&db, &house, &format!("group={}", house.support)).await, all[1..2]);
        let mut tx = db.read().await.unwrap();
        let counts = counts(&mut tx, house.team.account, &NumbersViewer::default()).await.unwrap();
        assert_eq!((counts.all, counts.unassigned, counts.groups.len(), counts.labels), (3, 1, 1, vec!["Support line".to_owned()]));
    }

    async fn n1_paging_in_every_order_skips_and_repeats_nothing_while_numbers_come_and_go(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let group = team.group(&mut tx, "Support").await.unwrap();
        for i in 0..60_i64 {
            let name = format!("M{}", i % 7);
            let member = if i % 3 == 0 { Some(team.member(&name, "Lind").insert(&mut tx).await.unwrap()) } else { None };
            let to = (member, (i % 3 == 1).then_some(group));
            number(&mut tx, &team, &format!("+1503555{:04}", 100 + (i * 37) % 900), ["", "Line", "Desk"][(i % 3) as usize], to).await;
        }
        tx.commit().await.unwrap();
        for sort in NumberSort::ALL {
            for descending in [false, true] {
                let mut query = NumbersQuery { sort: *sort, descending, per_page: 25, ..NumbersQuery::default() };
                let mut seen: Vec<NumberId> = Vec::new();
                let mut pages = 0;
                loop {
                    let mut tx = db.write().await.unwrap();
                    let rows = page(&mut tx, team.account, &NumbersViewer::default(), &query).await.unwrap();
                    seen.extend(rows.rows.iter().map(|r| r.id));
                    pages += 1;
                    // One comes before all that were read.
                    let e164 = format!("+1{:03}555{:04}", 200 + pages, NumberSort::ALL.iter().position(|s| s == sort).unwrap() * 2 + usize::from(descending));
                    number(&mut tx, &team, &e164, "", (None, None)).await;
                    tx.commit().await.unwrap();
                    match rows.next {
                        Some(next) => query.cursor = Some(next),
                        None => break,
                    }
                }
                let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
                assert_eq!(distinct.len(), seen.len(), "{sort:?} repeats");
                assert!(seen.len() >= 60, "{sort:?} skips: {}", seen.len());
                let back = NumbersQuery { cursor: query.cursor.clone().map(|c| model::numbers::query::NumbersCursor { forward: false, ..c }), ..query };
                let mut tx = db.read().await.unwrap();
                assert!(!page(&mut tx, team.account, &NumbersViewer::default(), &back).await.unwrap().rows.is_empty());
            }
        }
    }

    async fn n3_where_a_number_rang_before_is_kept_on_every_path(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        run!(&mut tx, "UPDATE numbers SET destination = 'member', member_id = $2, group_id = NULL WHERE id = $1", house.lines, house.dana).unwrap();
        run!(&mut tx, "UPDATE numbers SET destination = 'nobody', member_id = NULL, since = $2 WHERE id = $1", house.lines, NOW.0 + 5).unwrap();
        let past = holders(&mut tx, house.team.account, house.lines).await.unwrap();
        assert_eq!(past.iter().map(|h| (h.kind, h.name.as_str())).collect::<Vec<_>>(), [
            (DestinationKind::Member, "Dana Whitfield"),
            (DestinationKind::Group, "Support"),
        ]);
        assert_eq!((past[0].until.0, past[1].since), (NOW.0 + 5, NOW));
        let all = sql_number(&mut tx, "SELECT unassigned FROM number_totals ORDER BY numbers DESC LIMIT 1").await.unwrap();
        assert_eq!(all, 2, "the counter follows");
    }

    async fn m13_the_main_number_rings_the_menu_until_it_is_unassigned(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        run!(&mut tx, "UPDATE numbers SET destination = 'menu', is_main = $2 WHERE id = $1", house.free, true).unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let taken = run!(&mut tx, "UPDATE numbers SET destination = 'member', member_id = $2 WHERE id = $1", house.free, house.dana);
        assert!(taken.is_err_and(|e| e.is("main_number_rings_menu")));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let second = run!(&mut tx, "UPDATE numbers SET destination = 'menu', group_id = NULL, is_main = $2 WHERE id = $1", house.lines, true);
        assert!(second.is_err_and(|e| e.is("numbers_one_main")));
    }

    async fn n1_the_count_of_those_who_may_use_a_number_follows_grants(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        let count = async |tx: &mut Tx| one!(tx, (i64,), "SELECT users FROM numbers WHERE id = $1", house.lines).unwrap().0;
        run!(&mut tx, "INSERT INTO number_users (account_id, number_id, member_id) VALUES ($1, $2, $3)", house.team.account, house.lines, house.dana).unwrap();
        assert_eq!(count(&mut tx).await, 1);
        assert_eq!(users(&mut tx, house.team.account, house.lines, 10).await.unwrap()[0].name(), "Dana Whitfield");
        run!(&mut tx, "DELETE FROM number_users WHERE number_id = $1", house.lines).unwrap();
        assert_eq!(count(&mut tx).await, 0);
    }

    async fn n1_renaming_a_member_moves_their_number_in_the_order_of_destinations(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        let zoe = house.team.member("Zoe", "Adams").direct("+15035550111").insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(&db, &house, "to=member&sort=to").await, ["15035550111", "15035550142"]);
        let mut tx = db.write().await.unwrap();
        house.team.rename(&mut tx, zoe, "Zoe", "Zimmer").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(&db, &house, "to=member&sort=to").await, ["15035550142", "15035550111"]);
    }

    async fn a3_r2_a_viewer_of_ones_own_numbers_sees_no_others(db) {
        let house = house(&db).await;
        let mut tx = db.read().await.unwrap();
        let own = NumbersViewer { only: Some((vec![house.free], vec![house.support])), ..NumbersViewer::default() };
        let page = page(&mut tx, house.team.account, &own, &NumbersQuery::default()).await.unwrap();
        assert_eq!(page.rows.iter().map(|r| r.id).collect::<Vec<_>>(), [house.lines, house.free]);
        let none = NumbersViewer { only: Some((vec![], vec![])), ..NumbersViewer::default() };
        assert_eq!(counts(&mut tx, house.team.account, &none).await.unwrap().all, 0);
    }
}
