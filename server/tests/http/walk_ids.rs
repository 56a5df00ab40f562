//! Walks the table of refusals once more with other ids: an Administrator's asked by a Manager (R5), each of another account in place of
//! one's own (A3, invariant 5), and every read that names nothing, asked by the other account.

use crate::dump::dump;
use crate::refusals::{Gets, Ids, table};
use crate::stored;
use crate::support::{Cookie, House, session_id};
use crate::walk::belongings;
use http::Method;
use model::query_string::encode;
use store::testing::on_both;
use store::{imports, team::views};

/// What a Manager may ask about an Administrator, each with its reason. All else that names one is denied.
const ABOUT_AN_ADMINISTRATOR: &[(&str, u16, &str)] = &[
    ("/api/team/rows", 200, "everybody has the directory (R12)"),
    ("/api/members/card", 200, "who sees the team sees its cards (T8)"),
    ("/api/members/confirm", 200, "it says why the entry is refused (R10)"),
    ("/api/members/plan", 200, "it says why the plan stays (R10)"),
    ("/api/audit/member", 200, "who sees the log sees all of it (G1)"),
    ("/api/bulk/preview", 200, "it says who is refused and why (K3)"),
    ("/api/bulk/apply", 422, "nobody would change"),
    ("/api/numbers/use-preview", 200, "it says who is refused and why (K3)"),
    ("/api/numbers/revoke", 422, "nothing would change"),
];

type Second = (u16, Method, &'static str, fn(Ids) -> String);

/// What names things beside its main one: each optional id of a form. The first word is what its own ids get from Dana.
fn seconds() -> Vec<Second> {
    let (get, post) = (Method::GET, Method::POST);
    vec![
        (200, get.clone(), "/api/team/page", |ids| {
            format!("query={}", encode(&format!("role={}&group={}", ids.agent, ids.group)))
        }),
        (200, get.clone(), "/api/team/page", |ids| format!("query={}", encode(&format!("number={}", ids.number)))),
        (200, get.clone(), "/api/audit/page", |ids| format!("query={}", encode(&format!("by={}", ids.member)))),
        (200, get, "/api/members/card", |ids| {
            format!("id={}&query={}", ids.member, encode(&format!("group={}", ids.group)))
        }),
        (200, post.clone(), "/api/bulk/preview", |ids| {
            format!("kind=role&to={}&selection=id%3D{}", ids.agent, ids.member)
        }),
        (200, post.clone(), "/api/bulk/preview", |ids| {
            format!("kind=assign-number&to={}&selection=id%3D{}", ids.number, ids.member)
        }),
        (200, post.clone(), "/api/bulk/preview", |ids| {
            format!("kind=group&to={}&selection=id%3D{}", ids.group, ids.member)
        }),
        (200, post.clone(), "/api/members/invite", |ids| {
            format!(
                "form[first_name]=Eve&form[how]=email&form[email]=eve@example.com&form[role]={}&form[plan]=basic&form[numbers][0]={}&form[groups][0]={}",
                ids.agent, ids.number, ids.group
            )
        }),
        (200, post.clone(), "/api/members/invite-many", |ids| {
            format!("text=Ada+%3Cada@example.com%3E&role={}&plan=basic", ids.agent)
        }),
        (200, post.clone(), "/api/imports/choose", |ids| {
            format!(
                "form[id]={}&form[columns][0]=first_name&form[roles][0][word]=Lead&form[roles][0][role]={}",
                ids.import, ids.agent
            )
        }),
        (200, post.clone(), "/api/numbers/route", |ids| format!("id={}&version=1&to=group:{}", ids.number, ids.group)),
        (200, post.clone(), "/api/numbers/route", |ids| {
            format!("id={}&version=2&to=member:{}", ids.number, ids.member)
        }),
        (200, post.clone(), "/api/bulk/apply", |ids| {
            format!("kind=group&to={}&selection=id%3D{}&key={}", ids.group, ids.member, key(1))
        }),
        (200, post.clone(), "/api/bulk/apply", |ids| {
            format!("kind=role&to={}&selection=id%3D{}&key={}", ids.role, ids.member, key(2))
        }),
        (200, post.clone(), "/api/roles/save", |ids| {
            format!(
                "form[id]={}&form[version]=1&form[name]=Lead&form[people]=own-groups&form[numbers]=held&form[may_assign][0]={}",
                ids.role, ids.agent
            )
        }),
        (200, post, "/api/roles/delete", |ids| format!("id={}&next={}", ids.role, ids.agent)),
    ]
}

/// A bulk change's key of its own.
fn key(n: u8) -> String {
    format!("0192f0aa-1234-7abc-8def-0123456789{n:02x}")
}

/// What Marisol's account has of each kind.
async fn of_the_other(house: &House) -> Ids {
    let (account, marisol, now) = (house.other.account, house.marisol, house.now());
    let session = session_id(house, &house.session(marisol).await).await;
    let file = files::imports::read(b"First name,Email\r\nZsofia,zsofia@example.com\r\n").expect("a file of members");
    let import = stored!(house, |tx| imports::insert(tx, account, marisol, "theirs.csv", &file, now));
    stored!(house, |tx| views::save(tx, account, marisol, "Theirs", "status=online"));
    let view = stored!(house, |tx| views::list(tx, account, marisol))[0].id;
    let number = house.number_of(account, "+15035559999", &[marisol]).await;
    let group = stored!(house, |tx| house.other.group(tx, "Their group"));
    let roles = house.other.roles;
    Ids { member: marisol, session, agent: roles.agent, role: roles.manager, import, view, number, group }
}

/// Each id of these in place of the same of those, one at a time, with what it is of.
fn one_by_one(own: Ids, foreign: Ids) -> [(&'static str, Ids); 8] {
    [
        ("member", Ids { member: foreign.member, ..own }),
        ("session", Ids { session: foreign.session, ..own }),
        ("built-in role", Ids { agent: foreign.agent, ..own }),
        ("role", Ids { role: foreign.role, ..own }),
        ("import", Ids { import: foreign.import, ..own }),
        ("view", Ids { view: foreign.view, ..own }),
        ("number", Ids { number: foreign.number, ..own }),
        ("group", Ids { group: foreign.group, ..own }),
    ]
}

/// Words that only the other account has.
const THEIRS: [&str; 6] = ["Marisol", "Vega", "555-9999", "5035559999", "theirs.csv", "Their group"];
/// Words that only Dana's account has.
const OURS: [&str; 7] = ["Whitfield", "Mensah", "Duarte", "Oskar", "people.csv", "555-0160", "Support lead"];

/// Rows that answer with a success when they name what is not there: they leave it out, and tell and change nothing.
const LEAVES_OUT: &[&str] = &[
    "/api/team/rows",
    "/api/team/page",
    "/api/audit/page",
    "/api/members/card",
    "/api/members/numbers",
    "/api/bulk/preview",
    "/api/numbers/use-preview",
    "/api/views/delete",
    "/api/imports/choose",
];

async fn asked(house: &House, (method, path, input): (&Method, &str, String), who: &Cookie) -> (u16, String) {
    let answer = house.call(method, path, &input, Some(who)).await;
    (answer.status.as_u16(), answer.body)
}

on_both! {
    async fn r5_a_manager_is_denied_whatever_names_an_administrator_but_looks(db) {
        let house = House::new(db).await;
        let own = belongings(&house).await;
        let session = session_id(&house, &house.session(house.dana).await).await;
        let on_dana = Ids { member: house.dana, session, ..own };
        let ines = house.session(house.ines).await;
        let before = dump(&house.db).await;
        let (mut wrong, mut named) = (Vec::new(), 0);
        for row in table() {
            if (row.input)(own) == (row.input)(on_dana) {
                continue;
            }
            named += 1;
            let wanted = ABOUT_AN_ADMINISTRATOR.iter().find(|(path, ..)| *path == row.path).map_or(403, |(_, status, _)| *status);
            let (status, body) = asked(&house, (&row.method, row.path, (row.input)(on_dana)), &ines).await;
            if status != wanted {
                wrong.push(format!("{}: {status} instead of {wanted}: {body}", row.path));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(named > 25, "{named} rows name a member");
        assert_eq!(dump(&house.db).await, before, "a refused call has changed something");
    }

    async fn a3_each_id_of_another_account_is_as_good_as_none_in_whatever_names_it(db) {
        let house = House::new(db).await;
        let (own, foreign) = (belongings(&house).await, of_the_other(&house).await);
        let dana = house.session(house.dana).await;
        let before = dump(&house.db).await;
        let (mut wrong, mut named) = (Vec::new(), 0);
        let rows = table().into_iter().map(|row| (row.method, row.path, row.input));
        for (method, path, input) in rows.chain(seconds().into_iter().map(|(_, method, path, input)| (method, path, input))) {
            for (of, ids) in one_by_one(own, foreign) {
                if input(own) == input(ids) {
                    continue;
                }
                named += 1;
                let (status, body) = asked(&house, (&method, path, input(ids)), &dana).await;
                if !(400..500).contains(&status) && !LEAVES_OUT.contains(&path) {
                    wrong.push(format!("{path} with a foreign {of}: {status}: {body}"));
                }
                if let Some(word) = THEIRS.iter().find(|word| body.contains(**word)) {
                    wrong.push(format!("{path} with a foreign {of} tells {word}: {body}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(named > 80, "{named} ids were tried");
        let after = dump(&house.db).await;
        // Answers about a column are kept, also when what they name is not there.
        let changed: Vec<_> = after.iter().filter(|line| !before.contains(line) && !line.starts_with("imports:") && !line.starts_with("import_rows:")).collect();
        assert!(changed.is_empty(), "{changed:#?}");
    }

    async fn a3_what_the_walk_names_beside_the_first_is_taken_when_it_is_ones_own(db) {
        let house = House::new(db).await;
        let own = belongings(&house).await;
        let dana = house.session(house.dana).await;
        for (wanted, method, path, input) in seconds() {
            let (status, body) = asked(&house, (&method, path, input(own)), &dana).await;
            assert_eq!(status, wanted, "{path} {}: {body}", input(own));
        }
    }

    async fn a3_every_read_that_names_nothing_tells_the_other_account_nothing_of_this_one(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let marisol = house.session(house.marisol).await;
        let (mut wrong, mut read) = (Vec::new(), 0);
        for row in table().into_iter().filter(|row| row.method == Method::GET && row.other == Gets::TakesNoId) {
            read += 1;
            let (status, body) = asked(&house, (&row.method, row.path, (row.input)(ids)), &marisol).await;
            if status != 200 {
                wrong.push(format!("{}: {status}: {body}", row.path));
            }
            if let Some(word) = OURS.iter().find(|word| body.contains(**word)) {
                wrong.push(format!("{} tells {word}: {body}", row.path));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(read >= 18, "{read} reads");
    }

    async fn a3_pages_tell_the_other_account_nothing_of_this_one(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let marisol = house.session(house.marisol).await;
        let ours = [ids.member.to_string(), ids.number.to_string()];
        for path in ["/team", "/numbers", "/roles", "/audit", "/billing", "/billing/print", "/you", "/profile", "/team/import", "/team/deleted", "/team/invite"] {
            let page = house.page(path, Some(&marisol)).await;
            assert_eq!(page.status.as_u16(), 200, "{path}");
            for word in OURS.iter().copied().chain(ours.iter().map(String::as_str)) {
                assert!(!page.body.contains(word), "{path} tells {word}");
            }
        }
    }
}
