//! What the audit log keeps of a change for taking it back (G2): former values as machines read them. The words of a
//! [`Change`](crate::audit::Change) are for people.

use crate::audit::Change;
use crate::{AuditId, MemberId, NumberId};
use serde::{Deserialize, Serialize};

/// All that is kept of one change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub pieces: Vec<Piece>,
    /// What came along for outgoing use: a direct number brings it, and a new default takes the mark from the old one (M13).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<UseKept>,
}

impl Kept {
    /// Of a change of one thing.
    pub fn one(field: &str, was: impl ToString, left: impl ToString) -> Kept {
        let mut kept = Kept::default();
        kept.note(field, "", was, left);
        kept
    }

    /// Adds a thing that changed; one that didn't is left out.
    pub fn note(&mut self, field: &str, of: impl ToString, was: impl ToString, left: impl ToString) {
        let piece = Piece { field: field.to_owned(), of: of.to_string(), was: was.to_string(), left: left.to_string() };
        if piece.was != piece.left {
            self.pieces.push(piece);
        }
    }

    /// Whether one of the words stands in what is kept.
    pub fn mentions(&self, word: &str) -> bool {
        self.pieces.iter().any(|p| p.was.contains(word) || p.left.contains(word))
    }
}

/// What an entry about many tells of one of them where their fields changed each in its own way (I1), with what taking it back needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTold {
    pub changes: Vec<Change>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
}

/// What a change says once it is done, and the entry of the log for its Undo (K6); none where whoever asks can't take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub said: String,
    pub entry: Option<AuditId>,
}

/// One thing: what it was, and what the change left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub field: String,
    /// Which one, where there are several: a number, a permission.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    pub was: String,
    pub left: String,
}

/// Words of the log that are undone by what is kept of them, or not at all: entries from before anything was kept, and of people
/// who were erased, keep nothing. Updates by an import said once that they could be undone.
const BY_WHAT_IS_KEPT: [&str; 10] = [
    "members.forwarding",
    "members.greetings",
    "members.direct",
    "numbers.grant",
    "numbers.revoke",
    "numbers.route",
    "numbers.label",
    "roles.edit",
    "account.safeguards",
    "imports.update",
];

/// Whether an entry that calls itself reversible can be undone.
pub fn undoable(action: &str, keeps: bool) -> bool {
    keeps || !BY_WHAT_IS_KEPT.contains(&action)
}

/// Words of entries that can't be undone unless something is kept of them, for queries.
pub fn by_what_is_kept() -> impl Iterator<Item = &'static str> {
    BY_WHAT_IS_KEPT.into_iter()
}

/// How a member could use a number for outgoing calls and messages, before and after (see [`ways`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseKept {
    pub member: MemberId,
    pub number: NumberId,
    pub was: String,
    pub left: String,
}

/// For what a member uses a number: calls, messages, and whether it is their default. None: not at all.
pub type UsedFor = Option<(bool, bool, bool)>;

/// Calls, messages, default: "cmd"; empty: not at all.
pub fn ways(of: UsedFor) -> String {
    let Some((calls, messages, default)) = of else { return String::new() };
    [(calls, 'c'), (messages, 'm'), (default, 'd')]
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, letter)| letter)
        .collect()
}

/// Back from [`ways`].
pub fn read_ways(text: &str) -> UsedFor {
    (!text.is_empty()).then(|| (text.contains('c'), text.contains('m'), text.contains('d')))
}

/// "on" or "off", as switches are kept.
pub fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g2_ways_read_back_as_written() {
        for of in [None, Some((true, false, false)), Some((true, true, true)), Some((false, true, true))] {
            assert_eq!(read_ways(&ways(of)), of);
        }
    }

    #[test]
    fn g2_only_what_changed_is_kept() {
        let mut kept = Kept::one("label", "Support line", "");
        kept.note("may", "see-audit", "on", "on");
        assert_eq!(kept.pieces.len(), 1);
        assert!(kept.mentions("Support") && !kept.mentions("Sales"));
    }
}
