//! Taking an import back in few statements whatever the number: fields get what they were, who was added goes (K6, G2). Who and
//! what is `actions::undo`'s to judge, in the same transaction.

use crate::error::StoreResult;
use crate::imports::member_before::MemberFacts;
use crate::sql::{Sql, all_of, run_of};
use crate::{StoreError, Tx, collate, dialect};
use model::{AccountId, GroupId, MemberId, NumberId};
use policy::Permit;
use std::collections::HashMap;

/// Members per statement: with a dozen values each, well below what both engines bind at once.
const CHUNK: usize = 500;

/// One member who gets back what they had.
#[derive(Debug)]
pub struct Back {
    /// One for each kind of change.
    pub permits: Vec<Permit>,
    /// As they will be.
    pub to: MemberFacts,
    /// Whether the extension is another one, and whether forwarding is.
    pub moves: bool,
    pub forwards: bool,
    /// Groups they come back to, and those that the import had put them in.
    pub joins: Vec<GroupId>,
    pub leaves: Vec<GroupId>,
    /// Direct numbers that are theirs again, and those that the import had given.
    pub takes: Vec<NumberId>,
    pub frees: Vec<NumberId>,
}

/// Who has these extensions now; none: a group.
pub async fn holders(
    tx: &mut Tx,
    account: AccountId,
    extensions: &[u32],
) -> StoreResult<HashMap<u32, Option<MemberId>>> {
    let mut found = HashMap::new();
    for extensions in extensions.chunks(1_000) {
        let mut sql = Sql::new("SELECT number, member_id FROM extensions WHERE account_id = ");
        sql.bind(account).push(" AND number IN ").list(extensions.iter().map(|e| i64::from(*e)));
        let rows = all_of!(tx, (i64, Option<MemberId>), sql)?;
        found.extend(rows.into_iter().map(|(number, member)| (u32::try_from(number).unwrap_or_default(), member)));
    }
    Ok(found)
}

/// Gives everybody back what they had. A permit that is for somebody else is a fault.
pub async fn give_back(
    tx: &mut Tx,
    account: AccountId,
    backs: &[Back],
    wrote: &(dyn Fn(usize) + Sync),
) -> StoreResult<()> {
    if backs.iter().any(|b| b.permits.is_empty() || b.permits.iter().any(|p| p.member(p.verb()) != Some(b.to.id))) {
        return Err(StoreError::WrongPermit);
    }
    // All of them first: two may get back what the other has now.
    let moved: Vec<MemberId> = backs.iter().filter(|b| b.moves).map(|b| b.to.id).collect();
    delete_of(tx, account, "DELETE FROM extensions WHERE account_id = ", &moved).await?;
    for backs in backs.chunks(CHUNK) {
        members(tx, account, backs).await?;
        let forwarded: Vec<MemberId> = backs.iter().filter(|b| b.forwards).map(|b| b.to.id).collect();
        delete_of(tx, account, "DELETE FROM forwarding_numbers WHERE account_id = ", &forwarded).await?;
        beside(tx, account, backs).await?;
        wrote(backs.len());
    }
    Ok(())
}

async fn delete_of(tx: &mut Tx, account: AccountId, what: &'static str, members: &[MemberId]) -> StoreResult<()> {
    if members.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(what);
    sql.bind(account).push(" AND member_id ");
    dialect::push_ids(&mut sql, tx, members.iter().map(|id| id.0));
    run_of!(tx, sql).map(|_| ())
}

async fn members(tx: &mut Tx, account: AccountId, backs: &[Back]) -> StoreResult<()> {
    let mut sql = Sql::new(
        "UPDATE members SET first_name = v.column2, last_name = v.column3, name_key = v.column4, role_id = r.id, role_kind = r.kind,
           role_rank = r.rank, plan = v.column6, extension = v.column7, mobile = v.column8, time_zone = v.column9,
           forwards = v.column10, version = members.version + 1 FROM (VALUES ",
    );
    for (i, Back { to, .. }) in backs.iter().enumerate() {
        sql.push(if i == 0 { "(" } else { ", (" }).bind(to.id).push(", ").bind(to.name.first.as_str()).push(", ");
        sql.bind(to.name.last.as_str())
            .push(", ")
            .bind(collate::name_key(&to.name.last, &to.name.first))
            .push(", ")
            .bind(to.role.id);
        sql.push(", ")
            .bind(to.plan.slug())
            .push(", ")
            .bind(to.extension.map_or(0, |e| i64::from(e.number())))
            .push(", ");
        match &to.mobile {
            Some(mobile) => sql.bind(mobile.e164()),
            None => sql.push("NULL"),
        };
        sql.push(", ")
            .bind(to.time_zone.as_str())
            .push(", ")
            .bind(i64::try_from(to.forwarding.len()).unwrap_or_default())
            .push(")");
    }
    sql.push(") AS v JOIN roles r ON r.account_id = ")
        .bind(account)
        .push(" AND r.id = v.column5 WHERE members.account_id = ");
    sql.bind(account).push(" AND members.id = v.column1");
    run_of!(tx, sql).map(|_| ())
}

/// Extensions and forwarding numbers, groups that are left, numbers that ring nowhere again.
async fn beside(tx: &mut Tx, account: AccountId, backs: &[Back]) -> StoreResult<()> {
    let mut extensions = Sql::new("INSERT INTO extensions (account_id, number, member_id) VALUES ");
    let mut forwarding =
        Sql::new("INSERT INTO forwarding_numbers (account_id, member_id, position, e164, label, seconds) VALUES ");
    let mut groups = Sql::new("DELETE FROM group_members WHERE account_id = ");
    groups.bind(account).push(" AND (group_id, member_id) IN (VALUES ");
    let mut numbers = Sql::new(
        "UPDATE numbers SET destination = 'nobody', member_id = NULL, version = version + 1 WHERE account_id = ",
    );
    numbers.bind(account).push(" AND (id, member_id) IN (VALUES ");
    let open =
        |sql: &mut Sql, nothing: usize| sql.push(if sql.binds.len() == nothing { "(" } else { ", (" }).binds.len();
    let mut joins = Sql::new(
        "INSERT INTO group_members (account_id, group_id, member_id, position)
         SELECT g.account_id, g.id, v.column2, (SELECT coalesce(max(x.position), 0) FROM group_members x
             WHERE x.account_id = g.account_id AND x.group_id = g.id) + row_number() OVER (PARTITION BY g.id ORDER BY v.column2)
         FROM (VALUES ",
    );
    let mut direct = Sql::new(
        "UPDATE numbers SET destination = 'member', member_id = v.column2, group_id = NULL, version = version + 1 FROM (VALUES ",
    );
    let mut taken = 0;
    for back in backs {
        let member = back.to.id;
        for group in &back.joins {
            open(&mut joins, 0);
            joins.bind(*group).push(", ").bind(member).push(")");
        }
        for number in &back.takes {
            open(&mut direct, 0);
            direct.bind(*number).push(", ").bind(member).push(")");
            taken += 1;
        }
        if let Some(extension) = back.to.extension.filter(|_| back.moves) {
            open(&mut extensions, 0);
            extensions.bind(account).push(", ").bind(i64::from(extension.number())).push(", ").bind(member).push(")");
        }
        for (at, phone) in (1_i64..).zip(&back.to.forwarding).filter(|_| back.forwards) {
            open(&mut forwarding, 0);
            forwarding
                .bind(account)
                .push(", ")
                .bind(member)
                .push(", ")
                .bind(at)
                .push(", ")
                .bind(phone.number.e164())
                .push(", ");
            forwarding.bind(phone.label.as_str()).push(", ").bind(i64::from(phone.seconds)).push(")");
        }
        for group in &back.leaves {
            open(&mut groups, 1);
            groups.bind(*group).push(", ").bind(member).push(")");
        }
        for number in &back.frees {
            open(&mut numbers, 1);
            numbers.bind(*number).push(", ").bind(member).push(")");
        }
    }
    groups.push(")");
    numbers.push(")");
    if !joins.binds.is_empty() {
        joins
            .push(") AS v JOIN groups g ON g.id = v.column1 AND g.account_id = ")
            .bind(account)
            .push(" WHERE TRUE ON CONFLICT DO NOTHING");
        run_of!(tx, joins)?;
    }
    if taken > 0 {
        direct.push(") AS v WHERE numbers.account_id = ").bind(account);
        direct.push(" AND numbers.id = v.column1 AND numbers.destination = 'nobody'");
        if run_of!(tx, direct)? != taken {
            return Err(StoreError::Constraint("numbers_one_destination".to_owned()));
        }
    }
    for (sql, nothing) in [(extensions, 0), (forwarding, 0), (groups, 1), (numbers, 1)] {
        if sql.binds.len() > nothing {
            run_of!(tx, sql)?;
        }
    }
    Ok(())
}
