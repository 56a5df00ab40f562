//! The parts that drawn steps are made of: how a call arrives, a menu's keys, forwarding, people, the end.

use super::words::lasting;
use super::{ChangeAt, DiagramLeg, DiagramLine, DiagramStep, Drawing, First, StepIcon};
use crate::callflow::menu::{Key, Mailbox, Target};
use crate::callflow::path::{End, Skip, What};
use crate::callflow::state::{Call, Caller, Dialled, Entry, RingGroup};
use crate::groups::RingStrategy;
use crate::instant::Instant;
use crate::{Forwarding, MemberId, MenuId};

impl Drawing<'_> {
    /// "Outside call to (503) 555-0170", and what it is.
    pub(super) fn arrival(&self, call: &Call) -> DiagramStep {
        let shown = match &call.to {
            Dialled::Number(number) => self.number(number),
            Dialled::Extension(extension) => format!("extension {extension}"),
        };
        let title = match (self.first, &call.from) {
            (First::Card, _) => format!("Someone calls {shown}"),
            (First::Asked, Caller::Outside(_)) => format!("Outside call to {shown}"),
            (First::Asked, Caller::Inside { member, .. }) => format!("{} calls {shown}", self.member(*member)),
        };
        let step = DiagramStep::new(StepIcon::Incoming, title, self.leads_to());
        match self.state.number {
            Some(number) => step.at(ChangeAt::Number(number)),
            None => step,
        }
    }

    fn leads_to(&self) -> String {
        let number = self.state.number.is_some();
        match self.state.entry {
            Some(Entry::Member(id)) if self.first == First::Card => self.ways_in(id),
            Some(Entry::Member(id)) if number => format!("It rings at {}", self.member(id)),
            Some(Entry::Member(id)) => self.member(id),
            Some(Entry::Group(id)) if number => format!("It rings at {}", self.group(id)),
            Some(Entry::Group(id)) => self.group(id),
            Some(Entry::Menu { main: true }) => "The main number goes to the call menu".to_owned(),
            Some(Entry::Menu { main: false }) => "It goes to the call menu".to_owned(),
            Some(Entry::Nobody) => "It is assigned to nobody".to_owned(),
            None => "There is no such number here".to_owned(),
        }
    }

    /// "Or extension 118, or by name", on a member's card.
    fn ways_in(&self, id: MemberId) -> String {
        let Some(member) = self.state.members.get(&id) else { return String::new() };
        let by_name = if member.dial_by_name { "by name in the call menu" } else { "" };
        let extension = member.extension.filter(|_| self.state.number.is_some()).map(|e| format!("extension {e}"));
        let ways = [extension.unwrap_or_default(), by_name.to_owned()];
        let ways: Vec<String> = ways.into_iter().filter(|way| !way.is_empty()).map(|way| format!("or {way}")).collect();
        let mut text = ways.join(", ");
        if !text.is_empty() {
            text.replace_range(..1, "O");
        }
        text
    }

    pub(super) fn closed_greeting(&self, menu: MenuId) -> Option<DiagramStep> {
        let saved = self.state.menus.get(&menu)?;
        let said = !saved.closed_greeting.is_empty();
        let greeting = || DiagramStep::new(StepIcon::Closed, "Closed greeting", format!("“{}”", saved.closed_greeting));
        said.then(|| greeting().at(ChangeAt::Menu(menu)))
    }

    /// The greeting with its keys; not where a key is pressed next, which says the same.
    pub(super) fn greets(&self, menu: MenuId, next: Option<&What>) -> Option<DiagramStep> {
        if matches!(next, Some(What::KeyLeadsTo { .. })) {
            return None;
        }
        let saved = self.state.menus.get(&menu)?;
        let why = format!("Greeting, then waits {}", lasting(u32::from(saved.wait_seconds)));
        let mut step = DiagramStep::new(StepIcon::Menu, saved.name.clone(), why).at(ChangeAt::Menu(menu));
        let line = |(key, target): (&Key, &Target)| DiagramLine {
            mark: key.label().to_owned(),
            text: self.target(target),
            number: None,
            end: self.extension(target),
        };
        step.lines = saved.keys.iter().map(line).collect();
        Some(step)
    }

    pub(super) fn key(&self, menu: MenuId, key: Key, target: &Target) -> DiagramStep {
        let why = format!("Key {} goes to {}", key.label(), self.target(target));
        self.in_menu(menu, format!("presses {}", key.label()), &why)
    }

    pub(super) fn in_menu(&self, menu: MenuId, does: String, why: &str) -> DiagramStep {
        let title = format!("{}: caller {does}", self.menu(menu));
        DiagramStep::new(StepIcon::Menu, title, why).at(ChangeAt::Menu(menu))
    }

    pub(super) fn silent(&self, why: Skip, now: Instant) -> String {
        match why {
            Skip::Offline => "Offline: no phone or app is connected".to_owned(),
            Skip::DoNotDisturb => "Do not disturb is on".to_owned(),
            Skip::NoExtension => "They have no extension".to_owned(),
            Skip::RangBefore => "They rang before, in this call".to_owned(),
            other => self.skip(other, now),
        }
    }

    pub(super) fn forwards(&self, member: MemberId, numbers: u8) -> DiagramStep {
        let title =
            if numbers == 1 { "Forward to 1 number".to_owned() } else { format!("Forward to {numbers} numbers") };
        let why = "One after the other; whoever answers presses 1";
        let mut step = DiagramStep::new(StepIcon::Forward, title, why).at(ChangeAt::Forwarding(member));
        let all = self.state.members.get(&member).filter(|_| (self.sees)(member) && (self.sees_numbers)(member));
        let all = all.map(|m| m.forwarding.as_slice()).unwrap_or_default();
        let line = |(at, f): (usize, &Forwarding)| DiagramLine {
            mark: (at + 1).to_string(),
            text: f.label.clone(),
            number: Some(self.number(&f.number)),
            end: format!("{} s", f.seconds),
        };
        step.lines = all.iter().enumerate().map(line).collect();
        step.via = "Still no answer".to_owned();
        step
    }

    pub(super) fn ends(&self, end: End) -> DiagramStep {
        let (title, why) = self.end(end);
        let (icon, change) = match end {
            End::Voicemail(Mailbox::Member(id)) => (StepIcon::Voicemail, Some(ChangeAt::Member(id))),
            End::Voicemail(Mailbox::Group(id)) => (StepIcon::Voicemail, Some(ChangeAt::Group(id))),
            End::Voicemail(Mailbox::Company) => (StepIcon::Voicemail, None),
            End::NoAnswer | End::HangUp | End::Refused(_) => (StepIcon::End, None),
        };
        let mut step = DiagramStep::new(icon, title, why);
        step.change = change;
        step
    }

    pub(super) fn with_people(
        &self,
        mut step: DiagramStep,
        now: Instant,
        rings: &[MemberId],
        skipped: &[(MemberId, Skip)],
        unread: u64,
    ) -> DiagramStep {
        step.rings = rings.iter().map(|id| self.leg(*id, None, now)).collect();
        step.skipped = skipped.iter().map(|(id, why)| self.leg(*id, Some(*why), now)).collect();
        step.unread = unread;
        step
    }

    fn leg(&self, id: MemberId, skip: Option<Skip>, now: Instant) -> DiagramLeg {
        let seen = self.state.members.get(&id).filter(|_| (self.sees)(id));
        DiagramLeg {
            member: seen.map(|m| m.id),
            name: self.member(id),
            initials: seen.map(|m| m.name.initials()).unwrap_or_default(),
            photo: seen.and_then(|m| m.photo.clone()),
            extension: seen.and_then(|m| m.extension),
            skip,
            why: skip.map_or_else(|| "Phones and apps".to_owned(), |why| self.skip(why, now)),
        }
    }
}

/// "For 20 seconds, then again, up to 2 minutes", "20 seconds each, up to 2 minutes".
pub(super) fn how_long(group: &RingGroup) -> String {
    let (each, all) = (u32::from(group.ring_seconds), u32::from(group.wait_seconds));
    match group.strategy {
        RingStrategy::All if all > each => {
            format!("For {}, then again, up to {}", lasting(each), lasting(all))
        }
        RingStrategy::All => format!("For {}", lasting(each)),
        _ => format!("{} each, up to {}", lasting(each), lasting(all)),
    }
}
