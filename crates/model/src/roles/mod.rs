//! The Roles page: roles with their counts, the form of one, and what an edit changes (R1, R2, R13).

pub mod role;
pub mod saved;

use crate::audit::Change;
use crate::{NumberScope, PeopleScope, Permission, Role, RoleId};
use serde::{Deserialize, Serialize};

/// Roles an account makes itself: more would make a table nobody reads.
pub const MOST_CUSTOM_ROLES: usize = 40;
/// Longest name and description, in characters.
pub const NAME_LENGTH: usize = 40;
pub const ABOUT_LENGTH: usize = 160;
/// In place of the id of a role that is not made yet: "may assign itself".
pub const ITSELF: &str = "itself";

/// A role as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSeen {
    pub role: Role,
    /// Members with it who are not deleted.
    pub members: u64,
    /// Counts the saves, so that of two at once one is told.
    pub version: i64,
}

/// All that the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesPage {
    /// Built-in ones first, then in the order they were made.
    pub roles: Vec<RoleSeen>,
    /// The role whose form is open; none: a new, empty one, or there is none to open.
    pub open: Option<RoleId>,
    /// Business numbers of the account.
    pub numbers: u64,
    /// Groups of the open role's members that have numbers, and how many numbers those are today.
    pub groups: Vec<String>,
    pub group_numbers: u64,
}

impl RolesPage {
    pub fn find(&self, id: RoleId) -> Option<&RoleSeen> {
        self.roles.iter().find(|r| r.role.id == id)
    }

    pub fn all(&self) -> Vec<Role> {
        self.roles.iter().map(|r| r.role.clone()).collect()
    }
}

/// The form as typed. A role's own id in `may_assign` (or [`ITSELF`]) lets its holders give it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    /// Empty: a new role.
    pub id: String,
    pub version: i64,
    pub name: String,
    pub description: String,
    pub permissions: Vec<String>,
    pub may_assign: Vec<String>,
    pub people: String,
    pub numbers: String,
}

impl RoleForm {
    /// The form that would save this role as it is.
    pub fn of(seen: &RoleSeen) -> RoleForm {
        let role = &seen.role;
        RoleForm {
            id: role.id.to_string(),
            version: seen.version,
            name: role.name.clone(),
            description: role.description.clone(),
            permissions: role.permissions.iter().map(|p| p.slug().to_owned()).collect(),
            may_assign: role.may_assign.iter().map(ToString::to_string).collect(),
            people: role.people.slug().to_owned(),
            numbers: role.numbers.slug().to_owned(),
        }
    }

    /// A new role like this one, or an empty one (R2). What may assign itself does so in the copy, too.
    pub fn new_like(seen: Option<&RoleSeen>) -> RoleForm {
        let Some(seen) = seen else {
            return RoleForm {
                people: PeopleScope::OwnGroups.slug().to_owned(),
                numbers: NumberScope::Held.slug().to_owned(),
                ..Default::default()
            };
        };
        let mut form = RoleForm { id: String::new(), version: 0, ..RoleForm::of(seen) };
        let own = seen.role.id.to_string();
        for id in form.may_assign.iter_mut().filter(|id| **id == own) {
            *id = ITSELF.to_owned();
        }
        let copy: String = format!("{} copy", seen.role.name);
        form.name = copy.chars().take(NAME_LENGTH).collect();
        form
    }

    /// The role this form would make of `itself`; words that are no permission or role are left out.
    pub fn role(&self, itself: &Role) -> Role {
        let may_assign =
            self.may_assign.iter().filter_map(|id| if id == ITSELF { Some(itself.id) } else { id.parse().ok() });
        Role {
            id: itself.id,
            kind: itself.kind,
            name: self.name.split_whitespace().collect::<Vec<_>>().join(" "),
            description: self.description.split_whitespace().collect::<Vec<_>>().join(" "),
            permissions: self.permissions.iter().filter_map(|p| Permission::from_slug(p)).collect(),
            may_assign: may_assign.collect(),
            people: PeopleScope::from_slug(&self.people).unwrap_or(PeopleScope::OwnGroups),
            numbers: NumberScope::from_slug(&self.numbers).unwrap_or(NumberScope::Held),
        }
    }
}

/// What saving `after` over `before` changes, one entry for each permission (G1). `all` gives names to ids.
pub fn differences(before: &Role, after: &Role, all: &[Role]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut note = |field: &str, from: String, to: String| {
        if from != to {
            let some = |text: String| Some(text).filter(|t| !t.is_empty());
            changes.push(Change { field: field.to_owned(), before: some(from), after: some(to) });
        }
    };
    note("name", before.name.clone(), after.name.clone());
    note("description", before.description.clone(), after.description.clone());
    let allowed = |role: &Role, p: Permission| if role.has(p) { "Allowed" } else { "Not allowed" }.to_owned();
    for p in Permission::ALL.iter().copied() {
        note(p.slug(), allowed(before, p), allowed(after, p));
    }
    let named = |role: &Role| {
        let own = |r: &&Role| r.id != role.id && role.may_assign.contains(&r.id);
        let mut names: Vec<&str> = all.iter().filter(own).map(|r| r.name.as_str()).collect();
        if role.may_assign.contains(&role.id) {
            names.push("Its own role");
        }
        names.join(", ")
    };
    note("may assign", named(before), named(after));
    note("people", before.people.label().to_owned(), after.people.label().to_owned());
    note("numbers", before.numbers.label().to_owned(), after.numbers.label().to_owned());
    changes
}

/// How many single changes there are, as the foot of the page counts them.
pub fn count(before: &Role, after: &Role) -> usize {
    before.permissions.symmetric_difference(&after.permissions).count()
        + before.may_assign.symmetric_difference(&after.may_assign).count()
        + usize::from(before.name != after.name)
        + usize::from(before.description != after.description)
        + usize::from(before.people != after.people)
        + usize::from(before.numbers != after.numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RoleKind;
    use std::collections::BTreeSet;

    fn lead() -> Role {
        Role {
            id: RoleId(4),
            kind: RoleKind::Custom,
            name: "Support lead".into(),
            description: "Runs Support".into(),
            permissions: BTreeSet::from([Permission::SeeTeam, Permission::EditMembers]),
            may_assign: BTreeSet::from([RoleId(3), RoleId(4)]),
            people: PeopleScope::OwnGroups,
            numbers: NumberScope::Held,
        }
    }

    fn agent() -> Role {
        Role {
            id: RoleId(3),
            kind: RoleKind::Agent,
            name: "Agent".into(),
            permissions: BTreeSet::new(),
            may_assign: BTreeSet::new(),
            ..lead()
        }
    }

    fn seen(role: Role) -> RoleSeen {
        RoleSeen { role, members: 18, version: 3 }
    }

    #[test]
    fn r2_a_form_reads_back_as_the_role_it_was_made_of() {
        assert_eq!(RoleForm::of(&seen(lead())).role(&lead()), lead());
    }

    #[test]
    fn r2_a_duplicate_starts_with_everything_but_the_name_and_assigns_itself_in_place_of_the_original() {
        let form = RoleForm::new_like(Some(&seen(lead())));
        let copy = form.role(&Role { id: RoleId(9), ..lead() });
        assert_eq!(copy.name, "Support lead copy");
        assert_eq!(copy.may_assign, BTreeSet::from([RoleId(3), RoleId(9)]));
        assert_eq!((copy.permissions, copy.people), (lead().permissions, lead().people));
        assert!(form.id.is_empty());
    }

    #[test]
    fn g1_each_changed_permission_is_told_and_nothing_that_stayed() {
        let after = Role {
            permissions: BTreeSet::from([Permission::SeeTeam, Permission::InviteMembers]),
            may_assign: BTreeSet::from([RoleId(4)]),
            ..lead()
        };
        let told: Vec<_> = differences(&lead(), &after, &[agent(), lead()])
            .into_iter()
            .map(|c| (c.field, c.before, c.after))
            .collect();
        let entry = |field: &str, before: &str, after: &str| {
            (field.to_owned(), Some(before.to_owned()), Some(after.to_owned()))
        };
        assert_eq!(
            told,
            [
                entry("invite-members", "Not allowed", "Allowed"),
                entry("edit-members", "Allowed", "Not allowed"),
                entry("may assign", "Agent, Its own role", "Its own role")
            ]
        );
        assert_eq!(count(&lead(), &after), 3);
        assert!(differences(&lead(), &lead(), &[]).is_empty());
    }

    #[test]
    fn r2_words_that_are_no_permission_are_left_out() {
        let form = RoleForm {
            permissions: vec!["fly".into(), "see-team".into()],
            may_assign: vec!["x".into()],
            ..RoleForm::of(&seen(lead()))
        };
        let role = form.role(&lead());
        assert_eq!(role.permissions, BTreeSet::from([Permission::SeeTeam]));
        assert!(role.may_assign.is_empty());
    }
}
