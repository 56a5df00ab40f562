//! What an entry of the audit log is about (G1).

use crate::slugs::slugs;
use crate::{AccountId, GroupId, ImportId, MemberId, NumberId, RoleId};
use serde::{Deserialize, Serialize};

slugs! {
    /// The kind of thing an entry is about.
    SubjectKind {
        Account = "account", "Account";
        Group = "group", "Group";
        Import = "import", "Import";
        Member = "member", "Member";
        Number = "number", "Number";
        Plan = "plan", "Plan";
        Role = "role", "Role";
        Team = "team", "Team";
    }
}

/// The very thing an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    Account(AccountId),
    Group(GroupId),
    Import(ImportId),
    Member(MemberId),
    Number(NumberId),
    Role(RoleId),
    /// Many members who were put on one plan.
    Plan,
    /// Many members, or grants of many numbers.
    Team,
}

/// What an entry is about, with its name at that time, so that the log stays readable after it is renamed or gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub about: About,
    pub name: String,
}

impl About {
    /// The kind and the id, as the database keeps them.
    pub fn stored(self) -> (SubjectKind, Option<u128>) {
        match self {
            About::Account(id) => (SubjectKind::Account, Some(id.0)),
            About::Group(id) => (SubjectKind::Group, Some(id.0)),
            About::Import(id) => (SubjectKind::Import, Some(id.0)),
            About::Member(id) => (SubjectKind::Member, Some(id.0)),
            About::Number(id) => (SubjectKind::Number, Some(id.0)),
            About::Role(id) => (SubjectKind::Role, Some(id.0)),
            About::Plan => (SubjectKind::Plan, None),
            About::Team => (SubjectKind::Team, None),
        }
    }

    /// Back from [`About::stored`]; none: no thing of this kind is kept so.
    pub fn from_stored(kind: SubjectKind, id: Option<u128>) -> Option<About> {
        Some(match (kind, id) {
            (SubjectKind::Account, Some(id)) => About::Account(AccountId(id)),
            (SubjectKind::Group, Some(id)) => About::Group(GroupId(id)),
            (SubjectKind::Import, Some(id)) => About::Import(ImportId(id)),
            (SubjectKind::Member, Some(id)) => About::Member(MemberId(id)),
            (SubjectKind::Number, Some(id)) => About::Number(NumberId(id)),
            (SubjectKind::Role, Some(id)) => About::Role(RoleId(id)),
            (SubjectKind::Plan, None) => About::Plan,
            (SubjectKind::Team, None) => About::Team,
            _ => return None,
        })
    }
}

impl Subject {
    pub fn account(id: AccountId, name: &str) -> Subject {
        Subject { about: About::Account(id), name: name.to_owned() }
    }

    pub fn role(id: RoleId, name: &str) -> Subject {
        Subject { about: About::Role(id), name: name.to_owned() }
    }

    pub fn member(id: MemberId, name: &str) -> Subject {
        Subject { about: About::Member(id), name: name.to_owned() }
    }

    pub fn number(id: NumberId, shown: &str) -> Subject {
        Subject { about: About::Number(id), name: shown.to_owned() }
    }

    /// Many members; named by what the kind of change says.
    pub fn team() -> Subject {
        Subject { about: About::Team, name: String::new() }
    }
}
