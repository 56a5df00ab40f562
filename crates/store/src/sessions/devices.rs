//! Browsers in which somebody has signed in before: guesses from elsewhere don't lock them out (A2).

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{maybe, run};
use model::instant::{DAY, Instant};
use model::{AccountId, MemberId};

/// A device that was not signed in with for so long is a strange one again.
pub const KNOWN_FOR: i64 = 365 * DAY;

/// Whether whoever signs in by this key has done so with this device. One question whether or not there is such a name, so that its
/// time tells nothing (QUALITY, invariant 16).
pub async fn knows(tx: &mut Tx, token_hash: &[u8], sign_in_key: &str, now: Instant) -> StoreResult<bool> {
    let row = maybe!(
        tx,
        (i64,),
        "SELECT CAST(1 AS BIGINT) FROM devices d JOIN members m ON m.account_id = d.account_id AND m.id = d.member_id
         WHERE d.token_hash = $1 AND m.sign_in_key = $2 AND d.seen_at > $3",
        token_hash,
        sign_in_key,
        now.0 - KNOWN_FOR
    )?;
    Ok(row.is_some())
}

/// Remembers that a member signed in with this device. Its token is new each time, for everybody who uses the device: one that was
/// planted before is worth nothing.
pub async fn remember(
    tx: &mut Tx,
    old: Option<&[u8]>,
    new: &[u8],
    (account, member): (AccountId, MemberId),
    now: Instant,
) -> StoreResult<()> {
    if let Some(old) = old {
        run!(tx, "UPDATE devices SET token_hash = $2 WHERE token_hash = $1", old, new)?;
    }
    run!(
        tx,
        "INSERT INTO devices (token_hash, account_id, member_id, seen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (token_hash, member_id) DO UPDATE SET seen_at = $4",
        new,
        account,
        member,
        now.0
    )
    .map(|_| ())
}

/// Forgets a member's devices, as when somebody else may have signed in with one.
pub async fn forget(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<()> {
    run!(tx, "DELETE FROM devices WHERE account_id = $1 AND member_id = $2", account, member).map(|_| ())
}
