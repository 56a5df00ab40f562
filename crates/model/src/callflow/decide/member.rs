//! A member called alone: screening, their phones, their forwarding numbers, their voicemail (M12, M16, M20).

use super::group::never_rings;
use super::{COMPANY, PHONE_SECONDS, Walk, Way};
use crate::callflow::menu::{Key, Mailbox};
use crate::callflow::path::{End, Leg, Line, Refusal, Skip, What};
use crate::callflow::state::{Callee, Caller};
use crate::{Activity, Availability, Forwarding, MemberId};

/// The key that takes a forwarded or screened call (M12).
const TAKES_IT: Key = Key::One;

impl Walk<'_> {
    pub(super) fn member(&mut self, id: MemberId, way: Way) -> End {
        let Some(member) = self.callee(id) else {
            return self.turned_away(id, Skip::Deleted, way);
        };
        if let Some(why) = never_rings(member) {
            return self.turned_away(id, why, way);
        }
        let own = End::Voicemail(Mailbox::Member(id));
        if self.calling() == Some(id) {
            // Whoever calls themselves listens to their messages.
            self.step(What::MemberSkipped { member: id, why: Skip::Calls });
            return own;
        }
        let forwarding = self.forwarding_of(member);
        if member.availability == Availability::DoNotDisturb {
            self.step(What::PhonesSilent { member: id, why: Skip::DoNotDisturb });
            if forwarding.is_empty() && way == Way::Straight {
                return End::Refused(Refusal::DoNotDisturb);
            }
        } else {
            self.phones(member);
        }
        self.forward(member, forwarding);
        own
    }

    /// Somebody who doesn't ring. Called by their own number or extension they are as unknown as if they were not there; only
    /// who hasn't joined yet is covered by the company's voicemail, so that the first callers can leave word.
    fn turned_away(&mut self, member: MemberId, why: Skip, way: Way) -> End {
        self.step(What::MemberSkipped { member, why });
        if way == Way::Straight && why != Skip::Invited { End::Refused(Refusal::Unknown) } else { COMPANY }
    }

    /// All registered phones and apps at the same time. A busy one shows a second call, and wrapping up holds off a group's
    /// calls only.
    fn phones(&mut self, member: &Callee) {
        let line = member.extension.map(Line::Extension);
        let why = match &line {
            _ if !member.online => Some(Skip::Offline),
            None => Some(Skip::NoExtension),
            Some(line) => self.rung.contains(line).then_some(Skip::RangBefore),
        };
        let (None, Some(line)) = (why, line) else {
            let why = why.unwrap_or(Skip::NoExtension);
            self.step(What::PhonesSilent { member: member.id, why });
            return;
        };
        let screened = member.screening && matches!(self.call.from, Caller::Outside(_));
        if screened {
            self.step(What::Screens(member.id));
        }
        let second_call = matches!(member.activity, Activity::OnCall { .. });
        self.step(What::PhonesRing { member: member.id, seconds: PHONE_SECONDS, second_call });
        let confirm = screened.then_some(TAKES_IT);
        self.ring(PHONE_SECONDS, vec![Leg { line, member: Some(member.id), caller: None, confirm }], None);
    }

    /// Those forwarding numbers that ring: not the phone the call comes from, and none that rang before.
    fn forwarding_of(&self, member: &Callee) -> Vec<Forwarding> {
        let from = match &self.call.from {
            Caller::Outside(number) => number.as_ref(),
            Caller::Inside { .. } => None,
        };
        let rings = |f: &&Forwarding| Some(&f.number) != from && !self.rung.contains(&Line::Outside(f.number.clone()));
        let all = member.forwarding.iter().filter(|_| member.forwarding_on);
        all.filter(rings).cloned().collect()
    }

    /// One after the other; whoever answers presses 1, so that no outside voicemail takes the call (M12).
    fn forward(&mut self, member: &Callee, numbers: Vec<Forwarding>) {
        if numbers.is_empty() {
            if !member.forwarding_on && !member.forwarding.is_empty() {
                self.step(What::ForwardingOff(member.id));
            }
            return;
        }
        let count = u8::try_from(numbers.len()).unwrap_or(u8::MAX);
        self.step(What::Forwards { member: member.id, numbers: count });
        for Forwarding { number, seconds, .. } in numbers {
            let (line, caller) = (Line::Outside(number), member.usable.first().cloned());
            let leg = Leg { line, member: Some(member.id), caller, confirm: Some(TAKES_IT) };
            self.ring(seconds, vec![leg], None);
        }
    }
}
