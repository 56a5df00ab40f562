//! What a permit is for, as a write asks for it. One for another verb or kind of target is a fault of this program: what people may
//! not do, `policy` refuses before.

use crate::StoreError;
use crate::error::StoreResult;
use model::{MemberId, NumberId};
use policy::{Permit, TargetId, Verb};

/// The member, for any of these verbs.
pub(crate) fn member(permit: &Permit, verbs: &[Verb]) -> StoreResult<MemberId> {
    verbs.iter().find_map(|verb| permit.member(*verb)).ok_or(StoreError::WrongPermit)
}

/// The number.
pub(crate) fn number(permit: &Permit, verb: Verb) -> StoreResult<NumberId> {
    match permit.target() {
        TargetId::Number(id) if permit.verb() == verb => Ok(id),
        _ => Err(StoreError::WrongPermit),
    }
}

/// Whether it is for one of these verbs, whatever the target.
pub(crate) fn is_for(permit: &Permit, verbs: &[Verb]) -> StoreResult<()> {
    if verbs.contains(&permit.verb()) { Ok(()) } else { Err(StoreError::WrongPermit) }
}
