//! Whoever signs in with a password that somebody else set does nothing before they have their own (M2).

use crate::dump::dump;
use crate::refusals::{Row, table};
use crate::support::{Ask, House, PASSWORD, sql};
use crate::walk::belongings;
use http::Method;
use store::testing::on_both;

/// What still answers: who one is, a password of one's own, the way out, and what is there for everybody who is not signed in.
const ANSWER: &[&str] = &[
    "/api/session/me",
    "/api/session/password",
    "/api/session/sign-out",
    "/api/session/sign-in",
    "/api/session/typed",
    "/api/session/forgot",
    "/api/session/reset",
    "/api/session/reset-state",
    "/api/setup/state",
    "/api/setup/needed",
    "/api/setup/create",
    "/api/invitations/open",
    "/api/invitations/accept",
];

const DOWNLOADS: &[&str] = &[
    "/team/export.csv",
    "/billing/statement.csv",
    "/audit/export.csv",
    "/team/import/0198a000-0000-7000-8000-000000000001/problems.csv",
    "/events",
    "/photos/0123456789abcdef",
];

async fn marked(house: &House) {
    sql(&house.db, "UPDATE members SET must_change_password = TRUE WHERE sign_in_key = $1", &[crate::support::DANA])
        .await;
}

on_both! {
    async fn m2_with_a_temporary_password_every_function_refuses_but_three(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let dana = house.session(house.dana).await;
        marked(&house).await;
        let before = dump(&house.db).await;
        let rows: Vec<Row> = table().into_iter().filter(|row| !ANSWER.contains(&row.path)).collect();
        assert!(rows.len() > 50);
        for row in rows {
            let answer = house.call(&row.method, row.path, &(row.input)(ids), Some(&dana)).await;
            assert_eq!(answer.status.as_u16(), 403, "{}: {}", row.path, answer.body);
            assert!(answer.body.contains("Choose a password of your own first."), "{}: {}", row.path, answer.body);
        }
        for path in DOWNLOADS {
            let answer = house.page(path, Some(&dana)).await;
            assert_eq!(answer.status.as_u16(), 403, "{path}: {}", answer.body);
        }
        let photo = house.send(&Ask::upload(&format!("/members/{}/photo", house.oskar), "a.png", "x").by(Some(&dana))).await;
        assert_eq!(photo.status.as_u16(), 403);
        let import = house.send(&Ask::upload("/team/import", "people.csv", "First name,Email").by(Some(&dana))).await;
        assert!(import.header("location").contains("problem="), "{}", import.header("location"));
        assert_eq!(dump(&house.db).await, before);
    }

    async fn m2_with_a_temporary_password_a_page_carries_nothing_behind_its_redirect(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let whole = house.page("/team", Some(&dana)).await;
        assert!(whole.body.contains("Mensah") && whole.body.contains("larkspur.example.com"));
        marked(&house).await;
        for path in ["/team", "/audit", "/roles", "/numbers", "/billing", "/profile", "/welcome"] {
            let page = house.page(path, Some(&dana)).await;
            assert_eq!((page.status.as_u16(), page.header("location")), (302, "/you#password"), "{path}");
            for word in ["Mensah", "Duarte", "Lind", "kofi@", "192.0.2.7"] {
                assert!(!page.body.contains(word), "{path} carries {word}");
            }
        }
        let you = house.page("/you", Some(&dana)).await;
        assert_eq!(you.status.as_u16(), 200);
        assert!(you.body.contains("Choose a password of your own to go on") && !you.body.contains("Where you are signed in"));
    }

    async fn m2_a_password_of_ones_own_is_another_one_and_opens_everything(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        marked(&house).await;
        let change = |new: &str| format!("current={}&new={}", PASSWORD.replace(' ', "+"), new.replace(' ', "+"));
        let same = house.call(&Method::POST, "/api/session/password", &change(PASSWORD), Some(&dana)).await;
        assert_eq!(same.status.as_u16(), 422);
        assert!(same.body.contains("That is the password you have now."), "{}", same.body);
        assert_eq!(house.page("/team", Some(&dana)).await.status.as_u16(), 302);
        let own = house.call(&Method::POST, "/api/session/password", &change("another long phrase"), Some(&dana)).await;
        assert_eq!(own.status.as_u16(), 200, "{}", own.body);
        assert_eq!(house.page("/team", Some(&dana)).await.status.as_u16(), 200);
    }

    async fn m2_with_a_temporary_password_one_may_go(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        marked(&house).await;
        assert_eq!(house.call(&Method::POST, "/api/session/sign-out", "", Some(&dana)).await.status.as_u16(), 200);
        assert!(!house.is_signed_in(&dana).await);
    }
}
