//! How a group rings, and where callers go whom it does not answer (N4).

use crate::slugs::slugs;
use crate::{GroupId, MemberId, PhoneNumber};
use std::fmt;

slugs! {
    /// Who of a group is rung first (N4).
    RingStrategy {
        All = "all", "All at once";
        Order = "order", "In order";
        RoundRobin = "round-robin", "Taking turns";
        LongestIdle = "longest-idle", "Longest idle first";
    }
}

impl RingStrategy {
    /// What it means, in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            RingStrategy::All => "Everyone rings. First to answer takes it.",
            RingStrategy::Order => "Top of the list first, then the next.",
            RingStrategy::RoundRobin => "Starts after whoever rang last.",
            RingStrategy::LongestIdle => "Whoever has waited longest since a call.",
        }
    }
}

slugs! {
    /// What waiting callers hear; all of it comes with Teamline.
    HoldMusic {
        Piano = "piano", "Piano";
        Guitar = "guitar", "Acoustic guitar";
        Strings = "strings", "Strings";
        Jazz = "jazz", "Quiet jazz";
        Ringing = "ringing", "Ringing tone";
        Silence = "silence", "Silence";
    }
}

slugs! {
    /// When callers go elsewhere.
    FallbackOccasion {
        /// Nobody answered, and the caller waited as long as they may.
        NoAnswer = "no-answer", "If nobody answers";
        /// As many wait as may.
        QueueFull = "queue-full", "If the queue is full";
    }
}

/// Where a caller goes whom nobody answered. Voicemail is that of the group, or of whoever else was called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fallback {
    #[default]
    Voicemail,
    Member(MemberId),
    Group(GroupId),
    /// A phone outside of the account.
    Number(PhoneNumber),
    HangUp,
}

impl Fallback {
    /// "voicemail", "member:ID", "group:ID", "number:+15035550142", "hang-up"; none for everything else.
    pub fn parse(text: &str) -> Option<Fallback> {
        match text.split_once(':') {
            None if text == "voicemail" => Some(Fallback::Voicemail),
            None if text == "hang-up" => Some(Fallback::HangUp),
            Some(("member", id)) => id.parse().ok().map(Fallback::Member),
            Some(("group", id)) => id.parse().ok().map(Fallback::Group),
            Some(("number", number)) => PhoneNumber::from_e164(number).map(Fallback::Number),
            _ => None,
        }
    }
}

impl fmt::Display for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fallback::Voicemail => f.write_str("voicemail"),
            Fallback::Member(id) => write!(f, "member:{id}"),
            Fallback::Group(id) => write!(f, "group:{id}"),
            Fallback::Number(number) => write!(f, "number:{number}"),
            Fallback::HangUp => f.write_str("hang-up"),
        }
    }
}

crate::serde_by_text!(Fallback, parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n4_where_a_caller_goes_reads_back_as_written() {
        let number = PhoneNumber::from_stored("+15035550142".into());
        let all = [Fallback::Voicemail, Fallback::Member(MemberId(7)), Fallback::Group(GroupId(9)), Fallback::HangUp];
        for to in all.into_iter().chain([Fallback::Number(number)]) {
            assert_eq!(Fallback::parse(&to.to_string()), Some(to));
        }
    }

    #[test]
    fn n4_a_hand_made_place_is_none() {
        for text in ["", "member:", "member:1", "voicemail:1", "number:911", "number:(503) 555-0142", "menu"] {
            assert_eq!(Fallback::parse(text), None, "{text}");
        }
    }
}
