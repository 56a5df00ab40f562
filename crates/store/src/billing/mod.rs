//! Seats bought and used (S1, S2), who gets the statement and what pays it (S7).

pub mod advice;
pub mod period;
pub mod plans;
pub(crate) mod prices;
pub mod statement;

use crate::error::StoreResult;
use crate::sql::{all, maybe, run};
use crate::{Tx, permitted};
use model::billing::plan::PlanSeats;
use model::billing::{Contact, PaymentMethod};
use model::{AccountId, Plan, Seats};
use policy::{Permit, Verb};

/// Plan, bought, used, included: a row of `plan_seats`.
pub(crate) type SeatsRow = (Plan, i64, i64, i64);

/// Seats per plan, in the order of plans (S1, T12).
pub async fn seats(tx: &mut Tx, account: AccountId) -> StoreResult<Seats> {
    let text = "SELECT plan, bought, used, included FROM plan_seats WHERE account_id = $1";
    Ok(seats_of(all!(tx, SeatsRow, text, account)?))
}

/// The same from rows that were read with others.
pub(crate) fn seats_of(rows: Vec<SeatsRow>) -> Seats {
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    let seats = |(plan, bought, used, included): SeatsRow| PlanSeats {
        plan,
        bought: number(bought),
        used: number(used),
        included: number(included),
    };
    let mut plans: Vec<PlanSeats> = rows.into_iter().map(seats).collect();
    plans.sort_by_key(|p| p.plan);
    Seats { plans }
}

/// Buys seats, if there are still `seen` of that plan: the same form sent twice buys once. False: there are others by now.
pub async fn add_seats(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    plan: Plan,
    seen: u32,
    more: u32,
) -> StoreResult<bool> {
    permitted::is_for(permit, &[Verb::BuySeats])?;
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

/// Contact and payment method of an account (S7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    pub contact: Contact,
    pub method: Option<PaymentMethod>,
}

#[derive(sqlx::FromRow)]
struct DetailsRow {
    contact_name: String,
    contact_email: String,
    method_reference: Option<String>,
    method_brand: Option<String>,
    method_last_four: Option<String>,
    method_expires: Option<String>,
}

/// Empty for an account that has told nothing yet.
pub async fn details(tx: &mut Tx, account: AccountId) -> StoreResult<Details> {
    let row = maybe!(
        tx,
        DetailsRow,
        "SELECT contact_name, contact_email, method_reference, method_brand, method_last_four, method_expires FROM billing_details
         WHERE account_id = $1",
        account
    )?;
    Ok(row.map_or_else(Details::default, |r| Details {
        contact: Contact { name: r.contact_name, email: r.contact_email },
        method: r.method_reference.map(|reference| PaymentMethod {
            reference,
            brand: r.method_brand.unwrap_or_default(),
            last_four: r.method_last_four.unwrap_or_default(),
            expires: r.method_expires.unwrap_or_default(),
        }),
    }))
}

/// Who gets the statement (S7).
pub async fn set_contact(tx: &mut Tx, account: AccountId, permit: &Permit, contact: &Contact) -> StoreResult<()> {
    permitted::is_for(permit, &[Verb::ChangeBilling])?;
    run!(
        tx,
        "INSERT INTO billing_details (account_id, contact_name, contact_email) VALUES ($1, $2, $3)
         ON CONFLICT (account_id) DO UPDATE SET contact_name = excluded.contact_name, contact_email = excluded.contact_email,
           version = billing_details.version + 1",
        account,
        &contact.name,
        &contact.email
    )
    .map(|_| ())
}

/// What pays (S7): the provider's reference and what people know a card by.
pub async fn set_method(tx: &mut Tx, account: AccountId, permit: &Permit, method: &PaymentMethod) -> StoreResult<()> {
    permitted::is_for(permit, &[Verb::ChangeBilling])?;
    run!(
        tx,
        "INSERT INTO billing_details (account_id, method_reference, method_brand, method_last_four, method_expires) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account_id) DO UPDATE SET method_reference = excluded.method_reference, method_brand = excluded.method_brand,
           method_last_four = excluded.method_last_four, method_expires = excluded.method_expires, version = billing_details.version + 1",
        account,
        &method.reference,
        &method.brand,
        &method.last_four,
        &method.expires
    )
    .map(|_| ())
}
