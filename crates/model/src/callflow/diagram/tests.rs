//! What is drawn of a path: which steps, in what words, and what stays hidden.

use super::*;
use crate::callflow::fixtures::*;
use crate::callflow::{Call, Caller, Entry, Hours, Key, Mailbox, Pressed, Target};
use crate::{Activity, Availability, MemberState};

fn diagram_for(scene: &Scene, first: First, sees: &dyn Fn(MemberId) -> bool) -> (Headline, Vec<DiagramStep>) {
    let (names, zone) = (Names::default(), Offsets::utc());
    let drawing = Drawing {
        state: &scene.state,
        names: &names,
        country: Country::UnitedStates,
        zone: &zone,
        sees,
        sees_numbers: sees,
        first,
    };
    let path = scene.path();
    (headline(&drawing, &path), diagram(&drawing, &scene.call, &path))
}

fn diagram_of(scene: &Scene) -> (Headline, Vec<DiagramStep>) {
    diagram_for(scene, First::Asked, &|_| true)
}

fn titles(scene: &Scene) -> Vec<String> {
    diagram_of(scene).1.into_iter().map(|step| step.title).collect()
}

#[test]
fn n9_the_path_through_a_menu_reads_from_top_to_bottom() {
    let scene = scene(Entry::Menu { main: true })
        .key(Key::Two, Target::Group(SUPPORT))
        .presses(Pressed::Key(Key::Two))
        .group(SUPPORT, |g| g.name = "Support".into())
        .member(DANA, |m| m.activity = Activity::OnCall { since: NOW.plus(-134_000_000) });
    let (headline, steps) = diagram_of(&scene);
    assert_eq!(headline.title, "Member 115 and Member 107 ring");
    assert_eq!(headline.about, "At the same time, as soon as the call arrives");
    let titles: Vec<&str> = steps.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Outside call to (503) 555-0100",
            "Open",
            "Main menu: caller presses 2",
            "Support rings, all at once",
            "Support voicemail"
        ]
    );
    assert_eq!(steps[2].why, "Key 2 goes to Support");
    assert_eq!(steps[3].why, "For 20 seconds, then again, up to 2 minutes");
    assert_eq!(steps[3].via, "Nobody answers in 2 minutes");
    assert_eq!((steps[3].rings.len(), steps[3].skipped[0].why.as_str()), (2, "On a call, 02:14"));
    assert_eq!(steps[3].change, Some(ChangeAt::Group(SUPPORT)));
}

#[test]
fn n8_a_members_card_begins_with_every_way_to_call_them() {
    let scene = scene(Entry::Member(DANA)).forwards(DANA, &[1, 2]).member(DANA, |m| m.screening = true);
    let (_, steps) = diagram_for(&scene, First::Card, &|_| true);
    assert_eq!(
        (steps[0].title.as_str(), steps[0].why.as_str()),
        ("Someone calls (503) 555-0100", "Or extension 118, or by name in the call menu")
    );
    let titles: Vec<&str> = steps.iter().skip(1).map(|s| s.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Screen the caller", "Member 118’s phones and apps ring", "Forward to 2 numbers", "Voicemail of Member 118"]
    );
    assert!(steps[1].screens && steps[1].via == "Press 1");
    assert_eq!(steps[3].lines[1].number.as_deref(), Some("(503) 555-0002"));
    assert_eq!(steps[3].change, Some(ChangeAt::Forwarding(DANA)));
}

#[test]
fn n6_a_menu_nobody_presses_in_shows_its_keys_and_where_silence_leads() {
    let scene = scene(Entry::Menu { main: true })
        .key(Key::One, Target::Group(SUPPORT))
        .key(Key::Star, Target::Repeat)
        .menu(MENU, |m| m.silent = Target::Member(DANA));
    let (headline, steps) = diagram_of(&scene);
    assert_eq!(headline.about, "10 seconds after the call arrives");
    let menu = &steps[2];
    assert_eq!((menu.title.as_str(), menu.via.as_str()), ("Main menu", "Nothing pressed, after 2 greetings"));
    let lines: Vec<(&str, &str, &str)> =
        menu.lines.iter().map(|l| (l.mark.as_str(), l.text.as_str(), l.end.as_str())).collect();
    assert_eq!(lines, [("1", "Group 200", "200"), ("*", "Hear it again", "")]);
}

#[test]
fn n6_a_closed_menu_says_why_and_what_callers_hear() {
    let scene = scene(Entry::Menu { main: true }).menu(MENU, |m| {
        m.hours = Some(Hours::default());
        m.closed_greeting = "We open at eight.".into();
    });
    let (headline, steps) = diagram_of(&scene);
    assert_eq!((headline.title.as_str(), headline.nobody), ("Nobody rings", true));
    assert_eq!(headline.about, "Company voicemail at once. Takes a message for the company");
    assert_eq!((steps[1].title.as_str(), steps[1].why.as_str()), ("Closed", "Outside business hours"));
    assert_eq!(steps[2].why, "“We open at eight.”");
}

#[test]
fn n9_whoever_rings_nobody_is_said_first() {
    let away = scene(Entry::Group(SUPPORT));
    let away = TEAM.into_iter().fold(away, |s, m| s.member(m, |m| m.availability = Availability::DoNotDisturb));
    let (headline, steps) = diagram_of(&away);
    assert_eq!(headline.title, "Nobody rings");
    assert!(steps[1].bad && steps[1].title == "Group 200 rings nobody");
    assert_eq!(steps[1].skipped.iter().map(|leg| leg.why.as_str()).collect::<Vec<_>>(), ["Do not disturb"; 3]);
}

#[test]
fn r2_a_member_outside_the_viewers_groups_is_not_named() {
    let scene = scene(Entry::Member(DANA)).forwards(DANA, &[1]);
    let (headline, steps) = diagram_for(&scene, First::Asked, &|id| id != DANA);
    let all = serde_json::to_string(&(&headline, &steps)).unwrap_or_default();
    assert!(!all.contains("Member 118") && !all.contains("555-0001"), "{all}");
    assert_eq!(headline.title, "A member outside your groups rings");
    assert!(steps[0].why.contains("A member outside your groups"));
}

#[test]
fn m16_who_does_not_ring_is_said_with_the_reason() {
    let scene = scene(Entry::Member(DANA)).member(DANA, |m| m.state = MemberState::Suspended);
    let (headline, steps) = diagram_of(&scene);
    assert_eq!((steps[1].title.as_str(), steps[1].why.as_str()), ("Member 118 doesn’t ring", "Suspended"));
    assert_eq!(steps[2].title, "The call is turned away");
    assert!(headline.nobody && steps[1].bad);
}

#[test]
fn n9_every_step_of_every_scene_has_words_and_a_deleted_target_is_named_as_that() {
    let gone = scene(Entry::Menu { main: false }).key(Key::One, Target::Group(SALES));
    assert_eq!(titles(&gone)[2], "Main menu");
    let pressed = gone.presses(Pressed::Key(Key::One));
    assert!(diagram_of(&pressed).1.iter().any(|s| s.why == "Key 1 goes to A deleted group"));
    let inside = scene(Entry::Group(SUPPORT)).by_member(PRIYA);
    assert_eq!(titles(&inside)[0], "Member 107 calls (503) 555-0100");
    let hidden = Call { from: Caller::Outside(None), ..inside.call.clone() };
    assert_ne!(hidden, inside.call);
    let end = scene(Entry::Menu { main: true }).menu(MENU, |m| m.silent = Target::Voicemail(Mailbox::Member(DANA)));
    assert!(titles(&end).last().is_some_and(|t| t == "Voicemail of Member 118"));
}
