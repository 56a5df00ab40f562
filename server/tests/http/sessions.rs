//! Where one is signed in: listed, and ended one by one (A2).

use crate::support::{Cookie, House, session_id};
use http::Method;
use serde_json::Value;
use store::testing::on_both;

async fn list(house: &House, who: &Cookie) -> Vec<Value> {
    let answer = house.call(&Method::GET, "/api/session/list", "", Some(who)).await;
    let all: Value = serde_json::from_str(&answer.body).expect("JSON");
    all["sessions"].as_array().expect("a list").clone()
}

async fn end(house: &House, which: &Cookie, who: &Cookie) -> u16 {
    let form = format!("id={}", session_id(house, which).await);
    house.call(&Method::POST, "/api/session/end", &form, Some(who)).await.status.as_u16()
}

on_both! {
    async fn a2_ones_own_sessions_are_listed_with_this_device_marked_and_nobody_elses(db) {
        let house = House::new(db).await;
        let (here, there) = (house.session(house.dana).await, house.session(house.dana).await);
        house.session(house.kofi).await;
        let all = list(&house, &here).await;
        let mut ids = [session_id(&house, &here).await.to_string(), session_id(&house, &there).await.to_string()];
        ids.sort();
        let mut listed: Vec<&str> = all.iter().filter_map(|line| line["id"].as_str()).collect();
        listed.sort_unstable();
        assert_eq!(listed, ids);
        let this: Vec<&Value> = all.iter().filter(|line| line["this_device"] == true).collect();
        assert_eq!(this.len(), 1);
        assert_eq!(this[0]["id"].as_str(), Some(session_id(&house, &here).await.to_string().as_str()));
        assert!(all.iter().all(|line| line["browser"] == "Firefox on Linux" && line["address"] == "192.0.2.7"), "{all:?}");
    }

    async fn a2_a_session_of_ones_own_is_ended_alone_and_an_administrator_ends_anothers(db) {
        let house = House::new(db).await;
        let (here, there) = (house.session(house.dana).await, house.session(house.dana).await);
        let (kofi, phone) = (house.session(house.kofi).await, house.session(house.kofi).await);
        assert_eq!(end(&house, &there, &here).await, 200);
        assert!(!house.is_signed_in(&there).await && house.is_signed_in(&here).await);
        assert_eq!(list(&house, &here).await.len(), 1);
        assert_eq!(end(&house, &here, &kofi).await, 403, "an Agent ends nobody's but their own");
        assert_eq!(end(&house, &phone, &kofi).await, 200);
        assert_eq!(end(&house, &kofi, &here).await, 200);
        assert!(!house.is_signed_in(&kofi).await && house.is_signed_in(&here).await);
    }
}
