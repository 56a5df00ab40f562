//! The number ceiling (R6).

use super::{Denial, GroupTarget, NumberTarget, UsedNumber, Verb, ceiling, people};
use model::sessions::Actor;
use model::{GroupId, NumberScope};
use std::collections::BTreeSet;

/// R6: one hands on only numbers that one may use, unless the role's number scope gives more.
pub(super) fn within_reach(actor: &Actor, number: &NumberTarget) -> Result<(), Denial> {
    reaches(actor, actor.numbers.contains(&number.id), &number.groups, &number.shown)
}

/// The same for a number whose use is given or taken.
pub(super) fn may_use(actor: &Actor, number: &UsedNumber) -> Result<(), Denial> {
    match number {
        UsedNumber::This(number) => within_reach(actor, number),
        UsedNumber::Alike(them) => reaches(actor, them.held, &them.groups, &them.shown),
    }
}

fn reaches(actor: &Actor, held: bool, groups: &BTreeSet<GroupId>, shown: &str) -> Result<(), Denial> {
    let by_scope = match actor.role.numbers {
        NumberScope::All => true,
        NumberScope::OwnGroups => !groups.is_disjoint(&actor.groups),
        NumberScope::Held => false,
    };
    if by_scope || held { Ok(()) } else { Err(Denial::NumberOutOfReach { number: shown.to_owned() }) }
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
    people::reaches(actor, verb, rule, holder.into())?;
    ceiling::allows(actor, verb, rule, holder.into())
}
