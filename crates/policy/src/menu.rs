//! The row's menu: what is offered, and what is missing and why (T9, R10).

use super::{Action, Denial, MemberTarget, NewMember, check};
use model::sessions::Actor;
use model::slugs::slugs;

slugs! {
    /// Entries in the order of the menu (T9).
    RowAction {
        Edit = "edit", "Edit";
        Duplicate = "duplicate", "Duplicate";
        Supervise = "supervise", "Supervise";
        Forwarding = "forwarding", "Set up call forwarding";
        ResetPassword = "reset-password", "Reset password";
        ResendInvitation = "resend-invitation", "Resend invite";
        Suspend = "suspend", "Suspend";
        Reactivate = "reactivate", "Reactivate";
        Delete = "delete", "Delete…";
        Restore = "restore", "Restore";
    }
}

impl RowAction {
    /// What the entry attempts on this member. Duplicate starts from their role and nothing else (M8).
    pub fn action(self, target: &MemberTarget) -> Action {
        match self {
            RowAction::Edit => Action::EditDetails,
            RowAction::Duplicate => Action::Duplicate(NewMember::with_role(target.role.clone())),
            RowAction::Supervise => Action::Supervise,
            RowAction::Forwarding => Action::SetForwarding,
            RowAction::ResetPassword => Action::ResetPassword,
            RowAction::ResendInvitation => Action::ResendInvitation,
            RowAction::Suspend => Action::Suspend,
            RowAction::Reactivate => Action::Reactivate,
            RowAction::Delete => Action::Delete,
            RowAction::Restore => Action::Restore,
        }
    }
}

/// An entry that is hidden, for "Why don’t I see more?" (R10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub action: RowAction,
    pub why: Denial,
}

/// A row's menu for one actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowMenu {
    pub entries: Vec<RowAction>,
    pub missing: Vec<Missing>,
}

/// Entries that mean nothing in the member's state are neither offered nor missing.
pub fn row_menu(actor: &Actor, target: &MemberTarget) -> RowMenu {
    let mut menu = RowMenu::default();
    for entry in RowAction::ALL.iter().copied() {
        let action = entry.action(target);
        if !action.verb().rule().states.contains(&target.state) {
            continue;
        }
        match check(actor, action, target) {
            Ok(_) => menu.entries.push(entry),
            // A duplicate gets its groups in the form.
            Err(Denial::NewMemberNeedsYourGroup) => menu.entries.push(entry),
            Err(why) => menu.missing.push(Missing { action: entry, why }),
        }
    }
    menu
}
