//! What stands beside the Team table: the counts by the filters, the seats, one's saved views (T5, T12). One statement (P1).

use crate::billing::{SeatsRow, seats_of};
use crate::error::StoreResult;
use crate::lists::{IdText, arrays};
use crate::sql::{Sql, all_of};
use crate::{Tx, dialect};
use model::team::{GroupCount, RoleCount, SavedView, TeamCounts};
use model::{AccountId, GroupId, GroupName, MemberId, RoleId, Seats, ViewId};

#[derive(Clone, Debug, Default)]
pub struct Beside {
    pub counts: TeamCounts,
    pub seats: Seats,
    /// The member's own.
    pub views: Vec<SavedView>,
}

#[derive(sqlx::FromRow)]
struct Row {
    members: i64,
    online: i64,
    invited: i64,
    no_direct: i64,
    suspended: i64,
    roles: Option<String>,
    in_groups: Option<String>,
    seats: Option<String>,
    views: Option<String>,
}

/// Counters are all kept by triggers, none is counted here.
pub async fn beside(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Beside> {
    let (list, id) = (dialect::array_of_arrays(tx), dialect::id_text(tx));
    let mut sql = Sql::new("SELECT t.members, t.online, t.invited, t.no_direct, t.suspended, CAST((SELECT ");
    sql.push(list).push(id).push(
        "r.id), r.name, r.members) ORDER BY r.rank, r.name_fold) FROM roles r WHERE r.account_id = t.account_id) AS TEXT) AS roles, \
         CAST((SELECT ",
    );
    sql.push(list).push(id).push(
        "g.id), g.name, g.members) ORDER BY g.name_fold) FROM groups g WHERE g.account_id = t.account_id) AS TEXT) AS in_groups, \
         CAST((SELECT ",
    );
    sql.push(list).push(
        "p.plan, p.bought, p.used, p.included)) FROM plan_seats p WHERE p.account_id = t.account_id) AS TEXT) AS seats, CAST((SELECT ",
    );
    sql.push(list).push(id).push(
        "v.id), v.name, v.query) ORDER BY v.position, v.id) FROM saved_views v WHERE v.account_id = t.account_id AND v.member_id = ",
    );
    sql.bind(member).push(") AS TEXT) AS views FROM team_totals t WHERE t.account_id = ").bind(account);
    match all_of!(tx, Row, sql)?.into_iter().next() {
        Some(row) => row.beside(),
        None => Ok(Beside::default()),
    }
}

impl Row {
    fn beside(self) -> StoreResult<Beside> {
        let of = |n: i64| u64::try_from(n).unwrap_or_default();
        let role =
            |(id, name, members): (IdText, String, i64)| RoleCount { id: RoleId(id.0), name, members: of(members) };
        let group = |(id, name, members): (IdText, String, i64)| {
            let group = GroupName { id: GroupId(id.0), name };
            GroupCount { group, members: of(members) }
        };
        let view = |(id, name, query): (IdText, String, String)| SavedView { id: ViewId(id.0), name, query };
        let seats = seats_of(arrays::<SeatsRow>(self.seats.as_deref())?);
        let counts = TeamCounts {
            all: of(self.members),
            online: of(self.online),
            invited: of(self.invited),
            no_direct: of(self.no_direct),
            suspended: of(self.suspended),
            roles: arrays(self.roles.as_deref())?.into_iter().map(role).collect(),
            groups: arrays(self.in_groups.as_deref())?.into_iter().map(group).collect(),
            plans: seats.plans.iter().map(|p| (p.plan, u64::from(p.used))).collect(),
        };
        Ok(Beside { counts, seats, views: arrays(self.views.as_deref())?.into_iter().map(view).collect() })
    }
}
