//! The last seat, wanted by two at once on every path that takes one (invariant 2, S1).

use super::{ROUNDS, Won, raced, set};
use crate::billing::plans::change_plan;
use crate::bulk::tests::{ADA, House, KOFI, PRIYA, house};
use crate::imports::{self, apply_import, poll_import};
use crate::invitations::invite;
use crate::offboarding::{delete_member, restore_member};
use crate::testing::Browser;
use model::bulk::BulkAction;
use model::error::AppError;
use model::imports::ImportPhase;
use model::invitations::InviteForm;
use model::{AuditId, ImportId, Plan};
use std::time::Duration;
use store::sql::{one, run};
use store::testing::on_both;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taking {
    Invite,
    Import,
    /// Kofi, who was deleted.
    Restore,
    /// The entry of a bulk deletion of Kofi is taken back.
    Undo,
    /// Priya, who is on Pro, comes to Basic: by her card, or by a bulk change.
    Plan,
    PlanOfMany,
}

const PAIRS: [(Taking, Taking); 8] = [
    (Taking::Invite, Taking::Invite),
    (Taking::Invite, Taking::Restore),
    (Taking::Undo, Taking::Invite),
    (Taking::PlanOfMany, Taking::Undo),
    (Taking::Plan, Taking::Invite),
    (Taking::Import, Taking::Plan),
    (Taking::Invite, Taking::Import),
    (Taking::Restore, Taking::PlanOfMany),
];

/// What a round has ready: whom to restore by which entry, and files that were checked.
struct Laid {
    deleted: AuditId,
    imports: [Option<ImportId>; 2],
}

async fn settled(by: &Browser, id: ImportId, wanted: &[ImportPhase]) -> ImportPhase {
    for _ in 0..1_000 {
        let phase = poll_import(&by.request(), id).await.expect("its progress").phase;
        if wanted.contains(&phase) {
            return phase;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the import does not become {wanted:?}");
}

async fn uploaded(by: &Browser, email: &str) -> ImportId {
    let content = format!("First name,Email,Role,Plan\nNoor,{email},Agent,Basic\n").into_bytes();
    let turn = imports::turn_to_upload(&by.request()).await.expect("a turn");
    let id = imports::upload(&by.request(), turn, "team.csv", content).await.expect("uploaded");
    settled(by, id, &[ImportPhase::Ready]).await;
    id
}

fn email(round: usize, pair: usize, side: usize) -> String {
    format!("noor.{round}.{pair}.{side}@example.com")
}

/// Kofi is deleted, Priya on Pro, and one Basic seat is free.
async fn laid_out(house: &House, by: [&Browser; 2], pair: (Taking, Taking), round: usize, at: usize) -> Laid {
    let deleted = match Box::pin(house.apply(by[0], BulkAction::Delete, &house.of(&[KOFI]))).await {
        Ok(outcome) => outcome.entry,
        // He was not brought back in the round before, whose entry is as good.
        Err(_) => {
            restore_free(house).await;
            Box::pin(house.apply(by[0], BulkAction::Delete, &house.of(&[KOFI]))).await.expect("Kofi is deleted").entry
        }
    };
    set(house, "UPDATE members SET plan = 'pro' WHERE account_id = $1 AND id = $2", house.ids[PRIYA]).await;
    free(house, 1).await;
    let mut imports = [None, None];
    for (side, taking) in [pair.0, pair.1].into_iter().enumerate() {
        if taking == Taking::Import {
            imports[side] = Some(uploaded(by[side], &email(round, at, side)).await);
        }
    }
    Laid { deleted, imports }
}

/// So many Basic seats are free.
async fn free(house: &House, seats: i64) {
    let mut tx = house.db.write().await.expect("write");
    run!(
        &mut tx,
        "UPDATE plan_seats SET bought = used + $2 WHERE account_id = $1 AND plan = 'basic'",
        house.team.account,
        seats
    )
    .expect("seats");
    tx.commit().await.expect("commit");
}

async fn restore_free(house: &House) {
    free(house, 5).await;
    Box::pin(restore_member(&house.amara.request(), house.ids[KOFI])).await.expect("Kofi is back");
}

async fn take(
    house: &House,
    by: &Browser,
    taking: Taking,
    laid: &Laid,
    side: usize,
    email: String,
) -> Result<(), AppError> {
    match taking {
        Taking::Invite => {
            let form = InviteForm {
                first_name: "Noor".into(),
                email,
                role: Some(house.team.roles.agent),
                plan: Some(Plan::Basic),
                ..InviteForm::default()
            };
            Box::pin(invite(&by.request(), form)).await.map(drop)
        }
        Taking::Import => {
            let id = laid.imports[side].expect("uploaded");
            Box::pin(apply_import(&by.request(), id, false)).await?;
            settled(by, id, &[ImportPhase::Applied, ImportPhase::Ready]).await;
            let mut tx = house.db.read().await.expect("read");
            let text = "SELECT count(*) FROM members WHERE account_id = $1 AND sign_in_key = $2";
            let there = one!(&mut tx, (i64,), text, house.team.account, email).expect("a number").0;
            if there == 1 { Ok(()) } else { Err(AppError::Refused("nobody was imported".into())) }
        }
        Taking::Restore => Box::pin(restore_member(&by.request(), house.ids[KOFI])).await.map(drop),
        Taking::Undo => Box::pin(house.undo(by, laid.deleted)).await.map(drop),
        Taking::Plan => Box::pin(change_plan(&by.request(), house.ids[PRIYA], Plan::Basic, Plan::Pro)).await.map(drop),
        Taking::PlanOfMany => {
            Box::pin(house.apply(by, BulkAction::ChangePlan(Plan::Basic), &house.of(&[PRIYA]))).await.map(drop)
        }
    }
}

on_both! {
    async fn invariant_2_the_last_seat_goes_to_one_of_two_on_every_path(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let by = [&house.amara, &ada];
        let mut won = Won::default();
        for round in 0..ROUNDS {
            for (at, pair) in PAIRS.into_iter().enumerate() {
                let name = format!("round {round}, {pair:?}");
                let laid = laid_out(&house, by, pair, round, at).await;
                let outcome = raced(
                    round,
                    &name,
                    take(&house, by[0], pair.0, &laid, 0, email(round, at, 0)),
                    take(&house, by[1], pair.1, &laid, 1, email(round, at, 1)),
                ).await;
                won.by_one(outcome, &name);
                assert_eq!(house.count("SELECT bought - used FROM plan_seats WHERE plan = 'basic'").await, 0, "{name}");
                let recount = house.count("SELECT count(*) FROM members WHERE plan = 'basic' AND state <> 'deleted'").await;
                assert_eq!(house.count("SELECT used FROM plan_seats WHERE plan = 'basic'").await, recount, "{name}: the counter");
                house.whole().await;
            }
        }
        won.happened_both_ways();
    }

    async fn invariant_2_a_seat_that_is_given_back_is_taken_once(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        for round in 0..ROUNDS {
            free(&house, 0).await;
            let form = InviteForm {
                first_name: "Noor".into(),
                email: email(round, 0, 0),
                role: Some(house.team.roles.agent),
                plan: Some(Plan::Basic),
                ..InviteForm::default()
            };
            let name = format!("round {round}");
            let (amara, other) = (house.amara.request(), ada.request());
            let delete = delete_member(&amara, house.ids[KOFI], Default::default(), [false; 3]);
            let [deleted, invited] = raced(round, &name, delete, invite(&other, form)).await;
            assert!(deleted, "{name}");
            let free_now = house.count("SELECT bought - used FROM plan_seats WHERE plan = 'basic'").await;
            assert_eq!(free_now, i64::from(!invited), "{name}");
            restore_free(&house).await;
        }
    }
}
