//! Sessions and what every request needs of them: who is asking, in which account (A2, R11).

pub mod attempts;
pub mod devices;
pub(crate) mod identity;
pub mod presence;

use crate::accounts::SettingsRow;
use crate::error::StoreResult;
use crate::sessions::identity::Identity;
use crate::sql::{Sql, all, all_of, maybe, run};
use crate::{StoreError, Tx, accounts, dialect, supervision};
use model::instant::Instant;
use model::sessions::Actor;
use model::{AccountId, AccountSettings, Availability, MemberId, SessionId};
use policy::{Permit, TargetId, Verb};

/// A session as a request finds it, with the member's data of this very moment (R11).
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub session: SessionId,
    pub actor: Actor,
    pub account: AccountSettings,
    pub photo: Option<String>,
    pub sign_in: String,
    pub availability: Availability,
    pub preferences: String,
    pub time_zone: String,
    pub must_change_password: bool,
    pub last_used: Instant,
    /// M9: this session still says that it supervises, but its time is over or the right to it is gone. It reads as
    /// oneself; before anything is changed, the person has to be told.
    pub supervision_over: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    session_id: SessionId,
    last_used: i64,
    must_change_password: bool,
    supervising_member: Option<MemberId>,
    supervising_until: Option<i64>,
    supervising_may_act: bool,
    #[sqlx(flatten)]
    identity: Identity,
    #[sqlx(flatten)]
    account: SettingsRow,
}

/// A new session. `token_hash` is SHA-256 of the cookie; `idle` is its idle limit in microseconds.
pub struct NewSession<'a> {
    pub account: AccountId,
    pub member: MemberId,
    pub token_hash: Vec<u8>,
    pub idle: i64,
    pub expires: Instant,
    pub agent: &'a str,
    pub address: &'a str,
}

pub async fn create(tx: &mut Tx, new: &NewSession<'_>, now: Instant) -> StoreResult<SessionId> {
    let id = SessionId::new();
    run!(
        tx,
        "INSERT INTO sessions (id, account_id, member_id, token_hash, created_at, last_used, seen_at, present, expires_at, idle,
           agent, address)
         VALUES ($1, $2, $3, $4, $5, $5, $5, TRUE, $6, $7, $8, $9)",
        id,
        new.account,
        new.member,
        &new.token_hash,
        now.0,
        new.expires.0,
        new.idle,
        new.agent,
        new.address,
    )?;
    run!(
        tx,
        "UPDATE members SET last_sign_in = $3, last_sign_in_agent = $4 WHERE account_id = $1 AND id = $2",
        new.account,
        new.member,
        now.0,
        new.agent
    )?;
    presence::settle(tx, new.account, new.member, now).await?;
    Ok(id)
}

/// The session of a cookie, if it is alive and its member active; idle and absolute limits hold (QUALITY). Who asks, their role,
/// groups, numbers and account are one statement, since every request begins with it (P1).
pub async fn find(tx: &mut Tx, token_hash: &[u8], now: Instant) -> StoreResult<Option<SignedIn>> {
    let mut sql = Sql::new(
        "SELECT s.id AS session_id, s.last_used, m.must_change_password, s.supervising_member, s.supervising_until, \
         s.supervising_may_act, ",
    );
    identity::push_columns(&mut sql, tx);
    sql.push(", ").push(accounts::COLUMNS).push(
        " FROM sessions s JOIN members m ON m.account_id = s.account_id AND m.id = s.member_id \
         JOIN roles r ON r.account_id = m.account_id AND r.id = m.role_id \
         JOIN accounts a ON a.id = s.account_id LEFT JOIN price_books b ON b.account_id = a.id \
         WHERE m.state = 'active' AND s.token_hash = ",
    );
    sql.bind(token_hash.to_vec()).push(" AND s.expires_at > ").bind(now.0);
    sql.push(" AND s.last_used + s.idle > ").bind(now.0);
    let Some(row) = all_of!(tx, Row, sql)?.into_iter().next() else { return Ok(None) };
    let account = AccountSettings::from(row.account);
    let me = SignedIn {
        session: row.session_id,
        actor: row.identity.actor(&account)?,
        account,
        photo: row.identity.photo,
        sign_in: row.identity.sign_in,
        availability: row.identity.availability,
        preferences: row.identity.preferences,
        time_zone: row.identity.own_time_zone,
        must_change_password: row.must_change_password,
        last_used: Instant(row.last_used),
        supervision_over: false,
    };
    match row.supervising_member.zip(row.supervising_until) {
        Some((member, until)) => {
            let look = supervision::Look { member, until: Instant(until), may_act: row.supervising_may_act };
            supervision::through(tx, me, look, now).await.map(Some)
        }
        None => Ok(Some(me)),
    }
}

/// Moves the idle limit on. Called at most once a minute for each session, so reading stays reading. Returns who came online by it.
pub async fn touch(tx: &mut Tx, account: AccountId, session: SessionId, now: Instant) -> StoreResult<Vec<MemberId>> {
    dialect::lock_account(tx, account).await?;
    run!(tx, "UPDATE sessions SET last_used = $2, seen_at = $2 WHERE id = $1", session, now.0)?;
    presence::arrive(tx, account, &[session], now).await
}

/// Ends one session, and with its own entry what it saw through another's eyes (M9). Says whose it was.
pub async fn end(tx: &mut Tx, session: SessionId, now: Instant) -> StoreResult<Option<(AccountId, MemberId)>> {
    supervision::end_with(tx, supervision::Of::Session(session), now).await?;
    let whose = "DELETE FROM sessions WHERE id = $1 RETURNING account_id, member_id";
    let ended = maybe!(tx, (AccountId, MemberId), whose, session)?;
    if let Some((account, member)) = ended {
        presence::settle(tx, account, member, now).await?;
    }
    Ok(ended)
}

/// Ends the session a permit is for, of whomever (A2). Says how many there were: none when it had ended already.
pub async fn end_permitted(tx: &mut Tx, account: AccountId, permit: &Permit, now: Instant) -> StoreResult<u64> {
    match permit.target() {
        TargetId::Session(id) if permit.verb() == Verb::EndSession => {
            supervision::end_with(tx, supervision::Of::Session(id), now).await?;
            let whose = "DELETE FROM sessions WHERE account_id = $1 AND id = $2 RETURNING member_id";
            let Some((member,)) = maybe!(tx, (MemberId,), whose, account, id)? else { return Ok(0) };
            presence::settle(tx, account, member, now).await?;
            Ok(1)
        }
        _ => Err(StoreError::WrongPermit),
    }
}

/// Ends every session of a member but `keep` (QUALITY: on password change, suspension, deletion).
pub async fn end_all(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    keep: Option<SessionId>,
    now: Instant,
) -> StoreResult<u64> {
    supervision::end_with(tx, supervision::Of::AllBut(account, member, keep), now).await?;
    let ended = run!(
        tx,
        "DELETE FROM sessions WHERE account_id = $1 AND member_id = $2 AND id IS DISTINCT FROM $3",
        account,
        member,
        keep
    )?;
    presence::settle(tx, account, member, now).await?;
    Ok(ended)
}

/// Removes what has expired; run by a job, so tables do not grow.
pub async fn purge(tx: &mut Tx, now: Instant) -> StoreResult<u64> {
    // An expired link is known for a while, so that opening it says so (M3).
    run!(tx, "DELETE FROM tokens WHERE expires_at <= $1", now.0 - 30 * model::instant::DAY)?;
    run!(tx, "DELETE FROM ended_links WHERE ended_at < $1", now.0 - 90 * model::instant::DAY)?;
    run!(tx, "DELETE FROM attempts WHERE since < $1", now.0 - model::instant::DAY)?;
    run!(tx, "DELETE FROM devices WHERE seen_at < $1", now.0 - devices::KNOWN_FOR)?;
    run!(tx, "DELETE FROM imports WHERE created_at < $1", now.0 - 7 * model::instant::DAY)?;
    run!(tx, "DELETE FROM bulk_jobs WHERE created_at < $1", now.0 - 7 * model::instant::DAY)?;
    crate::outbox::purge(tx, now).await?;
    supervision::end_with(tx, supervision::Of::Expired, now).await?;
    // One that still counts as present is swept first, so that its member goes offline with it.
    run!(tx, "DELETE FROM sessions WHERE present = FALSE AND (expires_at <= $1 OR last_used + idle <= $1)", now.0)
}

/// One of a person's sessions, as they see it listed (A2).
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRow {
    pub id: SessionId,
    pub created_at: i64,
    pub last_used: i64,
    pub agent: String,
    pub address: String,
}

pub async fn list(tx: &mut Tx, account: AccountId, member: MemberId, now: Instant) -> StoreResult<Vec<SessionRow>> {
    all!(
        tx,
        SessionRow,
        "SELECT id, created_at, last_used, agent, address FROM sessions
         WHERE account_id = $1 AND member_id = $2 AND expires_at > $3 AND last_used + idle > $3 ORDER BY last_used DESC, id",
        account,
        member,
        now.0
    )
}

/// Whose session this is, within the account; a foreign one is none.
pub async fn owner(tx: &mut Tx, account: AccountId, session: SessionId) -> StoreResult<Option<MemberId>> {
    let row =
        maybe!(tx, (MemberId,), "SELECT member_id FROM sessions WHERE account_id = $1 AND id = $2", account, session)?;
    Ok(row.map(|r| r.0))
}
