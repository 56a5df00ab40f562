//! The Team table's filters as SQL conditions on `members m` (T5). Words of the search are `team_match`'s.
//!
//! What looks said twice (`state <> 'active' AND state = 'invited'`) names a partial index of 0004_team_filters.sql.

use crate::sql::Sql;
use model::team::{FilterKind, FilterValue, InvitationFilter, NumberFilter, StatusFilter, TeamFilter};
use model::{Instant, Plan, SupervisorScope};

/// Adds ` AND …` for each filter in use; within one filter any of the chosen values will do. `now` decides whether
/// somebody still wraps up and whether an invitation has expired.
pub(crate) fn push(sql: &mut Sql, filter: &TeamFilter, now: Instant) {
    for kind in FilterKind::ALL.iter().copied().filter(|kind| filter.uses(*kind)) {
        match kind {
            FilterKind::Role => sql.push(" AND m.role_id IN ").list(filter.roles()),
            FilterKind::Plan => sql.push(" AND m.plan IN ").list(filter.plans().map(Plan::slug)),
            FilterKind::Supervises => {
                sql.push(" AND m.supervises IN ").list(filter.supervises().map(SupervisorScope::slug));
                let some = !filter.includes(FilterValue::Supervises(SupervisorScope::Nobody));
                sql.push(if some { " AND m.supervises <> 'nobody'" } else { "" })
            }
            FilterKind::Group => {
                sql.push(" AND m.id IN (SELECT g.member_id FROM group_members g WHERE g.account_id = m.account_id AND g.group_id IN ");
                sql.list(filter.groups()).push(")")
            }
            FilterKind::Status => any(sql, filter.statuses(), |sql, status| self::status(sql, status, now)),
            FilterKind::Number => any(sql, filter.numbers(), number),
            FilterKind::Invitation => any(sql, filter.invitations(), |sql, it| invited(sql, it, now)),
        };
    }
}

/// ` AND (a OR b …)` of at least one value.
fn any<T>(sql: &mut Sql, chosen: impl Iterator<Item = T>, mut condition: impl FnMut(&mut Sql, T)) -> &mut Sql {
    for (i, value) in chosen.enumerate() {
        sql.push(if i == 0 { " AND (" } else { " OR " });
        condition(sql, value);
    }
    sql.push(")")
}

fn number(sql: &mut Sql, number: NumberFilter) {
    sql.push(match number {
        NumberFilter::HasDirect => "m.direct IS NOT NULL",
        NumberFilter::NoDirect => "m.direct IS NULL",
        NumberFilter::Forwards => {
            "(m.forwarding_on AND EXISTS (SELECT 1 FROM forwarding_numbers f WHERE f.account_id = m.account_id AND f.member_id = m.id))"
        }
    });
}

/// What `LiveStatus::presence` shows, said in SQL; who is invited or suspended shows that instead (T1, T2).
fn status(sql: &mut Sql, status: StatusFilter, now: Instant) {
    let idle = " AND m.call_since IS NULL AND (m.wrap_until IS NULL OR m.wrap_until <= ";
    match status {
        StatusFilter::Suspended => sql.push("(m.state <> 'active' AND m.state = 'suspended')"),
        StatusFilter::Online => sql.push("(m.state = 'active' AND m.online = TRUE)"),
        StatusFilter::OnCall => sql.push("(m.state = 'active' AND m.call_since IS NOT NULL)"),
        StatusFilter::WrappingUp => {
            sql.push("(m.state = 'active' AND m.call_since IS NULL AND m.wrap_until > ").bind(now.0).push(")")
        }
        StatusFilter::Available => sql
            .push("(m.state = 'active' AND m.online = TRUE AND m.availability = 'available'")
            .push(idle)
            .bind(now.0)
            .push("))"),
        StatusFilter::DoNotDisturb => sql
            .push("(m.state = 'active' AND m.online = TRUE AND m.availability = 'dnd'")
            .push(idle)
            .bind(now.0)
            .push("))"),
        StatusFilter::Offline => sql.push("(m.state = 'active' AND m.online = FALSE").push(idle).bind(now.0).push("))"),
    };
}

fn invited(sql: &mut Sql, invitation: InvitationFilter, now: Instant) {
    match invitation {
        InvitationFilter::Joined => sql.push("m.state <> 'invited'"),
        InvitationFilter::Pending => sql
            .push("(m.state <> 'active' AND m.state = 'invited' AND (m.invitation_expires IS NULL OR m.invitation_expires > ")
            .bind(now.0)
            .push("))"),
        InvitationFilter::Expired => {
            sql.push("(m.state <> 'active' AND m.state = 'invited' AND m.invitation_expires <= ").bind(now.0).push(")")
        }
    };
}
