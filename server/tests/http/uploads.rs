//! Uploaded files: what of them is kept, where, and for how long (I1); and what they tell of other accounts (M5).

use crate::dump::dump;
use crate::stored;
use crate::support::{Answer, Ask, Cookie, House, texts};
use http::Method;
use model::instant::HOUR;
use std::time::Duration;
use store::sessions::attempts::{self, Limit};
use store::testing::on_both;

/// Waits until the import at this address is in this phase.
async fn phase(house: &House, id: &str, who: &Cookie, phase: &str) {
    for _ in 0..500 {
        let answer = house.call(&Method::GET, "/api/imports/progress", &format!("id={id}"), Some(who)).await;
        if answer.body.contains(phase) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import does not become {phase}");
}

async fn upload(house: &House, who: &Cookie, csv: &str) -> String {
    let answer = house.send(&Ask::upload("/team/import", "people.csv", csv).by(Some(who))).await;
    let to = answer.header("location").to_owned();
    to.strip_prefix("/team/import/").unwrap_or_else(|| panic!("{to}")).to_owned()
}

async fn check_pasted(house: &House, who: &Cookie, text: &str) -> Answer {
    let form = format!("text={}", text.replace('@', "%40").replace('\n', "%0A"));
    house.call(&Method::POST, "/api/members/check-pasted", &form, Some(who)).await
}

on_both! {
    async fn i1_passwords_in_a_file_reach_no_disk_and_the_file_goes_once_it_is_imported(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let csv = "First name,Last name,Email,userPass,SIP token,Notes\n\
                   Eve,Adams,eve@example.com,hunter-1984,tok-4711,\n\
                   Bo,Berg, Jr.,bo@example.com,hunter-1985,tok-4712,note\n";
        let id = upload(&house, &dana, csv).await;
        phase(&house, &id, &dana, "\"ready\"").await;
        let kept = house.uploads().join("\n");
        assert!(kept.contains("eve@example.com"));
        for secret in ["hunter-1984", "hunter-1985", "tok-4711", "tok-4712"] {
            assert!(!kept.contains(secret), "{secret} is kept in {kept}");
            assert!(!dump(&house.db).await.iter().any(|line| line.contains(secret)), "{secret} is in the database");
        }
        let applied = house.call(&Method::POST, "/api/imports/apply", &format!("id={id}"), Some(&dana)).await;
        assert_eq!(applied.status.as_u16(), 200, "{}", applied.body);
        phase(&house, &id, &dana, "\"applied\"").await;
        for _ in 0..100 {
            if house.uploads().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the file is still there");
    }

    async fn m5_names_of_other_accounts_are_refused_without_saying_where_and_only_so_often(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let all = texts(&house.db, "SELECT sign_in FROM members WHERE first_name = 'Marisol'").await;
        let marisol = all.first().expect("Marisol").clone();
        for _ in 0..3 {
            let free: Vec<String> = (0..200).map(|n| format!("free{n}@example.com")).collect();
            assert_eq!(check_pasted(&house, &dana, &free.join("\n")).await.status.as_u16(), 200, "free names cost nothing");
        }
        let bucket = format!("names:{}", house.team.account);
        let limit = Limit { bucket: &bucket, most: 300, window: HOUR };
        stored!(house, |tx| attempts::count(tx, limit, 299, house.now()));
        let taken = check_pasted(&house, &dana, &marisol).await;
        assert_eq!(taken.status.as_u16(), 200);
        assert!(taken.body.contains(&format!("{marisol} is taken as a sign-in name. Enter another email.")), "{}", taken.body);
        assert!(!taken.body.contains("Vega"));
        assert_eq!(check_pasted(&house, &dana, "free@example.com").await.status.as_u16(), 429);
        let id = upload(&house, &dana, &format!("First name,Last name,Email\nEve,Adams,{marisol}\n")).await;
        phase(&house, &id, &dana, "\"ready\"").await;
        let page = house.call(&Method::GET, "/api/imports/check", &format!("id={id}&shown=all&page=1"), Some(&dana)).await;
        assert!(page.body.contains("Too many tries.") && !page.body.contains("is taken"), "{}", page.body);
        house.pass(HOUR);
        assert_eq!(check_pasted(&house, &dana, "free@example.com").await.status.as_u16(), 200);
    }
}
