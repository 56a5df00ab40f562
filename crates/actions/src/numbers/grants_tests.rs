//! Many numbers granted and revoked at once on both engines: the plan, what is done and what is not, once, and taken back (N1, K1 to K6).

use super::{outgoing, read};
use crate::bulk::bulk_state;
use crate::numbers::grant::{grant_numbers, revoke_numbers, use_preview};
use crate::testing::Browser;
use crate::undo::{preview_undo, undo};
use model::bulk::{BulkKind, BulkOutcome, BulkPreview, BulkState, RowOutcome};
use model::error::{AppError, AppResult};
use model::numbers::UseChange;
use model::numbers::query::NumbersQuery;
use model::numbers::{UseForm, UsePair, UsesQuery};
use model::{AuditId, BulkKey, MemberId, NextPage, NumberId, NumberScope, RoleKind};
use store::sql::{all, maybe, one, run};
use store::testing::{NOW, TestTeam, on_both};
use store::{Db, audit};

struct House {
    db: Db,
    team: TestTeam,
    amara: Browser,
    ines: Browser,
    /// Amara (Administrator), Ines (Manager), Kofi and Dana (Agents).
    ids: [MemberId; 4],
}

const AMARA: usize = 0;
const INES: usize = 1;
const KOFI: usize = 2;
const DANA: usize = 3;

/// With five numbers that nobody may use: (503) 555-0160 to -0164, two of them called "Sales".
async fn house(db: Db) -> House {
    let mut tx = db.write().await.unwrap();
    let team = TestTeam::new(&mut tx).await.unwrap();
    let mut ids = Vec::new();
    for (first, role) in [
        ("Amara", RoleKind::Administrator),
        ("Ines", RoleKind::Manager),
        ("Kofi", RoleKind::Agent),
        ("Dana", RoleKind::Agent),
    ] {
        ids.push(team.member(first, "Whitfield").role(role).insert(&mut tx).await.unwrap());
    }
    for n in 0..5 {
        let label = if n < 2 { "Sales" } else { "" };
        let text =
            "INSERT INTO numbers (account_id, id, e164, label, label_fold, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
        run!(
            &mut tx,
            text,
            team.account,
            NumberId::new(),
            format!("+1503555016{n}"),
            label,
            label.to_lowercase(),
            NOW.0
        )
        .unwrap();
    }
    tx.commit().await.unwrap();
    let (amara, ines) = (Browser::of(&db, &team, ids[AMARA]).await, Browser::of(&db, &team, ids[INES]).await);
    House { db, team, amara, ines, ids: ids.try_into().unwrap() }
}

impl House {
    async fn number(&self, last: u8) -> NumberId {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (NumberId,), "SELECT id FROM numbers WHERE e164 = $1", format!("+150355501{last}")).unwrap().0
    }

    async fn numbers(&self, all: &[u8]) -> String {
        let mut parts = Vec::new();
        for last in all {
            parts.push(format!("n={}", self.number(*last).await));
        }
        parts.join("&")
    }

    fn people(&self, who: &[usize]) -> String {
        who.iter().map(|i| format!("&m={}", self.ids[*i])).collect()
    }

    async fn plan(&self, who: &Browser, query: &str, change: UseChange) -> BulkPreview {
        use_preview(&who.request(), &UsesQuery::from_query(query), change).await.unwrap().preview.unwrap()
    }

    /// Plans and does it, as the dialog does.
    async fn grant(&self, who: &Browser, query: &str) -> AppResult<BulkOutcome> {
        done(grant_numbers(&who.request(), UsesQuery::from_query(query), key()).await?)
    }

    async fn revoke(&self, who: &Browser, query: &str) -> AppResult<BulkOutcome> {
        done(revoke_numbers(&who.request(), UsesQuery::from_query(query), key()).await?)
    }

    async fn undo(&self, entry: AuditId) -> AppResult<BulkOutcome> {
        done(undo(&self.amara.request(), entry, key(), false).await?)
    }

    /// What a member may use: the last digits of each number, "d" for the default.
    async fn uses(&self, who: usize) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let text = "SELECT n.e164, u.is_default FROM number_users u JOIN numbers n ON n.account_id = u.account_id AND n.id = u.number_id
                    WHERE u.member_id = $1 ORDER BY n.e164";
        let rows = all!(&mut tx, (String, bool), text, self.ids[who]).unwrap();
        rows.into_iter().map(|(e164, default)| format!("{}{}", &e164[10..], if default { "d" } else { "" })).collect()
    }

    async fn entries(&self) -> Vec<(String, i64)> {
        let mut tx = self.db.read().await.unwrap();
        all!(&mut tx, (String, i64), "SELECT action, items FROM audit ORDER BY number").unwrap()
    }

    async fn lets_use(&self, last: u8, who: usize) {
        let pair = UsePair { member: self.ids[who], number: self.number(last).await };
        let form = UseForm { seen: vec![pair], calls: vec![pair], messages: vec![], default: vec![pair] };
        outgoing::set_use(&self.amara.request(), form, NextPage::default()).await.unwrap();
    }
}

fn key() -> BulkKey {
    BulkKey::new()
}

fn done(state: BulkState) -> AppResult<BulkOutcome> {
    match state {
        BulkState::Done(outcome) => Ok(outcome),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn k3_a_plan_says_who_gets_a_number_who_has_it_and_who_is_refused_and_applying_it_does_that(db) {
        let house = house(db).await;
        house.lets_use(60, INES).await;
        house.lets_use(60, KOFI).await;
        let query = house.numbers(&[60, 61]).await + &house.people(&[KOFI, DANA]);
        let dialog = use_preview(&house.ines.request(), &UsesQuery::from_query(&format!("{query}&find=amara")), UseChange::Grant).await.unwrap();
        assert_eq!((dialog.numbers, dialog.some.clone()), (2, vec!["(503) 555-0160".to_owned(), "(503) 555-0161".to_owned()]));
        assert_eq!((dialog.members.len(), dialog.found.len(), dialog.everybody), (2, 1, false));
        let plan = dialog.preview.unwrap();
        assert_eq!((plan.selected, plan.change, plan.already, plan.refused_members()), (4, 1, 1, 2), "{plan:?}");
        assert!(plan.refused[0].sentence.contains("You may only hand on numbers you can use yourself"), "{plan:?}");
        let row = |outcome| plan.rows.iter().filter(move |r| r.outcome == outcome).map(|r| (r.name.first.as_str(), r.after.as_str())).collect::<Vec<_>>();
        assert_eq!(row(RowOutcome::Changes), [("Dana", "(503) 555-0160")]);
        assert!(plan.rows.iter().filter(|r| r.outcome == RowOutcome::Refused).all(|r| r.why.as_ref().unwrap().contains("(503) 555-0161 isn’t one of them")), "{plan:?}");
        let outcome = house.grant(&house.ines, &query).await.unwrap();
        assert_eq!((outcome.changed, outcome.already, outcome.refused), (1, 1, 2));
        assert_eq!(outcome.said(), "1 grant made, 2 could not be changed");
        assert_eq!((house.uses(DANA).await, house.uses(KOFI).await), (vec!["60d".to_owned()], vec!["60d".to_owned()]));
    }

    async fn k4_one_press_is_one_entry_and_sent_twice_it_changes_once(db) {
        let house = house(db).await;
        let query = house.numbers(&[60, 61, 62]).await + &house.people(&[KOFI, DANA]);
        let (key, meant) = (key(), UsesQuery::from_query(&query));
        let first = grant_numbers(&house.amara.request(), meant.clone(), key).await.unwrap();
        assert_eq!(grant_numbers(&house.amara.request(), meant, key).await.unwrap(), first);
        assert_eq!(bulk_state(&house.amara.request(), key).await.unwrap(), first);
        assert_eq!(house.entries().await, [("bulk.grant-numbers".to_owned(), 6)]);
        let again = house.grant(&house.amara, &query).await.unwrap_err();
        assert!(matches!(&again, AppError::Refused(why) if why.contains("so already")), "{again}");
        assert_eq!(house.uses(KOFI).await, ["60d", "61", "62"], "the first is what they show");
        let mut tx = house.db.read().await.unwrap();
        assert_eq!(audit::proof::first_broken(&mut tx, house.team.account).await.unwrap(), None);
        let users = all!(&mut tx, (i64,), "SELECT users FROM numbers ORDER BY e164").unwrap();
        assert_eq!(users, [(2,), (2,), (2,), (0,), (0,)], "the list counts them");
    }

    async fn k1_all_that_match_is_a_filter_that_the_server_evaluates_when_it_is_done(db) {
        let house = house(db).await;
        let query = format!("all=1&q=sales{}", house.people(&[KOFI]));
        assert_eq!(house.plan(&house.amara, &query, UseChange::Grant).await.change, 2);
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE numbers SET label = 'Sales', label_fold = 'sales' WHERE e164 = '+15035550164'").unwrap();
        tx.commit().await.unwrap();
        let minus = format!("{query}&not={}", house.number(61).await);
        assert_eq!(house.grant(&house.amara, &minus).await.unwrap().changed, 2, "what matches now, but for the one unticked");
        assert_eq!(house.uses(KOFI).await, ["60d", "64"]);
        let everything = format!("all=1{}", house.people(&[KOFI]));
        assert_eq!(house.grant(&house.amara, &everything).await.unwrap().changed, 3);
    }

    async fn r2_a_manager_with_a_filter_gives_only_the_numbers_they_may(db) {
        let house = house(db).await;
        house.lets_use(60, INES).await;
        house.lets_use(63, INES).await;
        let query = format!("all=1{}", house.people(&[KOFI, AMARA]));
        let plan = house.plan(&house.ines, &query, UseChange::Grant).await;
        assert_eq!((plan.selected, plan.change, plan.refused_members()), (4, 2, 2), "an Administrator is above them: {plan:?}");
        house.grant(&house.ines, &query).await.unwrap();
        assert_eq!((house.uses(KOFI).await, house.uses(AMARA).await), (vec!["60d".to_owned(), "63".to_owned()], vec![]));
        let named = house.numbers(&[61]).await + &house.people(&[KOFI]);
        assert!(matches!(house.grant(&house.ines, &named).await, Err(AppError::Denied(_))), "named by hand it is refused");
        let mut tx = house.db.write().await.unwrap();
        let scope = serde_json::to_value(NumberScope::OwnGroups).unwrap();
        let group = house.team.group(&mut tx, "Support").await.unwrap();
        run!(&mut tx, "UPDATE roles SET numbers = $1 WHERE kind = 'manager'", scope.as_str().unwrap()).unwrap();
        run!(&mut tx, "INSERT INTO group_members (account_id, group_id, member_id) VALUES ($1, $2, $3)", house.team.account, group, house.ids[INES]).unwrap();
        run!(&mut tx, "UPDATE numbers SET destination = 'group', group_id = $1 WHERE e164 = '+15035550162'", group).unwrap();
        tx.commit().await.unwrap();
        house.grant(&house.ines, &format!("all=1{}", house.people(&[DANA]))).await.unwrap();
        assert_eq!(house.uses(DANA).await, ["60d", "62", "63"], "and those of their groups");
    }

    async fn r3_an_agent_and_ids_of_another_account_get_nothing(db) {
        let house = house(db.clone()).await;
        let kofi = Browser::of(&db, &house.team, house.ids[KOFI]).await;
        let query = house.numbers(&[60]).await + &house.people(&[KOFI]);
        let meant = UsesQuery::from_query(&query);
        for result in [grant_numbers(&kofi.request(), meant.clone(), key()).await, revoke_numbers(&kofi.request(), meant.clone(), key()).await] {
            assert!(matches!(result, Err(AppError::Denied(_))), "{result:?}");
        }
        assert!(matches!(use_preview(&kofi.request(), &meant, UseChange::Grant).await, Err(AppError::Denied(_))));
        let mut tx = db.write().await.unwrap();
        let other = TestTeam::new(&mut tx).await.unwrap();
        let eve = other.member("Eve", "Lind").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let eve_at = Browser::of(&db, &other, eve).await;
        assert_eq!(use_preview(&eve_at.request(), &meant, UseChange::Grant).await.unwrap(), Default::default());
        for query in [query, house.numbers(&[60]).await + &format!("&m={eve}"), format!("all=1{}", house.people(&[KOFI]))] {
            assert!(matches!(grant_numbers(&eve_at.request(), UsesQuery::from_query(&query), key()).await, Err(AppError::NotFound(_))), "{query}");
        }
        assert_eq!(house.entries().await, []);
    }

    async fn n1_a_number_is_taken_from_everybody_who_may_use_it_and_undo_gives_each_what_they_had(db) {
        let house = house(db).await;
        house.lets_use(61, DANA).await;
        house.grant(&house.amara, &(house.numbers(&[60]).await + &house.people(&[KOFI, DANA, INES]))).await.unwrap();
        house.grant(&house.amara, &(house.numbers(&[62]).await + &house.people(&[KOFI]))).await.unwrap();
        let query = house.numbers(&[60, 61]).await + "&m=all";
        let plan = house.plan(&house.amara, &query, UseChange::Revoke).await;
        assert_eq!((plan.kind, plan.change, plan.already), (BulkKind::RevokeNumbers, 4, 0), "{plan:?}");
        let taken = house.revoke(&house.amara, &query).await.unwrap();
        assert_eq!((taken.changed, taken.reversible), (4, true));
        assert_eq!((house.uses(KOFI).await, house.uses(DANA).await), (vec!["62d".to_owned()], vec![]), "whoever is left with one shows it");
        // Given back meanwhile by somebody else: that one is left alone.
        house.lets_use(60, INES).await;
        let plan = preview_undo(&house.amara.request(), taken.entry).await.unwrap();
        assert_eq!((plan.change, plan.already, plan.refused_members()), (3, 1, 0), "{plan:?}");
        assert_eq!(plan.undoes.as_deref(), Some("“Take back 4 grants”"));
        let back = house.undo(taken.entry).await.unwrap();
        assert_eq!((back.changed, back.said()), (3, "Undone for 3 grants".to_owned()));
        assert_eq!((house.uses(KOFI).await, house.uses(DANA).await), (vec!["60d".to_owned(), "62".to_owned()], vec!["60".to_owned(), "61d".to_owned()]));
        let mut tx = house.db.read().await.unwrap();
        let text = "SELECT calls, messages FROM number_users u JOIN numbers n ON n.id = u.number_id WHERE n.e164 = '+15035550161'";
        assert_eq!(maybe!(&mut tx, (bool, bool), text).unwrap(), Some((true, false)), "for what they had it");
        assert!(house.undo(taken.entry).await.is_err(), "once");
        let again = house.undo(back.entry).await.unwrap();
        assert_eq!((again.changed, house.uses(DANA).await), (3, vec![]), "undoing is undone, too");
    }

    async fn g2_a_number_that_was_released_meanwhile_stays_gone_and_the_others_come_back(db) {
        let house = house(db).await;
        let query = house.numbers(&[60, 61]).await + &house.people(&[KOFI]);
        house.grant(&house.amara, &query).await.unwrap();
        let taken = house.revoke(&house.amara, &query).await.unwrap();
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "DELETE FROM numbers WHERE e164 = '+15035550160'").unwrap();
        tx.commit().await.unwrap();
        let plan = preview_undo(&house.amara.request(), taken.entry).await.unwrap();
        assert_eq!((plan.change, plan.refused[0].sentence.as_str()), (1, "The number is gone meanwhile."), "{plan:?}");
        let which = |why: &Option<String>| why.as_deref() == Some("(503) 555-0160: The number is gone meanwhile.");
        assert!(plan.rows.iter().any(|row| which(&row.why)), "{plan:?}");
        house.undo(taken.entry).await.unwrap();
        assert_eq!(house.uses(KOFI).await, ["61d"]);
    }

    async fn n1_a_card_says_where_its_number_stands_in_the_list_and_what_is_beside_it(db) {
        let house = house(db).await;
        let ids = [house.number(60).await, house.number(61).await, house.number(62).await];
        let card = async |id: NumberId, query: &str| read::number_card(&house.amara.request(), id, NumbersQuery::from_query(query).0).await.unwrap();
        let middle = card(ids[1], "").await;
        assert_eq!((middle.position, middle.total, middle.previous, middle.next), (Some(2), 5, Some(ids[0]), Some(ids[2])));
        let last = card(ids[0], "q=sales&sort=-number").await;
        assert_eq!((last.position, last.total, last.previous, last.next), (Some(2), 2, Some(ids[1]), None));
        assert_eq!(card(ids[2], "q=sales").await.position, None, "that list doesn’t show it");
    }
}
