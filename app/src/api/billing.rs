//! Buying seats where they are missing (S2).

use crate::error::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    api::call::{Call, answer},
    error::AppResult,
    model::Plan,
    model::audit::Change,
    model::plan::money,
    policy::{Action, Target, check},
    store::audit::Subject,
    store::{accounts, billing},
};

/// Most seats in one order.
#[cfg(feature = "ssr")]
const MOST: u32 = 100_000;

/// Buys `more` seats of a plan. `seen` is how many the page showed as bought: a form sent twice buys once. Leads back to the
/// page `back` of this site.
#[server(endpoint = "seats/add")]
pub async fn add_seats(plan: String, more: u32, seen: u32, back: String) -> Result<(), AppError> {
    answer(buy(&plan, more, seen, &back).await)
}

#[cfg(feature = "ssr")]
async fn buy(plan: &str, more: u32, seen: u32, back: &str) -> AppResult<()> {
    let plan: Plan = plan.parse().map_err(|e| AppError::field("plan", e))?;
    if !(1..=MOST).contains(&more) {
        return Err(AppError::field("more", "Choose between 1 and 100,000 seats."));
    }
    let mut call = Call::begin().await?;
    let permit = check(call.actor(), Action::BuySeats, Target::Account)?;
    let account = call.account();
    if billing::add_seats(&mut call.tx, account, &permit, plan, seen, more).await? {
        // From its first order on an account pays, so those it deletes can be restored for 28 days (M17).
        accounts::set_paid(&mut call.tx, account, true).await?;
        let seats = |n: u32| Some(n.to_string());
        let changes = [
            Change { field: format!("{plan} seats"), before: seats(seen), after: seats(seen + more) },
            Change {
                field: "cost a month".to_owned(),
                before: None,
                after: Some(format!("{} more", money(plan.monthly() * i64::from(more)))),
            },
        ];
        let name = call.settings().name.clone();
        call.audit("seats.buy", Subject::account(account, &name), &changes, false).await?;
    }
    call.commit().await?;
    let local = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\') && !back.chars().any(char::is_control);
    leptos_axum::redirect(if local { back } else { "/team" });
    Ok(())
}
