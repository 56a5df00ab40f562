//! Refusals as people read them: which rule, and who could (R3, R10).

use crate::fixtures::*;
use crate::*;
use model::{MemberState, NumberScope, PeopleScope, Permission};

fn why<'t>(me: &Actor, action: Action, target: impl Into<Target<'t>>) -> String {
    check(me, action, target).expect_err("this must be refused").to_string()
}

#[test]
fn r10_a_missing_permission_names_it_and_who_has_it() {
    let me = actor(agent());
    assert_eq!(
        why(&me, Action::EditDetails, &kofi()),
        "Your role doesn’t include “Edit members”. A Manager or an Administrator can do it."
    );
    // A Manager couldn't do this one either, so the sentence doesn't send anybody there.
    assert_eq!(
        why(&me, Action::EditDetails, &amara_administrator()),
        "Your role doesn’t include “Edit members”. An Administrator can do it."
    );
    assert_eq!(
        why(&me, Action::BuySeats, Target::Account),
        "Your role doesn’t include “Buy seats”. An Administrator can do it."
    );
}

#[test]
fn r10_ceilings_and_scopes_say_what_is_in_the_way() {
    let me = actor(lead(PeopleScope::OwnGroups, NumberScope::Held));
    assert_eq!(
        why(&me, Action::Suspend, &hina_manager()),
        "Your role may not assign the role Manager, so you can’t suspend a Manager. An Administrator can."
    );
    assert_eq!(
        why(&me, Action::ResetPassword, &dana_outside()),
        "Your role reaches members of your own groups, and Dana Whitfield is in none of them. \
         An Administrator can reset Dana Whitfield’s password."
    );
    assert_eq!(
        why(&me, Action::AssignNumber(numbers()[2].1.clone().into()), &kofi()),
        "You may only hand on numbers you can use yourself, and (503) 555-0166 isn’t one of them. An Administrator can."
    );
    assert_eq!(why(&me, make_administrator(), &kofi()), "Only an Administrator can give the role Administrator.");
}

fn make_administrator() -> Action {
    Action::ChangeRole(RoleRef::from(&administrator()))
}

#[test]
fn t9_the_wrong_time_says_which_is_right() {
    let suspended = MemberTarget { state: MemberState::Suspended, ..kofi() };
    assert_eq!(
        why(&actor(administrator()), Action::Suspend, &suspended),
        "Kofi Mensah is suspended. You can suspend a member only while they are active."
    );
}

#[test]
fn m9_supervision_says_how_to_go_on() {
    assert_eq!(
        why(&supervised(manager(), false), Action::EditDetails, &kofi()),
        "You are looking at Marisol Vega’s account read-only. Choose “Start acting” in the banner first."
    );
}

/// One of each, so that a new one is read by somebody.
fn every_denial() -> Vec<Denial> {
    let (verb, name, role, kind) =
        (Verb::ResetPassword, || "Kofi Mensah".to_owned(), || "Agent".to_owned(), model::RoleKind::Agent);
    vec![
        Denial::Needs { permission: Permission::BuySeats, managers: false },
        Denial::AdministratorsOnly { verb: Verb::ChangeSafeguards },
        Denial::OnlyAdministratorsAdd,
        Denial::RoleAboveYou { role: role(), kind },
        Denial::OutranksYou { verb, role: role(), kind },
        Denial::OutsideYourGroups { verb, name: name() },
        Denial::GroupNotYours { group: "Sales".into() },
        Denial::NewMemberNeedsYourGroup,
        Denial::NumberOutOfReach { number: "(503) 555-0142".into() },
        Denial::Yourself { verb, administrator: false },
        Denial::LastAdministrator { name: name() },
        Denial::WrongState { verb, name: name(), state: MemberState::Deleted },
        Denial::SupervisingReadOnly { name: name() },
        Denial::SupervisingCredentials { name: name() },
        Denial::SupervisingAlready { name: name() },
        Denial::NotSupervising,
        Denial::BuiltInRole { role: role() },
        Denial::BelowDefaults { role: role(), permission: Permission::SeeTeam },
        Denial::YourOwnRole { role: role() },
        Denial::GivesMore(Excess::Permission(Permission::BuySeats)),
        Denial::GivesMore(Excess::Everyone),
        Denial::GivesMore(Excess::Numbers(NumberScope::All)),
        Denial::AssignsMoreThanItself { role: role(), kind },
        Denial::AssignedByLess { role: role(), by: "Manager".into() },
        Denial::NotYourTask { verb: Verb::WorkOnTask },
        Denial::NotThere,
    ]
}

#[test]
fn r3_every_refusal_is_whole_sentences_without_scolding() {
    let mut codes = std::collections::BTreeSet::new();
    for denial in every_denial() {
        let text = denial.to_string();
        codes.insert(denial.code());
        assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{text}");
        assert!(!text.contains("{}") && !text.contains("  ") && !text.contains('\''), "{text}");
        assert!(!["invalid", "please", "forbidden"].iter().any(|w| text.to_lowercase().contains(w)), "{text}");
    }
    assert_eq!(codes.len(), 24);
}

#[test]
fn r3_a_refusal_survives_the_way_to_the_browser() {
    for denial in every_denial() {
        let sent = serde_json::to_string(&denial).unwrap();
        assert_eq!(serde_json::from_str::<Denial>(&sent).unwrap(), denial);
    }
}

#[test]
fn r7_phrases_read_well_about_others_and_oneself() {
    assert_eq!(Verb::ResetPassword.on("an Administrator"), "reset an Administrator’s password");
    assert_eq!(Verb::ChangeRole.on_yourself(), "change your own role");
    assert_eq!(Verb::Delete.on_yourself(), "delete yourself");
}
