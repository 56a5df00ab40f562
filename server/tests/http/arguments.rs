//! Arguments that no form of ours sends: ids that are none, words that no menu has, addresses of elsewhere
//! (invariant 5).

use crate::dump::dump;
use crate::support::{Answer, Ask, Cookie, House};
use http::Method;
use model::query_string::encode;
use model::{GroupId, ImportId, MemberId, NumberId, ReservationId, RoleId};
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
        get("/api/imports/check", "id=ID&shown=all&page=1"),
        post("/api/imports/choose", "form[id]=ID&form[columns][0]=email"),
    ];
    let reservations = vec![get("/api/numbers/reserved", "reservation=ID"), post("/api/numbers/buy", "reservation=ID")];
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
                let status = if input.contains("reservation") { 409 } else { 404 };
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
            (post("/api/members/update", format!("id={oskar}&form[has][0]=password")), "password", "edit field"),
            (post("/api/members/update", format!("id={oskar}&form[availability]=asleep")), "asleep", "availability"),
            (post("/api/members/update", format!("id={oskar}&form[features][]=gold,screening")), "gold", "call feature"),
            (post("/api/members/update", format!("id={oskar}&form[supervises][]=all")), "all", "supervisor scope"),
            (post("/api/members/invite", "form[supervises]=all"), "all", "supervisor scope"),
            (post("/api/members/set-forwarding", format!("id={oskar}&form[lines][0][seconds]=99")), "99", "ring seconds"),
            (post("/api/members/set-forwarding", format!("id={oskar}&step=0-sideways")), "0-sideways", "line step"),
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

    async fn a3_what_is_no_id_in_the_edit_form_answers_like_a_missing_row_and_changes_nothing(db) {
        let house = House::new(db).await;
        let (dana, oskar) = (house.session(house.dana).await, house.oskar);
        let before = dump(&house.db).await;
        for (field, missing) in [("form[role]", RoleId::missing()), ("form[groups][]", GroupId::missing())] {
            for no_id in ["1", "x%27+OR+1"] {
                let input = format!("id={oskar}&form[version]=1&form[has][]=role&form[has][]=groups&{field}={no_id}");
                let told = answer(&house, &dana, &post("/api/members/update", input)).await;
                assert_eq!(told.status.as_u16(), 404, "{field}={no_id}: {}", told.body);
                assert!(told.body.contains(&missing.to_string()), "{field}={no_id}: {}", told.body);
            }
        }
        assert_eq!(dump(&house.db).await, before, "a refused call has changed something");
    }

    async fn m7_a_radio_carries_a_whole_choice_and_what_is_not_chosen_is_empty(db) {
        let house = House::new(db).await;
        let (dana, oskar) = (house.session(house.dana).await, house.oskar);
        let form = format!(
            "id={oskar}&form[version]=1&form[has][]=features&form[features][]=screening,dial-by-name&form[role]=\
             &form[availability]=&form[groups][]=&form[has][]=supervises&form[supervises][]=everyone",
        );
        let saved = answer(&house, &dana, &post("/api/members/update", form)).await;
        assert_eq!(saved.status.as_u16(), 200, "{}", saved.body);
        let now = answer(&house, &dana, &get("/api/members/edit", format!("id={oskar}"))).await;
        let holds = |part: &str| assert!(now.body.contains(part), "{part} is not in {}", now.body);
        holds(r#""features":["screening","dial-by-name"]"#);
        holds(r#""supervises":["everyone"]"#);
        holds(r#""availability":"available""#);
        let lines = "form[on]=on&form[seen]=on&form[lines][0][number]=%2B15035550182&form[lines][0][seconds]=";
        let set = answer(&house, &dana, &post("/api/members/set-forwarding", format!("id={oskar}&{lines}"))).await;
        assert_eq!(set.status.as_u16(), 200, "{}", set.body);
        let now = answer(&house, &dana, &get("/api/members/forwarding", format!("id={oskar}"))).await;
        assert!(now.body.contains(r#""seconds":20"#), "the usual: {}", now.body);
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
        let oskar = house.oskar;
        let forms = [
            ("/api/numbers/label", format!("id={number}&version=1&label="), format!("/numbers/{number}")),
            ("/api/members/update", format!("id={oskar}&form[version]=1"), format!("/team/{oskar}")),
            ("/api/members/pin", format!("id={oskar}&pin=4711"), format!("/team/{oskar}/edit")),
            ("/api/members/set-forwarding", format!("id={oskar}&form[on]=on&form[seen]=on"), format!("/team/{oskar}")),
        ];
        for (path, input, own) in &forms {
            let elsewhere = ["//evil.test", "/\\evil.test", "https://evil.test/team", ""];
            let elsewhere = elsewhere.into_iter().map(|back| (back, own.as_str()));
            for (back, leads_to) in elsewhere.chain([("/numbers?q=sales", "/numbers?q=sales")]) {
                let form = Ask::form(path, &format!("{input}&back={}", encode(back)));
                let led = house.send(&form.by(Some(&dana)).header("accept", "text/html")).await;
                assert_eq!((led.status.as_u16(), led.header("location")), (302, leads_to), "{path} {back}");
            }
        }
    }
}
