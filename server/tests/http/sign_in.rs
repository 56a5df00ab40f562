//! Signing in and out over HTTP: cookies, limits, pauses (A2; QUALITY, Security).

use crate::stored;
use crate::support::{Answer, Ask, Cookie, DANA, House, KOFI, PASSWORD};
use http::Method;
use model::RoleKind;
use model::instant::{DAY, HOUR, MINUTE};
use std::time::Duration;
use store::testing::on_both;

async fn sign_in(house: &House, name: &str, password: &str, who: Option<&Cookie>) -> Answer {
    let form = format!("name={}&password={}", name.replace('@', "%40"), password.replace(' ', "+"));
    house.call(&Method::POST, "/api/session/sign-in", &form, who).await
}

/// Waits until the session's idle limit was moved on, which happens behind the answer.
async fn touched(house: &House) {
    let now = house.now().0;
    for _ in 0..500 {
        let text = "SELECT max(last_used) FROM sessions";
        let last: i64 = match &house.db {
            store::Db::Sqlite { read, .. } => sqlx::query_scalar(text).fetch_one(read).await.expect("last use"),
            store::Db::Postgres(pool) => sqlx::query_scalar(text).fetch_one(pool).await.expect("last use"),
        };
        if last == now {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the session was not touched");
}

on_both! {
    async fn a2_the_right_password_opens_and_the_cookie_is_closed_to_scripts_and_other_sites(db) {
        let house = House::new(db).await;
        let answer = sign_in(&house, DANA, PASSWORD, None).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
        let line = answer.session_cookie().expect("a cookie");
        let (pair, attributes) = line.split_once("; ").expect("attributes");
        assert_eq!(pair.split_once('=').map(|(name, token)| (name, token.len())), Some(("teamline", 43)), "{line}");
        assert_eq!(attributes, "HttpOnly; SameSite=Lax; Path=/");
        assert!(house.is_signed_in(&answer.signed_in()).await);
    }

    async fn a2_over_https_the_cookie_is_bound_to_the_host_and_never_sent_in_the_clear(db) {
        let house = House::over_https(db).await;
        let answer = sign_in(&house, DANA, PASSWORD, None).await;
        let line = answer.session_cookie().expect("a cookie");
        assert!(line.starts_with("__Host-teamline="), "{line}");
        assert!(line.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/"), "{line}");
        assert!(answer.header("strict-transport-security").starts_with("max-age=63072000"));
        let cookie = answer.signed_in();
        assert!(house.is_signed_in(&cookie).await);
        let unbound = Cookie(cookie.0.replace("__Host-", ""));
        assert!(!house.is_signed_in(&unbound).await, "a cookie that any subdomain could set");
    }

    async fn a2_without_script_the_form_leads_to_the_page_one_wanted_and_to_no_other_site(db) {
        let house = House::new(db).await;
        let form = format!("name={DANA}&password={}", PASSWORD.replace(' ', "+"));
        for (next, to) in [
            ("", "/team"),
            ("&next=%2Fteam%3Fstatus%3Donline", "/team?status=online"),
            ("&next=%2F%2Fevil.example", "/team"),
            ("&next=https%3A%2F%2Fevil.example", "/team"),
            ("&next=%2F%5Cevil.example", "/team"),
            ("&next=%2F%09%2Fevil.example", "/team"),
        ] {
            let ask = Ask::form("/api/session/sign-in", &format!("{form}{next}")).header("accept", "text/html").header("referer", "/sign-in");
            let answer = house.send(&ask).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (302, to), "{next}");
            assert!(answer.session_cookie().is_some(), "{next}");
        }
    }

    async fn a_session_that_was_there_before_ends_at_sign_in(db) {
        let house = House::new(db).await;
        let planted = house.session(house.kofi).await;
        let answer = sign_in(&house, DANA, PASSWORD, Some(&planted)).await;
        let fresh = answer.signed_in();
        assert_ne!(fresh.0, planted.0);
        assert!(house.is_signed_in(&fresh).await);
        assert!(!house.is_signed_in(&planted).await);
    }

    async fn a2_signing_out_ends_the_session_and_not_only_the_cookie(db) {
        let house = House::new(db).await;
        let (here, elsewhere) = (house.session(house.dana).await, house.session(house.dana).await);
        let answer = house.call(&Method::POST, "/api/session/sign-out", "", Some(&here)).await;
        assert_eq!(answer.status.as_u16(), 200);
        assert_eq!(answer.session_cookie(), Some("teamline=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0"));
        assert!(!house.is_signed_in(&here).await, "the old cookie still opens");
        assert!(house.is_signed_in(&elsewhere).await, "signing out here is not signing out there");
    }

    async fn a2_a_session_ended_elsewhere_is_signed_out(db) {
        let house = House::new(db).await;
        let (here, elsewhere) = (house.session(house.dana).await, house.session(house.dana).await);
        let answer = house.call(&Method::POST, "/api/session/end-others", "", Some(&here)).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "1"));
        assert!(house.is_signed_in(&here).await && !house.is_signed_in(&elsewhere).await);
    }

    async fn a2_a_new_password_ends_all_other_sessions_and_wants_the_old_one(db) {
        let house = House::new(db).await;
        let (here, elsewhere) = (house.session(house.dana).await, house.session(house.dana).await);
        let change = |current: &str| format!("current={}&new=another+long+phrase", current.replace(' ', "+"));
        let refused = house.call(&Method::POST, "/api/session/password", &change("a guess"), Some(&here)).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(house.is_signed_in(&elsewhere).await);
        let changed = house.call(&Method::POST, "/api/session/password", &change(PASSWORD), Some(&here)).await;
        assert_eq!((changed.status.as_u16(), changed.body.as_str()), (200, "1"));
        assert!(house.is_signed_in(&here).await && !house.is_signed_in(&elsewhere).await);
        assert_eq!(sign_in(&house, DANA, PASSWORD, None).await.status.as_u16(), 422, "the old password");
        assert_eq!(sign_in(&house, DANA, "another long phrase", None).await.status.as_u16(), 200);
    }

    async fn a_session_ends_after_twelve_idle_hours(db) {
        let house = House::new(db).await;
        let cookie = sign_in(&house, DANA, PASSWORD, None).await.signed_in();
        house.pass(12 * HOUR - MINUTE);
        assert!(house.is_signed_in(&cookie).await);
        touched(&house).await;
        house.pass(12 * HOUR - MINUTE);
        assert!(house.is_signed_in(&cookie).await, "using it moves the limit on");
        touched(&house).await;
        house.pass(12 * HOUR);
        assert!(!house.is_signed_in(&cookie).await);
    }

    async fn a_session_ends_after_seven_days_however_much_it_is_used(db) {
        let house = House::new(db).await;
        let cookie = sign_in(&house, DANA, PASSWORD, None).await.signed_in();
        for _ in 0..15 {
            house.pass(11 * HOUR);
            assert!(house.is_signed_in(&cookie).await);
            touched(&house).await;
        }
        house.pass(7 * DAY - 15 * 11 * HOUR - MINUTE);
        assert!(house.is_signed_in(&cookie).await, "a minute before");
        house.pass(MINUTE);
        assert!(!house.is_signed_in(&cookie).await);
    }

    async fn a_device_that_is_kept_signed_in_stays_for_thirty_idle_days(db) {
        let house = House::new(db).await;
        let form = format!("name={DANA}&password={}&keep=on", PASSWORD.replace(' ', "+"));
        let answer = house.call(&Method::POST, "/api/session/sign-in", &form, None).await;
        assert!(answer.session_cookie().is_some_and(|line| line.contains("; Max-Age=7776000")), "{:?}", answer.session_cookie());
        house.pass(30 * DAY - MINUTE);
        assert!(house.is_signed_in(&answer.signed_in()).await);
        touched(&house).await;
        house.pass(30 * DAY);
        assert!(!house.is_signed_in(&answer.signed_in()).await);
    }

    async fn an_unknown_name_answers_exactly_like_a_wrong_password(db) {
        let house = House::new(db).await;
        for left in ["4 tries left", "3 tries left", "2 tries left", "1 try left", "Wait 15 minutes"] {
            let wrong = sign_in(&house, DANA, "a guess", None).await;
            let unknown = sign_in(&house, "nobody@larkspur.example.com", "a guess", None).await;
            assert_eq!((wrong.status, &wrong.body), (unknown.status, &unknown.body));
            assert_eq!(wrong.status.as_u16(), 422);
            assert!(wrong.body.contains("That name and password don’t match.") && wrong.body.contains(left), "{}", wrong.body);
            assert!(wrong.session_cookie().is_none() && unknown.session_cookie().is_none());
        }
    }

    async fn after_five_failures_a_name_pauses_for_fifteen_minutes_also_for_the_right_password(db) {
        let house = House::new(db).await;
        for _ in 0..5 {
            assert_eq!(sign_in(&house, DANA, "a guess", None).await.status.as_u16(), 422);
        }
        let paused = sign_in(&house, DANA, PASSWORD, None).await;
        assert_eq!(paused.status.as_u16(), 429);
        assert!(paused.session_cookie().is_none());
        assert_eq!(sign_in(&house, &DANA.to_uppercase(), PASSWORD, None).await.status.as_u16(), 429, "written otherwise");
        assert_eq!(sign_in(&house, KOFI, PASSWORD, None).await.status.as_u16(), 200, "Kofi may go on");
        house.pass(15 * MINUTE);
        assert_eq!(sign_in(&house, DANA, PASSWORD, None).await.status.as_u16(), 200);
    }

    async fn m16_a_suspended_member_is_signed_out_at_once_and_answered_like_a_wrong_password(db) {
        let house = House::new(db).await;
        let cookie = house.session(house.kofi).await;
        assert!(house.is_signed_in(&cookie).await);
        crate::support::sql(&house.db, "UPDATE members SET state = 'suspended' WHERE sign_in_key = $1", &[KOFI]).await;
        assert!(!house.is_signed_in(&cookie).await);
        let (suspended, wrong) = (sign_in(&house, KOFI, PASSWORD, None).await, sign_in(&house, DANA, "a guess", None).await);
        assert_eq!((suspended.status, &suspended.body), (wrong.status, &wrong.body));
    }

    async fn r11_a_role_taken_away_holds_from_the_next_request(db) {
        let house = House::new(db).await;
        // One Administrator has to stay (R7).
        let amara = house.team.member("Amara", "Okafor").role(RoleKind::Administrator);
        stored!(house, |tx| amara.insert(tx));
        let cookie = house.session(house.dana).await;
        assert_eq!(house.call(&Method::GET, "/api/imports/may", "", Some(&cookie)).await.status.as_u16(), 200);
        let text = "UPDATE members SET role_id = (SELECT role_id FROM members WHERE sign_in_key = $1), role_kind = 'agent' WHERE sign_in_key = $2";
        crate::support::sql(&house.db, text, &[KOFI, DANA]).await;
        assert_eq!(house.call(&Method::GET, "/api/imports/may", "", Some(&cookie)).await.status.as_u16(), 403);
    }
}
