//! Members as the export writes them (I2).

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{Sql, all_of};
use model::imports::ExportRow;
use model::{AccountId, Extension, MemberId, Plan};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct Row {
    id: MemberId,
    first_name: String,
    last_name: String,
    sign_in: String,
    has_email: bool,
    role: String,
    extension: i64,
    direct: Option<String>,
    plan: Plan,
    mobile: Option<String>,
    time_zone: String,
}

/// These members in the order of `ids`; whoever is gone meanwhile is left out.
pub async fn rows(tx: &mut Tx, account: AccountId, ids: &[MemberId]) -> StoreResult<Vec<ExportRow>> {
    let mut sql = Sql::new(
        "SELECT m.id, m.first_name, m.last_name, m.sign_in, m.has_email, r.name AS role, m.extension, m.direct, m.plan, m.mobile, m.time_zone
         FROM members m JOIN roles r ON r.account_id = m.account_id AND r.id = m.role_id WHERE m.state <> 'deleted' AND m.account_id = ",
    );
    sql.bind(account).push(" AND m.id IN ").list(ids.iter().copied());
    let mut members: HashMap<MemberId, Row> = all_of!(tx, Row, sql)?.into_iter().map(|r| (r.id, r)).collect();
    let mut forwarding = listed(
        tx,
        account,
        ids,
        "SELECT member_id, e164 FROM forwarding_numbers WHERE account_id = ",
        " ORDER BY position",
    )
    .await?;
    let groups = "SELECT x.member_id, g.name FROM group_members x JOIN groups g ON g.account_id = x.account_id AND g.id = x.group_id WHERE x.account_id = ";
    let mut groups = listed(tx, account, ids, groups, " ORDER BY g.name_fold").await?;
    let row = |id: &MemberId| {
        let r = members.remove(id)?;
        let plan = r.plan;
        let (email, username) = if r.has_email { (r.sign_in, String::new()) } else { (String::new(), r.sign_in) };
        Some(ExportRow {
            first_name: r.first_name,
            last_name: r.last_name,
            email,
            username,
            role: r.role,
            extension: Extension::from_column(r.extension).map(|e| e.to_string()).unwrap_or_default(),
            forwarding: forwarding.remove(id).unwrap_or_default(),
            direct_number: r.direct.unwrap_or_default(),
            plan: plan.label().to_owned(),
            groups: groups.remove(id).unwrap_or_default(),
            mobile: r.mobile.unwrap_or_default(),
            time_zone: r.time_zone,
        })
    };
    Ok(ids.iter().filter_map(row).collect())
}

async fn listed(
    tx: &mut Tx,
    account: AccountId,
    ids: &[MemberId],
    select: &'static str,
    order: &'static str,
) -> StoreResult<HashMap<MemberId, Vec<String>>> {
    let mut sql = Sql::new(select);
    sql.bind(account).push(" AND member_id IN ").list(ids.iter().copied()).push(order);
    let mut all: HashMap<MemberId, Vec<String>> = HashMap::new();
    for (member, value) in all_of!(tx, (MemberId, String), sql)? {
        all.entry(member).or_default().push(value);
    }
    Ok(all)
}
