//! The account's calls and messages: written, read for one member, handed on at an offboarding (H1, H2, M17).

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{all, maybe, run};
use model::history::{HistoryEntry, HistoryKind, Peer};
use model::instant::Instant;
use model::{AccountId, Country, MemberId, PhoneNumber};
use uuid::Uuid;

/// An entry to keep; `member` is whose it is.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    pub member: MemberId,
    pub at: Instant,
    pub kind: HistoryKind,
    pub incoming: bool,
    pub peer: &'a str,
    pub seconds: u32,
    pub body: &'a str,
}

/// Keeps an entry under the member's name and extension of this moment.
pub async fn record(tx: &mut Tx, account: AccountId, new: &NewEntry<'_>) -> StoreResult<()> {
    let who = maybe!(
        tx,
        (String, String, i64),
        "SELECT first_name, last_name, extension FROM members WHERE account_id = $1 AND id = $2",
        account,
        new.member
    )?;
    let (first, last, extension) = who.unwrap_or_default();
    run!(
        tx,
        "INSERT INTO history (account_id, id, at, kind, direction, member_id, member_label, extension, peer, seconds, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        account,
        Uuid::now_v7(),
        new.at.0,
        new.kind.slug(),
        if new.incoming { "in" } else { "out" },
        new.member,
        model::PersonName { first, last }.full(),
        extension,
        new.peer,
        i64::from(new.seconds),
        new.body,
    )
    .map(|_| ())
}

#[derive(sqlx::FromRow)]
struct Row {
    at: i64,
    kind: HistoryKind,
    direction: String,
    member_label: String,
    peer: String,
    seconds: i64,
    body: String,
    from_label: Option<String>,
}

/// A member's newest entries, what was transferred to them included.
pub async fn of_member(
    tx: &mut Tx,
    account: AccountId,
    country: Country,
    member: MemberId,
    limit: i64,
) -> StoreResult<Vec<HistoryEntry>> {
    let rows = all!(
        tx,
        Row,
        "SELECT at, kind, direction, member_label, peer, seconds, body, from_label FROM history
         WHERE account_id = $1 AND member_id = $2 ORDER BY at DESC, id DESC LIMIT $3",
        account,
        member,
        limit
    )?;
    let entry = |r: Row| HistoryEntry {
        at: Instant(r.at),
        kind: r.kind,
        incoming: r.direction == "in",
        member: r.member_label,
        peer: PhoneNumber::from_e164(&r.peer)
            .map_or(Peer::Inside(r.peer), |number| Peer::Number(number.read_in(country))),
        seconds: u32::try_from(r.seconds).unwrap_or_default(),
        body: r.body,
        transferred_from: r.from_label,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// How much of it could be transferred: voicemail, messages and faxes.
pub async fn transferable(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<u64> {
    let row = maybe!(
        tx,
        (i64,),
        "SELECT count(*) FROM history WHERE account_id = $1 AND member_id = $2 AND kind IN ('voicemail', 'message', 'fax')",
        account,
        member
    )?;
    Ok(row.map_or(0, |(n,)| n.unsigned_abs()))
}

/// Hands voicemail, messages and faxes on; each still says whose it was (H2). Calls stay where they were made.
pub(super) async fn hand_on(tx: &mut Tx, account: AccountId, from: MemberId, to: MemberId) -> StoreResult<u64> {
    run!(
        tx,
        "UPDATE history SET from_member = member_id, from_label = member_label, member_id = $3,
           member_label = (SELECT trim(m.first_name || ' ' || m.last_name) FROM members m WHERE m.account_id = $1 AND m.id = $3)
         WHERE account_id = $1 AND member_id = $2 AND kind IN ('voicemail', 'message', 'fax')",
        account,
        from,
        to
    )
}

/// Replaces a person's name in what they leave behind (M17).
pub(super) async fn rename(tx: &mut Tx, account: AccountId, member: MemberId, label: &str) -> StoreResult<()> {
    run!(tx, "UPDATE history SET member_label = $3 WHERE account_id = $1 AND member_id = $2", account, member, label)?;
    run!(tx, "UPDATE history SET from_label = $3 WHERE account_id = $1 AND from_member = $2", account, member, label)
        .map(|_| ())
}
