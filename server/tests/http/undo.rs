//! Single changes taken back over HTTP (K6, G2): once, by those who may, with the log whole afterwards.

use crate::support::{Answer, Cookie, House};
use app::store::testing::on_both;
use http::{Method, StatusCode};
use server::commands::proofs;

/// The newest entry of the log.
async fn newest(house: &House, who: &Cookie) -> String {
    let answer = house.call(&Method::GET, "/api/audit/page", "query=", Some(who)).await;
    let page: serde_json::Value = serde_json::from_str(&answer.body).expect("a page");
    page["rows"][0]["id"].as_str().expect("an id").to_owned()
}

async fn undo(house: &House, entry: &str, who: &Cookie) -> Answer {
    let key = app::model::AuditId::new();
    house.call(&Method::POST, "/api/audit/undo", &format!("entry={entry}&key={key}"), Some(who)).await
}

on_both! {
    async fn g2_forwarding_is_set_back_once_and_the_chain_holds(db) {
        let house = House::new(db).await;
        let (dana, kofi) = (house.session(house.dana).await, house.session(house.kofi).await);
        let input = format!("id={}&form[on]=on&form[seen]=on&form[lines][0][number]=%2B15035550182&form[lines][0][seconds]=20", house.kofi);
        let saved = house.call(&Method::POST, "/api/members/set-forwarding", &input, Some(&kofi)).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        let entry = newest(&house, &dana).await;
        let plan = house.call(&Method::GET, "/api/audit/undo-plan", &format!("entry={entry}"), Some(&dana)).await;
        assert!(plan.status == StatusCode::OK && plan.body.contains("Call forwarding: On: (503) 555-0182"), "{}", plan.body);
        assert_eq!(undo(&house, &entry, &kofi).await.status, StatusCode::FORBIDDEN);
        let done = undo(&house, &entry, &dana).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        let now = house.call(&Method::GET, "/api/members/forwarding", &format!("id={}", house.kofi), Some(&kofi)).await;
        assert!(!now.body.contains("+15035550182"), "{}", now.body);
        let again = undo(&house, &entry, &dana).await;
        assert!(again.status == StatusCode::CONFLICT && again.body.contains("Dana Whitfield undid that already"), "{}", again.body);
        assert!(proofs(&house.db, None).await.expect("proofs").iter().all(|p| p.broken.is_none()));
    }

    async fn g2_a_number_that_went_elsewhere_stays_where_it_is(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let number = house.number("+15035550160", &[]).await;
        let route = |version: u8, to: String| {
            let (house, dana) = (&house, &dana);
            async move { house.call(&Method::POST, "/api/numbers/route", &format!("id={number}&version={version}&to={to}"), Some(dana)).await.status }
        };
        assert_eq!(route(1, format!("member:{}", house.kofi)).await, StatusCode::OK);
        let entry = newest(&house, &dana).await;
        assert_eq!(route(2, "menu".to_owned()).await, StatusCode::OK);
        let conflict = undo(&house, &entry, &dana).await;
        assert!(conflict.status == StatusCode::CONFLICT && conflict.body.contains("rings at Call menu by now"), "{}", conflict.body);
        let last = newest(&house, &dana).await;
        assert_eq!(undo(&house, &last, &dana).await.status, StatusCode::OK);
        assert_eq!(undo(&house, &entry, &dana).await.status, StatusCode::OK, "it rings at Kofi again, as the first change left it");
        assert!(proofs(&house.db, None).await.expect("proofs").iter().all(|p| p.broken.is_none()));
    }
}
