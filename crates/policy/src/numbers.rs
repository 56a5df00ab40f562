//! The number ceiling (R6).

use super::{Denial, GroupTarget, NumberTarget, Verb, ceiling, people};
use model::NumberScope;
use model::sessions::Actor;

/// R6: one hands on only numbers that one may use, unless the role's number scope gives more.
pub(super) fn within_reach(actor: &Actor, number: &NumberTarget) -> Result<(), Denial> {
    let by_scope = match actor.role.numbers {
        NumberScope::All => true,
        NumberScope::OwnGroups => !number.groups.is_disjoint(&actor.groups),
        NumberScope::Held => false,
    };
    if by_scope || actor.numbers.contains(&number.id) {
        return Ok(());
    }
    Err(Denial::NumberOutOfReach { number: number.shown.clone() })
}

/// R6: whoever joins a group gets its numbers, so these are handed on like any other.
pub(super) fn of_group_within_reach(actor: &Actor, group: &GroupTarget) -> Result<(), Denial> {
    group.numbers.iter().try_for_each(|(id, shown)| {
        let groups = [group.id].into();
        within_reach(actor, &NumberTarget { id: *id, shown: shown.clone(), groups, holder: None })
    })
}

/// R5 holds for whoever loses the number by this, too.
pub(super) fn may_take(actor: &Actor, number: &NumberTarget) -> Result<(), Denial> {
    within_reach(actor, number)?;
    let Some(holder) = &number.holder else { return Ok(()) };
    let (verb, rule) = (Verb::RemoveDirect, Verb::RemoveDirect.rule());
    people::reaches(actor, verb, rule, holder)?;
    ceiling::allows(actor, verb, rule, holder)
}
