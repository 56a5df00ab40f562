//! The log's words as people read them (G1).

use crate::audit::words::*;
use crate::audit::{AuditItem, AuditRow, Change, UndoState};
use crate::{AuditId, Instant, MemberId};

fn entry(action: &str, changes: Vec<Change>) -> AuditRow {
    AuditRow {
        id: AuditId(1),
        number: 1,
        at: Instant(0),
        actor: Some(MemberId(1)),
        actor_name: "Marisol Vega".into(),
        photo: None,
        on_behalf_of: None,
        address: "192.0.2.7".into(),
        action: action.into(),
        target_kind: "member".into(),
        target: Some(MemberId(2).to_string()),
        target_name: "Kofi Mensah".into(),
        changes,
        items: 0,
        some: vec![],
        is_undo: false,
        undo: UndoState::Never,
    }
}

fn change(field: &str, before: &str, after: &str) -> Change {
    Change { field: field.into(), before: Some(before.into()), after: Some(after.into()) }
}

#[test]
fn g1_a_change_of_one_thing_says_from_what_to_what() {
    let role = entry("members.edit", vec![change("role", "Agent", "Manager")]);
    assert_eq!(plain(&role), "Marisol Vega changed Kofi Mensah’s role from Agent to Manager");
    let more = entry("members.edit", vec![change("role", "Agent", "Manager"), change("extension", "118", "119")]);
    assert_eq!(plain(&more), "Marisol Vega edited Kofi Mensah");
    assert_eq!(summary(&more), "2 details changed");
    let grants = AuditRow { items: 20_000, target_name: String::new(), ..entry("bulk.grant-numbers", vec![]) };
    assert_eq!(plain(&grants), "Marisol Vega made 20,000 grants of outgoing use");
    assert_eq!(
        plain(&AuditRow { items: 1, is_undo: true, ..grants }),
        "Marisol Vega undid an earlier change of 1 grant"
    );
    let plan = entry("members.plan", vec![change("plan", "plus", "basic")]);
    assert_eq!(plain(&plan), "Marisol Vega moved Kofi Mensah from Plus to Basic");
}

#[test]
fn g1_what_somebody_changes_of_their_own_reads_so() {
    let own =
        AuditRow { actor: Some(MemberId(2)), actor_name: "Kofi Mensah".into(), ..entry("members.forwarding", vec![]) };
    assert_eq!(plain(&own), "Kofi Mensah changed their own call forwarding");
    assert_eq!(plain(&entry("members.forwarding", vec![])), "Marisol Vega changed Kofi Mensah’s call forwarding");
}

#[test]
fn g1_two_members_are_named_and_many_counted() {
    let item = |name: &str| AuditItem {
        member: MemberId(3),
        name: name.into(),
        before: "Agent".into(),
        after: "Manager".into(),
        changes: vec![],
    };
    let two = AuditRow {
        items: 2,
        some: vec![item("Priya Raghunathan"), item("Kofi Mensah")],
        target_name: "Manager".into(),
        ..entry("bulk.role", vec![])
    };
    assert_eq!(plain(&two), "Marisol Vega changed the role of Priya Raghunathan and Kofi Mensah to Manager");
    let many = AuditRow { items: 400, ..two };
    assert_eq!(plain(&many), "Marisol Vega changed the role of 400 members to Manager");
    assert_eq!(summary(&many), "400 members changed");
}

#[test]
fn g1_an_import_says_how_many_were_added_and_changed() {
    let count = |field: &str, n: &str| Change { field: field.into(), before: None, after: Some(n.into()) };
    let import = AuditRow {
        items: 31,
        target_name: "boise.csv".into(),
        ..entry("imports.apply", vec![count("added", "28"), count("changed", "3"), count("refused", "2")])
    };
    assert_eq!(plain(&import), "Marisol Vega imported 28 members from boise.csv, changed 3");
    let changed = AuditRow { items: 3, changes: vec![count("added", "0"), count("changed", "3")], ..import };
    assert_eq!(plain(&changed), "Marisol Vega changed 3 members by boise.csv");
}

#[test]
fn g1_permissions_read_as_the_roles_page_says_them() {
    let edit = entry(
        "roles.edit",
        vec![change("invite-members", "Not allowed", "Allowed"), change("see-audit", "Not allowed", "Allowed")],
    );
    assert_eq!(summary(&edit), "2 permissions changed");
    assert_eq!(field("invite-members"), "Invite members");
    assert_eq!(field("direct number"), "Direct number");
    assert_eq!(value("suspended"), "Suspended");
}

#[test]
fn g1_each_word_has_one_row_and_a_word_of_a_newer_server_still_reads() {
    for (word, ..) in WORDS {
        assert_eq!(WORDS.iter().filter(|(other, ..)| other == word).count(), 1, "{word}");
    }
    assert_eq!(plain(&entry("numbers.teleport", vec![])), "Marisol Vega changed Kofi Mensah");
    assert_eq!(kind("numbers.teleport"), AuditKind::Numbers);
    assert!(words_saying("suspend").contains(&"members.suspend"));
}
