//! What an import can write of members, many at once: read before and after, the difference is what the audit log says of each, and
//! what taking it back needs (I1, G2).

use crate::audit::items::NewItem;
use crate::error::StoreResult;
use crate::sql::{Sql, all, all_of};
use crate::{Tx, dialect};
use model::audit::{Change, Field, Named, Value};
use model::members::Forwarding;
use model::{AccountId, Extension, GroupId, MemberId, MemberState, NumberId, PersonName, PhoneNumber, Plan, RoleId};
use std::collections::{BTreeMap, HashMap};

/// Members read at once, so that no statement binds more than either engine takes.
const CHUNK: usize = 2_000;

/// One member, also one who is deleted.
#[derive(Clone, Debug)]
pub struct MemberFacts {
    pub id: MemberId,
    pub name: PersonName,
    pub sign_in: String,
    pub photo: Option<String>,
    pub role: Named<RoleId>,
    pub state: MemberState,
    pub erased: bool,
    /// Has a password, so counts as an Administrator who can sign in (R7).
    pub can_sign_in: bool,
    pub plan: Plan,
    pub extension: Option<Extension>,
    pub mobile: Option<PhoneNumber>,
    pub time_zone: String,
    pub forwarding: Vec<Forwarding>,
    pub groups: BTreeMap<GroupId, String>,
    pub direct: BTreeMap<NumberId, PhoneNumber>,
    /// Shares a group with who asks (R2).
    pub shares: bool,
}

impl MemberFacts {
    /// All of it as the audit log has it; what is empty is left out.
    pub fn values(&self) -> Vec<(Field, Value)> {
        let forwarding = Value::Forwarding { on: true, numbers: self.forwarding.clone() };
        let plain = [
            (Field::State, Value::State(self.state)),
            (Field::First, Value::text(&self.name.first)),
            (Field::Last, Value::text(&self.name.last)),
            (Field::SignIn, Value::text(&self.sign_in)),
            (Field::Role, Value::Role(self.role.clone())),
            (Field::Plan, Value::Plan(self.plan)),
            (Field::Extension, self.extension.map_or(Value::Nothing, Value::Extension)),
            (Field::Mobile, self.mobile.clone().map_or(Value::Nothing, Value::Phone)),
            (Field::TimeZone, Value::text(&self.time_zone)),
            (Field::Forwarding, if self.forwarding.is_empty() { Value::Nothing } else { forwarding }),
        ];
        let groups = self.groups.iter().map(|(id, name)| (Field::Group(*id), Value::Group(Named::new(*id, name))));
        let direct = self.direct.iter().map(|(id, number)| (Field::OwnNumber(*id), Value::number(*id, number)));
        plain.into_iter().chain(groups).chain(direct).filter(|(_, value)| !value.is_nothing()).collect()
    }
}

/// What a field is among these; nothing where it isn't.
pub fn value_of(values: &[(Field, Value)], field: &Field) -> Value {
    values.iter().find(|(of, _)| of == field).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// What differs; of somebody new, everything.
pub fn difference(before: Option<&MemberFacts>, after: &MemberFacts) -> Vec<Change> {
    let (before, after) = (before.map(MemberFacts::values).unwrap_or_default(), after.values());
    let gone = before.iter().filter(|(field, _)| after.iter().all(|(other, _)| other != field));
    let gone: Vec<Change> =
        gone.map(|(field, value)| Change::new(field.clone(), value.clone(), Value::Nothing)).collect();
    let there = after.into_iter().map(|(field, value)| Change::new(field.clone(), value_of(&before, &field), value));
    Change::that_differ(there.collect::<Vec<_>>().into_iter().chain(gone))
}

/// What an entry says of one member.
pub fn item(of: &MemberFacts, changes: Vec<Change>) -> NewItem {
    NewItem { member: of.id, name: of.name.full(), changes }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: MemberId,
    first_name: String,
    last_name: String,
    sign_in: String,
    photo: Option<String>,
    role_id: RoleId,
    role_name: String,
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
) -> StoreResult<HashMap<MemberId, MemberFacts>> {
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
        let named = "SELECT x.member_id, x.group_id, (SELECT g.name FROM groups g WHERE g.account_id = x.account_id AND g.id = x.group_id)
             FROM group_members x WHERE x.account_id = ";
        let sql = of(tx, named, account, ids, "");
        let joined = all_of!(tx, (MemberId, GroupId, String), sql)?;
        let mut groups = by_member(joined.into_iter().map(|(id, group, name)| (id, (group, name))));
        let sql = of(tx, "SELECT member_id, id, e164 FROM numbers WHERE account_id = ", account, ids, "");
        let phone = |(id, number, e164): (MemberId, NumberId, String)| (id, (number, PhoneNumber::from_stored(e164)));
        let mut direct = by_member(all_of!(tx, (MemberId, NumberId, String), sql)?.into_iter().map(phone));
        let mut sql = Sql::new(
            "SELECT m.id, m.first_name, m.last_name, m.sign_in, m.photo, m.role_id,
               (SELECT r.name FROM roles r WHERE r.account_id = m.account_id AND r.id = m.role_id) AS role_name, m.state, (m.erased_at IS NOT NULL) AS erased,
               (m.password_hash IS NOT NULL) AS can_sign_in, m.plan, m.extension, m.mobile, m.time_zone",
        );
        dialect::push_members_by_id(&mut sql, tx, account, ids.iter().copied());
        for row in all_of!(tx, Row, sql)? {
            let groups: BTreeMap<GroupId, String> = groups.remove(&row.id).unwrap_or_default().into_iter().collect();
            let facts = MemberFacts {
                id: row.id,
                name: PersonName { first: row.first_name, last: row.last_name },
                sign_in: row.sign_in,
                photo: row.photo,
                role: Named { id: row.role_id, name: row.role_name },
                state: row.state,
                erased: row.erased,
                can_sign_in: row.can_sign_in,
                plan: row.plan,
                extension: (row.extension > 0).then(|| Extension::from_stored(row.extension)),
                mobile: row.mobile.map(PhoneNumber::from_stored),
                time_zone: row.time_zone,
                forwarding: forwarding.remove(&row.id).unwrap_or_default(),
                shares: own.iter().any(|g| groups.contains_key(g)),
                groups,
                direct: direct.remove(&row.id).unwrap_or_default().into_iter().collect(),
            };
            found.insert(facts.id, facts);
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
