//! Photos by what they hold (M18): the same picture is kept once, and none that nobody has any more.

use crate::error::StoreResult;
use crate::sql::{maybe, run};
use crate::{Tx, permitted};
use model::AccountId;
use model::instant::Instant;
use policy::{Permit, Verb};

/// The JPEG behind a hash, within the account; a foreign one is none (A3).
pub async fn read(tx: &mut Tx, account: AccountId, hash: &str) -> StoreResult<Option<Vec<u8>>> {
    let row = maybe!(tx, (Vec<u8>,), "SELECT bytes FROM photos WHERE account_id = $1 AND hash = $2", account, hash)?;
    Ok(row.map(|r| r.0))
}

/// Gives the member a photo (hash and bytes), or none; the old one goes when nobody else has it.
pub async fn set(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    photo: Option<(&str, &[u8])>,
    now: Instant,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::ChangePhoto])?;
    if let Some((hash, bytes)) = photo {
        run!(
            tx,
            "INSERT INTO photos (account_id, hash, bytes, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            account,
            hash,
            bytes,
            now.0
        )?;
    }
    let before =
        maybe!(tx, (Option<String>,), "SELECT photo FROM members WHERE account_id = $1 AND id = $2", account, member)?;
    run!(tx, "UPDATE members SET photo = $3 WHERE account_id = $1 AND id = $2", account, member, photo.map(|p| p.0))?;
    if let Some(old) = before.and_then(|r| r.0) {
        forget_unused(tx, account, &old).await?;
    }
    Ok(())
}

/// Removes a photo that no member has (M17: erasure calls this too).
pub async fn forget_unused(tx: &mut Tx, account: AccountId, hash: &str) -> StoreResult<()> {
    run!(
        tx,
        "DELETE FROM photos WHERE account_id = $1 AND hash = $2
           AND NOT EXISTS (SELECT 1 FROM members m WHERE m.account_id = $1 AND m.photo = $2)",
        account,
        hash
    )
    .map(|_| ())
}
