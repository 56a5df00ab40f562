//! Companies and calls made up at random, also with ids of what is not there.

use super::fixtures::{NOW, callee, phone, ring_group};
use super::menu::{Key, Mailbox, Menu, Target};
use super::state::{Call, Callee, Caller, Dialled, Entry, Pressed, Queue, RingGroup, RoutingState};
use super::{ClosedNow, Hours, Week};
use crate::groups::{Fallback, RingStrategy};
use crate::instant::{HOUR, Instant};
use crate::zone::Offsets;
use crate::{Activity, Availability, Extension, Forwarding, GroupId, MemberId, MemberState, MenuId, NumberId};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

pub(super) fn member_id() -> impl Strategy<Value = MemberId> {
    (1u128..9).prop_map(MemberId)
}
pub(super) fn group_id() -> impl Strategy<Value = GroupId> {
    (1u128..6).prop_map(GroupId)
}
pub(super) fn menu_id() -> impl Strategy<Value = MenuId> {
    (1u128..5).prop_map(MenuId)
}
pub(super) fn key() -> impl Strategy<Value = Key> {
    proptest::sample::select(Key::ALL)
}

/// Also of what is not there: the ids reach one beyond those that are made.
pub(super) fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        member_id().prop_map(Target::Member),
        group_id().prop_map(Target::Group),
        menu_id().prop_map(Target::Menu),
        (0u32..4).prop_map(|n| Target::Number(phone(n))),
        group_id().prop_map(|g| Target::Voicemail(Mailbox::Group(g))),
        Just(Target::DialByName),
        Just(Target::Repeat),
    ]
}

pub(super) fn fallback() -> impl Strategy<Value = Fallback> {
    prop_oneof![
        Just(Fallback::Voicemail),
        Just(Fallback::HangUp),
        member_id().prop_map(Fallback::Member),
        group_id().prop_map(Fallback::Group),
        (0u32..4).prop_map(|n| Fallback::Number(phone(n))),
    ]
}

pub(super) fn activity() -> impl Strategy<Value = Activity> {
    prop_oneof![
        Just(Activity::Idle),
        Just(Activity::OnCall { since: NOW.plus(-HOUR) }),
        Just(Activity::WrappingUp { until: NOW.plus(HOUR) }),
        Just(Activity::WrappingUp { until: NOW.plus(-HOUR) }),
    ]
}

prop_compose! {
    pub(super) fn any_callee()(
        id in member_id(),
        state in proptest::sample::select(MemberState::ALL),
        availability in proptest::sample::select(Availability::ALL),
        activity in activity(),
        flags in any::<[bool; 5]>(),
        numbers in vec(0u32..4, 0..3),
        idle in proptest::option::of(0i64..99),
    ) -> Callee {
        let [online, forwarding_on, screening, dial_by_name, has_extension] = flags;
        let forward = |n: &u32| Forwarding { number: phone(*n), label: String::new(), seconds: 15 };
        let plain = callee(id);
        Callee {
            state, online, availability, activity, forwarding_on, screening, dial_by_name,
            extension: plain.extension.filter(|_| has_extension),
            forwarding: numbers.iter().map(forward).collect(),
            idle_since: idle.map(Instant),
            ..plain
        }
    }
}

prop_compose! {
    pub(super) fn any_group()(
        id in group_id(),
        members in vec((member_id(), any::<bool>()), 0..8),
        strategy in proptest::sample::select(RingStrategy::ALL),
        seconds in (0u16..60, 0u16..200),
        queue in proptest::option::of((0u32..3, 0u32..3)),
        last_first in proptest::option::of(member_id()),
        (no_answer, queue_full) in (fallback(), fallback()),
    ) -> RingGroup {
        let ids: Vec<MemberId> = members.iter().map(|(id, _)| *id).collect();
        let mut group = ring_group(id, &ids);
        group.seats.iter_mut().zip(&members).for_each(|(seat, (_, paused))| seat.paused = *paused);
        let queue = queue.map(|(length, waiting)| Queue { length, waiting });
        let (ring_seconds, wait_seconds) = seconds;
        RingGroup { strategy, ring_seconds, wait_seconds, queue, last_first, no_answer, queue_full, ..group }
    }
}

prop_compose! {
    pub(super) fn any_menu()(
        id in menu_id(),
        keys in btree_map(key(), target(), 0..6),
        silent in target(),
        closed in target(),
        hours in proptest::option::of((any::<bool>(), any::<bool>())),
        plays in 0u16..3,
    ) -> Menu {
        let hours = hours.map(|(open, by_hand)| Hours {
            week: if open { Week::parse(&["00:00-24:00"; 7].join(";")).unwrap_or_default() } else { Week::default() },
            closed_now: by_hand.then_some(ClosedNow { until: NOW.plus(HOUR) }),
            ..Hours::default()
        });
        Menu { keys, silent, closed, hours, plays, ..Menu::plain(id, "Menu") }
    }
}

pub(super) fn entry() -> impl Strategy<Value = Entry> {
    prop_oneof![
        member_id().prop_map(Entry::Member),
        group_id().prop_map(Entry::Group),
        any::<bool>().prop_map(|main| Entry::Menu { main }),
        Just(Entry::Nobody),
    ]
}

pub(super) fn pressed() -> impl Strategy<Value = Pressed> {
    prop_oneof![
        4 => key().prop_map(Pressed::Key),
        1 => (1i64..9).prop_map(|n| Pressed::Extension(Extension::from_stored(n))),
        1 => member_id().prop_map(Pressed::Member),
        1 => group_id().prop_map(Pressed::Group),
    ]
}

pub(super) fn caller() -> impl Strategy<Value = Caller> {
    prop_oneof![
        Just(Caller::Outside(None)),
        (0u32..4).prop_map(|n| Caller::Outside(Some(phone(n)))),
        (member_id(), proptest::option::of((0u32..4).prop_map(phone)))
            .prop_map(|(member, as_number)| Caller::Inside { member, as_number }),
    ]
}

prop_compose! {
    pub(super) fn any_call()(from in caller(), pressed in vec(pressed(), 0..8), number in any::<bool>()) -> Call {
        let to = if number { Dialled::Number(phone(100)) } else { Dialled::Extension(Extension::from_stored(1)) };
        Call { from, to, at: NOW, pressed }
    }
}

prop_compose! {
    pub(super) fn any_state()(
        entry in proptest::option::of(entry()),
        main_menu in proptest::option::of(menu_id()),
        menus in vec(any_menu(), 0..5),
        groups in vec(any_group(), 0..6),
        members in vec(any_callee(), 0..12),
        extensions in btree_map((1i64..9).prop_map(Extension::from_stored), entry_of_extension(), 0..4),
        dial_extensions in any::<bool>(),
    ) -> RoutingState {
        RoutingState {
            zone: Offsets::utc(),
            dial_extensions,
            entry,
            number: Some(NumberId(1)),
            main_menu,
            menus: menus.into_iter().map(|m| (m.id, m)).collect(),
            groups: groups.into_iter().map(|g| (g.id, g)).collect(),
            members: members.into_iter().map(|m| (m.id, m)).collect(),
            extensions,
        }
    }
}

pub(super) fn entry_of_extension() -> impl Strategy<Value = Entry> {
    prop_oneof![member_id().prop_map(Entry::Member), group_id().prop_map(Entry::Group)]
}
