//! Ring order, who is skipped and why, queues, and what comes when nobody answers (N4).

use crate::callflow::fixtures::*;
use crate::callflow::path::{CallPath, End, Skip, What};
use crate::callflow::{Entry, Mailbox};
use crate::groups::{Fallback, RingStrategy};
use crate::instant::SECOND;
use crate::{Activity, Availability, MemberId, MemberState};

fn support() -> Scene {
    scene(Entry::Group(SUPPORT))
}

const SUPPORTS: End = End::Voicemail(Mailbox::Group(SUPPORT));

fn skipped(path: &CallPath) -> Vec<(MemberId, Skip)> {
    let of = |what: &What| match what {
        What::GroupRings { skipped, .. } | What::NobodyCanAnswer { skipped, .. } | What::GroupWaits { skipped, .. } => {
            skipped.clone()
        }
        _ => vec![],
    };
    path.steps.iter().flat_map(|step| of(&step.what)).collect()
}

#[test]
fn n4_all_at_once_is_one_stage_with_everybody() {
    let path = support().path();
    assert_eq!((stages(&path), path.end), (vec![vec!["118".into(), "115".into(), "107".into()]], SUPPORTS));
    assert_eq!((path.group(), path.steps.last().map(|s| s.after)), (Some(SUPPORT), Some(120)));
}

#[test]
fn n4_in_order_is_a_stage_each() {
    assert_eq!(stages(&support().strategy(RingStrategy::Order).path()), [["118"], ["115"], ["107"]]);
}

#[test]
fn n4_in_order_ends_when_the_groups_time_is_over() {
    let path = support().strategy(RingStrategy::Order).group(SUPPORT, |g| g.wait_seconds = 45).path();
    assert_eq!(stages(&path), [["118"], ["115"]]);
    assert_eq!(skipped(&path), [(PRIYA, Skip::OutOfTime)]);
}

#[test]
fn n4_round_robin_begins_after_whoever_was_first_before() {
    let turn = |last| support().strategy(RingStrategy::RoundRobin).group(SUPPORT, |g| g.last_first = last).path();
    assert_eq!(stages(&turn(None)), [["118"], ["115"], ["107"]]);
    assert_eq!(stages(&turn(Some(DANA))), [["115"], ["107"], ["118"]]);
    assert_eq!(stages(&turn(Some(PRIYA))), [["118"], ["115"], ["107"]]);
    assert_eq!(turn(Some(DANA)).turns, [(SUPPORT, AIYANA)], "the next call begins after her");
    assert_eq!(stages(&turn(Some(MemberId(1)))), [["118"], ["115"], ["107"]], "somebody who left the group");
}

#[test]
fn n4_longest_idle_begins_with_whoever_waited_longest_since_a_call() {
    let idle = |s: Scene, m, ago: i64| s.member(m, |m| m.idle_since = Some(NOW.plus(-ago * SECOND)));
    let scene = idle(idle(support().strategy(RingStrategy::LongestIdle), DANA, 10), PRIYA, 600);
    assert_eq!(stages(&scene.path()), [["115"], ["107"], ["118"]], "who never had a call waited longest");
}

#[test]
fn n4_who_can_not_answer_is_skipped_and_named_with_the_reason() {
    let until = NOW.plus(SECOND);
    let scene = support()
        .member(DANA, |m| m.activity = Activity::OnCall { since: NOW })
        .member(AIYANA, |m| m.activity = Activity::WrappingUp { until })
        .member(PRIYA, |m| m.availability = Availability::DoNotDisturb);
    let path = scene.path();
    let why = [(DANA, Skip::OnCall { since: NOW }), (AIYANA, Skip::WrappingUp { until }), (PRIYA, Skip::DoNotDisturb)];
    assert_eq!((skipped(&path), path.stages.len(), path.end), (why.into(), 0, SUPPORTS));
    assert!(path.steps.iter().any(|s| matches!(s.what, What::NobodyCanAnswer { .. })));
}

#[test]
fn m16_who_is_suspended_deleted_or_invited_rings_in_no_group() {
    let scene = support()
        .member(DANA, |m| m.state = MemberState::Suspended)
        .member(AIYANA, |m| m.state = MemberState::Deleted)
        .member(PRIYA, |m| m.state = MemberState::Invited);
    let why = [(DANA, Skip::Suspended), (AIYANA, Skip::Deleted), (PRIYA, Skip::Invited)];
    assert_eq!((skipped(&scene.path()), scene.path().stages.len()), (why.into(), 0));
}

#[test]
fn n4_who_is_offline_takes_a_break_or_calls_is_skipped() {
    let scene =
        support().member(DANA, |m| m.online = false).group(SUPPORT, |g| g.seats[1].paused = true).by_member(PRIYA);
    let why = [(DANA, Skip::Offline), (AIYANA, Skip::Paused), (PRIYA, Skip::Calls)];
    assert_eq!(skipped(&scene.path()), why);
}

#[test]
fn n4_forwarding_is_not_used_when_a_group_rings() {
    let scene = support().forwards(DANA, &[1]).member(DANA, |m| m.online = false);
    assert_eq!(stages(&scene.path()), [["115", "107"]]);
}

#[test]
fn n4_wrapping_up_that_is_over_holds_off_nothing() {
    let scene = support().member(DANA, |m| m.activity = Activity::WrappingUp { until: NOW });
    assert_eq!(skipped(&scene.path()), []);
}

#[test]
fn n4_callers_wait_in_the_queue_for_somebody_who_is_busy() {
    let busy = |s: Scene, m| s.member(m, |m| m.activity = Activity::OnCall { since: NOW });
    let scene = TEAM.into_iter().fold(support(), busy).queue(5, 4);
    let path = scene.path();
    assert!(path.steps.iter().any(|s| matches!(s.what, What::GroupWaits { seconds: 120, .. })));
    assert_eq!((path.end, path.steps.last().map(|s| s.after)), (SUPPORTS, Some(120)));
}

#[test]
fn n4_a_full_queue_and_one_for_nobody_lead_on_at_once() {
    let path = support().queue(5, 5).path();
    assert!(path.steps.iter().any(|s| s.what == What::QueueFull { group: SUPPORT, length: 5 }));
    assert_eq!((path.stages.len(), path.end), (0, SUPPORTS));
    let on = support().queue(5, 5).group(SUPPORT, |g| g.queue_full = Fallback::Member(PRIYA));
    assert_eq!(stages(&on.path()), [["107"]]);
    let away = |s: Scene, m| s.member(m, |m| m.online = false);
    let path = TEAM.into_iter().fold(support(), away).queue(5, 0).path();
    assert!(path.steps.iter().any(|s| matches!(s.what, What::NobodyCanAnswer { .. })), "nobody comes back by waiting");
}

#[test]
fn n4_calls_that_nobody_answered_go_to_another_group_which_rings_only_the_others() {
    let scene = support()
        .group(SUPPORT, |g| g.no_answer = Fallback::Group(SALES))
        .group(SALES, |g| g.seats = ring_group(SALES, &[DANA, MemberId(9)]).seats)
        .member(MemberId(9), |_| {});
    let path = scene.path();
    assert_eq!(stages(&path), [vec!["118", "115", "107"], vec!["9"]]);
    assert_eq!((skipped(&path), path.end), (vec![(DANA, Skip::RangBefore)], End::Voicemail(Mailbox::Group(SALES))));
}

#[test]
fn n4_two_groups_that_hand_calls_to_each_other_end_in_a_message() {
    let scene = support()
        .group(SUPPORT, |g| g.no_answer = Fallback::Group(SALES))
        .group(SALES, |g| g.no_answer = Fallback::Group(SUPPORT));
    let path = scene.path();
    assert!(path.steps.iter().any(|s| s.what == What::GroupAgain(SUPPORT)));
    assert_eq!(path.end, SUPPORTS);
}

#[test]
fn n4_an_unanswered_group_can_lead_to_a_member_whose_phones_and_forwarding_ring() {
    let scene = support()
        .strategy(RingStrategy::Order)
        .group(SUPPORT, |g| g.seats.truncate(1))
        .group(SUPPORT, |g| g.no_answer = Fallback::Member(PRIYA))
        .forwards(PRIYA, &[1]);
    assert_eq!(stages(&scene.path()), [["118"], ["107"], ["0001"]]);
    assert_eq!(scene.path().end, End::Voicemail(Mailbox::Member(PRIYA)));
}

#[test]
fn n4_somebody_on_do_not_disturb_after_a_group_gets_a_message_instead_of_a_busy_tone() {
    let scene = support()
        .group(SUPPORT, |g| g.no_answer = Fallback::Member(PRIYA))
        .member(PRIYA, |m| m.availability = Availability::DoNotDisturb);
    assert_eq!(scene.path().end, End::Voicemail(Mailbox::Member(PRIYA)));
}

#[test]
fn n4_a_group_can_hang_up_or_ring_a_phone_outside() {
    let hangs_up = support().group(SUPPORT, |g| g.no_answer = Fallback::HangUp);
    assert_eq!(hangs_up.path().end, End::HangUp);
    let outside = support().group(SUPPORT, |g| g.no_answer = Fallback::Number(phone(7)));
    assert_eq!(stages(&outside.path())[1], ["0007"]);
}

#[test]
fn n4_a_group_that_was_deleted_leads_to_the_company() {
    let mut scene = support();
    scene.state.groups.clear();
    assert_eq!(scene.path().end, End::Voicemail(Mailbox::Company));
}
