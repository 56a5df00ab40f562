//! The small company the tests of policy are about.

use crate::*;
use model::sessions::Supervising;
use model::{
    GroupId, MemberId, MemberState, NumberId, NumberScope, PeopleScope, Permission, PersonName, Role, RoleId, RoleKind,
};
use std::collections::BTreeSet;

pub const SUPPORT: GroupId = GroupId(1);
pub const SALES: GroupId = GroupId(2);
/// The id every actor of these tests has.
pub const ME: MemberId = MemberId(1);

const ADMINISTRATOR: RoleId = RoleId(1);
const MANAGER: RoleId = RoleId(2);
const AGENT: RoleId = RoleId(3);
const LEAD: RoleId = RoleId(4);
const DIRECTOR: RoleId = RoleId(5);

fn custom(id: RoleId, name: &str, may_assign: &[RoleId], numbers: NumberScope) -> Role {
    Role {
        id,
        kind: RoleKind::Custom,
        name: name.into(),
        description: String::new(),
        permissions: Role::defaults(RoleKind::Custom),
        may_assign: may_assign.iter().copied().collect(),
        people: PeopleScope::Everyone,
        numbers,
    }
}

/// The built-in roles are the product's own.
fn built_in() -> [Role; 3] {
    Role::built_in([ADMINISTRATOR, MANAGER, AGENT])
}

pub fn administrator() -> Role {
    let [administrator, ..] = built_in();
    administrator
}

pub fn manager() -> Role {
    let [_, manager, _] = built_in();
    manager
}

pub fn agent() -> Role {
    let [.., agent] = built_in();
    agent
}

/// A custom role that holds every permission and yet may assign only Agent and itself: the hardest case for ceilings.
pub fn lead(people: PeopleScope, numbers: NumberScope) -> Role {
    let permissions = Permission::ALL.iter().copied().collect();
    Role { permissions, people, ..custom(LEAD, "Support lead", &[AGENT, LEAD], numbers) }
}

/// A custom role that nobody but Administrators may assign.
pub fn director() -> Role {
    let permissions = BTreeSet::from([Permission::SeeTeam, Permission::SeeBilling]);
    Role { permissions, ..custom(DIRECTOR, "Director", &[], NumberScope::All) }
}

pub fn actor(role: Role) -> Actor {
    Actor {
        member: ME,
        name: PersonName { first: "Marisol".into(), last: "Vega".into() },
        role,
        groups: BTreeSet::from([SUPPORT]),
        numbers: BTreeSet::from([NumberId(1)]),
        only_administrators_add: false,
        supervising: None,
    }
}

/// Somebody works as this role's holder (M9).
pub fn supervised(role: Role, may_act: bool) -> Actor {
    let by_name = PersonName { first: "Amara".into(), last: "Okonkwo".into() };
    Actor {
        supervising: Some(Supervising { by: MemberId(900), by_name, may_act, until: model::Instant(0) }),
        ..actor(role)
    }
}

pub fn member(id: u128, name: &str, role: &Role, shares_group: bool) -> MemberTarget {
    MemberTarget {
        id: MemberId(id),
        name: name.into(),
        role: RoleRef::from(role),
        state: MemberState::Active,
        shares_group,
        other_active_administrators: Some(true),
    }
}

pub fn kofi() -> MemberTarget {
    member(2, "Kofi Mensah", &agent(), true)
}

pub fn dana_outside() -> MemberTarget {
    member(3, "Dana Whitfield", &agent(), false)
}

pub fn hina_manager() -> MemberTarget {
    member(4, "Hina Matsumoto", &manager(), true)
}

pub fn amara_administrator() -> MemberTarget {
    member(5, "Amara Okonkwo", &administrator(), true)
}

pub fn priya_director() -> MemberTarget {
    member(6, "Priya Raghunathan", &director(), true)
}

pub fn oneself(actor: &Actor) -> MemberTarget {
    MemberTarget { id: ME, name: actor.name.full(), ..member(1, "", &actor.role, true) }
}

/// A number the actor may use, one of their group's, and one of neither.
pub fn numbers() -> [(&'static str, NumberTarget); 3] {
    let number = |id: u128, shown: &str, group: Option<GroupId>| NumberTarget {
        id: NumberId(id),
        shown: shown.into(),
        groups: group.into_iter().collect(),
        holder: None,
    };
    [
        ("held", number(1, "(503) 555-0142", None)),
        ("group's", number(2, "(503) 555-0160", Some(SUPPORT))),
        ("other", number(3, "(503) 555-0166", Some(SALES))),
    ]
}

pub fn group(id: GroupId) -> GroupTarget {
    GroupTarget { id, name: if id == SUPPORT { "Support".into() } else { "Sales".into() }, numbers: Default::default() }
}

pub fn draft_of(role: &Role) -> RoleDraft {
    RoleDraft {
        name: role.name.clone(),
        permissions: role.permissions.clone(),
        may_assign: vec![],
        assigned_by: vec![],
        people: role.people,
        numbers: role.numbers,
    }
}
