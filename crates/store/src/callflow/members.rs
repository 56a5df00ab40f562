//! Members as calls see them.

use crate::error::StoreResult;
use crate::sql::{Sql, all_of};
use crate::{Tx, dialect, lists};
use model::callflow::{Callee, RoutingState};
use model::{
    AccountId, Activity, Availability, Extension, Forwarding, Instant, MemberId, MemberState, PersonName, PhoneNumber,
};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: MemberId,
    first_name: String,
    last_name: String,
    photo: Option<String>,
    extension: i64,
    state: MemberState,
    online: bool,
    availability: Availability,
    call_since: Option<i64>,
    wrap_until: Option<i64>,
    idle_since: Option<i64>,
    forwarding_on: bool,
    screening: bool,
    dial_by_name: bool,
    forwarding: Option<String>,
    usable: Option<String>,
}

/// The columns of `Row`, of `members m`. Numbers they may call with are needed of whoever calls or forwards; `all`: of each.
pub(super) fn push_columns(sql: &mut Sql, tx: &Tx, all: bool) {
    sql.push(
        "m.id, m.first_name, m.last_name, m.photo, m.extension, m.state, m.online, m.availability, m.call_since, m.wrap_until, \
         m.idle_since, m.forwarding_on, m.screening, m.dial_by_name, CAST((SELECT ",
    );
    sql.push(dialect::array_of_arrays(tx)).push(
        "f.position, f.e164, f.label, f.seconds)) FROM forwarding_numbers f \
         WHERE f.account_id = m.account_id AND f.member_id = m.id) AS TEXT) AS forwarding, CASE WHEN ",
    );
    let forwards =
        "EXISTS (SELECT 1 FROM forwarding_numbers f WHERE f.account_id = m.account_id AND f.member_id = m.id)";
    sql.push(if all { "TRUE" } else { forwards }).push(" THEN CAST((SELECT ");
    sql.push(dialect::array_of_arrays(tx)).push(
        "u.is_default, n.e164)) FROM number_users u JOIN numbers n ON n.account_id = u.account_id AND n.id = u.number_id \
         WHERE u.account_id = m.account_id AND u.member_id = m.id AND u.calls) AS TEXT) END AS usable",
    );
}

/// SQLite writes 0 and 1, PostgreSQL false and true.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Truth {
    Word(bool),
    Figure(i64),
}

impl Truth {
    fn get(&self) -> bool {
        match self {
            Truth::Word(word) => *word,
            Truth::Figure(figure) => *figure != 0,
        }
    }
}

impl Row {
    pub(super) fn callee(self) -> StoreResult<Callee> {
        let mut forwarding: Vec<(i64, String, String, i64)> = lists::arrays(self.forwarding.as_deref())?;
        forwarding.sort_unstable();
        let mut usable: Vec<(Truth, String)> = lists::arrays(self.usable.as_deref())?;
        usable.sort_by(|(a, x), (b, y)| b.get().cmp(&a.get()).then_with(|| x.cmp(y)));
        let forward = |(_, number, label, seconds): (i64, String, String, i64)| Forwarding {
            number: PhoneNumber::from_stored(number),
            label,
            seconds: u16::try_from(seconds).unwrap_or(u16::MAX),
        };
        let activity = match (self.call_since, self.wrap_until) {
            (Some(since), _) => Activity::OnCall { since: Instant(since) },
            (None, Some(until)) => Activity::WrappingUp { until: Instant(until) },
            (None, None) => Activity::Idle,
        };
        Ok(Callee {
            id: self.id,
            name: PersonName { first: self.first_name, last: self.last_name },
            photo: self.photo,
            extension: Extension::from_column(self.extension),
            state: self.state,
            online: self.online,
            availability: self.availability,
            activity,
            forwarding_on: self.forwarding_on,
            forwarding: forwarding.into_iter().map(forward).collect(),
            screening: self.screening,
            dial_by_name: self.dial_by_name,
            usable: usable.into_iter().map(|(_, number)| PhoneNumber::from_stored(number)).collect(),
            idle_since: self.idle_since.map(Instant),
        })
    }
}

/// Reads members into the state.
pub(super) async fn read(
    tx: &mut Tx,
    account: AccountId,
    ids: &[MemberId],
    state: &mut RoutingState,
) -> StoreResult<()> {
    let mut sql = Sql::new("SELECT ");
    push_columns(&mut sql, tx, true);
    sql.push(" FROM members m WHERE m.account_id = ").bind(account).push(" AND m.id IN ").list(ids.iter().copied());
    for row in all_of!(tx, Row, sql)? {
        let callee = row.callee()?;
        state.members.insert(callee.id, callee);
    }
    Ok(())
}
