//! The golden matrix: who may do what to whom, as a text that is reviewed as a diff (R3). UPDATE_GOLDEN=1 rewrites it.

use crate::fixtures::*;
use crate::*;
use model::{AuditId, MemberId, MemberState, NumberScope, PeopleScope, Plan, SessionId, TaskId};
use std::fmt::Write;

fn actors() -> Vec<(&'static str, Actor)> {
    use {NumberScope as N, PeopleScope as P};
    let mut own_groups_manager = manager();
    own_groups_manager.people = P::OwnGroups;
    let adding_off = |role| Actor { only_administrators_add: true, ..actor(role) };
    vec![
        ("Admin", actor(administrator())),
        ("Manager", actor(manager())),
        ("Agent", actor(agent())),
        ("Lead:all", actor(lead(P::Everyone, N::All))),
        ("Lead:groups'", actor(lead(P::OwnGroups, N::OwnGroups))),
        ("Lead:held", actor(lead(P::OwnGroups, N::Held))),
        ("Mgr:groups", actor(own_groups_manager)),
        ("Mgr R13", adding_off(manager())),
        ("Admin R13", adding_off(administrator())),
        ("Mgr looked at", supervised(manager(), false)),
        ("Mgr acted as", supervised(manager(), true)),
    ]
}

/// Every action, with each thing worth giving. A verb that is missing here fails the test below.
fn actions() -> Vec<(String, Action)> {
    use Action::*;
    let mut all: Vec<(String, Action)> = Vec::new();
    for role in [administrator(), manager(), agent(), director()] {
        let given = RoleRef::from(&role);
        let joins = NewMember { groups: vec![group(SUPPORT)], ..NewMember::with_role(given.clone()) };
        all.push((format!("invite {}", role.name), Invite(joins)));
        all.push((format!("change-role to {}", role.name), ChangeRole(given.clone())));
        if role.kind != model::RoleKind::Administrator {
            all.push((format!("delete-role then {}", role.name), DeleteRole(given)));
        }
        all.push((format!("create-role like {}", role.name), CreateRole(draft_of(&role))));
        all.push((format!("edit-role like {}", role.name), EditRole(draft_of(&role))));
    }
    all.push((
        "duplicate".into(),
        Duplicate(NewMember { groups: vec![group(SUPPORT)], ..NewMember::with_role(RoleRef::from(&agent())) }),
    ));
    for (word, n) in numbers() {
        let make: [fn(NumberTarget) -> Action; 4] =
            [|n| AssignNumber(n.into()), |n| RemoveNumber(n.into()), AssignDirect, RemoveDirect];
        all.extend(make.map(|m| m(n.clone())).map(|a| (format!("{} {word}", a.verb().slug()), a)));
        let invited = NewMember {
            numbers: vec![n],
            groups: vec![group(SUPPORT)],
            ..NewMember::with_role(RoleRef::from(&agent()))
        };
        all.push((format!("invite with number {word}"), Invite(invited)));
    }
    for id in [SUPPORT, SALES] {
        let name = group(id).name;
        all.push((format!("add-to-group {name}"), AddToGroup(group(id))));
        all.push((format!("remove-from-group {name}"), RemoveFromGroup(group(id))));
        all.push((format!("change-supervises {name}"), ChangeSupervises(SupervisorAccess::Groups(vec![group(id)]))));
    }
    all.push(("change-supervises all".into(), ChangeSupervises(SupervisorAccess::Everyone)));
    all.push(("change-plan".into(), ChangePlan(Plan::Pro)));
    let plain = [
        SeeDirectory,
        SeeTeam,
        OpenCard,
        SeeHistory,
        ListenIn,
        SeeNumbers,
        SeeGroups,
        SeeHealth,
        SeeRoles,
        SeeAudit,
        SeeBilling,
        SeeSettings,
        Export,
        ResendInvitation,
        Import,
        EditDetails,
        CorrectInvitedEmail,
        ChangeSignIn,
        ChangeExtension,
        SetAvailability,
        SetForwarding,
        SetScreening,
        SetGreeting,
        EditCallFlow,
        ChangePhoto,
        ChangePin,
        ResetPassword,
        EndSession,
        Supervise,
        ActWhileSupervising,
        StopSupervising,
        Suspend,
        Reactivate,
        Delete,
        Restore,
        ReceiveTransfer,
        EditOwnProfile,
        ChangeOwnPassword,
        SetPreferences,
        RouteNumber,
        LabelNumber,
        BuyNumber,
        ReleaseNumber,
        CreateGroup,
        EditGroup,
        DeleteGroup,
        EditGroupGreeting,
        EditCallMenu,
        GiveTaskToMember,
        GiveTaskToGroup,
        WorkOnTask,
        DeleteTask,
        Undo,
        BuySeats,
        ChangeBilling,
        ChangeSettings,
        ChangeSafeguards,
    ];
    all.extend(plain.map(|a| (a.verb().slug().to_owned(), a)));
    // In the order of the table, so that a diff shows one action together.
    all.sort_by_key(|(_, a)| a.verb());
    all
}

fn people(me: &Actor) -> Vec<(&'static str, MemberTarget)> {
    vec![
        ("oneself", oneself(me)),
        ("Agent", kofi()),
        ("Agent outside", dana_outside()),
        ("Manager", hina_manager()),
        ("Administrator", amara_administrator()),
        ("Director", priya_director()),
    ]
}

/// What this actor gets for this action, per target kind: (row label, cell).
fn cells(me: &Actor, action: &Action) -> Vec<(String, &'static str)> {
    let say = |target: Target<'_>| check(me, action.clone(), target).map_or_else(|d| d.code(), |_| "yes");
    let rule = action.verb().rule();
    // The first state in which it means something; states have a table of their own.
    let in_time = |m: MemberTarget| MemberTarget {
        state: if rule.states.contains(&m.state) { m.state } else { rule.states[0] },
        ..m
    };
    match rule.on {
        Kind::Account => vec![(String::new(), say(Target::Account))],
        Kind::Audit => vec![(String::new(), say(Target::Audit(AuditId(1))))],
        Kind::Member => people(me).into_iter().map(|(w, m)| (w.to_owned(), say((&in_time(m)).into()))).collect(),
        Kind::Session => {
            let session = |m: MemberTarget| SessionTarget { id: SessionId(1), member: m };
            people(me).into_iter().map(|(w, m)| (w.to_owned(), say((&session(m)).into()))).collect()
        }
        Kind::Number => {
            let (_, held) = numbers()[0].clone();
            let amaras = ("Administrator's", NumberTarget { holder: Some(amara_administrator()), ..held });
            numbers().iter().chain([&amaras]).map(|(w, n)| ((*w).to_owned(), say(n.into()))).collect()
        }
        Kind::Group => [SUPPORT, SALES].map(group).iter().map(|g| (g.name.clone(), say(g.into()))).collect(),
        Kind::Role => [administrator(), manager(), agent(), director(), lead(PeopleScope::Everyone, NumberScope::All)]
            .iter()
            .map(|r| (r.name.clone(), say(r.into())))
            .collect(),
        Kind::Task => {
            let task = |given_by, holder| TaskTarget { id: TaskId(1), given_by, holder };
            let other = MemberId(77);
            let kinds = [
                ("own", task(other, TaskHolder::Member(ME))),
                ("own group's", task(other, TaskHolder::Group(SUPPORT))),
                ("given by oneself", task(ME, TaskHolder::Member(other))),
                ("of others", task(other, TaskHolder::Group(SALES))),
            ];
            kinds.iter().map(|(w, t)| ((*w).to_owned(), say(t.into()))).collect()
        }
    }
}

fn line(out: &mut String, label: &str, cells: &[&str]) {
    let cells: String = cells.iter().map(|c| format!(" {c:<13}")).collect();
    writeln!(out, "{label:<46}{}", cells.trim_end()).unwrap();
}

fn matrix() -> String {
    let actors = actors();
    let mut out = String::from(
        "Who may do what to whom: \"yes\", or the code of the refusal (see denial.rs). Written by golden_tests.rs.\n\n",
    );
    line(&mut out, "", &actors.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (word, action) in actions() {
        let columns: Vec<_> = actors.iter().map(|(_, me)| cells(me, &action)).collect();
        for (i, (target, _)) in columns[0].iter().enumerate() {
            let label = if target.is_empty() { word.clone() } else { format!("{word} · {target}") };
            line(&mut out, &label, &columns.iter().map(|c| c[i].1).collect::<Vec<_>>());
        }
    }
    out.push_str("\nWhen in a member's life an Administrator may (T9)\n");
    line(&mut out, "", &MemberState::ALL.iter().map(|s| s.slug()).collect::<Vec<_>>());
    let me = actor(administrator());
    for (word, action) in actions().into_iter().filter(|(_, a)| a.verb().rule().on == Kind::Member) {
        let at =
            |state| check(&me, action.clone(), &MemberTarget { state, ..kofi() }).map_or_else(|d| d.code(), |_| "yes");
        line(&mut out, &word, &MemberState::ALL.iter().map(|s| at(*s)).collect::<Vec<_>>());
    }
    out
}

#[test]
fn r3_the_golden_matrix_is_what_was_reviewed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/golden/matrix.txt");
    let now = matrix();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap_or_default();
    if let Some((i, (old, new))) = reviewed.lines().zip(now.lines()).enumerate().find(|(_, (a, b))| a != b) {
        panic!("{path}:{} was\n{old}\nand is now\n{new}\nRun again with UPDATE_GOLDEN=1 and review the diff.", i + 1);
    }
    assert_eq!(
        reviewed.lines().count(),
        now.lines().count(),
        "rows were added or taken: UPDATE_GOLDEN=1, then review the diff"
    );
}

#[test]
fn r3_no_action_is_missing_from_the_matrix() {
    let shown: Vec<Verb> = actions().iter().map(|(_, a)| a.verb()).collect();
    let missing: Vec<_> = Verb::ALL.iter().filter(|v| !shown.contains(v)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
