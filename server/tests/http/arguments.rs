//! Arguments that no form of ours sends: ids that are none, words that no menu has, addresses of elsewhere
//! (invariant 5).

use crate::dump::dump;
use crate::support::{Answer, Ask, Cookie, House};
use http::Method;
use model::query_string::encode;
use model::{ImportId, MemberId, NumberId, ReservationId};
use store::testing::on_both;

/// Method, path and arguments.
type Asked<'a> = (Method, &'a str, String);

/// What Dana, the Administrator, gets.
async fn answer(house: &House, dana: &Cookie, (method, path, input): &Asked<'_>) -> Answer {
    house.call(method, path, input, Some(dana)).await
}

fn get<'a>(path: &'a str, input: impl ToString) -> Asked<'a> {
    (Method::GET, path, input.to_string())
}

fn post<'a>(path: &'a str, input: impl ToString) -> Asked<'a> {
    (Method::POST, path, input.to_string())
}

/// Calls whose argument `ID` is an id of this kind; and one that no row has.
fn calls_with_ids(house: &House, number: NumberId) -> [(String, Vec<Asked<'static>>); 4] {
    let oskar = house.oskar;
    let numbers = vec![
        get("/api/numbers/card", "id=ID&query="),
        get("/api/numbers/users", "id=ID&find="),
        post("/api/numbers/route", "id=ID&version=1&to=menu"),
        post("/api/numbers/set-use", format!("form[seen][0]={oskar}.ID")),
        post("/api/members/direct", format!("id={oskar}&to=ID")),
    ];
    let members = vec![
        get("/api/members/numbers", "id=ID&find="),
        post("/api/members/change-plan", "id=ID&plan=pro&seen=basic"),
        post("/api/numbers/set-use", format!("form[seen][0]=ID.{number}")),
    ];
    let imports = vec![
        get("/api/imports/check", "id=ID&problems=false&page=1"),
        post("/api/imports/choose", "form[id]=ID&form[columns][0]=email"),
    ];
    let reservations = vec![get("/api/numbers/reserved", "kept=ID"), post("/api/numbers/buy", "kept=ID")];
    [
        (NumberId::new().to_string(), numbers),
        (MemberId::new().to_string(), members),
        (ImportId::new().to_string(), imports),
        (ReservationId::new().to_string(), reservations),
    ]
}

on_both! {
    async fn a3_what_is_no_id_answers_exactly_like_the_id_of_a_row_that_is_not_there(db) {
        let house = House::new(db).await;
        let (number, dana) = (house.number("+15035550160", &[]).await, house.session(house.dana).await);
        for (missing, calls) in calls_with_ids(&house, number) {
            for (method, path, input) in calls {
                let with = |id: &str| (method.clone(), path, input.replace("ID", id));
                let gone = answer(&house, &dana, &with(&missing)).await;
                // What is kept too long is a conflict.
                let status = if input.contains("kept") { 409 } else { 404 };
                assert_eq!(gone.status.as_u16(), status, "{path} {input}: {}", gone.body);
                for no_id in ["1", "x%27+OR+1", &missing[1..]] {
                    let told = answer(&house, &dana, &with(no_id)).await;
                    assert_eq!((told.status, &told.body), (gone.status, &gone.body), "{path} {input} {no_id}");
                }
            }
        }
    }

    async fn a_word_that_no_menu_has_is_refused_by_a_sentence_that_names_the_choice_and_changes_nothing(db) {
        let house = House::new(db).await;
        let (number, dana) = (house.number("+15035550160", &[]).await, house.session(house.dana).await);
        let (import, oskar) = (ImportId::new(), house.oskar);
        let before = dump(&house.db).await;
        for (asked, word, choice) in [
            (post("/api/members/change-plan", format!("id={oskar}&plan=gold&seen=basic")), "gold", "plan"),
            (post("/api/seats/add", "plan=gold&more=5&seen=1&back=/team"), "gold", "plan"),
            (post("/api/seats/add", "plan=pro&more=5&seen=many&back=/team"), "many", "seats seen"),
            (get("/api/billing/lines", "section=colours&page=1"), "colours", "section"),
            (post("/api/numbers/route", format!("id={number}&version=1&to=moon")), "moon", "route to"),
            (post("/api/imports/fix", format!("id={import}&line=2&field=password&value=x")), "password", "field"),
            (post("/api/imports/choose", format!("form[id]={import}&form[columns][0]=pin")), "pin", "field"),
            (get("/api/numbers/offers", "id=&area=5o3"), "5o3", "area code"),
            (post("/api/numbers/reserve", "id=&area=503&number=5552000"), "5552000", "phone number"),
        ] {
            let refused = answer(&house, &dana, &asked).await;
            assert_eq!(refused.status.as_u16(), 422, "{asked:?}: {}", refused.body);
            let says = format!("“{word}” is not one of the choices for “{choice}”");
            assert!(refused.body.contains(&says), "{asked:?}: {}", refused.body);
        }
        assert_eq!(dump(&house.db).await, before, "a refused call has changed something");
    }

    async fn n1_a_form_of_which_nothing_was_chosen_says_what_to_choose(db) {
        let house = House::new(db).await;
        let (number, dana) = (house.number("+15035550160", &[]).await, house.session(house.dana).await);
        let refused = answer(&house, &dana, &post("/api/numbers/route", format!("id={number}&version=1"))).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        assert!(refused.body.contains("Choose where its calls ring."), "{}", refused.body);
        let refused = answer(&house, &dana, &post("/api/members/direct", format!("id={}&to=&instead=", house.oskar))).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        assert!(refused.body.contains("Choose a number."), "{}", refused.body);
    }

    async fn a_form_without_script_leads_to_pages_of_this_site_and_never_elsewhere(db) {
        let house = House::new(db).await;
        let (number, dana) = (house.number("+15035550160", &[]).await, house.session(house.dana).await);
        let own = format!("/numbers/{number}");
        for (back, leads_to) in [
            ("/numbers?q=sales", "/numbers?q=sales"),
            ("//evil.test", own.as_str()),
            ("/\\evil.test", own.as_str()),
            ("https://evil.test/team", own.as_str()),
            ("", own.as_str()),
        ] {
            let input = format!("id={number}&version=1&label=&back={}", encode(back));
            let form = Ask::form("/api/numbers/label", &input).by(Some(&dana)).header("accept", "text/html");
            let led = house.send(&form).await;
            assert_eq!((led.status.as_u16(), led.header("location")), (302, leads_to), "{back}");
        }
    }
}
