//! Single changes taken back over HTTP (K6, G2): once, by those who may, with the log whole afterwards.

use crate::support::{Answer, Ask, Cookie, House};
use http::{Method, StatusCode, header};
use server::commands::proofs;
use store::testing::on_both;

/// The line that sets what the next page is to say.
fn told(answer: &Answer) -> Option<&str> {
    let lines = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.into_iter().find(|line| line.starts_with("teamline-flash="))
}

/// The newest entry of the log.
async fn newest(house: &House, who: &Cookie) -> String {
    let answer = house.call(&Method::GET, "/api/audit/page", "query=", Some(who)).await;
    let page: serde_json::Value = serde_json::from_str(&answer.body).expect("a page");
    page["rows"][0]["id"].as_str().expect("an id").to_owned()
}

async fn undo(house: &House, entry: &str, who: &Cookie) -> Answer {
    let key = model::AuditId::new();
    house.call(&Method::POST, "/api/audit/undo", &format!("entry={entry}&key={key}"), Some(who)).await
}

on_both! {
    async fn k6_without_script_the_next_page_says_what_was_done_and_links_to_its_undo(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let sent = house.send(&Ask::form("/api/members/suspend", &format!("id={}", house.kofi)).by(Some(&dana)).header("accept", "text/html")).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::FOUND, format!("/team/{}", house.kofi).as_str()));
        let line = told(&sent).expect("what to say");
        assert!(["; HttpOnly", "; SameSite=Lax", "; Max-Age=60"].iter().all(|part| line.contains(part)), "{line}");
        let both = Cookie(format!("{}; {}", dana.0, line.split(';').next().unwrap_or_default()));
        let (card, undo) = (format!("/team/{}", house.kofi), format!("href=\"/audit/{}/undo\"", newest(&house, &dana).await));
        let page = house.page(&card, Some(&both)).await;
        assert!(page.body.contains("Kofi Mensah is suspended") && page.body.contains(&undo), "{}", page.body);
        assert!(told(&page).is_some_and(|line| line.contains("Max-Age=0")), "it is said once");
        let later = house.page(&card, Some(&dana)).await;
        assert!(!later.body.contains(&undo) && told(&later).is_none());
    }

    async fn g2_forwarding_is_set_back_once_and_the_chain_holds(db) {
        let house = House::new(db).await;
        let (dana, kofi) = (house.session(house.dana).await, house.session(house.kofi).await);
        let input = format!("id={}&form[on]=on&form[seen]=on&form[lines][0][number]=%2B15035550182&form[lines][0][seconds]=20", house.kofi);
        let saved = house.call(&Method::POST, "/api/members/set-forwarding", &input, Some(&kofi)).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        let entry = newest(&house, &dana).await;
        let plan = house.call(&Method::GET, "/api/audit/undo-preview", &format!("entry={entry}"), Some(&dana)).await;
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
