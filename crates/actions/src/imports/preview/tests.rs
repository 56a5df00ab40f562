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
pub(crate) fn known(kind: RoleKind) -> Snapshot {
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
            "3: “xochitl@larkspur” isn’t an email address. The email has no ending such as .com. Add it after “larkspur”.",
            "4: Extension 118 belongs to Dana Whitfield. Use 101, the next free one.",
        ]
    );
    let words: Vec<_> = plan.summary.role_words.iter().map(|w| (w.word.as_str(), w.rows, w.to)).collect();
    assert_eq!(words, [("Std", 1, None)], "asked about once, not a fault of its rows");
    assert_eq!(created(&plan, 3).role.id, AGENT);
    let ikaika = created(&plan, 0);
    assert_eq!((ikaika.name.full().as_str(), ikaika.extension.map(Extension::number)), ("Ikaika Moku", Some(131)));
    assert_eq!(ikaika.forwarding, [PhoneNumber::from_stored("+15035550131".into())]);
    let dry = &plan.summary.plan;
    assert_eq!(
        (dry.selected, dry.change, dry.new, dry.already, plan.summary.warning, dry.monthly),
        (4, 2, 2, 0, 0, 2_400)
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
    assert_eq!(
        said(&plan)[0],
        "2: Only an Administrator can give the role Administrator. Choose a role that you may give."
    );
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
fn m12_forwarding_to_ones_own_number_is_refused_and_a_fourth_or_the_same_twice_is_left_out() {
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
            "3: (503) 555-0171 stands twice in this row. It is used once.",
            "4: (503) 555-0174 is a fourth forwarding number, and three is the most. It is left out.",
        ]
    );
    let many: Vec<_> = (1..4).map(|row| created(&plan, row).forwarding.len()).collect();
    assert_eq!((checks(&plan)[0], many), (REFUSED, vec![1, 3, 2]));
}

#[test]
fn i1_an_unknown_group_and_time_zone_say_what_to_write() {
    let csv = "First name,Email,Groups,Time zone\nA,a@larkspur.test,Support; Night shift,Boise\n";
    let plan = planned(RoleKind::Manager, csv);
    let said = said(&plan);
    assert!(
        said.contains(&"2: “Boise” isn’t a time zone. It is left out. Write it like America/Los_Angeles.".to_owned()),
        "{said:?}"
    );
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

#[test]
fn i1_words_of_plans_and_states_are_asked_about_once_and_then_mean_what_a_person_said() {
    let csv = "First name,Email,Plan,Status\nA,a@larkspur.test,Gold,Paused\nB,b@larkspur.test,gold,Active\nC,c@larkspur.test,Pro,Suspended\n";
    let plan = planned(RoleKind::Manager, csv);
    assert_eq!((checks(&plan), said(&plan).len()), (vec![CREATE; 3], 0));
    let words = |plan: &ImportCheck| {
        let plans: Vec<_> = plan.summary.plan_words.iter().map(|w| (w.word.clone(), w.rows, w.to)).collect();
        let statuses: Vec<_> = plan.summary.status_words.iter().map(|w| (w.word.clone(), w.rows, w.to)).collect();
        (plans, statuses)
    };
    assert_eq!(words(&plan), (vec![("Gold".into(), 2, None)], vec![("Paused".into(), 1, None)]));
    assert_eq!(
        (created(&plan, 0).plan, created(&plan, 0).suspended, created(&plan, 2).suspended),
        (Plan::Basic, false, true)
    );
    let choices = Choices {
        plans: BTreeMap::from([("gold".to_owned(), Plan::Plus)]),
        statuses: BTreeMap::from([("paused".to_owned(), Arrival::Suspended)]),
        ..Choices::default()
    };
    let plan = planned_with(RoleKind::Manager, csv, &choices);
    assert_eq!((created(&plan, 1).plan, created(&plan, 0).suspended, plan.summary.suspended), (Plan::Plus, true, 2));
    assert_eq!(plan.summary.mails, 1, "who arrives suspended gets no invitation");
    let chosen = (vec![("Gold".into(), 2, Some(Plan::Plus))], vec![("Paused".into(), 1, Some(Arrival::Suspended))]);
    assert_eq!(words(&plan), chosen);
}

#[test]
fn i1_a_column_that_says_who_is_blocked_is_read_the_other_way_round() {
    let of = |header: &str, value: &str| {
        let csv = format!("First name,Email,{header}\nA,a@larkspur.test,{value}\n");
        created(&planned(RoleKind::Manager, &csv), 0).suspended
    };
    assert!(of("Block sign in (Yes/No)", "Yes") && !of("Block sign in (Yes/No)", "No"));
    assert!(of("Enabled", "false") && !of("Enabled", "TRUE"));
}

#[test]
fn m11_extensions_of_another_length_offer_to_change_it_to_those_who_may() {
    let csv = "First name,Email,Extension\nA,a@larkspur.test,0107\nB,b@larkspur.test,1042\nC,c@larkspur.test,\n";
    let offered = |digits, because: Option<&str>| {
        Some(Lengthening { digits, rows: 2, chosen: false, because: because.map(str::to_owned) })
    };
    let plan = planned(RoleKind::Administrator, csv);
    assert_eq!(checks(&plan), [REFUSED, REFUSED, CREATE]);
    assert_eq!(plan.summary.lengthening, offered(4, None));
    assert_eq!(
        said(&plan)[0],
        "2: “0107” has 4 digits, and extensions here have 3. Change the length for all above, or use another."
    );
    let longer = Choices { digits: Some(4), ..Choices::default() };
    let plan = planned_with(RoleKind::Administrator, csv, &longer);
    let extensions: Vec<_> =
        (0..3).map(|i| created(&plan, i).extension.map(|e| e.to_string()).unwrap_or_default()).collect();
    assert_eq!(extensions, ["0107", "1042", "1000"], "leading zeros stay, and who has none gets the new length too");
    let refused = planned_with(RoleKind::Manager, csv, &longer);
    assert_eq!(checks(&refused), [REFUSED, REFUSED, CREATE]);
    assert!(refused.summary.lengthening.is_some_and(|l| !l.chosen && l.because.is_some()));
}

#[test]
fn i1_a_direct_number_that_is_not_ours_is_kept_aside_and_refuses_nobody() {
    let plan = planned(RoleKind::Administrator, "First name,Email,DID\nA,a@larkspur.test,(503) 555-0199\n");
    assert_eq!(checks(&plan), [CREATE]);
    let row = &plan.rows[0].shown;
    assert_eq!((row.direct.as_str(), row.to_port), ("(503) 555-0199", true));
    assert_eq!(plan.summary.to_port, [ToPort { line: 2, name: "A".into(), number: "(503) 555-0199".into() }]);
    assert_eq!(said(&plan), Vec::<String>::new(), "said once for all, not a fault of each row");
}

#[test]
fn i1_what_a_spreadsheet_cut_is_told_and_never_guessed() {
    let csv =
        "First name,Email,Mobile,Extension\nA,a@larkspur.test,1.50356E+10,\nB,b@larkspur.test,1.5035550142E+10,7\n";
    let plan = planned(RoleKind::Manager, csv);
    assert_eq!(checks(&plan), [CREATE, REFUSED]);
    assert_eq!(created(&plan, 0).mobile, None);
    assert!(said(&plan)[0].starts_with("2: The spreadsheet cut this number to 1.50356E+10"), "{:?}", said(&plan));
    assert_eq!(
        said(&plan)[1],
        "3: “7” has 1 digit where extensions here have 3; a spreadsheet may have cut zeros. Write 007 if that was it, or clear the cell."
    );
}

#[test]
fn i1_the_preview_says_which_extension_is_the_files_and_which_was_assigned() {
    let plan = planned(RoleKind::Manager, "First name,Email,Ext\nA,a@larkspur.test,x131\nB,b@larkspur.test,\n");
    let from: Vec<_> = plan.rows.iter().map(|r| (r.shown.extension.as_str(), r.shown.extension_from)).collect();
    use model::imports::ExtensionFrom::{Assigned, File};
    assert_eq!(from, [("131", File), ("101", Assigned)]);
}

#[test]
fn i1_a_finding_has_its_field_its_problem_and_its_fix_apart() {
    let plan = planned(RoleKind::Manager, "First name,Email\nA,nobody\nB,b@larkspur.test\n");
    let issue = &plan.rows[0].shown.issues[0];
    assert_eq!(issue.field, Some(model::imports::Field::Email));
    assert_eq!((issue.column.as_str(), issue.problem.as_str()), ("Email", "“nobody” isn’t an email address."));
    assert_eq!(issue.fix, "An email address has one @, as in dana@example.com.");
}
