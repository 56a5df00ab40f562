//! The log's words as people read them (G1).

use crate::audit::words::*;
use crate::audit::{
    AuditAction, AuditItem, AuditKind, AuditRow, Change, Field, Named, Subject, UndoState, Used, Value,
};
use crate::bulk::BulkKind;
use crate::{AuditId, GroupId, Instant, MemberId, MemberState, NumberId, Permission, Plan, RoleId};

fn entry(action: AuditAction, changes: Vec<Change>) -> AuditRow {
    AuditRow {
        id: AuditId(1),
        number: crate::audit::EntryNumber(1),
        at: Instant(0),
        actor: Some(MemberId(1)),
        actor_name: "Marisol Vega".into(),
        photo: None,
        on_behalf_of: None,
        address: "192.0.2.7".into(),
        action,
        subject: Subject::member(MemberId(2), "Kofi Mensah"),
        changes,
        items: 0,
        some: vec![],
        is_undo: false,
        undo: UndoState::Never,
    }
}

fn agent() -> Value {
    Value::role(RoleId(1), "Agent")
}

fn manager() -> Value {
    Value::role(RoleId(2), "Manager")
}

fn text(field: Field, before: &str, after: &str) -> Change {
    Change::new(field, Value::text(before), Value::text(after))
}

#[test]
fn g1_a_change_of_one_thing_says_from_what_to_what() {
    let role = entry(AuditAction::EditMember, vec![Change::new(Field::Role, agent(), manager())]);
    assert_eq!(plain(&role), "Marisol Vega changed Kofi Mensah’s role from Agent to Manager");
    let more = entry(
        AuditAction::EditMember,
        vec![Change::new(Field::Role, agent(), manager()), text(Field::Last, "Mensah", "Osei")],
    );
    assert_eq!(plain(&more), "Marisol Vega edited Kofi Mensah");
    assert_eq!(summary(&more), "2 details changed");
    let grants = AuditRow { items: 20_000, subject: Subject::team(), ..entry(AuditAction::BulkGrantNumbers, vec![]) };
    assert_eq!(plain(&grants), "Marisol Vega made 20,000 grants of outgoing use");
    assert_eq!(
        plain(&AuditRow { items: 1, is_undo: true, ..grants }),
        "Marisol Vega undid an earlier change of 1 grant"
    );
    let plan = entry(
        AuditAction::ChangePlan,
        vec![Change::new(Field::Plan, Value::Plan(Plan::Plus), Value::Plan(Plan::Basic))],
    );
    assert_eq!(plain(&plan), "Marisol Vega moved Kofi Mensah from Plus to Basic");
}

#[test]
fn g1_what_somebody_changes_of_their_own_reads_so() {
    let own = AuditRow {
        actor: Some(MemberId(2)),
        actor_name: "Kofi Mensah".into(),
        ..entry(AuditAction::SetForwarding, vec![])
    };
    assert_eq!(plain(&own), "Kofi Mensah changed their own call forwarding");
    assert_eq!(plain(&entry(AuditAction::SetForwarding, vec![])), "Marisol Vega changed Kofi Mensah’s call forwarding");
}

#[test]
fn g1_two_members_are_named_and_many_counted() {
    let item = |name: &str| AuditItem {
        member: MemberId(3),
        name: name.into(),
        before: agent(),
        after: manager(),
        changes: vec![],
    };
    let two = AuditRow {
        items: 2,
        some: vec![item("Priya Raghunathan"), item("Kofi Mensah")],
        subject: Subject::role(RoleId(2), "Manager"),
        ..entry(AuditAction::BulkRole, vec![])
    };
    assert_eq!(plain(&two), "Marisol Vega changed the role of Priya Raghunathan and Kofi Mensah to Manager");
    let many = AuditRow { items: 400, ..two };
    assert_eq!(plain(&many), "Marisol Vega changed the role of 400 members to Manager");
    assert_eq!(summary(&many), "400 members changed");
}

#[test]
fn g1_an_import_says_how_many_were_added_and_changed() {
    let count = |field, n| Change::to(field, Value::Count(n));
    let import = AuditRow {
        items: 31,
        subject: Subject { name: "boise.csv".into(), ..Subject::team() },
        ..entry(AuditAction::Import, vec![count(Field::Added, 28), count(Field::Changed, 3), count(Field::Refused, 2)])
    };
    assert_eq!(plain(&import), "Marisol Vega imported 28 members from boise.csv, changed 3");
    let changed = AuditRow { items: 3, changes: vec![count(Field::Added, 0), count(Field::Changed, 3)], ..import };
    assert_eq!(plain(&changed), "Marisol Vega changed 3 members by boise.csv");
}

#[test]
fn g1_permissions_read_as_the_roles_page_says_them() {
    let may = |permission| Change::new(Field::May(permission), Value::On(false), Value::On(true));
    let edit = entry(AuditAction::RoleEdit, vec![may(Permission::InviteMembers), may(Permission::SeeAudit)]);
    assert_eq!(summary(&edit), "2 permissions changed");
    assert_eq!(field(&edit.changes[0].field), "Invite members");
    assert_eq!((before(&edit.changes[0]).as_str(), after(&edit.changes[0]).as_str()), ("Not allowed", "Allowed"));
    assert_eq!(field(&Field::Direct), "Direct number");
    assert_eq!(value(&Field::State, &Value::State(MemberState::Suspended)), "Suspended");
}

#[test]
fn g1_a_group_reads_as_joined_or_left() {
    let support = Value::Group(Named::new(GroupId(1), "Support"));
    let joined = entry(AuditAction::EditMember, vec![Change::to(Field::Group(GroupId(1)), support)]);
    assert_eq!(plain(&joined), "Marisol Vega added Kofi Mensah to Support");
    let left =
        AuditRow { changes: joined.changes.into_iter().map(Change::turned).collect(), ..entry(joined.action, vec![]) };
    assert_eq!(plain(&left), "Marisol Vega took Kofi Mensah out of Support");
}

#[test]
fn g1_each_action_has_its_word_and_is_found_by_what_its_sentence_says() {
    for action in AuditAction::ALL {
        assert_eq!(AuditAction::from_slug(action.slug()), Some(*action));
    }
    assert_eq!(AuditAction::from_slug("numbers.teleport"), None);
    assert_eq!(AuditAction::of_kinds(&[AuditKind::Import]).count(), 2);
    assert!(AuditAction::saying("suspend").any(|action| action == AuditAction::Suspend));
}

#[test]
fn g2_two_of_one_id_are_the_same_whatever_they_were_called() {
    assert_eq!(agent(), Value::role(RoleId(1), "Front desk"));
    assert_ne!(agent(), Value::role(RoleId(2), "Agent"));
}

#[test]
fn g1_every_change_of_many_has_its_action() {
    // An export is a file, an import has an action of its own.
    for kind in BulkKind::ALL.iter().filter(|kind| kind.is_of_selected() || kind.is_of_pairs()) {
        let word = format!("bulk.{}", kind.slug());
        assert_eq!(AuditAction::of_bulk(*kind).map(AuditAction::slug), Some(word.as_str()));
    }
    assert_eq!(AuditAction::of_bulk(BulkKind::Export), None);
}

#[test]
fn g1_the_search_finds_words_and_no_ids() {
    let number = Field::Use(Named::new(NumberId(0xada_0160), "+15035550142"));
    let used = Used { calls: true, messages: false, default: false };
    let changes = [Change::new(Field::Role, agent(), manager()), Change::to(number, Value::Use(used))];
    let text = search_text(&changes).to_lowercase();
    let found = ["agent", "manager", "+15035550142", "calls only"];
    assert!(found.iter().all(|word| text.contains(word)), "{text}");
    assert!(!text.contains("ada") && !text.contains("0160"), "{text}");
}
