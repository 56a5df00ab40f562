//! Numbers asked for by hand, past every page (R6, M13, N3).

use crate::support::{Answer, Cookie, House};
use http::Method;
use model::MemberId;
use store::testing::on_both;

async fn post(house: &House, path: &str, input: &str, who: &Cookie) -> Answer {
    house.call(&Method::POST, path, input, Some(who)).await
}

async fn direct(house: &House, member: MemberId) -> Option<String> {
    let who = house.session(house.dana).await;
    let answer = house.call(&Method::GET, "/api/members/card", &format!("id={member}&query="), Some(&who)).await;
    let card: serde_json::Value = serde_json::from_str(&answer.body).expect("a card");
    card["card"]["row"]["direct"].as_str().map(str::to_owned)
}

on_both! {
    async fn r6_a_manager_gives_no_number_that_they_lack_whatever_request_is_made_by_hand(db) {
        let house = House::new(db).await;
        let (lacks, has) = (house.number("+15035550160", &[]).await, house.number("+15035550161", &[house.ines]).await);
        let ines = house.session(house.ines).await;
        let oskar = house.oskar;
        for (path, input) in [
            ("/api/members/direct", format!("id={oskar}&to={lacks}")),
            ("/api/numbers/route", format!("id={lacks}&version=1&to=member:{oskar}")),
            ("/api/numbers/route", format!("id={lacks}&version=1&to=menu")),
            ("/api/numbers/label", format!("id={lacks}&version=1&label=Mine")),
            ("/api/numbers/set-use", format!("form[seen][0]={oskar}.{lacks}&form[calls][0]={oskar}.{lacks}")),
            ("/api/numbers/set-use", format!("form[seen][0]={0}.{lacks}&form[calls][0]={0}.{lacks}", house.ines)),
            ("/api/numbers/grant", format!("query=n%3D{lacks}%26m%3D{oskar}&key=0198a000-0000-7000-8000-000000000001")),
        ] {
            let answer = post(&house, path, &input, &ines).await;
            assert_eq!(answer.status.as_u16(), 403, "{path} {input}: {}", answer.body);
            assert!(answer.body.contains("You may only hand on numbers you can use yourself"), "{path}: {}", answer.body);
        }
        for path in ["/api/numbers/release", "/api/numbers/reserve", "/api/numbers/buy"] {
            let input = format!("id={has}&version=1&number=%2B15035552000&area=503&reservation={has}");
            let answer = post(&house, path, &input, &ines).await;
            assert_eq!(answer.status.as_u16(), 403, "{path}: {}", answer.body);
        }
        assert_eq!(direct(&house, oskar).await, None);
        let given = post(&house, "/api/members/direct", &format!("id={oskar}&to={has}"), &ines).await;
        assert_eq!(given.status.as_u16(), 200, "{}", given.body);
        assert_eq!(direct(&house, oskar).await.as_deref(), Some("+15035550161 (503) 555-0161"));
    }

    async fn r2_a_manager_sees_the_numbers_they_may_use_and_no_card_of_another(db) {
        let house = House::new(db).await;
        let (lacks, has) = (house.number("+15035550160", &[]).await, house.number("+15035550161", &[house.ines]).await);
        let ines = house.session(house.ines).await;
        let page = house.call(&Method::GET, "/api/numbers/page", "query=", Some(&ines)).await;
        assert!(page.body.contains("+15035550161") && !page.body.contains("+15035550160"), "{}", page.body);
        let card = |id| { let (house, ines) = (&house, &ines); async move { house.call(&Method::GET, "/api/numbers/card", &format!("id={id}&query="), Some(ines)).await.status.as_u16() } };
        assert_eq!((card(has).await, card(lacks).await), (200, 404));
        let agent = house.session(house.kofi).await;
        assert_eq!(house.call(&Method::GET, "/api/numbers/page", "query=", Some(&agent)).await.status.as_u16(), 403);
    }
}
