//! The form of a role, box by box: what its editor can't tick and why (R1, R9, R10). Every answer is `check`'s.

use crate::{Action, Denial, RoleDraft, Target, check};
use model::sessions::Actor;
use model::{NumberScope, PeopleScope, Permission, Role, RoleKind};
use std::collections::BTreeSet;

/// Somebody before a role's form.
#[derive(Clone, Copy, Debug)]
pub struct RoleSheet<'s> {
    pub actor: &'s Actor,
    /// The role as saved; for a new one, what its form started from.
    pub saved: &'s Role,
    pub is_new: bool,
    pub all: &'s [Role],
}

impl RoleSheet<'_> {
    fn save(&self, edited: &Role) -> Result<(), Denial> {
        let draft = RoleDraft::of(edited, self.all);
        let decided = if self.is_new {
            check(self.actor, Action::CreateRole(draft), Target::Account)
        } else {
            check(self.actor, Action::EditRole(draft), self.saved)
        };
        decided.map(|_| ())
    }

    /// Why nothing at all can be changed.
    pub fn locked(&self) -> Option<Denial> {
        let same = if self.is_new { Role { permissions: BTreeSet::new(), ..self.bare() } } else { self.saved.clone() };
        self.save(&same).err()
    }

    /// Why the role can't be saved as it stands in the form.
    pub fn refused(&self, edited: &Role) -> Option<Denial> {
        self.save(edited).err()
    }

    /// Why this permission stays as it is saved.
    pub fn permission(&self, permission: Permission) -> Option<Denial> {
        let mut edited =
            if self.is_new { Role { permissions: BTreeSet::new(), ..self.bare() } } else { self.saved.clone() };
        if !edited.permissions.remove(&permission) {
            edited.permissions.insert(permission);
        }
        // A built-in role may assign what it may; a custom one's list is judged by itself.
        self.save(&self.without_list(edited)).err()
    }

    /// Why the role, as it stands in the form, can't assign this other one.
    pub fn assigns(&self, edited: &Role, other: &Role) -> Option<Denial> {
        if other.id == self.saved.id && !self.is_new {
            return None;
        }
        let mut listed = self.without_list(edited.clone());
        listed.may_assign.insert(other.id);
        self.save(&listed)
            .err()
            .filter(|why| matches!(why, Denial::AssignsMoreThanItself { .. } | Denial::RoleAboveYou { .. }))
    }

    pub fn people(&self, scope: PeopleScope) -> Option<Denial> {
        self.save(&Role { people: scope, ..self.scoped() }).err()
    }

    pub fn numbers(&self, scope: NumberScope) -> Option<Denial> {
        self.save(&Role { numbers: scope, ..self.scoped() }).err()
    }

    /// The saved role without its list; of a new role without permissions that its editor lacks.
    fn scoped(&self) -> Role {
        let mut role = self.without_list(self.saved.clone());
        if self.is_new {
            role.permissions.retain(|p| self.actor.role.has(*p));
            role.numbers = NumberScope::Held;
        }
        role
    }

    /// The least a new role can be.
    fn bare(&self) -> Role {
        Role { numbers: NumberScope::Held, people: PeopleScope::OwnGroups, ..self.without_list(self.saved.clone()) }
    }

    fn without_list(&self, role: Role) -> Role {
        if role.kind == RoleKind::Custom || self.is_new { Role { may_assign: BTreeSet::new(), ..role } } else { role }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{actor, administrator, agent, director, lead, manager};

    fn all() -> Vec<Role> {
        vec![administrator(), manager(), agent(), director(), lead(PeopleScope::OwnGroups, NumberScope::Held)]
    }

    fn sheet<'s>(actor: &'s Actor, saved: &'s Role, all: &'s [Role]) -> RoleSheet<'s> {
        RoleSheet { actor, saved, is_new: false, all }
    }

    fn code(why: Option<Denial>) -> Option<&'static str> {
        why.as_ref().map(Denial::code)
    }

    #[test]
    fn r9_boxes_of_permissions_that_the_editor_lacks_are_refused_and_others_are_not() {
        let keeper = Role {
            permissions: BTreeSet::from([Permission::ManageRoles, Permission::SeeTeam]),
            ..lead(PeopleScope::OwnGroups, NumberScope::Held)
        };
        let (me, all) = (actor(keeper), all());
        let empty =
            Role { id: model::RoleId(9), permissions: BTreeSet::new(), may_assign: BTreeSet::new(), ..director() };
        let sheet = RoleSheet { is_new: true, ..sheet(&me, &empty, &all) };
        assert_eq!(code(sheet.locked()), None);
        assert_eq!(code(sheet.permission(Permission::SeeTeam)), None);
        assert_eq!(code(sheet.permission(Permission::BuySeats)), Some("gives-more"));
        assert_eq!(code(sheet.numbers(NumberScope::All)), Some("gives-more"));
        assert_eq!(code(sheet.numbers(NumberScope::Held)), None);
    }

    #[test]
    fn r1_a_built_in_role_keeps_its_boxes_and_may_get_more() {
        let (me, all, manager) = (actor(administrator()), all(), manager());
        let sheet = sheet(&me, &manager, &all);
        assert_eq!(code(sheet.locked()), None);
        assert_eq!(code(sheet.permission(Permission::InviteMembers)), Some("defaults"));
        assert_eq!(code(sheet.permission(Permission::BuySeats)), None);
        assert_eq!(code(sheet.people(PeopleScope::OwnGroups)), Some("defaults"));
        let administrator = administrator();
        assert_eq!(code(RoleSheet { saved: &administrator, ..sheet }.locked()), Some("built-in"));
    }

    #[test]
    fn r2_a_role_assigns_what_does_no_more_than_itself_as_the_form_stands() {
        let (me, all) = (actor(administrator()), all());
        let small = Role {
            permissions: BTreeSet::from([Permission::SeeTeam]),
            ..lead(PeopleScope::OwnGroups, NumberScope::Held)
        };
        let sheet = sheet(&me, &small, &all);
        assert_eq!(code(sheet.assigns(&small, &manager())), Some("assigns-more"));
        assert_eq!(code(sheet.assigns(&small, &administrator())), Some("assigns-more"));
        assert_eq!(code(sheet.assigns(&small, &agent())), None, "Agent reaches nobody, whatever its scope says");
        let grown = Role {
            permissions: manager().permissions,
            people: PeopleScope::Everyone,
            numbers: NumberScope::All,
            ..small.clone()
        };
        assert_eq!(code(sheet.assigns(&grown, &manager())), None);
    }

    #[test]
    fn r9_a_role_that_others_give_does_not_come_to_exceed_them() {
        let (me, all, agent) = (actor(administrator()), all(), agent());
        // Managers and leads may assign Agent.
        assert_eq!(code(sheet(&me, &agent, &all).permission(Permission::SeeBilling)), Some("given-by-less"));
        assert_eq!(code(sheet(&actor(agent.clone()), &agent, &all).locked()), Some("permission"));
    }
}
