//! Imports taken back on both engines (I1, K6, G2): all is as before, once, but for whom was changed since or the rules protect.

use crate::audit::read::member_changes;
use crate::imports::job::{By, apply, check_rows, planned};
use crate::testing::Browser;
use crate::undo::tests::{House, house};
use files::imports::read;
use model::audit::Field;
use model::bulk::{BulkKind, BulkPreview, RowOutcome};
use model::error::AppError;
use model::imports::{Choices, ImportOutcome};
use model::{AuditId, MemberId, Plan};
use store::audit::Author;
use store::sql::{all, one, run};
use store::testing::{NOW, on_both, sql_number};
use store::{Db, accounts, imports};

const NEW: &str = "First name,Last name,Email,Extension,Direct number,Groups\n\
    Ikaika,Moku,ikaika@larkspur.test,100131,(503) 555-0161,Support\n\
    Zsófia,Kertész,zsofia@larkspur.test,,,\n";

/// The house of a paid account with an Administrator at hand; Kofi has an extension, and forwarding with a label.
async fn desk(db: Db) -> House {
    let house = house(db).await;
    let mut tx = house.db.write().await.unwrap();
    accounts::set_paid(&mut tx, house.team.account, true).await.unwrap();
    for (member, number) in [(house.kofi, 100_104_i64), (house.dana, 100_118)] {
        run!(
            &mut tx,
            "INSERT INTO extensions (account_id, number, member_id) VALUES ($1, $2, $3)",
            house.team.account,
            number,
            member
        )
        .unwrap();
        run!(
            &mut tx,
            "UPDATE members SET extension = $3 WHERE account_id = $1 AND id = $2",
            house.team.account,
            member,
            number
        )
        .unwrap();
    }
    tx.commit().await.unwrap();
    house.forward(&["(503) 555-0182"]).await;
    house
}

impl House {
    async fn import_by(&self, by: &Browser, csv: &str) -> ImportOutcome {
        let (state, account) = (by.state(), self.team.account);
        let call = crate::call::Call::read(&by.request()).await.unwrap();
        let (actor, settings) = (call.actor().clone(), call.settings().clone());
        drop(call);
        let mut tx = self.db.write().await.unwrap();
        let id = imports::insert(&mut tx, account, actor.member, "boise.csv", &read(csv.as_bytes()).unwrap(), NOW)
            .await
            .unwrap();
        state.uploads.keep(id, &read(csv.as_bytes()).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = self.db.read().await.unwrap();
        let plan = planned(&mut tx, &state.uploads, &settings, &actor, id).await.unwrap().0;
        drop(tx);
        check_rows(&state, &settings, id, 1, &plan).await.unwrap();
        let mut tx = self.db.write().await.unwrap();
        assert!(imports::start(&mut tx, account, id, &Choices::default(), NOW).await.unwrap());
        let by = By { author: Author::of(&actor, "192.0.2.7"), actor };
        let outcome = apply(&mut tx, &state.uploads, &settings, &by, id, NOW, &|_| ()).await.unwrap();
        tx.commit().await.unwrap();
        outcome
    }

    async fn import(&self, csv: &str) -> AuditId {
        self.import_by(&self.amara, csv).await.done.entry
    }

    /// A row for Kofi that changes him in every way a file can.
    async fn kofis_row(&self) -> String {
        let sign_in = self.sign_in(self.kofi).await;
        format!(
            "Email,First name,Last name,Extension,Role,Plan,Forwarding number 1,Mobile number,Time zone,Direct number,Groups\n\
             {sign_in},Kwame,Osei,100200,Manager,Pro,(503) 555-0177,(503) 555-0199,America/Boise,(503) 555-0160,Support\n"
        )
    }

    async fn sign_in(&self, member: MemberId) -> String {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (String,), "SELECT sign_in FROM members WHERE id = $1", member).unwrap().0
    }

    /// Who is on the team and all they have, with the seats and numbers of the account.
    async fn everything(&self) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let mut rows = Vec::new();
        for text in [
            "SELECT 'member ' || first_name || ' ' || last_name || ' ' || role_kind || ' ' || CAST(role_rank AS TEXT) || ' ' || plan || ' ' || state || ' ' ||
               CAST(extension AS TEXT) || ' ' || CAST(forwards AS TEXT) || ' ' || coalesce(mobile, '-') || ' ' || time_zone || ' ' || coalesce(direct, '-')
             FROM members WHERE account_id = $1 AND state <> 'deleted'",
            "SELECT 'extension ' || CAST(e.number AS TEXT) || ' ' || m.sign_in FROM extensions e JOIN members m ON m.id = e.member_id WHERE e.account_id = $1",
            "SELECT 'forwarding ' || CAST(f.position AS TEXT) || ' ' || f.e164 || ' ' || f.label || ' ' || CAST(f.seconds AS TEXT) || ' ' || m.sign_in
             FROM forwarding_numbers f JOIN members m ON m.id = f.member_id WHERE f.account_id = $1 AND m.state <> 'deleted'",
            "SELECT 'group ' || g.name || ' ' || CAST(g.members AS TEXT) || ' ' || m.sign_in FROM group_members x JOIN members m ON m.id = x.member_id
             JOIN groups g ON g.id = x.group_id WHERE x.account_id = $1",
            "SELECT 'number ' || n.e164 || ' ' || n.destination || ' ' || coalesce(m.sign_in, '-') FROM numbers n LEFT JOIN members m ON m.id = n.member_id WHERE n.account_id = $1",
            "SELECT 'seats ' || plan || ' ' || CAST(used AS TEXT) FROM plan_seats WHERE account_id = $1",
            "SELECT 'totals ' || CAST(members AS TEXT) || ' ' || CAST(administrators AS TEXT) FROM team_totals WHERE account_id = $1",
            "SELECT 'found ' || search_text FROM members WHERE account_id = $1 AND state <> 'deleted'",
        ] {
            rows.extend(all!(&mut tx, (String,), text, self.team.account).unwrap().into_iter().map(|r| r.0));
        }
        rows.sort();
        rows
    }

    async fn member(&self, first: &str) -> MemberId {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (MemberId,), "SELECT id FROM members WHERE first_name = $1", first).unwrap().0
    }

    async fn write(&self, text: &'static str, member: MemberId) {
        let mut tx = self.db.write().await.unwrap();
        assert_eq!(run!(&mut tx, text, self.team.account, member).unwrap(), 1);
        tx.commit().await.unwrap();
    }
}

/// Name, outcome and reason of each row, by name.
fn outcomes(plan: &BulkPreview) -> Vec<(String, RowOutcome, &str)> {
    let mut all: Vec<_> =
        plan.rows.iter().map(|r| (r.name.full(), r.outcome, r.why.as_deref().unwrap_or_default())).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

on_both! {
    async fn k6_an_import_is_taken_back_in_one_change_and_once(db) {
        let house = desk(db).await;
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE plan_seats SET included = 0 WHERE account_id = $1", house.team.account).unwrap();
        tx.commit().await.unwrap();
        let (before, csv) = (house.everything().await, house.kofis_row().await);
        let outcome = house.import(NEW).await;
        let changed = house.import(&csv).await;
        assert_ne!(house.everything().await, before);
        let plan = house.plan(&house.amara, changed).await.unwrap();
        assert_eq!((plan.change, plan.already, plan.refused_members(), plan.kind), (1, 0, 0, BulkKind::Import));
        assert_eq!((plan.summary_head(), plan.button()), ("1 member will change".into(), "Undo for 1 member".into()));
        let (was, will) = (&plan.rows[0].before, &plan.rows[0].after);
        assert!(was.contains("Role: Manager") && was.contains("Plan: Pro") && was.contains("Direct number: (503) 555-0160"), "{was}");
        assert!(will.contains("Agent") && will.contains("Basic") && will.contains("(503) 555-0182"), "{will}");
        assert_eq!(plan.monthly, -1_600, "Pro costs more than Basic, and includes the number");
        assert_eq!(house.undo(&house.amara, changed).await.unwrap().said(), "Undone for 1 member");
        house.undone_once(changed).await;

        let plan = house.plan(&house.amara, outcome).await.unwrap();
        assert_eq!(outcomes(&plan), [("Ikaika Moku".into(), RowOutcome::Changes, ""), ("Zsófia Kertész".into(), RowOutcome::Changes, "")]);
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Invited", "Deleted"));
        assert_eq!(plan.undoes.as_deref(), Some("the import of boise.csv"));
        let entries = house.entries().await;
        let done = house.undo(&house.amara, outcome).await.unwrap();
        assert_eq!((done.changed, done.refused, done.undo, done.reversible), (2, 0, true, true));
        assert_eq!(house.entries().await, entries + 1, "one entry");
        assert_eq!(house.everything().await, before, "seats, extensions, numbers, groups and search, too");
        house.undone_once(outcome).await;
    }

    async fn k6_an_import_s_undo_is_undone_and_that_again(db) {
        let house = desk(db).await;
        let (before, csv) = (house.everything().await, house.kofis_row().await);
        let (added, changed) = (house.import(NEW).await, house.import(&csv).await);
        let after = house.everything().await;
        let undos = [house.undo(&house.amara, changed).await.unwrap(), house.undo(&house.amara, added).await.unwrap()];
        assert_eq!(house.everything().await, before);
        let plan = house.plan(&house.amara, undos[1].entry).await.unwrap();
        assert_eq!(outcomes(&plan), [("Ikaika Moku".into(), RowOutcome::Changes, ""), ("Zsófia Kertész".into(), RowOutcome::Changes, "")]);
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Deleted", "Invited"));
        let redos = [house.undo(&house.amara, undos[1].entry).await.unwrap(), house.undo(&house.amara, undos[0].entry).await.unwrap()];
        assert_eq!(house.everything().await, after, "who was added is back with all they had, and Kofi as the file has him");
        house.undone_once(undos[0].entry).await;
        house.undo(&house.amara, redos[1].entry).await.unwrap();
        house.undo(&house.amara, redos[0].entry).await.unwrap();
        assert_eq!(house.everything().await, before);
        house.whole().await;
    }

    async fn k6_who_was_changed_since_stays_named_and_the_others_go_back(db) {
        let house = desk(db).await;
        let (before, csv) = (house.everything().await, house.kofis_row().await);
        let (added, changed) = (house.import(NEW).await, house.import(&csv).await);
        let ikaika = house.member("Ikaika").await;
        house.write("UPDATE members SET plan = 'plus' WHERE account_id = $1 AND id = $2", ikaika).await;
        house.write("UPDATE members SET time_zone = 'Europe/Paris' WHERE account_id = $1 AND id = $2", house.kofi).await;
        let plan = house.plan(&house.amara, added).await.unwrap();
        let conflict = "Changed again since. They stay as they are.";
        assert_eq!(outcomes(&plan), [("Ikaika Moku".into(), RowOutcome::Refused, conflict), ("Zsófia Kertész".into(), RowOutcome::Changes, "")]);
        assert_eq!(plan.summary_rest(), "1 you can’t change: changed again since.");
        let done = house.undo(&house.amara, added).await.unwrap();
        assert_eq!((done.changed, done.refused, done.said().as_str()), (1, 1, "Undone for 1 member, 1 could not be changed"));
        let refused = house.undo(&house.amara, changed).await.unwrap_err().to_string();
        assert_eq!(refused, format!("Nobody would change: {conflict}"));
        let now = house.everything().await;
        let mut tx = house.db.read().await.unwrap();
        let state = one!(&mut tx, (String,), "SELECT state FROM members WHERE id = $1", ikaika).unwrap().0;
        drop(tx);
        assert_eq!((state.as_str(), now == before), ("invited", false));
        house.whole().await;
    }

    async fn k6_who_accepted_the_invitation_is_not_deleted(db) {
        let house = desk(db).await;
        let entry = house.import(NEW).await;
        let zsofia = house.member("Zsófia").await;
        house.write("UPDATE members SET state = 'active', password_hash = 'x' WHERE account_id = $1 AND id = $2", zsofia).await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!(outcomes(&plan)[1], ("Zsófia Kertész".into(), RowOutcome::Refused, "Changed again since. They stay as they are."));
        assert_eq!((plan.change, plan.rows.len()), (1, 2));
    }

    async fn k6_who_is_gone_already_stays_gone(db) {
        let house = desk(db).await;
        let entry = house.import(NEW).await;
        let zsofia = house.member("Zsófia").await;
        house.write("UPDATE members SET state = 'deleted' WHERE account_id = $1 AND id = $2", zsofia).await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!(outcomes(&plan)[1], ("Zsófia Kertész".into(), RowOutcome::Stays, "Is gone already."));
        let done = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((done.changed, done.already), (1, 1));
    }

    async fn r5_an_undo_touches_nobody_whom_the_actor_may_not(db) {
        let house = desk(db).await;
        let sign_in = house.sign_in(house.kofi).await;
        let csv = format!("First name,Email,Role\nIkaika,ikaika@larkspur.test,Agent\nKofi,{sign_in},Administrator\n");
        let entry = house.import(&csv).await;
        let plan = house.plan(&house.ines, entry).await.unwrap();
        let rule = "Only an Administrator can change an Administrator’s role.";
        assert_eq!(outcomes(&plan), [("Ikaika".into(), RowOutcome::Changes, ""), ("Kofi Mensah".into(), RowOutcome::Refused, rule)]);
        assert_eq!(plan.summary_rest(), "1 you can’t change: Administrator.");
        let done = house.undo(&house.ines, entry).await.unwrap();
        assert_eq!((done.changed, done.refused), (1, 1));
        let mut tx = house.db.read().await.unwrap();
        assert_eq!(one!(&mut tx, (String,), "SELECT role_kind FROM members WHERE id = $1", house.kofi).unwrap().0, "administrator");
    }

    async fn r7_an_undo_leaves_one_administrator(db) {
        let house = desk(db).await;
        let sign_in = house.sign_in(house.kofi).await;
        let entry = house.import(&format!("Email,Role\n{sign_in},Administrator\n")).await;
        let kofi = Browser::of(&house.db, &house.team, house.kofi).await;
        let own = house.plan(&kofi, entry).await.unwrap();
        assert_eq!((own.change, own.refused[0].short.as_str()), (0, "yourself"));
        assert!(house.undo(&kofi, entry).await.is_err());
        assert_eq!(house.undo(&house.amara, entry).await.unwrap().changed, 1);
    }

    async fn r3_who_may_not_undo_takes_no_import_back(db) {
        let house = desk(db).await;
        let (entry, before) = (house.import(NEW).await, house.everything().await);
        assert!(matches!(house.plan(&house.kofis, entry).await, Err(AppError::Denied(_))));
        assert!(matches!(house.undo(&house.kofis, entry).await, Err(AppError::Denied(_))));
        assert_eq!(house.everything().await, before);
    }

    async fn m11_a_former_extension_that_somebody_has_by_now_stays_theirs_and_two_may_swap(db) {
        let house = desk(db).await;
        let (before, kofi, dana) = (house.everything().await, house.sign_in(house.kofi).await, house.sign_in(house.dana).await);
        // Kofi gets a free one first, so that Dana can have his, and then he hers.
        house.import(&format!("Email,Extension\n{kofi},100300\n")).await;
        let entry = house.import(&format!("Email,Extension\n{dana},100104\n")).await;
        let first = house.import(&format!("Email,Extension\n{kofi},100118\n")).await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!(outcomes(&plan), [("Dana Whitfield".into(), RowOutcome::Refused, "Their former extension is somebody else’s by now.")]);
        house.undo(&house.amara, first).await.unwrap();
        house.undo(&house.amara, entry).await.unwrap();
        let both = house.import(&format!("Email,Extension\n{kofi},100104\n{dana},100400\n")).await;
        let swap = house.import(&format!("Email,Extension\n{dana},100300\n")).await;
        // Kofi's former one is Dana's now; as long as that stays, so does he.
        assert_eq!(house.plan(&house.amara, both).await.unwrap().change, 0);
        house.undo(&house.amara, swap).await.unwrap();
        assert_eq!(house.undo(&house.amara, both).await.unwrap().changed, 2);
        assert_ne!(house.everything().await, before, "the first import of all stands");
        house.whole().await;
    }

    async fn m12_forwarding_keeps_its_labels_and_is_not_set_back_to_an_own_number(db) {
        let house = desk(db).await;
        let sign_in = house.sign_in(house.kofi).await;
        let (before, csv) = (house.forwarding().await, format!("Email,Forwarding number 1\n{sign_in},(503) 555-0177\n"));
        let entry = house.import(&csv).await;
        assert_eq!(house.undo(&house.amara, entry).await.unwrap().changed, 1);
        assert_eq!(house.forwarding().await, before);
        let entry = house.import(&csv).await;
        house.write("UPDATE numbers SET e164 = '+15035550182' WHERE account_id = $1 AND member_id IS NULL AND e164 = '+15035550160' AND $2 IS NOT NULL", house.kofi).await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!(plan.rows[0].why.as_deref(), Some("A forwarding number of before is one of your own numbers by now."));
    }

    async fn g1_an_import_and_its_undo_are_in_the_history_of_each_member(db) {
        let house = desk(db).await;
        let entry = house.import(&house.kofis_row().await).await;
        house.undo(&house.amara, entry).await.unwrap();
        let seen = member_changes(&house.amara.request(), house.kofi, None).await.unwrap();
        let [undo, import, ..] = seen.rows.as_slice() else { panic!("{seen:?}") };
        assert_eq!(model::audit::words::plain(import), "Amara Okonkwo changed 1 member by boise.csv");
        let role = |row: &model::audit::AuditRow| {
            let change = row.some[0].changes.iter().find(|c| c.field == Field::Role).cloned().unwrap();
            let words = |value| model::audit::words::value(&Field::Role, value);
            (words(&change.before), words(&change.after))
        };
        assert_eq!(role(import), ("Agent".into(), "Manager".into()));
        assert_eq!(role(undo), ("Manager".into(), "Agent".into()));
        assert_eq!((undo.is_undo, undo.subject.name.as_str()), (true, "boise.csv"));
    }

    async fn m17_on_a_free_account_who_was_added_is_erased_and_the_chain_holds(db) {
        let house = desk(db).await;
        let mut tx = house.db.write().await.unwrap();
        accounts::set_paid(&mut tx, house.team.account, false).await.unwrap();
        tx.commit().await.unwrap();
        let entry = house.import(NEW).await;
        assert_eq!(house.plan(&house.amara, entry).await.unwrap().note.as_deref(), Some("Those who were added are erased at once."));
        house.undo(&house.amara, entry).await.unwrap();
        let mut tx = house.db.read().await.unwrap();
        let left = "SELECT count(*) FROM audit_items WHERE changes LIKE '%ikaika%' OR changes LIKE '%Moku%' OR name LIKE '%Moku%'";
        assert_eq!(sql_number(&mut tx, left).await.unwrap(), 0);
        let left = "SELECT count(*) FROM audit WHERE changes LIKE '%ikaika%' OR target_name LIKE '%Moku%'";
        assert_eq!(sql_number(&mut tx, left).await.unwrap(), 0);
        drop(tx);
        house.whole().await;
    }

    async fn s1_without_a_seat_of_the_former_plan_nothing_is_set_back(db) {
        let house = desk(db).await;
        let sign_in = house.sign_in(house.kofi).await;
        let entry = house.import(&format!("Email,Plan\n{sign_in},Pro\n")).await;
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE plan_seats SET bought = used WHERE account_id = $1 AND plan = $2", house.team.account, Plan::Basic.slug()).unwrap();
        tx.commit().await.unwrap();
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert!(plan.problem.as_deref().is_some_and(|words| words.starts_with("1 more Basic seats are needed, 0 are free.")), "{plan:?}");
        assert!(house.undo(&house.amara, entry).await.unwrap_err().to_string().starts_with("Seats are missing, so nothing was changed."));
        house.whole().await;
    }

    async fn k7_an_import_of_ten_thousand_is_taken_back_at_once(db) {
        let house = desk(db).await;
        let before = house.everything().await;
        let many = if cfg!(debug_assertions) { 2_000 } else { 10_000 };
        let mut csv = String::from("First name,Last name,Email,Forwarding number 1,Groups\n");
        for i in 0..many {
            csv.push_str(&format!("Ama{i},Mensah,ama{i}@larkspur.test,+1503{:07},Support\n", 2_000_000 + i));
        }
        let begun = std::time::Instant::now();
        let entry = house.import(&csv).await;
        let (imported, begun) = (begun.elapsed(), std::time::Instant::now());
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!((plan.change, plan.rows.len()), (many, 50));
        let (planned, begun) = (begun.elapsed(), std::time::Instant::now());
        house.undo(&house.amara, entry).await.unwrap();
        println!("{many} rows: imported in {imported:?}, undo planned in {planned:?}, undone in {:?}", begun.elapsed());
        assert_eq!(house.everything().await, before);
    }
}
