//! Arguments that no form of ours sends: ids that are none, words that no menu has, addresses of elsewhere (invariant 5).

use crate::dump::dump;
use crate::support::{Answer, Ask, House};
use http::Method;
use model::{ImportId, MemberId, NumberId, ReservationId};
use store::testing::on_both;

async fn asked(house: &House, method: &Method, path: &str, input: &str) -> Answer {
    let dana = house.session(house.dana).await;
    house.call(method, path, input, Some(&dana)).await
}

on_both! {
    async fn a3_what_is_no_id_answers_exactly_like_the_id_of_a_row_that_is_not_there(db) {
        let house = House::new(db).await;
        let number = house.number("+15035550160", &[]).await;
        for (method, path, missing, input, status) in [
            (Method::GET, "/api/numbers/card", NumberId::new().to_string(), "id=ID&query=".to_owned(), 404),
            (Method::GET, "/api/numbers/users", NumberId::new().to_string(), "id=ID&find=".to_owned(), 404),
            (Method::POST, "/api/numbers/route", NumberId::new().to_string(), "id=ID&version=1&to=menu".to_owned(), 404),
            (Method::POST, "/api/numbers/set-use", NumberId::new().to_string(), format!("form[seen][0]={}.ID", house.oskar), 404),
            (Method::POST, "/api/numbers/set-use", MemberId::new().to_string(), format!("form[seen][0]=ID.{number}"), 404),
            (Method::GET, "/api/members/numbers", MemberId::new().to_string(), "id=ID&find=".to_owned(), 404),
            (Method::POST, "/api/members/direct", NumberId::new().to_string(), format!("id={}&to=ID", house.oskar), 404),
            (Method::POST, "/api/members/change-plan", MemberId::new().to_string(), "id=ID&plan=pro&seen=basic".to_owned(), 404),
            (Method::GET, "/api/imports/check", ImportId::new().to_string(), "id=ID&problems=false&page=1".to_owned(), 404),
            (Method::POST, "/api/imports/choose", ImportId::new().to_string(), "form[id]=ID&form[columns][0]=email".to_owned(), 404),
            (Method::POST, "/api/numbers/buy", ReservationId::new().to_string(), "kept=ID".to_owned(), 409),
        ] {
            let gone = asked(&house, &method, path, &input.replace("ID", &missing)).await;
            assert_eq!(gone.status.as_u16(), status, "{path} {input}: {}", gone.body);
            for no_id in ["1", "x%27+OR+1=1", &missing[1..]] {
                let answer = asked(&house, &method, path, &input.replace("ID", no_id)).await;
                assert_eq!((answer.status, &answer.body), (gone.status, &gone.body), "{path} {input} {no_id}");
            }
        }
    }

    async fn a_word_that_no_menu_has_is_refused_by_a_sentence_that_names_the_choice_and_changes_nothing(db) {
        let house = House::new(db).await;
        let number = house.number("+15035550160", &[]).await;
        let import = ImportId::new();
        let before = dump(&house.db).await;
        for (method, path, input, says) in [
            (Method::POST, "/api/members/change-plan", format!("id={}&plan=gold&seen=basic", house.oskar), "“gold” is not one of the choices for “plan”"),
            (Method::POST, "/api/seats/add", "plan=gold&more=5&seen=1&back=/team".to_owned(), "for “plan”"),
            (Method::POST, "/api/seats/add", "plan=pro&more=5&seen=many&back=/team".to_owned(), "for “seats seen”"),
            (Method::GET, "/api/billing/lines", "section=colours&page=1".to_owned(), "“colours” is not one of the choices for “section”"),
            (Method::POST, "/api/numbers/route", format!("id={number}&version=1&to=moon"), "for “route to”"),
            (Method::POST, "/api/imports/fix", format!("id={import}&line=2&field=password&value=x"), "“password” is not one of the choices for “field”"),
            (Method::POST, "/api/imports/choose", format!("form[id]={import}&form[columns][0]=password"), "for “field”"),
            (Method::GET, "/api/numbers/offers", "id=&area=5o3".to_owned(), "for “area code”"),
            (Method::POST, "/api/numbers/reserve", "id=&area=503&number=5552000".to_owned(), "for “phone number”"),
        ] {
            let answer = asked(&house, &method, path, &input).await;
            assert_eq!(answer.status.as_u16(), 422, "{path} {input}: {}", answer.body);
            assert!(answer.body.contains(says), "{path} {input}: {}", answer.body);
        }
        let nothing_chosen = asked(&house, &Method::POST, "/api/numbers/route", &format!("id={number}&version=1")).await;
        assert_eq!(nothing_chosen.status.as_u16(), 422);
        assert!(nothing_chosen.body.contains("Choose where its calls ring"), "{}", nothing_chosen.body);
        let sessions = |lines: Vec<String>| lines.into_iter().filter(|line| !line.starts_with("sessions:")).collect::<Vec<_>>();
        assert_eq!(sessions(dump(&house.db).await), sessions(before));
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
            let input = format!("id={number}&version=1&label=&back={}", model::query_string::encode(back));
            let form = Ask::form("/api/numbers/label", &input).by(Some(&dana)).header("accept", "text/html");
            let answer = house.send(&form).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (302, leads_to), "{back}");
        }
    }
}
