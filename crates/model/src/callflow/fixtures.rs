//! A small company to route calls in: built step by step, so that a test says only what it is about.

use super::decide;
use super::menu::{Key, Menu, Target};
use super::path::CallPath;
use super::state::{Call, Callee, Caller, Dialled, Entry, Pressed, Queue, RingGroup, RoutingState, Seat};
use crate::groups::{Fallback, RingStrategy};
use crate::instant::Instant;
use crate::zone::Offsets;
use crate::{
    Activity, Availability, Extension, Forwarding, GroupId, MemberId, MemberState, MenuId, NumberId, PersonName,
    PhoneNumber,
};

/// Wednesday 2 December 2026, 10:00 UTC.
pub const NOW: Instant = Instant(1_796_205_600_000_000);
pub const MENU: MenuId = MenuId(900);
pub const OTHER_MENU: MenuId = MenuId(901);
pub const SUPPORT: GroupId = GroupId(200);
pub const SALES: GroupId = GroupId(203);
pub const DANA: MemberId = MemberId(118);
pub const AIYANA: MemberId = MemberId(115);
pub const PRIYA: MemberId = MemberId(107);
pub const TEAM: [MemberId; 3] = [DANA, AIYANA, PRIYA];

pub fn phone(last: u32) -> PhoneNumber {
    PhoneNumber::from_stored(format!("+1503555{last:04}"))
}

/// A member's extension is their id here.
pub fn extension(of: MemberId) -> Extension {
    Extension::from_stored(i64::try_from(of.0).unwrap_or_default())
}

pub fn callee(id: MemberId) -> Callee {
    Callee {
        id,
        name: PersonName { first: format!("Member {}", id.0), last: String::new() },
        photo: None,
        extension: Some(extension(id)),
        state: MemberState::Active,
        online: true,
        availability: Availability::Available,
        activity: Activity::Idle,
        forwarding_on: true,
        forwarding: vec![],
        screening: false,
        dial_by_name: true,
        usable: vec![],
        idle_since: None,
    }
}

pub fn ring_group(id: GroupId, members: &[MemberId]) -> RingGroup {
    RingGroup {
        id,
        name: format!("Group {}", id.0),
        extension: Some(Extension::from_stored(i64::try_from(id.0).unwrap_or_default())),
        strategy: RingStrategy::All,
        ring_seconds: 20,
        wait_seconds: 120,
        queue: None,
        seats: members.iter().map(|m| Seat { member: *m, paused: false }).collect(),
        unread: 0,
        last_first: None,
        has_greeting: false,
        no_answer: Fallback::Voicemail,
        queue_full: Fallback::Voicemail,
    }
}

/// The state under construction, and the call.
pub struct Scene {
    pub state: RoutingState,
    pub call: Call,
}

/// Dana, Aiyana and Priya, all idle; the group Support of the three; an outside call to a number that leads to `entry`.
pub fn scene(entry: Entry) -> Scene {
    let state = RoutingState {
        zone: Offsets::utc(),
        dial_extensions: true,
        entry: Some(entry),
        number: Some(NumberId(1)),
        main_menu: Some(MENU),
        menus: [(MENU, Menu::plain(MENU, "Main menu"))].into(),
        groups: [(SUPPORT, ring_group(SUPPORT, &TEAM))].into(),
        members: TEAM.iter().map(|m| (*m, callee(*m))).collect(),
        extensions: TEAM.iter().map(|m| (extension(*m), Entry::Member(*m))).collect(),
    };
    let from = Caller::Outside(Some(phone(9999)));
    Scene { state, call: Call { from, to: Dialled::Number(phone(100)), at: NOW, pressed: vec![] } }
}

impl Scene {
    pub fn member(mut self, id: MemberId, change: impl FnOnce(&mut Callee)) -> Self {
        change(self.state.members.entry(id).or_insert_with(|| callee(id)));
        self
    }

    pub fn group(mut self, id: GroupId, change: impl FnOnce(&mut RingGroup)) -> Self {
        change(self.state.groups.entry(id).or_insert_with(|| ring_group(id, &[])));
        self
    }

    pub fn menu(mut self, id: MenuId, change: impl FnOnce(&mut Menu)) -> Self {
        change(self.state.menus.entry(id).or_insert_with(|| Menu::plain(id, "Another")));
        self
    }

    pub fn strategy(self, strategy: RingStrategy) -> Self {
        self.group(SUPPORT, |g| g.strategy = strategy)
    }

    pub fn forwards(self, id: MemberId, numbers: &[u32]) -> Self {
        let forward = |n: &u32| Forwarding { number: phone(*n), label: String::new(), seconds: 15 };
        self.member(id, |m| m.forwarding = numbers.iter().map(forward).collect())
    }

    pub fn key(self, key: Key, target: Target) -> Self {
        self.menu(MENU, |m| drop(m.keys.insert(key, target)))
    }

    pub fn presses(mut self, pressed: Pressed) -> Self {
        self.call.pressed.push(pressed);
        self
    }

    pub fn by_member(mut self, member: MemberId) -> Self {
        self.call.from = Caller::Inside { member, as_number: None };
        self
    }

    pub fn queue(self, length: u32, waiting: u32) -> Self {
        self.group(SUPPORT, |g| g.queue = Some(Queue { length, waiting }))
    }

    pub fn path(&self) -> CallPath {
        decide(&self.state, &self.call)
    }
}

/// The phones of each stage, as "118" or the end of an outside number.
pub fn stages(path: &CallPath) -> Vec<Vec<String>> {
    let line = |line: &super::Line| match line {
        super::Line::Extension(extension) => extension.to_string(),
        super::Line::Outside(number) => number.e164().trim_start_matches("+1503555").to_owned(),
    };
    path.stages.iter().map(|s| s.legs.iter().map(|leg| line(&leg.line)).collect()).collect()
}
