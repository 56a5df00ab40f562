//! What a save changes of a member's reach: whom they watch, their groups, their role (R4, R5).

use super::Editing;
use crate::members::edit::read::group_target;
use model::RoleId;
use model::audit::{Field, Named, Value, Watches};
use model::error::{AppError, AppResult};
use model::members::edit::{EditField, items};
use policy::{Action, RoleRef, SupervisorAccess};
use store::members::edit as rows;
use store::members::edit::{EditRow, GroupOf};
use store::{StoreError, roles};

impl Editing<'_> {
    pub(crate) async fn supervises(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Supervises) {
            return Ok(());
        }
        let chosen = items(&self.typed.supervises);
        let named: Vec<GroupOf> = self.groups.iter().filter(|g| chosen.contains(&g.id.to_string())).cloned().collect();
        let word = ["everyone", "groups"].into_iter().find(|w| chosen.iter().any(|c| c == w));
        let access = match word {
            Some("everyone") => SupervisorAccess::Everyone,
            Some("groups") if named.is_empty() => {
                self.problem(EditField::Supervises, "Choose the groups they may watch, or “No access”.");
                return Ok(());
            }
            Some("groups") => SupervisorAccess::Groups(named.iter().map(group_target).collect()),
            _ => SupervisorAccess::Nobody,
        };
        let after = match &access {
            SupervisorAccess::Nobody => Watches::Nobody,
            SupervisorAccess::Everyone => Watches::Everyone,
            SupervisorAccess::Groups(_) => watches_groups(named.iter()),
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
        let chosen = items(&self.typed.groups);
        let wanted = |g: &GroupOf| chosen.contains(&g.id.to_string());
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
        let id: Option<RoleId> = self.typed.text(EditField::Role).parse().ok();
        let found = match id {
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
    match row.supervises.as_str() {
        "everyone" => Watches::Everyone,
        "groups" => watches_groups(groups.iter().filter(|g| g.watched)),
        _ => Watches::Nobody,
    }
}

fn watches_groups<'g>(groups: impl Iterator<Item = &'g GroupOf>) -> Watches {
    let mut named: Vec<_> = groups.map(|g| Named::new(g.id, &g.name)).collect();
    named.sort_by_key(|g| g.id);
    Watches::Groups(named)
}
