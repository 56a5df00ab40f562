//! Accounts and their settings (A1, A3, N7).

#[cfg(test)]
mod administrators_race_tests;
#[cfg(test)]
mod last_administrator_tests;

use crate::billing::prices::PriceRow;
use crate::error::StoreResult;
use crate::sql::{Sql, all_of, one, run};
use crate::{Tx, permitted};
use model::instant::Instant;
use model::{AccountId, AccountSettings, Country, Plan};
use policy::{Permit, Verb};

/// The columns of [`COLUMNS`].
#[derive(sqlx::FromRow)]
pub(crate) struct SettingsRow {
    id: AccountId,
    name: String,
    country: Country,
    time_zone: String,
    extension_digits: i64,
    wrap_up_seconds: i64,
    only_administrators_add: bool,
    meeting_base: String,
    default_plan: Plan,
    #[sqlx(flatten)]
    prices: PriceRow,
}

impl From<SettingsRow> for AccountSettings {
    fn from(r: SettingsRow) -> Self {
        AccountSettings {
            id: r.id,
            name: r.name,
            country: r.country,
            time_zone: r.time_zone,
            extension_digits: u8::try_from(r.extension_digits).unwrap_or(3),
            wrap_up_seconds: u32::try_from(r.wrap_up_seconds).unwrap_or_default(),
            only_administrators_add: r.only_administrators_add,
            meeting_base: r.meeting_base,
            default_plan: r.default_plan,
            prices: r.prices.into(),
        }
    }
}

/// Makes an account with its seats and counters (A1). `seats` of each plan are what it signs up with: they are included (S3).
pub async fn create(tx: &mut Tx, account: &AccountSettings, seats: [i64; 3], now: Instant) -> StoreResult<()> {
    run!(
        tx,
        "INSERT INTO accounts (id, name, country, time_zone, extension_digits, wrap_up_seconds, only_administrators_add, meeting_base, default_plan, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        account.id,
        &account.name,
        account.country.code(),
        &account.time_zone,
        i64::from(account.extension_digits),
        i64::from(account.wrap_up_seconds),
        account.only_administrators_add,
        &account.meeting_base,
        account.default_plan.slug(),
        now.0,
    )?;
    run!(tx, "INSERT INTO team_totals (account_id) VALUES ($1)", account.id)?;
    run!(tx, "INSERT INTO audit_heads (account_id, hash) VALUES ($1, $2)", account.id, Vec::<u8>::new())?;
    for (plan, bought) in Plan::ALL.into_iter().zip(seats) {
        run!(
            tx,
            "INSERT INTO plan_seats (account_id, plan, bought, included) VALUES ($1, $2, $3, $3)",
            account.id,
            plan.slug(),
            bought
        )?;
    }
    Ok(())
}

/// What makes [`AccountSettings`], of `accounts a LEFT JOIN price_books b ON b.account_id = a.id`.
pub(crate) const COLUMNS: &str = "a.id, a.name, a.country, a.time_zone, a.extension_digits, a.wrap_up_seconds, a.only_administrators_add, a.meeting_base, \
     a.default_plan, b.currency, b.basic, b.plus, b.pro, b.basic_minutes, b.plus_minutes, b.pro_minutes, b.extra_seat, b.extra_number, \
     b.minute_price";

/// The settings of an account; none when there is no such account.
pub async fn settings(tx: &mut Tx, account: AccountId) -> StoreResult<Option<AccountSettings>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS)
        .push(" FROM accounts a LEFT JOIN price_books b ON b.account_id = a.id WHERE a.id = ")
        .bind(account);
    Ok(all_of!(tx, SettingsRow, sql)?.into_iter().next().map(AccountSettings::from))
}

/// Whether the deployment has an account yet: without one, setup is open (A1).
pub async fn any(tx: &mut Tx) -> StoreResult<bool> {
    let (found,) = one!(tx, (bool,), "SELECT EXISTS (SELECT 1 FROM accounts) AS found")?;
    Ok(found)
}

/// How many digits new extensions have (M11); those that are there stay as they are.
pub async fn set_extension_digits(tx: &mut Tx, account: AccountId, permit: &Permit, digits: u8) -> StoreResult<()> {
    permitted::is_for(permit, &[Verb::ChangeSettings])?;
    run!(tx, "UPDATE accounts SET extension_digits = $2 WHERE id = $1", account, i64::from(digits)).map(|_| ())
}

/// Whether the account pays, which decides how long a deleted member can be restored (M17).
pub async fn set_paid(tx: &mut Tx, account: AccountId, paid: bool) -> StoreResult<()> {
    run!(tx, "UPDATE accounts SET paid = $2 WHERE id = $1", account, paid).map(|_| ())
}

/// Makes room: each plan's seats are at least what is used plus `spare` (samples, and orders of seats).
pub async fn ensure_seats(tx: &mut Tx, account: AccountId, plan: Plan, bought: i64) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE plan_seats SET bought = $3 WHERE account_id = $1 AND plan = $2 AND bought < $3",
        account,
        plan.slug(),
        bought
    )
    .map(|_| ())
}
