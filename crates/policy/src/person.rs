//! Members as the rules look at them: this one, or somebody of whom it isn't said who.

use super::{MemberTarget, RoleRef};
use model::sessions::Actor;
use model::{MemberId, MemberState};

/// One of many members whom the rules can't tell apart, where a change of many is judged (K3), or one who is thought of,
/// where the question is whether there can be anybody. No write of a single member takes a permit for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// When it is the actor, or the person at the keyboard; none: it is neither.
    pub own: Option<MemberId>,
    /// As shown in sentences: "this member".
    pub name: String,
    pub role: RoleRef,
    pub state: MemberState,
    pub shares_group: bool,
    pub other_active_administrators: Option<bool>,
}

/// Somebody as the rules look at them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person<'t> {
    /// None: neither the actor nor who is at the keyboard.
    id: Option<MemberId>,
    pub name: &'t str,
    pub role: &'t RoleRef,
    pub state: MemberState,
    pub shares_group: bool,
    pub other_active_administrators: Option<bool>,
}

impl<'t> From<&'t MemberTarget> for Person<'t> {
    fn from(of: &'t MemberTarget) -> Self {
        Person {
            id: Some(of.id),
            name: &of.name,
            role: &of.role,
            state: of.state,
            shares_group: of.shares_group,
            other_active_administrators: of.other_active_administrators,
        }
    }
}

impl<'t> From<&'t Somebody> for Person<'t> {
    fn from(of: &'t Somebody) -> Self {
        Person {
            id: of.own,
            name: &of.name,
            role: &of.role,
            state: of.state,
            shares_group: of.shares_group,
            other_active_administrators: of.other_active_administrators,
        }
    }
}

impl Person<'_> {
    /// Whether this is the actor (while supervising: the member supervised).
    pub fn is_self(&self, actor: &Actor) -> bool {
        self.id == Some(actor.member)
    }

    /// Whether this is the actor or the person at the keyboard: R7 holds for both while supervising (M9).
    pub fn is_behind(&self, actor: &Actor) -> bool {
        self.is_self(actor) || actor.supervising.as_ref().is_some_and(|s| self.id == Some(s.by))
    }
}
