//! What the Roles page sends: which role it opens, and the form of one (R2).

use crate::Version;
use crate::roles::{NAME_LENGTH, RoleSeen};
use crate::{NumberScope, PeopleScope, Permission, Role, RoleId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A role that its holders may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayAssign {
    /// The role itself, which has no id while it is not made yet.
    Itself,
    Role(RoleId),
}

impl MayAssign {
    /// From a form's word; none for a word that is no role.
    pub fn parse(word: &str) -> Option<MayAssign> {
        if word == "itself" { Some(MayAssign::Itself) } else { word.parse().ok().map(MayAssign::Role) }
    }

    /// The role that is meant, in the form of `itself`.
    pub fn of(self, itself: RoleId) -> RoleId {
        match self {
            MayAssign::Itself => itself,
            MayAssign::Role(id) => id,
        }
    }
}

impl fmt::Display for MayAssign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MayAssign::Itself => f.write_str("itself"),
            MayAssign::Role(id) => id.fmt(f),
        }
    }
}

crate::serde_by_text!(MayAssign, parse);

/// The role whose form the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenRole {
    /// The first custom one, if there is one.
    #[default]
    First,
    /// None: a new, empty one.
    New,
    /// This one, or a new one like it.
    Role(RoleId),
}

impl OpenRole {
    /// From its word in calls; none for a word that is no role.
    pub fn parse(word: &str) -> Option<OpenRole> {
        match word {
            "" => Some(OpenRole::First),
            "new" => Some(OpenRole::New),
            id => id.parse().ok().map(OpenRole::Role),
        }
    }
}

impl fmt::Display for OpenRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenRole::First => Ok(()),
            OpenRole::New => f.write_str("new"),
            OpenRole::Role(id) => id.fmt(f),
        }
    }
}

crate::serde_by_text!(OpenRole, parse);

/// The form: name and description as typed, the rest as chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    /// None: a new role.
    pub id: Option<RoleId>,
    /// The version the form started from; none: a new role.
    pub version: Option<Version>,
    pub name: String,
    pub description: String,
    pub permissions: Vec<Permission>,
    pub may_assign: Vec<MayAssign>,
    pub people: PeopleScope,
    pub numbers: NumberScope,
}

/// Of a new role that reaches as little as a role can.
impl Default for RoleForm {
    fn default() -> Self {
        RoleForm {
            id: None,
            version: None,
            name: String::new(),
            description: String::new(),
            permissions: Vec::new(),
            may_assign: Vec::new(),
            people: PeopleScope::OwnGroups,
            numbers: NumberScope::Held,
        }
    }
}

impl RoleForm {
    /// The form that would save this role as it is.
    pub fn of(seen: &RoleSeen) -> RoleForm {
        let role = &seen.role;
        RoleForm {
            id: Some(role.id),
            version: Some(seen.version),
            name: role.name.clone(),
            description: role.description.clone(),
            permissions: role.permissions.iter().copied().collect(),
            may_assign: role.may_assign.iter().copied().map(MayAssign::Role).collect(),
            people: role.people,
            numbers: role.numbers,
        }
    }

    /// A new role like this one, or an empty one (R2). What may assign itself does so in the copy, too.
    pub fn new_like(seen: Option<&RoleSeen>) -> RoleForm {
        let Some(seen) = seen else { return RoleForm::default() };
        let mut form = RoleForm { id: None, version: None, ..RoleForm::of(seen) };
        let own = MayAssign::Role(seen.role.id);
        for given in form.may_assign.iter_mut().filter(|given| **given == own) {
            *given = MayAssign::Itself;
        }
        let copy: String = format!("{} copy", seen.role.name);
        form.name = copy.chars().take(NAME_LENGTH).collect();
        form
    }

    /// The form with name and description in the one form that is kept, as the server reads it first of all.
    #[cfg(feature = "parse")]
    pub fn read(self) -> RoleForm {
        RoleForm { name: crate::text::line(&self.name), description: crate::text::line(&self.description), ..self }
    }

    /// The role this form would make of `itself`.
    pub fn role(&self, itself: &Role) -> Role {
        Role {
            id: itself.id,
            kind: itself.kind,
            name: self.name.split_whitespace().collect::<Vec<_>>().join(" "),
            description: self.description.split_whitespace().collect::<Vec<_>>().join(" "),
            permissions: self.permissions.iter().copied().collect(),
            may_assign: self.may_assign.iter().map(|given| given.of(itself.id)).collect(),
            people: self.people,
            numbers: self.numbers,
        }
    }
}
