//! What a save changes of a member's reach: whom they watch, their groups, their role (R4, R5).

use super::Editing;
use crate::members::edit::read::group_target;
use model::error::{AppError, AppResult};
use model::members::edit::EditField;
use model::{SupervisorChoice, SupervisorScope};
use policy::{Action, RoleRef, SupervisorAccess};
use store::members::edit as rows;
use store::members::edit::GroupOf;
use store::{StoreError, roles};

impl Editing<'_> {
    pub(crate) async fn supervises(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Supervises) {
            return Ok(());
        }
        let names =
            |groups: &mut dyn Iterator<Item = &GroupOf>| groups.map(|g| g.name.as_str()).collect::<Vec<_>>().join(", ");
        let scope = |scope: SupervisorScope| scope.slug().to_owned();
        let (access, words) = match &self.typed.supervises {
            SupervisorChoice::Everyone => (SupervisorAccess::Everyone, scope(SupervisorScope::Everyone)),
            SupervisorChoice::Nobody => (SupervisorAccess::Nobody, scope(SupervisorScope::Nobody)),
            SupervisorChoice::Groups(ids) => {
                let named: Vec<&GroupOf> = self.groups.iter().filter(|g| ids.contains(&g.id)).collect();
                if named.is_empty() {
                    self.problem(EditField::Supervises, "Choose the groups they may watch, or “No access”.");
                    return Ok(());
                }
                let words = names(&mut named.iter().copied());
                (SupervisorAccess::Groups(named.into_iter().map(group_target).collect()), words)
            }
        };
        let before = match self.row.supervises {
            SupervisorScope::Groups => names(&mut self.groups.iter().filter(|g| g.watched)),
            SupervisorScope::Nobody | SupervisorScope::Everyone => scope(self.row.supervises),
        };
        let permit = self.allowed(Action::ChangeSupervises(access))?;
        rows::set_supervises(&mut self.call.tx, self.account, &permit).await?;
        self.note(EditField::Supervises, before, words);
        Ok(())
    }

    pub(crate) async fn memberships(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Groups) {
            return Ok(());
        }
        let wanted = |g: &GroupOf| self.typed.groups.contains(&g.id);
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
        self.note(EditField::Role, self.target.role.name.clone(), role.name);
        Ok(())
    }
}
