//! Working as somebody else (M9): read-only first, never nested, never near credentials.

use super::{Denial, Rule, Verb};
use model::sessions::Actor;

/// What is seen and allowed while supervising is what the member sees and may do, less what this refuses.
pub(super) fn allows(actor: &Actor, verb: Verb, rule: Rule) -> Result<(), Denial> {
    let steps = matches!(verb, Verb::ActWhileSupervising | Verb::StopSupervising);
    let name = || actor.name.full();
    match &actor.supervising {
        None if steps => Err(Denial::NotSupervising),
        None => Ok(()),
        Some(_) if steps => Ok(()),
        Some(_) if verb == Verb::Supervise => Err(Denial::SupervisingAlready { name: name() }),
        Some(_) if rule.credentials => Err(Denial::SupervisingCredentials { name: name() }),
        Some(s) if rule.changes && !s.may_act => Err(Denial::SupervisingReadOnly { name: name() }),
        Some(_) => Ok(()),
    }
}
