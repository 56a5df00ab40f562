//! What is done to selected members, with what it gives (K2).

use crate::bulk::BulkKind;
use crate::slugs::UnknownWord;
use crate::{GroupId, NumberId, Plan, RoleId};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One bulk change of selected members with what it gives (K2). Export is a file and no change, an import gives each row
/// its own, and changes of numbers begin at the Numbers page, so they are only a [`BulkKind`]. In forms and addresses it is
/// two words: `kind` and `to`.
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

/// A bulk change on its way through the dialog: what it gives may not be chosen yet. Written like a [`BulkAction`], then
/// with an empty `to`.
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
