//! The facts one call is decided from. `store::callflow` reads them: only those this call can reach, never the whole team.

use crate::callflow::menu::Menu;
use crate::groups::{Fallback, RingStrategy};
use crate::instant::Instant;
use crate::zone::Offsets;
use crate::{
    Activity, Availability, Extension, Forwarding, GroupId, MemberId, MemberState, MenuId, NumberId, PersonName,
    PhoneNumber,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caller {
    /// None: the number is withheld.
    Outside(Option<PhoneNumber>),
    /// A member, with the number they want to be seen with when they call somebody outside.
    Inside { member: MemberId, as_number: Option<PhoneNumber> },
}

/// What was dialled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialled {
    Number(PhoneNumber),
    Extension(Extension),
}

/// What a caller does in menus, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pressed {
    Key(super::menu::Key),
    Extension(Extension),
    /// The name they spelled belongs to this member; asked for after dial by name was chosen.
    Member(MemberId),
    /// The word they spelled is this group's.
    Group(GroupId),
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub from: Caller,
    pub to: Dialled,
    pub at: Instant,
    pub pressed: Vec<Pressed>,
}

/// Where a number or an extension of the account leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    Member(MemberId),
    Group(GroupId),
    /// The account's call menu; `main`: by the company's number.
    Menu {
        main: bool,
    },
    /// A number that is assigned to nobody.
    Nobody,
}

/// A member as calls see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callee {
    pub id: MemberId,
    pub name: PersonName,
    /// Content hash of the photo; none: initials are shown.
    pub photo: Option<String>,
    pub extension: Option<Extension>,
    pub state: MemberState,
    /// A phone is registered or an app is open.
    pub online: bool,
    pub availability: Availability,
    pub activity: Activity,
    pub forwarding_on: bool,
    /// In the order they are rung.
    pub forwarding: Vec<Forwarding>,
    pub screening: bool,
    pub dial_by_name: bool,
    /// Numbers they may call with, their default first.
    pub usable: Vec<PhoneNumber>,
    /// When their last call ended; none: never had one.
    pub idle_since: Option<Instant>,
}

/// A place in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub member: MemberId,
    /// Taking a break from this group's calls.
    pub paused: bool,
}

/// Callers may wait for somebody to be free (N4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// How many may wait at once.
    pub length: u32,
    /// How many wait now.
    pub waiting: u32,
}

/// A group as calls see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingGroup {
    pub id: GroupId,
    pub name: String,
    pub extension: Option<Extension>,
    pub strategy: RingStrategy,
    /// How long each member's phone rings.
    pub ring_seconds: u16,
    /// After how many seconds nobody has answered.
    pub wait_seconds: u16,
    pub queue: Option<Queue>,
    /// In their order.
    pub seats: Vec<Seat>,
    /// Members beyond those that were read: a group of thousands rings the first of those who can answer.
    pub unread: u64,
    /// Who was rung first by the last call, for round robin.
    pub last_first: Option<MemberId>,
    pub has_greeting: bool,
    /// Where calls go that nobody answered.
    pub no_answer: Fallback,
    /// Where calls go while as many wait as may.
    pub queue_full: Fallback,
}

/// All that one call is decided from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingState {
    /// The account's time zone.
    pub zone: Offsets,
    /// Outside callers may dial extensions in a menu (M11).
    pub dial_extensions: bool,
    /// What was dialled; none: it is no number and no extension of the account.
    pub entry: Option<Entry>,
    /// The number that was dialled, if it is the account's.
    pub number: Option<NumberId>,
    pub main_menu: Option<MenuId>,
    pub menus: BTreeMap<MenuId, Menu>,
    pub groups: BTreeMap<GroupId, RingGroup>,
    pub members: BTreeMap<MemberId, Callee>,
    /// Those extensions that are dialled in menus.
    pub extensions: BTreeMap<Extension, Entry>,
}
