//! Walks all registered server functions and holds each against its row in the table of refusals (R3, A3, R11).

use crate::dump::dump;
use crate::refusals::{Gets, Ids, Row, table};
use crate::stored;
use crate::support::{Answer, Ask, Cookie, House, session_id};
use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::{BTreeMap, BTreeSet};
use store::imports;
use store::team::views;
use store::testing::on_both;

#[test]
fn r3_every_server_function_has_a_row_in_the_table_of_refusals_and_every_row_a_function() {
    let there: BTreeSet<(String, String)> =
        server_fn_paths().map(|(path, method)| (path.to_owned(), method.to_string())).collect();
    let rows: BTreeSet<(String, String)> =
        table().iter().map(|row| (row.path.to_owned(), row.method.to_string())).collect();
    let (unlisted, vanished): (Vec<_>, Vec<_>) = (there.difference(&rows).collect(), rows.difference(&there).collect());
    assert!(there.len() >= 20, "server functions are not linked: {there:?}");
    assert!(unlisted.is_empty(), "without a row in refusals.rs: {unlisted:#?}");
    assert!(vanished.is_empty(), "rows without a server function: {vanished:#?}");
    assert_eq!(table().len(), rows.len(), "a path has two rows");
}

/// What Dana's account has for others to name: a member with a session, an import on its way, a saved view.
pub(crate) async fn belongings(house: &House) -> Ids {
    let session = session_id(house, &house.session(house.oskar).await).await;
    let content = b"First name,Last name,Email\r\nTomasz,Nowak,tomasz@example.com\r\n";
    let file = files::imports::read(content).expect("a file of members");
    let (account, dana, now) = (house.team.account, house.dana, house.now());
    let import = stored!(house, |tx| imports::insert(tx, account, dana, "people.csv", &file, now));
    stored!(house, |tx| views::save(tx, account, dana, "Late shift", "status=online"));
    let view = stored!(house, |tx| views::list(tx, account, dana))[0].id;
    let role = crate::roles::support_lead(house).await;
    let number = house.number("+15035550160", &[house.ines, house.oskar]).await;
    let group = stored!(house, |tx| house.team.group(tx, "Support"));
    Ids { number, member: house.oskar, agent: house.team.roles.agent, role, session, import, view, group }
}

/// One cell of the table, called.
async fn called(house: &House, row: &Row, ids: Ids, who: Option<&Cookie>) -> Answer {
    house.call(&row.method, row.path, &(row.input)(ids), who).await
}

/// The callers of a row, with the name a failure is told by.
fn cells(row: &Row) -> [(&'static str, Gets); 4] {
    [(ANONYMOUS, row.anonymous), (AGENT, row.agent), (OTHER, row.other), (LOOKING, row.looking)]
}

const ANONYMOUS: &str = "anonymous";
const AGENT: &str = "an Agent";
const OTHER: &str = "another account’s Administrator";
const LOOKING: &str = "a supervisor who may only look";

async fn caller(house: &House, who: &str) -> Option<Cookie> {
    match who {
        ANONYMOUS => None,
        AGENT => Some(house.session(house.kofi).await),
        OTHER => Some(house.session(house.marisol).await),
        _ => Some(house.supervising().await),
    }
}

on_both! {
    async fn r3_a3_every_refusal_of_the_table_holds_and_changes_nothing(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let mut callers = BTreeMap::new();
        for who in [ANONYMOUS, AGENT, OTHER, LOOKING] {
            callers.insert(who, caller(&house, who).await);
        }
        let before = dump(&house.db).await;
        assert!(before.iter().any(|line| line.starts_with("members:") && line.contains("Whitfield")), "the dump sees nothing");
        let mut wrong = Vec::new();
        for row in table() {
            for (who, gets) in cells(&row) {
                let wanted = match gets {
                    Gets::Refused(status) => status,
                    Gets::Nothing => 200,
                    Gets::Allowed(_) | Gets::TakesNoId => continue,
                };
                let answer = called(&house, &row, ids, callers[who].as_ref()).await;
                if answer.status.as_u16() != wanted {
                    wrong.push(format!("{} for {who}: {} instead of {wanted}: {}", row.path, answer.status, answer.body));
                }
                if [ANONYMOUS, OTHER].contains(&who) && ["Oskar", "Lind", "people.csv"].iter().any(|word| answer.body.contains(word)) {
                    wrong.push(format!("{} tells {who} what is there: {}", row.path, answer.body));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(dump(&house.db).await, before, "a refused call has changed something");
    }

    async fn r3_what_the_table_allows_is_let_through(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let mut wrong = Vec::new();
        for row in table() {
            for (who, gets) in cells(&row) {
                let Gets::Allowed(why) = gets else { continue };
                // Some calls end their session.
                let answer = called(&house, &row, ids, caller(&house, who).await.as_ref()).await;
                if !answer.status.is_success() {
                    wrong.push(format!("{} for {who}, though {why}: {} {}", row.path, answer.status, answer.body));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn i1_i2_files_are_refused_like_functions(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let problems = format!("/team/import/{}/problems.csv", ids.import);
        let (agent, stranger) = (house.session(house.kofi).await, house.session(house.marisol).await);
        let before = dump(&house.db).await;
        for path in ["/team/export.csv", problems.as_str()] {
            let answer = house.page(path, None).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/sign-in"), "{path}");
            assert_eq!(house.page(path, Some(&agent)).await.status.as_u16(), 403, "{path}");
        }
        let (foreign, missing) = (house.page(&problems, Some(&stranger)).await, house.page(&problems.replace('0', "1"), Some(&stranger)).await);
        assert_eq!((foreign.status.as_u16(), &foreign.body), (404, &missing.body));
        let file = Ask::upload("/team/import", "people.csv", "First name,Email\r\nTomasz,tomasz@example.com");
        assert_eq!(house.send(&file.clone()).await.header("location"), "/sign-in?next=%2Fteam%2Fimport");
        let refused = house.send(&file.by(Some(&agent))).await;
        assert!(refused.header("location").starts_with("/team/import?problem="), "{}", refused.header("location"));
        assert_eq!(dump(&house.db).await, before, "a refused call has changed something");
    }

    async fn a3_the_export_holds_ones_own_account_and_no_other(db) {
        let house = House::new(db).await;
        let export = house.page("/team/export.csv", Some(&house.session(house.dana).await)).await;
        assert_eq!((export.status.as_u16(), export.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert!(export.body.contains("Dana") && export.body.contains("Kofi"), "{}", export.body);
        assert!(!export.body.contains("Marisol"), "{}", export.body);
    }

    async fn k1_i2_the_selected_are_exported_and_of_all_that_match_not_those_unticked(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let export = |form: String| {
            let (house, dana) = (&house, &dana);
            async move { house.call(&Method::POST, "/team/export.csv", &form, Some(dana)).await }
        };
        let ticked = export(format!("id={}", house.kofi)).await;
        assert_eq!(ticked.header("content-type"), "text/csv; charset=utf-8");
        assert!(ticked.body.contains("Kofi") && !ticked.body.contains("Oskar"), "{}", ticked.body);
        let all = export(format!("q=&all=1&not={}&id={}", house.kofi, house.dana)).await;
        assert!(all.body.contains("Oskar") && all.body.contains("Dana") && !all.body.contains("Kofi"), "{}", all.body);
        let nobody = export(String::new()).await;
        assert!(nobody.status.is_client_error() && nobody.body.contains("Nobody is selected"), "{} {}", nobody.status, nobody.body);
    }

    async fn a3_a_foreign_member_answers_exactly_like_a_missing_one(db) {
        let house = House::new(db).await;
        let stranger = house.session(house.marisol).await;
        let card = |id: String| {
            let (house, stranger) = (&house, &stranger);
            async move { house.call(&Method::GET, "/api/members/card", &format!("id={id}&query="), Some(stranger)).await }
        };
        let (foreign, missing, no_id) =
            (card(house.dana.to_string()).await, card(model::MemberId::new().to_string()).await, card("1".to_owned()).await);
        assert_eq!(card(house.marisol.to_string()).await.status.as_u16(), 200, "her own account’s");
        for other in [&missing, &no_id] {
            assert_eq!((foreign.status, &foreign.body), (other.status, &other.body));
        }
        assert_eq!(foreign.status.as_u16(), 404);
    }
}
