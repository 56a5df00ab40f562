//! Forwarding numbers as rows (M12).

use crate::error::StoreResult;
use crate::sql::{all, maybe, run};
use crate::{Tx, permitted, search};
use model::members::Forwarding;
use model::{AccountId, MemberId, PhoneNumber};
use policy::{Permit, Verb};

/// Whether forwarding is on, and the numbers in their order; none when there is no such member.
pub async fn read(tx: &mut Tx, account: AccountId, id: MemberId) -> StoreResult<Option<(bool, Vec<Forwarding>)>> {
    let Some((on,)) =
        maybe!(tx, (bool,), "SELECT forwarding_on FROM members WHERE account_id = $1 AND id = $2", account, id)?
    else {
        return Ok(None);
    };
    let rows = all!(
        tx,
        (String, String, i64),
        "SELECT e164, label, seconds FROM forwarding_numbers WHERE account_id = $1 AND member_id = $2 ORDER BY position",
        account,
        id
    )?;
    let numbers = rows.into_iter().map(|(e164, label, seconds)| Forwarding {
        number: PhoneNumber::from_stored(e164),
        label,
        seconds: u16::try_from(seconds).unwrap_or(20),
    });
    Ok(Some((on, numbers.collect())))
}

/// What an own business number is called, if this is one: forwarding there would be a loop (M12).
pub async fn business_number(tx: &mut Tx, account: AccountId, number: &PhoneNumber) -> StoreResult<Option<String>> {
    let row =
        maybe!(tx, (String,), "SELECT label FROM numbers WHERE account_id = $1 AND e164 = $2", account, number.e164())?;
    Ok(row.map(|r| r.0))
}

/// Writes the whole list over the one before.
pub async fn save(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    on: bool,
    numbers: &[Forwarding],
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::SetForwarding])?;
    run!(tx, "DELETE FROM forwarding_numbers WHERE account_id = $1 AND member_id = $2", account, member)?;
    for (position, forwarding) in (1_i64..).zip(numbers) {
        run!(
            tx,
            "INSERT INTO forwarding_numbers (account_id, member_id, position, e164, label, seconds) VALUES ($1, $2, $3, $4, $5, $6)",
            account,
            member,
            position,
            forwarding.number.e164(),
            &forwarding.label,
            i64::from(forwarding.seconds)
        )?;
    }
    run!(
        tx,
        "UPDATE members SET forwarding_on = $3, forwards = $4 WHERE account_id = $1 AND id = $2",
        account,
        member,
        on,
        i64::try_from(numbers.len()).unwrap_or_default()
    )?;
    search::reindex(tx, account, &[member]).await
}
