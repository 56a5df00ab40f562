//! The number ceiling (R6).

use super::{Denial, NumberTarget};
use crate::model::NumberScope;
use crate::model::session::Actor;

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
