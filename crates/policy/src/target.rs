//! What actions are done to and what they give: small facts, read in the transaction that decides (R3).

use super::person::{Person, Somebody};
use super::{Denial, Kind};
use model::{
    AuditId, GroupId, MemberId, MemberRow, MemberState, NumberId, NumberScope, PeopleScope, Permission, Plan, Role,
    RoleId, RoleKind, SessionId, TaskId,
};
use std::collections::{BTreeMap, BTreeSet};

/// What an action is done to. Made with `into()` from a reference to one of the structs below.
#[derive(Clone, Copy, Debug)]
pub enum Target<'t> {
    Account,
    Member(&'t MemberTarget),
    /// A member of whom it isn't said which.
    Somebody(&'t Somebody),
    Number(&'t NumberTarget),
    Group(&'t GroupTarget),
    Role(&'t Role),
    Session(&'t SessionTarget),
    Audit(AuditId),
    Task(&'t TaskTarget),
}

macro_rules! into_target {
    ($($name:ident($of:ty)),+) => {$(
        impl<'t> From<&'t $of> for Target<'t> {
            fn from(target: &'t $of) -> Self { Target::$name(target) }
        }
    )+};
}
impl<'t> Target<'t> {
    pub fn kind(self) -> Kind {
        match self {
            Target::Account => Kind::Account,
            Target::Member(_) | Target::Somebody(_) => Kind::Member,
            Target::Number(_) => Kind::Number,
            Target::Group(_) => Kind::Group,
            Target::Role(_) => Kind::Role,
            Target::Session(_) => Kind::Session,
            Target::Audit(_) => Kind::Audit,
            Target::Task(_) => Kind::Task,
        }
    }

    /// The member whom it is about, for the rules about people.
    pub(super) fn person(self) -> Option<Person<'t>> {
        match self {
            Target::Member(m) => Some(m.into()),
            Target::Somebody(s) => Some(s.into()),
            Target::Session(s) => Some((&s.member).into()),
            Target::Account | Target::Number(_) | Target::Group(_) | Target::Role(_) | Target::Audit(_) => None,
            Target::Task(_) => None,
        }
    }
}

/// The target as what an action's kind says it is; another kind is a thing that isn't there.
macro_rules! as_target {
    ($($name:ident: $variant:ident($of:ty)),+) => {
        impl<'t> Target<'t> {$(
            pub(super) fn $name(self) -> Result<&'t $of, Denial> {
                if let Target::$variant(target) = self { Ok(target) } else { Err(Denial::NotThere) }
            }
        )+}
    };
}
as_target!(number: Number(NumberTarget), group: Group(GroupTarget), role: Role(Role), task: Task(TaskTarget));

into_target!(
    Member(MemberTarget),
    Somebody(Somebody),
    Number(NumberTarget),
    Group(GroupTarget),
    Role(Role),
    Session(SessionTarget),
    Task(TaskTarget)
);

/// A role by what sentences and ceilings need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRef {
    pub id: RoleId,
    pub kind: RoleKind,
    pub name: String,
}

impl From<&Role> for RoleRef {
    fn from(role: &Role) -> Self {
        RoleRef { id: role.id, kind: role.kind, name: role.name.clone() }
    }
}

/// A member as the rules about people need them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberTarget {
    pub id: MemberId,
    /// As shown in sentences.
    pub name: String,
    /// The role they have now (R5).
    pub role: RoleRef,
    pub state: MemberState,
    /// Shares a group with the actor (R2).
    pub shares_group: bool,
    /// Whether another active Administrator remains; none where it is not known. The database has the last word (R7).
    pub other_active_administrators: Option<bool>,
}

impl From<&MemberRow> for MemberTarget {
    fn from(row: &MemberRow) -> Self {
        MemberTarget {
            id: row.id,
            name: row.name.full(),
            role: RoleRef { id: row.role, kind: row.role_kind, name: row.role_name.clone() },
            state: row.state,
            shares_group: row.in_own_groups,
            other_active_administrators: None,
        }
    }
}

/// A business number (R6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberTarget {
    pub id: NumberId,
    /// As shown in sentences.
    pub shown: String,
    /// Groups that use it or are its destination.
    pub groups: BTreeSet<GroupId>,
    /// Whose direct number it is today: handing it on takes it from them (R5).
    pub holder: Option<MemberTarget>,
}

/// A number whose use for outgoing calls is given or taken (M13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsedNumber {
    This(NumberTarget),
    /// One of many that lie to the actor in the same way, where a change of many is judged (K3). No write of a single
    /// number takes it.
    Alike(AlikeNumbers),
}

/// How many numbers lie to the actor (R6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeNumbers {
    /// As shown in sentences: "this number".
    pub shown: String,
    /// The actor may use them.
    pub held: bool,
    /// Groups that use them or are their destination.
    pub groups: BTreeSet<GroupId>,
}

impl From<NumberTarget> for UsedNumber {
    fn from(number: NumberTarget) -> Self {
        UsedNumber::This(number)
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTarget {
    pub id: GroupId,
    pub name: String,
    /// The business numbers that ring at it, as shown in sentences: whoever joins it may use them (R6).
    pub numbers: BTreeMap<NumberId, String>,
}

/// A signed-in browser and whose it is (A2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionTarget {
    pub id: SessionId,
    pub member: MemberTarget,
}

/// Whose task it is (N5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskHolder {
    Member(MemberId),
    Group(GroupId),
}

/// A task (N5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskTarget {
    pub id: TaskId,
    pub given_by: MemberId,
    pub holder: TaskHolder,
}

/// Access to the Supervisor workspace that is being given (T1, M1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SupervisorAccess {
    #[default]
    Nobody,
    Groups(Vec<GroupTarget>),
    Everyone,
}

/// All that an invitation, a duplicate or an imported row gives (M1, M8, I1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMember {
    pub role: RoleRef,
    pub plan: Plan,
    pub numbers: Vec<NumberTarget>,
    pub groups: Vec<GroupTarget>,
    pub supervises: SupervisorAccess,
}

impl NewMember {
    /// With a role and nothing else.
    pub fn with_role(role: RoleRef) -> Self {
        NewMember { role, plan: Plan::default(), numbers: vec![], groups: vec![], supervises: SupervisorAccess::Nobody }
    }
}

/// A role as it is about to be saved (R2, R9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleDraft {
    pub name: String,
    pub permissions: BTreeSet<Permission>,
    /// Roles it may assign, whole, because none may exceed the draft. Its own role is always fine.
    pub may_assign: Vec<Role>,
    /// Custom and built-in roles, Administrator apart, that may assign this role today; none for a new role. They must not
    /// come to give more than they have.
    pub assigned_by: Vec<Role>,
    pub people: PeopleScope,
    pub numbers: NumberScope,
}

impl RoleDraft {
    /// What saving `edited` means among an account's roles. Its own role among those it may assign is left out: it is
    /// always fine.
    pub fn of(edited: &Role, all: &[Role]) -> RoleDraft {
        let others = || all.iter().filter(|r| r.id != edited.id);
        RoleDraft {
            name: edited.name.clone(),
            permissions: edited.permissions.clone(),
            may_assign: others().filter(|r| edited.may_assign.contains(&r.id)).cloned().collect(),
            assigned_by: others()
                .filter(|r| r.may_assign.contains(&edited.id) && !r.is_administrator())
                .cloned()
                .collect(),
            people: edited.people,
            numbers: edited.numbers,
        }
    }
}
