//! The call menu: keys, silence, closed doors, extensions and names; and which menus can't be saved (N6).

use crate::callflow::checks::{MenuFault, faults};
use crate::callflow::fixtures::*;
use crate::callflow::menu::Place;
use crate::callflow::path::{End, What};
use crate::callflow::{Entry, Hours, Key, Mailbox, Pressed, Target};
use crate::{Extension, MemberState, MenuId};

fn main_number() -> Scene {
    scene(Entry::Menu { main: true })
}

const COMPANY: End = End::Voicemail(Mailbox::Company);

fn said(scene: &Scene, what: &What) -> bool {
    scene.path().steps.iter().any(|step| step.what == *what)
}

#[test]
fn n6_a_key_leads_to_its_group() {
    let scene = main_number().key(Key::Two, Target::Group(SUPPORT)).presses(Pressed::Key(Key::Two));
    assert_eq!(stages(&scene.path()), [["118", "115", "107"]]);
    assert!(said(&scene, &What::KeyLeadsTo { menu: MENU, key: Key::Two, target: Target::Group(SUPPORT) }));
}

#[test]
fn n6_keys_lead_to_members_phones_outside_and_voicemail() {
    let key = |target| main_number().key(Key::One, target).presses(Pressed::Key(Key::One)).path();
    let member = key(Target::Member(DANA));
    assert_eq!((stages(&member), member.end), (vec![vec!["118".to_owned()]], End::Voicemail(Mailbox::Member(DANA))));
    let outside = key(Target::Number(phone(7000)));
    assert_eq!((stages(&outside), outside.end), (vec![vec!["7000".to_owned()]], COMPANY));
    assert_eq!(outside.stages[0].legs[0].caller, Some(phone(100)), "it sees the number that was dialled");
    assert_eq!(key(Target::Voicemail(Mailbox::Group(SUPPORT))).end, End::Voicemail(Mailbox::Group(SUPPORT)));
}

#[test]
fn n6_nothing_pressed_leads_on_after_the_greetings() {
    let scene = main_number().menu(MENU, |m| m.silent = Target::Group(SUPPORT));
    assert_eq!(stages(&scene.path()), [["118", "115", "107"]]);
    let after = scene.path().steps.iter().find(|s| matches!(s.what, What::NothingPressed { .. })).map(|s| s.after);
    assert_eq!(after, Some(10), "twice five seconds");
}

#[test]
fn n6_a_key_without_use_plays_the_greeting_again() {
    let scene = main_number().presses(Pressed::Key(Key::Seven));
    assert!(said(&scene, &What::KeyUnused { menu: MENU, key: Key::Seven }));
    let star = main_number().key(Key::Star, Target::Repeat).presses(Pressed::Key(Key::Star));
    assert!(said(&star, &What::KeyRepeats { menu: MENU, key: Key::Star }));
    assert_eq!((scene.path().end, star.path().end), (COMPANY, COMPANY));
}

#[test]
fn n6_a_menu_leads_into_another_and_back() {
    let scene = main_number()
        .key(Key::Five, Target::Menu(OTHER_MENU))
        .menu(OTHER_MENU, |m| drop(m.keys.insert(Key::Star, Target::Menu(MENU))))
        .key(Key::One, Target::Member(DANA));
    let pressed = [Key::Five, Key::Star, Key::One].into_iter().map(Pressed::Key);
    assert_eq!(stages(&pressed.fold(scene, Scene::presses).path()), [["118"]]);
}

#[test]
fn n6_menus_that_lead_silence_round_end_in_a_message() {
    let scene = main_number()
        .menu(MENU, |m| m.silent = Target::Menu(OTHER_MENU))
        .menu(OTHER_MENU, |m| m.silent = Target::Menu(MENU));
    assert!(said(&scene, &What::MenuAgain(MENU)));
    assert_eq!(scene.path().end, COMPANY);
    let alone = main_number().menu(MENU, |m| m.silent = Target::Repeat);
    assert!(said(&alone, &What::MenuAgain(MENU)));
}

#[test]
fn n6_a_closed_menu_leads_where_it_says_whatever_is_pressed() {
    let scene = main_number()
        .menu(MENU, |m| m.hours = Some(Hours::default()))
        .menu(MENU, |m| m.closed = Target::Voicemail(Mailbox::Group(SUPPORT)))
        .key(Key::One, Target::Member(DANA))
        .presses(Pressed::Key(Key::One));
    assert_eq!((scene.path().stages.len(), scene.path().end), (0, End::Voicemail(Mailbox::Group(SUPPORT))));
}

#[test]
fn m11_extensions_are_dialled_in_a_menu_where_the_account_allows_it() {
    let mut scene = main_number().presses(Pressed::Extension(extension(DANA)));
    assert_eq!(stages(&scene.path()), [["118"]]);
    scene.state.dial_extensions = false;
    assert!(said(&scene, &What::ExtensionsNotDialled(extension(DANA))));
    assert_eq!(scene.path().stages.len(), 0);
    let none = Extension::from_stored(999);
    assert!(said(&main_number().presses(Pressed::Extension(none)), &What::NoSuchExtension(none)));
}

#[test]
fn m1_who_may_be_dialled_by_name_is_found_and_others_are_not() {
    let scene = main_number().key(Key::Nine, Target::DialByName).presses(Pressed::Key(Key::Nine));
    assert!(said(&scene, &What::NothingSpelled));
    let scene = scene.presses(Pressed::Member(DANA));
    assert_eq!(stages(&scene.path()), [["118"]]);
    let hidden = scene.member(DANA, |m| m.dial_by_name = false);
    assert!(said(&hidden, &What::NotInDirectory));
    let suspended = hidden.member(DANA, |m| (m.dial_by_name, m.state) = (true, MemberState::Suspended));
    assert_eq!((suspended.path().stages.len(), suspended.path().end), (0, COMPANY));
}

#[test]
fn n4_a_group_is_dialled_by_its_word() {
    let scene = main_number().key(Key::Nine, Target::DialByName).presses(Pressed::Key(Key::Nine));
    assert_eq!(stages(&scene.presses(Pressed::Group(SUPPORT)).path()), [["118", "115", "107"]]);
}

#[test]
fn n6_a_member_whom_a_key_leads_to_and_who_does_not_ring_is_covered_by_the_company() {
    let scene = main_number().key(Key::One, Target::Member(DANA)).presses(Pressed::Key(Key::One));
    let scene = scene.member(DANA, |m| m.state = MemberState::Suspended);
    assert_eq!((scene.path().stages.len(), scene.path().end), (0, COMPANY));
}

#[test]
fn n6_without_a_menu_callers_of_the_main_number_leave_a_message() {
    let mut scene = main_number();
    scene.state.main_menu = None;
    assert_eq!(scene.path().end, COMPANY);
    assert!(said(&scene, &What::NoMenu));
}

fn faults_of(scene: &Scene, edited: MenuId) -> Vec<MenuFault> {
    faults(&scene.state.menus, edited, |target| match target {
        Target::Group(group) => scene.state.groups.contains_key(group),
        Target::Menu(menu) => scene.state.menus.contains_key(menu),
        _ => true,
    })
}

#[test]
fn n6_a_menu_in_which_silence_goes_round_is_refused_with_its_path() {
    let scene = main_number()
        .menu(MENU, |m| m.silent = Target::Menu(OTHER_MENU))
        .menu(OTHER_MENU, |m| m.silent = Target::Menu(MENU));
    let path = vec![MENU, OTHER_MENU, MENU];
    assert_eq!(faults_of(&scene, MENU), [MenuFault::Loop { at: Place::Silent, path }]);
    let alone = main_number().menu(MENU, |m| m.silent = Target::Repeat);
    assert_eq!(faults_of(&alone, MENU), [MenuFault::Loop { at: Place::Silent, path: vec![MENU, MENU] }]);
}

#[test]
fn n6_a_menu_that_is_closed_into_itself_is_refused() {
    let scene = main_number().menu(MENU, |m| {
        m.hours = Some(Hours::default());
        m.closed = Target::Menu(MENU);
    });
    assert_eq!(faults_of(&scene, MENU), [MenuFault::Loop { at: Place::Closed, path: vec![MENU, MENU] }]);
    assert_eq!(faults_of(&scene.menu(MENU, |m| m.hours = None), MENU), [], "it never is closed");
}

#[test]
fn n6_a_way_round_by_keys_is_fine() {
    let scene = main_number()
        .key(Key::Five, Target::Menu(OTHER_MENU))
        .key(Key::Star, Target::Repeat)
        .menu(OTHER_MENU, |m| m.silent = Target::Menu(MENU));
    assert_eq!(faults_of(&scene, MENU), []);
    assert_eq!(faults_of(&scene, OTHER_MENU), []);
}

#[test]
fn n6_a_key_to_a_group_that_was_deleted_is_refused() {
    let target = Target::Group(SALES);
    let scene = main_number().key(Key::One, target.clone());
    assert_eq!(faults_of(&scene, MENU), [MenuFault::DeadEnd { at: Place::Key(Key::One), target }]);
}
