//! `decide`: what happens to one call. Pure: the same facts and the same call give the same path.
//!
//! It always ends. A key that is pressed is used up, a menu is entered once without a key in between, a group once.

mod group;
mod member;
mod menu;

use super::menu::{Mailbox, Target};
use super::path::{CallPath, End, Leg, Line, Refusal, Stage, Step, What};
use super::state::{Call, Callee, Caller, Dialled, Entry, Pressed, RingGroup, RoutingState};
use crate::{Extension, GroupId, MemberId, MemberState, MenuId, PhoneNumber};
use std::collections::BTreeSet;

/// How long the phones of a member ring who is called alone, in seconds.
pub const PHONE_SECONDS: u16 = 20;
/// How long a phone outside rings that a key leads to or a member calls, in seconds.
pub const OUTSIDE_SECONDS: u16 = 60;

/// What happens to `call`.
pub fn decide(state: &RoutingState, call: &Call) -> CallPath {
    let mut walk = Walk::new(state, call);
    let end = walk.arrive();
    walk.step(What::Ends(end));
    CallPath { steps: walk.steps, stages: walk.stages, end, turns: walk.turns }
}

/// Whom a call reaches who is not in the state. What isn't there at all stays wanted, whatever is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    pub groups: BTreeSet<GroupId>,
    pub members: BTreeSet<MemberId>,
}

/// What `call` needs beyond the state: whoever reads the state asks, reads that, and asks again. So one call reads whom it
/// reaches, and never the whole team.
pub fn wants(state: &RoutingState, call: &Call) -> Wants {
    let mut walk = Walk::new(state, call);
    walk.arrive();
    walk.wants
}

/// How a call came to where it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By the number or extension that was dialled.
    Straight,
    /// By a menu or a group.
    Led,
}

/// What comes next.
enum Next {
    Go(Target),
    End(End),
}

/// The company's voicemail: the end of all that leads nowhere.
const COMPANY: End = End::Voicemail(Mailbox::Company);

struct Walk<'a> {
    state: &'a RoutingState,
    call: &'a Call,
    pressed: std::slice::Iter<'a, Pressed>,
    steps: Vec<Step>,
    stages: Vec<Stage>,
    /// Seconds since the call arrived.
    elapsed: u32,
    rung: BTreeSet<Line>,
    /// Menus entered since the last key.
    menus: BTreeSet<MenuId>,
    groups: BTreeSet<GroupId>,
    turns: Vec<(GroupId, MemberId)>,
    wants: Wants,
}

impl<'a> Walk<'a> {
    fn new(state: &'a RoutingState, call: &'a Call) -> Self {
        let pressed = call.pressed.iter();
        let (steps, stages, turns) = (Vec::new(), Vec::new(), Vec::new());
        let (rung, menus, groups) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let wants = Wants::default();
        Walk { state, call, pressed, steps, stages, elapsed: 0, rung, menus, groups, turns, wants }
    }

    fn step(&mut self, what: What) {
        self.steps.push(Step { after: self.elapsed, what });
    }

    /// Adds a stage, without phones that rang before; none is added when none is left.
    fn ring(&mut self, seconds: u16, legs: Vec<Leg>, group: Option<GroupId>) {
        let legs: Vec<Leg> = legs.into_iter().filter(|leg| self.rung.insert(leg.line.clone())).collect();
        if !legs.is_empty() {
            self.elapsed += u32::from(seconds);
            self.stages.push(Stage { seconds, legs, group });
        }
    }

    /// A member of the state; noted as wanted where they are not in it.
    fn callee(&mut self, id: MemberId) -> Option<&'a Callee> {
        let found = self.state.members.get(&id);
        if found.is_none() {
            self.wants.members.insert(id);
        }
        found
    }

    /// The same of a group.
    fn group_of(&mut self, id: GroupId) -> Option<&'a RingGroup> {
        let found = self.state.groups.get(&id);
        if found.is_none() {
            self.wants.groups.insert(id);
        }
        found
    }

    /// Whoever calls, if they are a member.
    fn calling(&self) -> Option<MemberId> {
        match &self.call.from {
            Caller::Inside { member, .. } => Some(*member),
            Caller::Outside(_) => None,
        }
    }

    fn arrive(&mut self) -> End {
        if let Some(member) = self.calling() {
            let active = self.callee(member).is_some_and(|m| m.state == MemberState::Active);
            if !active {
                self.step(What::CallerMayNot(member));
                return End::Refused(Refusal::CallerMayNot);
            }
        }
        match (self.state.entry, &self.call.to) {
            (Some(entry), _) => self.enter(entry),
            (None, Dialled::Number(number)) => self.outside_number(number),
            (None, Dialled::Extension(_)) => {
                self.step(What::UnknownExtension);
                End::Refused(Refusal::Unknown)
            }
        }
    }

    fn enter(&mut self, entry: Entry) -> End {
        match entry {
            Entry::Member(member) => {
                self.step(What::RingsMember(member));
                self.member(member, Way::Straight)
            }
            Entry::Group(group) => {
                self.step(What::RingsGroup(group));
                self.follow(Target::Group(group))
            }
            Entry::Menu { main } => {
                self.step(What::RingsMenu { main });
                match self.state.main_menu {
                    Some(menu) => self.follow(Target::Menu(menu)),
                    None => self.nowhere(What::NoMenu),
                }
            }
            Entry::Nobody => {
                self.step(What::NumberOfNobody);
                End::Refused(Refusal::Unassigned)
            }
        }
    }

    /// A number that is not the account's: a member may call it with a number of theirs (R6), nobody else may.
    fn outside_number(&mut self, number: &PhoneNumber) -> End {
        let Caller::Inside { member, as_number } = &self.call.from else {
            self.step(What::UnknownNumber);
            return End::Refused(Refusal::Unknown);
        };
        let usable = self.state.members.get(member).map(|m| m.usable.as_slice()).unwrap_or_default();
        if as_number.as_ref().is_some_and(|wanted| !usable.contains(wanted)) {
            self.step(What::NotTheirNumber(*member));
            return End::Refused(Refusal::NotTheirNumber);
        }
        let caller = as_number.clone().or_else(|| usable.first().cloned());
        self.step(What::CallsOutside { member: *member, caller: caller.clone() });
        let leg = Leg { line: Line::Outside(number.clone()), member: None, caller, confirm: None };
        self.ring(OUTSIDE_SECONDS, vec![leg], None);
        End::NoAnswer
    }

    /// Goes where menus and groups lead, until it ends.
    fn follow(&mut self, mut target: Target) -> End {
        loop {
            let next = match target {
                Target::Menu(menu) => self.menu(menu),
                Target::Group(group) => self.group(group),
                Target::Member(member) => Next::End(self.member(member, Way::Led)),
                Target::Number(number) => Next::End(self.outside(&number)),
                Target::Voicemail(mailbox) => Next::End(End::Voicemail(mailbox)),
                Target::DialByName => self.dial_by_name(),
                // Of nothing: menus repeat by themselves.
                Target::Repeat => Next::End(COMPANY),
            };
            match next {
                Next::Go(next) => target = next,
                Next::End(end) => return end,
            }
        }
    }

    /// A phone outside that a key or an unanswered group leads to. It sees the number that was dialled, which is the account's.
    fn outside(&mut self, number: &PhoneNumber) -> End {
        self.step(What::OutsideRings(number.clone()));
        let caller = match &self.call.to {
            Dialled::Number(dialled) => Some(dialled.clone()),
            Dialled::Extension(_) => None,
        };
        let leg = Leg { line: Line::Outside(number.clone()), member: None, caller, confirm: None };
        self.ring(OUTSIDE_SECONDS, vec![leg], None);
        COMPANY
    }

    fn nowhere(&mut self, why: What) -> End {
        self.step(why);
        COMPANY
    }

    /// An extension dialled in a menu.
    fn extension(&self, extension: Extension) -> Option<Target> {
        match self.state.extensions.get(&extension)? {
            Entry::Member(member) => Some(Target::Member(*member)),
            Entry::Group(group) => Some(Target::Group(*group)),
            Entry::Menu { .. } | Entry::Nobody => None,
        }
    }
}
