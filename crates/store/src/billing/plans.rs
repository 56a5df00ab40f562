//! A member's plan (M14) and what depends on it (S6): one write for row, form, bulk and undo.

use crate::error::StoreResult;
use crate::sql::{maybe, run};
use crate::{StoreError, Tx, permitted};
use model::{AccountId, MemberId, Plan};
use policy::{Action, Permit, Verb};

/// What a change of plan needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanFacts {
    pub plan: Plan,
    /// Numbers that ring there (S4).
    pub numbers: u32,
    pub private_bridge: bool,
}

/// None: no such member.
pub async fn facts(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Option<PlanFacts>> {
    let row = maybe!(
        tx,
        (Plan, bool, i64),
        "SELECT plan, private_bridge, (SELECT count(*) FROM numbers n WHERE n.account_id = $1 AND n.member_id = $2)
         FROM members WHERE account_id = $1 AND id = $2",
        account,
        member
    )?;
    Ok(row.map(|(plan, private_bridge, numbers)| PlanFacts {
        plan,
        numbers: u32::try_from(numbers).unwrap_or_default(),
        private_bridge,
    }))
}

/// Puts the permit's member on the permit's plan (M14). The seat moves by trigger and is refused as `seats_not_oversold` (S1); Basic
/// with a private bridge as `private_bridge_needs_plus` (S6). False: they are on it already.
pub async fn change(tx: &mut Tx, account: AccountId, permit: &Permit) -> StoreResult<bool> {
    let member = permitted::member(permit, &[Verb::ChangePlan])?;
    let Action::ChangePlan(plan) = permit.action() else { return Err(StoreError::WrongPermit) };
    let changed = run!(
        tx,
        "UPDATE members SET plan = $3, version = version + 1 WHERE account_id = $1 AND id = $2 AND plan <> $3",
        account,
        member,
        plan.slug()
    )?;
    Ok(changed > 0)
}

/// Switches the private (HIPAA) meeting bridge (S6). Refused on Basic as `private_bridge_needs_plus`.
pub async fn set_private_bridge(tx: &mut Tx, account: AccountId, permit: &Permit, on: bool) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::EditDetails])?;
    run!(
        tx,
        "UPDATE members SET private_bridge = $3, version = version + 1 WHERE account_id = $1 AND id = $2",
        account,
        member,
        on
    )
    .map(|_| ())
}
