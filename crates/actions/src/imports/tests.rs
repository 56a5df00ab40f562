//! Importing and exporting against real databases, both engines.

use crate::imports::job::{By, apply, check_rows, planned};
use crate::state::AppState;
use files::imports::{export, read};
use model::bulk::RowOutcome;
use model::error::AppError;
use model::imports::Choices;
use model::sessions::Actor;
use model::{AccountSettings, ImportId, MemberId, Plan, RoleKind};
use policy::{Action, Target, check};
use store::audit::Author;
use store::sql::{all, maybe, one, run};
use store::testing::{NOW, TestTeam, on_both};
use store::{Db, accounts, audit, exports, imports, roles, team};

pub(crate) struct Desk {
    db: Db,
    team: TestTeam,
    settings: AccountSettings,
    marisol: Actor,
}

impl Desk {
    /// A team with Marisol, who imports as this kind of role, and Dana.
    pub(crate) async fn new(db: Db, kind: RoleKind) -> Desk {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let marisol =
            team.member("Marisol", "Vega").role(kind).extension(100_000).insert(&mut tx).await.expect("Marisol");
        team.member("Dana", "Whitfield")
            .extension(100_118)
            .forwarding(&["+15035550118"])
            .insert(&mut tx)
            .await
            .expect("Dana");
        let settings = accounts::settings(&mut tx, team.account).await.expect("settings").expect("an account");
        let all = roles::list(&mut tx, team.account).await.expect("roles");
        let role = all.into_iter().map(|r| r.role).find(|r| r.kind == kind).expect("a role");
        tx.commit().await.expect("commit");
        let marisol = Actor {
            member: marisol,
            name: model::PersonName { first: "Marisol".into(), last: "Vega".into() },
            role,
            groups: Default::default(),
            numbers: Default::default(),
            only_administrators_add: false,
            supervising: None,
        };
        Desk { db, team, settings, marisol }
    }

    fn by(&self) -> By {
        By { actor: self.marisol.clone(), author: Author::of(&self.marisol, "127.0.0.1") }
    }

    fn state(&self) -> AppState {
        AppState::for_tests(&self.db, NOW)
    }

    /// Uploads and checks a file.
    pub(crate) async fn upload(&self, csv: &str) -> ImportId {
        let file = read(csv.as_bytes()).expect("a file");
        let mut tx = self.db.write().await.expect("write");
        let id = imports::insert(&mut tx, self.team.account, self.marisol.member, "boise.csv", &file, NOW)
            .await
            .expect("noted");
        self.state().uploads.keep(id, &file).await.expect("kept");
        tx.commit().await.expect("commit");
        let mut tx = self.db.read().await.expect("read");
        let (plan, ..) =
            planned(&mut tx, &self.state().uploads, &self.settings, &self.marisol, id).await.expect("planned");
        drop(tx);
        check_rows(&self.state(), &self.settings, id, 1, &plan).await.expect("checked");
        id
    }

    async fn start(&self, id: ImportId, whole: bool) -> bool {
        self.start_with(id, &Choices { whole, ..Choices::default() }).await
    }

    /// The button is pressed, with these answers on the page.
    pub(crate) async fn start_with(&self, id: ImportId, choices: &Choices) -> bool {
        let mut tx = self.db.write().await.expect("write");
        let started = imports::start(&mut tx, self.team.account, id, choices, NOW).await.expect("asked");
        tx.commit().await.expect("commit");
        started
    }

    pub(crate) async fn apply(&self, id: ImportId) -> Result<model::imports::ImportOutcome, AppError> {
        let mut tx = self.db.write().await.expect("write");
        let outcome = apply(&mut tx, &self.state().uploads, &self.settings, &self.by(), id, NOW, &|_| ()).await?;
        tx.commit().await.expect("commit");
        Ok(outcome)
    }

    pub(crate) async fn count(&self, what: &'static str) -> i64 {
        let mut tx = self.db.read().await.expect("read");
        one!(&mut tx, (i64,), what, self.team.account).expect("a number").0
    }

    /// Everybody, as the export writes them.
    pub(crate) async fn export(&self) -> Vec<u8> {
        let mut tx = self.db.read().await.expect("read");
        let ids: Vec<MemberId> = team::ids(&mut tx, self.team.account, &Default::default(), NOW).await.expect("ids");
        let rows = exports::rows(&mut tx, self.team.account, &ids).await.expect("rows");
        let mut file = export::head().expect("head");
        file.extend(export::chunk(&rows).expect("rows"));
        file
    }
}

const FILE: &str = "Full Name,Work E-mail,Ext,Cell,Access level,Plan,Mobile number,Time zone\n\
    Ikaika Moku,ikaika@larkspur.test,100131,(503) 555-0131,Agent,Pro,(503) 555-0199,America/Boise\n\
    Xóchitl Barragán,xochitl@larkspur,100132,,Agent,,,\n\
    Zsófia Kertész,zsofia@larkspur.test,,,Manager,,,\n";

on_both! {
    async fn i1_a_file_with_one_bad_row_imports_the_rest(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        assert!(desk.start(id, false).await);
        let outcome = desk.apply(id).await.expect("applied");
        let done = outcome.done;
        assert_eq!((done.new, done.changed, done.already, done.refused, done.reversible), (2, 2, 0, 1, true));
        let mut tx = desk.db.read().await.expect("read");
        let found = maybe!(
            &mut tx,
            (String, String, i64, i64, Option<String>),
            "SELECT first_name, state, extension, forwards, mobile FROM members WHERE sign_in_key = $1",
            "ikaika@larkspur.test"
        );
        let want = ("Ikaika".to_owned(), "invited".to_owned(), 100_131, 1, Some("+15035550199".to_owned()));
        assert_eq!(found.expect("read"), Some(want));
        let free = one!(&mut tx, (i64,), "SELECT extension FROM members WHERE sign_in_key = $1", "zsofia@larkspur.test").expect("read");
        assert_eq!(free.0, 100_001);
        drop(tx);
        // Found by search at once (T4).
        assert_eq!(desk.count("SELECT count(*) FROM members WHERE account_id = $1 AND search_text LIKE '%kertesz%'").await, 1);
        assert_eq!(desk.count("SELECT count(*) FROM invitations WHERE account_id = $1 AND sent_count = 0").await, 2);
    }

    async fn i1_all_or_nothing_when_asked_for(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        assert!(desk.start(id, true).await);
        let refused = desk.apply(id).await.expect_err("refused").to_string();
        assert_eq!(refused, "1 row has errors, so nothing was imported, as you asked. Fix them, or import the others.");
        assert_eq!(desk.count("SELECT members FROM team_totals WHERE account_id = $1").await, 2);
    }

    async fn k4_applied_twice_it_imports_once(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        assert!(desk.start(id, false).await);
        assert!(!desk.start(id, false).await, "a second press while it runs starts nothing");
        desk.apply(id).await.expect("applied");
        assert!(!desk.start(id, false).await);
        assert!(desk.apply(id).await.is_err());
        assert_eq!(desk.count("SELECT members FROM team_totals WHERE account_id = $1").await, 4);
    }

    async fn i1_the_check_is_the_plan_of_what_applying_does(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        let mut tx = desk.db.read().await.expect("read");
        let head = imports::head(&mut tx, desk.team.account, id).await.expect("read").expect("an import");
        let plan = head.summary.expect("checked").plan;
        drop(tx);
        assert_eq!((plan.selected, plan.change, plan.new, plan.already, plan.refused_members()), (3, 2, 2, 0, 1));
        assert_eq!((plan.key, plan.to.as_str(), plan.refused[0].short.as_str()), (Some(model::BulkKey(id.0)), "boise.csv", "Work E-mail"));
        desk.start(id, false).await;
        let done = desk.apply(id).await.expect("applied").done;
        assert_eq!((done.changed, done.new, done.already, done.refused), (plan.change, plan.new, plan.already, 1));
    }

    async fn i1_findings_that_the_database_can_not_tell_are_a_fault_and_never_an_empty_check(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        let mut tx = desk.db.write().await.expect("write");
        let account = desk.team.account;
        assert!(imports::head(&mut tx, account, id).await.is_ok_and(|head| head.is_some()));
        assert!(imports::issues(&mut tx, account, id).await.is_ok_and(|issues| !issues.is_empty()));
        for broken in [
            "UPDATE imports SET choices = '{\"statuses\":{\"on leave\":\"vanished\"}}' WHERE account_id = $1",
            "UPDATE imports SET choices = '{}', summary = '{}' WHERE account_id = $1",
            "UPDATE imports SET summary = NULL, info = '' WHERE account_id = $1",
        ] {
            run!(&mut tx, broken, account).expect("written");
            assert!(imports::head(&mut tx, account, id).await.is_err(), "{broken}");
        }
        run!(&mut tx, "UPDATE import_rows SET shown = '{}' WHERE account_id = $1", account).expect("written");
        assert!(imports::rows(&mut tx, account, id, model::imports::RowsShown::All, 0, 100).await.is_err());
        assert!(imports::issues(&mut tx, account, id).await.is_err());
    }

    async fn g1_an_import_is_one_entry_with_an_item_for_each_member_in_its_chain(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        desk.start(id, false).await;
        desk.apply(id).await.expect("applied");
        let mut tx = desk.db.read().await.expect("read");
        let rows = all!(&mut tx, (i64, String, String), "SELECT number, action, target_name FROM audit WHERE account_id = $1 ORDER BY number", desk.team.account);
        let row = |n: i64, action: &str, name: &str| (n, action.to_owned(), name.to_owned());
        assert_eq!(rows.expect("read"), [row(1, "imports.apply", "boise.csv")]);
        let items = all!(&mut tx, (String, String, String), "SELECT name, before, after FROM audit_items WHERE account_id = $1 AND number = 1 ORDER BY name", desk.team.account);
        let item = |name: &str| (name.to_owned(), String::new(), "invited".to_owned());
        assert_eq!(items.expect("read"), [item("Ikaika Moku"), item("Zsófia Kertész")]);
        assert_eq!(audit::proof::first_broken(&mut tx, desk.team.account).await.expect("read"), None);
        let head = one!(&mut tx, (i64, bool), "SELECT h.number, h.hash = a.hash FROM audit_heads h JOIN audit a ON a.account_id = h.account_id AND a.number = h.number WHERE h.account_id = $1", desk.team.account);
        assert_eq!(head.expect("read"), (1, true));
        drop(tx);
        // What changed of them is covered, too: it can't be changed, and taking it away without its digest breaks the chain.
        let mut tx = desk.db.write().await.expect("write");
        let edited = run!(&mut tx, "UPDATE audit_items SET changes = '[]' WHERE account_id = $1", desk.team.account);
        assert!(edited.expect_err("refused").is("audit_is_append_only"));
        drop(tx);
        let mut tx = desk.db.write().await.expect("write");
        run!(&mut tx, "UPDATE audit_items SET changes = '', seal = $2 WHERE account_id = $1", desk.team.account, vec![0_u8; 32]).expect("written");
        assert_eq!(audit::proof::first_broken(&mut tx, desk.team.account).await.expect("read"), Some(1));
    }

    async fn s1_without_seats_nothing_is_imported_and_with_them_it_is(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        let mut tx = desk.db.write().await.expect("write");
        run!(&mut tx, "UPDATE plan_seats SET bought = used WHERE account_id = $1", desk.team.account).expect("set");
        tx.commit().await.expect("commit");
        desk.start(id, false).await;
        let refused = desk.apply(id).await.expect_err("refused").to_string();
        assert!(refused.contains("seats are missing, so nothing was imported"), "{refused}");
        let mut tx = desk.db.write().await.expect("write");
        imports::give_up(&mut tx, desk.team.account, id, &refused).await.expect("marked");
        for plan in Plan::ALL {
            accounts::ensure_seats(&mut tx, desk.team.account, plan, 10).await.expect("seats");
        }
        tx.commit().await.expect("commit");
        assert!(desk.start(id, false).await);
        assert_eq!(desk.apply(id).await.expect("applied").done.new, 2);
    }

    async fn i2_export_and_import_change_nothing(db) {
        let desk = Desk::new(db, RoleKind::Administrator).await;
        let mut tx = desk.db.write().await.expect("write");
        let support = desk.team.group(&mut tx, "Support, West").await.expect("a group");
        desk.team.join(&mut tx, support, desk.marisol.member).await.expect("joined");
        let formula = desk.team.member("=HYPERLINK(1)", "@Obi").extension(100_119).direct("+15035550150").forwarding(&["+15035550171", "+442079460142"]);
        formula.insert(&mut tx).await.expect("a member");
        tx.commit().await.expect("commit");
        let file = desk.export().await;
        let id = desk.upload(&String::from_utf8(file).expect("text")).await;
        let mut tx = desk.db.read().await.expect("read");
        let rows = imports::rows(&mut tx, desk.team.account, id, model::imports::RowsShown::All, 0, 100).await.expect("rows");
        drop(tx);
        let checks: Vec<_> = rows.iter().map(|r| (r.outcome, r.issues.len())).collect();
        assert_eq!(checks, [(RowOutcome::Stays, 0); 3], "{rows:?}");
        desk.start(id, false).await;
        let done = desk.apply(id).await.expect("applied").done;
        assert_eq!((done.new, done.changed, done.already, done.reversible), (0, 0, 3, false));
    }

    async fn i1_a_file_changes_members_in_one_go(db) {
        let desk = Desk::new(db, RoleKind::Administrator).await;
        let dana = desk.count("SELECT count(*) FROM members WHERE account_id = $1 AND first_name = 'Dana'").await;
        assert_eq!(dana, 1);
        let mut tx = desk.db.write().await.expect("write");
        let (sign_in,) = one!(&mut tx, (String,), "SELECT sign_in FROM members WHERE account_id = $1 AND first_name = 'Dana'", desk.team.account).expect("read");
        desk.team.group(&mut tx, "Dispatch").await.expect("a group");
        tx.commit().await.expect("commit");
        let csv = format!("Email,Last name,Ext,Role,Plan,Forwarding number 1,Groups\n{sign_in},Osei,100200,Manager,Pro,(503) 555-0177,Dispatch\n");
        let id = desk.upload(&csv).await;
        desk.start(id, false).await;
        let done = desk.apply(id).await.expect("applied").done;
        assert_eq!((done.changed, done.new), (1, 0));
        let mut tx = desk.db.read().await.expect("read");
        let row = one!(
            &mut tx,
            (String, i64, String, String, String, i64, i64),
            "SELECT m.last_name, m.extension, m.role_kind, m.plan, f.e164, g.members, e.number FROM members m
             JOIN forwarding_numbers f ON f.member_id = m.id JOIN groups g ON g.account_id = m.account_id
             JOIN extensions e ON e.member_id = m.id WHERE m.account_id = $1 AND m.first_name = 'Dana'",
            desk.team.account
        );
        let want = ("Osei".to_owned(), 100_200, "manager".to_owned(), "pro".to_owned(), "+15035550177".to_owned(), 1, 100_200);
        assert_eq!(row.expect("read"), want);
    }

    async fn a3_another_accounts_import_is_not_there(db) {
        let desk = Desk::new(db.clone(), RoleKind::Manager).await;
        let id = desk.upload(FILE).await;
        let other = Desk::new(db, RoleKind::Administrator).await;
        let mut tx = other.db.read().await.expect("read");
        assert!(imports::head(&mut tx, other.team.account, id).await.expect("read").is_none());
        assert!(matches!(planned(&mut tx, &other.state().uploads, &other.settings, &other.marisol, id).await, Err(AppError::NotFound(_))));
        drop(tx);
        assert!(!other.start(id, false).await);
    }

    async fn k7_ten_thousand_rows_go_in_at_once(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let mut csv = String::from("First name,Last name,Email,Forwarding number 1\n");
        let many = if cfg!(debug_assertions) { 2_000 } else { 10_000 };
        for i in 0..many {
            csv.push_str(&format!("Ama{i},Mensah,ama{i}@larkspur.test,+1503{:07}\n", 2_000_000 + i));
        }
        let begun = std::time::Instant::now();
        let id = desk.upload(&csv).await;
        let checked = begun.elapsed();
        desk.start(id, false).await;
        assert_eq!(desk.apply(id).await.expect("applied").done.new, many);
        println!("{many} rows: checked in {checked:?}, imported in {:?}", begun.elapsed() - checked);
        assert_eq!(desk.count("SELECT members FROM team_totals WHERE account_id = $1").await, i64::try_from(many).expect("fits") + 2);
    }
}

#[tokio::test]
async fn r3_an_agent_neither_imports_nor_exports() {
    store::testing::on_sqlite(|db| async move {
        let agent = Desk::new(db.clone(), RoleKind::Agent).await.marisol;
        assert!(check(&agent, Action::Import, Target::Account).is_err());
        assert!(check(&agent, Action::Export, Target::Account).is_err());
        let manager = Desk::new(db, RoleKind::Manager).await.marisol;
        assert!(check(&manager, Action::Import, Target::Account).is_ok());
        assert!(check(&manager, Action::Export, Target::Account).is_ok());
    })
    .await;
}
