//! The bulk bar: what is offered, and what is missing and why (K5, R10). Each member is judged again when it is done.

use super::{
    Action, Denial, GroupTarget, MemberTarget, NumberTarget, RoleRef, Somebody, Target, Verb, ceiling, check, numbers,
    people, touches,
};
use model::bulk::BulkKind;
use model::sessions::Actor;
use model::{MemberState, NumberScope, PeopleScope, Plan, RoleKind};

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
    let role = within_reach(actor);
    let somebody = |state: MemberState| Somebody {
        own: None,
        name: "a member".to_owned(),
        role: role.clone(),
        state,
        shares_group: true,
        other_active_administrators: Some(true),
    };
    let may = |action: Action, state: MemberState| check(actor, action, &somebody(state)).map(drop);
    match kind {
        BulkKind::Export => check(actor, Action::Export, Target::Account).map(drop),
        BulkKind::Import => check(actor, Action::Import, Target::Account).map(drop),
        BulkKind::AssignNumber | BulkKind::GrantNumbers => {
            may_some_number(actor, Verb::AssignNumber, &somebody(MemberState::Active))
        }
        BulkKind::RemoveNumber | BulkKind::RevokeNumbers => {
            may_some_number(actor, Verb::RemoveNumber, &somebody(MemberState::Active))
        }
        BulkKind::ChangeRole => may(Action::ChangeRole(role.clone()), MemberState::Active),
        BulkKind::ChangePlan => may(Action::ChangePlan(Plan::default()), MemberState::Active),
        BulkKind::AddToGroup => may_some_group(actor, &somebody(MemberState::Active)),
        BulkKind::Suspend => may(Action::Suspend, MemberState::Active),
        BulkKind::Reactivate => may(Action::Reactivate, MemberState::Suspended),
        BulkKind::ResendInvitations => may(Action::ResendInvitation, MemberState::Invited),
        BulkKind::Delete => may(Action::Delete, MemberState::Active),
    }
}

/// Whether there can be a number that the actor may give to or take from them (R6).
fn may_some_number(actor: &Actor, verb: Verb, somebody: &Somebody) -> Result<(), Denial> {
    touches(actor, verb, None, somebody.into())?;
    let held = !actor.numbers.is_empty();
    let there_are = match actor.role.numbers {
        NumberScope::All => true,
        NumberScope::OwnGroups => held || !actor.groups.is_empty(),
        NumberScope::Held => held,
    };
    if there_are { Ok(()) } else { Err(Denial::NumberOutOfReach { number: "any other".to_owned() }) }
}

/// Whether there can be a group that the actor may add them to (R2).
fn may_some_group(actor: &Actor, somebody: &Somebody) -> Result<(), Denial> {
    touches(actor, Verb::AddToGroup, None, somebody.into())?;
    if actor.role.people == PeopleScope::Everyone || !actor.groups.is_empty() {
        return Ok(());
    }
    Err(Denial::GroupNotYours { group: "That group".to_owned() })
}

/// Why a member can be given no number at all as their direct one; with a number that the actor may hand on, only the
/// person decides (R5).
pub fn may_have_direct(actor: &Actor, member: &MemberTarget) -> Result<(), Denial> {
    let verb = Verb::AssignDirect;
    touches(actor, verb, None, member.into())?;
    people::state_allows(verb, verb.rule(), member.into())
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
    let other = actor.role.may_assign.first().filter(|id| **id != own.id && !actor.role.is_administrator());
    other.map_or(own, |id| RoleRef { id: *id, kind: RoleKind::Custom, name: String::new() })
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
            Denial::Needs { .. }
            | Denial::AdministratorsOnly { .. }
            | Denial::OnlyAdministratorsAdd
            | Denial::RoleAboveYou { .. }
            | Denial::GroupNotYours { .. }
            | Denial::NewMemberNeedsYourGroup
            | Denial::SupervisingReadOnly { .. }
            | Denial::SupervisingCredentials { .. }
            | Denial::SupervisingAlready { .. }
            | Denial::NotSupervising
            | Denial::BuiltInRole { .. }
            | Denial::BelowDefaults { .. }
            | Denial::KeepsDefault { .. }
            | Denial::YourOwnRole { .. }
            | Denial::GivesMore(_)
            | Denial::AssignsMoreThanItself { .. }
            | Denial::AssignedByLess { .. }
            | Denial::NotYourTask { .. }
            | Denial::NotThere => "your role doesn’t reach so far".to_owned(),
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
        let told: Vec<String> = menu.missing.iter().map(|m| format!("{}: {}", m.kind.slug(), m.why)).collect();
        let lacks = |(kind, permission): (&str, &str)| {
            format!("{kind}: Your role doesn’t include “{permission}”. A Manager or an Administrator can do it.")
        };
        let each = [
            ("assign-number", "Assign and remove numbers"),
            ("remove-number", "Assign and remove numbers"),
            ("role", "Edit members"),
            ("plan", "Change plans"),
            ("group", "Manage groups"),
            ("suspend", "Suspend and reactivate members"),
            ("reactivate", "Suspend and reactivate members"),
            ("resend", "Invite members"),
            ("export", "Export members"),
            ("delete", "Delete and restore members"),
        ];
        assert_eq!(told, each.map(lacks));
    }

    #[test]
    fn k5_an_administrator_is_offered_everything() {
        assert_eq!(bulk_menu(&actor(administrator())).missing, []);
    }
}
