//! How long the deleted can come back depends on whether the account pays (M17), on both engines.

use crate::billing::add_seats;
use crate::offboarding::{delete_member, offboarding_facts, restore_member};
use crate::testing::Browser;
use model::billing::plan::SeatsSeen;
use model::error::AppError;
use model::instant::DAY;
use model::{NextPage, Plan, RoleKind};
use store::sql::one;
use store::testing::{NOW, TestTeam, on_both};
use store::{accounts, offboarding};

on_both! {
    async fn m17_a_free_account_forgets_at_once_and_its_first_order_of_seats_makes_it_one_that_pays(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        accounts::set_paid(&mut tx, team.account, false).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        let bought = one!(&mut tx, (i64,), "SELECT bought FROM plan_seats WHERE account_id = $1 AND plan = 'basic'", team.account).unwrap().0;
        tx.commit().await.unwrap();
        let browser = Browser::of(&db, &team, amara).await;
        assert_eq!(offboarding_facts(&browser.request(), dana).await.unwrap().restorable_until, None, "free: nothing to restore");

        // Refused orders change nothing about that: an Agent's, one of no seats, one that another was faster than.
        let order = async |by: &Browser, more: u32, seen: i64| {
            let seen = SeatsSeen::OfThePlan(u32::try_from(seen).unwrap());
            add_seats(&by.request(), Plan::Basic, &more.to_string(), seen, NextPage::default()).await
        };
        let kofis = Browser::of(&db, &team, kofi).await;
        assert!(matches!(order(&kofis, 1, bought).await, Err(AppError::Denied(_))));
        assert!(matches!(order(&browser, 0, bought).await, Err(AppError::Fields(_))));
        assert!(matches!(order(&browser, 1, bought + 7).await, Err(AppError::Conflict(_))));
        assert!(!offboarding::is_paid(&mut db.read().await.unwrap(), team.account).await.unwrap());

        order(&browser, 1, bought).await.unwrap();
        let facts = offboarding_facts(&browser.request(), dana).await.unwrap();
        assert_eq!(facts.restorable_until, Some(NOW.plus(28 * DAY)));
        let deleted = delete_member(&browser.request(), dana, Default::default(), [false; 3]).await.unwrap();
        assert!(deleted.restorable);
        assert_eq!(restore_member(&browser.request(), dana).await.unwrap().said, "Dana Whitfield is back on the team");
    }
}
