//! A browser in which somebody of one account was signed in, and somebody of another signs in: that session ends in the same
//! transaction, with its entry and its member's presence, in turn with the changes of its own account (A2, T2, invariant 12).

use super::{ROUNDS, Won, raced};
use crate::bulk::tests::{ADA, House, PRIYA, house};
use crate::secrets;
use crate::sessions::sign_in;
use crate::testing::Browser;
use model::bulk::BulkAction;
use model::{AccountId, MemberId, NextPage};
use std::time::{Duration, Instant};
use store::audit::proof;
use store::sql::{all, one, run};
use store::testing::{TestTeam, on_both};

const PASSWORD: &str = "quiet harbor lantern 42";

/// The house, and another account with Bo, who like Ada has a password.
struct Two {
    house: House,
    other: TestTeam,
    bo: MemberId,
}

async fn two(db: store::Db) -> Two {
    let house = house(db).await;
    let mut tx = house.db.write().await.expect("write");
    let other = TestTeam::new(&mut tx).await.expect("another account");
    let bo = other.member("Bo", "Berg").sign_in("bo@example.org").insert(&mut tx).await.expect("Bo");
    let hash = secrets::hash_password(PASSWORD.to_owned()).await.expect("a hash");
    for id in [house.ids[ADA], bo] {
        run!(&mut tx, "UPDATE members SET password_hash = $1 WHERE id = $2", hash.clone(), id).expect("a password");
    }
    tx.commit().await.expect("commit");
    Two { house, other, bo }
}

impl Two {
    /// A browser in which Ada is signed in, or Bo.
    async fn browser_of(&self, member: MemberId) -> Browser {
        let team = if member == self.bo { &self.other } else { &self.house.team };
        Browser::of(&self.house.db, team, member).await
    }

    /// In this browser, somebody signs in instead of whoever was.
    async fn signs_in(&self, browser: &Browser, name: &str) -> Result<(), model::error::AppError> {
        Box::pin(sign_in(&browser.request(), name.to_owned(), PASSWORD.to_owned(), false, NextPage::default())).await
    }

    /// Both logs hold, and who is online is who has a session that is there.
    async fn sound(&self, name: &str) {
        let mut tx = self.house.db.read().await.expect("read");
        for account in [self.house.team.account, self.other.account] {
            assert_eq!(proof::first_broken(&mut tx, account).await.expect("read"), None, "{name}: the log");
            let sql = "SELECT t.online, (SELECT count(*) FROM members m WHERE m.account_id = t.account_id AND m.online = TRUE),
                (SELECT count(DISTINCT s.member_id) FROM sessions s WHERE s.account_id = t.account_id AND s.present = TRUE)
                FROM team_totals t WHERE t.account_id = $1";
            let (counted, online, present) = one!(&mut tx, (i64, i64, i64), sql, account).expect("a row");
            assert_eq!((counted, online), (present, present), "{name}: who is there");
        }
    }

    async fn entries(&self, account: AccountId) -> Vec<String> {
        let mut tx = self.house.db.read().await.expect("read");
        let sql = "SELECT action FROM audit WHERE account_id = $1 ORDER BY number";
        all!(&mut tx, (String,), sql, account).expect("entries").into_iter().map(|row| row.0).collect()
    }
}

on_both! {
    async fn t2_two_who_change_places_over_two_accounts_both_get_in(db) {
        let two = two(db).await;
        for round in 0..ROUNDS {
            let name = format!("round {round}");
            let (adas, bos) = (two.browser_of(two.house.ids[ADA]).await, two.browser_of(two.bo).await);
            let one_way = two.signs_in(&adas, "bo@example.org");
            let other_way = two.signs_in(&bos, "ada@example.com");
            // Hashing takes each of them as long, so they meet at the locks.
            assert_eq!(raced(0, &name, one_way, other_way).await, [true, true], "{name}");
            two.sound(&name).await;
        }
        for account in [two.house.team.account, two.other.account] {
            let entries = two.entries(account).await;
            for action in ["session.sign-in", "session.sign-out"] {
                assert_eq!(entries.iter().filter(|it| *it == action).count(), ROUNDS, "{action}: {entries:?}");
            }
        }
    }

    async fn a2_a_session_that_ends_by_another_accounts_sign_in_ends_in_turn_with_its_own_accounts_changes(db) {
        let two = two(db).await;
        let account = two.house.team.account;
        let browser = two.browser_of(two.house.ids[ADA]).await;
        let begun = Instant::now();
        two.signs_in(&browser, "bo@example.org").await.expect("signed in");
        let takes = begun.elapsed();
        let mut first = Won::default();
        for round in 0..ROUNDS {
            let (name, before) = (format!("round {round}"), two.entries(account).await.len());
            let browser = two.browser_of(two.house.ids[ADA]).await;
            let change = async {
                // From long before the sign-in is at its locks to after it.
                tokio::time::sleep(takes.mul_f64(round as f64 / 6.0).min(Duration::from_secs(20))).await;
                let action = if round % 2 == 0 { BulkAction::Suspend } else { BulkAction::Reactivate };
                two.house.apply(&two.house.amara, action, &two.house.of(&[PRIYA])).await
            };
            assert_eq!(raced(0, &name, two.signs_in(&browser, "bo@example.org"), change).await, [true, true], "{name}");
            let entries = two.entries(account).await.split_off(before);
            assert_eq!(entries.len(), 2, "{name}: {entries:?}");
            first.0[usize::from(entries[0] == "session.sign-out")] += 1;
            two.sound(&name).await;
        }
        first.happened_both_ways();
        two.house.whole().await;
    }
}
