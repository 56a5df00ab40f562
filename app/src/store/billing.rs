//! Seats bought and used (S1, S2).

use crate::model::plan::PlanSeats;
use crate::model::{AccountId, Plan, Seats};
use crate::policy::{Permit, Verb};
use crate::store::error::StoreResult;
use crate::store::sql::{all, run};
use crate::store::{StoreError, Tx};

/// Seats per plan, in the order of plans (S1, T12).
pub async fn seats(tx: &mut Tx, account: AccountId) -> StoreResult<Seats> {
    let rows = all!(tx, (String, i64, i64, i64), "SELECT plan, bought, used, included FROM plan_seats WHERE account_id = $1", account)?;
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    let seats = |(plan, bought, used, included): (String, i64, i64, i64)| {
        Some(PlanSeats { plan: plan.parse().ok()?, bought: number(bought), used: number(used), included: number(included) })
    };
    let mut plans: Vec<PlanSeats> = rows.into_iter().filter_map(seats).collect();
    plans.sort_by_key(|p| p.plan);
    Ok(Seats { plans })
}

/// Buys seats, if there are still `seen` of that plan: the same form sent twice buys once. False: there are others by now.
pub async fn add_seats(tx: &mut Tx, account: AccountId, permit: &Permit, plan: Plan, seen: u32, more: u32) -> StoreResult<bool> {
    if permit.verb() != Verb::BuySeats {
        return Err(StoreError::Other(sqlx::Error::RowNotFound));
    }
    let changed = run!(
        tx,
        "UPDATE plan_seats SET bought = bought + $4 WHERE account_id = $1 AND plan = $2 AND bought = $3",
        account,
        plan.slug(),
        i64::from(seen),
        i64::from(more)
    )?;
    Ok(changed > 0)
}
