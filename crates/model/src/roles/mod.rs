//! The Roles page: roles with their counts, the form of one, and what an edit changes (R1, R2, R13).

pub mod form;
pub mod role;
pub mod saved;

pub use form::{MayAssign, OpenRole, RoleForm};

use crate::audit::{Change, Field, Named, Value};
use crate::{Permission, Role, RoleId};
use serde::{Deserialize, Serialize};

/// Roles an account makes itself: more would make a table nobody reads.
pub const MOST_CUSTOM_ROLES: usize = 40;
/// Longest name and description, in characters.
pub const NAME_LENGTH: usize = 40;
pub const ABOUT_LENGTH: usize = 160;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesPage {
    /// Built-in ones first, then in the order they were made.
    pub roles: Vec<RoleSeen>,
    /// The role whose form is open; none: a new, empty one, or there is none to open.
    pub open: Option<RoleId>,
    /// What a role that is made on this page goes by until it is saved, so that it may assign itself: no other role's id.
    pub unsaved: RoleId,
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

/// What saving `after` over `before` changes, one change for each permission and role (G1). `all` gives names to ids.
pub fn differences(before: &Role, after: &Role, all: &[Role]) -> Vec<Change> {
    let on = |field: Field, of: &dyn Fn(&Role) -> bool| Change::new(field, Value::On(of(before)), Value::On(of(after)));
    let name = |id: &RoleId| {
        let named = [before, after].into_iter().chain(all).find(|r| r.id == *id);
        Named::new(*id, named.map_or("a role that is gone", |r| r.name.as_str()))
    };
    let mut changes = vec![
        Change::new(Field::Name, Value::text(&before.name), Value::text(&after.name)),
        Change::new(Field::Description, Value::text(&before.description), Value::text(&after.description)),
    ];
    changes.extend(Permission::ALL.iter().map(|p| on(Field::May(*p), &|role| role.has(*p))));
    let roles = before.may_assign.union(&after.may_assign);
    changes.extend(roles.map(|id| on(Field::MayAssign(name(id)), &|role| role.may_assign.contains(id))));
    changes.push(Change::new(Field::People, Value::People(before.people), Value::People(after.people)));
    changes.push(Change::new(Field::Numbers, Value::Numbers(before.numbers), Value::Numbers(after.numbers)));
    Change::that_differ(changes)
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
    use crate::{NumberScope, PeopleScope, RoleKind};
    use serde::de::value::{Error, StrDeserializer};
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
        assert_eq!(form.id, None);
    }

    #[test]
    fn g1_each_changed_permission_is_told_and_nothing_that_stayed() {
        let after = Role {
            permissions: BTreeSet::from([Permission::SeeTeam, Permission::InviteMembers]),
            may_assign: BTreeSet::from([RoleId(4)]),
            ..lead()
        };
        let on = |field, before| Change::new(field, Value::On(before), Value::On(!before));
        assert_eq!(
            differences(&lead(), &after, &[agent(), lead()]),
            [
                on(Field::May(Permission::InviteMembers), false),
                on(Field::May(Permission::EditMembers), true),
                on(Field::MayAssign(Named::new(RoleId(3), "Agent")), true),
            ]
        );
        assert_eq!(count(&lead(), &after), 3);
        assert!(differences(&lead(), &lead(), &[]).is_empty());
    }

    #[test]
    fn r2_words_that_are_no_permission_or_role_are_refused() {
        fn word(text: &str) -> StrDeserializer<'_, Error> {
            StrDeserializer::new(text)
        }
        assert!(Permission::deserialize(word("fly")).is_err());
        assert_eq!(Permission::deserialize(word("see-team")), Ok(Permission::SeeTeam));
        assert!(MayAssign::deserialize(word("x")).is_err());
        for given in [MayAssign::Itself, MayAssign::Role(RoleId(4))] {
            let text = given.to_string();
            assert_eq!(MayAssign::deserialize(word(&text)), Ok(given));
        }
    }
}
