//! Whether a member may be here: suspended, back again, and kept out until a new password is set (M10, M16).

use crate::error::StoreResult;
use crate::sessions::devices;
use crate::sql::{Sql, maybe, run};
use crate::{Tx, permitted, sessions};
use model::instant::Instant;
use model::members::{MemberState, Presence, StatusRank};
use model::{AccountId, Availability, MemberId};
use policy::{Permit, Verb};

/// Adds what a member's status ranks by, as SQL over their row: the same order as [`StatusRank::of`] has for what
/// `LiveStatus::presence` says. `online`: the column or expression that says whether they are signed in; `to`: the
/// availability they get in the same statement, else the one they have.
pub(crate) fn push_rank(sql: &mut Sql, online: &'static str, to: Option<Availability>, now: Instant) {
    let rank = |presence| StatusRank::of(MemberState::Active, presence);
    sql.push("CASE WHEN state <> 'active' THEN status_rank WHEN call_since IS NOT NULL THEN ");
    sql.bind(rank(Presence::OnCall)).push(" WHEN wrap_until > ").bind(now.0).push(" THEN ");
    sql.bind(rank(Presence::WrappingUp)).push(" WHEN NOT ").push(online).push(" THEN ");
    sql.bind(rank(Presence::Offline));
    match to {
        Some(Availability::DoNotDisturb) => sql.push(" ELSE ").bind(rank(Presence::DoNotDisturb)),
        Some(Availability::Available) => sql.push(" ELSE ").bind(rank(Presence::Available)),
        None => {
            sql.push(" WHEN availability = 'dnd' THEN ").bind(rank(Presence::DoNotDisturb));
            sql.push(" ELSE ").bind(rank(Presence::Available))
        }
    };
    sql.push(" END");
}

/// M16: out at once, every session and link with it; seat, extension and numbers stay. Refused by the database as
/// `last_administrator` (R7).
pub async fn suspend(tx: &mut Tx, account: AccountId, permit: &Permit, now: Instant) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::Suspend])?;
    run!(
        tx,
        "UPDATE members SET state = 'suspended', state_since = $3, online = $4, call_since = NULL, wrap_until = NULL, status_rank = $5,
           version = version + 1
         WHERE account_id = $1 AND id = $2 AND state = 'active'",
        account,
        member,
        now.0,
        false,
        StatusRank::begins(MemberState::Suspended)
    )?;
    shut_out(tx, account, member, now).await
}

/// M16: may sign in and rings again. Offline until they sign in.
pub async fn reactivate(tx: &mut Tx, account: AccountId, permit: &Permit, now: Instant) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::Reactivate])?;
    run!(
        tx,
        "UPDATE members SET state = 'active', state_since = $3, status_rank = $4, version = version + 1
         WHERE account_id = $1 AND id = $2 AND state = 'suspended'",
        account,
        member,
        now.0,
        StatusRank::begins(MemberState::Active)
    )
    .map(|_| ())
}

/// Ends every session and link of a member. An invitation's link expires instead of going, so that opening it still finds a
/// sentence (M3).
pub(crate) async fn shut_out(tx: &mut Tx, account: AccountId, member: MemberId, now: Instant) -> StoreResult<()> {
    sessions::end_all(tx, account, member, None, now).await?;
    run!(
        tx,
        "DELETE FROM tokens WHERE account_id = $1 AND member_id = $2 AND purpose <> 'invitation'",
        account,
        member
    )?;
    run!(
        tx,
        "UPDATE tokens SET expires_at = $3 WHERE account_id = $1 AND member_id = $2 AND expires_at > $3",
        account,
        member,
        now.0
    )
    .map(|_| ())
}

/// How a member is reached with a new password.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reach {
    pub sign_in: String,
    pub has_email: bool,
}

pub async fn reach(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Option<Reach>> {
    maybe!(tx, Reach, "SELECT sign_in, has_email FROM members WHERE account_id = $1 AND id = $2", account, member)
}

/// M10: the old password stops working now, and every session ends; devices that were known by it aren't any more. Refused as `last_administrator` (R7): without a
/// password they can't sign in.
pub async fn block_password(tx: &mut Tx, account: AccountId, permit: &Permit, now: Instant) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::ResetPassword])?;
    run!(
        tx,
        "UPDATE members SET password_hash = NULL, version = version + 1 WHERE account_id = $1 AND id = $2",
        account,
        member
    )?;
    sessions::end_all(tx, account, member, None, now).await?;
    devices::forget(tx, account, member).await
}

/// M10 for a username member: a password that has to be changed at the next sign-in. Every session ends, and devices that were known by
/// the old one aren't any more.
pub async fn set_temporary_password(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    hash: &str,
    now: Instant,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::ResetPassword])?;
    run!(
        tx,
        "UPDATE members SET password_hash = $3, must_change_password = $4, version = version + 1 WHERE account_id = $1 AND id = $2",
        account,
        member,
        hash,
        true
    )?;
    devices::forget(tx, account, member).await?;
    shut_out(tx, account, member, now).await
}
