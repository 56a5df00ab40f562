//! The bulk bar: what is offered, and what is missing and why (K5, R10). Each member is judged again when it is done.

use super::{
    Action, Denial, GroupTarget, MemberTarget, NumberTarget, RoleRef, Target, ceiling, check, numbers, people,
};
use model::bulk::BulkKind;
use model::sessions::Actor;
use model::{GroupId, MemberId, MemberState, NumberId, Plan, RoleKind};

/// An entry that is hidden, for "Why don’t I see more?" (R10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingBulk {
    pub kind: BulkKind,
    pub why: Denial,
}

/// The bulk bar for one actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkMenu {
    pub entries: Vec<BulkKind>,
    pub missing: Vec<MissingBulk>,
}

/// What this actor can do to at least somebody.
pub fn bulk_menu(actor: &Actor) -> BulkMenu {
    let mut menu = BulkMenu::default();
    for kind in BulkKind::of_members() {
        match may_at_all(actor, kind) {
            Ok(()) => menu.entries.push(kind),
            Err(why) => menu.missing.push(MissingBulk { kind, why }),
        }
    }
    menu
}

/// Whether there can be anybody to whom this actor may do it: asked about somebody within reach, with something they may give.
pub fn may_at_all(actor: &Actor, kind: BulkKind) -> Result<(), Denial> {
    match kind {
        BulkKind::Export => return check(actor, Action::Export, Target::Account).map(drop),
        BulkKind::Import => return check(actor, Action::Import, Target::Account).map(drop),
        _ => {}
    }
    let role = within_reach(actor);
    let state = match kind {
        BulkKind::Reactivate => MemberState::Suspended,
        BulkKind::ResendInvitations => MemberState::Invited,
        _ => MemberState::Active,
    };
    let somebody = MemberTarget {
        id: MemberId(0),
        name: "a member".to_owned(),
        role: role.clone(),
        state,
        shares_group: true,
        other_active_administrators: Some(true),
    };
    let number = || NumberTarget {
        id: actor.numbers.first().copied().unwrap_or(NumberId(0)),
        shown: "any other".to_owned(),
        groups: actor.groups.clone(),
        holder: None,
    };
    let group = || GroupTarget {
        id: actor.groups.first().copied().unwrap_or(GroupId(0)),
        name: "That group".to_owned(),
        numbers: Default::default(),
    };
    let action = match kind {
        BulkKind::AssignNumber | BulkKind::GrantNumbers => Action::AssignNumber(number()),
        BulkKind::RemoveNumber | BulkKind::RevokeNumbers => Action::RemoveNumber(number()),
        BulkKind::ChangeRole => Action::ChangeRole(role),
        BulkKind::ChangePlan => Action::ChangePlan(Plan::default()),
        BulkKind::AddToGroup => Action::AddToGroup(group()),
        BulkKind::Suspend => Action::Suspend,
        BulkKind::Reactivate => Action::Reactivate,
        BulkKind::ResendInvitations => Action::ResendInvitation,
        BulkKind::Delete | BulkKind::Export | BulkKind::Import => Action::Delete,
    };
    check(actor, action, &somebody).map(drop)
}

/// R4: whether this role is among those the actor may give.
pub fn may_give(actor: &Actor, role: &RoleRef) -> bool {
    ceiling::may_give(actor, role).is_ok()
}

/// R6: whether this number is among those the actor may hand on.
pub fn may_hand_on(actor: &Actor, number: &NumberTarget) -> bool {
    numbers::within_reach(actor, number).is_ok()
}

/// R2, R6: whether this group and its numbers are within the actor's reach.
pub fn may_fill(actor: &Actor, group: &GroupTarget) -> bool {
    people::group_in_reach(actor, group).is_ok() && numbers::of_group_within_reach(actor, group).is_ok()
}

/// A role that the actor may give, so also touch; their own where there is none.
fn within_reach(actor: &Actor) -> RoleRef {
    let own = RoleRef::from(&actor.role);
    match actor.role.may_assign.first() {
        Some(id) if *id != own.id && !actor.role.is_administrator() => {
            RoleRef { id: *id, kind: RoleKind::Custom, name: String::new() }
        }
        _ => own,
    }
}

impl Denial {
    /// A few words for a summary: "1 you can’t change: Administrator."
    pub fn short(&self) -> String {
        match self {
            Denial::OutranksYou { role, .. } => role.clone(),
            Denial::Yourself { .. } => "yourself".to_owned(),
            Denial::LastAdministrator { .. } => "the only Administrator".to_owned(),
            Denial::OutsideYourGroups { .. } => "outside your groups".to_owned(),
            Denial::WrongState { state, .. } => state.label().to_lowercase(),
            Denial::NumberOutOfReach { .. } => "numbers you can’t use yourself".to_owned(),
            _ => "your role doesn’t reach so far".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{actor, administrator, agent};

    #[test]
    fn k5_an_agent_is_offered_nothing_and_told_why() {
        let menu = bulk_menu(&actor(agent()));
        assert_eq!(menu.entries, []);
        assert_eq!(menu.missing.len(), BulkKind::of_members().count());
        assert!(menu.missing.iter().all(|m| m.why.to_string().contains("can")));
    }

    #[test]
    fn k5_an_administrator_is_offered_everything() {
        assert_eq!(bulk_menu(&actor(administrator())).missing, []);
    }
}
