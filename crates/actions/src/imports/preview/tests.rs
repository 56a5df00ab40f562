//! What each row of a file will do, in sentences.

use crate::imports::preview::*;
use files::imports::read;
use model::billing::plan::PlanSeats;
use model::imports::Severity;
use model::sessions::Actor;
use model::{
    Country, GroupId, MemberState, NumberId, NumberScope, PeopleScope, PriceBook, Role, RoleId, RoleKind, Seats,
};
use model::{PersonName, PhoneNumber};
use policy::GroupTarget;
use std::collections::{BTreeSet, HashSet};
use store::imports::snapshot::{KnownGroup, KnownMember, KnownNumber, KnownRole};

const ADMINISTRATOR: RoleId = RoleId(1);
const MANAGER: RoleId = RoleId(2);
const AGENT: RoleId = RoleId(3);

fn actor(kind: RoleKind) -> Actor {
    let (id, may_assign) = match kind {
        RoleKind::Administrator => (ADMINISTRATOR, vec![ADMINISTRATOR, MANAGER, AGENT]),
        RoleKind::Manager => (MANAGER, vec![MANAGER, AGENT]),
        _ => (AGENT, vec![]),
    };
    let role = Role {
        id,
        kind,
        name: "Mine".into(),
        description: String::new(),
        permissions: Role::defaults(kind),
        may_assign: may_assign.into_iter().collect(),
        people: PeopleScope::Everyone,
        numbers: if kind == RoleKind::Administrator { NumberScope::All } else { NumberScope::Held },
    };
    Actor {
        member: MemberId(99),
        name: PersonName { first: "Marisol".into(), last: "Vega".into() },
        role,
        groups: BTreeSet::new(),
        numbers: BTreeSet::new(),
        only_administrators_add: false,
        supervising: None,
    }
}

fn member(id: u128, first: &str, last: &str, sign_in: &str, role: RoleId, extension: i64) -> KnownMember {
    KnownMember {
        id: MemberId(id),
        name: PersonName { first: first.into(), last: last.into() },
        sign_in: sign_in.into(),
        role,
        state: MemberState::Active,
        can_sign_in: true,
        plan: Plan::Basic,
        extension: Some(Extension::from_stored(extension)),
        forwarding: vec![PhoneNumber::from_stored("+15035550118".into())],
        groups: BTreeSet::from([GroupId(1)]),
        mobile: None,
        time_zone: String::new(),
    }
}

/// Larkspur: Dana Whitfield (Agent, 118), Ada Obi (the one Administrator, 100), Support, one free and one used number.
fn known(kind: RoleKind) -> Snapshot {
    let role = |id, kind, name: &str, rank| KnownRole { id, kind, name: name.into(), rank };
    let number = |id, e164: &str, rings| {
        (
            e164.to_owned(),
            KnownNumber {
                id: NumberId(id),
                number: PhoneNumber::from_stored(e164.into()),
                rings,
                groups: BTreeSet::new(),
            },
        )
    };
    let dana = member(1, "Dana", "Whitfield", "dana@larkspur.test", AGENT, 118);
    let ada = member(2, "Ada", "Obi", "ada@larkspur.test", ADMINISTRATOR, 100);
    let support = KnownGroup {
        group: GroupTarget { id: GroupId(1), name: "Support".into(), numbers: Default::default() },
        members: 2,
    };
    Snapshot {
        actor: actor(kind),
        country: Country::UnitedStates,
        digits: 3,
        default_plan: Plan::Basic,
        seats: Seats { plans: vec![PlanSeats { plan: Plan::Basic, bought: 50, used: 2, included: 0 }] },
        prices: PriceBook::default(),
        roles: vec![
            role(ADMINISTRATOR, RoleKind::Administrator, "Administrator", 10),
            role(MANAGER, RoleKind::Manager, "Manager", 20),
            role(AGENT, RoleKind::Agent, "Agent", 90),
        ],
        members: [dana, ada].into_iter().map(|m| (m.sign_in.clone(), m)).collect(),
        taken: HashSet::from(["kofi@elsewhere.test".to_owned()]),
        extensions: BTreeMap::from([(118, "Dana Whitfield".to_owned()), (100, "Ada Obi".to_owned())]),
        numbers: [
            number(1, "+15035550100", NumberUse::Nobody),
            number(2, "+15035550101", NumberUse::Member(MemberId(1))),
        ]
        .into_iter()
        .collect(),
        groups: [("support".to_owned(), support)].into_iter().collect(),
        administrators: 1,
    }
}

fn planned(kind: RoleKind, csv: &str) -> ImportCheck {
    planned_with(kind, csv, &Choices::default())
}

fn planned_with(kind: RoleKind, csv: &str, choices: &Choices) -> ImportCheck {
    plan(&read(csv.as_bytes()).expect("a file"), choices, &known(kind))
}

/// The findings of the file as "line: problem fix".
fn said(plan: &ImportCheck) -> Vec<String> {
    plan.rows.iter().flat_map(|r| &r.shown.issues).map(|i| format!("{}: {} {}", i.line, i.problem, i.fix)).collect()
}

/// What becomes of a row, and whether it adds somebody.
type Check = (RowOutcome, bool);
const CREATE: Check = (RowOutcome::Changes, true);
const UPDATE: Check = (RowOutcome::Changes, false);
const STAYS: Check = (RowOutcome::Stays, false);
const REFUSED: Check = (RowOutcome::Refused, false);

fn checks(plan: &ImportCheck) -> Vec<Check> {
    plan.rows.iter().map(|r| (r.shown.outcome, r.shown.new && r.shown.outcome == RowOutcome::Changes)).collect()
}

fn created(plan: &ImportCheck, row: usize) -> &Create {
    match &plan.rows[row].change {
        Some(RowChange::Create(c)) => c,
        other => panic!("not a new member: {other:?}"),
    }
}

#[test]
fn i1_a_row_makes_a_member_and_one_bad_row_stops_only_itself() {
    let plan = planned(
        RoleKind::Manager,
        "Full Name,Work E-mail,Ext,Cell,Access level\n\
         Ikaika Moku,ikaika@larkspur.test,131,(503) 555-0131,Agent\n\
         Xóchitl Barragán,xochitl@larkspur,132,,Agent\n\
         Bashir Noorzai,bashir@larkspur.test,118,(503) 555-0134,Agent\n\
         Saoirse Mac Giolla,saoirse@larkspur.test,134,(503) 555-0135,Std\n",
    );
    assert_eq!(checks(&plan), [CREATE, REFUSED, REFUSED, CREATE]);
    assert_eq!(
        said(&plan),
        [
            "3: The email has no ending such as .com. Add it after “larkspur”.",
            "4: Extension 118 belongs to Dana Whitfield. Use 101, the next free one.",
            "5: “Std” isn’t a role. It will be imported as Agent unless you match it above.",
        ]
    );
    let ikaika = created(&plan, 0);
    assert_eq!((ikaika.name.full().as_str(), ikaika.extension.map(Extension::number)), ("Ikaika Moku", Some(131)));
    assert_eq!(ikaika.forwarding, [PhoneNumber::from_stored("+15035550131".into())]);
    let dry = &plan.summary.plan;
    assert_eq!(
        (dry.selected, dry.change, dry.new, dry.already, plan.summary.warning, dry.monthly),
        (4, 2, 2, 0, 1, 2_400)
    );
    let refused: Vec<_> = dry.refused.iter().map(|r| (r.short.as_str(), r.members)).collect();
    assert_eq!(refused, [("Work E-mail", 1), ("Ext", 1)]);
    assert_eq!(dry.refused[1].sentence, "Extension 118 belongs to Dana Whitfield. Use 101, the next free one.");
}

#[test]
fn i1_a_role_word_is_the_role_a_person_matched_it_to() {
    let choices = Choices { roles: BTreeMap::from([("std".to_owned(), MANAGER)]), ..Choices::default() };
    let csv = "First name,Last name,Email,Role\nSaoirse,Mac Giolla,saoirse@larkspur.test,Std\nTevita,Fonoti,tevita@larkspur.test,ADMIN\n";
    let plan = planned_with(RoleKind::Administrator, csv, &choices);
    assert_eq!(created(&plan, 0).role.id, MANAGER);
    assert_eq!(created(&plan, 1).role.id, ADMINISTRATOR);
    assert_eq!(said(&plan), Vec::<String>::new());
}

#[test]
fn i2_who_is_exactly_so_stays_and_a_blank_cell_erases_nothing() {
    let plan = planned(
        RoleKind::Manager,
        "First name,Last name,Email,Role,Extension,Forwarding number 1,Direct number,Plan,Groups,Time zone\n\
         Dana,Whitfield,DANA@larkspur.test,agent,118,(503) 555-0118,(503) 555-0101,Basic,Support,\n\
         Dana,,dana2@larkspur.test,,,,,,,\n",
    );
    assert_eq!(checks(&plan), [STAYS, CREATE]);
    let blank = planned(RoleKind::Manager, "Email,Forwarding number 1,Extension\ndana@larkspur.test,,\n");
    assert_eq!(checks(&blank), [STAYS]);
}

#[test]
fn i1_only_what_the_file_names_changes() {
    let plan = planned(
        RoleKind::Manager,
        "Email,Last name,Forwarding number 2\ndana@larkspur.test,Whitfield-Osei,(503) 555-0177\n",
    );
    let Some(RowChange::Update(u)) = &plan.rows[0].change else { panic!("no update") };
    assert_eq!(
        (u.name.full().as_str(), u.extension.map(Extension::number), u.moves),
        ("Dana Whitfield-Osei", Some(118), false)
    );
    let numbers: Vec<_> = u.forwarding.iter().flatten().map(PhoneNumber::e164).collect();
    assert_eq!(numbers, ["+15035550118", "+15035550177"]);
    let changes: Vec<_> = plan.rows[0].shown.changes.iter().map(|c| c.field.as_str()).collect();
    assert_eq!(changes, ["name", "forwarding"]);
}

#[test]
fn r4_a_manager_imports_no_administrator_and_an_administrator_does() {
    let csv = "First name,Email,Role\nTevita,tevita@larkspur.test,Administrator\nZsófia,zsofia@larkspur.test,Manager\n";
    let plan = planned(RoleKind::Manager, csv);
    assert_eq!(checks(&plan), [REFUSED, CREATE]);
    assert_eq!(said(&plan)[0], "2: Only an Administrator can give the role Administrator. Correct the cell.");
    assert_eq!(checks(&planned(RoleKind::Administrator, csv)), [CREATE, CREATE]);
}

#[test]
fn r5_a_manager_changes_no_administrator_by_a_file() {
    let csv = "Email,Last name\nada@larkspur.test,Eze\n";
    let plan = planned(RoleKind::Manager, csv);
    assert_eq!(checks(&plan), [REFUSED]);
    assert!(said(&plan)[0].starts_with("2: Only an Administrator can edit an Administrator."), "{:?}", said(&plan));
    assert_eq!(plan.summary.plan.refused[0].short, "Administrator", "the rule, in the words of every bulk change");
    assert_eq!(checks(&planned(RoleKind::Administrator, csv)), [UPDATE]);
}

#[test]
fn r6_a_manager_hands_on_no_number_they_may_not_use() {
    let csv = "First name,Email,Direct number\nTevita,tevita@larkspur.test,(503) 555-0100\n";
    let plan = planned(RoleKind::Manager, csv);
    assert!(said(&plan)[0].starts_with("2: You may only hand on numbers you can use yourself"), "{:?}", said(&plan));
    assert_eq!(created(&planned(RoleKind::Administrator, csv), 0).direct.as_ref().map(|n| n.id), Some(NumberId(1)));
}

#[test]
fn r7_a_file_leaves_one_administrator() {
    let plan = planned(RoleKind::Administrator, "Email,Role\nada@larkspur.test,Agent\n");
    assert!(said(&plan)[0].contains("Ada Obi is the only active Administrator"), "{:?}", said(&plan));
}

#[test]
fn m5_a_name_that_stands_twice_or_is_taken_elsewhere_is_refused_without_saying_where() {
    let plan = planned(
        RoleKind::Manager,
        "First name,Email\nTevita,tevita@larkspur.test\nTevita F,Tevita@Larkspur.test\nKofi,Kofi@elsewhere.test\n",
    );
    assert_eq!(checks(&plan), [CREATE, REFUSED, REFUSED]);
    assert_eq!(
        said(&plan),
        [
            "3: Tevita@Larkspur.test is also on line 2. Keep one of the two lines.",
            "4: Kofi@elsewhere.test is taken as a sign-in name. Use another email or username.",
        ]
    );
}

#[test]
fn m11_an_extension_in_the_file_is_not_given_to_a_line_before_it() {
    let plan = planned(
        RoleKind::Manager,
        "First name,Email,Extension\nTevita,tevita@larkspur.test,\nZsófia,zsofia@larkspur.test,101\nKofi,kofi@larkspur.test,101\n",
    );
    assert_eq!(created(&plan, 0).extension.map(Extension::number), Some(102));
    assert_eq!(created(&plan, 1).extension.map(Extension::number), Some(101));
    assert_eq!(said(&plan), ["4: Extension 101 is also on line 3. Use 103, the next free one."]);
}

#[test]
fn m12_forwarding_to_ones_own_number_a_fourth_or_the_same_twice_is_refused() {
    let csv = "First name,Email,Forwarding number 1\n\
        A,a@larkspur.test,(503) 555-0100\n\
        B,b@larkspur.test,(503) 555-0171; 503-555-0171\n\
        C,c@larkspur.test,(503) 555-0171; (503) 555-0172; (503) 555-0173; (503) 555-0174\n\
        D,d@larkspur.test,(503) 555-0171; (503) 555-0172\n";
    let plan = planned(RoleKind::Manager, csv);
    assert_eq!(
        said(&plan),
        [
            "2: (503) 555-0100 is one of your own numbers, so forwarding to it would loop. Use an outside phone.",
            "3: (503) 555-0171 stands twice in this row. Keep it once.",
            "4: The row has 4 forwarding numbers. Keep three at most.",
        ]
    );
    assert_eq!(created(&plan, 3).forwarding.len(), 2);
}

#[test]
fn i1_an_unknown_group_and_plan_and_time_zone_say_what_to_write() {
    let csv = "First name,Email,Plan,Groups,Time zone\nA,a@larkspur.test,Gold,Support; Night shift,Boise\n";
    let plan = planned(RoleKind::Manager, csv);
    let said = said(&plan);
    assert!(said.contains(&"2: “Gold” isn’t a plan. Use Basic, Plus or Pro.".to_owned()), "{said:?}");
    assert!(said.contains(&"2: “Boise” isn’t a time zone. Write it like America/Los_Angeles.".to_owned()), "{said:?}");
    let group = plan.rows[0].shown.issues.iter().find(|i| i.value == "Night shift").expect("a finding about the group");
    assert_eq!((group.column.as_str(), group.severity), ("Groups", Severity::Warning));
}

#[test]
fn i1_a_cell_mended_on_the_page_stands_in_place_of_the_files() {
    let csv = "First name,Email,Extension\nBashir,bashir@larkspur.test,118\n";
    let fixes = BTreeMap::from([(2, BTreeMap::from([(model::imports::Field::Extension, "133".to_owned())]))]);
    let plan = planned_with(RoleKind::Manager, csv, &Choices { fixes, ..Choices::default() });
    assert_eq!(created(&plan, 0).extension.map(Extension::number), Some(133));
}

#[test]
fn s1_a_change_of_plan_takes_a_seat_and_frees_one() {
    let plan = planned(RoleKind::Manager, "Email,Plan\ndana@larkspur.test,Pro\n");
    assert_eq!(plan.summary.needs, [SeatNeed { plan: Plan::Basic, more: -1 }, SeatNeed { plan: Plan::Pro, more: 1 }]);
    assert_eq!(plan.summary.plan.monthly, 1_600 - 499, "their number is included in Pro, not in Basic (S4)");
}

#[test]
fn i1_a_mapping_that_cannot_be_used_stops_every_row() {
    let choices = Choices { fields: vec![model::imports::Field::DontImport; 2], ..Choices::default() };
    let plan = planned_with(RoleKind::Manager, "First name,Email\nTevita,tevita@larkspur.test\n", &choices);
    assert_eq!(said(&plan), ["2: The columns aren’t matched yet. Match them above."]);
    assert!(plan.rows[0].change.is_none());
}
