//! Items of an entry about many, on both engines (G1, K4, M17).

use crate::Db;
use crate::audit;
use crate::audit::items::{NewItem, Of, digest, entries_of_member, of_entry_and_member, page, undone, write};
use crate::audit::{Author, More, New};
use crate::sql::{all, run};
use crate::testing::{NOW, TestTeam, on_both};
use model::audit::{About, AuditAction, Change, Field, Subject, Value};
use model::{AuditId, MemberId, Plan};

/// One entry that changed Dana and Kofi.
async fn changed_two(db: &Db) -> (TestTeam, MemberId, i64, AuditId) {
    let mut tx = db.write().await.unwrap();
    let team = TestTeam::new(&mut tx).await.unwrap();
    let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
    let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
    let place = audit::place(&mut tx, team.account).await.unwrap();
    let number = place.number;
    for (member, name) in [(dana, "Dana Whitfield"), (kofi, "Kofi Mensah")] {
        run!(
            &mut tx,
            "INSERT INTO audit_items (account_id, number, member_id, name, before, after) VALUES ($1, $2, $3, $4, 'basic', 'pro')",
            team.account,
            number,
            member,
            name
        )
        .unwrap();
    }
    let (items, digest) = digest(&mut tx, team.account, number).await.unwrap();
    let (author, subject) = (Author::system(""), Subject { about: About::Plan, name: "Pro".into() });
    let new = New {
        author: &author,
        action: AuditAction::BulkPlan,
        subject: &subject,
        changes: &[],
        reversible: true,
        now: NOW,
    };
    let id =
        audit::append_at(&mut tx, team.account, place, &new, &More { items, digest, ..More::default() }).await.unwrap();
    tx.commit().await.unwrap();
    (team, dana, number, id)
}

fn plan(number: i64, subject: &Subject) -> Of<'_> {
    Of { number, action: AuditAction::BulkPlan, subject }
}

on_both! {
    async fn g1_a_bulk_entry_is_found_by_each_of_its_members(db) {
        let ((team, dana, number, _), pro) = (changed_two(&db).await, Subject::team());
        let mut tx = db.read().await.unwrap();
        assert_eq!(entries_of_member(&mut tx, team.account, dana, i64::MAX, 10).await.unwrap(), [number]);
        let item = of_entry_and_member(&mut tx, team.account, plan(number, &pro), dana, 5).await.unwrap().remove(0);
        assert_eq!((item.name.as_str(), item.before, item.after), ("Dana Whitfield", Value::Plan(Plan::Basic), Value::Plan(Plan::Pro)));
        assert_eq!(page(&mut tx, team.account, plan(number, &pro), Some(dana), 10).await.unwrap()[0].name, "Kofi Mensah");
    }

    async fn g1_a_changed_or_added_item_breaks_the_chain(db) {
        let (team, dana, number, _) = changed_two(&db).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let edited = run!(&mut tx, "UPDATE audit_items SET after = 'basic' WHERE account_id = $1 AND member_id = $2", team.account, dana);
        assert!(edited.unwrap_err().is("audit_is_append_only"));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        run!(&mut tx, "DELETE FROM audit_items WHERE account_id = $1 AND member_id = $2", team.account, dana).unwrap();
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), Some(number));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let stray = "INSERT INTO audit_items (account_id, number, member_id, name, before, after) VALUES ($1, $2, $3, '', '', '')";
        run!(&mut tx, stray, team.account, number + 7, dana).unwrap();
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), Some(number + 7));
    }

    async fn m17_an_erased_name_leaves_a_bulk_entry_and_the_chain_holds(db) {
        let ((team, dana, number, _), pro) = (changed_two(&db).await, Subject::team());
        let mut tx = db.write().await.unwrap();
        let gone = audit::words::Gone { member: dana, label: "Former member (ext. 118)".into(), words: vec!["Dana Whitfield".into()] };
        audit::words::forget(&mut tx, team.account, gone).await.unwrap();
        let item = of_entry_and_member(&mut tx, team.account, plan(number, &pro), dana, 5).await.unwrap().remove(0);
        assert_eq!(item.name, "Former member (ext. 118)");
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
    }

    async fn m17_of_a_bulk_entry_only_changes_that_mention_the_erased_go(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let ann = team.member("Ann", "").insert(&mut tx).await.unwrap();
        let mut others = Vec::new();
        let greetings = ["Annual holidays", "Ask \"Ann\" about it", "ANNA", "I am not here"];
        for greeting in greetings {
            let member = team.member("Kofi", greeting).insert(&mut tx).await.unwrap();
            let changes = vec![Change::new(Field::Greeting, Value::Nothing, Value::text(greeting))];
            others.push(NewItem { member, name: "Kofi".into(), changes });
        }
        let place = audit::place(&mut tx, team.account).await.unwrap();
        let number = place.number;
        write(&mut tx, team.account, number, &others).await.unwrap();
        let (items, digest) = digest(&mut tx, team.account, number).await.unwrap();
        let (author, subject) = (Author::system(""), Subject { about: About::Import(model::ImportId::new()), name: "team.csv".into() });
        let new = New { author: &author, action: AuditAction::Import, subject: &subject, changes: &[], reversible: true, now: NOW };
        audit::append_at(&mut tx, team.account, place, &new, &More { items, digest, ..More::default() }).await.unwrap();
        // A name with a quote stands otherwise in JSON.
        let gone = audit::words::Gone { member: ann, label: "Former member".into(), words: vec!["Ann".into(), "\"Ann\"".into()] };
        audit::words::forget(&mut tx, team.account, gone).await.unwrap();
        let mut left = Vec::new();
        for other in &others {
            left.push(audit::items::changes_of(&mut tx, team.account, other.member).await.unwrap().len());
        }
        assert_eq!(left, [1, 0, 1, 1], "{greetings:?}");
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
    }

    async fn m17_entries_of_others_who_are_called_alike_keep_their_names(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let ann = team.member("Ann", "").insert(&mut tx).await.unwrap();
        let mary = team.member("Mary-Ann", "Lee").insert(&mut tx).await.unwrap();
        let by = |id, name: &str| Author { id: Some(id), name: name.into(), behalf: None, address: String::new() };
        let report = Subject { about: About::Group(model::GroupId::new()), name: "Annual report".into() };
        let said = [Change::to(Field::Members, Value::text("Ann, Mary-Ann Lee, Annual"))];
        let edit = AuditAction::EditMember;
        audit::append(&mut tx, team.account, &by(mary, "Mary-Ann Lee"), edit, &report, &said, false, NOW).await.unwrap();
        audit::append(&mut tx, team.account, &by(ann, "Ann"), edit, &Subject::member(mary, "Mary-Ann Lee"), &[], false, NOW).await.unwrap();
        let gone = audit::words::Gone { member: ann, label: "Former member".into(), words: vec!["Ann".into()] };
        audit::words::forget(&mut tx, team.account, gone).await.unwrap();
        let rows = all!(&mut tx, (String, String, String), "SELECT actor_name, target_name, changes FROM audit WHERE account_id = $1 ORDER BY number", team.account).unwrap();
        assert_eq!((rows[0].0.as_str(), rows[0].1.as_str()), ("Mary-Ann Lee", "Annual report"));
        assert!(rows[0].2.contains("Former member, Mary-Former member Lee, Annual"), "words that have no id go: {}", rows[0].2);
        assert_eq!((rows[1].0.as_str(), rows[1].1.as_str()), ("Former member", "Mary-Ann Lee"));
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
    }

    async fn g1_a_word_in_the_database_that_means_nothing_is_a_fault(db) {
        let ((team, dana, number, id), pro) = (changed_two(&db).await, Subject::team());
        let mut tx = db.read().await.unwrap();
        let role = Of { action: AuditAction::BulkRole, ..plan(number, &pro) };
        assert!(of_entry_and_member(&mut tx, team.account, role, dana, 5).await.is_err(), "a role without an id");
        let state = Of { action: AuditAction::BulkSuspend, ..plan(number, &pro) };
        assert!(page(&mut tx, team.account, state, None, 5).await.is_err(), "a plan is no state");
        drop(tx);
        let mut tx = db.write().await.unwrap();
        crate::testing::drop_audit_triggers(&mut tx).await.unwrap();
        run!(&mut tx, "UPDATE audit SET action = 'numbers.teleport' WHERE account_id = $1", team.account).unwrap();
        assert!(audit::entry::find(&mut tx, team.account, id).await.is_err());
        let reader = audit::read::Reader { member: dana, own_groups_only: false };
        let page = audit::read::page(&mut tx, team.account, &reader, &Default::default(), 10, NOW).await;
        assert!(page.is_err(), "the log doesn't guess");
    }

    async fn g2_an_entry_is_undone_once(db) {
        let (team, _, _, id) = changed_two(&db).await;
        let (author, subject) = (Author::system(""), Subject { about: About::Plan, name: "Pro".into() });
        let new = New { author: &author, action: AuditAction::BulkPlan, subject: &subject, changes: &[], reversible: true, now: NOW };
        let more = More { undoes: Some(id), ..More::default() };
        let mut tx = db.write().await.unwrap();
        let place = audit::place(&mut tx, team.account).await.unwrap();
        audit::append_at(&mut tx, team.account, place, &new, &more).await.unwrap();
        assert_eq!(undone(&mut tx, team.account, &[id]).await.unwrap()[0].by, "Teamline");
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let place = audit::place(&mut tx, team.account).await.unwrap();
        assert!(audit::append_at(&mut tx, team.account, place, &new, &more).await.unwrap_err().is("audit_undone"));
    }
}
