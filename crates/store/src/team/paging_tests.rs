//! Paging while rows come and go (T6, QUALITY invariant 13), and the indexes behind the orders (P1).

use crate::Tx;
use crate::sql::{Sql, all_of, run};
use crate::team;
use crate::team::{TeamRows, TeamViewer};
use crate::testing::{NOW, TestTeam, on_both};
use model::SupervisorScope;
use model::team::{Cursor, FilterValue, InvitationFilter, SortBy, StatusFilter, TeamFilter, TeamQuery};
use model::{Country, MemberId, RoleKind};
use policy::TeamSight;
use std::collections::{BTreeMap, BTreeSet};

fn viewer() -> TeamViewer {
    TeamViewer { country: Country::default(), member: MemberId(1), own_groups_only: None, sees: TeamSight::WHOLE }
}

async fn page(tx: &mut Tx, team: &TestTeam, query: &TeamQuery, cursor: Option<Cursor>) -> TeamRows {
    let query = TeamQuery { cursor, ..query.clone() };
    team::page(tx, team.account, &viewer(), &query, NOW).await.expect("a page")
}

fn ids(page: &TeamRows) -> Vec<MemberId> {
    page.rows.iter().map(|row| row.id).collect()
}

async fn many(tx: &mut Tx, team: &TestTeam, n: usize) -> Vec<MemberId> {
    let names = ["Adeyemi", "Brandt", "Chen", "Diaz", "Evans"];
    let members: Vec<_> = (0..n)
        .map(|i| {
            let role = if i % 7 == 0 { RoleKind::Manager } else { RoleKind::Agent };
            team.member(&format!("Dana{}", i % 3), names[i % names.len()]).role(role).online(i % 4 == 0)
        })
        .collect();
    team.insert_all(tx, &members).await.expect("members");
    members.iter().map(|m| m.id).collect()
}

on_both! {
    async fn t6_pages_forward_and_back_show_every_row_once_in_every_order(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        many(&mut tx, &team, 103).await;
        for sort in SortBy::ALL {
            for descending in [false, true] {
                for q in ["", "dana"] {
                    let filter = TeamFilter::search(q);
                    let query = TeamQuery { sort: *sort, descending, per_page: 25, filter, cursor: None };
                    let mut pages = vec![page(&mut tx, &team, &query, None).await];
                    while let Some(next) = pages.last().unwrap().next.clone() {
                        pages.push(page(&mut tx, &team, &query, Some(next)).await);
                    }
                    assert_eq!(pages.iter().map(|p| (p.first, p.rows.len(), p.total)).collect::<Vec<_>>(), [(1, 25, 103), (26, 25, 103), (51, 25, 103), (76, 25, 103), (101, 3, 103)]);
                    let all: BTreeSet<MemberId> = pages.iter().flat_map(ids).collect();
                    assert_eq!(all.len(), 103, "{sort:?}");
                    let mut at = pages.last().unwrap().previous.clone();
                    for earlier in pages.iter().rev().skip(1) {
                        let back = page(&mut tx, &team, &query, at).await;
                        assert_eq!((ids(&back), back.first), (ids(earlier), earlier.first), "{sort:?} {descending}");
                        at = back.previous.clone();
                    }
                    assert_eq!(at, None, "the first page has none before it");
                }
            }
        }
    }

    async fn t6_nothing_that_stayed_put_is_skipped_or_repeated_while_others_edit(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let all = many(&mut tx, &team, 200).await;
        // Every fifth member is renamed or deleted on the way; all others stay put.
        let moved: Vec<MemberId> = all.iter().copied().step_by(5).collect();
        let stayed: BTreeSet<MemberId> = all.iter().copied().filter(|id| !moved.contains(id)).collect();
        let mut victims = moved.into_iter();
        let query = TeamQuery { per_page: 20, ..TeamQuery::default() };
        let mut current = page(&mut tx, &team, &query, None).await;
        let mut last_seen = BTreeSet::new();
        for forward in [true, false] {
            let mut seen: BTreeMap<MemberId, u32> = BTreeMap::new();
            // Going back begins before the last page, which was seen on the way there.
            seen.extend(last_seen.iter().map(|id| (*id, 1)));
            loop {
                if forward || last_seen.is_empty() {
                    for id in ids(&current) {
                        *seen.entry(id).or_default() += 1;
                    }
                }
                last_seen = if forward { ids(&current).into_iter().collect() } else { BTreeSet::new() };
                let Some(cursor) = (if forward { current.next.clone() } else { current.previous.clone() }) else { break };
                if let Some(id) = victims.next() {
                    team.rename(&mut tx, id, "Zola", if forward { "Adams" } else { "Young" }).await.unwrap();
                }
                if let Some(id) = victims.next() {
                    team.delete(&mut tx, id).await.unwrap();
                }
                team.member("Abe", "Aaron").insert(&mut tx).await.unwrap();
                team.member("Mia", "Chen").insert(&mut tx).await.unwrap();
                current = page(&mut tx, &team, &query, Some(cursor)).await;
                assert!(!current.cursor_was_stale);
            }
            for id in &stayed {
                assert_eq!(seen.get(id), Some(&1), "forward: {forward}");
            }
        }
    }

    async fn t6_a_row_deleted_at_the_edge_leaves_its_place(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        many(&mut tx, &team, 30).await;
        let query = TeamQuery { per_page: 10, ..TeamQuery::default() };
        let first = page(&mut tx, &team, &query, None).await;
        let second = page(&mut tx, &team, &query, first.next.clone()).await;
        team.delete(&mut tx, *ids(&first).last().unwrap()).await.unwrap();
        assert_eq!(ids(&page(&mut tx, &team, &query, first.next.clone()).await), ids(&second));
    }

    async fn t6_a_place_that_is_gone_or_of_another_order_gives_the_nearest_page(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        many(&mut tx, &team, 12).await;
        let query = TeamQuery { per_page: 10, ..TeamQuery::default() };
        let first = page(&mut tx, &team, &query, None).await;
        let last = page(&mut tx, &team, &query, first.next.clone()).await;
        for id in ids(&last) {
            team.delete(&mut tx, id).await.unwrap();
        }
        let fallen_back = page(&mut tx, &team, &query, first.next.clone()).await;
        assert_eq!((ids(&fallen_back), fallen_back.first, fallen_back.cursor_was_stale), (ids(&first), 1, true));
        for (sort, key) in [(SortBy::Extension, "ff"), (SortBy::Name, "xyz"), (SortBy::Plan, "09"), (SortBy::Name, "é")] {
            let wrong = Cursor { key: key.into(), id: MemberId(1), forward: true, at: 900 };
            let shown = page(&mut tx, &team, &TeamQuery { sort, ..query.clone() }, Some(wrong)).await;
            assert_eq!((shown.rows.len(), shown.first, shown.cursor_was_stale), (10, 1, true), "{key}");
        }
        let empty = TeamQuery { filter: TeamFilter::search("nobody"), ..query };
        let shown = page(&mut tx, &team, &empty, None).await;
        assert_eq!((shown.total, shown.first, shown.rows.len(), shown.next, shown.previous), (0, 0, 0, None, None));
    }

    async fn t5_filters_that_few_pass_read_an_index_of_their_own(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        many(&mut tx, &team, 30).await;
        if let Tx::Postgres(_) = tx {
            run!(&mut tx, "SET LOCAL enable_seqscan = off").unwrap();
        }
        for (filter, index) in [
            (TeamFilter::of([FilterValue::Status(StatusFilter::Available)]), "members_online_status"),
            (TeamFilter::of([FilterValue::Supervises(SupervisorScope::Everyone)]), "members_supervising"),
            (TeamFilter::of([FilterValue::Status(StatusFilter::Suspended)]), "members_not_active"),
            (TeamFilter::of([FilterValue::Invitation(InvitationFilter::Expired)]), "members_not_active"),
        ] {
            let sql = team::count_sql(&mut tx, team.account, &filter).await.unwrap();
            let plan = how(&mut tx, sql).await;
            // PostgreSQL chooses by how many rows there are; thirty tell it nothing.
            if let Tx::Sqlite(_) = tx {
                assert!(plan.contains(index), "{filter:?}: {plan}");
            }
        }
    }

    async fn p1_every_order_walks_its_index_in_both_directions(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        many(&mut tx, &team, 30).await;
        if let Tx::Postgres(_) = tx {
            // So few rows are quicker to sort; the question is whether the index could serve.
            for setting in ["SET LOCAL enable_seqscan = off", "SET LOCAL enable_sort = off", "SET LOCAL enable_bitmapscan = off"] {
                run!(&mut tx, setting).unwrap();
            }
        }
        for sort in SortBy::ALL {
            for descending in [false, true] {
                let query = TeamQuery { sort: *sort, descending, per_page: 10, ..TeamQuery::default() };
                let next = page(&mut tx, &team, &query, None).await.next.unwrap();
                let back = Cursor { forward: false, ..next.clone() };
                for cursor in [None, Some(next), Some(back)] {
                    let query = TeamQuery { cursor, ..query.clone() };
                    let sql = team::page_sql(&mut tx, team.account, &viewer(), &query).await.unwrap();
                    let plan = how(&mut tx, sql).await;
                    assert!(plan.contains("members_by_"), "{plan}");
                    assert!(!plan.contains("TEMP B-TREE") && !plan.contains("SCAN m") && !plan.contains("Sort"), "{sort:?}: {plan}");
                }
            }
        }
    }
}

/// How the engine would run a query.
async fn how(tx: &mut Tx, mut sql: Sql) -> String {
    let lines = if let Tx::Sqlite(_) = tx {
        sql.text.insert_str(0, "EXPLAIN QUERY PLAN ");
        all_of!(tx, (i64, i64, i64, String), sql)
            .expect("a plan")
            .into_iter()
            .map(|(.., line)| line)
            .collect::<Vec<_>>()
    } else {
        sql.text.insert_str(0, "EXPLAIN ");
        all_of!(tx, (String,), sql).expect("a plan").into_iter().map(|(line,)| line).collect()
    };
    lines.join("\n")
}
