//! The Team table's view of the world: what is searched, filtered, sorted and paged, and its URL (T3 to T7).

pub mod card;
mod filter;
pub mod links;
pub mod url;

pub use filter::{FilterKind, FilterValue, TeamFilter};

use crate::instant::Instant;
use crate::slugs::slugs;
use crate::{GroupName, MemberId, MemberRow, Plan, RoleId, Seats, ViewId};
use serde::{Deserialize, Serialize};

slugs! {
    /// Columns of the table (T1, T7). Name is always shown.
    Column {
        Status = "status", "Status";
        Role = "role", "Role";
        Supervises = "supervises", "Supervises";
        Extension = "extension", "Ext.";
        Direct = "direct", "Direct number";
        Forwarding = "forwarding", "Forwards to";
        Plan = "plan", "Plan";
        Email = "email", "Email";
        Meeting = "meeting", "Meeting link";
        LastSignIn = "last-sign-in", "Last sign-in";
    }
}

slugs! {
    /// What a list can be ordered by (T3).
    SortBy {
        Name = "name", "Name";
        Role = "role", "Role";
        Extension = "extension", "Ext.";
        Status = "status", "Status";
        Plan = "plan", "Plan";
        LastSignIn = "last-sign-in", "Last sign-in";
    }
}

slugs! {
    /// Status filter (T5): what is shown in the Status column.
    StatusFilter {
        Online = "online", "Online";
        Available = "available", "Available";
        OnCall = "call", "On a call";
        WrappingUp = "wrap", "Wrapping up";
        DoNotDisturb = "dnd", "Do not disturb";
        Offline = "offline", "Offline";
        Suspended = "suspended", "Suspended";
    }
}

slugs! {
    /// Number filter (T5).
    NumberFilter {
        HasDirect = "direct", "Has a direct number";
        NoDirect = "none", "No direct number";
        Forwards = "forwards", "Forwards calls";
    }
}

slugs! {
    /// Invitation filter (T5).
    InvitationFilter {
        Pending = "pending", "Pending";
        Expired = "expired", "Expired";
        Joined = "joined", "Joined";
    }
}

/// A place between two rows, so that paging neither skips nor repeats while rows come and go (T6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The sort key of the row at the edge, as hexadecimal digits.
    pub key: String,
    /// The tie-break.
    pub id: MemberId,
    /// Rows come after it (next page) or before it (previous page).
    pub forward: bool,
    /// Ordinal of the first row to be shown, counted from 1; only for "51–100 of 1,204".
    pub at: u64,
}

/// A page of the Team table as its URL says it (T5, T6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamQuery {
    pub filter: TeamFilter,
    pub sort: SortBy,
    pub descending: bool,
    pub per_page: u16,
    pub cursor: Option<Cursor>,
}

impl Default for TeamQuery {
    fn default() -> Self {
        TeamQuery { filter: TeamFilter::default(), sort: SortBy::Name, descending: false, per_page: 50, cursor: None }
    }
}

/// A view's name and query, kept per member (T5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: ViewId,
    pub name: String,
    /// The query part of the URL, without "?".
    pub query: String,
}

/// How many there are of each kind, kept in the transactions that change them (T5, T12).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCounts {
    pub all: u64,
    pub online: u64,
    pub invited: u64,
    pub no_direct: u64,
    pub suspended: u64,
    pub roles: Vec<RoleCount>,
    pub groups: Vec<GroupCount>,
    pub plans: Vec<(Plan, u64)>,
}

/// A role to filter by, with how many have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleCount {
    pub id: RoleId,
    pub name: String,
    pub members: u64,
}

/// A group to filter by, with how many are in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCount {
    pub group: GroupName,
    pub members: u64,
}

/// Members whom a page shows and who were changed, and the numbers around them as they are now (P10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedRows {
    /// Those who still match the page's query.
    pub rows: Vec<MemberRow>,
    /// How many match it, over all pages.
    pub total: u64,
    pub counts: TeamCounts,
    /// None for those who may not see seats.
    pub seats: Option<Seats>,
}

/// One page of the Team table, with all that its frame shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    pub rows: Vec<MemberRow>,
    /// Rows that match the filter, over all pages.
    pub total: u64,
    /// Ordinal of the first row, counted from 1; 0 when there is none.
    pub first: u64,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
    pub counts: TeamCounts,
    /// None for those who may not see seats.
    pub seats: Option<Seats>,
    pub views: Vec<SavedView>,
    /// The server's clock when the page was made; timers run from it.
    pub now: Instant,
}
