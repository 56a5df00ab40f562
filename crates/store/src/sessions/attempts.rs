//! Tries, counted before what is tried begins, so that many at once are no more than many one by one (QUALITY, Security). Counted in
//! the database: the limits hold over all servers.

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{maybe, run};
use model::instant::{Instant, MINUTE};
use sha2::{Digest, Sha256};

/// So many tries within a time; the time begins with the first.
#[derive(Clone, Copy, Debug)]
pub struct Limit<'a> {
    /// Whose tries of what. Kept as a hash only, since it holds names and addresses.
    pub bucket: &'a str,
    pub most: i64,
    /// Microseconds.
    pub window: i64,
}

/// What counting found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// So many by now, this one included.
    Counted(i64),
    /// Nothing was counted; the minutes to wait.
    Paused(u32),
}

fn kept(bucket: &str) -> String {
    Sha256::digest(bucket.as_bytes()).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Counts `tries` more if the limit leaves one. One statement: of two requests at once the second sees the first.
pub async fn count(tx: &mut Tx, limit: Limit<'_>, tries: i64, now: Instant) -> StoreResult<Tried> {
    let bucket = kept(limit.bucket);
    let row = maybe!(
        tx,
        (i64,),
        "INSERT INTO attempts (bucket, failures, since) VALUES ($1, $5, $2)
         ON CONFLICT (bucket) DO UPDATE SET
           failures = CASE WHEN attempts.since + $3 <= $2 THEN $5 ELSE attempts.failures + $5 END,
           since = CASE WHEN attempts.since + $3 <= $2 THEN $2 ELSE attempts.since END
         WHERE attempts.since + $3 <= $2 OR attempts.failures < $4
         RETURNING failures",
        &bucket,
        now.0,
        limit.window,
        limit.most,
        tries
    )?;
    if let Some((count,)) = row {
        return Ok(Tried::Counted(count));
    }
    let since = maybe!(tx, (i64,), "SELECT since FROM attempts WHERE bucket = $1", &bucket)?;
    let left = since.map_or(0, |row| row.0 + limit.window - now.0).max(1);
    Ok(Tried::Paused(u32::try_from((left + MINUTE - 1) / MINUTE).unwrap_or(u32::MAX)))
}

/// Takes tries back that were none: a right password is no guess.
pub async fn take_back(tx: &mut Tx, bucket: &str, tries: i64) -> StoreResult<()> {
    run!(tx, "UPDATE attempts SET failures = failures - $2 WHERE bucket = $1 AND failures >= $2", kept(bucket), tries)
        .map(|_| ())
}

/// Forgets all tries of a bucket.
pub async fn forget(tx: &mut Tx, bucket: &str) -> StoreResult<()> {
    run!(tx, "DELETE FROM attempts WHERE bucket = $1", kept(bucket)).map(|_| ())
}
