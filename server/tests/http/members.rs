//! What becomes of a member, read back after it was done: invited with everything, with a username, like another, edited, and deleted with
//! a transfer (M1, M2, M6, M8, M17); and what nobody gives on the way (R4).

use crate::dump::dump;
use crate::stored;
use crate::support::{Answer, Cookie, House, KOFI, PASSWORD, sql};
use http::Method;
use model::history::HistoryKind;
use model::instant::{HOUR, Instant};
use serde_json::Value;
use store::activity::{self, NewEntry};
use store::testing::on_both;

async fn get(house: &House, path: &str, input: &str, who: &Cookie) -> Value {
    let answer = house.call(&Method::GET, path, input, Some(who)).await;
    assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

async fn post(house: &House, path: &str, form: &str, who: &Cookie) -> Answer {
    house.call(&Method::POST, path, form, Some(who)).await
}

/// What signing in answers.
async fn sign_in(house: &House, name: &str, password: &str) -> Answer {
    let form = format!("name={}&password={}", name.replace('@', "%40"), password.replace(' ', "+"));
    house.call(&Method::POST, "/api/session/sign-in", &form, None).await
}

/// The version that a form of this member starts from.
async fn version(house: &House, id: impl std::fmt::Display, who: &Cookie) -> i64 {
    get(house, "/api/members/edit", &format!("id={id}"), who).await["form"]["version"].as_i64().expect("a version")
}

on_both! {
    async fn m1_all_that_an_invitation_gives_is_read_back(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let number = house.number("+15035550160", &[]).await;
        let group = stored!(house, |tx| house.team.group(tx, "Support"));
        let form = format!(
            "form[first_name]=Zo%C3%AB&form[last_name]=Nowak&form[how]=email&form[email]=zoe@example.com&form[role]={}&form[plan]=pro\
             &form[extension]=100500&form[forward_1]=(503)+555-0181&form[forward_2]=%2B442079460958&form[numbers][0]={number}&form[groups][0]={group}\
             &form[screening]=on&form[dial_by_name]=on&form[supervises]=everyone&form[mobile]=(503)+555-0199&form[time_zone]=Europe/Berlin",
            house.team.roles.manager
        );
        let invited = post(&house, "/api/members/invite", &form, &dana).await;
        assert_eq!(invited.status.as_u16(), 200, "{}", invited.body);
        let made: Value = serde_json::from_str(&invited.body).expect("JSON");
        let id = made["id"].as_str().expect("an id");
        let form = get(&house, "/api/members/edit", &format!("id={id}"), &dana).await["form"].clone();
        let text = |key: &str| form[key].as_str().unwrap_or_default().to_owned();
        assert_eq!([text("first"), text("last"), text("sign_in"), text("time_zone")], ["Zo\u{eb}", "Nowak", "zoe@example.com", "Europe/Berlin"]);
        assert_eq!([text("extension"), text("role")], ["100500".to_owned(), house.team.roles.manager.to_string()]);
        assert!(text("mobile").contains("555-0199"), "{form}");
        // Not ticked: do not disturb.
        assert_eq!(text("availability"), "dnd");
        for (key, words) in [("features", vec!["screening", "dial"]), ("supervises", vec!["everyone"])] {
            let told = form[key].to_string();
            assert!(words.iter().all(|word| told.contains(word)), "{key}: {told}");
        }
        assert!(form["groups"].to_string().contains(&group.to_string()), "{form}");
        let forwarding = get(&house, "/api/members/forwarding", &format!("id={id}"), &dana).await.to_string();
        assert!(forwarding.contains("+15035550181") && forwarding.contains("+442079460958"), "{forwarding}");
        let card = get(&house, "/api/members/card", &format!("id={id}&query="), &dana).await.to_string();
        for words in ["+15035550160", "Support", "\"pro\"", "Manager"] {
            assert!(card.contains(words), "no {words} in {card}");
        }
    }

    async fn m2_a_member_with_a_username_signs_in_once_with_what_was_shown_and_chooses_their_own(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let form = format!("form[first_name]=Front&form[last_name]=Desk&form[how]=username&form[username]=front.desk&form[role]={}&form[plan]=basic", house.team.roles.agent);
        let made: Value = serde_json::from_str(&post(&house, "/api/members/invite", &form, &dana).await.body).expect("JSON");
        let temporary = made["temporary_password"].as_str().expect("a password, shown once").to_owned();
        assert_eq!(sign_in(&house, "front.desk", "a guess").await.status.as_u16(), 422);
        let cookie = sign_in(&house, "Front.Desk", &temporary).await.signed_in();
        let refused = house.call(&Method::GET, "/api/team/page", "query=", Some(&cookie)).await;
        assert_eq!(refused.status.as_u16(), 403, "{}", refused.body);
        let own = post(&house, "/api/session/password", &format!("current={temporary}&new=another+long+phrase"), &cookie).await;
        assert_eq!(own.status.as_u16(), 200, "{}", own.body);
        assert_eq!(house.call(&Method::GET, "/api/team/page", "query=", Some(&cookie)).await.status.as_u16(), 200);
        assert_eq!(sign_in(&house, "front.desk", &temporary).await.status.as_u16(), 422, "the one that was shown");
        assert_eq!(sign_in(&house, "front.desk", "another long phrase").await.status.as_u16(), 200);
    }

    async fn m6_a_member_signs_in_with_the_new_address_and_not_with_the_old_one(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let version = version(&house, house.kofi, &dana).await;
        let form = format!("id={}&form[version]={version}&form[has][0]=sign_in&form[sign_in]=kofi.m@new.example.com", house.kofi);
        let saved = post(&house, "/api/members/update", &form, &dana).await;
        assert_eq!(saved.status.as_u16(), 200, "{}", saved.body);
        assert_eq!(sign_in(&house, KOFI, PASSWORD).await.status.as_u16(), 422);
        let answer = sign_in(&house, "KOFI.M@new.example.com", PASSWORD).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
        let me = get(&house, "/api/session/me", "", &answer.signed_in()).await;
        assert_eq!(me["sign_in"], "kofi.m@new.example.com");
    }

    async fn m8_a_duplicate_starts_from_settings_and_never_from_what_is_personal(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let number = house.number("+15035550160", &[house.kofi]).await;
        let group = stored!(house, |tx| house.team.group(tx, "Support"));
        stored!(house, |tx| house.team.join(tx, group, house.kofi));
        sql(&house.db, "UPDATE members SET plan = 'pro', screening = TRUE, mobile = '+15035550199', time_zone = 'Europe/Berlin', photo = 'photo-of-kofi', greeting = 'Kofi here' WHERE sign_in_key = $1", &[KOFI]).await;
        let template = get(&house, "/api/members/template", &format!("id={}", house.kofi), &dana).await;
        assert_eq!((template["role"].as_str(), template["plan"].as_str()), (Some(house.team.roles.agent.to_string().as_str()), Some("pro")));
        assert_eq!((template["screening"].as_bool(), template["time_zone"].as_str()), (Some(true), Some("Europe/Berlin")));
        let all = template.to_string();
        for words in [number.to_string(), group.to_string()] {
            assert!(all.contains(&words), "no {words} in {all}");
        }
        for personal in [KOFI, "+15035550199", "555-0199", "photo-of-kofi", "100104", "Kofi here", PASSWORD, "argon2"] {
            assert!(!all.contains(personal), "{personal} in {all}");
        }
        // The form that is drawn from it neither.
        let page = house.page(&format!("/team/invite?like={}", house.kofi), Some(&dana)).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(!page.body.contains(&format!("value=\"{KOFI}\"")) && !page.body.contains("value=\"Kofi\""));
    }

    async fn m17_what_a_deleted_member_had_is_with_whom_it_was_handed_to(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        // Where a deleted member can be restored, they keep their name for a while.
        sql(&house.db, "UPDATE accounts SET paid = TRUE", &[]).await;
        let number = house.number("+15035550160", &[]).await;
        let direct = post(&house, "/api/members/direct", &format!("id={}&to={number}&find=", house.kofi), &dana).await;
        assert_eq!(direct.status.as_u16(), 200, "{}", direct.body);
        let (account, kofi, at) = (house.team.account, house.kofi, Instant(house.now().0 - HOUR));
        for kind in [HistoryKind::Voicemail, HistoryKind::Call] {
            let new = NewEntry { member: kofi, at, kind, incoming: true, peer: "+15035550193", seconds: 9, body: "Call me" };
            stored!(house, |tx| activity::record(tx, account, &new));
        }
        let form = format!("id={kofi}&to=Oskar+Lind&history=on&direct=on&extension=on");
        let deleted = post(&house, "/api/members/delete", &form, &dana).await;
        assert_eq!(deleted.status.as_u16(), 200, "{}", deleted.body);
        let card = get(&house, "/api/members/card", &format!("id={}&query=&tab=history", house.oskar), &dana).await;
        let told = card.to_string();
        assert!(told.contains("+15035550160") && told.contains("100104"), "{told}");
        assert!(told.contains("Kofi Mensah") && told.contains("voicemail"), "the voicemail says whose it was: {told}");
        assert_eq!(sign_in(&house, KOFI, PASSWORD).await.status.as_u16(), 422);
        let mut tx = house.db.read().await.expect("read");
        let left = activity::of_member(&mut tx, account, model::Country::UnitedStates, kofi, 10).await.expect("history");
        assert_eq!(left.len(), 1, "the call stays where it was made");
    }

    async fn r4_nobody_is_made_an_administrator_by_a_manager_alone_like_another_or_among_many(db) {
        let house = House::new(db).await;
        let (ines, administrator) = (house.session(house.ines).await, house.team.roles.administrator);
        let like = house.call(&Method::GET, "/api/members/template", &format!("id={}", house.dana), Some(&ines)).await;
        assert_eq!(like.status.as_u16(), 403, "{}", like.body);
        assert!(like.body.contains("Only an Administrator can give the role Administrator."), "{}", like.body);
        let before = dump(&house.db).await;
        let one = format!("form[first_name]=Eve&form[how]=email&form[email]=eve@example.com&form[role]={administrator}&form[plan]=basic");
        let many = format!("text=Eve+%3Ceve@example.com%3E%0AAda+%3Cada@example.com%3E&role={administrator}&plan=basic");
        let bulk = format!("kind=role&to={administrator}&selection=id%3D{}&key=0192f0aa-1234-7abc-8def-0123456789ab", house.kofi);
        for (path, form) in [("/api/members/invite", one), ("/api/members/invite-many", many), ("/api/bulk/apply", bulk)] {
            let refused = post(&house, path, &form, &ines).await;
            assert!((400..500).contains(&refused.status.as_u16()), "{path}: {} {}", refused.status, refused.body);
        }
        assert_eq!(dump(&house.db).await, before);
    }
}
