//! A row of the Team table as the database gives it, and what of it a viewer gets to see (T1, R12).

use crate::error::StoreResult;
use crate::sql::Sql;
use crate::{Tx, dialect, lists};
use model::members::StatusRank;
use model::{
    Activity, Availability, Country, Extension, Forwarding, GroupId, Instant, LiveStatus, MemberId, MemberRow,
    MemberState, PersonName, PhoneNumber, Plan, RoleId, RoleKind, Supervises, SupervisorScope,
};
use policy::TeamSight;

/// Who looks at the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamViewer {
    /// Whose people read the numbers.
    pub country: Country,
    pub member: MemberId,
    /// The viewer's groups when their role reaches only members of these (R2): then rows say whether they share one.
    pub own_groups_only: Option<Vec<GroupId>>,
    /// What the role shows of rows, and what they can be filtered and ordered by (R12).
    pub sees: TeamSight,
}

impl TeamViewer {
    /// Sees names, extensions and presence only; nor can the rest be found.
    pub fn directory_only(&self) -> bool {
        !self.sees.whole
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct TeamRow {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub name_key: Vec<u8>,
    pub photo: Option<String>,
    pub role_id: RoleId,
    pub role_name: String,
    pub role_kind: RoleKind,
    pub role_rank: i64,
    pub supervises: SupervisorScope,
    pub supervised_groups: i64,
    pub sign_in: String,
    pub extension: i64,
    pub direct: Option<String>,
    pub plan: Plan,
    pub bridge: Option<String>,
    pub state: MemberState,
    pub state_since: i64,
    pub invitation_expires: Option<i64>,
    pub online: bool,
    pub last_seen: Option<i64>,
    pub availability: Availability,
    pub call_since: Option<i64>,
    pub wrap_until: Option<i64>,
    pub status_rank: StatusRank,
    pub last_sign_in: i64,
    pub bounce: Option<String>,
    pub in_own_groups: bool,
    /// In their order (M12); nothing where the viewer may not see them.
    pub forwarding: Option<String>,
}

/// `SELECT` with the columns of `TeamRow`, of `members m`.
pub(crate) fn push_select(sql: &mut Sql, tx: &Tx, viewer: &TeamViewer) {
    sql.push(
        "SELECT m.id, m.first_name, m.last_name, m.name_key, m.photo, m.role_id, m.role_kind, m.role_rank, m.supervises, \
         m.supervised_groups, m.sign_in, m.extension, m.direct, m.plan, m.bridge, m.state, m.state_since, m.invitation_expires, m.online, \
         m.last_seen, m.availability, m.call_since, m.wrap_until, m.status_rank, m.last_sign_in, \
         (SELECT r.name FROM roles r WHERE r.account_id = m.account_id AND r.id = m.role_id) AS role_name, \
         CASE WHEN m.state = 'invited' THEN (SELECT i.bounce FROM invitations i WHERE i.account_id = m.account_id AND i.member_id = m.id) END \
         AS bounce, ",
    );
    push_forwarding(sql, tx, viewer);
    match &viewer.own_groups_only {
        Some(groups) if !groups.is_empty() => {
            sql.push("EXISTS (SELECT 1 FROM group_members g WHERE g.account_id = m.account_id AND g.member_id = m.id AND g.group_id IN ");
            sql.list(groups.iter().copied()).push(") AS in_own_groups");
        }
        Some(_) | None => {
            sql.push("FALSE AS in_own_groups");
        }
    }
}

/// The numbers calls are forwarded to, as one column: at most three a member, and no statement of their own (T1, P1).
fn push_forwarding(sql: &mut Sql, tx: &Tx, viewer: &TeamViewer) {
    sql.push("CAST((SELECT ").push(dialect::array_of_arrays(tx)).push(
        "f.position, f.e164, f.label, f.seconds)) FROM forwarding_numbers f \
         WHERE f.account_id = m.account_id AND f.member_id = m.id",
    );
    if viewer.directory_only() {
        sql.push(" AND m.id = ").bind(viewer.member);
    }
    sql.push(") AS TEXT) AS forwarding, ");
}

impl TeamRow {
    /// The row as `viewer` may see it; one's own row is seen whole.
    pub fn shown_to(self, viewer: &TeamViewer) -> StoreResult<MemberRow> {
        let open = !viewer.directory_only() || viewer.member == self.id;
        let activity = match (self.call_since, self.wrap_until) {
            (Some(since), _) => Activity::OnCall { since: Instant(since) },
            (None, Some(until)) => Activity::WrappingUp { until: Instant(until) },
            (None, None) => Activity::Idle,
        };
        let supervises = match self.supervises {
            SupervisorScope::Everyone => Supervises::Everyone,
            SupervisorScope::Groups => Supervises::Groups(u32::try_from(self.supervised_groups).unwrap_or_default()),
            SupervisorScope::Nobody => Supervises::Nobody,
        };
        // Sorted here: the database would make a table of its own for each row's three.
        let mut numbers: Vec<(i64, String, String, i64)> = lists::arrays(self.forwarding.as_deref())?;
        numbers.sort_by_key(|(position, ..)| *position);
        let phone = |e164| PhoneNumber::from_stored(e164).read_in(viewer.country);
        let forwarding = |(_, number, label, seconds): (i64, String, String, i64)| Forwarding {
            number: phone(number),
            label,
            seconds: u16::try_from(seconds).unwrap_or(u16::MAX),
        };
        Ok(MemberRow {
            id: self.id,
            name: PersonName { first: self.first_name, last: self.last_name },
            photo: self.photo,
            role: self.role_id,
            role_name: self.role_name,
            role_kind: self.role_kind,
            supervises: if open { supervises } else { Supervises::Nobody },
            sign_in: open.then_some(self.sign_in),
            extension: (self.extension > 0).then(|| Extension::from_stored(self.extension)),
            forwarding: numbers.into_iter().map(forwarding).collect(),
            direct: self.direct.filter(|_| open).map(phone),
            plan: if open { self.plan } else { Plan::default() },
            bridge: self.bridge.filter(|_| open),
            state: self.state,
            state_since: Instant(self.state_since),
            invitation_expires: self.invitation_expires.filter(|_| open).map(Instant),
            live: LiveStatus {
                online: self.online,
                last_seen: self.last_seen.map(Instant),
                availability: self.availability,
                activity,
            },
            last_sign_in: (open && self.last_sign_in > 0).then_some(Instant(self.last_sign_in)),
            bounce: self.bounce.filter(|_| open),
            in_own_groups: self.in_own_groups,
        })
    }
}
