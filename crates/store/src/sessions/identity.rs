//! A member as policy judges them and as pages know the person in front of them: one row, whoever asks for it (R3, P1).

use crate::error::StoreResult;
use crate::roles::RoleRow;
use crate::sql::Sql;
use crate::{Tx, dialect, lists, roles};
use model::sessions::Actor;
use model::{AccountSettings, Availability, GroupId, MemberId, NumberId, PersonName};

/// The columns of [`push_columns`].
#[derive(sqlx::FromRow)]
pub(crate) struct Identity {
    member_id: MemberId,
    first_name: String,
    last_name: String,
    pub photo: Option<String>,
    pub sign_in: String,
    pub availability: Availability,
    pub preferences: String,
    pub own_time_zone: String,
    #[sqlx(flatten)]
    role: RoleRow,
    in_groups: Option<String>,
    reached_numbers: Option<String>,
}

/// Adds the columns of [`Identity`], of `members m JOIN roles r ON r.account_id = m.account_id AND r.id = m.role_id`.
pub(crate) fn push_columns(sql: &mut Sql, tx: &Tx) {
    sql.push(
        "m.id AS member_id, m.first_name, m.last_name, m.photo, m.sign_in, m.availability, m.preferences, \
         m.time_zone AS own_time_zone, ",
    );
    roles::push_columns(sql, tx);
    sql.push(", (SELECT string_agg(").push(dialect::id_text(tx)).push(
        "g.group_id), ',') FROM group_members g WHERE g.account_id = m.account_id AND g.member_id = m.id) AS in_groups, \
         (SELECT string_agg(",
    );
    // CROSS JOIN: SQLite would walk the account's numbers otherwise, with each request.
    sql.push(dialect::id_text(tx)).push(
        "h.id), ',') FROM (SELECT u.number_id AS id FROM number_users u WHERE u.account_id = m.account_id AND u.member_id = m.id \
         UNION SELECT n.id FROM numbers n WHERE n.account_id = m.account_id AND n.member_id = m.id \
         UNION SELECT n.id FROM group_members g CROSS JOIN numbers n WHERE n.account_id = g.account_id AND n.group_id = g.group_id \
           AND g.account_id = m.account_id AND g.member_id = m.id) h) AS reached_numbers",
    );
}

impl Identity {
    /// The member as policy judges them now.
    pub(crate) fn actor(&self, account: &AccountSettings) -> StoreResult<Actor> {
        Ok(Actor {
            member: self.member_id,
            name: PersonName { first: self.first_name.clone(), last: self.last_name.clone() },
            role: self.role.role()?,
            groups: lists::ids(self.in_groups.as_deref(), GroupId)?,
            numbers: lists::ids(self.reached_numbers.as_deref(), NumberId)?,
            only_administrators_add: account.only_administrators_add,
            supervising: None,
        })
    }
}
