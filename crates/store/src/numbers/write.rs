//! Changes of business numbers, each taking the permit of its action (N1 to N3, R6).

use crate::error::StoreResult;
use crate::search::fold;
use crate::sql::run;
use crate::{StoreError, Tx, permitted, search};
use model::Version;
use model::numbers::{NumberKind, RouteTo};
use model::{AccountId, Instant, MemberId, NumberId, PhoneNumber};
use policy::{Action, Permit, UsedNumber, Verb};

/// Sends incoming calls elsewhere, if the number is still as whoever asks saw it: of two at once, one wins (N3). False: it
/// was changed, or is gone. Refused by the database: a second main number as `numbers_one_main`, the main number to anything
/// but the menu as `main_number_rings_menu`.
pub async fn route(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    version: Version,
    to: RouteTo,
    now: Instant,
) -> StoreResult<bool> {
    let id = permitted::number(permit, Verb::RouteNumber)?;
    set_destination(tx, account, id, version, to, now).await
}

async fn set_destination(
    tx: &mut Tx,
    account: AccountId,
    id: NumberId,
    version: Version,
    to: RouteTo,
    now: Instant,
) -> StoreResult<bool> {
    let (member, group) = match to {
        RouteTo::Member(member) => (Some(member), None),
        RouteTo::Group(group) => (None, Some(group)),
        RouteTo::Nobody | RouteTo::Menu | RouteTo::Main => (None, None),
    };
    let changed = run!(
        tx,
        "UPDATE numbers SET destination = $4, member_id = $5, group_id = $6, is_main = $7, version = version + 1, since = $8
         WHERE account_id = $1 AND id = $2 AND version = $3",
        account,
        id,
        version,
        to.kind().slug(),
        member,
        group,
        to == RouteTo::Main,
        now.0
    )?;
    Ok(changed == 1)
}

/// Makes a number a member's direct number, under the same condition; the number is the permit's (M13).
pub async fn assign_direct(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    version: Version,
    now: Instant,
) -> StoreResult<bool> {
    match (permit.member(Verb::AssignDirect), permit.action()) {
        (Some(member), Action::AssignDirect(number)) => {
            set_destination(tx, account, number.id, version, RouteTo::Member(member), now).await
        }
        _ => Err(StoreError::WrongPermit),
    }
}

/// Takes a member's direct number away: it rings nowhere then (M13).
pub async fn remove_direct(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    version: Version,
    now: Instant,
) -> StoreResult<bool> {
    match (permit.member(Verb::RemoveDirect), permit.action()) {
        (Some(_), Action::RemoveDirect(number)) => {
            set_destination(tx, account, number.id, version, RouteTo::Nobody, now).await
        }
        _ => Err(StoreError::WrongPermit),
    }
}

/// After a number's destination changed: its new holder may use it for outgoing calls and messages, its old one no longer,
/// and search finds both by what they have now (T4).
pub async fn follow(
    tx: &mut Tx,
    account: AccountId,
    number: NumberId,
    before: Option<MemberId>,
    after: Option<MemberId>,
) -> StoreResult<()> {
    if before == after {
        return Ok(());
    }
    if let Some(member) = before {
        take_use(tx, account, number, member).await?;
    }
    if let Some(member) = after {
        run!(
            tx,
            "INSERT INTO number_users (account_id, number_id, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            account,
            number,
            member
        )?;
        mend_default(tx, account, member).await?;
    }
    let moved: Vec<MemberId> = before.into_iter().chain(after).collect();
    search::reindex(tx, account, &moved).await
}

pub async fn set_label(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    version: Version,
    label: &str,
) -> StoreResult<bool> {
    let id = permitted::number(permit, Verb::LabelNumber)?;
    let changed = run!(
        tx,
        "UPDATE numbers SET label = $4, label_fold = $5, version = version + 1 WHERE account_id = $1 AND id = $2 AND version = $3",
        account,
        id,
        version,
        label,
        fold(label)
    )?;
    Ok(changed == 1)
}

/// Lets a member use the permit's number for outgoing calls and messages, or changes for which (M13). False: it is gone.
pub async fn grant(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    calls: bool,
    messages: bool,
    default: bool,
) -> StoreResult<bool> {
    let (Some(member), Action::AssignNumber(UsedNumber::This(number))) =
        (permit.member(Verb::AssignNumber), permit.action())
    else {
        return Err(StoreError::WrongPermit);
    };
    let done = set_use(tx, account, number.id, member, (calls, messages, default)).await?;
    mend_default(tx, account, member).await?;
    Ok(done)
}

async fn set_use(
    tx: &mut Tx,
    account: AccountId,
    number: NumberId,
    member: MemberId,
    (calls, messages, default): (bool, bool, bool),
) -> StoreResult<bool> {
    if default {
        run!(
            tx,
            "UPDATE number_users SET is_default = $3 WHERE account_id = $1 AND member_id = $2 AND is_default",
            account,
            member,
            false
        )?;
    }
    let changed = run!(
        tx,
        "INSERT INTO number_users (account_id, number_id, member_id, calls, messages, is_default)
         SELECT account_id, id, $3, $4, $5, $6 FROM numbers WHERE account_id = $1 AND id = $2
         ON CONFLICT (account_id, number_id, member_id) DO UPDATE SET calls = excluded.calls, messages = excluded.messages,
           is_default = excluded.is_default",
        account,
        number,
        member,
        calls,
        messages,
        default
    )?;
    Ok(changed == 1)
}

/// Whoever may change a number or its use may give back what changing it did to its use (G2).
const CHANGE_USE: [Verb; 5] =
    [Verb::AssignNumber, Verb::RemoveNumber, Verb::AssignDirect, Verb::RemoveDirect, Verb::RouteNumber];

/// Gives back how a member used a number before a change that is undone with this permit. A number that is gone stays so.
pub async fn put_use(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    number: NumberId,
    member: MemberId,
    ways: Option<(bool, bool, bool)>,
) -> StoreResult<()> {
    permitted::is_for(permit, &CHANGE_USE)?;
    match ways {
        Some(ways) => set_use(tx, account, number, member, ways).await.map(drop),
        None => run!(
            tx,
            "DELETE FROM number_users WHERE account_id = $1 AND number_id = $2 AND member_id = $3",
            account,
            number,
            member
        )
        .map(drop),
    }
}

/// After [`put_use`]: whoever may use numbers has one default.
pub async fn settle_default(tx: &mut Tx, account: AccountId, permit: &Permit, member: MemberId) -> StoreResult<()> {
    permitted::is_for(permit, &CHANGE_USE)?;
    mend_default(tx, account, member).await
}

/// Takes the use of the permit's number from a member.
pub async fn revoke(tx: &mut Tx, account: AccountId, permit: &Permit) -> StoreResult<()> {
    let (Some(member), Action::RemoveNumber(UsedNumber::This(number))) =
        (permit.member(Verb::RemoveNumber), permit.action())
    else {
        return Err(StoreError::WrongPermit);
    };
    take_use(tx, account, number.id, member).await
}

async fn take_use(tx: &mut Tx, account: AccountId, number: NumberId, member: MemberId) -> StoreResult<()> {
    run!(
        tx,
        "DELETE FROM number_users WHERE account_id = $1 AND number_id = $2 AND member_id = $3",
        account,
        number,
        member
    )?;
    mend_default(tx, account, member).await
}

/// Whoever may use numbers has one default: without one it is the first.
async fn mend_default(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE number_users SET is_default = $3 WHERE account_id = $1 AND member_id = $2
           AND number_id = (SELECT u.number_id FROM number_users u JOIN numbers n ON n.account_id = u.account_id AND n.id = u.number_id
                            WHERE u.account_id = $1 AND u.member_id = $2 ORDER BY n.e164 LIMIT 1)
           AND NOT EXISTS (SELECT 1 FROM number_users d WHERE d.account_id = $1 AND d.member_id = $2 AND d.is_default)",
        account,
        member,
        true
    )
    .map(|_| ())
}

/// Writes a number that was bought; nobody yet. One that somebody has is refused as `numbers_taken`.
pub async fn insert(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    number: &PhoneNumber,
    kind: NumberKind,
    now: Instant,
) -> StoreResult<NumberId> {
    permitted::is_for(permit, &[Verb::BuyNumber])?;
    let id = NumberId::new();
    run!(
        tx,
        "INSERT INTO numbers (account_id, id, e164, kind, created_at) VALUES ($1, $2, $3, $4, $5)",
        account,
        id,
        number.e164(),
        kind.slug(),
        now.0
    )?;
    Ok(id)
}

/// Gives a number back, with all who may use it and its past; if it is still as whoever asks saw it.
pub async fn release(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    version: Version,
    holder: Option<MemberId>,
) -> StoreResult<bool> {
    let id = permitted::number(permit, Verb::ReleaseNumber)?;
    let changed =
        run!(tx, "DELETE FROM numbers WHERE account_id = $1 AND id = $2 AND version = $3", account, id, version)?;
    if let Some(holder) = holder {
        search::reindex(tx, account, &[holder]).await?;
    }
    Ok(changed == 1)
}
