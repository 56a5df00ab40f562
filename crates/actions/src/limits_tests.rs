//! What is counted while names are looked up, and what of it stays (M5), on both engines.

use crate::limits::looking_names_up;
use crate::request::Request;
use crate::testing::Browser;
use model::error::AppResult;
use std::time::Duration;
use store::Db;
use store::testing::{TestTeam, on_both, sql_number};
use tokio::time::{sleep, timeout};

async fn browser(db: &Db) -> Browser {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("a team");
    let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.expect("Dana");
    tx.commit().await.expect("commit");
    Browser::of(db, &team, dana).await
}

async fn counted(db: &Db) -> i64 {
    let mut tx = db.read().await.expect("read");
    sql_number(&mut tx, "SELECT CAST(coalesce(sum(failures), 0) AS BIGINT) FROM attempts").await.expect("a number")
}

/// Comes upon this many names of others, and never ends.
async fn found_and_stuck(request: &Request, names: usize) -> AppResult<()> {
    for _ in 0..names {
        request.foreign_names.found();
    }
    std::future::pending().await
}

async fn becomes(db: &Db, wanted: i64) {
    for _ in 0..500 {
        if counted(db).await == wanted {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("{} stay counted instead of {wanted}", counted(db).await);
}

on_both! {
    async fn m5_names_that_nobody_else_has_cost_nothing_and_those_found_stay_counted(db) {
        let browser = browser(&db).await;
        let request = browser.request();
        let looked = async {
            assert_eq!(counted(&db).await, 5, "all of them are counted before they are looked at");
            request.foreign_names.found();
            Ok(())
        };
        looking_names_up(&request, 5, looked).await.expect("looked up");
        assert_eq!(counted(&db).await, 1);
    }

    async fn m5_names_are_taken_back_when_the_browser_goes_away_meanwhile(db) {
        let browser = browser(&db).await;
        for (found, stays) in [(0, 0), (2, 2)] {
            let request = browser.request();
            let gone = timeout(Duration::from_millis(300), looking_names_up(&request, 5, found_and_stuck(&request, found)));
            assert!(gone.await.is_err(), "it would go on for ever");
            becomes(&db, stays).await;
        }
    }
}
