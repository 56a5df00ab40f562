//! Groups as calls see them, with their members in order.

use super::members::{Row as MemberRow, push_columns};
use crate::Tx;
use crate::error::{StoreResult, unreadable};
use crate::sql::{Sql, all_of};
use model::callflow::{Queue, RingGroup, RoutingState, Seat};
use model::groups::{Fallback, FallbackOccasion, RingStrategy};
use model::{AccountId, Extension, GroupId, MemberId, PhoneNumber};

/// A group rings among so many of its members, the first in its order. A larger one says how many were not looked at: one
/// call never reads thousands.
pub const LOOKED_AT: i64 = 300;

#[derive(sqlx::FromRow)]
struct Row {
    id: GroupId,
    name: String,
    extension: i64,
    strategy: RingStrategy,
    ring_seconds: i64,
    queue_places: i64,
    queue_seconds: i64,
    has_greeting: bool,
    members: i64,
    last_first: Option<MemberId>,
}

#[derive(sqlx::FromRow)]
struct FallbackRow {
    group_id: GroupId,
    occasion: FallbackOccasion,
    goes_to: String,
    member_id: Option<MemberId>,
    to_group_id: Option<GroupId>,
    e164: Option<String>,
}

impl FallbackRow {
    /// Only what isn't the group's voicemail has a row. A word that is none of these is a fault.
    fn fallback(self) -> StoreResult<Fallback> {
        match (self.goes_to.as_str(), self.member_id, self.to_group_id, self.e164) {
            ("member", Some(member), None, None) => Ok(Fallback::Member(member)),
            ("group", None, Some(group), None) => Ok(Fallback::Group(group)),
            ("number", None, None, Some(number)) => Ok(Fallback::Number(PhoneNumber::from_stored(number))),
            ("hang-up", None, None, None) => Ok(Fallback::HangUp),
            (word, ..) => Err(unreadable(format!("“{word}” as where a group’s callers go"))),
        }
    }
}

#[derive(sqlx::FromRow)]
struct SeatRow {
    paused: bool,
    #[sqlx(flatten)]
    member: MemberRow,
}

/// Reads groups, where their callers go next, and their members into the state.
pub(super) async fn read(
    tx: &mut Tx,
    account: AccountId,
    ids: &[GroupId],
    state: &mut RoutingState,
) -> StoreResult<()> {
    let mut sql = Sql::new(
        "SELECT g.id, g.name, g.extension, g.strategy, g.ring_seconds, g.queue_places, g.queue_seconds, g.greeting <> '' AS has_greeting, \
         g.members, (SELECT t.member_id FROM group_turns t WHERE t.account_id = g.account_id AND t.group_id = g.id) AS last_first \
         FROM groups g WHERE g.account_id = ",
    );
    sql.bind(account).push(" AND g.id IN ").list(ids.iter().copied());
    let rows = all_of!(tx, Row, sql)?;
    let mut sql = Sql::new(
        "SELECT group_id, occasion, goes_to, member_id, to_group_id, e164 FROM group_fallbacks WHERE account_id = ",
    );
    sql.bind(account).push(" AND group_id IN ").list(ids.iter().copied());
    let mut fallbacks = all_of!(tx, FallbackRow, sql)?;
    for row in rows {
        let seats = seats(tx, account, row.id).await?;
        let mut group = row.group();
        for fallback in fallbacks.extract_if(.., |fallback| fallback.group_id == group.id) {
            match fallback.occasion {
                FallbackOccasion::NoAnswer => group.no_answer = fallback.fallback()?,
                FallbackOccasion::QueueFull => group.queue_full = fallback.fallback()?,
            }
        }
        group.unread = group.unread.saturating_sub(seats.len() as u64);
        for seat in seats {
            let member = seat.member.callee()?;
            group.seats.push(Seat { member: member.id, paused: seat.paused });
            // One that was read by itself is known in full.
            state.members.entry(member.id).or_insert(member);
        }
        state.groups.insert(group.id, group);
    }
    Ok(())
}

impl Row {
    /// Without members yet: all of them are unread.
    fn group(self) -> RingGroup {
        let seconds = |n: i64| u16::try_from(n).unwrap_or(u16::MAX);
        // How many wait now is not known here: no engine reports it.
        let queue = u32::try_from(self.queue_places).ok().filter(|n| *n > 0).map(|length| Queue { length, waiting: 0 });
        RingGroup {
            id: self.id,
            name: self.name,
            extension: (self.extension > 0).then(|| Extension::from_stored(self.extension)),
            strategy: self.strategy,
            ring_seconds: seconds(self.ring_seconds),
            wait_seconds: seconds(self.queue_seconds),
            queue,
            seats: Vec::new(),
            unread: self.members.unsigned_abs(),
            last_first: self.last_first,
            has_greeting: self.has_greeting,
            no_answer: Fallback::Voicemail,
            queue_full: Fallback::Voicemail,
        }
    }
}

/// The first members of a group, in its order.
async fn seats(tx: &mut Tx, account: AccountId, group: GroupId) -> StoreResult<Vec<SeatRow>> {
    let mut sql = Sql::new("SELECT x.paused, ");
    push_columns(&mut sql, tx, false);
    sql.push(" FROM (SELECT account_id, member_id, position, paused FROM group_members WHERE account_id = ")
        .bind(account);
    sql.push(" AND group_id = ").bind(group).push(" ORDER BY position, member_id LIMIT ").bind(LOOKED_AT);
    sql.push(
        ") x JOIN members m ON m.account_id = x.account_id AND m.id = x.member_id ORDER BY x.position, x.member_id",
    );
    all_of!(tx, SeatRow, sql)
}
