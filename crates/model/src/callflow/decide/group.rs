//! Groups: who can answer, in which order they ring, and what comes when nobody does (N4).

use super::{Next, Walk};
use crate::callflow::menu::{Mailbox, Target};
use crate::callflow::path::{End, Leg, Line, Skip, What};
use crate::callflow::state::{Callee, RingGroup, Seat};
use crate::groups::{Fallback, RingStrategy};
use crate::{Activity, Availability, GroupId, MemberId, MemberState};

/// More phones than this never ring at once for one call: no telephone network carries them.
pub const MOST_AT_ONCE: usize = 100;

impl<'a> Walk<'a> {
    pub(super) fn group(&mut self, id: GroupId) -> Next {
        let Some(group) = self.group_of(id) else {
            return Next::End(self.nowhere(What::GroupGone(id)));
        };
        if !self.groups.insert(id) {
            self.step(What::GroupAgain(id));
            return Next::End(End::Voicemail(Mailbox::Group(id)));
        }
        if let Some(queue) = group.queue.filter(|queue| queue.waiting >= queue.length) {
            self.step(What::QueueFull { group: id, length: queue.length });
            return self.lead_on(group, &group.queue_full);
        }
        let (can, skipped) = self.who_can(group);
        if can.is_empty() {
            self.nobody_can(group, skipped);
        } else {
            self.ring_group(group, can, skipped);
        }
        self.lead_on(group, &group.no_answer)
    }

    /// Where callers go whom the group does not answer.
    fn lead_on(&mut self, group: &RingGroup, to: &Fallback) -> Next {
        self.step(What::GroupLeadsTo { group: group.id, to: to.clone() });
        match to {
            Fallback::Voicemail => Next::End(End::Voicemail(Mailbox::Group(group.id))),
            Fallback::HangUp => Next::End(End::HangUp),
            Fallback::Member(member) => Next::Go(Target::Member(*member)),
            Fallback::Group(other) => Next::Go(Target::Group(*other)),
            Fallback::Number(number) => Next::Go(Target::Number(number.clone())),
        }
    }

    fn nobody_can(&mut self, group: &RingGroup, skipped: Vec<(MemberId, Skip)>) {
        let (id, unread) = (group.id, group.unread);
        // Somebody who never can answer is not worth waiting for.
        let worth = skipped.iter().any(|(_, why)| matches!(why, Skip::OnCall { .. } | Skip::WrappingUp { .. }));
        if group.queue.is_some() && worth {
            let seconds = group.wait_seconds;
            self.step(What::GroupWaits { group: id, seconds, skipped, unread });
            self.elapsed += u32::from(seconds);
        } else {
            self.step(What::NobodyCanAnswer { group: id, skipped, unread });
        }
    }

    fn ring_group(&mut self, group: &RingGroup, can: Vec<&Callee>, mut skipped: Vec<(MemberId, Skip)>) {
        let id = group.id;
        let (once, each) = (group.strategy == RingStrategy::All, group.ring_seconds.max(1));
        let fit = if once { MOST_AT_ONCE } else { usize::from(group.wait_seconds.max(each) / each) };
        skipped.extend(can.iter().skip(fit).map(|m| (m.id, Skip::OutOfTime)));
        let first: Vec<&Callee> = can.into_iter().take(fit).collect();
        let rings = first.iter().map(|m| m.id).collect();
        self.step(What::GroupRings { group: id, strategy: group.strategy, rings, skipped, unread: group.unread });
        if let (RingStrategy::RoundRobin, Some(first)) = (group.strategy, first.first()) {
            self.turns.push((id, first.id));
        }
        let legs = first.iter().filter_map(|m| leg(m));
        if once {
            self.ring(each, legs.collect(), Some(id));
            // Rung again and again until its time is over.
            self.elapsed += u32::from(group.wait_seconds.saturating_sub(each));
        } else {
            legs.for_each(|leg| self.ring(each, vec![leg], Some(id)));
        }
    }

    /// Who can answer, in the order they ring, and who can't.
    fn who_can(&self, group: &RingGroup) -> (Vec<&'a Callee>, Vec<(MemberId, Skip)>) {
        let (mut can, mut skipped) = (Vec::new(), Vec::new());
        for seat in in_turn(group) {
            match self.state.members.get(&seat.member) {
                Some(member) => match self.skips(member, seat.paused) {
                    Some(why) => skipped.push((member.id, why)),
                    None => can.push(member),
                },
                None => skipped.push((seat.member, Skip::Deleted)),
            }
        }
        if group.strategy == RingStrategy::LongestIdle {
            // Stable: those who never had a call come first, in their own order.
            can.sort_by_key(|m| m.idle_since);
        }
        (can, skipped)
    }

    /// Why a group passes somebody over.
    fn skips(&self, member: &Callee, paused: bool) -> Option<Skip> {
        if let Some(why) = never_rings(member) {
            return Some(why);
        }
        if self.calling() == Some(member.id) {
            return Some(Skip::Calls);
        }
        if paused {
            return Some(Skip::Paused);
        }
        match member.activity {
            Activity::OnCall { since } => return Some(Skip::OnCall { since }),
            Activity::WrappingUp { until } if until > self.call.at => return Some(Skip::WrappingUp { until }),
            Activity::WrappingUp { .. } | Activity::Idle => {}
        }
        if member.availability == Availability::DoNotDisturb {
            return Some(Skip::DoNotDisturb);
        }
        match member.extension {
            _ if !member.online => Some(Skip::Offline),
            None => Some(Skip::NoExtension),
            Some(extension) => self.rung.contains(&Line::Extension(extension)).then_some(Skip::RangBefore),
        }
    }
}

/// Members who ring on no path at all (M16, M17).
pub(super) fn never_rings(member: &Callee) -> Option<Skip> {
    match member.state {
        MemberState::Deleted => Some(Skip::Deleted),
        MemberState::Suspended => Some(Skip::Suspended),
        MemberState::Invited => Some(Skip::Invited),
        MemberState::Active => None,
    }
}

fn leg(member: &Callee) -> Option<Leg> {
    let line = Line::Extension(member.extension?);
    Some(Leg { line, member: Some(member.id), caller: None, confirm: None })
}

/// The seats in their order; of round robin begun after whoever was first last time.
fn in_turn(group: &RingGroup) -> impl Iterator<Item = &Seat> {
    let last = group.last_first.filter(|_| group.strategy == RingStrategy::RoundRobin);
    let at = last.and_then(|last| group.seats.iter().position(|seat| seat.member == last)).map_or(0, |at| at + 1);
    let (before, after) = group.seats.split_at(at.min(group.seats.len()));
    after.iter().chain(before)
}
