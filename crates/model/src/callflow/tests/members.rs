//! Numbers, extensions, and a member called alone.

use crate::callflow::fixtures::*;
use crate::callflow::path::{End, Refusal, Skip, What};
use crate::callflow::{Caller, Dialled, Entry, Key, Mailbox};
use crate::{Activity, Availability, MemberState};

fn dana() -> Scene {
    scene(Entry::Member(DANA))
}

const OWN: End = End::Voicemail(Mailbox::Member(DANA));
const COMPANY: End = End::Voicemail(Mailbox::Company);

fn said(scene: &Scene, what: &What) -> bool {
    scene.path().steps.iter().any(|step| step.what == *what)
}

#[test]
fn n8_a_direct_number_rings_its_members_phones_and_ends_in_their_voicemail() {
    let path = dana().path();
    assert_eq!((stages(&path), path.end), (vec![vec!["118".to_owned()]], OWN));
    assert_eq!((path.stages[0].seconds, path.group()), (20, None));
}

#[test]
fn n8_an_extension_rings_like_the_number_does() {
    let mut scene = dana().by_member(AIYANA);
    scene.call.to = Dialled::Extension(extension(DANA));
    assert_eq!((stages(&scene.path()), scene.path().end), (vec![vec!["118".to_owned()]], OWN));
}

#[test]
fn m12_forwarding_numbers_ring_one_after_the_other_and_whoever_answers_presses_1() {
    let path = dana().forwards(DANA, &[1, 2, 3]).member(DANA, |m| m.usable = vec![phone(118)]).path();
    assert_eq!(stages(&path), [["118"], ["0001"], ["0002"], ["0003"]]);
    let forwarded = &path.stages[1].legs[0];
    assert_eq!((forwarded.confirm, forwarded.member), (Some(Key::One), Some(DANA)));
    assert_eq!(forwarded.caller, Some(phone(118)), "seen with a number that they may use (R6)");
    assert_eq!(path.stages[0].legs[0].confirm, None, "their own phone takes the call by being picked up");
    assert_eq!(path.steps.last().map(|s| s.after), Some(20 + 3 * 15));
}

#[test]
fn m12_forwarding_that_is_switched_off_rings_nobody() {
    let scene = dana().forwards(DANA, &[1]).member(DANA, |m| m.forwarding_on = false);
    assert_eq!(stages(&scene.path()), [["118"]]);
    assert!(said(&scene, &What::ForwardingOff(DANA)));
}

#[test]
fn m12_a_call_from_a_forwarding_number_is_not_sent_back_to_it() {
    let mut scene = dana().forwards(DANA, &[1, 2]);
    scene.call.from = Caller::Outside(Some(phone(1)));
    assert_eq!(stages(&scene.path()), [["118"], ["0002"]]);
}

#[test]
fn m12_screening_asks_who_calls_before_the_call_is_taken() {
    let scene = dana().member(DANA, |m| m.screening = true);
    assert!(said(&scene, &What::Screens(DANA)));
    assert_eq!(scene.path().stages[0].legs[0].confirm, Some(Key::One));
    let inside = scene.by_member(AIYANA);
    assert!(!said(&inside, &What::Screens(DANA)), "colleagues are known by their extension");
}

#[test]
fn m20_do_not_disturb_without_forwarding_is_turned_away_as_busy() {
    let scene = dana().member(DANA, |m| m.availability = Availability::DoNotDisturb);
    let path = scene.path();
    assert_eq!((path.stages.len(), path.end), (0, End::Refused(Refusal::DoNotDisturb)));
    assert_eq!(path.end.status(), (486, "Do Not Disturb"));
}

#[test]
fn m20_do_not_disturb_with_forwarding_rings_the_phones_outside_only() {
    let scene = dana().forwards(DANA, &[1]).member(DANA, |m| m.availability = Availability::DoNotDisturb);
    assert_eq!((stages(&scene.path()), scene.path().end), (vec![vec!["0001".to_owned()]], OWN));
    assert!(said(&scene, &What::PhonesSilent { member: DANA, why: Skip::DoNotDisturb }));
}

#[test]
fn n8_who_is_on_a_call_sees_a_second_one_when_called_alone() {
    let scene = dana().member(DANA, |m| m.activity = Activity::OnCall { since: NOW });
    assert!(said(&scene, &What::PhonesRing { member: DANA, seconds: 20, second_call: true }));
    assert_eq!(stages(&scene.path()), [["118"]]);
}

#[test]
fn n8_wrapping_up_holds_off_a_groups_calls_only() {
    let scene = dana().member(DANA, |m| m.activity = Activity::WrappingUp { until: NOW.plus(1) });
    assert_eq!(stages(&scene.path()), [["118"]]);
}

#[test]
fn n8_who_is_offline_is_forwarded_at_once_or_gets_a_message() {
    let scene = dana().member(DANA, |m| m.online = false);
    assert!(said(&scene, &What::PhonesSilent { member: DANA, why: Skip::Offline }));
    assert_eq!((scene.path().stages.len(), scene.path().end), (0, OWN));
    assert_eq!(stages(&scene.forwards(DANA, &[1]).path()), [["0001"]]);
}

#[test]
fn n8_a_member_without_extension_has_no_phone_that_could_ring() {
    let scene = dana().member(DANA, |m| m.extension = None);
    assert!(said(&scene, &What::PhonesSilent { member: DANA, why: Skip::NoExtension }));
    assert_eq!(scene.path().end, OWN);
}

#[test]
fn m16_who_is_suspended_is_as_unknown() {
    let scene = dana().forwards(DANA, &[1]).member(DANA, |m| m.state = MemberState::Suspended);
    assert_eq!((scene.path().stages.len(), scene.path().end), (0, End::Refused(Refusal::Unknown)));
    assert_eq!(scene.path().end.status(), (404, "Not found"));
}

#[test]
fn m17_who_is_deleted_is_as_unknown() {
    let scene = dana().member(DANA, |m| m.state = MemberState::Deleted);
    assert_eq!(scene.path().end, End::Refused(Refusal::Unknown));
    let mut gone = dana();
    gone.state.members.remove(&DANA);
    assert_eq!(gone.path().end, End::Refused(Refusal::Unknown));
}

#[test]
fn m3_calls_to_who_has_not_joined_yet_leave_a_message_for_the_company() {
    let scene = dana().forwards(DANA, &[1]).member(DANA, |m| m.state = MemberState::Invited);
    assert_eq!((scene.path().stages.len(), scene.path().end), (0, COMPANY));
}

#[test]
fn n8_who_calls_their_own_extension_listens_to_their_messages() {
    let scene = dana().by_member(DANA);
    assert_eq!((scene.path().stages.len(), scene.path().end), (0, OWN));
}

#[test]
fn n3_a_number_of_nobody_and_one_of_nobody_here_are_not_found() {
    let path = scene(Entry::Nobody).path();
    assert_eq!(path.end, End::Refused(Refusal::Unassigned));
    let mut unknown = dana();
    unknown.state.entry = None;
    assert_eq!(unknown.path().end, End::Refused(Refusal::Unknown));
    assert!(said(&unknown, &What::UnknownNumber));
    unknown.call.to = Dialled::Extension(extension(DANA));
    assert!(said(&unknown, &What::UnknownExtension));
}

#[test]
fn r6_a_member_calls_outside_with_a_number_of_theirs_only() {
    let mut scene = dana().member(AIYANA, |m| m.usable = vec![phone(100), phone(160)]).by_member(AIYANA);
    scene.state.entry = None;
    scene.call.to = Dialled::Number(phone(8000));
    let path = scene.path();
    assert_eq!((path.stages[0].legs[0].caller.clone(), path.end), (Some(phone(100)), End::NoAnswer), "their default");
    scene.call.from = Caller::Inside { member: AIYANA, as_number: Some(phone(160)) };
    assert_eq!(scene.path().stages[0].legs[0].caller, Some(phone(160)));
    scene.call.from = Caller::Inside { member: AIYANA, as_number: Some(phone(170)) };
    assert_eq!((scene.path().stages.len(), scene.path().end.status().0), (0, 403));
}

#[test]
fn m16_who_is_suspended_calls_nobody() {
    let scene = dana().member(AIYANA, |m| m.state = MemberState::Suspended).by_member(AIYANA);
    assert_eq!((scene.path().stages.len(), scene.path().end), (0, End::Refused(Refusal::CallerMayNot)));
}
