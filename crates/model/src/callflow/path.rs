//! The answer: which phones ring when, what ends the call, and why it is so step by step.

use crate::callflow::hours::Opening;
use crate::callflow::menu::{Key, Mailbox, Target};
use crate::groups::{Fallback, RingStrategy};
use crate::instant::Instant;
use crate::{Extension, GroupId, MemberId, MenuId, PhoneNumber};
use serde::{Deserialize, Serialize};

/// What rings.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Line {
    /// Every registered phone and app of a member.
    Extension(Extension),
    /// A phone outside.
    Outside(PhoneNumber),
}

/// One phone that rings in a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    pub line: Line,
    /// Whose phone it is; none: a number that belongs to no member.
    pub member: Option<MemberId>,
    /// What the phone outside sees as caller: a number that the forwarding or calling member may use.
    pub caller: Option<PhoneNumber>,
    /// Whoever answers presses this key to take the call: always on forwarded calls (M12), and where calls are screened.
    pub confirm: Option<Key>,
}

/// Phones that ring at the same time. The next stage begins when this one's time is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub seconds: u16,
    pub legs: Vec<Leg>,
    /// The group whose call it is.
    pub group: Option<GroupId>,
}

/// Why the call is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// No such number or extension, or it belongs to somebody suspended, which nobody outside can tell apart.
    Unknown,
    /// A number that is assigned to nobody.
    Unassigned,
    DoNotDisturb,
    /// Whoever calls may not use the number they want to be seen with (R6).
    NotTheirNumber,
    /// Whoever calls is suspended, deleted or hasn't joined.
    CallerMayNot,
}

/// What ends every path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    Voicemail(Mailbox),
    /// Nothing takes the call once the last stage is over: calls to phones outside that a member makes.
    NoAnswer,
    /// As the group is set up.
    HangUp,
    Refused(Refusal),
}

impl End {
    /// What the call engine answers the caller's side with (RFC 3261 §21).
    pub fn status(self) -> (u16, &'static str) {
        match self {
            End::Voicemail(_) | End::NoAnswer | End::HangUp => (480, "No answer"),
            End::Refused(Refusal::Unknown | Refusal::Unassigned) => (404, "Not found"),
            End::Refused(Refusal::DoNotDisturb) => (486, "Do Not Disturb"),
            End::Refused(Refusal::NotTheirNumber) => (403, "Caller number not allowed"),
            End::Refused(Refusal::CallerMayNot) => (403, "Not allowed"),
        }
    }
}

/// Why somebody's phone stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Skip {
    Deleted,
    Suspended,
    Invited,
    /// Taking a break from the group's calls.
    Paused,
    DoNotDisturb,
    OnCall {
        since: Instant,
    },
    WrappingUp {
        until: Instant,
    },
    /// No phone registered and no app open.
    Offline,
    NoExtension,
    /// Rang in an earlier stage.
    RangBefore,
    /// They are the caller.
    Calls,
    /// The group's time is over before their turn.
    OutOfTime,
}

/// A step of the path, and how many seconds after the call's arrival it begins at the earliest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub after: u32,
    pub what: What,
}

/// What happens in a step, and by its name why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    // Arriving.
    RingsMember(MemberId),
    RingsGroup(GroupId),
    RingsMenu {
        main: bool,
    },
    NumberOfNobody,
    UnknownNumber,
    UnknownExtension,
    /// A member calls a phone outside, seen with this number.
    CallsOutside {
        member: MemberId,
        caller: Option<PhoneNumber>,
    },
    CallerMayNot(MemberId),
    NotTheirNumber(MemberId),

    // A menu.
    Hours {
        menu: MenuId,
        opening: Opening,
    },
    ClosedLeadsTo {
        menu: MenuId,
        target: Target,
    },
    Greets {
        menu: MenuId,
    },
    KeyLeadsTo {
        menu: MenuId,
        key: Key,
        target: Target,
    },
    KeyUnused {
        menu: MenuId,
        key: Key,
    },
    KeyRepeats {
        menu: MenuId,
        key: Key,
    },
    NothingPressed {
        menu: MenuId,
        target: Target,
    },
    ExtensionDialled(Extension),
    ExtensionsNotDialled(Extension),
    NoSuchExtension(Extension),
    NoMenu,
    /// Callers who press nothing would go round for ever: the company's voicemail ends it.
    MenuAgain(MenuId),
    DialsByName,
    NotInDirectory,
    NothingSpelled,

    // A group.
    GroupRings {
        group: GroupId,
        strategy: RingStrategy,
        rings: Vec<MemberId>,
        skipped: Vec<(MemberId, Skip)>,
        unread: u64,
    },
    /// Nobody can answer now, but callers may wait until somebody can.
    GroupWaits {
        group: GroupId,
        seconds: u16,
        skipped: Vec<(MemberId, Skip)>,
        unread: u64,
    },
    NobodyCanAnswer {
        group: GroupId,
        skipped: Vec<(MemberId, Skip)>,
        unread: u64,
    },
    QueueFull {
        group: GroupId,
        length: u32,
    },
    /// Its callers had this group before.
    GroupAgain(GroupId),
    GroupGone(GroupId),
    GroupLeadsTo {
        group: GroupId,
        to: Fallback,
    },

    // A member alone.
    Screens(MemberId),
    PhonesRing {
        member: MemberId,
        seconds: u16,
        second_call: bool,
    },
    PhonesSilent {
        member: MemberId,
        why: Skip,
    },
    Forwards {
        member: MemberId,
        numbers: u8,
    },
    ForwardingOff(MemberId),
    MemberSkipped {
        member: MemberId,
        why: Skip,
    },

    // A phone outside, by a key.
    OutsideRings(PhoneNumber),

    // The end.
    Ends(End),
}

/// What happens to a call, from its arrival to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallPath {
    pub steps: Vec<Step>,
    pub stages: Vec<Stage>,
    pub end: End,
    /// Groups that were rung in turn, and who was first: the next call begins after them.
    pub turns: Vec<(GroupId, MemberId)>,
}

impl CallPath {
    /// The group whose call it is, if it rings in one.
    pub fn group(&self) -> Option<GroupId> {
        self.stages.iter().find_map(|stage| stage.group)
    }

    /// Whose phones ring, the first first, each once.
    pub fn rung(&self) -> Vec<MemberId> {
        let mut all = Vec::new();
        for member in self.stages.iter().flat_map(|s| &s.legs).filter_map(|leg| leg.member) {
            if !all.contains(&member) {
                all.push(member);
            }
        }
        all
    }
}
