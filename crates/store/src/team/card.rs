//! A member's profile card, and how many there are (T8, T12).

use crate::Tx;
use crate::error::StoreResult;
use crate::numbers;
use crate::sql::{Sql, all, all_of, maybe};
use crate::team::row::{TeamRow, TeamViewer, push_select};
use model::Version;
use model::{AccountId, GroupId, GroupName, Instant, MemberCard, MemberId, PhoneNumber};

#[derive(sqlx::FromRow)]
struct CardRow {
    time_zone: String,
    mobile: Option<String>,
    last_sign_in_agent: Option<String>,
    created_at: i64,
    forwarding_on: bool,
    screening: bool,
    private_bridge: bool,
    dial_by_name: bool,
    must_change_password: bool,
    has_pin: bool,
    version: Version,
}

/// A member's profile card as `viewer` may see it; none for a deleted, foreign or missing one (T8, R12, A3).
pub async fn card(
    tx: &mut Tx,
    account: AccountId,
    viewer: &TeamViewer,
    id: MemberId,
) -> StoreResult<Option<MemberCard>> {
    let mut sql = Sql::default();
    push_select(&mut sql, tx, viewer);
    sql.push(" FROM members m WHERE m.account_id = ")
        .bind(account)
        .push(" AND m.state <> 'deleted' AND m.id = ")
        .bind(id);
    let Some(row) = all_of!(tx, TeamRow, sql)?.into_iter().next() else { return Ok(None) };
    let more = maybe!(
        tx,
        CardRow,
        "SELECT time_zone, mobile, last_sign_in_agent, created_at, forwarding_on, screening, private_bridge, dial_by_name, must_change_password,
           pin_hash IS NOT NULL AS has_pin, version FROM members WHERE account_id = $1 AND id = $2",
        account,
        id
    )?;
    let Some(more) = more else { return Ok(None) };
    let open = !viewer.directory_only() || viewer.member == id;
    let row = row.shown_to(viewer)?;
    let groups = all!(
        tx,
        (GroupId, String),
        "SELECT g.id, g.name FROM group_members x JOIN groups g ON g.account_id = x.account_id AND g.id = x.group_id
         WHERE x.account_id = $1 AND x.member_id = $2 ORDER BY g.name_fold",
        account,
        id
    )?;
    Ok(Some(MemberCard {
        row,
        groups: groups.into_iter().map(|(id, name)| GroupName { id, name }).collect(),
        numbers: if open { numbers::card::uses_of(tx, account, viewer.country, id).await? } else { Vec::new() },
        time_zone: more.time_zone,
        mobile: more.mobile.filter(|_| open).map(|m| PhoneNumber::from_stored(m).read_in(viewer.country)),
        last_sign_in_agent: more.last_sign_in_agent.filter(|_| open),
        member_since: Instant(more.created_at),
        forwarding_on: open && more.forwarding_on,
        screening: open && more.screening,
        private_bridge: open && more.private_bridge,
        dial_by_name: more.dial_by_name,
        must_change_password: open && more.must_change_password,
        has_pin: open && more.has_pin,
        delivery_problem: if open { crate::outbox::problem(tx, account, id).await? } else { None },
        version: more.version,
    }))
}

/// Members of the account, and how many of them are online; both kept by triggers.
pub async fn head_count(tx: &mut Tx, account: AccountId) -> StoreResult<(u64, u64)> {
    let found = maybe!(tx, (i64, i64), "SELECT members, online FROM team_totals WHERE account_id = $1", account)?;
    Ok(found.map_or((0, 0), |(members, online)| (members.unsigned_abs(), online.unsigned_abs())))
}
