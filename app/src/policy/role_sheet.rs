//! The form of a role, box by box: what its editor can't tick and why (R1, R9, R10). Every answer is `check`'s.

use super::{Action, Denial, RoleDraft, Target, check};
use crate::model::session::Actor;
use crate::model::{NumberScope, PeopleScope, Permission, Role, RoleKind};
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
        let mut edited = if self.is_new { Role { permissions: BTreeSet::new(), ..self.bare() } } else { self.saved.clone() };
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
        self.save(&listed).err().filter(|why| matches!(why, Denial::AssignsMoreThanItself { .. } | Denial::RoleAboveYou { .. }))
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
