//! Changes of many members at once: what is done, the preview before and the outcome after (K1 to K7, G2).

pub mod cost;
pub mod words;

use crate::billing::prices::Minor;
use crate::instant::Instant;
use crate::slugs::{UnknownWord, slugs};
use crate::{AuditId, BulkKey, GroupId, MemberId, NumberId, PersonName, Plan, RoleId};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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

/// One bulk change of selected members with what it gives (K2). Export is a file and no change, an import gives each row its own, and
/// changes of numbers begin at the Numbers page, so they are only a [`BulkKind`]. In forms and addresses it is two words: `kind` and `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAction {
    ChangeRole(RoleId),
    AssignNumber(NumberId),
    RemoveNumber(NumberId),
    ChangePlan(Plan),
    AddToGroup(GroupId),
    Suspend,
    Reactivate,
    Delete,
    ResendInvitations,
}

impl BulkAction {
    /// What kind of change it is.
    pub fn kind(self) -> BulkKind {
        BulkDraft::from(self).kind()
    }

    /// What it gives as forms and addresses write it; none for a change that gives nothing.
    pub fn to_word(self) -> Option<String> {
        match self {
            BulkAction::ChangeRole(id) => Some(id.to_string()),
            BulkAction::AssignNumber(id) | BulkAction::RemoveNumber(id) => Some(id.to_string()),
            BulkAction::ChangePlan(plan) => Some(plan.slug().to_owned()),
            BulkAction::AddToGroup(id) => Some(id.to_string()),
            BulkAction::Suspend | BulkAction::Reactivate | BulkAction::Delete | BulkAction::ResendInvitations => None,
        }
    }
}

/// A bulk change on its way through the dialog: what it gives may not be chosen yet. Written like a [`BulkAction`], without `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkDraft {
    ChangeRole(Option<RoleId>),
    AssignNumber(Option<NumberId>),
    RemoveNumber(Option<NumberId>),
    ChangePlan(Option<Plan>),
    AddToGroup(Option<GroupId>),
    Suspend,
    Reactivate,
    Delete,
    ResendInvitations,
}

impl BulkDraft {
    /// From the words of a form or an address. An empty `to` means that nothing is chosen yet.
    ///
    /// # Errors
    /// Of serde, when `to` names nothing of its kind, or when selected members can't be changed in this way.
    pub fn read<E: de::Error>(kind: BulkKind, to: &str) -> Result<BulkDraft, E> {
        fn chosen<T: DeserializeOwned, E: de::Error>(to: &str) -> Result<Option<T>, E> {
            if to.is_empty() { Ok(None) } else { T::deserialize(to.into_deserializer()).map(Some) }
        }
        Ok(match kind {
            BulkKind::ChangeRole => BulkDraft::ChangeRole(chosen(to)?),
            BulkKind::AssignNumber => BulkDraft::AssignNumber(chosen(to)?),
            BulkKind::RemoveNumber => BulkDraft::RemoveNumber(chosen(to)?),
            BulkKind::ChangePlan => BulkDraft::ChangePlan(chosen(to)?),
            BulkKind::AddToGroup => BulkDraft::AddToGroup(chosen(to)?),
            BulkKind::Suspend => BulkDraft::Suspend,
            BulkKind::Reactivate => BulkDraft::Reactivate,
            BulkKind::Delete => BulkDraft::Delete,
            BulkKind::ResendInvitations => BulkDraft::ResendInvitations,
            BulkKind::Export | BulkKind::Import | BulkKind::GrantNumbers | BulkKind::RevokeNumbers => {
                return Err(UnknownWord { word: kind.slug().to_owned(), of: "BulkAction" }.in_argument());
            }
        })
    }

    /// From an address, where a hand-made choice counts as none. None: selected members can't be changed in this way.
    pub fn in_address(kind: BulkKind, to: &str) -> Option<BulkDraft> {
        let read = |to| BulkDraft::read::<de::value::Error>(kind, to).ok();
        read(to).or_else(|| read(""))
    }

    /// What kind of change it is.
    pub fn kind(self) -> BulkKind {
        match self {
            BulkDraft::ChangeRole(_) => BulkKind::ChangeRole,
            BulkDraft::AssignNumber(_) => BulkKind::AssignNumber,
            BulkDraft::RemoveNumber(_) => BulkKind::RemoveNumber,
            BulkDraft::ChangePlan(_) => BulkKind::ChangePlan,
            BulkDraft::AddToGroup(_) => BulkKind::AddToGroup,
            BulkDraft::Suspend => BulkKind::Suspend,
            BulkDraft::Reactivate => BulkKind::Reactivate,
            BulkDraft::Delete => BulkKind::Delete,
            BulkDraft::ResendInvitations => BulkKind::ResendInvitations,
        }
    }

    /// The change itself; none while what it gives is not chosen.
    pub fn action(self) -> Option<BulkAction> {
        match self {
            BulkDraft::ChangeRole(id) => id.map(BulkAction::ChangeRole),
            BulkDraft::AssignNumber(id) => id.map(BulkAction::AssignNumber),
            BulkDraft::RemoveNumber(id) => id.map(BulkAction::RemoveNumber),
            BulkDraft::ChangePlan(plan) => plan.map(BulkAction::ChangePlan),
            BulkDraft::AddToGroup(id) => id.map(BulkAction::AddToGroup),
            BulkDraft::Suspend => Some(BulkAction::Suspend),
            BulkDraft::Reactivate => Some(BulkAction::Reactivate),
            BulkDraft::Delete => Some(BulkAction::Delete),
            BulkDraft::ResendInvitations => Some(BulkAction::ResendInvitations),
        }
    }
}

impl From<BulkAction> for BulkDraft {
    fn from(action: BulkAction) -> Self {
        match action {
            BulkAction::ChangeRole(id) => BulkDraft::ChangeRole(Some(id)),
            BulkAction::AssignNumber(id) => BulkDraft::AssignNumber(Some(id)),
            BulkAction::RemoveNumber(id) => BulkDraft::RemoveNumber(Some(id)),
            BulkAction::ChangePlan(plan) => BulkDraft::ChangePlan(Some(plan)),
            BulkAction::AddToGroup(id) => BulkDraft::AddToGroup(Some(id)),
            BulkAction::Suspend => BulkDraft::Suspend,
            BulkAction::Reactivate => BulkDraft::Reactivate,
            BulkAction::Delete => BulkDraft::Delete,
            BulkAction::ResendInvitations => BulkDraft::ResendInvitations,
        }
    }
}

/// A change as forms send it.
#[derive(Serialize, Deserialize)]
struct Words {
    kind: BulkKind,
    #[serde(default)]
    to: String,
}

impl Serialize for BulkDraft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let to = self.action().and_then(BulkAction::to_word).unwrap_or_default();
        Words { kind: self.kind(), to }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for BulkDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Words::deserialize(deserializer)?;
        BulkDraft::read(words.kind, &words.to)
    }
}

impl Serialize for BulkAction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        BulkDraft::from(*self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for BulkAction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BulkDraft::deserialize(deserializer)?.action().ok_or_else(|| de::Error::missing_field("to"))
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
pub enum Fate {
    Changes,
    Stays,
    Refused,
}

/// One member of a plan (K3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    pub id: MemberId,
    pub name: PersonName,
    pub photo: Option<String>,
    pub fate: Fate,
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
pub struct BulkPlan {
    pub kind: BulkKind,
    /// What is given as people read it: "Manager". Empty: not chosen yet, or nothing is given.
    pub to: String,
    /// The change as it is sent; none while nothing is chosen, and for an undo or a change of pairs.
    pub chosen: Option<BulkAction>,
    pub choices: Vec<Choice>,
    pub selected: u64,
    pub change: u64,
    pub already: u64,
    pub refused: Vec<Reason>,
    /// The first of each kind.
    pub rows: Vec<PlanRow>,
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

impl BulkPlan {
    /// A plan for nobody yet.
    pub fn new(kind: BulkKind, to: String) -> BulkPlan {
        BulkPlan {
            kind,
            to,
            chosen: None,
            choices: Vec::new(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k2_a_choice_that_is_missing_is_no_action() {
        let action = |kind, to| BulkDraft::read::<de::value::Error>(kind, to).map(BulkDraft::action);
        assert_eq!(action(BulkKind::ChangeRole, ""), Ok(None));
        assert_eq!(action(BulkKind::ChangePlan, "pro"), Ok(Some(BulkAction::ChangePlan(Plan::Pro))));
        assert_eq!(action(BulkKind::Suspend, ""), Ok(Some(BulkAction::Suspend)));
    }

    #[test]
    fn k2_a_hand_made_choice_is_refused() {
        for (kind, to) in [(BulkKind::ChangeRole, "boss"), (BulkKind::ChangePlan, "gold"), (BulkKind::Export, "")] {
            assert!(BulkDraft::read::<de::value::Error>(kind, to).is_err(), "{} {to}", kind.slug());
        }
    }
}
