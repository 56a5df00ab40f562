//! What somebody is told of their sign-in: by mail, and in the audit log; and what ends with a change of it (A2, M6, M9, M10).

use crate::support::{Cookie, DANA, House, KOFI, PASSWORD, sql, texts};
use http::Method;
use model::error::AppError;
use store::testing::on_both;

/// The newest mail to this address: its subject, and the link in it.
async fn mails(house: &House) -> Vec<(String, String, String)> {
    let column = |text| texts(&house.db, text);
    let (to, subjects, bodies) = (
        column("SELECT recipient FROM outbox ORDER BY id").await,
        column("SELECT subject FROM outbox ORDER BY id").await,
        column("SELECT body_text FROM outbox ORDER BY id").await,
    );
    let link =
        |body: &String| body.split("token=").nth(1).map(|rest| rest.chars().take(43).collect()).unwrap_or_default();
    to.into_iter().zip(subjects).zip(bodies.iter().map(link)).map(|((to, subject), link)| (to, subject, link)).collect()
}

/// The token of a reset link, mailed to this name.
async fn reset_link(house: &House, name: &str) -> String {
    let form = format!("name={}", name.replace('@', "%40"));
    assert_eq!(house.call(&Method::POST, "/api/session/forgot", &form, None).await.status.as_u16(), 200);
    mails(house).await.into_iter().rfind(|(to, ..)| to == name).expect("a mail").2
}

async fn reset(house: &House, token: &str) -> u16 {
    let form = format!("token={token}&password=another+long+phrase");
    house.call(&Method::POST, "/api/session/reset", &form, None).await.status.as_u16()
}

async fn entries(house: &House) -> Vec<String> {
    texts(&house.db, "SELECT action FROM audit ORDER BY number").await
}

/// What signing in as Kofi with this password answers.
async fn status(house: &House, password: &str) -> u16 {
    let form = format!("name={}&password={}", KOFI.replace('@', "%40"), password.replace(' ', "+"));
    house.call(&Method::POST, "/api/session/sign-in", &form, None).await.status.as_u16()
}

/// How many devices are known.
async fn devices(house: &House) -> String {
    texts(&house.db, "SELECT CAST(count(*) AS TEXT) FROM devices").await.remove(0)
}

async fn sign_in(house: &House, name: &str, who: Option<&Cookie>) -> Cookie {
    let form = format!("name={}&password={}", name.replace('@', "%40"), PASSWORD.replace(' ', "+"));
    house.call(&Method::POST, "/api/session/sign-in", &form, who).await.signed_in()
}

on_both! {
    async fn m6_a_link_mailed_to_the_old_address_opens_nothing_after_the_address_was_changed(db) {
        let house = House::new(db).await;
        let token = reset_link(&house, KOFI).await;
        let dana = house.session(house.dana).await;
        let edit = house.call(&Method::GET, "/api/members/edit", &format!("id={}", house.kofi), Some(&dana)).await;
        let version = edit.body.split("\"version\":").nth(1).and_then(|v| v.split([',', '}']).next()).expect("a version").to_owned();
        let form = format!("id={}&form[version]={version}&form[has][0]=sign_in&form[sign_in]=kofi@new.example.com", house.kofi);
        let changed = house.call(&Method::POST, "/api/members/update", &form, Some(&dana)).await;
        assert_eq!(changed.status.as_u16(), 200, "{}", changed.body);
        assert_eq!(reset(&house, &token).await, 422);
        let told: Vec<String> = mails(&house).await.into_iter().filter(|m| m.1.contains("sign-in email was changed")).map(|m| m.0).collect();
        assert_eq!(told, [KOFI, "kofi@new.example.com"]);
        let fresh = reset_link(&house, "kofi@new.example.com").await;
        assert_eq!(reset(&house, &fresh).await, 200, "one that went to the new address");
    }

    async fn a2_a_reset_link_opens_nothing_after_the_password_was_changed_and_the_member_is_told(db) {
        let house = House::new(db).await;
        let token = reset_link(&house, DANA).await;
        let dana = house.session(house.dana).await;
        let form = format!("current={}&new=a+phrase+of+my+own", PASSWORD.replace(' ', "+"));
        assert_eq!(house.call(&Method::POST, "/api/session/password", &form, Some(&dana)).await.status.as_u16(), 200);
        assert_eq!(reset(&house, &token).await, 422);
        let last = mails(&house).await.pop().expect("a mail");
        assert_eq!((last.0.as_str(), last.1.as_str()), (DANA, "Your Teamline password was changed"));
        assert_eq!(entries(&house).await.last().map(String::as_str), Some("session.password"));
    }

    async fn m10_a_link_asked_for_after_a_notice_does_not_take_the_notice_back(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let form = format!("current={}&new=a+phrase+of+my+own", PASSWORD.replace(' ', "+"));
        house.call(&Method::POST, "/api/session/password", &form, Some(&dana)).await;
        reset_link(&house, DANA).await;
        assert!(mails(&house).await.iter().any(|m| m.1 == "Your Teamline password was changed"));
    }

    async fn m10_a_colleagues_reset_goes_from_the_mail_to_signing_in_and_the_old_password_ends_with_it(db) {
        let house = House::new(db).await;
        let (dana, before) = (house.session(house.dana).await, sign_in(&house, KOFI, None).await);
        let started = house.call(&Method::POST, "/api/members/reset-password", &format!("id={}", house.kofi), Some(&dana)).await;
        assert_eq!(started.status.as_u16(), 200, "{}", started.body);
        assert!(house.is_signed_in(&before).await, "until the new one is set");
        sign_in(&house, KOFI, None).await;
        let (to, subject, token) = mails(&house).await.pop().expect("a mail");
        assert_eq!((to.as_str(), subject.as_str()), (KOFI, "Set a new Teamline password"));
        assert_eq!(reset(&house, &token).await, 200);
        assert!(!house.is_signed_in(&before).await);
        assert_eq!(status(&house, PASSWORD).await, 422, "the old password");
        assert_eq!(status(&house, "another long phrase").await, 200, "the new one");
        assert_eq!(reset(&house, &token).await, 422, "the link works once");
    }

    async fn m10_a_reset_that_blocks_ends_password_sessions_and_known_devices_at_once(db) {
        let house = House::new(db).await;
        let (dana, before) = (house.session(house.dana).await, sign_in(&house, KOFI, None).await);
        assert_eq!(devices(&house).await, "1");
        let form = format!("id={}&block=on", house.kofi);
        let started = house.call(&Method::POST, "/api/members/reset-password", &form, Some(&dana)).await;
        assert_eq!(started.status.as_u16(), 200, "{}", started.body);
        assert!(!house.is_signed_in(&before).await);
        assert_eq!((status(&house, PASSWORD).await, devices(&house).await.as_str()), (422, "0"));
        let bodies = texts(&house.db, "SELECT body_text FROM outbox").await;
        assert!(bodies[0].contains("Dana Whitfield reset") && !bodies[0].contains("ignore this mail"), "{bodies:?}");
        let token = mails(&house).await.pop().expect("a mail").2;
        assert_eq!(reset(&house, &token).await, 200);
        assert_eq!(status(&house, "another long phrase").await, 200);
    }

    async fn m10_a_temporary_password_in_place_of_a_forgotten_one_forgets_devices_too(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        sign_in(&house, KOFI, None).await;
        sql(&house.db, "UPDATE members SET sign_in = 'kofi', sign_in_key = 'kofi', has_email = FALSE WHERE sign_in_key = $1", &[KOFI]).await;
        let started = house.call(&Method::POST, "/api/members/reset-password", &format!("id={}", house.kofi), Some(&dana)).await;
        assert_eq!(started.status.as_u16(), 200, "{}", started.body);
        assert_eq!((devices(&house).await.as_str(), mails(&house).await.len()), ("0", 0));
    }

    async fn g1_signing_in_and_out_leave_a_line_each(db) {
        let house = House::new(db).await;
        let dana = sign_in(&house, DANA, None).await;
        assert_eq!(entries(&house).await, ["session.sign-in"]);
        house.call(&Method::POST, "/api/session/sign-out", "", Some(&dana)).await;
        assert_eq!(entries(&house).await, ["session.sign-in", "session.sign-out"]);
        house.call(&Method::POST, "/api/session/sign-in", "name=dana%40larkspur.example.com&password=a+guess", None).await;
        assert_eq!(entries(&house).await.len(), 2, "a guess is no sign-in");
    }

    async fn m9_every_end_of_a_session_ends_its_supervision_in_the_log(db) {
        let house = House::new(db).await;
        let supervising = house.supervising().await;
        house.call(&Method::POST, "/api/session/sign-out", "", Some(&supervising)).await;
        assert_eq!(entries(&house).await, ["supervise.begin", "supervise.end", "session.sign-out"]);
        let supervising = house.supervising().await;
        let elsewhere = house.session(house.dana).await;
        house.call(&Method::POST, "/api/session/end-others", "", Some(&elsewhere)).await;
        assert!(!house.is_signed_in(&supervising).await);
        assert_eq!(entries(&house).await[3..], ["supervise.begin", "supervise.end", "session.end-others"]);
    }

    async fn m9_signing_out_works_when_the_time_of_supervising_is_over(db) {
        let house = House::new(db).await;
        let supervising = house.supervising().await;
        house.pass(31 * model::instant::MINUTE);
        assert_eq!(house.call(&Method::POST, "/api/session/sign-out", "", Some(&supervising)).await.status.as_u16(), 200);
        assert!(!house.is_signed_in(&supervising).await);
        assert_eq!(entries(&house).await, ["supervise.begin", "supervise.timeout", "session.sign-out"]);
    }

    async fn m3_accepting_an_invitation_while_signed_in_ends_the_other_session_and_says_so(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let form = format!("form[first_name]=Eve&form[last_name]=Adams&form[how]=email&form[email]=eve@example.com&form[role]={}&form[plan]=basic", house.team.roles.agent);
        assert_eq!(house.call(&Method::POST, "/api/members/invite", &form, Some(&dana)).await.status.as_u16(), 200);
        let token = mails(&house).await.pop().expect("a mail").2;
        let accept = format!("token={token}&password=a+very+long+phrase");
        let accepted = house.call(&Method::POST, "/api/invitations/accept", &accept, Some(&dana)).await;
        assert_eq!(accepted.status.as_u16(), 200, "{}", accepted.body);
        assert!(!house.is_signed_in(&dana).await);
        let eve = accepted.signed_in();
        let told = accepted.cookie("teamline-flash").expect("something to say");
        let page = house.page("/team", Some(&Cookie(format!("{}; {}", eve.0, told.0)))).await;
        assert!(page.body.contains("Dana Whitfield was signed in here and is signed out now. You are Eve Adams."));
        assert_eq!(entries(&house).await, ["members.invite", "members.accept", "session.sign-out"]);
    }

    async fn m10_one_member_gets_so_many_links_an_hour_and_no_more(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let mut sent = Vec::new();
        for _ in 0..8 {
            let form = format!("id={}", house.kofi);
            sent.push(house.call(&Method::POST, "/api/members/reset-password", &form, Some(&dana)).await);
        }
        let statuses: Vec<u16> = sent.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 429, 429]);
        let error: AppError = serde_json::from_str(&sent[7].body).expect("an error");
        assert_eq!(error, AppError::TooMany(60));
        // Whoever asks without being signed in is not told that there is such a name.
        assert_eq!(house.call(&Method::POST, "/api/session/forgot", "name=kofi%40larkspur.example.com", None).await.status.as_u16(), 200);
        assert_eq!(mails(&house).await.len(), 1, "a link that has died is not sent any more");
        house.pass(model::instant::HOUR);
        let again = house.call(&Method::POST, "/api/members/reset-password", &format!("id={}", house.kofi), Some(&dana)).await;
        assert_eq!(again.status.as_u16(), 200);
    }
}
