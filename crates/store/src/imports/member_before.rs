//! How members stand in all that an import writes, many at once: read before and after, the difference is what is told of each and
//! what taking it back needs (I1, G2).

use crate::audit::items::Item;
use crate::error::StoreResult;
use crate::sql::{Sql, all, all_of};
use crate::{Tx, dialect};
use model::audit::kept::{ItemTold, Piece};
use model::members::Forwarding;
use model::{AccountId, Extension, GroupId, MemberId, MemberState, NumberId, PersonName, PhoneNumber, Plan, RoleId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Members read at once, so that no statement binds more than either engine takes.
const CHUNK: usize = 2_000;

/// One member, also one who is deleted.
#[derive(Clone, Debug)]
pub struct Stand {
    pub id: MemberId,
    pub name: PersonName,
    pub photo: Option<String>,
    pub role: RoleId,
    pub state: MemberState,
    pub erased: bool,
    /// Has a password, so counts as an Administrator who can sign in (R7).
    pub can_sign_in: bool,
    pub plan: Plan,
    pub extension: Option<Extension>,
    pub mobile: Option<PhoneNumber>,
    pub time_zone: String,
    pub forwarding: Vec<Forwarding>,
    pub groups: BTreeSet<GroupId>,
    pub direct: BTreeSet<NumberId>,
    /// Shares a group with who asks (R2).
    pub shares: bool,
}

/// A field and which one, where there are several; and its value as machines read it.
pub type Facts = BTreeMap<(&'static str, String), String>;

impl Stand {
    /// All of it as words; what is empty is left out.
    pub fn facts(&self) -> Facts {
        let one = |field: &'static str, value: String| ((field, String::new()), value);
        let number = |n: &Option<PhoneNumber>| n.as_ref().map(|n| n.e164().to_owned()).unwrap_or_default();
        let forwarding = if self.forwarding.is_empty() { None } else { serde_json::to_string(&self.forwarding).ok() };
        let plain = [
            one("state", self.state.slug().to_owned()),
            one("first", self.name.first.clone()),
            one("last", self.name.last.clone()),
            one("role", self.role.to_string()),
            one("plan", self.plan.slug().to_owned()),
            one("extension", self.extension.map(|e| e.to_string()).unwrap_or_default()),
            one("mobile", number(&self.mobile)),
            one("time_zone", self.time_zone.clone()),
            one("forwarding", forwarding.unwrap_or_default()),
        ];
        let groups = self.groups.iter().map(|id| (("group", id.to_string()), "in".to_owned()));
        let direct = self.direct.iter().map(|id| (("direct", id.to_string()), "here".to_owned()));
        plain.into_iter().chain(groups).chain(direct).filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// Back from the words of [`Stand::facts`].
pub fn forwarding(fact: &str) -> Vec<Forwarding> {
    serde_json::from_str(fact).unwrap_or_default()
}

pub fn extension(fact: &str) -> Option<Extension> {
    fact.parse::<i64>().ok().filter(|n| *n > 0).map(Extension::from_stored)
}

pub fn number(fact: &str) -> Option<PhoneNumber> {
    (!fact.is_empty()).then(|| PhoneNumber::from_stored(fact.to_owned()))
}

/// What differs; of somebody new, everything.
pub fn difference(before: Option<&Stand>, after: &Stand) -> Vec<Piece> {
    let (was, left) = (before.map(Stand::facts).unwrap_or_default(), after.facts());
    let keys: BTreeSet<_> = was.keys().chain(left.keys()).collect();
    let value = |facts: &Facts, key: &(&'static str, String)| facts.get(key).cloned().unwrap_or_default();
    let piece = |key: &(&'static str, String)| Piece {
        field: key.0.to_owned(),
        of: key.1.clone(),
        was: value(&was, key),
        left: value(&left, key),
    };
    keys.into_iter().map(piece).filter(|p| p.was != p.left).collect()
}

/// What an entry says of one member: their state where that is what changed, as of somebody who was added, else which fields did.
/// The values of the fields are only in what is told of them by itself, as they may be personal.
pub fn item(stand: &Stand, was_there: bool, told: ItemTold) -> (Item, ItemTold) {
    let state = told.pieces.iter().find(|p| p.field == "state").map(|p| (p.was.clone(), p.left.clone()));
    let fields = || told.changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>().join(", ");
    let (before, after) = match state {
        Some((_, left)) if !was_there => (String::new(), left),
        Some(states) => states,
        None => (String::new(), fields()),
    };
    (Item { member_id: stand.id, name: stand.name.full(), before, after, told: String::new() }, told)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: MemberId,
    first_name: String,
    last_name: String,
    photo: Option<String>,
    role_id: RoleId,
    state: MemberState,
    erased: bool,
    can_sign_in: bool,
    plan: Plan,
    extension: i64,
    mobile: Option<String>,
    time_zone: String,
}

/// These members as they are now.
pub async fn read(
    tx: &mut Tx,
    account: AccountId,
    viewer: MemberId,
    ids: &[MemberId],
) -> StoreResult<HashMap<MemberId, Stand>> {
    let own: Vec<GroupId> = all!(
        tx,
        (GroupId,),
        "SELECT group_id FROM group_members WHERE account_id = $1 AND member_id = $2",
        account,
        viewer
    )?
    .into_iter()
    .map(|r| r.0)
    .collect();
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let sql = of(
            tx,
            "SELECT member_id, e164, label, seconds FROM forwarding_numbers WHERE account_id = ",
            account,
            ids,
            " ORDER BY position",
        );
        let phone = |(id, e164, label, seconds): (MemberId, String, String, i64)| {
            let number = PhoneNumber::from_stored(e164);
            (id, Forwarding { number, label, seconds: u16::try_from(seconds).unwrap_or(20) })
        };
        let mut forwarding = by_member(all_of!(tx, (MemberId, String, String, i64), sql)?.into_iter().map(phone));
        let sql = of(tx, "SELECT member_id, group_id FROM group_members WHERE account_id = ", account, ids, "");
        let mut groups = by_member(all_of!(tx, (MemberId, GroupId), sql)?.into_iter());
        let sql = of(tx, "SELECT member_id, id FROM numbers WHERE account_id = ", account, ids, "");
        let mut direct = by_member(all_of!(tx, (MemberId, NumberId), sql)?.into_iter());
        let mut sql = Sql::new(
            "SELECT m.id, m.first_name, m.last_name, m.photo, m.role_id, m.state, (m.erased_at IS NOT NULL) AS erased,
               (m.password_hash IS NOT NULL) AS can_sign_in, m.plan, m.extension, m.mobile, m.time_zone",
        );
        dialect::push_members_by_id(&mut sql, tx, account, ids.iter().copied());
        for row in all_of!(tx, Row, sql)? {
            let groups: BTreeSet<GroupId> = groups.remove(&row.id).unwrap_or_default().into_iter().collect();
            let stand = Stand {
                id: row.id,
                name: PersonName { first: row.first_name, last: row.last_name },
                photo: row.photo,
                role: row.role_id,
                state: row.state,
                erased: row.erased,
                can_sign_in: row.can_sign_in,
                plan: row.plan,
                extension: (row.extension > 0).then(|| Extension::from_stored(row.extension)),
                mobile: row.mobile.map(PhoneNumber::from_stored),
                time_zone: row.time_zone,
                forwarding: forwarding.remove(&row.id).unwrap_or_default(),
                shares: own.iter().any(|g| groups.contains(g)),
                groups,
                direct: direct.remove(&row.id).unwrap_or_default().into_iter().collect(),
            };
            found.insert(stand.id, stand);
        }
    }
    Ok(found)
}

fn by_member<T>(rows: impl Iterator<Item = (MemberId, T)>) -> HashMap<MemberId, Vec<T>> {
    let mut all: HashMap<MemberId, Vec<T>> = HashMap::new();
    for (id, one) in rows {
        all.entry(id).or_default().push(one);
    }
    all
}

fn of(tx: &Tx, what: &'static str, account: AccountId, ids: &[MemberId], end: &'static str) -> Sql {
    let mut sql = Sql::new(what);
    sql.bind(account).push(" AND member_id ");
    dialect::push_ids(&mut sql, tx, ids.iter().map(|id| id.0));
    sql.push(end);
    sql
}
