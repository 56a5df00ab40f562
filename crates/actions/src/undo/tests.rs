//! Single changes taken back on both engines (K6, G2): all is as before, once, unless it was changed since or the rules forbid it.

use crate::members::forwarding::{read_forwarding, save_forwarding};
use crate::members::profile::{own_profile, save_greetings};
use crate::numbers::outgoing::set_use;
use crate::numbers::route::{label_number, route_number};
use crate::roles::{roles_page, save_role};
use crate::testing::Browser;
use crate::undo::{preview_undo, undo};
use model::Version;
use model::audit::url::AuditQuery;
use model::audit::{AuditAction, Subject, Used};
use model::bulk::{BulkOutcome, BulkPreview, BulkState, RowOutcome};
use model::error::AppError;
use model::forwarding::{ForwardingForm, ForwardingLine, RingSeconds};
use model::instant::DAY;
use model::members::profile::{GreetingForm, GreetingKind};
use model::numbers::{RouteTo, UseForm, UsePair};
use model::roles::{OpenRole, RoleForm, RoleSeen};
use model::{AuditId, BulkKey, MemberId, NextPage, NumberId, NumberScope, PeopleScope, Permission, RoleKind, Ticked};
use store::offboarding::erasure;
use store::sql::{one, run};
use store::testing::{NOW, TestTeam, drop_audit_triggers, on_both};
use store::{Db, audit, numbers};

/// Amara (Administrator), Ines (Manager), Kofi (Agent), Dana (Agent with a direct number), two free numbers, and a group.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) team: TestTeam,
    pub(crate) amara: Browser,
    pub(crate) ines: Browser,
    pub(crate) kofis: Browser,
    pub(crate) kofi: MemberId,
    pub(crate) dana: MemberId,
    pub(crate) free: [NumberId; 2],
    pub(crate) support: model::GroupId,
}

pub(crate) async fn house(db: Db) -> House {
    let mut tx = db.write().await.unwrap();
    let team = TestTeam::new(&mut tx).await.unwrap();
    let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
    let ines = team.member("Ines", "Duarte").role(RoleKind::Manager).insert(&mut tx).await.unwrap();
    let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
    let dana = team.member("Dana", "Whitfield").direct("+15035550142").insert(&mut tx).await.unwrap();
    let free = [NumberId::new(), NumberId::new()];
    for (id, e164) in free.iter().zip(["+15035550160", "+15035550161"]) {
        run!(
            &mut tx,
            "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, $3, $4)",
            team.account,
            *id,
            e164,
            NOW.0
        )
        .unwrap();
    }
    let support = team.group(&mut tx, "Support").await.unwrap();
    tx.commit().await.unwrap();
    let (amara, ines) = (Browser::of(&db, &team, amara).await, Browser::of(&db, &team, ines).await);
    let kofis = Browser::of(&db, &team, kofi).await;
    House { db, team, amara, ines, kofis, kofi, dana, free, support }
}

fn own(text: &str) -> GreetingForm {
    GreetingForm { kind: GreetingKind::Own, text: text.to_owned() }
}

impl House {
    /// The newest entry of the log.
    pub(crate) async fn entry(&self) -> AuditId {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (AuditId,), "SELECT id FROM audit ORDER BY number DESC LIMIT 1").unwrap().0
    }

    pub(crate) async fn plan(&self, by: &Browser, entry: AuditId) -> Result<BulkPreview, AppError> {
        preview_undo(&by.request(), entry).await
    }

    pub(crate) async fn undo(&self, by: &Browser, entry: AuditId) -> Result<BulkOutcome, AppError> {
        match undo(&by.request(), entry, BulkKey::new(), false).await? {
            BulkState::Done(outcome) => Ok(outcome),
            other => panic!("not done: {other:?}"),
        }
    }

    /// A second undo says who did the first, and the log is whole.
    pub(crate) async fn undone_once(&self, entry: AuditId) {
        let again = self.undo(&self.amara, entry).await.unwrap_err().to_string();
        assert_eq!(again, "Amara Okonkwo undid that already. Nothing was done twice.");
        self.whole().await;
    }

    pub(crate) async fn whole(&self) {
        let mut tx = self.db.read().await.unwrap();
        assert_eq!(audit::proof::first_broken(&mut tx, self.team.account).await.unwrap(), None);
    }

    pub(crate) async fn entries(&self) -> i64 {
        let mut tx = self.db.read().await.unwrap();
        store::testing::sql_number(&mut tx, "SELECT count(*) FROM audit").await.unwrap()
    }

    /// Refused with a conflict that says this, and nothing is written.
    pub(crate) async fn conflicts(&self, entry: AuditId, says: &str) {
        let (before, plan) = (self.entries().await, self.plan(&self.amara, entry).await.unwrap());
        assert_eq!((plan.change, plan.rows[0].outcome), (0, RowOutcome::Refused), "{plan:?}");
        assert!(!plan.summary_rest().contains("not yours"), "{plan:?}");
        let refused = self.undo(&self.amara, entry).await.unwrap_err();
        assert!(matches!(&refused, AppError::Conflict(words) if words.contains(says)), "{refused:?}");
        assert_eq!(self.entries().await, before);
    }

    /// The rule's sentence in the plan and from the change itself, and nothing is written.
    pub(crate) async fn denied(&self, by: &Browser, entry: AuditId, says: &str) {
        let (before, plan) = (self.entries().await, self.plan(by, entry).await.unwrap());
        assert!(
            plan.change == 0 && plan.rows.iter().all(|r| r.why.as_deref().is_some_and(|why| why.contains(says))),
            "{plan:?}"
        );
        assert_eq!(plan.refused.iter().map(|r| r.short.as_str()).collect::<Vec<_>>(), ["what is not yours to change"]);
        assert_eq!(plan.summary_rest(), "what is not yours to change stays.");
        let denied = self.undo(by, entry).await.unwrap_err();
        assert!(matches!(&denied, AppError::Denied(words) if words.contains(says)), "{denied:?}");
        assert_eq!(self.entries().await, before);
    }

    pub(crate) async fn forward(&self, numbers: &[&str]) {
        let seen = read_forwarding(&self.amara.request(), self.kofi).await.unwrap().seal();
        let line =
            |n: &&str| ForwardingLine { number: (*n).into(), label: "Mobile".into(), seconds: RingSeconds::new(25) };
        let form = ForwardingForm { on: Some(Ticked), seen, lines: numbers.iter().map(line).collect() };
        save_forwarding(&self.amara.request(), self.kofi, form, None, Default::default()).await.unwrap();
    }

    pub(crate) async fn forwarding(&self) -> String {
        read_forwarding(&self.amara.request(), self.kofi).await.unwrap().seal()
    }

    pub(crate) async fn use_of(&self, by: &Browser, number: NumberId, (calls, messages, default): (bool, bool, bool)) {
        let pair = UsePair { member: self.kofi, number };
        let with = |on: bool| if on { vec![pair] } else { Vec::new() };
        let form = UseForm { seen: vec![pair], calls: with(calls), messages: with(messages), default: with(default) };
        set_use(&by.request(), form, NextPage::default()).await.unwrap();
    }

    /// How a member uses which numbers.
    pub(crate) async fn ways(&self, member: MemberId) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let all = numbers::card::uses_by_number(&mut tx, self.team.account, member).await.unwrap();
        let letters = |u: Used| [(u.calls, 'c'), (u.messages, 'm'), (u.default, 'd')];
        let ways = |u| letters(u).into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter).collect::<String>();
        all.into_iter().map(|(id, used)| format!("{id}={}", ways(used))).collect()
    }

    pub(crate) async fn number(&self, id: NumberId) -> (String, String, Version) {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (String, String, Version), "SELECT destination, label, version FROM numbers WHERE id = $1", id)
            .unwrap()
    }

    pub(crate) async fn direct(&self, member: MemberId) -> Option<String> {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (Option<String>,), "SELECT direct FROM members WHERE id = $1", member).unwrap().0
    }

    pub(crate) async fn route(&self, number: NumberId, to: RouteTo) {
        let version = self.number(number).await.2;
        route_number(&self.amara.request(), number, version, Some(to), NextPage::default()).await.unwrap();
    }

    pub(crate) async fn dana_s_number(&self) -> NumberId {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (NumberId,), "SELECT id FROM numbers WHERE e164 = '+15035550142'").unwrap().0
    }

    pub(crate) async fn role(&self, name: &str) -> RoleSeen {
        let page = roles_page(&self.amara.request(), OpenRole::First).await.unwrap();
        page.roles.into_iter().find(|r| r.role.name == name).unwrap()
    }

    pub(crate) async fn custom(&self, name: &str, permissions: &[Permission]) -> RoleSeen {
        let form = RoleForm {
            name: name.into(),
            permissions: permissions.to_vec(),
            people: PeopleScope::Everyone,
            numbers: NumberScope::All,
            ..RoleForm::default()
        };
        save_role(&self.amara.request(), form).await.unwrap();
        self.role(name).await
    }

    pub(crate) async fn save(&self, seen: &RoleSeen, change: impl Fn(&mut RoleForm)) {
        let mut form = RoleForm::of(seen);
        change(&mut form);
        save_role(&self.amara.request(), form).await.unwrap();
    }
}

on_both! {
    async fn m12_forwarding_is_set_back_once_and_that_can_be_undone_too(db) {
        let house = house(db).await;
        house.forward(&["(503) 555-0182"]).await;
        let before = house.forwarding().await;
        house.forward(&["(503) 555-0183", "+49 30 1234567"]).await;
        let (left, entry) = (house.forwarding().await, house.entry().await);
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Call forwarding: On: (503) 555-0183 Mobile 25 s, +49 30 1234567 Mobile 25 s", "On: (503) 555-0182 Mobile 25 s"));
        assert_eq!((plan.summary_head(), plan.button()), ("Kofi Mensah will be as before".into(), "Undo for Kofi Mensah".into()));
        let back = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((house.forwarding().await, back.said().as_str()), (before, "Undone for Kofi Mensah"));
        house.undone_once(entry).await;
        house.undo(&house.amara, back.entry).await.unwrap();
        assert_eq!(house.forwarding().await, left);
        house.whole().await;
    }

    async fn m12_forwarding_that_was_changed_since_stays(db) {
        let house = house(db).await;
        house.forward(&["(503) 555-0182"]).await;
        let entry = house.entry().await;
        house.forward(&["(503) 555-0183"]).await;
        let now = house.forwarding().await;
        house.conflicts(entry, "Changed again since").await;
        assert_eq!(house.forwarding().await, now);
    }

    async fn m12_forwarding_is_not_set_back_to_what_is_an_own_number_by_now(db) {
        let house = house(db).await;
        house.forward(&["(503) 555-0182"]).await;
        house.forward(&["(503) 555-0183"]).await;
        let (entry, now) = (house.entry().await, house.forwarding().await);
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, '+15035550182', 1)", house.team.account, NumberId::new()).unwrap();
        tx.commit().await.unwrap();
        assert!(house.plan(&house.amara, entry).await.unwrap().rows[0].why.as_deref().unwrap().contains("loop"));
        assert!(house.undo(&house.amara, entry).await.unwrap_err().to_string().contains("loop"));
        assert_eq!(house.forwarding().await, now);
    }

    async fn g2_forwarding_is_set_back_only_by_those_who_may_set_it(db) {
        let house = house(db).await;
        house.forward(&["(503) 555-0182"]).await;
        let entry = house.entry().await;
        assert!(matches!(house.undo(&house.kofis, entry).await, Err(AppError::Denied(_))), "an Agent doesn't see the log");
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE roles SET people = 'own-groups' WHERE account_id = $1 AND kind = 'manager'", house.team.account).unwrap();
        tx.commit().await.unwrap();
        let denied = house.undo(&house.ines, entry).await;
        assert!(matches!(denied, Err(AppError::Denied(_) | AppError::NotFound(_))), "{denied:?}");
        assert!(house.forwarding().await.contains("0182"));
    }

    async fn m21_greetings_are_set_back_text_by_text(db) {
        let house = house(db).await;
        let greet = async |calls: &str, mail: &str| save_greetings(&house.kofis.request(), own(calls), own(mail)).await;
        let texts = async || own_profile(&house.kofis.request()).await.map(|p| (p.greeting, p.voicemail_greeting)).unwrap();
        greet("Hello", "Leave a word").await.unwrap();
        greet("Good day", "Speak now").await.unwrap();
        let entry = house.entry().await;
        let reader = house.custom("Reader", &[Permission::SeeTeam, Permission::SeeAudit]).await.role.id;
        let mut tx = house.db.write().await.unwrap();
        store::testing::give_role(&mut tx, house.team.account, house.dana, reader).await.unwrap();
        tx.commit().await.unwrap();
        house.denied(&Browser::of(&house.db, &house.team, house.dana).await, entry, "Your role doesn’t include").await;
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(texts().await, ("Hello".into(), "Leave a word".into()));
        house.undone_once(entry).await;
        greet("Good day", "Speak now").await.unwrap();
        let entry = house.entry().await;
        greet("Good day", "Speak later").await.unwrap();
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!(plan.rows.iter().map(|r| r.outcome).collect::<Vec<_>>(), [RowOutcome::Changes, RowOutcome::Refused]);
        let back = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((back.refused, back.said().as_str()), (1, "Undone for Kofi Mensah; what can’t be set back stays"));
        assert_eq!(texts().await, ("Hello".into(), "Speak later".into()));
        house.whole().await;
    }

    async fn m13_a_grant_is_taken_back_with_the_default_it_moved(db) {
        let house = house(db).await;
        let [a, b] = house.free;
        house.use_of(&house.amara, b, (true, false, true)).await;
        let before = house.ways(house.kofi).await;
        house.use_of(&house.amara, a, (true, true, true)).await;
        let (entry, left) = (house.entry().await, house.ways(house.kofi).await);
        house.denied(&house.ines, entry, "You may only hand on numbers you can use yourself").await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Outgoing use of (503) 555-0160: calls, messages", "none"));
        let back = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(house.ways(house.kofi).await, before);
        house.undone_once(entry).await;
        house.undo(&house.amara, back.entry).await.unwrap();
        assert_eq!(house.ways(house.kofi).await, left);
    }

    async fn m13_a_revoked_number_is_given_back_as_it_was_used(db) {
        let house = house(db).await;
        let [a, b] = house.free;
        house.use_of(&house.amara, a, (true, true, false)).await;
        house.use_of(&house.amara, b, (false, true, true)).await;
        let before = house.ways(house.kofi).await;
        house.use_of(&house.amara, b, (false, false, false)).await;
        let entry = house.entry().await;
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(house.ways(house.kofi).await, before);
        house.undone_once(entry).await;
        house.use_of(&house.amara, b, (false, false, false)).await;
        let entry = house.entry().await;
        house.use_of(&house.amara, b, (true, false, false)).await;
        house.conflicts(entry, "Changed again since").await;
        assert!(house.ways(house.kofi).await.contains(&format!("{b}=c")));
    }

    async fn m13_another_default_chosen_since_stays_the_default(db) {
        let house = house(db).await;
        let ([a, b], c) = (house.free, house.dana_s_number().await);
        house.use_of(&house.amara, a, (true, true, true)).await;
        house.use_of(&house.amara, b, (true, true, true)).await;
        let entry = house.entry().await;
        house.use_of(&house.amara, c, (true, true, true)).await;
        house.undo(&house.amara, entry).await.unwrap();
        let mut wanted = [format!("{a}=cm"), format!("{c}=cmd")];
        let mut now = house.ways(house.kofi).await;
        wanted.sort();
        now.sort();
        assert_eq!(now, wanted);
    }
}

on_both! {
    async fn m17_what_changed_goes_with_the_person_and_the_chain_holds(db) {
        let house = house(db).await;
        house.forward(&["(503) 555-0182"]).await;
        let entry = house.entry().await;
        let label = |text: &'static str| async { label_number(&house.amara.request(), house.free[0], Version(1), text, NextPage::default()).await };
        label("Kofi Mensah at home").await.unwrap();
        let named = house.entry().await;
        let mut tx = house.db.write().await.unwrap();
        house.team.delete(&mut tx, house.kofi).await.unwrap();
        run!(&mut tx, "UPDATE members SET erase_at = $2 WHERE id = $1", house.kofi, NOW.0).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(erasure::run_due(&house.db, NOW.plus(DAY)).await.unwrap(), 1);
        house.whole().await;
        let mut tx = house.db.read().await.unwrap();
        let left = one!(&mut tx, (i64,), "SELECT count(*) FROM audit WHERE changes LIKE '%Mensah%' OR changes LIKE '%0182%'").unwrap().0;
        drop(tx);
        assert_eq!(left, 0);
        for entry in [entry, named] {
            assert_eq!(house.plan(&house.amara, entry).await.unwrap_err().to_string(), "That can’t be undone.");
        }
    }

    async fn g1_what_changed_is_part_of_the_chain(db) {
        let house = house(db).await;
        house.forward(&["(503) 555-0182"]).await;
        house.whole().await;
        let mut tx = house.db.write().await.unwrap();
        let edited = run!(&mut tx, "UPDATE audit SET changes = '[]' WHERE account_id = $1", house.team.account);
        assert!(edited.unwrap_err().is("audit_is_append_only"));
        drop(tx);
        let mut tx = house.db.write().await.unwrap();
        drop_audit_triggers(&mut tx).await.unwrap();
        run!(&mut tx, "UPDATE audit SET changes = replace(changes, '0182', '0183') WHERE account_id = $1", house.team.account).unwrap();
        assert_eq!(audit::proof::first_broken(&mut tx, house.team.account).await.unwrap(), Some(1));
    }

    async fn g2_an_entry_without_changes_says_that_it_cannot_be_undone(db) {
        let house = house(db).await;
        let mut call = crate::call::Call::begin(&house.amara.request()).await.unwrap();
        let subject = Subject::member(house.kofi, "Kofi Mensah");
        call.audit_as(AuditAction::SetForwarding, subject, &[], true).await.unwrap();
        call.commit().await.unwrap();
        let entry = house.entry().await;
        assert_eq!(house.undo(&house.amara, entry).await.unwrap_err().to_string(), "That can’t be undone.");
        let page = crate::audit::read::audit_page(&house.amara.request(), AuditQuery::default()).await.unwrap();
        assert_eq!(page.rows[0].undo, model::audit::UndoState::Never);
        let page = crate::audit::read::audit_page(&house.amara.request(), AuditQuery::from_query("undo=1")).await.unwrap();
        assert!(page.rows.is_empty(), "{:?}", page.rows);
    }

    async fn g2_an_undo_of_one_thing_reads_well_in_the_log(db) {
        let house = house(db).await;
        house.forward(&["(503) 555-0182"]).await;
        let entry = house.entry().await;
        house.undo(&house.amara, entry).await.unwrap();
        let page = crate::audit::read::audit_page(&house.amara.request(), AuditQuery::default()).await.unwrap();
        assert_eq!(model::audit::words::plain(&page.rows[0]), "Amara Okonkwo undid an earlier change of Kofi Mensah");
    }
}
