//! Who supervises somebody while a change of many takes their session away: the log says that it ended, and its chain holds (M9, G1), on
//! both engines.

use crate::bulk::tests::{ADA, House, KOFI, MARISOL, PRIYA, house};
use crate::supervision::begin_supervising;
use crate::testing::Browser;
use model::bulk::BulkAction;
use store::sql::all;
use store::testing::on_both;

/// Marisol looks through Priya's eyes and Ada through Kofi's, each in a browser of her own; and so does Amara, who goes on.
async fn supervised(house: &House) -> Browser {
    for (who, whom) in [(MARISOL, PRIYA), (ADA, KOFI)] {
        let browser = Browser::of(&house.db, &house.team, house.ids[who]).await;
        begin_supervising(&browser.request(), house.ids[whom], "Helps".into()).await.expect("begun");
    }
    let amara = Browser::of(&house.db, &house.team, house.ids[crate::bulk::tests::AMARA]).await;
    begin_supervising(&amara.request(), house.ids[KOFI], "Looks on".into()).await.expect("begun");
    amara
}

/// Who ended, as the log tells it, and as whom.
async fn ended(house: &House) -> Vec<(String, String)> {
    let mut tx = house.db.read().await.expect("read");
    let text = "SELECT actor_name, behalf_name FROM audit WHERE account_id = $1 AND action = 'supervise.end' ORDER BY actor_name";
    all!(&mut tx, (String, String), text, house.team.account).expect("entries")
}

fn both() -> Vec<(String, String)> {
    [("Ada Lind", "Kofi Mensah"), ("Marisol Vega", "Priya Raghunathan")].map(|(a, b)| (a.into(), b.into())).into()
}

on_both! {
    async fn m9_a_bulk_suspension_ends_the_supervising_of_the_suspended_with_an_entry_each(db) {
        let house = house(db).await;
        let amara = supervised(&house).await;
        assert_eq!(ended(&house).await, []);
        house.apply(&house.amara, BulkAction::Suspend, &house.of(&[MARISOL, ADA, PRIYA])).await.expect("suspended");
        assert_eq!(ended(&house).await, both());
        house.whole().await;
        assert!(crate::sessions::me(&amara.request()).await.expect("me").is_some_and(|me| me.actor.supervising.is_some()), "hers goes on");
    }

    async fn m9_a_bulk_deletion_ends_the_supervising_of_the_deleted_with_an_entry_each(db) {
        let house = house(db).await;
        supervised(&house).await;
        let deleted = house.apply(&house.amara, BulkAction::Delete, &house.of(&[MARISOL, ADA])).await.expect("deleted");
        assert_eq!(deleted.changed, 2);
        assert_eq!(ended(&house).await, both());
        house.whole().await;
        // Bringing them back brings nobody's session back.
        house.undo(&house.amara, deleted.entry).await.expect("restored");
        assert_eq!(ended(&house).await, both());
        house.whole().await;
    }

    async fn m9_other_bulk_changes_end_no_supervising(db) {
        let house = house(db).await;
        supervised(&house).await;
        let agent = house.team.roles.agent;
        house.apply(&house.amara, BulkAction::ChangeRole(agent), &house.of(&[MARISOL, ADA])).await.expect("changed");
        assert_eq!(ended(&house).await, []);
        house.whole().await;
    }
}
