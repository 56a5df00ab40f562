//! Looking through another member's eyes: a second identity of the same session (M9).
//!
//! Each request asks policy anew whether the person at the keyboard may still supervise this member (R11).

#[cfg(test)]
mod tests;

use crate::audit;
use crate::audit::Author;
use crate::error::StoreResult;
use crate::sessions::SignedIn;
use crate::sessions::identity::{self, Identity};
use crate::sql::{Bind, Sql, all, all_of, maybe, run};
use crate::{Tx, members, permitted};
use model::audit::{AuditAction, Subject};
use model::instant::{Instant, MINUTE};
use model::sessions::Supervising;
use model::{AccountId, MemberId, PersonName, SessionId};
use policy::{Action, Permit, Verb, check};

/// Supervising ends by itself (M9).
pub const LASTS: i64 = 30 * MINUTE;

/// What the session says about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub member: MemberId,
    pub until: Instant,
    pub may_act: bool,
}

/// Turns a signed-in supervisor into the member they look through, exactly as that member sees and may do. When the time is
/// over, or policy no longer lets them, they are themselves again and `supervision_over` says so.
pub(super) async fn through(tx: &mut Tx, me: SignedIn, look: Look, now: Instant) -> StoreResult<SignedIn> {
    let over = |me: SignedIn| Ok(SignedIn { supervision_over: true, ..me });
    let account = me.account.id;
    let Some(target) = members::target(tx, account, me.actor.member, look.member).await? else { return over(me) };
    if look.until <= now || check(&me.actor, Action::Supervise, &target).is_err() {
        return over(me);
    }
    let mut sql = Sql::new("SELECT ");
    identity::push_columns(&mut sql, tx);
    sql.push(" FROM members m JOIN roles r ON r.account_id = m.account_id AND r.id = m.role_id WHERE m.account_id = ");
    sql.bind(account).push(" AND m.id = ").bind(look.member);
    let Some(seen) = all_of!(tx, Identity, sql)?.into_iter().next() else { return over(me) };
    let mut actor = seen.actor(&me.account)?;
    actor.supervising =
        Some(Supervising { by: me.actor.member, by_name: me.actor.name, may_act: look.may_act, until: look.until });
    Ok(SignedIn {
        actor,
        photo: seen.photo,
        sign_in: seen.sign_in,
        availability: seen.availability,
        preferences: seen.preferences,
        time_zone: seen.own_time_zone,
        // Their password is theirs to change.
        must_change_password: false,
        ..me
    })
}

/// Begins, read-only. Nothing happens when this session supervises already: it can't be nested.
pub async fn begin(
    tx: &mut Tx,
    account: AccountId,
    session: SessionId,
    permit: &Permit,
    reason: &str,
    now: Instant,
) -> StoreResult<bool> {
    let member = permitted::member(permit, &[Verb::Supervise])?;
    let begun = run!(
        tx,
        "UPDATE sessions SET supervising_member = $3, supervising_until = $4, supervising_may_act = $5, supervising_reason = $6
         WHERE account_id = $1 AND id = $2 AND supervising_member IS NULL",
        account,
        session,
        member,
        now.plus(LASTS).0,
        false,
        reason
    )?;
    Ok(begun > 0)
}

/// The one explicit step from looking to acting.
pub async fn allow_acting(tx: &mut Tx, account: AccountId, session: SessionId, permit: &Permit) -> StoreResult<()> {
    let acts = permit.verb() == Verb::ActWhileSupervising;
    run!(
        tx,
        "UPDATE sessions SET supervising_may_act = $3 WHERE account_id = $1 AND id = $2 AND supervising_member IS NOT NULL",
        account,
        session,
        acts
    )
    .map(|_| ())
}

/// The session is its owner's alone again.
pub async fn end(tx: &mut Tx, account: AccountId, session: SessionId) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE sessions SET supervising_member = NULL, supervising_until = NULL, supervising_may_act = $3, supervising_reason = NULL
         WHERE account_id = $1 AND id = $2",
        account,
        session,
        false
    )
    .map(|_| ())
}

/// Ends one that is over, with its audit row.
pub async fn close(tx: &mut Tx, me: &SignedIn, now: Instant) -> StoreResult<()> {
    let overdue = of_session(tx, me.session).await?;
    match overdue {
        Some(it) => it.close(tx, now).await,
        None => Ok(()),
    }
}

#[derive(sqlx::FromRow)]
struct Running {
    account_id: AccountId,
    id: SessionId,
    by: MemberId,
    by_first: String,
    by_last: String,
    member: MemberId,
    first_name: String,
    last_name: String,
}

const RUNNING: &str = "SELECT s.account_id, s.id, s.member_id AS by, b.first_name AS by_first, b.last_name AS by_last, m.id AS member, m.first_name, m.last_name
  FROM sessions s JOIN members b ON b.account_id = s.account_id AND b.id = s.member_id
  JOIN members m ON m.account_id = s.account_id AND m.id = s.supervising_member";

async fn of_session(tx: &mut Tx, session: SessionId) -> StoreResult<Option<Running>> {
    let text = format!("{} WHERE s.id = $1", RUNNING);
    maybe!(tx, Running, sqlx::AssertSqlSafe(text.clone()), session)
}

/// Whose sessions end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    Session(SessionId),
    /// All of a member's, or all but one.
    AllBut(AccountId, MemberId, Option<SessionId>),
    /// Those past their idle or absolute limit.
    Expired,
}

/// All sessions of many members are about to end, see [`end_with`]. `members` adds what goes behind `member_id IN`.
pub(crate) async fn end_of_many(
    tx: &mut Tx,
    account: AccountId,
    members: impl FnOnce(&mut Sql, &Tx),
    now: Instant,
) -> StoreResult<()> {
    let any = "SELECT id FROM sessions WHERE account_id = $1 AND supervising_member IS NOT NULL LIMIT 1";
    if maybe!(tx, (SessionId,), any, account)?.is_none() {
        return Ok(());
    }
    let mut sql = Sql::new(RUNNING);
    sql.push(" WHERE s.account_id = ").bind(account).push(" AND s.member_id ");
    members(&mut sql, tx);
    for it in all_of!(tx, Running, sql)? {
        it.ended(tx, AuditAction::EndSupervising, now).await?;
    }
    Ok(())
}

/// Sessions are about to end: those that supervise get the entry that says so, as every beginning has its end (M9, G1).
pub(crate) async fn end_with(tx: &mut Tx, of: Of, now: Instant) -> StoreResult<()> {
    let mut sql = Sql::new(RUNNING);
    match of {
        Of::Session(session) => sql.push(" WHERE s.id = ").bind(model_id(session)),
        Of::AllBut(account, member, keep) => {
            sql.push(" WHERE s.account_id = ").bind(account).push(" AND s.member_id = ").bind(member);
            match keep {
                Some(keep) => sql.push(" AND s.id <> ").bind(model_id(keep)),
                None => &mut sql,
            }
        }
        Of::Expired => sql
            .push(" WHERE s.supervising_until IS NOT NULL AND (s.expires_at <= ")
            .bind(now.0)
            .push(" OR s.last_used + s.idle <= ")
            .bind(now.0)
            .push(")"),
    };
    for it in all_of!(tx, Running, sql)? {
        let action = if matches!(of, Of::Expired) { AuditAction::SupervisingOver } else { AuditAction::EndSupervising };
        it.ended(tx, action, now).await?;
    }
    Ok(())
}

fn model_id(session: SessionId) -> Bind {
    Bind::Id(session.0)
}

/// Ends those whose time is over, each with its audit row; run by a job. Says how many.
pub async fn end_overdue(tx: &mut Tx, now: Instant) -> StoreResult<usize> {
    let text = format!("{} WHERE s.supervising_until IS NOT NULL AND s.supervising_until <= $1 LIMIT 500", RUNNING);
    let overdue = all!(tx, Running, sqlx::AssertSqlSafe(text.clone()), now.0)?;
    let count = overdue.len();
    for it in overdue {
        it.close(tx, now).await?;
    }
    Ok(count)
}

/// Whether any is over: a read, so that an idle server never takes the write lock.
pub async fn any_overdue(tx: &mut Tx, now: Instant) -> StoreResult<bool> {
    let row = maybe!(
        tx,
        (i64,),
        "SELECT CAST(1 AS BIGINT) FROM sessions WHERE supervising_until IS NOT NULL AND supervising_until <= $1 LIMIT 1",
        now.0
    )?;
    Ok(row.is_some())
}

impl Running {
    async fn close(self, tx: &mut Tx, now: Instant) -> StoreResult<()> {
        self.ended(tx, AuditAction::SupervisingOver, now).await
    }

    async fn ended(self, tx: &mut Tx, action: AuditAction, now: Instant) -> StoreResult<()> {
        let by = PersonName { first: self.by_first, last: self.by_last };
        let name = PersonName { first: self.first_name, last: self.last_name }.full();
        let author = Author {
            id: Some(self.by),
            name: by.full(),
            behalf: Some((self.member, name.clone())),
            address: String::new(),
        };
        audit::append(tx, self.account_id, &author, action, &Subject::member(self.member, &name), &[], false, now)
            .await?;
        end(tx, self.account_id, self.id).await
    }
}
