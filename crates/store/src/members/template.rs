//! What a duplicate starts from (M8): role, plan, numbers, groups and settings; nothing that is the person's own.

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{all, maybe};
use model::{
    AccountId, Availability, Country, GroupId, MemberId, NumberId, PhoneNumber, Plan, RoleId, SupervisorScope,
};
use policy::{GroupTarget, NumberTarget};

/// A member's settings that may be copied.
#[derive(Clone, Debug)]
pub struct Settings {
    pub role: RoleId,
    pub plan: Plan,
    pub availability: Availability,
    pub screening: bool,
    pub dial_by_name: bool,
    pub forwarding_on: bool,
    pub supervises: SupervisorScope,
    pub time_zone: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    role_id: RoleId,
    plan: Plan,
    availability: Availability,
    screening: bool,
    dial_by_name: bool,
    forwarding_on: bool,
    supervises: SupervisorScope,
    time_zone: String,
}

pub async fn settings(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Option<Settings>> {
    let row = maybe!(
        tx,
        Row,
        "SELECT role_id, plan, availability, screening, dial_by_name, forwarding_on, supervises, time_zone FROM members
         WHERE account_id = $1 AND id = $2 AND state <> 'deleted'",
        account,
        member
    )?;
    Ok(row.map(|r| Settings {
        role: r.role_id,
        plan: r.plan,
        availability: r.availability,
        screening: r.screening,
        dial_by_name: r.dial_by_name,
        forwarding_on: r.forwarding_on,
        supervises: r.supervises,
        time_zone: r.time_zone,
    }))
}

/// Groups by name, those of the Supervisor workspace apart.
pub async fn groups(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
) -> StoreResult<(Vec<GroupTarget>, Vec<GroupTarget>)> {
    let numbers = crate::numbers::of_groups(tx, account).await?;
    let target = |(id, name)| GroupTarget { id, name, numbers: numbers.get(&id).cloned().unwrap_or_default() };
    let of = |rows: Vec<(GroupId, String)>| rows.into_iter().map(target).collect();
    let belongs = all!(
        tx,
        (GroupId, String),
        "SELECT g.id, g.name FROM group_members x JOIN groups g ON g.account_id = x.account_id AND g.id = x.group_id
         WHERE x.account_id = $1 AND x.member_id = $2 ORDER BY g.name_fold",
        account,
        member
    )?;
    let watches = all!(
        tx,
        (GroupId, String),
        "SELECT g.id, g.name FROM supervised_groups x JOIN groups g ON g.account_id = x.account_id AND g.id = x.group_id
         WHERE x.account_id = $1 AND x.member_id = $2 ORDER BY g.name_fold",
        account,
        member
    )?;
    Ok((of(belongs), of(watches)))
}

/// A number for outgoing calls and messages, with what it is used for.
#[derive(Clone, Debug)]
pub struct Usable {
    pub target: NumberTarget,
    pub number: PhoneNumber,
    pub calls: bool,
    pub messages: bool,
    pub default: bool,
}

/// Numbers the member may use, with the groups they ring at (R6).
pub async fn numbers(tx: &mut Tx, account: AccountId, country: Country, member: MemberId) -> StoreResult<Vec<Usable>> {
    let rows = all!(
        tx,
        (NumberId, String, Option<GroupId>, bool, bool, bool),
        "SELECT n.id, n.e164, n.group_id, u.calls, u.messages, u.is_default FROM number_users u
         JOIN numbers n ON n.account_id = u.account_id AND n.id = u.number_id
         WHERE u.account_id = $1 AND u.member_id = $2 ORDER BY u.is_default DESC, n.e164",
        account,
        member
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, e164, group, calls, messages, default)| {
            let number = PhoneNumber::from_stored(e164).read_in(country);
            let shown = number.shown().to_owned();
            let target = NumberTarget { id, shown, groups: group.into_iter().collect(), holder: None };
            Usable { target, number, calls, messages, default }
        })
        .collect())
}
