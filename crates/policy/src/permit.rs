//! The proof of a decision. Only `check` makes one; it can't be copied, stored or sent, so the browser's are
//! worthless to the server.

use super::{Action, Target, Verb};
use model::sessions::Actor;
use model::{AuditId, GroupId, MemberId, NumberId, RoleId, SessionId, TaskId};

/// Which row a permit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetId {
    Account,
    Member(MemberId),
    /// One of many who were judged together; the write names them.
    Somebody,
    Number(NumberId),
    Group(GroupId),
    Role(RoleId),
    Session(SessionId),
    Audit(AuditId),
    Task(TaskId),
}

impl From<Target<'_>> for TargetId {
    fn from(target: Target<'_>) -> Self {
        match target {
            Target::Account => TargetId::Account,
            Target::Member(m) => TargetId::Member(m.id),
            Target::Somebody(_) => TargetId::Somebody,
            Target::Number(n) => TargetId::Number(n.id),
            Target::Group(g) => TargetId::Group(g.id),
            Target::Role(r) => TargetId::Role(r.id),
            Target::Session(s) => TargetId::Session(s.id),
            Target::Audit(id) => TargetId::Audit(id),
            Target::Task(t) => TargetId::Task(t.id),
        }
    }
}

/// Allowed: this actor, this action with what it gives, this target. Writes read their ids from it, not from the form.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a permit that no write takes means a check for nothing"]
pub struct Permit {
    by: MemberId,
    supervisor: Option<MemberId>,
    action: Action,
    target: TargetId,
}

impl Permit {
    pub(super) fn issue(actor: &Actor, action: Action, target: TargetId) -> Permit {
        Permit { by: actor.member, supervisor: actor.supervising.as_ref().map(|s| s.by), action, target }
    }

    /// Whose rights were used: the member supervised, if any (G1).
    pub fn by(&self) -> MemberId {
        self.by
    }

    /// The person at the keyboard while supervising (M9, G1).
    pub fn supervisor(&self) -> Option<MemberId> {
        self.supervisor
    }

    pub fn action(&self) -> &Action {
        &self.action
    }

    pub fn verb(&self) -> Verb {
        self.action.verb()
    }

    pub fn target(&self) -> TargetId {
        self.target
    }

    /// The member it is for; none for any other verb or kind of target, which a write refuses as a fault.
    pub fn member(&self, verb: Verb) -> Option<MemberId> {
        match self.target {
            TargetId::Member(id) if self.verb() == verb => Some(id),
            TargetId::Member(_) | TargetId::Account | TargetId::Somebody | TargetId::Number(_) => None,
            TargetId::Group(_) | TargetId::Role(_) | TargetId::Session(_) => None,
            TargetId::Audit(_) | TargetId::Task(_) => None,
        }
    }
}
