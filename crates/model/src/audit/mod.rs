//! Audit entries: one per change, never edited (G1). Their words are made in `words`, when they are shown.

pub mod action;
pub mod change;
pub mod member_changes;
#[cfg(feature = "parse")]
mod shown;
pub mod subject;
pub mod url;
pub mod value;
pub mod words;

pub use action::{AuditAction, AuditKind, Reversal};
pub use change::{Change, Field};
pub use subject::{About, Subject, SubjectKind};
pub use value::{Named, Used, Value, Watches};

use crate::audit::url::AuditPerson;
use crate::instant::Instant;
use crate::{AuditId, MemberId};
use serde::{Deserialize, Serialize};

/// The place of an entry in its account's log, counted from 1 without gaps. Lists go on from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryNumber(pub i64);

impl std::fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for EntryNumber {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(EntryNumber)
    }
}

/// One row of the audit log as pages show it (G1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: AuditId,
    /// Its place in the account's chain, which is the order of the log.
    pub number: EntryNumber,
    pub at: Instant,
    /// None: the server itself.
    pub actor: Option<MemberId>,
    pub actor_name: String,
    pub photo: Option<String>,
    /// M9: the member as whom the actor was working.
    pub on_behalf_of: Option<String>,
    /// From where: an address of the internet, empty for the server itself.
    pub address: String,
    pub action: AuditAction,
    pub subject: Subject,
    pub changes: Vec<Change>,
    /// How many members it changed together (K4), and some of them; none: it isn't about many.
    pub items: u64,
    pub some: Vec<AuditItem>,
    /// This entry took another one back (G2).
    pub is_undo: bool,
    pub undo: UndoState,
}

impl AuditRow {
    /// Whether somebody changed something of their own.
    pub fn is_own(&self) -> bool {
        self.actor.is_some_and(|actor| self.subject.about == About::Member(actor))
    }
}

/// Whether an entry of these changes, and so many items, can be taken back (G2): decided by the data alone, so what was
/// erased can't be.
pub fn goes_back(action: AuditAction, changes: &[Change], items: u64) -> bool {
    match action.reversal() {
        Reversal::Never => false,
        Reversal::Items(_) | Reversal::Import => items > 0,
        Reversal::Member(_) => changes.iter().any(|c| matches!(c.field, Field::State | Field::Plan) && c.goes_back()),
        Reversal::Changes => !changes.is_empty() && changes.iter().all(Change::goes_back),
    }
}

/// What a change says once it is done, and the entry of the log for its Undo (K6); none where whoever asks can't take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlashMessage {
    pub said: String,
    pub entry: Option<AuditId>,
}

/// Whether an entry can be undone (G2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UndoState {
    /// It isn't the kind of change that can be taken back.
    Never,
    /// Until then, if there is an end to it.
    Possible {
        until: Option<Instant>,
    },
    /// It could have been until then.
    Over {
        until: Instant,
    },
    Undone {
        by: String,
        at: Instant,
    },
}

/// What an entry did to one of many members (K4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditItem {
    pub member: MemberId,
    pub name: String,
    pub before: Value,
    pub after: Value,
    /// Their fields, where each changed in its own way (I1); only in the history of the member themselves.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// A page of the log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub rows: Vec<AuditRow>,
    /// Whether there are entries before the first and after the last of these.
    pub has_newer: bool,
    pub has_older: bool,
    /// Who changed something lately, for the filter.
    pub people: Vec<(AuditPerson, String)>,
    pub now: Instant,
}
