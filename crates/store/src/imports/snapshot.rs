//! The account as one transaction sees it: all that a file is checked against.

use model::sessions::Actor;
use model::{
    Country, Extension, GroupId, MemberId, MemberState, NumberId, PersonName, PhoneNumber, Plan, PriceBook, RoleId,
    RoleKind, Seats,
};
use policy::{GroupTarget, NumberTarget, RoleRef};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A role with its place in the order that tables sort by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRole {
    pub id: RoleId,
    pub kind: RoleKind,
    pub name: String,
    pub rank: i64,
}

impl From<&KnownRole> for RoleRef {
    fn from(role: &KnownRole) -> Self {
        RoleRef { id: role.id, kind: role.kind, name: role.name.clone() }
    }
}

/// A member who is not deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMember {
    pub id: MemberId,
    pub name: PersonName,
    pub sign_in: String,
    pub role: RoleId,
    pub state: MemberState,
    /// Has a password, so counts as an Administrator who can sign in (R7).
    pub can_sign_in: bool,
    pub plan: Plan,
    pub extension: Option<Extension>,
    pub forwarding: Vec<PhoneNumber>,
    pub groups: BTreeSet<GroupId>,
    pub mobile: Option<PhoneNumber>,
    pub time_zone: String,
}

/// Where a business number's calls go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberUse {
    Nobody,
    Member(MemberId),
    Taken,
}

/// A business number of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownNumber {
    pub id: NumberId,
    pub number: PhoneNumber,
    pub rings: NumberUse,
    /// Groups that use it (R6).
    pub groups: BTreeSet<GroupId>,
}

impl KnownNumber {
    pub fn target(&self, country: Country) -> NumberTarget {
        NumberTarget { id: self.id, shown: self.number.shown_in(country), groups: self.groups.clone(), holder: None }
    }
}

/// A group and how many are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownGroup {
    pub group: GroupTarget,
    pub members: i64,
}

/// Everything that planning reads. Keys of `members` and `taken` are sign-in keys, of `groups` folded names, of `numbers` E.164.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub actor: Actor,
    pub country: Country,
    pub digits: u8,
    pub default_plan: Plan,
    /// What seats there are and cost (S1, S3).
    pub seats: Seats,
    pub prices: PriceBook,
    pub roles: Vec<KnownRole>,
    pub members: HashMap<String, KnownMember>,
    /// Names of the file that belong to another account or to a member who is about to be erased (M5).
    pub taken: HashSet<String>,
    /// Extension → holder's name, over members and groups (M11).
    pub extensions: BTreeMap<u32, String>,
    pub numbers: HashMap<String, KnownNumber>,
    pub groups: HashMap<String, KnownGroup>,
    /// Active Administrators who can sign in (R7).
    pub administrators: i64,
}

impl Snapshot {
    /// The role of new members when the file names none.
    pub fn plain_role(&self) -> Option<&KnownRole> {
        self.roles.iter().find(|r| r.kind == RoleKind::Agent).or(self.roles.last())
    }

    pub fn role(&self, id: RoleId) -> Option<&KnownRole> {
        self.roles.iter().find(|r| r.id == id)
    }
}
