//! Mail on its way (M3): queued in the transaction of the change that causes it, taken by one server at a time, tried
//! again with growing pauses, and then given up with its reason.

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{all, maybe, run};
use model::instant::{DAY, HOUR, Instant, MINUTE};
use model::mail::Mail;
use model::{AccountId, EmailAddress, MemberId};
use uuid::Uuid;

/// Pauses before the second, third … try; after the last the mail is given up.
const PAUSES: [i64; 5] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
/// How long one server has for a batch before another may take it.
const LEASE: i64 = 5 * MINUTE;
/// Mails of one batch: with a time limit of 20 s each they fit the lease.
const BATCH: i64 = 10;

/// A mail to send now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Due {
    pub id: Uuid,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub attempts: i64,
    pub created_at: i64,
}

/// Puts a mail into the outbox, sent after the transaction commits. `member` is whom it is about: a failure shows there.
pub async fn queue(
    tx: &mut Tx,
    account: AccountId,
    member: Option<MemberId>,
    to: &EmailAddress,
    mail: &Mail,
    now: Instant,
) -> StoreResult<()> {
    run!(
        tx,
        "INSERT INTO outbox (id, account_id, member_id, recipient, subject, body_text, body_html, next_try, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        Uuid::now_v7(),
        account,
        member,
        to.as_str(),
        &mail.subject,
        &mail.text,
        &mail.html,
        now.0,
    )
    .map(|_| ())
}

/// Whether anything waits: a read, so that an idle server never takes the write lock.
pub async fn any_due(tx: &mut Tx, now: Instant) -> StoreResult<bool> {
    let row = maybe!(
        tx,
        (i64,),
        "SELECT CAST(1 AS BIGINT) FROM outbox WHERE state = 'queued' AND next_try <= $1 AND leased_until <= $1 LIMIT 1",
        now.0
    )?;
    Ok(row.is_some())
}

/// Takes a batch of due mails; no other server gets them until the lease ends.
pub async fn take(tx: &mut Tx, now: Instant) -> StoreResult<Vec<Due>> {
    // The conditions stand twice: PostgreSQL checks the outer ones again on rows that another server has just taken.
    all!(
        tx,
        Due,
        "UPDATE outbox SET leased_until = $2
         WHERE state = 'queued' AND next_try <= $1 AND leased_until <= $1
           AND id IN (SELECT id FROM outbox WHERE state = 'queued' AND next_try <= $1 AND leased_until <= $1 ORDER BY next_try, id LIMIT $3)
         RETURNING id, recipient, subject, body_text, body_html, attempts, created_at",
        now.0,
        now.plus(LEASE).0,
        BATCH
    )
}

/// It was handed over, and with it everything about it: to whom, its words, and what an earlier one to them was refused for.
pub async fn sent(tx: &mut Tx, id: Uuid) -> StoreResult<()> {
    run!(
        tx,
        "DELETE FROM outbox WHERE state = 'failed'
           AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = $1 AND o.account_id = outbox.account_id AND o.member_id = outbox.member_id)",
        id
    )?;
    run!(tx, "DELETE FROM outbox WHERE id = $1", id).map(|_| ())
}

/// It was refused. With `for_good`, or after the last pause, it is given up and shows as bounced on a pending
/// invitation (M4); otherwise it is tried again later.
pub async fn failed(tx: &mut Tx, due: &Due, why: &str, for_good: bool, now: Instant) -> StoreResult<()> {
    let why: String = why.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    let pause = usize::try_from(due.attempts).ok().and_then(|n| PAUSES.get(n)).filter(|_| !for_good);
    if let Some(pause) = pause {
        return run!(
            tx,
            "UPDATE outbox SET attempts = attempts + 1, next_try = $2, leased_until = 0, last_error = $3 WHERE id = $1",
            due.id,
            now.plus(*pause).0,
            &why
        )
        .map(|_| ());
    }
    run!(
        tx,
        "UPDATE outbox SET state = 'failed', attempts = attempts + 1, leased_until = 0, last_error = $2, body_text = '', body_html = '' WHERE id = $1",
        due.id,
        &why
    )?;
    run!(
        tx,
        "UPDATE invitations SET bounce = $2 WHERE accepted_at IS NULL
           AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = $1 AND o.account_id = invitations.account_id AND o.member_id = invitations.member_id)",
        due.id,
        &why
    )
    .map(|_| ())
}

/// Why the newest mail to a member has not arrived; none when it has, or is on its first try.
pub async fn problem(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Option<String>> {
    let row = maybe!(
        tx,
        (Option<String>,),
        "SELECT last_error FROM outbox WHERE account_id = $1 AND member_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1",
        account,
        member
    )?;
    Ok(row.and_then(|r| r.0))
}

/// A newer link replaces the mails that wait with the older one (M4).
pub async fn withdraw(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<()> {
    // Only mails with a link: what tells of a change is sent, whatever comes after it.
    run!(
        tx,
        "DELETE FROM outbox WHERE account_id = $1 AND member_id = $2 AND state = 'queued' AND body_text LIKE '%token=%'",
        account,
        member
    )
    .map(|_| ())
}

/// Removes every mail about a member, for erasure (M17).
pub async fn forget(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<()> {
    run!(tx, "DELETE FROM outbox WHERE account_id = $1 AND member_id = $2", account, member).map(|_| ())
}

/// Removes what was settled 30 days ago; run by a job.
pub async fn purge(tx: &mut Tx, now: Instant) -> StoreResult<u64> {
    run!(tx, "DELETE FROM outbox WHERE state <> 'queued' AND created_at < $1", now.0 - 30 * DAY)
}
