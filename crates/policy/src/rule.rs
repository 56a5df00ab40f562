//! What one row of the table of actions says.

use model::{MemberState, Permission};

/// What an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Account,
    Member,
    Number,
    Group,
    Role,
    Session,
    Audit,
    Task,
}

/// What holds when the target is oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// The same as for others.
    Same,
    /// Everybody may (M21).
    Free,
    /// Nobody may (R7).
    Never,
    /// Only an Administrator may: what would widen one's own reach (R9).
    AdministratorOnly,
}

/// Which members an action may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Anyone,
    /// Those in the role's people scope (R2).
    Scope,
    /// Those in scope whose current role the actor could assign (R5).
    Ceiling,
}

/// One row of the table: all that is asked before the rules about what is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub on: Kind,
    pub needs: Option<Permission>,
    pub changes: bool,
    pub own: Own,
    pub reach: Reach,
    /// Member states in which it means something.
    pub states: &'static [MemberState],
    /// Credentials and sign-in, untouchable while supervising (M9).
    pub credentials: bool,
    /// Adds members (R13).
    pub adds: bool,
    /// Takes from the account its Administrator (R7).
    pub removes_administrator: bool,
}

use MemberState::{Active, Deleted, Invited, Suspended};

pub(super) const HERE: &[MemberState] = &[Invited, Active, Suspended];
pub(super) const JOINED: &[MemberState] = &[Active, Suspended];
pub(super) const INVITED: &[MemberState] = &[Invited];
pub(super) const ACTIVE: &[MemberState] = &[Active];
pub(super) const SUSPENDED: &[MemberState] = &[Suspended];
pub(super) const DELETED: &[MemberState] = &[Deleted];

impl Rule {
    const fn new(on: Kind, needs: Option<Permission>, changes: bool) -> Rule {
        let (own, reach) = (Own::Same, Reach::Anyone);
        let states = MemberState::ALL;
        Rule { on, needs, changes, own, reach, states, credentials: false, adds: false, removes_administrator: false }
    }

    /// Everybody signed in may look.
    pub(super) const fn open(on: Kind) -> Rule {
        Rule::new(on, None, false)
    }

    /// Everybody signed in may change it, where the target's own rule lets them.
    pub(super) const fn free(on: Kind) -> Rule {
        Rule::new(on, None, true)
    }

    pub(super) const fn see(on: Kind, needs: Permission) -> Rule {
        Rule::new(on, Some(needs), false)
    }

    pub(super) const fn change(on: Kind, needs: Permission) -> Rule {
        Rule::new(on, Some(needs), true)
    }

    /// A change of a member: within people scope and role ceiling (R2, R5), in these states.
    pub(super) const fn person(needs: Permission, states: &'static [MemberState]) -> Rule {
        Rule { reach: Reach::Ceiling, states, ..Rule::change(Kind::Member, needs) }
    }

    pub(super) const fn within_scope(self) -> Rule {
        Rule { reach: Reach::Scope, ..self }
    }

    pub(super) const fn own(self, own: Own) -> Rule {
        Rule { own, ..self }
    }

    pub(super) const fn during(self, states: &'static [MemberState]) -> Rule {
        Rule { states, ..self }
    }

    pub(super) const fn credentials(self) -> Rule {
        Rule { credentials: true, ..self }
    }

    pub(super) const fn adds(self) -> Rule {
        Rule { adds: true, ..self }
    }

    pub(super) const fn removes_administrator(self) -> Rule {
        Rule { removes_administrator: true, ..self }
    }
}
