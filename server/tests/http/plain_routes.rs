//! Plain routes beside the server functions: every one is in this table, and refuses like a function (R3, A3).

use crate::dump::dump;
use crate::refusals::Ids;
use crate::support::{Ask, House};
use crate::walk::belongings;
use std::collections::BTreeSet;
use store::testing::on_both;

/// What is registered, as the sources of the routes write it.
const SOURCES: [&str; 4] = [
    include_str!("../../src/routes/downloads.rs"),
    include_str!("../../src/routes/events.rs"),
    include_str!("../../src/routes/photos.rs"),
    include_str!("../../src/routes/uploads.rs"),
];

struct Plain {
    /// As the router has it.
    path: &'static str,
    post: bool,
    /// What nobody signed in, an Agent, and the other account's Administrator get. None: it names nothing, see `tells_nothing`.
    gets: [Option<u16>; 3],
    /// The request, well-formed.
    ask: fn(Ids) -> Ask,
}

const PHOTO: &str = "--edge\r\nContent-Disposition: form-data; name=\"remove\"\r\n\r\non\r\n--edge--\r\n";
const MULTIPART: &str = "multipart/form-data; boundary=edge";

fn table() -> Vec<Plain> {
    // To the sign-in page.
    const SIGN_IN: Option<u16> = Some(303);
    const DENIED: Option<u16> = Some(403);
    let row = |path, post, gets, ask| Plain { path, post, gets, ask };
    vec![
        row("/team/export.csv", false, [SIGN_IN, DENIED, None], |_| Ask::get("/team/export.csv")),
        // Whom the account doesn’t have is left out: a heading alone.
        row("/team/export.csv", true, [SIGN_IN, DENIED, Some(200)], |ids| {
            Ask::form("/team/export.csv", &format!("id={}", ids.member))
        }),
        // The same for everybody.
        row("/team/template.csv", false, [Some(200), Some(200), None], |_| Ask::get("/team/template.csv")),
        row("/billing/statement.csv", false, [SIGN_IN, DENIED, None], |_| Ask::get("/billing/statement.csv")),
        row("/team/import/{id}/problems.csv", false, [SIGN_IN, DENIED, Some(404)], |ids| {
            Ask::get(&format!("/team/import/{}/problems.csv", ids.import))
        }),
        row("/audit/export.csv", false, [SIGN_IN, DENIED, None], |_| Ask::get("/audit/export.csv")),
        // A stream: whoever may not hear it is refused at once.
        row("/events", false, [Some(401), None, None], |_| Ask::get("/events")),
        row("/photos/{hash}", false, [Some(401), Some(404), Some(404)], |_| Ask::get("/photos/no-such-photo")),
        row("/members/{id}/photo", true, [Some(401), DENIED, Some(404)], |ids| {
            Ask::form(&format!("/members/{}/photo", ids.member), PHOTO).content_type(MULTIPART)
        }),
        // Back to the form, or to the sign-in page. The other account imports into itself.
        row("/team/import", true, [SIGN_IN, SIGN_IN, None], |_| {
            Ask::upload("/team/import", "people.csv", "First name,Email\r\nEve,eve@example.com")
        }),
    ]
}

#[test]
fn r3_every_plain_route_has_a_row_and_every_row_a_route() {
    let mut there = BTreeSet::new();
    for source in SOURCES {
        for route in source.split(".route(\"").skip(1) {
            let (path, handlers) = route.split_once('"').expect("a path");
            let handlers = handlers.split("\n").next().unwrap_or_default();
            for (method, post) in [("get(", false), ("post(", true)] {
                if handlers.contains(method) {
                    there.insert((path.to_owned(), post));
                }
            }
        }
    }
    let rows: BTreeSet<_> = table().iter().map(|row| (row.path.to_owned(), row.post)).collect();
    assert!(there.len() >= 9, "the sources are read: {there:?}");
    assert_eq!(there, rows);
}

on_both! {
    async fn r3_a3_every_plain_route_refuses_whoever_may_not_and_changes_nothing(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let callers = [None, Some(house.session(house.kofi).await), Some(house.session(house.marisol).await)];
        let before = dump(&house.db).await;
        let mut wrong = Vec::new();
        for row in table() {
            for (who, wanted) in callers.iter().zip(row.gets).filter_map(|(who, wanted)| Some((who, wanted?))) {
                let answer = house.send(&(row.ask)(ids).by(who.as_ref())).await;
                if answer.status.as_u16() != wanted {
                    wrong.push(format!("{} by {who:?}: {} instead of {wanted}: {}", row.path, answer.status, answer.body));
                }
                let told = ["Oskar", "Lind", "people.csv"].iter().any(|word| answer.body.contains(word));
                if told {
                    wrong.push(format!("{} by {who:?} tells what is there: {}", row.path, answer.body));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(dump(&house.db).await, before, "a refused call has changed something");
    }

    async fn a3_downloads_hold_ones_own_account_and_no_other(db) {
        let house = House::new(db).await;
        belongings(&house).await;
        let marisol = house.session(house.marisol).await;
        for path in ["/team/export.csv", "/billing/statement.csv", "/audit/export.csv"] {
            let file = house.page(path, Some(&marisol)).await;
            assert_eq!(file.status.as_u16(), 200, "{path}: {}", file.body);
            for word in ["Oskar", "Whitfield", "Support lead", "555-0160"] {
                assert!(!file.body.contains(word), "{path} tells {word}");
            }
        }
    }
}
