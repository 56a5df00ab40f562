//! How the engines find the rows of the Numbers table: by an index of the account, in order, and no row of others (N1, P1, A3).

use super::{NumbersViewer, count_sql, page, page_sql};
use crate::Tx;
use crate::numbers::order::Place;
use crate::numbers::tests::number;
use crate::sql::{Sql, all_of, run};
use crate::testing::{TestTeam, on_both};
use model::numbers::DestinationKind;
use model::numbers::query::{NumberSort, NumbersCursor, NumbersQuery};
use model::{GroupId, NumberId};

/// Numbers of the account that is asked about, and of each other.
const OWN: usize = 120;
/// So many that reading all of them for those of one would be felt: PostgreSQL decides by that.
const ACCOUNTS: usize = 25;

/// Accounts whose numbers were bought in turn; those of the one in the middle are looked at.
async fn accounts(tx: &mut Tx) -> TestTeam {
    let mut all = Vec::new();
    for _ in 0..ACCOUNTS {
        let team = TestTeam::new(tx).await.expect("a team");
        let group = team.group(tx, "Support").await.expect("a group");
        let dana = team.member("Dana", "Whitfield").insert(tx).await.expect("Dana");
        all.push((team, group, dana));
    }
    for i in 0..OWN {
        for (account, (team, group, dana)) in all.iter().enumerate() {
            let to = match i % 3 {
                0 => (Some(*dana), None),
                1 => (None, Some(*group)),
                _ => (None, None),
            };
            number(tx, team, &format!("+1503{account:02}{i:05}"), ["Support line", "Sales", ""][i % 3], to).await;
        }
    }
    match tx {
        Tx::Sqlite(_) => run!(tx, "ANALYZE"),
        Tx::Postgres(_) => run!(tx, "ANALYZE numbers, members, groups"),
    }
    .expect("statistics");
    all[ACCOUNTS / 2].0
}

/// The lines in which the engine says how it runs a query; PostgreSQL's with what it read when it did.
async fn how(tx: &mut Tx, mut sql: Sql) -> Vec<String> {
    if let Tx::Sqlite(_) = tx {
        sql.text.insert_str(0, "EXPLAIN QUERY PLAN ");
        return all_of!(tx, (i64, i64, i64, String), sql).expect("a plan").into_iter().map(|(.., line)| line).collect();
    }
    sql.text.insert_str(0, "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ");
    all_of!(tx, (String,), sql).expect("a plan").into_iter().map(|(line,)| line).collect()
}

/// No table is read but by an index that begins with the account.
fn only_of_the_account(plan: &[String], what: &str) {
    let all = plan.join("\n");
    let own = |line: &&String| line.contains(" n USING ") || line.contains("on numbers n");
    assert!(plan.iter().any(|line| own(&line)), "{what}: {all}");
    for line in plan {
        let scanned = line.contains("SCAN ") && !line.contains("VIRTUAL TABLE") && !line.contains("CONSTANT ROW");
        assert!(!scanned && !line.contains("Seq Scan"), "{what}: {all}");
        assert!(!line.contains(" n USING ") || line.contains("(account_id=?"), "{what}: {all}");
    }
    // PostgreSQL names what each index is asked for in a line of its own.
    for line in plan.iter().filter(|line| line.contains("Index Cond: ")) {
        assert!(line.contains("account_id = "), "{what}: {all}");
    }
}

/// Whether the index could serve is the question: so few rows are quicker to read whole and to sort.
async fn by_index(tx: &mut Tx, in_order: bool) {
    if let Tx::Postgres(_) = tx {
        run!(tx, "SET LOCAL enable_seqscan = off").expect("set");
        if in_order {
            run!(tx, "SET LOCAL enable_sort = off").expect("set");
            run!(tx, "SET LOCAL enable_bitmapscan = off").expect("set");
        }
    }
}

const SORTS: [(NumberSort, &str); 5] = [
    (NumberSort::Number, "numbers_by_e164"),
    (NumberSort::Label, "numbers_by_label"),
    (NumberSort::Kind, "numbers_by_kind"),
    (NumberSort::Destination, "numbers_by_destination"),
    (NumberSort::Users, "numbers_by_users"),
];

on_both! {
    async fn n1_every_order_walks_its_index_both_ways_and_reads_a_page_and_one(db) {
        let mut tx = db.write().await.unwrap();
        let team = accounts(&mut tx).await;
        by_index(&mut tx, true).await;
        let all = NumbersViewer::default();
        for (sort, index) in SORTS {
            for descending in [false, true] {
                let query = NumbersQuery { sort, descending, per_page: 50, ..NumbersQuery::default() };
                let next = page(&mut tx, team.account, &all, &query).await.unwrap().next.unwrap();
                let back = NumbersCursor { forward: false, ..next.clone() };
                for cursor in [None, Some(next), Some(back)] {
                    let what = format!("{sort:?}, descending: {descending}, {cursor:?}");
                    let forward = cursor.as_ref().is_none_or(|c| c.forward);
                    let place = cursor.as_ref().and_then(|c| Place::read(sort, &c.key, &c.number));
                    let sql = page_sql(&mut tx, team.account, &all, &query, place, forward, 50).await.unwrap();
                    let plan = how(&mut tx, sql).await;
                    only_of_the_account(&plan, &what);
                    let text = plan.join("\n");
                    assert!(text.contains(index) && !text.contains("TEMP B-TREE") && !text.contains("Sort"), "{what}: {text}");
                    if let Tx::Postgres(_) = tx {
                        // Fifty, and one to know whether there are more; before the cursor's place there are forty-nine.
                        let walked = plan.iter().find(|line| line.contains(index)).unwrap();
                        let rows: Vec<usize> = walked.split("rows=").skip(1).filter_map(|r| r.split(['.', ' ', ')']).next()?.parse().ok()).collect();
                        assert!(rows.iter().all(|n| *n <= 51) && rows.iter().any(|n| *n >= 49), "{what}: {walked}");
                        let of_the_walk = text.split("SubPlan").next().unwrap();
                        assert!(!of_the_walk.contains("Rows Removed by Filter"), "{what}: {text}");
                    }
                }
            }
        }
    }

    async fn n1_a_search_and_a_filter_read_the_accounts_numbers_and_no_others(db) {
        let mut tx = db.write().await.unwrap();
        let team = accounts(&mut tx).await;
        by_index(&mut tx, false).await;
        let all = NumbersViewer::default();
        let few = NumbersViewer { only: Some((vec![NumberId(1)], vec![GroupId(2)])), ..NumbersViewer::default() };
        let none = NumbersQuery::default();
        for (query, found) in [
            (none.clone().with_search("sales"), 40),
            (none.clone().with_search("0011"), 11),
            (none.clone().with_search("whitfield"), 40),
            (none.clone().with_search("support"), 80),
            (none.clone().changed(|f| f.destinations = vec![DestinationKind::Nobody]), 40),
            (none.clone().changed(|f| f.labels = vec!["Sales".to_owned()]), 40),
        ] {
            let what = format!("{:?}", query.filter);
            assert_eq!(page(&mut tx, team.account, &all, &query).await.unwrap().total, found, "{what}");
            for viewer in [&all, &few] {
                let sql = page_sql(&mut tx, team.account, viewer, &query, None, true, 50).await.unwrap();
                only_of_the_account(&how(&mut tx, sql).await, &what);
                let sql = count_sql(&mut tx, team.account, viewer, &query.filter).await.unwrap();
                let plan = how(&mut tx, sql).await;
                only_of_the_account(&plan, &what);
                // What is thrown away after reading is at most what the account has.
                let thrown = plan.iter().filter_map(|line| line.trim().strip_prefix("Rows Removed by Filter: ")?.parse::<usize>().ok());
                assert!(thrown.max().is_none_or(|n| n <= OWN), "{what}: {}", plan.join("\n"));
            }
        }
    }
}
