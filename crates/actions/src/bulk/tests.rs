//! Bulk changes on both engines: the plan, what is done and what is not, once, and taken back (K1 to K7, G2).

use crate::bulk::write::{Watch, apply};
use crate::bulk::{apply_bulk, bulk_state, preview_bulk};
use crate::call::Call;
use crate::testing::Browser;
use crate::undo::{preview_undo, undo};
use model::bulk::{BulkAction, BulkOutcome, BulkPreview, BulkState, RowOutcome};
use model::error::AppError;
use model::members::edit::{EditField, MemberForm};
use model::selection::Selection;
use model::team::{FilterValue, TeamFilter};
use model::{AuditId, BulkKey, MemberId, MemberState, Plan, RoleId, RoleKind};
use std::collections::BTreeSet;
use store::sql::{maybe, one, run};
use store::testing::{TestTeam, on_both};
use store::{Db, audit};

/// Amara and Ada (Administrators), Marisol and Hina (Managers), Priya and Kofi (Agents), Fatima (invited Agent).
pub(crate) struct House {
    pub db: Db,
    pub team: TestTeam,
    pub amara: Browser,
    marisol: Browser,
    pub ids: [MemberId; 7],
}

pub(crate) const AMARA: usize = 0;
pub(crate) const ADA: usize = 1;
pub(crate) const MARISOL: usize = 2;
const HINA: usize = 3;
pub(crate) const PRIYA: usize = 4;
pub(crate) const KOFI: usize = 5;
const FATIMA: usize = 6;

pub(crate) async fn house(db: Db) -> House {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("team");
    let mut ids = Vec::new();
    for (first, last, role, state) in [
        ("Amara", "Okonkwo", RoleKind::Administrator, MemberState::Active),
        ("Ada", "Lind", RoleKind::Administrator, MemberState::Active),
        ("Marisol", "Vega", RoleKind::Manager, MemberState::Active),
        ("Hina", "Matsumoto", RoleKind::Manager, MemberState::Active),
        ("Priya", "Raghunathan", RoleKind::Agent, MemberState::Active),
        ("Kofi", "Mensah", RoleKind::Agent, MemberState::Active),
        ("Fatima", "Benali", RoleKind::Agent, MemberState::Invited),
    ] {
        let sign_in = format!("{}@example.com", first.to_lowercase());
        ids.push(
            team.member(first, last).role(role).state(state).sign_in(&sign_in).insert(&mut tx).await.expect("member"),
        );
    }
    run!(&mut tx, "UPDATE accounts SET paid = TRUE WHERE id = $1", team.account).expect("paid");
    tx.commit().await.expect("commit");
    let amara = Browser::of(&db, &team, ids[AMARA]).await;
    let marisol = Browser::of(&db, &team, ids[MARISOL]).await;
    House { db, team, amara, marisol, ids: ids.try_into().expect("seven") }
}

impl House {
    pub fn of(&self, who: &[usize]) -> Selection {
        Selection::Ids(who.iter().map(|i| self.ids[*i]).collect())
    }

    async fn plan(&self, by: &Browser, action: BulkAction, selection: &Selection) -> Result<BulkPreview, AppError> {
        preview_bulk(&by.request(), action.into(), "", selection.clone()).await
    }

    pub async fn apply(
        &self,
        by: &Browser,
        action: BulkAction,
        selection: &Selection,
    ) -> Result<BulkOutcome, AppError> {
        done(apply_bulk(&by.request(), action, selection.clone(), BulkKey::new(), false).await)
    }

    pub async fn undo(&self, by: &Browser, entry: AuditId) -> Result<BulkOutcome, AppError> {
        done(undo(&by.request(), entry, BulkKey::new(), false).await)
    }

    pub async fn role(&self, who: usize) -> RoleId {
        let mut tx = self.db.read().await.expect("read");
        let id = self.ids[who];
        one!(&mut tx, (RoleId,), "SELECT role_id FROM members WHERE account_id = $1 AND id = $2", self.team.account, id)
            .expect("a row")
            .0
    }

    async fn state(&self, who: usize) -> String {
        let mut tx = self.db.read().await.expect("read");
        let id = self.ids[who];
        one!(&mut tx, (String,), "SELECT state FROM members WHERE account_id = $1 AND id = $2", self.team.account, id)
            .expect("a row")
            .0
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.db.read().await.expect("read");
        store::testing::sql_number(&mut tx, sql).await.expect("a number")
    }

    /// Counters equal a recount, and the log's chain holds (invariants 2, 12).
    pub async fn whole(&self) {
        let mut tx = self.db.read().await.expect("read");
        assert_eq!(audit::proof::first_broken(&mut tx, self.team.account).await.expect("read"), None);
        let wrong = maybe!(
            &mut tx,
            (String,),
            "SELECT r.name FROM roles r WHERE r.account_id = $1
               AND r.members <> (SELECT count(*) FROM members m WHERE m.account_id = r.account_id AND m.role_id = r.id AND m.state <> 'deleted')",
            self.team.account
        );
        assert_eq!(wrong.expect("read"), None, "a role's counter is wrong");
    }
}

fn done(answer: Result<BulkState, AppError>) -> Result<BulkOutcome, AppError> {
    match answer? {
        BulkState::Done(outcome) => Ok(outcome),
        other => panic!("not done: {other:?}"),
    }
}

on_both! {
    async fn k3_agent_agent_manager_to_manager_changes_two(db) {
        let house = house(db).await;
        let manager = house.team.roles.manager;
        let who = house.of(&[PRIYA, KOFI, HINA]);
        let plan = house.plan(&house.amara, BulkAction::ChangeRole(manager), &who).await.unwrap();
        assert_eq!((plan.change, plan.already, plan.refused_members()), (2, 1, 0));
        assert_eq!(plan.button(), "Make 2 members Managers");
        let rows: Vec<_> = plan.rows.iter().map(|r| (r.name.full(), r.before.as_str(), r.after.as_str(), r.outcome)).collect();
        assert_eq!(
            rows,
            [
                ("Kofi Mensah".to_owned(), "Agent", "Manager", RowOutcome::Changes),
                ("Priya Raghunathan".to_owned(), "Agent", "Manager", RowOutcome::Changes),
                ("Hina Matsumoto".to_owned(), "Manager", "Manager", RowOutcome::Stays),
            ]
        );
        assert_eq!(plan.rows[2].why.as_deref(), Some("Already a Manager."));
        assert_eq!(house.role(KOFI).await, house.team.roles.agent, "a plan changes nothing");
        let outcome = house.apply(&house.amara, BulkAction::ChangeRole(manager), &who).await.unwrap();
        assert_eq!((outcome.changed, outcome.already, outcome.refused), (2, 1, 0));
        assert_eq!((house.role(PRIYA).await, house.role(KOFI).await, house.role(HINA).await), (manager, manager, manager));
        assert_eq!(house.count("SELECT count(*) FROM audit").await, 1);
        house.whole().await;
    }

    async fn k5_a_managers_bulk_over_a_mixed_selection_leaves_the_administrator(db) {
        let house = house(db).await;
        let manager = house.team.roles.manager;
        let who = house.of(&[PRIYA, KOFI, HINA, AMARA, MARISOL]);
        let plan = house.plan(&house.marisol, BulkAction::ChangeRole(house.team.roles.agent), &who).await.unwrap();
        assert_eq!((plan.change, plan.already, plan.refused_members()), (1, 2, 2));
        let why: Vec<_> = plan.rows.iter().filter(|r| r.outcome == RowOutcome::Refused).map(|r| (r.name.first.as_str(), r.why.clone().unwrap())).collect();
        assert!(why.contains(&("Amara", "Only an Administrator can change an Administrator’s role.".to_owned())), "{why:?}");
        assert!(why.contains(&("Marisol", "You can’t change your own role. An Administrator can.".to_owned())), "{why:?}");
        assert!(plan.choices.iter().all(|c| c.label != "Administrator"), "only roles the actor may give appear (K5)");
        let outcome = house.apply(&house.marisol, BulkAction::ChangeRole(house.team.roles.agent), &who).await.unwrap();
        assert_eq!((outcome.changed, outcome.already, outcome.refused), (1, 2, 2));
        assert_eq!((house.role(AMARA).await, house.role(MARISOL).await), (house.team.roles.administrator, manager));
        let to_administrator = house.apply(&house.marisol, BulkAction::ChangeRole(house.team.roles.administrator), &who).await;
        assert!(matches!(to_administrator, Err(AppError::Refused(_))), "{to_administrator:?}");
        house.whole().await;
    }

    async fn r7_all_administrators_demoted_by_one_of_them_leaves_that_one(db) {
        let house = house(db).await;
        let agent = house.team.roles.agent;
        let outcome = house.apply(&house.amara, BulkAction::ChangeRole(agent), &house.of(&[AMARA, ADA])).await.unwrap();
        assert_eq!((outcome.changed, outcome.refused), (1, 1));
        assert_eq!((house.role(AMARA).await, house.role(ADA).await), (house.team.roles.administrator, house.team.roles.agent));
    }

    async fn k1_all_that_match_is_evaluated_by_the_server_and_unticked_ones_stay_out(db) {
        let house = house(db).await;
        let filter = TeamFilter::of([FilterValue::Role(house.team.roles.agent)]);
        let all = Selection::AllMatching { filter, minus: BTreeSet::from([house.ids[KOFI]]) };
        let outcome = house.apply(&house.amara, BulkAction::ChangeRole(house.team.roles.manager), &all).await.unwrap();
        assert_eq!(outcome.changed, 2);
        assert_eq!(house.role(KOFI).await, house.team.roles.agent);
    }

    async fn k4_sent_twice_it_is_done_once_and_asking_again_tells_it(db) {
        let house = house(db).await;
        let (manager, who) = (house.team.roles.manager, house.of(&[PRIYA, KOFI]));
        let key = house.plan(&house.amara, BulkAction::ChangeRole(manager), &who).await.unwrap().key.unwrap();
        let send = async || apply_bulk(&house.amara.request(), BulkAction::ChangeRole(manager), who.clone(), key, false).await;
        let first = done(send().await).unwrap();
        let second = done(send().await).unwrap();
        assert_eq!(first, second);
        assert_eq!(house.count("SELECT count(*) FROM audit").await, 1);
        assert_eq!(bulk_state(&house.amara.request(), key).await.unwrap(), BulkState::Done(first));
        assert_eq!(bulk_state(&house.marisol.request(), key).await.unwrap(), BulkState::Unknown, "nobody else is told");
        let never = BulkKey::new();
        assert_eq!(bulk_state(&house.amara.request(), never).await.unwrap(), BulkState::Unknown);
    }

    async fn k4_a_role_deleted_between_plan_and_apply_is_said_and_changes_nothing(db) {
        let house = house(db).await;
        let id = RoleId::new();
        let mut tx = house.db.write().await.unwrap();
        run!(
            &mut tx,
            "INSERT INTO roles (account_id, id, kind, name, name_fold, people, numbers, rank, created_at) VALUES ($1, $2, 'custom', 'Support lead', 'support lead', 'everyone', 'held', 50, 1)",
            house.team.account,
            id
        )
        .unwrap();
        tx.commit().await.unwrap();
        let who = house.of(&[PRIYA, KOFI]);
        assert_eq!(house.plan(&house.amara, BulkAction::ChangeRole(id), &who).await.unwrap().change, 2);
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "DELETE FROM roles WHERE account_id = $1 AND id = $2", house.team.account, id).unwrap();
        tx.commit().await.unwrap();
        let refused = house.apply(&house.amara, BulkAction::ChangeRole(id), &who).await.unwrap_err();
        assert!(refused.to_string().contains("gone meanwhile"), "{refused}");
        assert_eq!(house.count("SELECT count(*) FROM audit_items").await, 0);
        assert_eq!(house.role(KOFI).await, house.team.roles.agent);
    }

    async fn g2_an_undo_gives_each_their_own_role_back_and_can_be_undone(db) {
        let house = house(db).await;
        let (agent, manager, administrator) = (house.team.roles.agent, house.team.roles.manager, house.team.roles.administrator);
        let done = house.apply(&house.amara, BulkAction::ChangeRole(manager), &house.of(&[PRIYA, KOFI, ADA])).await.unwrap();
        let plan = preview_undo(&house.amara.request(), done.entry).await.unwrap();
        assert_eq!((plan.change, plan.undoes.is_some()), (3, true));
        let back = house.undo(&house.amara, done.entry).await.unwrap();
        assert_eq!((house.role(PRIYA).await, house.role(KOFI).await, house.role(ADA).await), (agent, agent, administrator));
        let again = house.undo(&house.amara, done.entry).await.unwrap_err();
        assert!(again.to_string().contains("undid that already"), "{again}");
        let mut tx = house.db.read().await.unwrap();
        assert_eq!(audit::items::undone(&mut tx, house.team.account, &[done.entry]).await.unwrap()[0].by, "Amara Okonkwo");
        drop(tx);
        house.undo(&house.amara, back.entry).await.unwrap();
        assert_eq!((house.role(PRIYA).await, house.role(ADA).await), (manager, manager));
        house.whole().await;
    }

    async fn g2_who_was_changed_again_since_is_a_conflict_and_stays(db) {
        let house = house(db).await;
        let (agent, manager) = (house.team.roles.agent, house.team.roles.manager);
        let done = house.apply(&house.amara, BulkAction::ChangeRole(manager), &house.of(&[PRIYA, KOFI])).await.unwrap();
        house.apply(&house.amara, BulkAction::ChangeRole(house.team.roles.administrator), &house.of(&[KOFI])).await.unwrap();
        let plan = preview_undo(&house.amara.request(), done.entry).await.unwrap();
        assert_eq!((plan.change, plan.refused_members()), (1, 1));
        let kofi = plan.rows.iter().find(|r| r.name.first == "Kofi").unwrap();
        assert_eq!((kofi.outcome, kofi.why.as_deref()), (RowOutcome::Refused, Some("Changed again since. They stay as they are.")));
        let back = house.undo(&house.amara, done.entry).await.unwrap();
        assert_eq!((back.changed, back.refused), (1, 1));
        assert_eq!((house.role(PRIYA).await, house.role(KOFI).await), (agent, house.team.roles.administrator));
    }

    async fn g2_an_undo_is_subject_to_the_rules_of_what_it_does(db) {
        let house = house(db).await;
        let demoted = house.apply(&house.amara, BulkAction::ChangeRole(house.team.roles.agent), &house.of(&[ADA, HINA])).await.unwrap();
        let plan = preview_undo(&house.marisol.request(), demoted.entry).await.unwrap();
        assert_eq!((plan.change, plan.refused_members()), (1, 1), "a Manager gives nobody Administrator (R4)");
        house.undo(&house.marisol, demoted.entry).await.unwrap();
        assert_eq!((house.role(HINA).await, house.role(ADA).await), (house.team.roles.manager, house.team.roles.agent));
        let kofi = Browser::of(&house.db, &house.team, house.ids[KOFI]).await;
        assert!(matches!(preview_undo(&kofi.request(), demoted.entry).await, Err(AppError::Denied(_))));
    }

    async fn a3_another_accounts_members_and_entries_are_not_there(db) {
        let house = house(db.clone()).await;
        let mut tx = db.write().await.unwrap();
        let other = TestTeam::new(&mut tx).await.unwrap();
        let eve = other.member("Eve", "Adams").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let eve = Browser::of(&db, &other, eve).await;
        let done = house.apply(&house.amara, BulkAction::Suspend, &house.of(&[KOFI])).await.unwrap();
        let missing = house.plan(&eve, BulkAction::Suspend, &house.of(&[PRIYA, KOFI])).await;
        assert!(matches!(missing, Err(AppError::NotFound(_))), "{missing:?}");
        assert!(matches!(house.apply(&eve, BulkAction::Suspend, &house.of(&[PRIYA])).await, Err(AppError::Refused(_))));
        assert!(matches!(preview_undo(&eve.request(), done.entry).await, Err(AppError::NotFound(_))));
        let theirs = house.apply(&house.amara, BulkAction::ChangeRole(other.roles.manager), &house.of(&[PRIYA])).await;
        assert!(matches!(theirs, Err(AppError::Refused(_))));
        assert_eq!(house.state(PRIYA).await, "active");
    }

    async fn k2_suspended_ones_are_out_and_an_undo_lets_them_in(db) {
        let house = house(db).await;
        let _kofi = Browser::of(&house.db, &house.team, house.ids[KOFI]).await;
        let done = house.apply(&house.amara, BulkAction::Suspend, &house.of(&[KOFI, PRIYA, FATIMA, AMARA])).await.unwrap();
        assert_eq!((done.changed, done.refused), (2, 2), "an invitation can't be suspended, and nobody suspends themselves");
        assert_eq!((house.state(KOFI).await.as_str(), house.state(FATIMA).await.as_str()), ("suspended", "invited"));
        assert_eq!(house.count("SELECT count(*) FROM sessions").await, 2, "Kofi's session ended");
        house.undo(&house.amara, done.entry).await.unwrap();
        assert_eq!((house.state(KOFI).await.as_str(), house.state(PRIYA).await.as_str()), ("active", "active"));
        house.whole().await;
    }

    async fn k2_deleted_ones_come_back_by_undo(db) {
        let house = house(db).await;
        let done = house.apply(&house.amara, BulkAction::Delete, &house.of(&[KOFI, FATIMA, AMARA])).await.unwrap();
        assert_eq!((done.changed, done.refused, done.reversible), (2, 1, true));
        assert_eq!((house.state(KOFI).await.as_str(), house.state(AMARA).await.as_str()), ("deleted", "active"));
        let back = house.undo(&house.amara, done.entry).await.unwrap();
        assert_eq!(back.changed, 2);
        assert_eq!((house.state(KOFI).await.as_str(), house.state(FATIMA).await.as_str()), ("active", "invited"));
        house.whole().await;
    }

    async fn k2_plans_change_with_their_price_and_no_further_than_there_are_seats(db) {
        let house = house(db).await;
        let who = house.of(&[PRIYA, KOFI]);
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE plan_seats SET included = 0 WHERE account_id = $1", house.team.account).unwrap();
        tx.commit().await.unwrap();
        let plan = house.plan(&house.amara, BulkAction::ChangePlan(Plan::Pro), &who).await.unwrap();
        assert_eq!((plan.change, plan.monthly, plan.problem), (2, 3_200, None));
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE plan_seats SET bought = 1 WHERE account_id = $1 AND plan = 'pro'", house.team.account).unwrap();
        tx.commit().await.unwrap();
        let plan = house.plan(&house.amara, BulkAction::ChangePlan(Plan::Pro), &who).await.unwrap();
        assert_eq!(plan.problem.as_deref(), Some("1 more Pro seats are needed, 1 are free. Add seats first, or select fewer."));
        let refused = house.apply(&house.amara, BulkAction::ChangePlan(Plan::Pro), &who).await.unwrap_err();
        assert!(refused.to_string().contains("Seats are missing"), "{refused}");
        assert_eq!(house.count("SELECT count(*) FROM members WHERE plan = 'pro'").await, 0, "whole or not at all");
        let done = house.apply(&house.amara, BulkAction::ChangePlan(Plan::Pro), &house.of(&[KOFI])).await.unwrap();
        house.undo(&house.amara, done.entry).await.unwrap();
        assert_eq!(house.count("SELECT count(*) FROM members WHERE plan = 'pro'").await, 0);
    }

    async fn k2_numbers_and_groups_are_given_taken_and_given_back(db) {
        let house = house(db).await;
        let number = model::NumberId::new();
        let mut tx = house.db.write().await.unwrap();
        run!(
            &mut tx,
            "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, '+15035550199', 1)",
            house.team.account,
            number
        )
        .unwrap();
        let support = house.team.group(&mut tx, "Support").await.unwrap();
        house.team.join(&mut tx, support, house.ids[PRIYA]).await.unwrap();
        tx.commit().await.unwrap();
        let who = house.of(&[PRIYA, KOFI]);
        let refused = house.plan(&house.marisol, BulkAction::AssignNumber(number), &who).await;
        assert!(matches!(refused, Err(AppError::Denied(_))), "a Manager hands on only what they have (R6): {refused:?}");
        let given = house.apply(&house.amara, BulkAction::AssignNumber(number), &who).await.unwrap();
        assert_eq!((given.changed, house.count("SELECT count(*) FROM number_users WHERE is_default AND calls AND messages").await), (2, 2));
        let taken = house.apply(&house.amara, BulkAction::RemoveNumber(number), &house.of(&[KOFI, HINA])).await.unwrap();
        assert_eq!((taken.changed, taken.already), (1, 1));
        house.undo(&house.amara, taken.entry).await.unwrap();
        assert_eq!(house.count("SELECT count(*) FROM number_users WHERE is_default").await, 2);
        house.undo(&house.amara, given.entry).await.unwrap();
        assert_eq!(house.count("SELECT count(*) FROM number_users").await, 0);
        let joined = house.apply(&house.amara, BulkAction::AddToGroup(support), &who).await.unwrap();
        assert_eq!((joined.changed, joined.already), (1, 1));
        house.undo(&house.amara, joined.entry).await.unwrap();
        assert_eq!(house.count("SELECT count(*) FROM group_members").await, 1);
    }

    async fn k2_who_loses_the_number_they_show_shows_another_and_an_undo_gives_it_back(db) {
        let house = house(db).await;
        let mut tx = house.db.write().await.unwrap();
        for (number, default) in [("+15035550150", true), ("+15035550160", false)] {
            let id = model::NumberId::new();
            run!(&mut tx, "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, $3, 1)", house.team.account, id, number).unwrap();
            for who in [PRIYA, KOFI] {
                run!(
                    &mut tx,
                    "INSERT INTO number_users (account_id, number_id, member_id, is_default) VALUES ($1, $2, $3, $4)",
                    house.team.account,
                    id,
                    house.ids[who],
                    default
                )
                .unwrap();
            }
        }
        let (first,) = one!(&mut tx, (model::NumberId,), "SELECT id FROM numbers WHERE e164 = '+15035550150'").unwrap();
        tx.commit().await.unwrap();
        let taken = house.apply(&house.amara, BulkAction::RemoveNumber(first), &house.of(&[PRIYA, KOFI])).await.unwrap();
        assert_eq!(house.count("SELECT count(*) FROM number_users WHERE is_default").await, 2, "the other one");
        house.undo(&house.amara, taken.entry).await.unwrap();
        let back = "SELECT count(*) FROM number_users u JOIN numbers n ON n.id = u.number_id WHERE u.is_default AND n.e164 = '+15035550150'";
        assert_eq!((house.count(back).await, house.count("SELECT count(*) FROM number_users WHERE is_default").await), (2, 2));
    }

    async fn k2_invitations_are_sent_again_to_those_who_have_one(db) {
        let house = house(db).await;
        let done = house.apply(&house.amara, BulkAction::ResendInvitations, &house.of(&[FATIMA, KOFI])).await.unwrap();
        assert_eq!((done.changed, done.refused, done.reversible), (1, 1, false));
        assert_eq!(house.count("SELECT count(*) FROM outbox WHERE recipient = 'fatima@example.com'").await, 1);
    }

    async fn k3_those_who_change_are_told_by_mail_when_asked(db) {
        let house = house(db).await;
        let (manager, who) = (house.team.roles.manager, house.of(&[PRIYA, KOFI, HINA]));
        let key = BulkKey::new();
        apply_bulk(&house.amara.request(), BulkAction::ChangeRole(manager), who, key, true).await.unwrap();
        assert_eq!(house.count("SELECT count(*) FROM outbox").await, 2);
    }

    async fn g2_a_single_suspension_is_undone_the_same_way(db) {
        let house = house(db).await;
        crate::members::status::suspend(&house.amara.request(), house.ids[KOFI]).await.unwrap();
        let mut tx = house.db.read().await.unwrap();
        let (entry,) = one!(&mut tx, (AuditId,), "SELECT id FROM audit ORDER BY number DESC LIMIT 1").unwrap();
        drop(tx);
        let plan = preview_undo(&house.amara.request(), entry).await.unwrap();
        assert_eq!((plan.change, plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), (1, "Suspended", "Active"));
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(house.state(KOFI).await, "active");
    }
}

on_both! {
    async fn g2_a_role_given_in_the_edit_form_is_undone_too(db) {
        let house = house(db).await;
        let kofi = house.ids[KOFI];
        let form = crate::members::edit::member_edit(&house.amara.request(), kofi).await.unwrap().form;
        let form = MemberForm { version: form.version, has: [EditField::Role].into(), role: Some(house.team.roles.manager), ..Default::default() };
        crate::members::edit::update_member(&house.amara.request(), kofi, form, Default::default()).await.unwrap();
        assert_eq!(house.role(KOFI).await, house.team.roles.manager);
        let mut tx = house.db.read().await.unwrap();
        let (entry,) = one!(&mut tx, (AuditId,), "SELECT id FROM audit ORDER BY number DESC LIMIT 1").unwrap();
        drop(tx);
        let back = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((back.changed, house.role(KOFI).await), (1, house.team.roles.agent));
        house.undo(&house.amara, back.entry).await.unwrap();
        assert_eq!(house.role(KOFI).await, house.team.roles.manager);
    }
}

on_both! {
    async fn g2_an_edit_is_taken_back_field_by_field_and_conflicts_stay(db) {
        let house = house(db).await;
        let kofi = house.ids[KOFI];
        let edit = async |change: fn(&mut MemberForm)| {
            let request = house.amara.request();
            let form = MemberForm { has: [EditField::First, EditField::TimeZone, EditField::Features].into(), ..Default::default() };
            let open = crate::members::edit::member_edit(&request, kofi).await?.form;
            let mut form = MemberForm { version: open.version, first: open.first, time_zone: open.time_zone, features: open.features, ..form };
            change(&mut form);
            crate::members::edit::update_member(&request, kofi, form, Default::default()).await
        };
        edit(|f| (f.first, f.time_zone) = ("Kwame".into(), "Africa/Accra".into())).await.unwrap();
        let mut tx = house.db.read().await.unwrap();
        let (entry,) = one!(&mut tx, (AuditId,), "SELECT id FROM audit ORDER BY number DESC LIMIT 1").unwrap();
        drop(tx);
        edit(|f| f.first = "Kofi Kwame".into()).await.unwrap();
        let plan = preview_undo(&house.amara.request(), entry).await.unwrap();
        let outcomes: Vec<_> = plan.rows.iter().map(|r| (r.before.as_str(), r.after.as_str(), r.outcome)).collect();
        assert_eq!(outcomes, [("First name: Kofi Kwame", "Kofi", RowOutcome::Refused), ("Time zone: Africa/Accra", "none", RowOutcome::Changes)]);
        let back = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((back.changed, back.refused), (1, 1));
        assert_eq!(house.count("SELECT count(*) FROM members WHERE first_name = 'Kofi Kwame' AND time_zone = ''").await, 1);
        assert!(house.undo(&house.amara, entry).await.unwrap_err().to_string().contains("undid that already"));
        house.whole().await;
    }
}

/// Cancels at the first step.
struct Stops;

impl Watch for Stops {
    fn wrote(&self, _: u64) -> Result<(), AppError> {
        Err(AppError::Conflict("Cancelled. Nothing was changed.".to_owned()))
    }

    fn total(&self, _: u64) {}
}

on_both! {
    async fn k7_cancelled_midway_nothing_of_it_stays(db) {
        let house = house(db).await;
        let mut call = Call::begin(&house.amara.request()).await.unwrap();
        let who = house.of(&[PRIYA, KOFI]);
        let action = BulkAction::ChangeRole(house.team.roles.manager);
        let order = crate::bulk::order::chosen(&mut call, action, who).await.unwrap();
        let stopped = apply(&mut call, &order, true, &Stops).await.unwrap_err();
        assert_eq!(stopped.to_string(), "Cancelled. Nothing was changed.");
        drop(call);
        assert_eq!(house.role(KOFI).await, house.team.roles.agent);
        let traces = "SELECT (SELECT count(*) FROM audit_items) + (SELECT count(*) FROM audit) + (SELECT count(*) FROM outbox)";
        assert_eq!(house.count(traces).await, 0);
        house.whole().await;
    }
}

/// Rounds of each race.
const ROUNDS: usize = 12;

on_both! {
    async fn invariants_1_4_9_two_bulk_changes_over_the_same_people_come_one_after_the_other(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let all = house.of(&[AMARA, ADA, MARISOL, HINA, PRIYA, KOFI]);
        let (agent, manager) = (house.team.roles.agent, house.team.roles.manager);
        let mut done = 0;
        for round in 0..ROUNDS {
            let mut tx = house.db.write().await.unwrap();
            for id in [house.ids[AMARA], house.ids[ADA]] {
                run!(
                    &mut tx,
                    "UPDATE members SET role_id = $3, role_kind = 'administrator', role_rank = 10 WHERE account_id = $1 AND id = $2",
                    house.team.account,
                    id,
                    house.team.roles.administrator
                )
                .unwrap();
            }
            tx.commit().await.unwrap();
            let (one, other) = tokio::join!(
                house.apply(&house.amara, BulkAction::ChangeRole(agent), &all),
                house.apply(&ada, BulkAction::ChangeRole(manager), &all),
            );
            done += usize::from(one.is_ok()) + usize::from(other.is_ok());
            let administrators = house.count("SELECT count(*) FROM members WHERE role_kind = 'administrator' AND state = 'active'").await;
            assert_eq!(administrators, 1, "round {round}: the first to come demotes the other, who then may do nothing");
            let told = house.count("SELECT CAST(sum(items) AS BIGINT) FROM audit").await;
            assert_eq!(told, house.count("SELECT count(*) FROM audit_items").await, "round {round}");
        }
        assert!(done >= ROUNDS, "{done} of {} went through", 2 * ROUNDS);
        house.whole().await;
    }

    async fn invariant_9_one_key_sent_by_many_at_once_changes_once(db) {
        let house = house(db).await;
        let who = house.of(&[PRIYA, KOFI]);
        for round in 0..ROUNDS {
            let to = if round % 2 == 0 { house.team.roles.manager } else { house.team.roles.agent };
            let before = house.count("SELECT count(*) FROM audit").await;
            let key = BulkKey::new();
            let send = async || apply_bulk(&house.amara.request(), BulkAction::ChangeRole(to), who.clone(), key, false).await;
            let answers = tokio::join!(send(), send(), send());
            for answer in [answers.0, answers.1, answers.2] {
                assert!(matches!(answer, Ok(BulkState::Done(_) | BulkState::Working { .. }) | Err(AppError::Conflict(_))), "{answer:?}");
            }
            assert_eq!(house.count("SELECT count(*) FROM audit").await, before + 1, "round {round}");
        }
        house.whole().await;
    }

    async fn g2_two_people_undo_the_same_at_once_and_it_is_undone_once(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        for round in 0..ROUNDS {
            let done = house.apply(&house.amara, BulkAction::ChangeRole(house.team.roles.manager), &house.of(&[PRIYA, KOFI])).await.unwrap();
            let (one, other) = tokio::join!(house.undo(&house.amara, done.entry), house.undo(&ada, done.entry));
            assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "round {round}: {one:?} {other:?}");
            assert_eq!(house.role(KOFI).await, house.team.roles.agent);
        }
        house.whole().await;
    }
}
