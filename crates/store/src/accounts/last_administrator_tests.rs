//! The database keeps the last active Administrator who can sign in, whatever is written past the rules (invariant 1, R7), on both engines.

use crate::Db;
use crate::error::StoreResult;
use crate::sql::run;
use crate::testing::{TestTeam, give_role, on_both};
use model::{MemberId, RoleKind};

/// A team of this Administrator alone.
async fn alone(db: &Db) -> (TestTeam, MemberId) {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("a team");
    let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.expect("Amara");
    tx.commit().await.expect("commit");
    (team, amara)
}

/// What takes an Administrator out of the count.
const BLOWS: [&str; 3] = [
    "UPDATE members SET state = 'deleted' WHERE account_id = $1 AND id = $2",
    "UPDATE members SET state = 'suspended' WHERE account_id = $1 AND id = $2",
    "UPDATE members SET password_hash = NULL WHERE account_id = $1 AND id = $2",
];

/// Struck, and taken back: whether it was let through.
async fn strike(db: &Db, team: &TestTeam, member: MemberId, blow: Option<&'static str>) -> StoreResult<()> {
    let mut tx = db.write().await?;
    match blow {
        Some(text) => run!(&mut tx, text, team.account, member).map(drop),
        None => give_role(&mut tx, team.account, member, team.roles.agent).await,
    }
}

on_both! {
    async fn invariant_1_the_only_member_stays_administrator(db) {
        let (team, amara) = alone(&db).await;
        for blow in BLOWS.map(Some).into_iter().chain([None]) {
            let refused = strike(&db, &team, amara, blow).await;
            assert!(refused.as_ref().is_err_and(|e| e.is("last_administrator")), "{blow:?}: {refused:?}");
        }
    }

    async fn invariant_1_the_only_administrator_among_others_stays_one_and_one_of_two_may_go(db) {
        let (team, amara) = alone(&db).await;
        let mut tx = db.write().await.expect("write");
        team.member("Kofi", "Mensah").insert(&mut tx).await.expect("Kofi");
        tx.commit().await.expect("commit");
        for blow in BLOWS.map(Some).into_iter().chain([None]) {
            assert!(strike(&db, &team, amara, blow).await.is_err_and(|e| e.is("last_administrator")), "{blow:?}");
        }
        let mut tx = db.write().await.expect("write");
        team.member("Ada", "Lind").role(RoleKind::Administrator).insert(&mut tx).await.expect("Ada");
        tx.commit().await.expect("commit");
        for blow in BLOWS.map(Some).into_iter().chain([None]) {
            strike(&db, &team, amara, blow).await.unwrap_or_else(|e| panic!("{blow:?}: {e}"));
        }
    }

    async fn invariant_1_both_of_two_can_not_go_in_one_statement(db) {
        let (team, _) = alone(&db).await;
        let mut tx = db.write().await.expect("write");
        team.member("Ada", "Lind").role(RoleKind::Administrator).insert(&mut tx).await.expect("Ada");
        tx.commit().await.expect("commit");
        let mut tx = db.write().await.expect("write");
        let all = run!(&mut tx, "UPDATE members SET state = 'suspended' WHERE account_id = $1", team.account);
        assert!(all.is_err_and(|e| e.is("last_administrator")));
    }

    async fn an_account_can_be_taken_away_with_all_its_members(db) {
        let (team, _) = alone(&db).await;
        let mut tx = db.write().await.expect("write");
        run!(&mut tx, "DELETE FROM members WHERE account_id = $1", team.account).expect("no change of a member");
    }
}
