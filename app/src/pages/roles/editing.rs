//! The role that is being edited: what it was, and the form as it stands.

use crate::pages::use_me;
use leptos::prelude::*;
use model::roles::{RoleForm, RoleSeen, RolesPage, count};
use model::sessions::Actor;
use model::{NumberScope, PeopleScope, Role, RoleId, RoleKind};
use policy::RoleSheet;
use std::sync::Arc;

/// What a role's form started from.
#[derive(Debug)]
pub struct Base {
    /// As saved; of a new role, an empty one.
    pub saved: Role,
    /// What the fields show at first.
    pub start: RoleForm,
    pub is_new: bool,
    /// How many have the role.
    pub members: u64,
    pub all: Vec<Role>,
    /// Why nothing of it can be changed (R1, R5, R9).
    pub locked: Option<String>,
}

/// Shared by the parts of the form.
#[derive(Clone)]
pub struct Editing {
    pub base: Arc<Base>,
    /// The form as it stands; script keeps it.
    pub form: RwSignal<RoleForm>,
    /// Told when the form was taken back: boxes are drawn as at the start, also those drawn ticked meanwhile.
    pub discarded: Trigger,
}

/// A role that nobody has made yet, by the id it goes by on the page.
pub fn empty_role(id: RoleId) -> Role {
    Role {
        id,
        kind: RoleKind::Custom,
        name: String::new(),
        description: String::new(),
        permissions: Default::default(),
        may_assign: Default::default(),
        people: PeopleScope::OwnGroups,
        numbers: NumberScope::Held,
    }
}

impl Editing {
    /// None: there is nothing to edit.
    pub fn new(page: &RolesPage, is_new: bool, typed: Option<RoleForm>) -> Option<Editing> {
        let open = page.open.and_then(|id| page.find(id)).cloned();
        if open.is_none() && !is_new {
            return None;
        }
        let seen = open.clone().filter(|_| !is_new).unwrap_or(RoleSeen {
            role: empty_role(page.unsaved),
            members: 0,
            version: 0,
        });
        let first = if is_new { RoleForm::new_like(open.as_ref()) } else { RoleForm::of(&seen) };
        let mut base = Base {
            start: typed.unwrap_or(first),
            saved: seen.role,
            is_new,
            members: seen.members,
            all: page.all(),
            locked: None,
        };
        base.locked = use_me().with_untracked(|me| base.sheet(&me.actor).locked()).map(|why| why.to_string());
        let form = RwSignal::new(base.start.clone());
        Some(Editing { base: Arc::new(base), form, discarded: Trigger::new() })
    }

    /// The role as the form would save it.
    pub fn edited(&self) -> Role {
        self.form.with(|form| form.role(&self.base.saved))
    }

    /// How many single things differ from what is saved.
    pub fn changes(&self) -> usize {
        count(&self.base.saved, &self.edited())
    }

    /// Asks policy about one box of the form.
    pub fn why(&self, ask: impl FnOnce(&RoleSheet<'_>) -> Option<policy::Denial>) -> Option<String> {
        use_me().with_untracked(|me| ask(&self.base.sheet(&me.actor))).map(|why| why.to_string())
    }

    /// Ticks or unticks one of the form's lists.
    pub fn tick<T: PartialEq>(form: RwSignal<RoleForm>, list: fn(&mut RoleForm) -> &mut Vec<T>, one: T, on: bool) {
        form.update(|form| {
            let list = list(form);
            list.retain(|it| *it != one);
            if on {
                list.push(one);
            }
        });
    }
}

impl Base {
    pub fn sheet<'s>(&'s self, actor: &'s Actor) -> RoleSheet<'s> {
        RoleSheet { actor, saved: &self.saved, is_new: self.is_new, all: &self.all }
    }

    /// As the page calls it.
    pub fn name(&self) -> String {
        if self.is_new { "the new role".to_owned() } else { self.saved.name.clone() }
    }
}
