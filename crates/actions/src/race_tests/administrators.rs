//! Two Administrators turn on each other, by single and by bulk changes (invariant 1, R7).

use super::{ROUNDS, Won, raced};
use crate::bulk::tests::{ADA, AMARA, House, house};
use crate::members::edit::{member_edit, update_member};
use crate::members::status::suspend;
use crate::offboarding::delete_member;
use crate::testing::Browser;
use model::NextPage;
use model::bulk::BulkAction;
use model::error::AppError;
use model::members::edit::EditField;
use store::sql::run;
use store::testing::on_both;

#[derive(Clone, Copy, Debug)]
enum Blow {
    Suspend,
    Delete,
    Demote,
    SuspendMany,
    DeleteMany,
    DemoteMany,
}

const BLOWS: [Blow; 6] =
    [Blow::Suspend, Blow::DeleteMany, Blow::Demote, Blow::SuspendMany, Blow::Delete, Blow::DemoteMany];

async fn strike(house: &House, by: &Browser, on: usize, blow: Blow) -> Result<(), AppError> {
    let (member, agent) = (house.ids[on], house.team.roles.agent);
    // On the heap: together these are more than a test's stack holds.
    let many = async |action| Box::pin(house.apply(by, action, &house.of(&[on]))).await.map(drop);
    match blow {
        Blow::Suspend => Box::pin(suspend(&by.request(), member)).await.map(drop),
        Blow::Delete => Box::pin(delete_member(&by.request(), member, Default::default(), [false; 3])).await.map(drop),
        Blow::Demote => {
            let mut form = Box::pin(member_edit(&by.request(), member)).await?.form;
            form.has.insert(EditField::Role);
            form.role = Some(agent);
            Box::pin(update_member(&by.request(), member, form, NextPage::default())).await.map(drop)
        }
        Blow::SuspendMany => many(BulkAction::Suspend).await,
        Blow::DeleteMany => many(BulkAction::Delete).await,
        Blow::DemoteMany => many(BulkAction::ChangeRole(agent)).await,
    }
}

/// Both are Administrators, and signed in anew.
async fn ready(house: &House) -> [Browser; 2] {
    let mut tx = house.db.write().await.expect("write");
    for who in [AMARA, ADA] {
        run!(
            &mut tx,
            "UPDATE members SET state = 'active', role_id = $3, role_kind = 'administrator', role_rank = 10, erase_at = NULL, left_with = NULL
             WHERE account_id = $1 AND id = $2",
            house.team.account,
            house.ids[who],
            house.team.roles.administrator
        )
        .expect("an Administrator");
    }
    tx.commit().await.expect("commit");
    let of = async |who: usize| Browser::of(&house.db, &house.team, house.ids[who]).await;
    [of(AMARA).await, of(ADA).await]
}

on_both! {
    async fn invariant_1_two_administrators_against_each_other_by_what_people_do_leave_one(db) {
        let house = house(db).await;
        let mut won = Won::default();
        for round in 0..ROUNDS {
            for (at, first) in BLOWS.into_iter().enumerate() {
                let second = BLOWS[(at + round) % BLOWS.len()];
                let name = format!("round {round}, {first:?} against {second:?}");
                let [amara, ada] = ready(&house).await;
                let outcome = raced(round, &name, strike(&house, &amara, ADA, first), strike(&house, &ada, AMARA, second)).await;
                won.by_one(outcome, &name);
                let left = house.count(
                    "SELECT count(*) FROM members WHERE role_kind = 'administrator' AND state = 'active' AND password_hash IS NOT NULL",
                ).await;
                assert_eq!(left, 1, "{name}");
                assert_eq!(house.count("SELECT administrators FROM team_totals").await, 1, "{name}: the counter");
                house.whole().await;
            }
        }
        won.happened_both_ways();
    }
}
