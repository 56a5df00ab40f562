//! What a save changes of a member's reach: whom they watch, their groups, their role (R4, R5).

use super::Editing;
use crate::members::edit::read::group_target;
use model::audit::{Field, Named, Value, Watches};
use model::error::{AppError, AppResult};
use model::members::edit::EditField;
use model::{SupervisorChoice, SupervisorScope};
use policy::{Action, RoleRef, SupervisorAccess};
use store::members::edit as rows;
use store::members::edit::{EditRow, GroupOf};
use store::{StoreError, roles};

impl Editing<'_> {
    pub(crate) async fn supervises(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Supervises) {
            return Ok(());
        }
        let (access, after) = match &self.typed.supervises {
            SupervisorChoice::Everyone => (SupervisorAccess::Everyone, Watches::Everyone),
            SupervisorChoice::Nobody => (SupervisorAccess::Nobody, Watches::Nobody),
            SupervisorChoice::Groups(ids) => {
                let named: Vec<&GroupOf> = self.groups.iter().filter(|g| ids.contains(&g.id)).collect();
                if named.is_empty() {
                    self.problem(EditField::Supervises, "Choose the groups they may watch, or “No access”.");
                    return Ok(());
                }
                let after = watches_groups(named.iter().copied());
                (SupervisorAccess::Groups(named.into_iter().map(group_target).collect()), after)
            }
        };
        let before = watches(&self.row, &self.groups);
        let permit = self.allowed(Action::ChangeSupervises(access))?;
        rows::set_supervises(&mut self.call.tx, self.account, &permit).await?;
        self.note(Field::Supervises, Value::Watches(before), Value::Watches(after));
        Ok(())
    }

    pub(crate) async fn memberships(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Groups) {
            return Ok(());
        }
        let wanted = |g: &GroupOf| self.typed.groups.contains(&g.id);
        let moved: Vec<GroupOf> = self.groups.iter().filter(|g| g.joined != wanted(g)).cloned().collect();
        for group in &moved {
            let of = group_target(group);
            let action = if group.joined { Action::RemoveFromGroup(of) } else { Action::AddToGroup(of) };
            let permit = self.allowed(action)?;
            rows::set_membership(&mut self.call.tx, self.account, &permit).await?;
            let (field, of) = (Field::Group(group.id), Value::Group(Named::new(group.id, &group.name)));
            let (before, after) = if group.joined { (of, Value::Nothing) } else { (Value::Nothing, of) };
            self.note(field, before, after);
        }
        Ok(())
    }

    pub(crate) async fn role(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Role) {
            return Ok(());
        }
        let found = match self.typed.role {
            Some(id) => roles::find(&mut self.call.tx, self.account, id).await?,
            None => None,
        };
        let Some(role) = found else {
            self.problem(EditField::Role, "That role is gone. Choose another.");
            return Ok(());
        };
        let permit = self.allowed(Action::ChangeRole(RoleRef::from(&role)))?;
        match rows::set_role(&mut self.call.tx, self.account, &permit).await {
            Err(StoreError::Constraint(name)) if name == "last_administrator" => {
                return Err(AppError::field(
                    "role",
                    format!(
                        "{} is the only Administrator who can sign in. Make somebody else one first.",
                        self.target.name
                    ),
                ));
            }
            other => other?,
        }
        let had = Value::role(self.target.role.id, &self.target.role.name);
        self.note(Field::Role, had, Value::role(role.id, &role.name));
        Ok(())
    }
}

/// Whom somebody watches, as the audit log has it.
pub(crate) fn watches(row: &EditRow, groups: &[GroupOf]) -> Watches {
    match row.supervises {
        SupervisorScope::Everyone => Watches::Everyone,
        SupervisorScope::Groups => watches_groups(groups.iter().filter(|g| g.watched)),
        SupervisorScope::Nobody => Watches::Nobody,
    }
}

fn watches_groups<'g>(groups: impl Iterator<Item = &'g GroupOf>) -> Watches {
    let mut named: Vec<_> = groups.map(|g| Named::new(g.id, &g.name)).collect();
    named.sort_by_key(|g| g.id);
    Watches::Groups(named)
}
