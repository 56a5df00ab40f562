//! Of many numbers or groups some are offered, and each is found (K2, K5).

use super::tests::{House, KOFI, house};
use crate::bulk::preview_bulk;
use model::bulk::{BulkAction, BulkDraft, BulkPreview};
use model::{GroupId, NumberId};
use store::sql::run;
use store::testing::on_both;

/// An account with so many numbers, the last of which is returned: +1 503 555 1000 and on.
async fn with_numbers(house: &House, count: u32) -> NumberId {
    let mut tx = house.db.write().await.expect("write");
    let mut last = NumberId::new();
    for n in 0..count {
        last = NumberId::new();
        let e164 = format!("+1503555{}", 1000 + n);
        let sql = "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, $3, 1)";
        run!(&mut tx, sql, house.team.account, last, e164).expect("a number");
    }
    tx.commit().await.expect("commit");
    last
}

async fn preview(house: &House, draft: BulkDraft, find: &str) -> BulkPreview {
    preview_bulk(&house.amara.request(), draft, find, house.of(&[KOFI])).await.expect("a preview")
}

on_both! {
    async fn k2_of_many_numbers_a_hundred_are_offered_and_the_others_are_found(db) {
        let house = house(db).await;
        let last = with_numbers(&house, 130).await;
        let open = preview(&house, BulkDraft::AssignNumber(None), "").await;
        assert_eq!((open.choices.len(), open.more), (100, 30));
        let found = preview(&house, BulkDraft::AssignNumber(None), "(503) 555-1129").await;
        assert_eq!(found.choices.iter().map(|c| c.action).collect::<Vec<_>>(), [BulkAction::AssignNumber(last)]);
        assert_eq!(found.more, 0);
        let none = preview(&house, BulkDraft::AssignNumber(None), "no such label").await;
        assert_eq!((none.choices.len(), none.more), (0, 0));
    }

    async fn k2_a_number_beyond_those_offered_is_chosen_and_assigned(db) {
        let house = house(db).await;
        let last = with_numbers(&house, 130).await;
        let chosen = preview(&house, BulkDraft::AssignNumber(Some(last)), "").await;
        assert_eq!((chosen.chosen, chosen.change), (Some(BulkAction::AssignNumber(last)), 1));
        let done = house.apply(&house.amara, BulkAction::AssignNumber(last), &house.of(&[KOFI])).await.unwrap();
        assert_eq!(done.changed, 1);
    }

    async fn k2_of_many_groups_a_hundred_are_offered_and_the_others_are_found_and_chosen(db) {
        let house = house(db).await;
        let mut tx = house.db.write().await.unwrap();
        let mut last = GroupId::new();
        for n in 0..120 {
            last = house.team.group(&mut tx, &format!("Équipe {n:03}")).await.unwrap();
        }
        tx.commit().await.unwrap();
        let open = preview(&house, BulkDraft::AddToGroup(None), "").await;
        assert_eq!((open.choices.len(), open.more), (100, 20));
        let found = preview(&house, BulkDraft::AddToGroup(None), "equipe 119").await;
        assert_eq!(found.choices.iter().map(|c| c.action).collect::<Vec<_>>(), [BulkAction::AddToGroup(last)]);
        let chosen = preview(&house, BulkDraft::AddToGroup(Some(last)), "").await;
        assert_eq!((chosen.chosen, chosen.change), (Some(BulkAction::AddToGroup(last)), 1));
    }
}
