//! What the invite form offers, and who already has what was typed (M5, M11, R6).

use crate::invitations::*;

/// Whose sign-in name this is, in any account (M5): name and account.
pub async fn holder_of_sign_in(tx: &mut Tx, key: &str) -> StoreResult<Option<(AccountId, PersonName, bool)>> {
    let row = maybe!(
        tx,
        (AccountId, String, String, String),
        "SELECT account_id, first_name, last_name, state FROM members WHERE sign_in_key = $1",
        key
    )?;
    Ok(row.map(|(account, first, last, state)| (account, PersonName { first, last }, state == "deleted")))
}

/// Who has an extension: a member's name or "the group Sales" (M11).
pub async fn holder_of_extension(tx: &mut Tx, account: AccountId, extension: Extension) -> StoreResult<Option<String>> {
    let row = maybe!(
        tx,
        (Option<String>, Option<String>, Option<String>),
        "SELECT m.first_name, m.last_name, g.name FROM extensions e
         LEFT JOIN members m ON m.account_id = e.account_id AND m.id = e.member_id
         LEFT JOIN groups g ON g.account_id = e.account_id AND g.id = e.group_id
         WHERE e.account_id = $1 AND e.number = $2",
        account,
        i64::from(extension.number())
    )?;
    Ok(row.map(|(first, last, group)| {
        let name = PersonName { first: first.unwrap_or_default(), last: last.unwrap_or_default() };
        group.map_or_else(|| name.full(), |g| format!("the group {g}"))
    }))
}

/// A business number with what policy and the form need.
pub struct OfferedNumber {
    pub target: NumberTarget,
    pub label: String,
}

/// As policy judges it.
pub(crate) fn offered(
    id: NumberId,
    e164: String,
    label: String,
    group: Option<GroupId>,
    shown: &(dyn Fn(PhoneNumber) -> String + Sync),
) -> OfferedNumber {
    let shown = shown(PhoneNumber::from_stored(e164));
    // Nobody loses a number that is only used for outgoing calls.
    OfferedNumber { target: NumberTarget { id, shown, groups: group.into_iter().collect(), holder: None }, label }
}

/// Which of these are business numbers of the account, the main number first. `shown` writes them as people read them.
pub async fn numbers(
    tx: &mut Tx,
    account: AccountId,
    ids: &[NumberId],
    shown: &(dyn Fn(PhoneNumber) -> String + Sync),
) -> StoreResult<Vec<OfferedNumber>> {
    let mut sql = Sql::new("SELECT id, e164, label, group_id FROM numbers WHERE account_id = ");
    sql.bind(account).push(" AND id IN ").list(ids.iter().copied());
    sql.push(" ORDER BY is_main DESC, e164");
    let rows = all_of!(tx, (NumberId, String, String, Option<GroupId>), sql)?;
    Ok(rows.into_iter().map(|(id, e164, label, group)| offered(id, e164, label, group, shown)).collect())
}

/// How many business numbers the account has, and the first of them.
pub async fn count_numbers(tx: &mut Tx, account: AccountId) -> StoreResult<(u64, Option<NumberId>)> {
    let sql = "SELECT t.numbers, (SELECT n.id FROM numbers n WHERE n.account_id = t.account_id ORDER BY n.is_main DESC, n.e164 LIMIT 1)
               FROM number_totals t WHERE t.account_id = $1";
    let row = maybe!(tx, (i64, Option<NumberId>), sql, account)?;
    Ok(row.map_or((0, None), |(count, first)| (count.unsigned_abs(), first)))
}

/// Which of these numbers are the account's own: forwarding to one would loop (M12).
pub async fn own_numbers(tx: &mut Tx, account: AccountId, numbers: &[PhoneNumber]) -> StoreResult<BTreeSet<String>> {
    let mut sql = Sql::new("SELECT e164 FROM numbers WHERE account_id = ");
    sql.bind(account).push(" AND e164 IN ").list(numbers.iter().map(PhoneNumber::e164));
    Ok(all_of!(tx, (String,), sql)?.into_iter().map(|r| r.0).collect())
}

/// Groups of the account, by name.
pub async fn groups(tx: &mut Tx, account: AccountId) -> StoreResult<Vec<GroupOffer>> {
    let rows = all!(
        tx,
        (GroupId, String, i64, i64),
        "SELECT id, name, extension, members FROM groups WHERE account_id = $1 ORDER BY name_fold",
        account
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, name, extension, members)| GroupOffer {
            id,
            name,
            extension: (extension > 0).then(|| Extension::from_stored(extension)),
            members: u64::try_from(members).unwrap_or_default(),
        })
        .collect())
}

/// The same as policy judges them, with their numbers (R6).
pub async fn group_targets(tx: &mut Tx, account: AccountId) -> StoreResult<Vec<GroupTarget>> {
    let mut numbers = crate::numbers::of_groups(tx, account).await?;
    let all = groups(tx, account).await?.into_iter();
    Ok(all
        .map(|g| GroupTarget { id: g.id, name: g.name, numbers: numbers.remove(&g.id).unwrap_or_default() })
        .collect())
}
