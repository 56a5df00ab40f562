//! What an import writes: many members in few statements, all in the transaction of the call (I1, K4).

use crate::error::StoreResult;
use crate::imports::snapshot::{KnownNumber, KnownRole, Snapshot};
use crate::sql::{Sql, run_of};
use crate::{StoreError, Tx, collate};
use model::instant::{DAY, Instant};
use model::members::StatusRank;
use model::{AccountId, Extension, MemberId, MemberState, PersonName, PhoneNumber, Plan, SignInName};
use policy::{GroupTarget, Permit, Verb};
use std::collections::HashMap;

/// A new member, allowed by its permit to invite them with all that the row gives.
#[derive(Debug)]
pub struct Create {
    pub permit: Permit,
    pub line: u32,
    pub name: PersonName,
    pub sign_in: String,
    pub has_email: bool,
    pub role: KnownRole,
    pub plan: Plan,
    pub extension: Option<Extension>,
    pub forwarding: Vec<PhoneNumber>,
    pub direct: Option<KnownNumber>,
    pub groups: Vec<GroupTarget>,
    pub mobile: Option<PhoneNumber>,
    pub time_zone: String,
    /// They can't sign in until somebody reactivates them, and get no invitation (M16).
    pub suspended: bool,
}

/// A member's values as they will be, and one permit for each kind of change.
#[derive(Debug)]
pub struct Update {
    pub permits: Vec<Permit>,
    pub line: u32,
    pub member: MemberId,
    pub name: PersonName,
    pub role: KnownRole,
    pub plan: Plan,
    pub extension: Option<Extension>,
    /// Whether the extension is another one.
    pub moves: bool,
    /// The whole new list, when it changes.
    pub forwarding: Option<Vec<PhoneNumber>>,
    pub direct: Option<KnownNumber>,
    /// Groups to be added to.
    pub groups: Vec<GroupTarget>,
    pub mobile: Option<PhoneNumber>,
    pub time_zone: String,
}

/// Members per statement: with 19 values each, well below what both engines bind at once.
const CHUNK: usize = 500;
/// An invitation's life (M3).
const INVITED_FOR: i64 = 7 * DAY;

/// Who invites, for the invitation's row.
pub struct Inviter<'a> {
    pub id: MemberId,
    pub name: &'a str,
}

/// What stands beside a member in other tables.
struct Beside<'a> {
    member: MemberId,
    extension: Option<Extension>,
    forwarding: &'a [PhoneNumber],
    groups: &'a [GroupTarget],
    direct: Option<&'a KnownNumber>,
}

/// Adds new members, invited or suspended; gives their ids in order. Refused by `seats_not_oversold`, `members_sign_in_taken` or
/// `extensions_taken`.
pub async fn create(
    tx: &mut Tx,
    account: AccountId,
    by: &Inviter<'_>,
    new: &[Box<Create>],
    known: &Snapshot,
    now: Instant,
    wrote: &(dyn Fn(usize) + Sync),
) -> StoreResult<Vec<MemberId>> {
    if new.iter().any(|c| c.permit.verb() != Verb::Invite) {
        return Err(StoreError::WrongPermit);
    }
    let mut all = Vec::with_capacity(new.len());
    let mut places = places(known);
    for new in new.chunks(CHUNK) {
        let ids: Vec<MemberId> = new.iter().map(|_| MemberId::new()).collect();
        insert_members(tx, account, new, &ids, now).await?;
        let invited: Vec<MemberId> = new.iter().zip(&ids).filter(|(c, _)| !c.suspended).map(|(_, id)| *id).collect();
        insert_invitations(tx, account, by, &invited, now).await?;
        let beside: Vec<Beside<'_>> = new
            .iter()
            .zip(&ids)
            .map(|(c, id)| Beside {
                member: *id,
                extension: c.extension,
                forwarding: &c.forwarding,
                groups: &c.groups,
                direct: c.direct.as_ref(),
            })
            .collect();
        write_beside(tx, account, &beside, &mut places).await?;
        all.extend(ids);
        wrote(new.len());
    }
    Ok(all)
}

/// Changes members to the values they are to have.
pub async fn update(
    tx: &mut Tx,
    account: AccountId,
    updates: &[Box<Update>],
    known: &Snapshot,
    wrote: &(dyn Fn(usize) + Sync),
) -> StoreResult<()> {
    if updates.iter().any(|u| u.permits.is_empty() || u.permits.iter().any(|p| p.member(p.verb()) != Some(u.member))) {
        return Err(StoreError::WrongPermit);
    }
    let mut places = places(known);
    for updates in updates.chunks(CHUNK) {
        update_members(tx, account, updates).await?;
        let moved = updates.iter().filter(|u| u.moves).map(|u| u.member);
        delete_of(tx, account, "DELETE FROM extensions WHERE account_id = ", moved).await?;
        let forwarded = updates.iter().filter(|u| u.forwarding.is_some()).map(|u| u.member);
        delete_of(tx, account, "DELETE FROM forwarding_numbers WHERE account_id = ", forwarded).await?;
        let beside: Vec<Beside<'_>> = updates
            .iter()
            .map(|u| Beside {
                member: u.member,
                extension: u.extension.filter(|_| u.moves),
                forwarding: u.forwarding.as_deref().unwrap_or_default(),
                groups: &u.groups,
                direct: u.direct.as_ref(),
            })
            .collect();
        write_beside(tx, account, &beside, &mut places).await?;
        wrote(updates.len());
    }
    Ok(())
}

/// The next place in each group's order.
fn places(known: &Snapshot) -> HashMap<u128, i64> {
    known.groups.values().map(|g| (g.group.id.0, g.members)).collect()
}

fn number_of(extension: Option<Extension>) -> i64 {
    extension.map_or(0, |e| i64::from(e.number()))
}

/// A value or NULL.
fn bind_or_null(sql: &mut Sql, value: Option<&PhoneNumber>) {
    match value {
        Some(number) => sql.bind(number.e164()),
        None => sql.push("NULL"),
    };
}

fn open(sql: &mut Sql, i: usize) {
    sql.push(if i == 0 { "(" } else { ", (" });
}

fn bind_name(sql: &mut Sql, name: &PersonName) {
    sql.bind(name.first.as_str())
        .push(", ")
        .bind(name.last.as_str())
        .push(", ")
        .bind(collate::name_key(&name.last, &name.first));
}

async fn insert_members(
    tx: &mut Tx,
    account: AccountId,
    new: &[Box<Create>],
    ids: &[MemberId],
    now: Instant,
) -> StoreResult<()> {
    let mut sql = Sql::new(
        "INSERT INTO members (account_id, id, first_name, last_name, name_key, sign_in, sign_in_key, has_email, role_id, role_kind, role_rank,
           plan, extension, forwards, mobile, time_zone, bridge, state, status_rank, state_since, created_at, invitation_expires) VALUES ",
    );
    for (i, (c, id)) in new.iter().zip(ids).enumerate() {
        let arrives = if c.suspended { MemberState::Suspended } else { MemberState::Invited };
        open(&mut sql, i);
        sql.bind(account).push(", ").bind(*id).push(", ");
        bind_name(&mut sql, &c.name);
        sql.push(", ")
            .bind(c.sign_in.as_str())
            .push(", ")
            .bind(SignInName::key(&c.sign_in))
            .push(", ")
            .bind(c.has_email);
        sql.push(", ").bind(c.role.id).push(", ").bind(c.role.kind.slug()).push(", ").bind(c.role.rank);
        sql.push(", ").bind(c.plan.slug()).push(", ").bind(number_of(c.extension));
        sql.push(", ").bind(i64::try_from(c.forwarding.len()).unwrap_or_default()).push(", ");
        bind_or_null(&mut sql, c.mobile.as_ref());
        sql.push(", ")
            .bind(c.time_zone.as_str())
            .push(", ")
            .bind(format!("{:010}", id.0 % 10_000_000_000))
            .push(", ")
            .bind(arrives.slug())
            .push(", ")
            .bind(StatusRank::begins(arrives))
            .push(", ");
        sql.bind(now.0).push(", ").bind(now.0).push(", ");
        match c.suspended {
            true => sql.push("NULL"),
            false => sql.bind(now.plus(INVITED_FOR).0),
        };
        sql.push(")");
    }
    run_of!(tx, sql).map(|_| ())
}

/// Not sent yet: `sent_count` is 0 until a letter has gone out.
async fn insert_invitations(
    tx: &mut Tx,
    account: AccountId,
    by: &Inviter<'_>,
    ids: &[MemberId],
    now: Instant,
) -> StoreResult<()> {
    let mut sql = Sql::new(
        "INSERT INTO invitations (account_id, member_id, invited_by, invited_by_name, sent_at, expires_at, sent_count) VALUES ",
    );
    if ids.is_empty() {
        return Ok(());
    }
    for (i, id) in ids.iter().enumerate() {
        open(&mut sql, i);
        sql.bind(account).push(", ").bind(*id).push(", ").bind(by.id).push(", ").bind(by.name).push(", ");
        sql.bind(now.0).push(", ").bind(now.plus(INVITED_FOR).0).push(", 0)");
    }
    run_of!(tx, sql).map(|_| ())
}

async fn update_members(tx: &mut Tx, account: AccountId, updates: &[Box<Update>]) -> StoreResult<()> {
    let mut sql = Sql::new(
        "UPDATE members SET first_name = v.column2, last_name = v.column3, name_key = v.column4, role_id = v.column5, role_kind = v.column6,
           role_rank = v.column7, plan = v.column8, extension = v.column9, mobile = v.column10, time_zone = v.column11,
           forwards = CASE WHEN v.column12 < 0 THEN forwards ELSE v.column12 END, version = version + 1 FROM (VALUES ",
    );
    for (i, u) in updates.iter().enumerate() {
        open(&mut sql, i);
        sql.bind(u.member).push(", ");
        bind_name(&mut sql, &u.name);
        sql.push(", ")
            .bind(u.role.id)
            .push(", ")
            .bind(u.role.kind.slug())
            .push(", ")
            .bind(u.role.rank)
            .push(", ")
            .bind(u.plan.slug());
        sql.push(", ").bind(number_of(u.extension)).push(", ");
        bind_or_null(&mut sql, u.mobile.as_ref());
        let forwards = u.forwarding.as_ref().map_or(-1, |f| i64::try_from(f.len()).unwrap_or_default());
        sql.push(", ").bind(u.time_zone.as_str()).push(", ").bind(forwards).push(")");
    }
    sql.push(") AS v WHERE members.account_id = ").bind(account).push(" AND members.id = v.column1");
    run_of!(tx, sql).map(|_| ())
}

async fn delete_of(
    tx: &mut Tx,
    account: AccountId,
    what: &'static str,
    members: impl Iterator<Item = MemberId>,
) -> StoreResult<()> {
    let members: Vec<MemberId> = members.collect();
    if members.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(what);
    sql.bind(account).push(" AND member_id IN ").list(members);
    run_of!(tx, sql).map(|_| ())
}

/// Extensions, forwarding numbers, groups and direct numbers; an empty list or none writes nothing.
async fn write_beside(
    tx: &mut Tx,
    account: AccountId,
    beside: &[Beside<'_>],
    places: &mut HashMap<u128, i64>,
) -> StoreResult<()> {
    let mut extensions = Sql::new("INSERT INTO extensions (account_id, number, member_id) VALUES ");
    let mut forwarding = Sql::new("INSERT INTO forwarding_numbers (account_id, member_id, position, e164) VALUES ");
    let mut groups = Sql::new("INSERT INTO group_members (account_id, group_id, member_id, position) VALUES ");
    let mut direct = Sql::new(
        "UPDATE numbers SET destination = 'member', member_id = v.column2, group_id = NULL, version = version + 1 FROM (VALUES ",
    );
    let mut assigned = 0;
    for b in beside {
        let empty = |sql: &Sql| usize::from(!sql.binds.is_empty());
        if let Some(extension) = b.extension {
            let i = empty(&extensions);
            open(&mut extensions, i);
            extensions.bind(account).push(", ").bind(i64::from(extension.number())).push(", ").bind(b.member).push(")");
        }
        for (at, number) in (1_i64..).zip(b.forwarding) {
            let i = empty(&forwarding);
            open(&mut forwarding, i);
            forwarding
                .bind(account)
                .push(", ")
                .bind(b.member)
                .push(", ")
                .bind(at)
                .push(", ")
                .bind(number.e164())
                .push(")");
        }
        for group in b.groups {
            let place = places.entry(group.id.0).or_default();
            let i = empty(&groups);
            open(&mut groups, i);
            groups.bind(account).push(", ").bind(group.id).push(", ").bind(b.member).push(", ").bind(*place).push(")");
            *place += 1;
        }
        if let Some(number) = b.direct {
            let i = empty(&direct);
            open(&mut direct, i);
            direct.bind(number.id).push(", ").bind(b.member).push(")");
            assigned += 1;
        }
    }
    for sql in [extensions, forwarding, groups] {
        if !sql.binds.is_empty() {
            run_of!(tx, sql)?;
        }
    }
    if assigned > 0 {
        direct
            .push(") AS v WHERE numbers.account_id = ")
            .bind(account)
            .push(" AND numbers.id = v.column1 AND numbers.destination = 'nobody'");
        if run_of!(tx, direct)? != assigned {
            return Err(StoreError::Constraint("numbers_one_destination".to_owned()));
        }
    }
    Ok(())
}
