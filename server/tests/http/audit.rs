//! The audit log over HTTP: what is kept of a change, who reads it, the file, and the proof of the chain (G1).

use crate::stored;
use crate::support::{Ask, Cookie, House, sql};
use http::{Method, StatusCode};
use server::commands::proofs;
use store::testing::on_both;

/// Dana suspends Oskar and lets him back, and Ines changes nothing.
async fn some_changes(house: &House) -> Cookie {
    let dana = house.session(house.dana).await;
    for change in ["suspend", "reactivate"] {
        let answer = house
            .call(&Method::POST, &format!("/api/members/{change}"), &format!("id={}", house.oskar), Some(&dana))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }
    dana
}

on_both! {
    async fn g1_the_log_says_who_did_what_to_whom_and_filters_it(db) {
        let house = House::new(db).await;
        let dana = some_changes(&house).await;
        let page = async |query: &str| house.call(&Method::GET, "/api/audit/page", &format!("query={}", query.replace('=', "%3D").replace('&', "%26")), Some(&dana)).await.body;
        let all = page("").await;
        assert!(all.contains("members.suspend") && all.contains("members.reactivate") && all.contains("Oskar Lind"), "{all}");
        let found = page("q=oskar").await;
        assert!(found.contains("members.suspend"), "{found}");
        assert!(page("q=reactivated").await.contains("members.reactivate"));
        assert!(!page("q=reactivated").await.contains("members.suspend"));
        assert!(page("change=roles").await.contains("\"rows\":[]"));
        assert!(page("who=teamline").await.contains("\"rows\":[]"));
        assert!(page(&format!("who={}&when=7d&undo=1", house.dana)).await.contains("members.suspend"));
        assert!(page("when=7d&before=1").await.contains("\"rows\":[]"), "nothing is older than the first entry");
        house.pass(40 * model::instant::DAY);
        let later = house.session(house.dana).await;
        let answer = house.call(&Method::GET, "/api/audit/page", "query=when%3D30d", Some(&later)).await;
        assert!(answer.body.contains("\"rows\":[]"), "{}", answer.body);
    }

    async fn g1_a_member_s_changes_are_listed_and_only_within_the_people_scope(db) {
        let house = House::new(db).await;
        let dana = some_changes(&house).await;
        let changes = house.call(&Method::GET, "/api/audit/member", &format!("id={}", house.oskar), Some(&dana)).await;
        assert!(changes.body.contains("members.suspend"), "{}", changes.body);
        let none = house.call(&Method::GET, "/api/audit/member", &format!("id={}", house.kofi), Some(&dana)).await;
        assert!(none.body.contains("\"rows\":[]"), "{}", none.body);
        // A Manager whose role reaches own groups, in none with Oskar.
        sql(&house.db, "UPDATE roles SET people = 'own-groups' WHERE kind = $1", &["manager"]).await;
        let ines = house.session(house.ines).await;
        let refused = house.call(&Method::GET, "/api/audit/member", &format!("id={}", house.oskar), Some(&ines)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        let page = house.call(&Method::GET, "/api/audit/page", "query=", Some(&ines)).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("Oskar"), "{}", page.body);
    }

    async fn g1_the_export_holds_the_filter_and_is_refused_to_those_who_do_not_see_the_log(db) {
        let house = House::new(db).await;
        let dana = some_changes(&house).await;
        let file = house.send(&Ask::get("/audit/export.csv?q=reactivated").by(Some(&dana))).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.header("content-disposition").contains("audit-log.csv"), "{:?}", file.headers);
        assert!(file.body.contains("Dana Whitfield reactivated Oskar Lind") && !file.body.contains("suspended Oskar"), "{}", file.body);
        let kofi = house.session(house.kofi).await;
        assert_eq!(house.send(&Ask::get("/audit/export.csv").by(Some(&kofi))).await.status, StatusCode::FORBIDDEN);
    }

    async fn m9_what_is_done_while_supervising_names_both(db) {
        let house = House::new(db).await;
        let cookie = house.supervising().await;
        assert_eq!(house.call(&Method::POST, "/api/supervise/act", "", Some(&cookie)).await.status, StatusCode::OK);
        assert_eq!(house.call(&Method::POST, "/api/session/availability", "availability=dnd", Some(&cookie)).await.status, StatusCode::OK);
        let dana = house.session(house.dana).await;
        let page = house.call(&Method::GET, "/api/audit/page", "query=q%3Davailability", Some(&dana)).await;
        assert!(page.body.contains("\"actor_name\":\"Dana Whitfield\"") && page.body.contains("\"on_behalf_of\":\"Ines Duarte\""), "{}", page.body);
    }

    async fn g1_the_proof_finds_a_row_that_was_changed_and_one_that_is_missing(db) {
        let house = House::new(db).await;
        some_changes(&house).await;
        let proved = proofs(&house.db, None).await.expect("proofs");
        assert_eq!(proved.len(), 2, "two accounts: {proved:?}");
        assert!(proved.iter().all(|p| p.broken.is_none()), "{proved:?}");
        tamper(&house, "UPDATE audit SET target_name = 'Nobody' WHERE action = $1", "members.suspend").await;
        let broken = proofs(&house.db, Some("Larkspur Home")).await.expect("proofs");
        let first = broken.iter().find_map(|p| p.broken);
        assert_eq!(first, Some(1), "{broken:?}");
        assert!(broken.iter().any(|p| p.to_string().contains("BROKEN at entry 1")), "{broken:?}");
        tamper(&house, "DELETE FROM audit WHERE action = $1", "members.reactivate").await;
        assert!(proofs(&house.db, None).await.expect("proofs").iter().any(|p| p.broken.is_some()));
        assert!(proofs(&house.db, Some("Nobody Ltd")).await.expect("proofs").is_empty());
    }
}

/// As somebody would who has the database itself: without the trigger that keeps the log.
async fn tamper(house: &House, text: &'static str, action: &str) {
    stored!(house, |tx| store::testing::drop_audit_triggers(tx));
    sql(&house.db, text, &[action]).await;
}
