//! Changes of many members at once: what is done, the preview before and the outcome after (K1 to K7, G2).

pub mod action;
pub mod cost;
pub mod words;

pub use action::{BulkAction, BulkDraft};

use crate::billing::prices::Minor;
use crate::instant::Instant;
use crate::slugs::slugs;
use crate::{AuditId, BulkKey, MemberId, PersonName};
use serde::{Deserialize, Serialize};

slugs! {
    /// What can be done with the selected, in the order of the bulk bar (K2).
    BulkKind {
        AssignNumber = "assign-number", "Assign number";
        RemoveNumber = "remove-number", "Remove number";
        ChangeRole = "role", "Change role";
        ChangePlan = "plan", "Change plan";
        AddToGroup = "group", "Add to group";
        Suspend = "suspend", "Suspend";
        Reactivate = "reactivate", "Reactivate";
        ResendInvitations = "resend", "Resend invitations";
        Export = "export", "Export as CSV";
        Delete = "delete", "Delete";
        /// From a file, not from the bulk bar (I1).
        Import = "import", "Import";
        /// Pairs of a number and a member, from the Numbers page (N1).
        GrantNumbers = "grant-numbers", "Grant outgoing use";
        RevokeNumbers = "revoke-numbers", "Revoke outgoing use";
    }
}

impl BulkKind {
    /// What the bulk bar offers for members who were selected: an import begins with a file, grants on the Numbers page.
    pub fn of_members() -> impl Iterator<Item = BulkKind> {
        BulkKind::ALL.iter().copied().filter(|kind| *kind == BulkKind::Export || kind.is_of_selected())
    }

    /// Whether it changes the selected members: an export only reads them.
    pub fn is_of_selected(self) -> bool {
        !matches!(self, BulkKind::Export | BulkKind::Import) && !self.is_of_pairs()
    }

    /// Whether what is counted are grants: a member who gets or loses a number.
    pub fn is_of_pairs(self) -> bool {
        matches!(self, BulkKind::GrantNumbers | BulkKind::RevokeNumbers)
    }

    /// Whether one of several is chosen first: a role, a number, a plan, a group.
    pub fn chooses(self) -> bool {
        use BulkKind::*;
        matches!(self, ChangeRole | AssignNumber | RemoveNumber | ChangePlan | AddToGroup)
    }
}

/// A change that may be chosen: only what the actor may give is offered (K5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub action: BulkAction,
    /// What it gives, as people read it.
    pub label: String,
}

/// What will happen to one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowOutcome {
    Changes,
    Stays,
    Refused,
}

/// One member of a plan (K3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// None: a thing that is no member.
    pub id: Option<MemberId>,
    pub name: PersonName,
    pub photo: Option<String>,
    pub outcome: RowOutcome,
    /// As people read it; empty: none.
    pub before: String,
    pub after: String,
    /// Why they stay as they are.
    pub why: Option<String>,
}

/// Why some are refused: the rule's sentence, a few words for the summary, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub sentence: String,
    pub short: String,
    pub members: u64,
}

impl Reason {
    /// Each reason once, the most frequent first, from sentences and short words of so many members.
    pub fn summed(all: impl IntoIterator<Item = ((String, String), u64)>) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        for ((sentence, short), members) in all {
            match reasons.iter_mut().find(|r| r.short == short) {
                Some(reason) => reason.members += members,
                None => reasons.push(Reason { sentence, short, members }),
            }
        }
        reasons.sort_by_key(|r| std::cmp::Reverse(r.members));
        reasons
    }
}

/// Why something that one thing by itself was is not set back (G2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaysFor {
    ChangedAgain,
    /// A rule forbids it to this person.
    NotYours,
    /// What it was is gone, or taken.
    Gone,
}

impl StaysFor {
    /// Of a member: "1 you can’t change: changed again since".
    pub fn short(self) -> &'static str {
        match self {
            StaysFor::ChangedAgain => "changed again since",
            StaysFor::NotYours => "not yours to change",
            StaysFor::Gone => "can’t be set back",
        }
    }

    /// Of a part of one thing: "but for what was changed again since".
    pub fn part(self) -> &'static str {
        match self {
            StaysFor::ChangedAgain => "what was changed again since",
            StaysFor::NotYours => "what is not yours to change",
            StaysFor::Gone => "what is gone or taken meanwhile",
        }
    }
}

/// What a change will do, before it is done (K3). Made by the same code that does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkPreview {
    pub kind: BulkKind,
    /// What is given as people read it: "Manager". Empty: not chosen yet, or nothing is given.
    pub to: String,
    /// The change as it is sent; none while nothing is chosen, and for an undo or a change of pairs.
    pub chosen: Option<BulkAction>,
    pub choices: Vec<Choice>,
    /// How many more may be given than `choices` offers: a search finds them.
    #[serde(default)]
    pub more: u64,
    pub selected: u64,
    pub change: u64,
    pub already: u64,
    pub refused: Vec<Reason>,
    /// The first of each kind.
    pub rows: Vec<PreviewRow>,
    /// By how much each month's statement changes, in the price book's minor unit.
    pub monthly: Minor,
    /// What the choice means: what a role may do.
    pub note: Option<String>,
    /// Why it can't be done as a whole now: seats.
    pub problem: Option<String>,
    /// How many of those who change have an email.
    pub reachable: u64,
    /// Until when it can be undone; none: it can't.
    pub undo_until: Option<Instant>,
    /// The change's own key: applied with it twice, it is done once (K4). None: it can't be applied yet.
    #[serde(default)]
    pub key: Option<BulkKey>,
    /// What is undone, as the audit log words it; none: this is no undoing.
    pub undoes: Option<String>,
    /// One thing that was changed by itself is undone: `to` names it, the rows are what about it changes.
    #[serde(default)]
    pub single: bool,
    /// How many of those who change are new on the team (I1).
    #[serde(default)]
    pub new: u64,
}

impl BulkPreview {
    /// A plan for nobody yet.
    pub fn new(kind: BulkKind, to: String) -> BulkPreview {
        BulkPreview {
            kind,
            to,
            chosen: None,
            choices: Vec::new(),
            more: 0,
            selected: 0,
            change: 0,
            already: 0,
            refused: Vec::new(),
            rows: Vec::new(),
            monthly: 0,
            note: None,
            problem: None,
            reachable: 0,
            undo_until: None,
            key: None,
            undoes: None,
            single: false,
            new: 0,
        }
    }

    pub fn refused_members(&self) -> u64 {
        self.refused.iter().map(|r| r.members).sum()
    }
}

/// What was done (K4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkOutcome {
    pub kind: BulkKind,
    pub to: String,
    pub changed: u64,
    pub already: u64,
    pub refused: u64,
    /// The entry of the audit log, for Undo.
    pub entry: AuditId,
    pub reversible: bool,
    /// This took back another change.
    pub undo: bool,
    /// That was about one thing by itself, which `to` names.
    #[serde(default)]
    pub single: bool,
    /// How many of the changed are new on the team (I1).
    #[serde(default)]
    pub new: u64,
}

/// Where a change stands (K7). Asking again under its key tells it, also after the connection was lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkState {
    Working {
        done: u64,
        total: u64,
    },
    Done(BulkOutcome),
    /// Nothing was changed, and why.
    Failed(String),
    /// Cancelled before the commit: nothing was changed.
    Cancelled,
    /// Nothing is known of it: it was never asked for.
    Unknown,
}

/// How long a change can be undone (G2); a deletion only as long as the member can be restored.
pub const UNDO_DAYS: i64 = 30;
