//! Taking back changes of numbers on both engines (G2, M13, N1, N3).

use crate::members::direct_number::set_direct;
use crate::numbers::route::label_number;
use crate::undo::tests::house;
use model::NextPage;
use model::error::AppError;
use model::numbers::RouteTo;
use store::testing::on_both;

on_both! {
    async fn m13_an_exchanged_direct_number_is_exchanged_back(db) {
        let house = house(db).await;
        let (old, new) = (house.dana_s_number().await, house.free[0]);
        let before = house.ways(house.dana).await;
        set_direct(&house.amara.request(), house.dana, Some(new), Some(old), NextPage::default()).await.unwrap();
        let entry = house.entry().await;
        house.denied(&house.ines, entry, "You may only hand on numbers you can use yourself").await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Direct number: (503) 555-0160", "(503) 555-0142"));
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((house.direct(house.dana).await.as_deref(), house.ways(house.dana).await), (Some("+15035550142"), before));
        assert_eq!(house.number(new).await.0, "nobody");
        house.undone_once(entry).await;
    }

    async fn n3_a_number_that_went_elsewhere_since_is_a_conflict_that_says_so(db) {
        let house = house(db).await;
        let (old, new) = (house.dana_s_number().await, house.free[0]);
        set_direct(&house.amara.request(), house.dana, Some(new), Some(old), NextPage::default()).await.unwrap();
        let entry = house.entry().await;
        house.route(old, RouteTo::Group(house.support)).await;
        house.conflicts(entry, "(503) 555-0142 rings at Support by now").await;
        assert_eq!(house.direct(house.dana).await.as_deref(), Some("+15035550160"));
        house.route(old, RouteTo::Nobody).await;
        house.route(new, RouteTo::Member(house.kofi)).await;
        house.conflicts(entry, "(503) 555-0160 rings at Kofi Mensah by now").await;
        assert_eq!(house.number(old).await.0, "nobody");
        house.whole().await;
    }

    async fn n1_a_number_rings_again_where_it_did(db) {
        let house = house(db).await;
        let number = house.dana_s_number().await;
        let before = house.ways(house.dana).await;
        house.route(number, RouteTo::Group(house.support)).await;
        let entry = house.entry().await;
        house.denied(&house.ines, entry, "You may only hand on numbers you can use yourself").await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Rings at: Support", "Dana Whitfield"));
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((house.direct(house.dana).await.as_deref(), house.ways(house.dana).await), (Some("+15035550142"), before));
        house.undone_once(entry).await;
        house.route(number, RouteTo::Menu).await;
        let entry = house.entry().await;
        house.route(number, RouteTo::Member(house.kofi)).await;
        house.conflicts(entry, "(503) 555-0142 rings at Kofi Mensah by now").await;
        assert_eq!(house.direct(house.kofi).await.as_deref(), Some("+15035550142"));
    }

    async fn n1_a_released_number_says_who_released_it(db) {
        let house = house(db).await;
        let number = house.free[0];
        house.route(number, RouteTo::Menu).await;
        let (entry, version) = (house.entry().await, house.number(number).await.2);
        crate::numbers::route::release_number(&house.amara.request(), number, version, NextPage::default()).await.unwrap();
        let gone = house.plan(&house.amara, entry).await.unwrap_err().to_string();
        assert_eq!(gone, "(503) 555-0160 was released by Amara Okonkwo meanwhile. Nothing was changed.");
        assert!(matches!(house.undo(&house.amara, entry).await, Err(AppError::Conflict(_))));
    }

    async fn n1_a_label_is_as_before(db) {
        let house = house(db).await;
        let number = house.free[0];
        let label = async |text: &str| {
            let version = house.number(number).await.2;
            label_number(&house.amara.request(), number, version, text, NextPage::default()).await.unwrap();
        };
        label("Support line").await;
        label("Sales line").await;
        let entry = house.entry().await;
        house.denied(&house.ines, entry, "You may only hand on numbers you can use yourself").await;
        let back = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((house.number(number).await.1.as_str(), back.said().as_str()), ("Support line", "Undone for (503) 555-0160"));
        house.undone_once(entry).await;
        label("Front desk").await;
        let entry = house.entry().await;
        label("Reception").await;
        house.conflicts(entry, "Changed again since").await;
        assert_eq!(house.number(number).await.1, "Reception");
    }
}
