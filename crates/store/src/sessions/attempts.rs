//! Failed attempts, counted by name and by address, so that guessing is slow on every server (QUALITY, Security).

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{maybe, run};
use model::instant::{Instant, MINUTE};

/// How long failures count, and how many are let through before a pause.
pub const WINDOW: i64 = 15 * MINUTE;

/// Minutes to wait before this bucket may try again; none: it may.
pub async fn pause(tx: &mut Tx, bucket: &str, limit: i64, now: Instant) -> StoreResult<Option<u32>> {
    let row = maybe!(tx, (i64, i64), "SELECT failures, since FROM attempts WHERE bucket = $1", bucket)?;
    Ok(row.and_then(|(failures, since)| {
        let left = since + WINDOW - now.0;
        (failures >= limit && left > 0).then(|| u32::try_from((left + MINUTE - 1) / MINUTE).unwrap_or(15))
    }))
}

/// Counts one failure and says how many there are now; the window starts with the first.
pub async fn failed(tx: &mut Tx, bucket: &str, now: Instant) -> StoreResult<i64> {
    let row = maybe!(
        tx,
        (i64,),
        "INSERT INTO attempts (bucket, failures, since) VALUES ($1, 1, $2)
         ON CONFLICT (bucket) DO UPDATE SET
           failures = CASE WHEN attempts.since + $3 <= $2 THEN 1 ELSE attempts.failures + 1 END,
           since = CASE WHEN attempts.since + $3 <= $2 THEN $2 ELSE attempts.since END
         RETURNING failures",
        bucket,
        now.0,
        WINDOW
    )?;
    Ok(row.map_or(0, |r| r.0))
}

/// Forgets a bucket's failures after a success.
pub async fn forget(tx: &mut Tx, bucket: &str) -> StoreResult<()> {
    run!(tx, "DELETE FROM attempts WHERE bucket = $1", bucket).map(|_| ())
}
