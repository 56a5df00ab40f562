//! Numbers kept while somebody chooses, and bought once however often the form is sent (N2).

use crate::Tx;
use crate::error::{StoreResult, unreadable};
use crate::sql::{Sql, all_of, maybe, run};
use model::instant::{Instant, MINUTE, SECOND};
use model::numbers::reservation::ReservationState;
use model::numbers::{NumberKind, Offer};
use model::{AccountId, MemberId, NumberId, PhoneNumber, ReservationId};
use std::collections::BTreeSet;

/// How long a number is kept for whoever chooses.
pub const KEPT: i64 = 10 * MINUTE;
/// A purchase that has gone on for longer was given up by its server: another one may finish it.
const STUCK: i64 = 30 * SECOND;

#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    id: ReservationId,
    by_member: MemberId,
    for_member: Option<MemberId>,
    e164: String,
    kind: NumberKind,
    place: String,
    state: ReservationState,
    state_since: i64,
    expires_at: i64,
    number_id: Option<NumberId>,
}

const SELECT: &str = "SELECT id, by_member, for_member, e164, kind, place, state, state_since, expires_at, number_id FROM number_reservations";

/// A number that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    pub id: ReservationId,
    pub offer: Offer,
    pub for_member: Option<MemberId>,
    pub expires: Instant,
}

impl Row {
    fn reservation(self) -> Reservation {
        let kind = self.kind;
        let offer = Offer { number: PhoneNumber::from_stored(self.e164), kind, place: self.place };
        Reservation { id: self.id, offer, for_member: self.for_member, expires: Instant(self.expires_at) }
    }
}

/// Which of these somebody has or keeps: they are not offered.
pub async fn unavailable(
    tx: &mut Tx,
    by: MemberId,
    numbers: &[PhoneNumber],
    now: Instant,
) -> StoreResult<BTreeSet<String>> {
    let all = || numbers.iter().map(PhoneNumber::e164);
    let mut sql = Sql::new("SELECT e164 FROM numbers WHERE e164 IN ");
    sql.list(all()).push(" UNION SELECT e164 FROM number_reservations WHERE expires_at > ").bind(now.0);
    sql.push(" AND by_member <> ").bind(by).push(" AND e164 IN ").list(all());
    Ok(all_of!(tx, (String,), sql)?.into_iter().map(|r| r.0).collect())
}

/// Keeps a number for somebody; what else they kept is free again. None: somebody else has or keeps it.
pub async fn hold(
    tx: &mut Tx,
    account: AccountId,
    by: MemberId,
    for_member: Option<MemberId>,
    offer: &Offer,
    now: Instant,
) -> StoreResult<Option<Reservation>> {
    let e164 = offer.number.e164();
    run!(
        tx,
        "DELETE FROM number_reservations WHERE (e164 = $1 AND expires_at <= $2 AND state <> 'buying')
           OR (account_id = $3 AND by_member = $4 AND state = 'held')",
        e164,
        now.0,
        account,
        by
    )?;
    let has = maybe!(tx, (String,), "SELECT e164 FROM numbers WHERE e164 = $1", e164)?;
    if has.is_some() {
        return Ok(None);
    }
    let id = ReservationId::new();
    let expires = now.plus(KEPT);
    let kept = run!(
        tx,
        "INSERT INTO number_reservations (id, account_id, by_member, for_member, e164, kind, place, state_since, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (e164) DO NOTHING",
        id,
        account,
        by,
        for_member,
        e164,
        offer.kind.slug(),
        offer.place.as_str(),
        now.0,
        expires.0
    )?;
    Ok((kept == 1).then(|| Reservation { id, offer: offer.clone(), for_member, expires }))
}

/// What somebody keeps; none when it is over, or somebody else’s.
pub async fn find(
    tx: &mut Tx,
    account: AccountId,
    by: MemberId,
    id: ReservationId,
    now: Instant,
) -> StoreResult<Option<Reservation>> {
    let row = row(tx, account, id).await?;
    Ok(row
        .filter(|r| r.by_member == by && r.state == ReservationState::Held && r.expires_at > now.0)
        .map(Row::reservation))
}

async fn row(tx: &mut Tx, account: AccountId, id: ReservationId) -> StoreResult<Option<Row>> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE account_id = ").bind(account).push(" AND id = ").bind(crate::sql::Bind::Id(id.0));
    Ok(all_of!(tx, Row, sql)?.pop())
}

/// Where a purchase stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Buying {
    /// It is this request's to do.
    Yours(Reservation),
    /// Done already, by the same form sent twice.
    Done(NumberId),
    /// Another request is at it.
    UnderWay,
    /// Kept too long, or never.
    Expired,
}

/// Takes the purchase of what somebody keeps; of two requests at once, one gets it.
pub async fn begin(
    tx: &mut Tx,
    account: AccountId,
    by: MemberId,
    id: ReservationId,
    now: Instant,
) -> StoreResult<Buying> {
    let Some(row) = row(tx, account, id).await?.filter(|r| r.by_member == by) else { return Ok(Buying::Expired) };
    match (row.state, row.number_id) {
        (ReservationState::Bought, Some(number)) => return Ok(Buying::Done(number)),
        (ReservationState::Bought, None) => return Err(unreadable("a bought reservation without its number")),
        (ReservationState::Held, _) if row.expires_at <= now.0 => return Ok(Buying::Expired),
        (ReservationState::Buying, _) if now.0 - row.state_since < STUCK => return Ok(Buying::UnderWay),
        (ReservationState::Held | ReservationState::Buying, _) => {}
    }
    let taken = run!(
        tx,
        "UPDATE number_reservations SET state = 'buying', state_since = $2 WHERE id = $1 AND state = $3 AND state_since = $4",
        id,
        now.0.max(row.state_since + 1),
        row.state,
        row.state_since
    )?;
    Ok(if taken == 1 { Buying::Yours(row.reservation()) } else { Buying::UnderWay })
}

/// Notes what a purchase made.
pub async fn finish(tx: &mut Tx, id: ReservationId, number: NumberId, now: Instant) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE number_reservations SET state = 'bought', number_id = $2, expires_at = $3 WHERE id = $1",
        id,
        number,
        now.plus(KEPT).0
    )
    .map(|_| ())
}

/// Gives up what was kept.
pub async fn forget(tx: &mut Tx, id: ReservationId) -> StoreResult<()> {
    run!(tx, "DELETE FROM number_reservations WHERE id = $1", id).map(|_| ())
}
