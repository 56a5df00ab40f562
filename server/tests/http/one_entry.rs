//! Every change leaves exactly one entry, which names who made it (G1, invariant 12): each kind of change, one after the other.

use crate::refusals::Ids;
use crate::support::{Cookie, House, texts};
use crate::walk::belongings;
use http::Method;
use server::commands::proofs;
use store::testing::on_both;

type Form = fn(&House, Ids) -> String;

/// What Dana does, in an order in which each can be done; the action its entry has.
const CHANGES: &[(&str, &str, Form)] = &[
    ("session.end", "/api/session/end", |_, ids| format!("id={}", ids.session)),
    ("members.pin", "/api/members/pin", |_, ids| format!("id={}&pin=482917", ids.member)),
    ("members.suspend", "/api/members/suspend", |_, ids| format!("id={}", ids.member)),
    ("members.reactivate", "/api/members/reactivate", |_, ids| format!("id={}", ids.member)),
    ("members.reset-password", "/api/members/reset-password", |_, ids| format!("id={}", ids.member)),
    ("members.plan", "/api/members/change-plan", |_, ids| format!("id={}&plan=pro&seen=basic", ids.member)),
    ("members.invite", "/api/members/invite", |_, ids| {
        format!(
            "form[first_name]=Eve&form[how]=email&form[email]=eve@example.com&form[role]={}&form[plan]=basic",
            ids.agent
        )
    }),
    ("members.direct", "/api/members/direct", |_, ids| format!("id={}&to={}&find=", ids.member, ids.number)),
    ("numbers.label", "/api/numbers/label", |_, ids| format!("id={}&version=2&label=Sales", ids.number)),
    ("numbers.grant", "/api/numbers/set-use", |house, ids| {
        format!("form[seen][0]={0}.{1}&form[calls][0]={0}.{1}", house.kofi, ids.number)
    }),
    ("numbers.route", "/api/numbers/route", |_, ids| format!("id={}&version=3&to=nobody", ids.number)),
    ("bulk.role", "/api/bulk/apply", |house, ids| {
        format!("kind=role&to={}&selection=id%3D{}&key={}", ids.role, house.kofi, KEY)
    }),
    ("roles.edit", "/api/roles/save", |_, ids| {
        format!("form[id]={}&form[version]=1&form[name]=Lead&form[people]=own-groups&form[numbers]=held", ids.role)
    }),
    ("account.safeguards", "/api/roles/safeguards", |_, _| "only_administrators_add=on".to_owned()),
    ("seats.buy", "/api/seats/add", |_, _| "plan=basic&more=5&seen=10000000.10000000.10000000&back=/team".to_owned()),
    ("members.availability", "/api/session/availability", |_, _| "availability=dnd".to_owned()),
    ("members.delete", "/api/members/delete", |_, ids| format!("id={}", ids.member)),
];

const KEY: &str = "0192f0aa-1234-7abc-8def-0123456789ab";

async fn entries(house: &House) -> Vec<String> {
    texts(&house.db, "SELECT action || ' by ' || actor_name FROM audit ORDER BY account_id, number").await
}

async fn done(house: &House, path: &str, form: &str, who: &Cookie) {
    let answer = house.call(&Method::POST, path, form, Some(who)).await;
    assert!(answer.status.is_success(), "{path} {form}: {} {}", answer.status, answer.body);
}

on_both! {
    async fn g1_each_change_leaves_exactly_one_entry_and_a_look_none(db) {
        let house = House::new(db).await;
        let ids = belongings(&house).await;
        let dana = house.session(house.dana).await;
        let mut wrong = Vec::new();
        for (action, path, form) in CHANGES {
            let before = entries(&house).await.len();
            done(&house, path, &form(&house, ids), &dana).await;
            let after = entries(&house).await;
            if after.len() != before + 1 || !after.contains(&format!("{action} by Dana Whitfield")) {
                wrong.push(format!("{path}: {:?} instead of one {action}", &after[before..]));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let before = entries(&house).await;
        for path in ["/team", "/numbers", "/roles", "/audit", "/billing", "/you", "/profile"] {
            house.page(path, Some(&dana)).await;
        }
        assert_eq!(entries(&house).await, before, "looking is no change");
        assert!(proofs(&house.db, None).await.expect("proved").iter().all(|proof| proof.broken.is_none()));
    }
}
