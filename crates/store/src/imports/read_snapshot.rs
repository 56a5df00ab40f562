//! The account as an import is checked against it: everything in one transaction's view.

use crate::error::{StoreResult, unreadable};
use crate::imports::snapshot::{KnownGroup, KnownMember, KnownNumber, KnownRole, NumberUse, Snapshot};
use crate::sql::{Sql, all, all_of, maybe};
use crate::{Tx, billing};
use model::Plan;
use model::numbers::DestinationKind;
use model::sessions::Actor;
use model::{
    AccountSettings, Extension, GroupId, MemberId, MemberState, NumberId, PersonName, PhoneNumber, RoleId, RoleKind,
};
use policy::GroupTarget;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Sign-in names asked for in one statement.
const CHUNK: usize = 5_000;

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: MemberId,
    first_name: String,
    last_name: String,
    sign_in: String,
    sign_in_key: String,
    role_id: RoleId,
    state: MemberState,
    can_sign_in: bool,
    plan: Plan,
    extension: i64,
    mobile: Option<String>,
    time_zone: String,
}

/// Reads the account. `keys` are the sign-in keys that the file names.
pub async fn snapshot(
    tx: &mut Tx,
    settings: &AccountSettings,
    actor: &Actor,
    keys: &[String],
) -> StoreResult<Snapshot> {
    let account = settings.id;
    let totals = maybe!(tx, (i64,), "SELECT administrators FROM team_totals WHERE account_id = $1", account)?;
    Ok(Snapshot {
        actor: actor.clone(),
        country: settings.country,
        digits: settings.extension_digits,
        default_plan: settings.default_plan,
        seats: billing::seats(tx, settings.id).await?,
        prices: settings.prices,
        roles: roles(tx, settings).await?,
        members: members(tx, settings).await?,
        taken: taken(tx, settings, keys).await?,
        extensions: extensions(tx, settings).await?,
        numbers: numbers(tx, settings).await?,
        groups: groups(tx, settings).await?,
        administrators: totals.map_or(0, |t| t.0),
    })
}

async fn roles(tx: &mut Tx, settings: &AccountSettings) -> StoreResult<Vec<KnownRole>> {
    let rows = all!(
        tx,
        (RoleId, RoleKind, String, i64),
        "SELECT id, kind, name, rank FROM roles WHERE account_id = $1 ORDER BY rank, id",
        settings.id
    )?;
    let role = |(id, kind, name, rank): (RoleId, RoleKind, String, i64)| KnownRole { id, kind, name, rank };
    Ok(rows.into_iter().map(role).collect())
}

async fn members(tx: &mut Tx, settings: &AccountSettings) -> StoreResult<HashMap<String, KnownMember>> {
    let account = settings.id;
    let mut forwarding: HashMap<MemberId, Vec<PhoneNumber>> = HashMap::new();
    let numbers = all!(
        tx,
        (MemberId, String),
        "SELECT member_id, e164 FROM forwarding_numbers WHERE account_id = $1 ORDER BY member_id, position",
        account
    )?;
    for (member, e164) in numbers {
        forwarding.entry(member).or_default().push(PhoneNumber::from_stored(e164));
    }
    let mut groups: HashMap<MemberId, BTreeSet<GroupId>> = HashMap::new();
    for (member, group) in
        all!(tx, (MemberId, GroupId), "SELECT member_id, group_id FROM group_members WHERE account_id = $1", account)?
    {
        groups.entry(member).or_default().insert(group);
    }
    let rows = all!(
        tx,
        MemberRow,
        "SELECT id, first_name, last_name, sign_in, sign_in_key, role_id, state, password_hash IS NOT NULL AS can_sign_in, plan, extension,
                mobile, time_zone
         FROM members WHERE account_id = $1 AND state <> 'deleted' AND sign_in_key IS NOT NULL",
        account
    )?;
    let member = |r: MemberRow| {
        let known = KnownMember {
            forwarding: forwarding.remove(&r.id).unwrap_or_default(),
            groups: groups.remove(&r.id).unwrap_or_default(),
            id: r.id,
            name: PersonName { first: r.first_name, last: r.last_name },
            sign_in: r.sign_in,
            role: r.role_id,
            state: r.state,
            can_sign_in: r.can_sign_in,
            plan: r.plan,
            extension: (r.extension > 0).then(|| Extension::from_stored(r.extension)),
            mobile: r.mobile.map(PhoneNumber::from_stored),
            time_zone: r.time_zone,
        };
        (r.sign_in_key, known)
    };
    Ok(rows.into_iter().map(member).collect())
}

/// Of the file's names, those of other accounts and of deleted members who may still be restored (M5, M17).
async fn taken(tx: &mut Tx, settings: &AccountSettings, keys: &[String]) -> StoreResult<HashSet<String>> {
    let mut found = HashSet::new();
    for keys in keys.chunks(CHUNK) {
        let mut sql = Sql::new("SELECT sign_in_key FROM members WHERE (account_id <> ");
        sql.bind(settings.id).push(" OR state = 'deleted') AND sign_in_key IN ").list(keys.iter().map(String::as_str));
        found.extend(all_of!(tx, (String,), sql)?.into_iter().map(|r| r.0));
    }
    Ok(found)
}

async fn extensions(tx: &mut Tx, settings: &AccountSettings) -> StoreResult<BTreeMap<u32, String>> {
    type Row = (i64, Option<String>, Option<String>, Option<String>);
    let rows = all!(
        tx,
        Row,
        "SELECT e.number, m.first_name, m.last_name, g.name FROM extensions e
         LEFT JOIN members m ON m.account_id = e.account_id AND m.id = e.member_id
         LEFT JOIN groups g ON g.account_id = e.account_id AND g.id = e.group_id
         WHERE e.account_id = $1",
        settings.id
    )?;
    let holder = |(number, first, last, group): Row| {
        let name = PersonName { first: first.unwrap_or_default(), last: last.unwrap_or_default() };
        (u32::try_from(number).unwrap_or_default(), group.map_or_else(|| name.full(), |g| format!("the group {g}")))
    };
    Ok(rows.into_iter().map(holder).collect())
}

async fn numbers(tx: &mut Tx, settings: &AccountSettings) -> StoreResult<HashMap<String, KnownNumber>> {
    type Row = (NumberId, String, DestinationKind, Option<MemberId>, Option<GroupId>);
    let rows = all!(
        tx,
        Row,
        "SELECT id, e164, destination, member_id, group_id FROM numbers WHERE account_id = $1",
        settings.id
    )?;
    let number = |(id, e164, destination, member, group): Row| {
        let rings = match (destination, member) {
            (DestinationKind::Nobody, None) => NumberUse::Nobody,
            (DestinationKind::Member, Some(member)) => NumberUse::Member(member),
            (DestinationKind::Menu | DestinationKind::Group, None) => NumberUse::Taken,
            (kind, _) => return Err(unreadable(format!("{e164} rings at a {} that is not there", kind.slug()))),
        };
        let groups = group.into_iter().collect();
        Ok((e164.clone(), KnownNumber { id, number: PhoneNumber::from_stored(e164), rings, groups }))
    };
    rows.into_iter().map(number).collect()
}

async fn groups(tx: &mut Tx, settings: &AccountSettings) -> StoreResult<HashMap<String, KnownGroup>> {
    type Row = (GroupId, String, String, i64);
    let rows = all!(tx, Row, "SELECT id, name, name_fold, members FROM groups WHERE account_id = $1", settings.id)?;
    let mut numbers = crate::numbers::of_groups(tx, settings.id).await?;
    let mut group = |id, name| GroupTarget { id, name, numbers: numbers.remove(&id).unwrap_or_default() };
    Ok(rows
        .into_iter()
        .map(|(id, name, fold, members)| (fold, KnownGroup { group: group(id, name), members }))
        .collect())
}
