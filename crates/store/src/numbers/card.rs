//! One number with what policy needs of it, who may use it, and where it rang before (N1, R6).

use crate::error::StoreResult;
use crate::numbers::matching::push_scope;
use crate::numbers::{NumbersViewer, Row, SELECT};
use crate::sql::{Sql, all, all_of, maybe};
use crate::{Tx, members};
use model::audit::Used;
use model::numbers::{DestinationKind, Holder, NumberRow};
use model::{AccountId, Country, Extension, Instant, MemberId, NumberId, PersonName, PhoneNumber, Plan, UsableNumber};
use policy::NumberTarget;
use std::collections::{BTreeMap, HashMap};

/// A number as a change starts from it.
#[derive(Clone, Debug)]
pub struct NumberFacts {
    pub row: NumberRow,
    /// Its groups, and whose direct number it is (R5, R6).
    pub target: NumberTarget,
    pub since: Instant,
    pub added: Instant,
}

/// One number; none when the account has no such one. `me` is whoever acts: a holder's groups are seen from there.
pub async fn facts(
    tx: &mut Tx,
    account: AccountId,
    me: MemberId,
    country: Country,
    id: NumberId,
) -> StoreResult<Option<NumberFacts>> {
    Ok(facts_of(tx, account, me, country, &[id]).await?.pop())
}

/// Several, in the order of their digits; those that are not of this account are left out.
pub async fn facts_of(
    tx: &mut Tx,
    account: AccountId,
    me: MemberId,
    country: Country,
    ids: &[NumberId],
) -> StoreResult<Vec<NumberFacts>> {
    let mut sql = Sql::new(SELECT);
    sql.push(" FROM numbers n WHERE n.account_id = ").bind(account).push(" AND n.id IN ").list(ids.iter().copied());
    sql.push(" ORDER BY n.e164");
    let mut holders = HashMap::new();
    let mut all = Vec::new();
    for row in all_of!(tx, Row, sql)? {
        if let Some(member) = row.member_id.filter(|m| !holders.contains_key(m)) {
            holders.insert(member, members::target(tx, account, me, member).await?);
        }
        let holder = row.member_id.and_then(|m| holders.get(&m).cloned().flatten());
        let (groups, since, added) =
            (row.group_id.into_iter().collect(), row.since.max(row.created_at), row.created_at);
        let row = row.row(country)?;
        let target = NumberTarget { id: row.id, shown: row.number.shown().to_owned(), groups, holder };
        all.push(NumberFacts { row, target, since: Instant(since), added: Instant(added) });
    }
    Ok(all)
}

/// Whether a viewer's role shows it (R2).
pub async fn shows(tx: &mut Tx, account: AccountId, viewer: &NumbersViewer, id: NumberId) -> StoreResult<bool> {
    let mut sql = Sql::new("SELECT count(*) FROM numbers n WHERE n.account_id = ");
    sql.bind(account).push(" AND n.id = ").bind(id);
    push_scope(&mut sql, viewer);
    Ok(all_of!(tx, (i64,), sql)?.iter().any(|(n,)| *n > 0))
}

/// The direct numbers of a member, the first first.
pub async fn direct(
    tx: &mut Tx,
    account: AccountId,
    me: MemberId,
    country: Country,
    member: MemberId,
) -> StoreResult<Vec<NumberFacts>> {
    let ids =
        all!(tx, (NumberId,), "SELECT id FROM numbers WHERE account_id = $1 AND member_id = $2", account, member)?;
    facts_of(tx, account, me, country, &ids.into_iter().map(|r| r.0).collect::<Vec<_>>()).await
}

/// Where a number rang before, the newest first.
pub async fn holders(tx: &mut Tx, account: AccountId, id: NumberId) -> StoreResult<Vec<Holder>> {
    let rows = all!(
        tx,
        (DestinationKind, String, i64, i64),
        "SELECT destination, label, since, until FROM number_holders WHERE account_id = $1 AND number_id = $2 ORDER BY seq DESC LIMIT 50",
        account,
        id
    )?;
    let holder = |(kind, name, since, until): (DestinationKind, String, i64, i64)| Holder {
        kind,
        name,
        since: Instant(since),
        until: Instant(until),
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// Whoever may use a number, or could.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct UserRow {
    pub member_id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub extension: i64,
    pub calls: bool,
    pub messages: bool,
    pub is_default: bool,
}

impl UserRow {
    pub fn name(&self) -> String {
        PersonName { first: self.first_name.clone(), last: self.last_name.clone() }.full()
    }

    /// "Ext. 118"
    pub fn about(&self) -> String {
        Extension::from_column(self.extension).map(|e| format!("Ext. {e}")).unwrap_or_default()
    }
}

/// The first of those who may use a number for outgoing calls or messages, by name.
pub async fn users(tx: &mut Tx, account: AccountId, id: NumberId, most: i64) -> StoreResult<Vec<UserRow>> {
    all!(
        tx,
        UserRow,
        "SELECT u.member_id, m.first_name, m.last_name, m.extension, u.calls, u.messages, u.is_default
         FROM number_users u JOIN members m ON m.account_id = u.account_id AND m.id = u.member_id
         WHERE u.account_id = $1 AND u.number_id = $2 AND m.state <> 'deleted' ORDER BY m.name_key, m.id LIMIT $3",
        account,
        id,
        most
    )
}

/// Who released a number that is gone, by the audit log.
pub async fn released_by(tx: &mut Tx, account: AccountId, id: NumberId) -> StoreResult<Option<(String, String)>> {
    let target = uuid::Uuid::from_u128(id.0);
    maybe!(
        tx,
        (String, String),
        "SELECT target_name, actor_name FROM audit WHERE account_id = $1 AND target_id = $2 AND action = 'numbers.release' ORDER BY number DESC LIMIT 1",
        account,
        target
    )
}

/// Who changed a number last, by the audit log; also by giving it to whoever holds it now.
pub async fn last_author(
    tx: &mut Tx,
    account: AccountId,
    id: NumberId,
    holder: Option<MemberId>,
) -> StoreResult<Option<String>> {
    let holder = holder.map_or(id.0, |m| m.0);
    let row = maybe!(
        tx,
        (String,),
        "SELECT actor_name FROM audit WHERE account_id = $1 AND (target_id = $2 OR (target_id = $3 AND action = 'members.direct'))
         ORDER BY number DESC LIMIT 1",
        account,
        uuid::Uuid::from_u128(id.0),
        uuid::Uuid::from_u128(holder)
    )?;
    Ok(row.map(|r| r.0))
}

/// A group numbers may ring at.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct GroupRow {
    pub id: model::GroupId,
    pub name: String,
    pub extension: i64,
}

pub async fn groups(tx: &mut Tx, account: AccountId) -> StoreResult<Vec<GroupRow>> {
    all!(tx, GroupRow, "SELECT id, name, extension FROM groups WHERE account_id = $1 ORDER BY name_fold, id", account)
}

/// Plan and direct number of a member, for prices (S4).
pub async fn plan_of(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<(Plan, Option<PhoneNumber>)> {
    let row = maybe!(
        tx,
        (Plan, Option<String>),
        "SELECT plan, direct FROM members WHERE account_id = $1 AND id = $2",
        account,
        member
    )?;
    Ok(row.map_or((Plan::default(), None), |(plan, direct)| (plan, direct.map(PhoneNumber::from_stored))))
}

/// What a member may do with which numbers, the default first.
pub async fn uses_of(
    tx: &mut Tx,
    account: AccountId,
    country: Country,
    member: MemberId,
) -> StoreResult<Vec<UsableNumber>> {
    let rows = all!(
        tx,
        (NumberId, String, String, bool, bool, bool),
        "SELECT n.id, n.e164, n.label, u.is_default, u.calls, u.messages
         FROM number_users u JOIN numbers n ON n.account_id = u.account_id AND n.id = u.number_id
         WHERE u.account_id = $1 AND u.member_id = $2 ORDER BY u.is_default DESC, n.e164",
        account,
        member
    )?;
    let usable = |(id, e164, label, default, calls, messages)| UsableNumber {
        id,
        number: PhoneNumber::from_stored(e164).read_in(country),
        label,
        default,
        calls,
        messages,
    };
    Ok(rows.into_iter().map(usable).collect())
}

/// Which numbers a member may use, each for calls, for messages, and whether it is their default.
pub async fn used_by(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
) -> StoreResult<Vec<(NumberId, bool, bool, bool)>> {
    all!(
        tx,
        (NumberId, bool, bool, bool),
        "SELECT number_id, calls, messages, is_default FROM number_users WHERE account_id = $1 AND member_id = $2",
        account,
        member
    )
}

/// The same by number.
pub async fn uses_by_number(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
) -> StoreResult<BTreeMap<NumberId, Used>> {
    let rows = used_by(tx, account, member).await?;
    Ok(rows.into_iter().map(|(id, calls, messages, default)| (id, Used { calls, messages, default })).collect())
}

/// What one member may do with one number: calls, messages, default. None: nothing.
pub async fn use_of(
    tx: &mut Tx,
    account: AccountId,
    number: NumberId,
    member: MemberId,
) -> StoreResult<Option<(bool, bool, bool)>> {
    maybe!(
        tx,
        (bool, bool, bool),
        "SELECT calls, messages, is_default FROM number_users WHERE account_id = $1 AND number_id = $2 AND member_id = $3",
        account,
        number,
        member
    )
}
