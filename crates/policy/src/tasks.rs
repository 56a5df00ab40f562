//! Tasks: one's own, one's groups', and those one gave (N5, R12).

use super::{Denial, GroupTarget, TaskHolder, TaskTarget, Verb, people};
use model::Permission;
use model::sessions::Actor;

/// Own groups always; further ones for those who see the team, as far as they reach.
pub(super) fn may_give(actor: &Actor, group: &GroupTarget) -> Result<(), Denial> {
    if actor.groups.contains(&group.id) {
        return Ok(());
    }
    if !actor.role.has(Permission::SeeTeam) {
        return Err(Denial::Needs { permission: Permission::SeeTeam, managers: true });
    }
    people::group_in_reach(actor, group)
}

/// Whoever holds it works on it; only who gave it, or an Administrator, deletes it.
pub(super) fn may_change(actor: &Actor, verb: Verb, task: &TaskTarget) -> Result<(), Denial> {
    let holds = match task.holder {
        TaskHolder::Member(id) => id == actor.member,
        TaskHolder::Group(id) => actor.groups.contains(&id),
    };
    let gave = task.given_by == actor.member;
    if gave || actor.role.is_administrator() || (holds && verb == Verb::WorkOnTask) {
        return Ok(());
    }
    Err(Denial::NotYourTask { verb })
}
