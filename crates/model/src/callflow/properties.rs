//! What holds for every company and every call, however broken its data are.

use super::decide;
use super::fixtures::{NOW, callee, phone, ring_group};
use super::made_up::{any_call, any_state};
use super::menu::Key;
use super::path::{CallPath, Line, What};
use super::state::{Call, Caller, Dialled, Entry, RingGroup, RoutingState};
use crate::groups::RingStrategy;
use crate::zone::Offsets;
use crate::{GroupId, MemberId, MemberState};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// All phones of a path.
fn lines(path: &CallPath) -> Vec<&Line> {
    path.stages.iter().flat_map(|stage| &stage.legs).map(|leg| &leg.line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn n9_every_path_ends_in_one_final_step_after_a_bounded_number(state in any_state(), call in any_call()) {
        let path = decide(&state, &call);
        let ends = path.steps.iter().filter(|step| matches!(step.what, What::Ends(_))).count();
        prop_assert_eq!(ends, 1);
        prop_assert_eq!(path.steps.last().map(|step| step.what.clone()), Some(What::Ends(path.end)));
        let entered = 4 * (call.pressed.len() + 1) * (state.menus.len() + 1) + 3 * (state.groups.len() + 1);
        prop_assert!(path.steps.len() <= entered + 12, "{} steps", path.steps.len());
        prop_assert!(path.steps.is_sorted_by_key(|step| step.after));
    }

    #[test]
    fn m16_nobody_rings_who_is_suspended_deleted_or_invited(state in any_state(), call in any_call()) {
        for member in decide(&state, &call).rung() {
            prop_assert_eq!(state.members.get(&member).map(|m| m.state), Some(MemberState::Active));
        }
    }

    #[test]
    fn n9_no_phone_rings_twice_and_no_stage_is_empty(state in any_state(), call in any_call()) {
        let path = decide(&state, &call);
        let mut all = lines(&path);
        let count = all.len();
        all.sort();
        all.dedup();
        prop_assert_eq!(all.len(), count);
        prop_assert!(path.stages.iter().all(|stage| !stage.legs.is_empty()));
    }

    #[test]
    fn m12_every_forwarded_call_is_confirmed_and_none_goes_back_to_its_caller(state in any_state(), call in any_call()) {
        let path = decide(&state, &call);
        for leg in path.stages.iter().flat_map(|stage| &stage.legs).filter(|leg| leg.member.is_some()) {
            if let Line::Outside(number) = &leg.line {
                prop_assert_eq!(leg.confirm, Some(Key::One));
                prop_assert_ne!(&call.from, &Caller::Outside(Some(number.clone())));
            }
        }
    }

    #[test]
    fn n9_who_calls_is_not_called(state in any_state(), call in any_call()) {
        if let Caller::Inside { member, .. } = &call.from {
            prop_assert!(!decide(&state, &call).rung().contains(member));
        }
    }

    #[test]
    fn n9_the_same_call_goes_the_same_way(state in any_state(), call in any_call()) {
        prop_assert_eq!(decide(&state, &call), decide(&state, &call));
    }

    #[test]
    fn n4_round_robin_is_fair_within_one(members in 1u128..12, calls in 1usize..60) {
        let ids: Vec<MemberId> = (1..=members).map(MemberId).collect();
        let group = GroupId(1);
        let mut state = empty(Entry::Group(group));
        state.members = ids.iter().map(|id| (*id, callee(*id))).collect();
        state.groups = [(group, RingGroup { strategy: RingStrategy::RoundRobin, ..ring_group(group, &ids) })].into();
        let mut first: BTreeMap<MemberId, usize> = ids.iter().map(|id| (*id, 0)).collect();
        for _ in 0..calls {
            let path = decide(&state, &outside());
            for (group, member) in path.turns {
                *first.entry(member).or_default() += 1;
                if let Some(group) = state.groups.get_mut(&group) {
                    group.last_first = Some(member);
                }
            }
        }
        let (most, least) = (first.values().max(), first.values().min());
        prop_assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{first:?}");
    }
}

fn outside() -> Call {
    Call { from: Caller::Outside(None), to: Dialled::Number(phone(100)), at: NOW, pressed: vec![] }
}

fn empty(entry: Entry) -> RoutingState {
    RoutingState {
        zone: Offsets::utc(),
        dial_extensions: true,
        entry: Some(entry),
        number: None,
        main_menu: None,
        menus: BTreeMap::new(),
        groups: BTreeMap::new(),
        members: BTreeMap::new(),
        extensions: BTreeMap::new(),
    }
}

#[test]
fn n9_a_group_of_many_rings_at_most_a_hundred_at_once() {
    let (group, ids): (_, Vec<MemberId>) = (GroupId(1), (1..=500).map(MemberId).collect());
    let mut state = empty(Entry::Group(group));
    state.members = ids.iter().map(|id| (*id, callee(*id))).collect();
    state.groups = [(group, ring_group(group, &ids))].into();
    let path = decide(&state, &outside());
    assert_eq!((path.stages.len(), path.stages[0].legs.len()), (1, 100));
}

/// The state of a call that was read step by step, as `store::callflow` does it.
fn read_for(call: &Call, all: &RoutingState) -> RoutingState {
    let mut state = RoutingState { groups: BTreeMap::new(), members: BTreeMap::new(), ..all.clone() };
    let mut asked = super::Wants::default();
    for _ in 0..64 {
        let wants = super::wants(&state, call);
        let groups: Vec<_> = wants.groups.difference(&asked.groups).copied().collect();
        let members: Vec<_> = wants.members.difference(&asked.members).copied().collect();
        if groups.is_empty() && members.is_empty() {
            break;
        }
        for group in groups.iter().filter_map(|id| all.groups.get(id)) {
            let seats = group.seats.iter().filter_map(|seat| all.members.get(&seat.member));
            state.members.extend(seats.map(|m| (m.id, m.clone())));
            state.groups.insert(group.id, group.clone());
        }
        state.members.extend(members.iter().filter_map(|id| all.members.get(id)).map(|m| (m.id, m.clone())));
        asked.groups.extend(groups);
        asked.members.extend(members);
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn n9_reading_only_whom_the_call_reaches_gives_the_same_path(state in any_state(), call in any_call()) {
        prop_assert_eq!(decide(&read_for(&call, &state), &call), decide(&state, &call));
    }
}
