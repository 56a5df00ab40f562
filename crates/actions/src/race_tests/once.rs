//! What is sent twice is done once, and what is stopped is not done at all (invariant 9, K4, K7).

use super::{ROUNDS, Won, done, raced};
use crate::bulk::tests::{ADA, House, KOFI, PRIYA, house};
use crate::bulk::{apply_bulk, bulk_state, cancel_bulk};
use crate::testing::Browser;
use model::BulkKey;
use model::bulk::{BulkAction, BulkState};
use store::testing::on_both;

async fn entries(house: &House) -> i64 {
    house.count("SELECT count(*) FROM audit").await
}

async fn suspended(house: &House) -> i64 {
    house.count("SELECT count(*) FROM members WHERE state = 'suspended'").await
}

/// Waits until it is done, or came to nothing.
async fn settled(house: &House, key: BulkKey) -> BulkState {
    for _ in 0..1_000 {
        match bulk_state(&house.amara.request(), key).await.expect("its state") {
            BulkState::Working { .. } => tokio::time::sleep(std::time::Duration::from_millis(5)).await,
            state => return state,
        }
    }
    panic!("it never ends");
}

on_both! {
    async fn invariant_9_a_change_sent_twice_at_once_is_done_once(db) {
        let house = house(db).await;
        let again = house.amara.clone();
        for round in 0..ROUNDS {
            let (name, key, before) = (format!("round {round}"), BulkKey::new(), entries(&house).await);
            let who = house.of(&[PRIYA, KOFI]);
            let action = if round % 2 == 0 { BulkAction::Suspend } else { BulkAction::Reactivate };
            let (first, second) = (house.amara.request(), again.request());
            let sent = [&first, &second].map(|request| apply_bulk(request, action, who.clone(), key, false));
            let [one, other] = sent;
            assert_eq!(raced(round, &name, one, other).await, [true, true], "{name}");
            assert!(matches!(settled(&house, key).await, BulkState::Done(outcome) if outcome.changed == 2), "{name}");
            assert_eq!(entries(&house).await, before + 1, "{name}: one entry");
            assert_eq!(suspended(&house).await, if round % 2 == 0 { 2 } else { 0 }, "{name}");
        }
        house.whole().await;
    }

    async fn invariant_9_two_who_take_back_one_entry_take_it_back_once(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let mut won = Won::default();
        for round in 0..ROUNDS {
            let name = format!("round {round}");
            let done = Box::pin(house.apply(&house.amara, BulkAction::Suspend, &house.of(&[PRIYA, KOFI]))).await.expect("suspended");
            let before = entries(&house).await;
            won.by_one(raced(round, &name, house.undo(&house.amara, done.entry), house.undo(&ada, done.entry)).await, &name);
            assert_eq!((entries(&house).await, suspended(&house).await), (before + 1, 0), "{name}");
        }
        won.happened_both_ways();
        house.whole().await;
    }

    async fn invariant_9_a_change_that_is_stopped_is_done_whole_or_not_at_all(db) {
        let house = house(db).await;
        for round in 0..ROUNDS {
            let (name, key, before) = (format!("round {round}"), BulkKey::new(), entries(&house).await);
            let (who, asked) = (house.of(&[PRIYA, KOFI]), house.amara.request());
            let (applied, _stopped) = tokio::join!(apply_bulk(&asked, BulkAction::Suspend, who, key, false), async {
                crate::bulk::race_tests::wait(&house, round).await;
                cancel_bulk(&asked, key).await.expect("asked")
            });
            let whole = done(applied, &name);
            settled(&house, key).await;
            let changed = (entries(&house).await - before, suspended(&house).await);
            assert_eq!(changed, if whole { (1, 2) } else { (0, 0) }, "{name}");
            if whole {
                Box::pin(house.apply(&house.amara, BulkAction::Reactivate, &house.of(&[PRIYA, KOFI]))).await.expect("back");
            }
        }
        house.whole().await;
    }
}
