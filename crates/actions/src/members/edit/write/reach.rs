//! What a save changes of a member's reach: whom they watch, their groups, their role (R4, R5).

use super::Editing;
use crate::members::edit::read::group_target;
use model::RoleId;
use model::error::{AppError, AppResult};
use model::members::edit::{EditField, items};
use policy::{Action, RoleRef, SupervisorAccess};
use store::members::edit as rows;
use store::members::edit::GroupOf;
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
        let words = match &access {
            SupervisorAccess::Nobody => "nobody".to_owned(),
            SupervisorAccess::Everyone => "everyone".to_owned(),
            SupervisorAccess::Groups(groups) => groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>().join(", "),
        };
        let watched = self.groups.iter().filter(|g| g.watched).map(|g| g.name.as_str()).collect::<Vec<_>>().join(", ");
        let before = if self.row.supervises == "groups" { watched } else { self.row.supervises.clone() };
        let permit = self.allowed(Action::ChangeSupervises(access))?;
        rows::set_supervises(&mut self.call.tx, self.account, &permit).await?;
        self.note(EditField::Supervises, before, words);
        Ok(())
    }

    pub(crate) async fn memberships(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Groups) {
            return Ok(());
        }
        let chosen = items(&self.typed.groups);
        let wanted = |g: &GroupOf| chosen.contains(&g.id.to_string());
        let moved: Vec<GroupOf> = self.groups.iter().filter(|g| g.joined != wanted(g)).cloned().collect();
        let names = |joined: &dyn Fn(&GroupOf) -> bool| {
            self.groups.iter().filter(|g| joined(g)).map(|g| g.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let (before, after) = (names(&|g| g.joined), names(&wanted));
        for group in &moved {
            let of = group_target(group);
            let action = if group.joined { Action::RemoveFromGroup(of) } else { Action::AddToGroup(of) };
            let permit = self.allowed(action)?;
            rows::set_membership(&mut self.call.tx, self.account, &permit).await?;
        }
        if !moved.is_empty() {
            self.note(EditField::Groups, before, after);
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
        self.note(EditField::Role, self.target.role.name.clone(), role.name);
        Ok(())
    }
}
