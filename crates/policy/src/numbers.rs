//! The number ceiling (R6).

use super::{Denial, NumberTarget, Verb, ceiling, people};
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

/// R5 holds for whoever loses the number by this, too.
pub(super) fn may_take(actor: &Actor, number: &NumberTarget) -> Result<(), Denial> {
    within_reach(actor, number)?;
    let Some(holder) = &number.holder else { return Ok(()) };
    let (verb, rule) = (Verb::RemoveDirect, Verb::RemoveDirect.rule());
    people::reaches(actor, verb, rule, holder)?;
    ceiling::allows(actor, verb, rule, holder)
}
