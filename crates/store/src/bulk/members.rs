//! The text that every question about a change of many begins with: one row a member, or a pair, with what the rules ask of them,
//! what they have and what they are to have. Plan and change are made from the very same rows.

use crate::bulk::pairs as pairs_of;
use crate::bulk::pairs::IN_USE;
use crate::bulk::{Aspect, Class, Prepared, Source};
use crate::keyset::OrNil;
use crate::sql::Sql;
use crate::{Tx, dialect};
use model::NumberId;
use model::selection::Selection;

impl Prepared<'_> {
    /// `(SELECT …) p`: one row a member with what the rules ask, what they have and what they are to have.
    pub(crate) fn push_members(&self, sql: &mut Sql, tx: &Tx) {
        let role = *self.bulk.aspect == Aspect::Role;
        let undoes = !matches!(self.bulk.source, Source::Chosen { .. } | Source::Pairs { .. });
        sql.push(if role {
            "(SELECT q.*, (q.role_id = q.goal_id) AS same, "
        } else {
            "(SELECT q.*, (q.now_word = q.goal) AS same, "
        });
        sql.push(match (undoes, role) {
            (false, _) => "q.erased AS conflict",
            (true, true) => "(q.erased OR q.role_id <> q.left_id) AS conflict",
            (true, false) => "(q.erased OR q.now_word <> q.left_word) AS conflict",
        });
        sql.push(" FROM (SELECT m.id, m.first_name, m.last_name, m.name_key, m.photo, m.has_email, m.role_id, m.state, m.plan, ");
        sql.push("(m.erased_at IS NOT NULL) AS erased, CAST(CASE WHEN m.id = ").bind(self.bulk.actor);
        sql.push(" THEN 1 WHEN m.id = ").bind(self.bulk.keyboard).push(" THEN 2 ELSE 0 END AS BIGINT) AS own, ");
        self.push_shares(sql);
        self.push_now(sql);
        self.push_pair(sql, tx);
        self.push_goal(sql);
        self.push_from(sql, tx);
        sql.push(") q) p");
    }

    fn push_shares(&self, sql: &mut Sql) {
        if self.bulk.own_groups {
            sql.push(
                "EXISTS (SELECT 1 FROM group_members a JOIN group_members b ON b.account_id = a.account_id AND b.group_id = a.group_id",
            );
            sql.push(" WHERE a.account_id = m.account_id AND a.member_id = m.id AND b.member_id = ")
                .bind(self.bulk.actor);
            sql.push(") AS shares, ");
        } else {
            sql.push("TRUE AS shares, ");
        }
    }

    /// What they have now, and for a number how they use it.
    fn push_now(&self, sql: &mut Sql) {
        match self.bulk.aspect {
            Aspect::Role => {
                sql.push("(SELECT r.name FROM roles r WHERE r.account_id = m.account_id AND r.id = m.role_id)")
            }
            Aspect::Plan => sql.push("m.plan"),
            Aspect::State => sql.push("m.state"),
            Aspect::Number { .. } | Aspect::Uses => {
                sql.push("CASE WHEN EXISTS (SELECT 1 FROM number_users u WHERE u.account_id = m.account_id AND u.member_id = m.id AND u.number_id = ");
                self.push_number(sql);
                sql.push(") THEN ");
                sql.bind(if let Aspect::Number { e164, .. } = self.bulk.aspect { e164 } else { IN_USE })
                    .push(" ELSE '' END")
            }
            Aspect::Group { id, name } => {
                sql.push("CASE WHEN EXISTS (SELECT 1 FROM group_members u WHERE u.account_id = m.account_id AND u.member_id = m.id AND u.group_id = ");
                sql.bind(*id).push(") THEN ").bind(name.as_str()).push(" ELSE '' END")
            }
            Aspect::Invitation => sql.push("''"),
        };
        sql.push(" AS now_word, ");
        if matches!(self.bulk.aspect, Aspect::Number { .. } | Aspect::Uses) {
            sql.push(
                "coalesce((SELECT CASE WHEN u.calls THEN 'c' ELSE '' END || CASE WHEN u.messages THEN 'm' ELSE '' END",
            );
            sql.push(" || CASE WHEN u.is_default THEN 'd' ELSE '' END FROM number_users u");
            sql.push(" WHERE u.account_id = m.account_id AND u.member_id = m.id AND u.number_id = ");
            self.push_number(sql);
            sql.push("), '') AS used, ");
        } else {
            sql.push("'' AS used, ");
        }
    }

    /// The id of the number that is given or taken.
    fn push_number(&self, sql: &mut Sql) {
        match (self.bulk.aspect, &self.bulk.source) {
            (Aspect::Number { id, .. }, _) => sql.bind(*id),
            (Aspect::Uses, Source::Pairs { .. }) => sql.push("n.id"),
            (Aspect::Uses, Source::Chosen { .. } | Source::Entry(_) | Source::One { .. }) => sql.push("i.of_number"),
            (Aspect::Role | Aspect::Plan | Aspect::State | Aspect::Group { .. } | Aspect::Invitation, _) => {
                sql.bind(OrNil::<NumberId>(None))
            }
        };
    }

    fn push_pair(&self, sql: &mut Sql, tx: &Tx) {
        self.push_number(sql);
        sql.push(" AS of_number, ");
        if *self.bulk.aspect == Aspect::Uses {
            pairs_of::push_reach(sql, tx, self.bulk);
            sql.push(" AS reach, ");
            sql.push(match self.bulk.source {
                Source::Pairs { .. } => "n.e164 AS word, ",
                Source::Chosen { .. } | Source::Entry(_) | Source::One { .. } => {
                    "CASE i.before WHEN '' THEN i.after ELSE i.before END AS word, "
                }
            });
        } else {
            sql.push("CAST(0 AS BIGINT) AS reach, '' AS word, ");
        }
    }

    fn push_goal(&self, sql: &mut Sql) {
        match &self.bulk.source {
            Source::Pairs { goal, .. } => sql.push("CAST(").bind(*goal).push(" AS TEXT) AS goal, m.role_id AS goal_id"),
            Source::Entry(_) if *self.bulk.aspect == Aspect::Uses => {
                sql.push("CASE i.before WHEN '' THEN '' ELSE ").bind(IN_USE).push(" END AS goal, m.role_id AS goal_id, ");
                sql.push("CASE i.after WHEN '' THEN '' ELSE ").bind(IN_USE).push(" END AS left_word, m.role_id AS left_id")
            }
            Source::Chosen { goal, role, .. } => {
                sql.push("CAST(").bind(*goal).push(" AS TEXT) AS goal, ");
                match role {
                    Some(role) => sql.bind(*role),
                    None => sql.push("m.role_id"),
                };
                sql.push(" AS goal_id")
            }
            Source::Entry(_) => sql.push(
                "i.before AS goal, coalesce(i.before_id, m.role_id) AS goal_id, i.after AS left_word, coalesce(i.after_id, m.role_id) AS left_id",
            ),
            Source::One { goal, left, .. } => {
                sql.push("CAST(").bind(*goal).push(" AS TEXT) AS goal, CAST(").bind(*left);
                sql.push(" AS TEXT) AS left_word, m.role_id AS goal_id, m.role_id AS left_id")
            }
        };
    }

    fn push_from(&self, sql: &mut Sql, tx: &Tx) {
        let account = self.bulk.account;
        match &self.bulk.source {
            Source::Chosen { selection: Selection::Ids(ids), .. } => {
                dialect::push_members_by_id(sql, tx, account, ids.iter().copied());
                sql.push(" AND m.state <> 'deleted'");
            }
            Source::Chosen { selection: Selection::AllMatching { minus, .. }, .. } => {
                if let Some(matching) = &self.matching {
                    matching.push_from(sql, tx);
                }
                if !minus.is_empty() {
                    sql.push(" AND NOT m.id ");
                    dialect::push_ids(sql, tx, minus.iter().map(|id| id.0));
                }
            }
            Source::Pairs { pairs, .. } => pairs_of::push_from(sql, tx, account, pairs, self.numbers.as_ref()),
            Source::Entry(number) => {
                sql.push(" FROM audit_items i JOIN members m ON m.account_id = i.account_id AND m.id = i.member_id");
                if *self.bulk.aspect == Aspect::Uses {
                    sql.push(" LEFT JOIN numbers n ON n.account_id = i.account_id AND n.id = i.of_number");
                }
                sql.push(" WHERE i.account_id = ").bind(account).push(" AND i.number = ").bind(*number);
            }
            Source::One { member, .. } => {
                sql.push(" FROM members m WHERE m.account_id = ").bind(account).push(" AND m.id = ").bind(*member);
            }
        }
    }
}

/// ` WHERE (…) IN (VALUES …)`: only members of these classes.
pub(crate) fn push_classes(sql: &mut Sql, classes: &[&Class]) {
    sql.push(
        " WHERE (p.role_id, p.state, p.own, p.shares, p.same, p.conflict, p.goal, p.goal_id, p.reach) IN (VALUES ",
    );
    for (i, class) in classes.iter().enumerate() {
        sql.push(if i == 0 { "(" } else { ", (" })
            .bind(class.role_id)
            .push(", ")
            .bind(class.state.slug())
            .push(", ")
            .bind(class.own.figure());
        sql.push(", ").bind(class.shares).push(", ").bind(class.same).push(", ").bind(class.conflict).push(", ");
        sql.bind(class.goal.as_str()).push(", ").bind(class.goal_id).push(", ").bind(class.reach.figure()).push(")");
    }
    sql.push(")");
}
