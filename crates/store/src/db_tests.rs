//! What a read sees while others write, and in which order texts come, on both engines.

use crate::audit::proof;
use crate::sql::{one, run};
use crate::testing::{TestTeam, on_both};
use crate::{Db, Tx};
use model::AccountId;

/// Members, counted one by one and as the account's counter has them: two statements.
async fn told(tx: &mut Tx, account: AccountId) -> (i64, i64) {
    let counted = one!(tx, (i64,), "SELECT count(*) FROM members WHERE account_id = $1", account).expect("a number").0;
    let kept = one!(tx, (i64,), "SELECT members FROM team_totals WHERE account_id = $1", account).expect("a number").0;
    (counted, kept)
}

async fn add(db: &Db, team: &TestTeam, first: &str) {
    let mut tx = db.write().await.expect("write");
    team.member(first, "Mensah").insert(&mut tx).await.expect("a member");
    tx.commit().await.expect("commit");
}

on_both! {
    async fn a_change_between_two_statements_of_a_read_is_not_seen_by_the_second(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        tx.commit().await.expect("commit");
        add(&db, &team, "Kofi").await;
        let mut read = db.read().await.expect("read");
        let first = one!(&mut read, (i64,), "SELECT count(*) FROM members WHERE account_id = $1", team.account).expect("a number").0;
        add(&db, &team, "Ama").await;
        assert_eq!((first, told(&mut read, team.account).await), (1, (1, 1)), "one moment, however many statements");
        drop(read);
        assert_eq!(told(&mut db.read().await.expect("read"), team.account).await, (2, 2), "the next read sees it whole");
    }

    async fn a_read_can_not_write(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        tx.commit().await.expect("commit");
        let mut read = db.read().await.expect("read");
        assert!(run!(&mut read, "UPDATE accounts SET name = 'Other' WHERE id = $1", team.account).is_err());
    }

    async fn texts_are_ordered_by_their_bytes_whatever_the_databases_locale(db) {
        let mut tx = db.write().await.expect("write");
        for name in ["apple", "Banana", "\u{c4}pfel", "+1", "banana"] {
            let team = TestTeam::new(&mut tx).await.expect("a team");
            run!(&mut tx, "UPDATE accounts SET name = $2 WHERE id = $1", team.account, name).expect("its name");
        }
        let names: Vec<String> = proof::logs(&mut tx).await.expect("logs").into_iter().map(|log| log.name).collect();
        assert_eq!(names, ["+1", "Banana", "apple", "banana", "\u{c4}pfel"]);
    }
}
