//! The end of a membership, and its undoing: deleting with a transfer, restoring (M17). Erasing is `erasure`'s.

pub mod erasure;
#[cfg(test)]
mod erasure_tests;
mod many;
mod restore;
#[cfg(test)]
pub(crate) mod tests;

use crate::error::StoreResult;
use crate::members::status::shut_out;
use crate::sql::{all, maybe, run};
use crate::{StoreError, Tx, activity as history, members, numbers, permitted, search};
use model::instant::{DAY, Instant};
use model::{
    AccountId, Country, Extension, GroupId, MemberId, MemberState, NumberId, PersonName, PhoneNumber, RoleId,
    SupervisorScope,
};
use policy::{MemberTarget, NumberTarget, Permit, Verb};
use serde::{Deserialize, Serialize};

pub use many::*;
pub use restore::*;

/// How long a member of a paid account can be restored (M17).
pub const KEPT: i64 = 28 * DAY;

/// What goes to whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    pub to: Option<MemberId>,
    /// Voicemail, messages and faxes.
    pub history: bool,
    pub direct: bool,
    pub extension: bool,
}

/// What a restore gives back: ids only, no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LeftWith {
    pub state: MemberState,
    #[serde(deserialize_with = "or_none")]
    pub extension: Option<Extension>,
    pub supervises: SupervisorScope,
    pub groups: Vec<(GroupId, i64)>,
    pub supervised: Vec<GroupId>,
    /// Number, calls, messages, default.
    pub numbers: Vec<(NumberId, bool, bool, bool)>,
    pub direct: Vec<NumberId>,
}

/// Reads an extension; what was written before there was a word for none has 0 for it.
fn or_none<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Extension>, D::Error> {
    let number = Option::<i64>::deserialize(deserializer)?;
    Ok(number.and_then(Extension::from_column))
}

/// Whether the account pays: then a deleted member can be restored for 28 days (M17).
pub async fn is_paid(tx: &mut Tx, account: AccountId) -> StoreResult<bool> {
    Ok(maybe!(tx, (bool,), "SELECT paid FROM accounts WHERE id = $1", account)?.is_some_and(|(paid,)| paid))
}

/// A member's direct numbers, as the rules about numbers need them (R6).
pub async fn direct_numbers(
    tx: &mut Tx,
    account: AccountId,
    country: Country,
    holder: &MemberTarget,
) -> StoreResult<Vec<NumberTarget>> {
    let rows = all!(
        tx,
        (NumberId, String),
        "SELECT id, e164 FROM numbers WHERE account_id = $1 AND member_id = $2 ORDER BY e164",
        account,
        holder.id
    )?;
    let number = |(id, e164): (NumberId, String)| {
        let shown = PhoneNumber::from_stored(e164).shown_in(country);
        NumberTarget { id, shown, groups: Default::default(), holder: Some(holder.clone()) }
    };
    Ok(rows.into_iter().map(number).collect())
}

/// Takes a member off the team: access, charge and ringing end now, the seat is free (by trigger), extension and numbers
/// are handed on or free, history stays. Until `erase_at` they can be restored. Refused as `last_administrator` (R7).
pub async fn delete(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    transfer: Transfer,
    now: Instant,
    erase_at: Instant,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::Delete])?;
    // One who is gone already is left alone.
    let Some((_, left)) = left_with_of(tx, account, &[member]).await?.pop() else { return Ok(()) };
    let heir = transfer.to.filter(|to| *to != member);
    if let Some(to) = heir.filter(|_| transfer.history) {
        history::hand_on(tx, account, member, to).await?;
    }
    let number_to = heir.filter(|_| transfer.direct);
    run!(
        tx,
        "UPDATE numbers SET destination = $3, member_id = $4, version = version + 1 WHERE account_id = $1 AND member_id = $2",
        account,
        member,
        if number_to.is_some() { "member" } else { "nobody" },
        number_to
    )?;
    run!(tx, "DELETE FROM extensions WHERE account_id = $1 AND member_id = $2", account, member)?;
    for text in OF_A_MEMBER_HERE {
        run!(tx, *text, account, member)?;
    }
    // A direct number brings its outgoing use (M13).
    for number in left.direct.iter().filter(|_| number_to.is_some()) {
        numbers::write::follow(tx, account, *number, Some(member), number_to).await?;
    }
    shut_out(tx, account, member, now).await?;
    let handed_on = left.extension;
    gone(tx, account, &[(member, left)], now, erase_at).await?;
    if let Some(to) = heir.filter(|_| transfer.extension && handed_on.is_some()) {
        members::set_extension(tx, account, to, handed_on).await?;
    }
    let changed: Vec<MemberId> = std::iter::once(member).chain(heir).collect();
    search::reindex(tx, account, &changed).await
}

/// What only those on the team have. Kept in `left_with` for a restore.
pub(super) const OF_A_MEMBER_HERE: &[&str] = &[
    "DELETE FROM group_members WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM supervised_groups WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM number_users WHERE account_id = $1 AND member_id = $2",
];

/// A deleted member who can still be restored.
#[derive(Clone, Debug)]
pub struct Deleted {
    pub id: MemberId,
    pub name: PersonName,
    pub role: RoleId,
    pub deleted_at: Instant,
    pub erase_at: Instant,
}

#[derive(sqlx::FromRow)]
struct DeletedRow {
    id: MemberId,
    first_name: String,
    last_name: String,
    role_id: RoleId,
    state_since: i64,
    erase_at: Option<i64>,
}

/// Up to 200 deleted members, those deleted last first.
pub async fn deleted(tx: &mut Tx, account: AccountId) -> StoreResult<Vec<Deleted>> {
    let rows = all!(
        tx,
        DeletedRow,
        "SELECT id, first_name, last_name, role_id, state_since, erase_at FROM members
         WHERE account_id = $1 AND state = 'deleted' AND erased_at IS NULL ORDER BY state_since DESC, id DESC LIMIT 200",
        account
    )?;
    Ok(rows
        .into_iter()
        .map(|r| Deleted {
            id: r.id,
            name: PersonName { first: r.first_name, last: r.last_name },
            role: r.role_id,
            deleted_at: Instant(r.state_since),
            erase_at: Instant(r.erase_at.unwrap_or(r.state_since)),
        })
        .collect())
}

/// Members of the team whom these words name exactly: an extension, a sign-in name, or a full name. More than one when
/// several are called that.
pub async fn named(tx: &mut Tx, account: AccountId, words: &str) -> StoreResult<Vec<MemberId>> {
    let extension = Extension::from_digits(words).map(|e| i64::from(e.number()));
    let rows = all!(
        tx,
        (MemberId,),
        "SELECT id FROM members WHERE account_id = $1 AND state <> 'deleted'
           AND (extension = $2 OR sign_in_key = $3 OR lower(trim(first_name || ' ' || last_name)) = lower($4)) LIMIT 3",
        account,
        extension,
        model::SignInName::key(words),
        words
    )?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}
