//! The role ceiling: what one may give, and whom one may touch (R4, R5).

use super::person::Person;
use super::{Denial, Reach, RoleRef, Rule, Target, Verb};
use model::sessions::Actor;
use model::{Role, RoleKind};

/// R4: an actor gives only roles that their own role may assign.
pub(super) fn may_give(actor: &Actor, role: &RoleRef) -> Result<(), Denial> {
    // An Administrator's role in a hand-made list would still not be given by others.
    let allowed =
        actor.role.is_administrator() || (role.kind != RoleKind::Administrator && actor.role.may_assign(role.id));
    allowed.then_some(()).ok_or_else(|| Denial::RoleAboveYou { role: role.name.clone(), kind: role.kind })
}

/// R5: only members whose current role the actor could assign, oneself included.
pub(super) fn allows(actor: &Actor, verb: Verb, rule: Rule, person: Person<'_>) -> Result<(), Denial> {
    if rule.reach != Reach::Ceiling || may_give(actor, person.role).is_ok() {
        return Ok(());
    }
    Err(Denial::OutranksYou { verb, role: person.role.name.clone(), kind: person.role.kind })
}

/// Whether a Manager, as built in, could do it: only then a sentence names Managers.
pub(super) fn managers_could(verb: Verb, given: Option<RoleKind>, target: Target<'_>, actor: &Actor) -> bool {
    let rule = verb.rule();
    let assignable = |kind: RoleKind| matches!(kind, RoleKind::Manager | RoleKind::Agent);
    let touched = target.person().filter(|_| rule.reach == Reach::Ceiling).map(|p| p.role.kind);
    rule.needs.is_none_or(|p| Role::defaults(RoleKind::Manager).contains(&p))
        && given.is_none_or(assignable)
        && touched.is_none_or(assignable)
        && !(rule.adds && actor.only_administrators_add)
}
