//! Of many numbers the invite form offers some, and each is found (M1, R6).

use super::{invite, invite_numbers, invite_offers};
use crate::bulk::tests::{House, MARISOL, PRIYA, house};
use crate::testing::Browser;
use model::error::AppError;
use model::invitations::{InviteForm, NumberOffer};
use model::{NumberId, Plan};
use store::sql::{one, run};
use store::testing::on_both;

/// An account with so many numbers, +1 503 555 1000 and on, of which the first is Marisol's to use. The first and the last of them.
async fn with_numbers(house: &House, count: u32) -> (NumberId, NumberId) {
    let account = house.team.account;
    let mut tx = house.db.write().await.expect("write");
    let mut all = Vec::new();
    for n in 0..count {
        let (id, e164) = (NumberId::new(), format!("+1503555{}", 1000 + n));
        let sql = "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, $3, 1)";
        run!(&mut tx, sql, account, id, e164).expect("a number");
        all.push(id);
    }
    let sql = "INSERT INTO number_users (account_id, number_id, member_id, is_default) VALUES ($1, $2, $3, TRUE)";
    run!(&mut tx, sql, account, all[0], house.ids[MARISOL]).expect("hers");
    tx.commit().await.expect("commit");
    (all[0], *all.last().expect("some"))
}

fn ids(all: &[NumberOffer]) -> Vec<NumberId> {
    all.iter().map(|number| number.id).collect()
}

on_both! {
    async fn m1_of_many_numbers_a_hundred_are_offered_and_the_others_are_found(db) {
        let house = house(db).await;
        let (_, last) = with_numbers(&house, 610).await;
        let request = house.amara.request();
        let open = invite_offers(&request, "", &[]).await.expect("offers");
        assert_eq!((open.numbers.numbers.len(), open.numbers.more, open.numbers_hidden), (100, 510, 0));
        for typed in ["(503) 555-1609", "15035551609", "555-1609"] {
            let found = invite_numbers(&request, typed, &[]).await.expect("numbers");
            assert_eq!((ids(&found.numbers), found.more), (vec![last], 0), "{typed}");
        }
        let none = invite_numbers(&request, "no such label", &[]).await.expect("numbers");
        assert_eq!((none.numbers.len(), none.more), (0, 0));
    }

    async fn m1_a_chosen_number_stays_in_the_list_whatever_is_looked_for_and_is_given(db) {
        let house = house(db).await;
        let (first, last) = with_numbers(&house, 610).await;
        let request = house.amara.request();
        let found = invite_numbers(&request, "555-1000", &[last]).await.expect("numbers");
        assert_eq!(ids(&found.numbers), [last, first]);
        assert_eq!(ids(&invite_offers(&request, "", &[last]).await.expect("offers").numbers.numbers)[0], last, "as of a duplicate (M8)");
        let form = InviteForm {
            first_name: "Noor".into(),
            email: "noor@example.com".into(),
            role: Some(house.team.roles.agent),
            plan: Some(Plan::Plus),
            numbers: vec![last],
            ..InviteForm::default()
        };
        let noor = Box::pin(invite(&request, form)).await.expect("invited").id;
        let mut tx = house.db.read().await.expect("read");
        let sql = "SELECT number_id FROM number_users WHERE account_id = $1 AND member_id = $2";
        assert_eq!(one!(&mut tx, (NumberId,), sql, house.team.account, noor).expect("hers").0, last);
    }

    async fn r6_a_manager_finds_the_numbers_they_use_and_an_agent_none(db) {
        let house = house(db).await;
        let (first, last) = with_numbers(&house, 130).await;
        let marisol = Browser::of(&house.db, &house.team, house.ids[MARISOL]).await;
        let offers = invite_offers(&marisol.request(), "", &[last]).await.expect("offers");
        assert_eq!((ids(&offers.numbers.numbers), offers.numbers.more), (vec![first], 0), "not even one that is asked for by its id");
        assert_eq!((offers.numbers_hidden, offers.numbers_refused), (129, None));
        assert_eq!(invite_numbers(&marisol.request(), "1129", &[]).await.expect("numbers").numbers, []);
        let priya = Browser::of(&house.db, &house.team, house.ids[PRIYA]).await;
        assert!(matches!(invite_numbers(&priya.request(), "", &[]).await, Err(AppError::Denied(_))));
    }

    async fn r6_who_uses_no_number_is_told_why_none_is_offered(db) {
        let house = house(db).await;
        with_numbers(&house, 3).await;
        let mut tx = house.db.write().await.expect("write");
        run!(&mut tx, "DELETE FROM number_users WHERE account_id = $1", house.team.account).expect("nobody");
        tx.commit().await.expect("commit");
        let marisol = Browser::of(&house.db, &house.team, house.ids[MARISOL]).await;
        let offers = invite_offers(&marisol.request(), "", &[]).await.expect("offers");
        assert_eq!(offers.numbers.numbers, []);
        assert!(offers.numbers_refused.is_some_and(|why| why.contains("(503) 555-1000")), "with the first of them");
    }
}
