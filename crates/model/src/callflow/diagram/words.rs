//! The sentences of steps: why somebody is passed over, where something leads, how long it takes.

use super::Drawing;
use crate::callflow::hours::Opening;
use crate::callflow::menu::{Mailbox, Target};
use crate::callflow::path::{End, Refusal, Skip};
use crate::groups::{Fallback, RingStrategy};
use crate::instant::{Instant, running};

/// "20 seconds", "1 minute", "2 minutes", "1 min 30 s".
pub(super) fn lasting(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (0, 1) => "1 second".to_owned(),
        (0, s) => format!("{s} seconds"),
        (1, 0) => "1 minute".to_owned(),
        (m, 0) => format!("{m} minutes"),
        (m, s) => format!("{m} min {s} s"),
    }
}

impl Drawing<'_> {
    /// Why somebody is passed over, as it stands beside their name.
    pub(super) fn skip(&self, why: Skip, now: Instant) -> String {
        match why {
            Skip::Deleted => "Deleted".to_owned(),
            Skip::Suspended => "Suspended".to_owned(),
            Skip::Invited => "Not joined yet".to_owned(),
            Skip::Paused => "Taking a break".to_owned(),
            Skip::DoNotDisturb => "Do not disturb".to_owned(),
            Skip::OnCall { since } => format!("On a call, {}", running(now.since(since))),
            Skip::WrappingUp { until } => format!("Wrapping up, until {}", until.clock(self.zone)),
            Skip::Offline => "Offline".to_owned(),
            Skip::NoExtension => "No extension".to_owned(),
            Skip::RangBefore => "Rang before".to_owned(),
            Skip::Calls => "Is calling".to_owned(),
            Skip::OutOfTime => "The group’s time is over first".to_owned(),
        }
    }

    /// Where something leads: "Support", "Company voicemail".
    pub fn target(&self, target: &Target) -> String {
        match target {
            Target::Member(id) => self.member(*id),
            Target::Group(id) => self.group(*id),
            Target::Number(number) => self.number(number),
            Target::Voicemail(mailbox) => self.mailbox(*mailbox),
            Target::DialByName => "Dial by name".to_owned(),
            Target::Menu(id) => self.menu(*id),
            Target::Repeat => "Hear it again".to_owned(),
        }
    }

    pub(super) fn mailbox(&self, mailbox: Mailbox) -> String {
        match mailbox {
            Mailbox::Company => "Company voicemail".to_owned(),
            Mailbox::Group(id) => format!("{} voicemail", self.group(id)),
            Mailbox::Member(id) => format!("Voicemail of {}", self.member(id)),
        }
    }

    /// "Nobody answers in 2 minutes" of a group that rang, and where callers go then.
    pub(super) fn unanswered(&self, seconds: u32, to: &Fallback) -> String {
        let then = if *to == Fallback::HangUp { ", then the call ends" } else { "" };
        format!("Nobody answers in {}{then}", lasting(seconds))
    }

    /// Whether it is open, and why.
    pub(super) fn opening(&self, opening: &Opening) -> (&'static str, String) {
        match opening {
            Opening::Always => ("Open", "It has no business hours".to_owned()),
            Opening::Open { until } => ("Open", format!("Until {until}, no holiday, not closed by hand")),
            Opening::OpenOnHoliday { name, until } => ("Open", format!("{name}, until {until}")),
            Opening::ClosedByHand { until } => {
                ("Closed by hand", format!("Until {}, {}", until.date(self.zone), until.clock(self.zone)))
            }
            Opening::ClosedOnHoliday { name } => ("Closed", format!("Holiday: {name}")),
            Opening::OutsideHours => ("Closed", "Outside business hours".to_owned()),
        }
    }

    /// The last step: what takes or ends the call, and why.
    pub(super) fn end(&self, end: End) -> (String, String) {
        let (title, why) = match end {
            End::Voicemail(Mailbox::Company) => ("Company voicemail".to_owned(), "Takes a message for the company"),
            End::Voicemail(mailbox @ Mailbox::Group(_)) => (self.mailbox(mailbox), "Takes a message for the group"),
            End::Voicemail(mailbox @ Mailbox::Member(_)) => (self.mailbox(mailbox), "Takes a message"),
            End::NoAnswer => ("No answer".to_owned(), "The call ends when nobody picks up"),
            End::HangUp => ("The call ends".to_owned(), "The group is set up to hang up"),
            End::Refused(why) => ("The call is turned away".to_owned(), refused(why)),
        };
        (title, why.to_owned())
    }
}

fn refused(why: Refusal) -> &'static str {
    match why {
        Refusal::Unknown => "The caller hears that there is no such number",
        Refusal::Unassigned => "The number is assigned to nobody",
        Refusal::DoNotDisturb => "The caller hears a busy tone: do not disturb, and no forwarding",
        Refusal::NotTheirNumber => "They may not call with that number",
        Refusal::CallerMayNot => "Whoever calls has no phone that may be used",
    }
}

/// "all at once", "in order, 20 seconds each".
pub(super) fn strategy(strategy: RingStrategy) -> &'static str {
    match strategy {
        RingStrategy::All => "all at once",
        RingStrategy::Order => "in order",
        RingStrategy::RoundRobin => "taking turns",
        RingStrategy::LongestIdle => "longest idle first",
    }
}
