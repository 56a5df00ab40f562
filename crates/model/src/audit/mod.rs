//! Audit entries: one per change, never edited (G1). Their sentences are in `audit_words`, their filters in `audit_url`.

pub mod kept;
pub mod member_changes;
pub mod url;
pub mod words;
#[cfg(test)]
mod words_tests;

use crate::instant::Instant;
use crate::{AuditId, MemberId};
use serde::{Deserialize, Serialize};

/// One row of the audit log as pages show it (G1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: AuditId,
    /// Its place in the account's chain, which is the order of the log.
    pub number: i64,
    pub at: Instant,
    /// None: the server itself.
    pub actor: Option<MemberId>,
    pub actor_name: String,
    pub photo: Option<String>,
    /// M9: the member as whom the actor was working.
    pub on_behalf_of: Option<String>,
    /// From where: an address of the internet, empty for the server itself.
    pub address: String,
    /// The action's word, such as "members.role".
    pub action: String,
    /// "member", "role", "account" …
    pub target_kind: String,
    /// Its id as addresses write it.
    pub target: Option<String>,
    pub target_name: String,
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
        self.target_kind == "member"
            && self.actor.is_some_and(|a| self.target.as_deref() == Some(a.to_string().as_str()))
    }
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
    pub before: String,
    pub after: String,
    /// Their fields, where each changed in its own way (I1); only in the history of the member themselves.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// One field before and after (G1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A page of the log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub rows: Vec<AuditRow>,
    /// Whether there are entries before the first and after the last of these.
    pub has_newer: bool,
    pub has_older: bool,
    /// Who changed something lately, for the filter; no id: the server itself.
    pub people: Vec<(Option<MemberId>, String)>,
    pub now: Instant,
}
