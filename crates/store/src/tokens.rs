//! Single-use links: kept as hashes, dead after use and after their time (QUALITY, invariant 8).

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{maybe, run};
use model::instant::Instant;
use model::{AccountId, MemberId};

/// What a link is for; its word in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Setup,
    Invitation,
    Reset,
}

impl Purpose {
    fn slug(self) -> &'static str {
        match self {
            Purpose::Setup => "setup",
            Purpose::Invitation => "invitation",
            Purpose::Reset => "reset",
        }
    }
}

/// Keeps a new link's hash; older ones for the same purpose and member die.
pub async fn issue(
    tx: &mut Tx,
    hash: &[u8],
    purpose: Purpose,
    owner: Option<(AccountId, MemberId)>,
    now: Instant,
    life: i64,
) -> StoreResult<()> {
    match owner {
        Some((account, member)) => {
            run!(
                tx,
                "INSERT INTO ended_links (token_hash, account_id, member_id, ending, ended_at)
                 SELECT token_hash, account_id, member_id, 'replaced', $4 FROM tokens
                 WHERE account_id = $1 AND member_id = $2 AND purpose = $3 AND token_hash <> $5",
                account,
                member,
                purpose.slug(),
                now.0,
                hash
            )?;
            run!(
                tx,
                "DELETE FROM tokens WHERE account_id = $1 AND member_id = $2 AND purpose = $3",
                account,
                member,
                purpose.slug()
            )?
        }
        None => run!(tx, "DELETE FROM tokens WHERE purpose = $1 AND account_id IS NULL", purpose.slug())?,
    };
    run!(
        tx,
        "INSERT INTO tokens (token_hash, purpose, account_id, member_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        hash,
        purpose.slug(),
        owner.map(|o| o.0),
        owner.map(|o| o.1),
        now.0,
        now.plus(life).0
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Owner {
    account_id: Option<AccountId>,
    member_id: Option<MemberId>,
}

/// Whom a living link belongs to, without using it; none when it is unknown, used or expired.
pub async fn peek(
    tx: &mut Tx,
    hash: &[u8],
    purpose: Purpose,
    now: Instant,
) -> StoreResult<Option<Option<(AccountId, MemberId)>>> {
    let row = maybe!(
        tx,
        Owner,
        "SELECT account_id, member_id FROM tokens WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3",
        hash,
        purpose.slug(),
        now.0
    )?;
    Ok(row.map(|r| r.account_id.zip(r.member_id)))
}

/// A link as opening it finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Alive(AccountId, MemberId),
    Expired(AccountId, MemberId),
    Used,
    Replaced,
    Unknown,
}

/// What became of a member's link, without using it.
pub async fn look(tx: &mut Tx, hash: &[u8], purpose: Purpose, now: Instant) -> StoreResult<Found> {
    let row = maybe!(
        tx,
        (AccountId, MemberId, i64),
        "SELECT account_id, member_id, expires_at FROM tokens WHERE token_hash = $1 AND purpose = $2 AND member_id IS NOT NULL",
        hash,
        purpose.slug()
    )?;
    if let Some((account, member, expires)) = row {
        return Ok(if expires > now.0 { Found::Alive(account, member) } else { Found::Expired(account, member) });
    }
    let ended = maybe!(tx, (String,), "SELECT ending FROM ended_links WHERE token_hash = $1", hash)?;
    Ok(match ended.as_ref().map(|e| e.0.as_str()) {
        Some("used") => Found::Used,
        Some(_) => Found::Replaced,
        None => Found::Unknown,
    })
}

/// Ends every link of a member for a purpose, as when its work was done another way, or when the address it was mailed to is no longer
/// theirs.
pub async fn revoke(
    tx: &mut Tx,
    purpose: Purpose,
    account: AccountId,
    member: MemberId,
    now: Instant,
) -> StoreResult<()> {
    run!(
        tx,
        "INSERT INTO ended_links (token_hash, account_id, member_id, ending, ended_at)
         SELECT token_hash, account_id, member_id, 'replaced', $4 FROM tokens
         WHERE account_id = $1 AND member_id = $2 AND purpose = $3",
        account,
        member,
        purpose.slug(),
        now.0
    )?;
    run!(
        tx,
        "DELETE FROM tokens WHERE account_id = $1 AND member_id = $2 AND purpose = $3",
        account,
        member,
        purpose.slug()
    )
    .map(|_| ())
}

/// Uses a link up. The row is deleted, so of two requests at once one gets it.
pub async fn take(
    tx: &mut Tx,
    hash: &[u8],
    purpose: Purpose,
    now: Instant,
) -> StoreResult<Option<Option<(AccountId, MemberId)>>> {
    let row = maybe!(
        tx,
        Owner,
        "DELETE FROM tokens WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING account_id, member_id",
        hash,
        purpose.slug(),
        now.0
    )?;
    let owner = row.map(|r| r.account_id.zip(r.member_id));
    if let Some(Some((account, member))) = owner {
        run!(
            tx,
            "INSERT INTO ended_links (token_hash, account_id, member_id, ending, ended_at) VALUES ($1, $2, $3, 'used', $4)",
            hash,
            account,
            member,
            now.0
        )?;
    }
    Ok(owner)
}
