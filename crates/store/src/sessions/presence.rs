//! Who is there, as their sessions show it (T2): a session is present while its browser asks for something or holds a page open, and
//! a member is online while one of their sessions is present. Members without any session stay as they are: a phone may say where
//! they are.
//!
//! What changes a member's status holds the account's lock, as every change of an account does; noting that a session is still there
//! touches no member, so it needs none.

use crate::Tx;
use crate::dialect::{push_ids, skip_locked};
use crate::error::StoreResult;
use crate::members::status;
use crate::sql::{Sql, all, all_of, run_of};
use model::instant::{Instant, MINUTE};
use model::{AccountId, MemberId, SessionId};

/// A session of which nothing was heard for so long, in microseconds, is not present any more. An open page is heard of every minute.
pub const GONE_AFTER: i64 = 3 * MINUTE;

/// These sessions are still there. Those that did not count as present stay as they are: [`arrive`] is for them.
pub async fn still_there(tx: &mut Tx, sessions: &[SessionId], now: Instant) -> StoreResult<()> {
    let mut sql = Sql::new("UPDATE sessions SET seen_at = ");
    sql.bind(now.0).push(" WHERE id IN (SELECT id FROM sessions WHERE present = TRUE AND id ");
    push_ids(&mut sql, tx, sessions.iter().map(|id| id.0));
    // One that is just ended or used needs no note.
    sql.push(skip_locked(tx)).push(")");
    run_of!(tx, sql).map(|_| ())
}

/// Which of these sessions do not count as present, and the accounts they are of.
pub async fn not_present(tx: &mut Tx, sessions: &[SessionId]) -> StoreResult<Vec<(AccountId, SessionId)>> {
    let mut sql = Sql::new("SELECT account_id, id FROM sessions WHERE present = FALSE AND id ");
    push_ids(&mut sql, tx, sessions.iter().map(|id| id.0));
    sql.push(" ORDER BY account_id, id");
    all_of!(tx, (AccountId, SessionId), sql)
}

/// These sessions of an account are there (again). Returns who came online by it.
pub async fn arrive(tx: &mut Tx, account: AccountId, here: &[SessionId], now: Instant) -> StoreResult<Vec<MemberId>> {
    let mut sql = Sql::new("UPDATE sessions SET present = TRUE, seen_at = ");
    sql.bind(now.0).push(" WHERE present = FALSE AND account_id = ").bind(account).push(" AND id ");
    push_ids(&mut sql, tx, here.iter().map(|id| id.0));
    sql.push(" RETURNING member_id");
    let mut whose: Vec<MemberId> = all_of!(tx, (MemberId,), sql)?.into_iter().map(|row| row.0).collect();
    whose.sort_unstable();
    whose.dedup();
    let mut online = Vec::new();
    for member in whose {
        if settle(tx, account, member, now).await? {
            online.push(member);
        }
    }
    Ok(online)
}

/// Accounts with a session that counts as present and of which nothing was heard lately: [`sweep`] is for them.
pub async fn with_gone(tx: &mut Tx, now: Instant) -> StoreResult<Vec<AccountId>> {
    let gone = all!(
        tx,
        (AccountId,),
        "SELECT DISTINCT account_id FROM sessions WHERE present = TRUE AND seen_at < $1",
        now.0 - GONE_AFTER
    )?;
    Ok(gone.into_iter().map(|row| row.0).collect())
}

/// Sessions of an account of which nothing was heard lately are not present any more. Returns who went offline by it, as of when they
/// were last heard of.
pub async fn sweep(tx: &mut Tx, account: AccountId, now: Instant) -> StoreResult<Vec<MemberId>> {
    let mut gone = all!(
        tx,
        (MemberId, i64),
        "UPDATE sessions SET present = FALSE WHERE account_id = $1 AND present = TRUE AND seen_at < $2
         RETURNING member_id, seen_at",
        account,
        now.0 - GONE_AFTER
    )?;
    // The last of each member's sessions counts.
    gone.sort_unstable_by_key(|it| std::cmp::Reverse(it.1));
    let mut offline = Vec::new();
    for (member, seen) in gone {
        if settle(tx, account, member, Instant(seen)).await? {
            offline.push(member);
        }
    }
    Ok(offline)
}

/// A member's status after their sessions have changed; `seen`: when they were last heard of. Says whether it is another.
pub(crate) async fn settle(tx: &mut Tx, account: AccountId, member: MemberId, seen: Instant) -> StoreResult<bool> {
    let mut sql = Sql::new("WITH here AS (SELECT count(*) > 0 AS online FROM sessions WHERE account_id = ");
    sql.bind(account).push(" AND member_id = ").bind(member).push(" AND present = TRUE) ");
    sql.push("UPDATE members SET online = here.online, last_seen = ").bind(seen.0).push(", status_rank = ");
    status::push_rank(&mut sql, "here.online", None, seen);
    sql.push(" FROM here WHERE members.account_id = ").bind(account).push(" AND members.id = ").bind(member);
    sql.push(" AND members.online <> here.online");
    Ok(run_of!(tx, sql)? > 0)
}
