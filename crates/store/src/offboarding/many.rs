//! Taking many members off the team in few statements (M17, K6): what [`delete`](super::delete) does to each, without a transfer.

use crate::offboarding::*;
use crate::sql::{Sql, all_of, run_of};
use crate::{dialect, permitted, supervision};
use model::members::StatusRank;
use std::collections::HashMap;

/// Members per statement.
const CHUNK: usize = 500;

/// Takes everybody off the team whom these permits allow to delete. Refused as `last_administrator` (R7).
pub async fn delete_many(
    tx: &mut Tx,
    account: AccountId,
    permits: &[Permit],
    now: Instant,
    erase_at: Instant,
    wrote: &(dyn Fn(usize) + Sync),
) -> StoreResult<()> {
    let members: Vec<MemberId> =
        permits.iter().map(|permit| permitted::member(permit, &[Verb::Delete])).collect::<StoreResult<_>>()?;
    for members in members.chunks(CHUNK) {
        let left = left_with_of(tx, account, members).await?;
        let ids = |sql: &mut Sql, tx: &Tx| dialect::push_ids(sql, tx, members.iter().map(|id| id.0));
        supervision::end_of_many(tx, account, ids, now).await?;
        let free =
            "UPDATE numbers SET destination = 'nobody', member_id = NULL, version = version + 1 WHERE account_id = ";
        of(tx, account, free, members, "").await?;
        for text in OF_MANY {
            of(tx, account, text, members, "").await?;
        }
        of(tx, account, "DELETE FROM tokens WHERE account_id = ", members, " AND purpose <> 'invitation'").await?;
        let mut links = Sql::new("UPDATE tokens SET expires_at = ");
        links
            .bind(now.0)
            .push(" WHERE expires_at > ")
            .bind(now.0)
            .push(" AND account_id = ")
            .bind(account)
            .push(" AND member_id ");
        dialect::push_ids(&mut links, tx, members.iter().map(|id| id.0));
        run_of!(tx, links)?;
        gone(tx, account, &left, now, erase_at).await?;
        wrote(members.len());
    }
    search::reindex(tx, account, &members).await
}

const OF_MANY: &[&str] = &[
    "DELETE FROM extensions WHERE account_id = ",
    "DELETE FROM group_members WHERE account_id = ",
    "DELETE FROM supervised_groups WHERE account_id = ",
    "DELETE FROM number_users WHERE account_id = ",
    "DELETE FROM sessions WHERE account_id = ",
];

async fn of(
    tx: &mut Tx,
    account: AccountId,
    what: &'static str,
    members: &[MemberId],
    end: &'static str,
) -> StoreResult<()> {
    let mut sql = Sql::new(what);
    sql.bind(account).push(" AND member_id ");
    dialect::push_ids(&mut sql, tx, members.iter().map(|id| id.0));
    sql.push(end);
    run_of!(tx, sql).map(|_| ())
}

/// What being off the team is in their rows.
pub(super) async fn gone(
    tx: &mut Tx,
    account: AccountId,
    left: &[(MemberId, LeftWith)],
    now: Instant,
    erase_at: Instant,
) -> StoreResult<()> {
    if left.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE members SET state = 'deleted', state_since = ");
    sql.bind(now.0).push(", erase_at = ").bind(erase_at.0);
    sql.push(
        ", left_with = v.column2, extension = 0, online = FALSE, call_since = NULL, wrap_until = NULL, status_rank = ",
    );
    sql.bind(StatusRank::begins(MemberState::Deleted));
    sql.push(", supervises = 'nobody', supervised_groups = 0, version = version + 1 FROM (VALUES ");
    for (i, (member, left)) in left.iter().enumerate() {
        let json = serde_json::to_string(left).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))?;
        sql.push(if i == 0 { "(" } else { ", (" }).bind(*member).push(", ").bind(json).push(")");
    }
    sql.push(") AS v WHERE members.account_id = ").bind(account);
    sql.push(" AND members.id = v.column1 AND members.state <> 'deleted'");
    run_of!(tx, sql).map(|_| ())
}

/// What restoring each would give back; of those who are on the team.
pub(super) async fn left_with_of(
    tx: &mut Tx,
    account: AccountId,
    members: &[MemberId],
) -> StoreResult<Vec<(MemberId, LeftWith)>> {
    let asked = |what: &'static str, tx: &Tx| {
        let mut sql = Sql::new(what);
        sql.bind(account).push(" AND member_id ");
        dialect::push_ids(&mut sql, tx, members.iter().map(|id| id.0));
        sql
    };
    let mut sql = Sql::new("SELECT m.id, m.state, m.extension, m.supervises");
    dialect::push_members_by_id(&mut sql, tx, account, members.iter().copied());
    sql.push(" AND m.state <> 'deleted'");
    let mut all: HashMap<MemberId, LeftWith> = HashMap::new();
    for (id, state, extension, supervises) in all_of!(tx, (MemberId, MemberState, i64, SupervisorScope), sql)? {
        let extension = u32::try_from(extension).unwrap_or_default();
        let (groups, supervised, numbers, direct) = Default::default();
        all.insert(id, LeftWith { state, extension, supervises, groups, supervised, numbers, direct });
    }
    let sql = asked("SELECT member_id, group_id, position FROM group_members WHERE account_id = ", tx);
    for (id, group, position) in all_of!(tx, (MemberId, GroupId, i64), sql)? {
        all.entry(id).and_modify(|left| left.groups.push((group, position)));
    }
    let sql = asked("SELECT member_id, group_id FROM supervised_groups WHERE account_id = ", tx);
    for (id, group) in all_of!(tx, (MemberId, GroupId), sql)? {
        all.entry(id).and_modify(|left| left.supervised.push(group));
    }
    let sql =
        asked("SELECT member_id, number_id, calls, messages, is_default FROM number_users WHERE account_id = ", tx);
    for (id, number, calls, messages, default) in all_of!(tx, (MemberId, NumberId, bool, bool, bool), sql)? {
        all.entry(id).and_modify(|left| left.numbers.push((number, calls, messages, default)));
    }
    let sql = asked("SELECT member_id, id FROM numbers WHERE account_id = ", tx);
    for (id, number) in all_of!(tx, (MemberId, NumberId), sql)? {
        all.entry(id).and_modify(|left| left.direct.push(number));
    }
    Ok(all.into_iter().collect())
}
