//! Business numbers as pages see them: rows of the Numbers table, the number card, what may be chosen (N1 to N3, M13).

pub mod area;
pub mod query;
pub mod reservation;
pub mod uses;

pub use area::AreaCode;
pub use uses::{UseForm, UsePair, UsesQuery, Whom};

use crate::bulk::BulkPreview;
use crate::callflow::diagram::DiagramStep;
use crate::instant::Instant;
use crate::numbers::query::NumbersCursor;
use crate::slugs::slugs;
use crate::{GroupId, MemberId, NumberId, NumberScope, PhoneNumber, ReservationId, UsableNumber};
use serde::{Deserialize, Serialize};

slugs! {
    /// What kind of number it is.
    NumberKind {
        Local = "local", "Local";
        TollFree = "toll-free", "Toll-free";
        Mobile = "mobile", "Mobile";
    }
}

slugs! {
    /// Where incoming calls may ring, in the order the Destination column sorts (N3).
    DestinationKind {
        Menu = "menu", "Call menu";
        Group = "group", "Group";
        Member = "member", "Member";
        Nobody = "nobody", "Nobody";
    }
}

/// Where incoming calls ring: exactly one place (N3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    Nobody,
    Menu,
    Member { id: MemberId, name: String },
    Group { id: GroupId, name: String },
}

impl Destination {
    pub fn kind(&self) -> DestinationKind {
        match self {
            Destination::Nobody => DestinationKind::Nobody,
            Destination::Menu => DestinationKind::Menu,
            Destination::Member { .. } => DestinationKind::Member,
            Destination::Group { .. } => DestinationKind::Group,
        }
    }

    /// "Dana Whitfield", "Support", "Call menu", "Nobody".
    pub fn name(&self) -> &str {
        match self {
            Destination::Member { name, .. } | Destination::Group { name, .. } => name,
            other => other.kind().label(),
        }
    }
}

/// A place to send calls to, as a form names it (N1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteTo {
    Nobody,
    Menu,
    /// The call menu, and the account's company number from now on.
    Main,
    Member(MemberId),
    Group(GroupId),
}

impl RouteTo {
    /// "nobody", "menu", "main", "member:ID", "group:ID"; none for everything else.
    pub fn parse(text: &str) -> Option<RouteTo> {
        match text.split_once(':') {
            None => match text {
                "nobody" => Some(RouteTo::Nobody),
                "menu" => Some(RouteTo::Menu),
                "main" => Some(RouteTo::Main),
                _ => None,
            },
            Some(("member", id)) => id.parse().ok().map(RouteTo::Member),
            Some(("group", id)) => id.parse().ok().map(RouteTo::Group),
            Some(_) => None,
        }
    }

    pub fn kind(self) -> DestinationKind {
        match self {
            RouteTo::Nobody => DestinationKind::Nobody,
            RouteTo::Menu | RouteTo::Main => DestinationKind::Menu,
            RouteTo::Member(_) => DestinationKind::Member,
            RouteTo::Group(_) => DestinationKind::Group,
        }
    }
}

impl std::fmt::Display for RouteTo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RouteTo::Nobody => f.write_str("nobody"),
            RouteTo::Menu => f.write_str("menu"),
            RouteTo::Main => f.write_str("main"),
            RouteTo::Member(id) => write!(f, "member:{id}"),
            RouteTo::Group(id) => write!(f, "group:{id}"),
        }
    }
}

crate::serde_by_text!(RouteTo, parse);

/// One row of the Numbers table (N1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRow {
    pub id: NumberId,
    pub number: PhoneNumber,
    pub label: String,
    pub kind: NumberKind,
    pub destination: Destination,
    /// The account's company number.
    pub main: bool,
    /// Members who may use it for outgoing calls or messages.
    pub users: u64,
    /// Charged as an extra number (S4); what that is, the account's price book says.
    pub charged: bool,
    /// Where it rang before, if anywhere.
    pub previous: Option<String>,
    /// Counts changes; one that started from an older version is refused (N3).
    pub version: i64,
}

/// How many there are, kept in the transactions that change them; only of what the viewer's number scope shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberCounts {
    pub all: u64,
    pub unassigned: u64,
    /// Groups that numbers ring at.
    pub groups: Vec<crate::GroupName>,
    /// Labels in use.
    pub labels: Vec<String>,
}

/// One page of the Numbers table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersPage {
    pub rows: Vec<NumberRow>,
    pub total: u64,
    /// Ordinal of the first row, from 1; 0 when there is none.
    pub first: u64,
    pub previous: Option<NumbersCursor>,
    pub next: Option<NumbersCursor>,
    pub counts: NumberCounts,
    /// Which numbers the viewer's role shows (R2).
    pub scope: NumberScope,
}

/// Where a number rang before, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub kind: DestinationKind,
    pub name: String,
    pub since: Instant,
    pub until: Instant,
}

/// A member and what they may do with a number (N1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberUse {
    pub member: MemberId,
    pub number: NumberId,
    /// Whichever of the two the list is about: a member's name, or a number as it is shown.
    pub name: String,
    /// The quieter line: extension or label.
    pub about: String,
    pub calls: bool,
    pub messages: bool,
    pub default: bool,
    /// Why it can't be changed by whoever looks; none: it can (R10).
    pub refused: Option<String>,
}

impl NumberUse {
    /// How forms name the pair.
    pub fn key(&self) -> UsePair {
        UsePair { member: self.member, number: self.number }
    }
}

/// What whoever looks may not do with a number, each with its reason; none: they may (R10).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRefusals {
    pub route: Option<String>,
    pub label: Option<String>,
    pub release: Option<String>,
}

/// The number card (N1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberCard {
    pub row: NumberRow,
    pub since: Instant,
    pub added: Instant,
    /// The newest first.
    pub holders: Vec<Holder>,
    /// The first of those who may use it.
    pub users: Vec<NumberUse>,
    pub refused: NumberRefusals,
    /// What happens when somebody calls it now (N8).
    pub flow: Vec<DiagramStep>,
    /// Its place in the list it was opened from: "3 of 1,204"; none where that doesn't show it.
    pub position: Option<u64>,
    pub total: u64,
    pub previous: Option<NumberId>,
    pub next: Option<NumberId>,
    pub now: Instant,
}

/// A choice of a chooser, `T` being what is chosen; one that may not be chosen says why (R10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberChoice<T> {
    pub value: T,
    pub title: String,
    pub about: String,
    pub refused: Option<String>,
}

/// A member's numbers, and what the chooser for a direct number offers (M13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberNumbers {
    pub member: MemberId,
    pub name: String,
    pub direct: Vec<NumberRow>,
    pub usable: Vec<UsableNumber>,
    /// Unassigned numbers of the account that match, without the main number.
    pub free: Vec<NumberChoice<NumberId>>,
    pub free_total: u64,
    /// Why no direct number may be taken away or exchanged; none: it may.
    pub remove_refused: Option<String>,
    /// Why "Get new number" isn't theirs to press.
    pub buy_refused: Option<String>,
}

/// Who may use what, for a form: those there are, and more to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uses {
    /// Whom or what it is about.
    pub of: String,
    pub there: Vec<NumberUse>,
    pub more: Vec<NumberUse>,
}

/// A number of the supplier's inventory (N2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub number: PhoneNumber,
    pub kind: NumberKind,
    /// "Portland, OR"
    pub place: String,
}

/// What the supplier offers where one looks, and for whom it is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offers {
    /// For whom; none: for nobody yet.
    pub for_name: Option<String>,
    /// Where one looks; none: no area is chosen yet.
    pub area: Option<AreaCode>,
    /// Area codes the supplier has, each with its place.
    pub areas: Vec<(AreaCode, String)>,
    pub offers: Vec<Offer>,
    /// What the supplier said instead.
    pub fault: Option<String>,
    /// Cents a month once it is theirs (S4).
    pub monthly: i64,
}

/// A number kept for whoever chooses (N2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    pub id: ReservationId,
    pub offer: Offer,
    pub for_member: Option<MemberId>,
    pub for_name: Option<String>,
    /// What the member's direct number is now.
    pub instead_of: Option<PhoneNumber>,
    pub monthly: i64,
    pub expires: Instant,
    pub now: Instant,
}

/// The dialog of granting or revoking many numbers: which, to or from whom, and what that will do (K3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsePreview {
    /// How many numbers are meant, and the first of them as they are shown.
    pub numbers: u64,
    pub some: Vec<String>,
    pub members: Vec<(MemberId, String)>,
    /// From everybody who may use one of them.
    pub everybody: bool,
    /// Members to add, by the search.
    pub found: Vec<(MemberId, String, String)>,
    /// None: nobody is chosen yet.
    pub plan: Option<BulkPreview>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n1_a_place_to_ring_reads_back_as_written() {
        for to in
            [RouteTo::Nobody, RouteTo::Menu, RouteTo::Main, RouteTo::Member(MemberId(7)), RouteTo::Group(GroupId(9))]
        {
            assert_eq!(RouteTo::parse(&to.to_string()), Some(to));
        }
        for text in ["", "member:", "member:1", "voicemail", "group:x"] {
            assert_eq!(RouteTo::parse(text), None, "{text}");
        }
    }
}
