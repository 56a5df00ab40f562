//! Names to say a path with, and whom a role of own groups may know.

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{Sql, all_of, maybe};
use model::callflow::Entry;
use model::callflow::diagram::Names;
use model::{AccountId, Extension, GroupId, MemberId, PersonName};
use std::collections::BTreeSet;

fn extension(number: i64) -> Option<Extension> {
    (number > 0).then(|| Extension::from_stored(number))
}

/// Names and extensions of members and groups; those that are not there have none.
pub async fn names(tx: &mut Tx, account: AccountId, members: &[MemberId], groups: &[GroupId]) -> StoreResult<Names> {
    let mut names = Names::default();
    if !members.is_empty() {
        let mut sql = Sql::new("SELECT id, first_name, last_name, extension FROM members WHERE account_id = ");
        sql.bind(account).push(" AND state <> 'deleted' AND id IN ").list(members.iter().copied());
        let rows = all_of!(tx, (MemberId, String, String, i64), sql)?;
        let named = rows.into_iter().map(|(id, first, last, n)| (id, (PersonName { first, last }, extension(n))));
        names.members = named.collect();
    }
    if !groups.is_empty() {
        let mut sql = Sql::new("SELECT id, name, extension FROM groups WHERE account_id = ");
        sql.bind(account).push(" AND id IN ").list(groups.iter().copied());
        let rows = all_of!(tx, (GroupId, String, i64), sql)?;
        names.groups = rows.into_iter().map(|(id, name, n)| (id, (name, extension(n)))).collect();
    }
    Ok(names)
}

/// Which of these members are in one of these groups.
pub async fn members_of(
    tx: &mut Tx,
    account: AccountId,
    groups: &[GroupId],
    members: &[MemberId],
) -> StoreResult<BTreeSet<MemberId>> {
    if groups.is_empty() || members.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut sql = Sql::new("SELECT DISTINCT member_id FROM group_members WHERE account_id = ");
    sql.bind(account).push(" AND member_id IN ").list(members.iter().copied());
    sql.push(" AND group_id IN ").list(groups.iter().copied());
    Ok(all_of!(tx, (MemberId,), sql)?.into_iter().map(|(id,)| id).collect())
}

/// Whose an extension is.
pub async fn holder(tx: &mut Tx, account: AccountId, extension: Extension) -> StoreResult<Option<Entry>> {
    let row = maybe!(
        tx,
        (Option<MemberId>, Option<GroupId>),
        "SELECT member_id, group_id FROM extensions WHERE account_id = $1 AND number = $2",
        account,
        i64::from(extension.number())
    )?;
    Ok(row.and_then(|(member, group)| member.map(Entry::Member).or_else(|| group.map(Entry::Group))))
}
