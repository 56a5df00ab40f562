//! The audit log as people read it: filtered, by pages, for one member (G1). Newest first, by the entries' numbers.

use crate::audit::entry::subject;
use crate::audit::from_json;
use crate::error::StoreResult;
use crate::search::{fold, like_pattern};
use crate::sql::{Sql, all_of};
use crate::{Tx, audit, offboarding, team};
use model::audit::EntryNumber;
use model::audit::url::{AuditPerson, AuditQuery, Place};
use model::audit::{AuditAction, AuditItem, AuditRow, Subject, SubjectKind, UndoState, goes_back};
use model::instant::Instant;
use model::phone::written;
use model::team::TeamFilter;
use model::{AccountId, AuditId, MemberId};

/// Entries of a page.
pub const PAGE: usize = 50;
/// Members of a change of many that are shown with it.
const SOME: i64 = 20;
/// A search that finds more people than this says nothing about people.
const MOST_PEOPLE: usize = 200;

/// Whose entries may be read.
#[derive(Clone, Debug)]
pub struct Reader {
    pub member: MemberId,
    /// R2: only members of own groups and what they do.
    pub own_groups_only: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    id: AuditId,
    at: i64,
    actor_id: Option<MemberId>,
    actor_name: String,
    behalf_name: Option<String>,
    address: String,
    action: AuditAction,
    target_kind: SubjectKind,
    target_id: Option<uuid::Uuid>,
    target_name: String,
    changes: String,
    reversible: bool,
    items: i64,
    undoes: Option<AuditId>,
    photo: Option<String>,
}

const SELECT: &str = "SELECT a.number, a.id, a.at, a.actor_id, a.actor_name, a.behalf_name, a.address, a.action, a.target_kind, a.target_id, \
   a.target_name, a.changes, a.reversible, a.items, a.undoes, m.photo \
   FROM audit a LEFT JOIN members m ON m.account_id = a.account_id AND m.id = a.actor_id WHERE a.account_id = ";

/// A page: up to `limit` entries and whether there are more in the direction that was read.
pub async fn page(
    tx: &mut Tx,
    account: AccountId,
    reader: &Reader,
    query: &AuditQuery,
    limit: usize,
    now: Instant,
) -> StoreResult<(Vec<AuditRow>, bool)> {
    let mut sql = Sql::new(SELECT);
    sql.bind(account);
    scope(&mut sql, account, reader);
    filter(tx, &mut sql, account, query, now).await?;
    let up = matches!(query.place, Some(Place::After(_)));
    match query.place {
        Some(Place::Before(n)) => sql.push(" AND a.number < ").bind(n.0),
        Some(Place::After(n)) => sql.push(" AND a.number > ").bind(n.0),
        None => &mut sql,
    };
    sql.push(if up { " ORDER BY a.number LIMIT " } else { " ORDER BY a.number DESC LIMIT " });
    sql.bind(i64::try_from(limit + 1).unwrap_or(i64::MAX));
    let mut rows = all_of!(tx, Row, sql)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    if up {
        rows.reverse();
    }
    Ok((whole(tx, account, rows, None, now).await?, more))
}

/// R2: of roles that reach their own groups. What is about a member is shown when the member is in reach; what isn't, when
/// whoever did it is.
fn scope(sql: &mut Sql, account: AccountId, reader: &Reader) {
    if !reader.own_groups_only {
        return;
    }
    sql.push(
        " AND (CASE WHEN a.target_kind = 'member' THEN a.target_id ELSE a.actor_id END) IN (SELECT y.member_id FROM group_members x \
              JOIN group_members y ON y.account_id = x.account_id AND y.group_id = x.group_id WHERE x.account_id = ",
    );
    sql.bind(account)
        .push(" AND x.member_id = ")
        .bind(reader.member)
        .push(" UNION SELECT id FROM members WHERE account_id = ");
    sql.bind(account).push(" AND id = ").bind(reader.member).push(")");
}

async fn filter(tx: &mut Tx, sql: &mut Sql, account: AccountId, query: &AuditQuery, now: Instant) -> StoreResult<()> {
    if !query.who.is_empty() {
        let id = |who: &AuditPerson| if let AuditPerson::Member(id) = who { Some(*id) } else { None };
        sql.push(" AND (a.actor_id IN ").list(query.who.iter().filter_map(id));
        sql.push(if query.who.contains(&AuditPerson::Server) { " OR a.actor_id IS NULL)" } else { ")" });
    }
    if !query.kinds.is_empty() {
        sql.push(" AND a.action IN ").list(AuditAction::of_kinds(&query.kinds).map(AuditAction::slug));
    }
    if let Some(when) = query.when {
        // By the number of the last entry before, so that reading backwards ends there.
        sql.push(" AND a.number > COALESCE((SELECT number FROM audit WHERE account_id = ").bind(account);
        sql.push(" AND at < ").bind(when.since(now).0).push(" ORDER BY at DESC, number DESC LIMIT 1), 0)");
    }
    if query.undoable {
        sql.push(" AND a.reversible AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.account_id = a.account_id AND u.undoes = a.id)");
        // What was erased can't be given back (`goes_back`). A quote in a text is written as \\", so this is no text.
        sql.push(" AND NOT (a.items = 0 AND (a.changes = '[]' OR a.changes LIKE '%\"erased\":%'))");
        sql.push(" AND NOT (a.action = ")
            .bind(AuditAction::Delete.slug())
            .push(" AND a.at < ")
            .bind(now.plus(-offboarding::KEPT).0)
            .push(")");
    }
    if !query.q.is_empty() {
        search(tx, sql, account, &query.q, now).await?;
    }
    Ok(())
}

/// A person's name or address as the team's search finds it; a number; or any words of the entry.
async fn search(tx: &mut Tx, sql: &mut Sql, account: AccountId, q: &str, now: Instant) -> StoreResult<()> {
    let people = team::ids(tx, account, &TeamFilter::search(q), now).await?;
    sql.push(" AND (a.action IN ").list(AuditAction::saying(q).map(AuditAction::slug));
    sql.push(" OR a.search_text LIKE ").bind(like_pattern(&fold(q))).push(" ESCAPE '\\'");
    let digits = written::read(q).map(|number| number.digits).unwrap_or_default();
    if digits.len() >= 4 {
        // In E.164 a number has no zero before it.
        let digits = Some(digits.trim_start_matches('0')).filter(|rest| rest.len() >= 4).unwrap_or(&digits);
        for column in ["a.target_name", "a.search_text"] {
            sql.push(" OR replace(replace(replace(replace(")
                .push(column)
                .push(", '(', ''), ')', ''), ' ', ''), '-', '') LIKE ");
            sql.bind(like_pattern(digits)).push(" ESCAPE '\\'");
        }
    }
    if !people.is_empty() && people.len() <= MOST_PEOPLE {
        sql.push(" OR a.actor_id IN ")
            .list(people.iter().copied())
            .push(" OR a.target_id IN ")
            .list(people.iter().copied());
        sql.push(" OR a.number IN (SELECT i.number FROM audit_items i WHERE i.account_id = ").bind(account);
        sql.push(" AND i.member_id IN ").list(people.iter().copied()).push(")");
    }
    sql.push(")");
    Ok(())
}

/// What happened to one member, by itself or among others, before an entry's number; none: from the newest.
pub async fn of_member(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    before: Option<EntryNumber>,
    limit: usize,
    now: Instant,
) -> StoreResult<(Vec<AuditRow>, bool)> {
    let (before, most) = (before.map_or(i64::MAX, |n| n.0), i64::try_from(limit + 1).unwrap_or(i64::MAX));
    let among = audit::items::entries_of_member(tx, account, member, before, most).await?;
    let mut sql = Sql::new(SELECT);
    sql.bind(account).push(" AND a.number < ").bind(before).push(" AND (a.target_id = ").bind(member);
    sql.push(" OR a.number IN ").list(among).push(") ORDER BY a.number DESC LIMIT ").bind(most);
    let mut rows = all_of!(tx, Row, sql)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok((whole(tx, account, rows, Some(member), now).await?, more))
}

/// Who wrote one of the last entries, each once, by name.
pub async fn people(tx: &mut Tx, account: AccountId, reader: &Reader) -> StoreResult<Vec<(AuditPerson, String)>> {
    let mut sql = Sql::new("SELECT a.actor_id, max(a.actor_name) FROM (SELECT * FROM audit WHERE account_id = ");
    sql.bind(account).push(" ORDER BY number DESC LIMIT 2000) a WHERE a.account_id = ").bind(account);
    scope(&mut sql, account, reader);
    sql.push(" GROUP BY a.actor_id ORDER BY 2 LIMIT 100");
    let rows = all_of!(tx, (Option<MemberId>, String), sql)?;
    Ok(rows.into_iter().map(|(id, name)| (id.map_or(AuditPerson::Server, AuditPerson::Member), name)).collect())
}

/// Rows with the members they changed and who undid them.
async fn whole(
    tx: &mut Tx,
    account: AccountId,
    rows: Vec<Row>,
    only: Option<MemberId>,
    now: Instant,
) -> StoreResult<Vec<AuditRow>> {
    let ids: Vec<AuditId> = rows.iter().filter(|r| r.reversible).map(|r| r.id).collect();
    let undone = if ids.is_empty() { Vec::new() } else { audit::items::undone(tx, account, &ids).await? };
    let mut whole = Vec::with_capacity(rows.len());
    for row in rows {
        let subject = subject(row.target_kind, row.target_id, row.target_name.clone())?;
        let of = audit::items::Of { number: row.number, action: row.action, subject: &subject };
        let items = match (row.items, only) {
            (0, _) => Vec::new(),
            (_, Some(member)) => audit::items::of_entry_and_member(tx, account, of, member, SOME).await?,
            (_, None) => audit::items::page(tx, account, of, None, SOME).await?,
        };
        let done = undone.iter().find(|u| u.entry == row.id).map(|u| (u.by.clone(), u.at));
        whole.push(shown(row, subject, items, only.is_some(), done, now)?);
    }
    Ok(whole)
}

fn shown(
    row: Row,
    subject: Subject,
    items: Vec<audit::items::Item>,
    only: bool,
    done: Option<(String, Instant)>,
    now: Instant,
) -> StoreResult<AuditRow> {
    let (at, changes) = (Instant(row.at), from_json(&row.changes)?);
    // A deleted member can be restored for a while only (M17).
    let until = (row.action == AuditAction::Delete).then(|| at.plus(offboarding::KEPT));
    let undo = match (done, row.reversible && goes_back(row.action, &changes, row.items.unsigned_abs()), until) {
        (Some((by, at)), ..) => UndoState::Undone { by, at },
        (None, false, _) => UndoState::Never,
        (None, true, Some(until)) if until <= now => UndoState::Over { until },
        (None, true, until) => UndoState::Possible { until },
    };
    let some = items.into_iter().map(|i| AuditItem {
        changes: if only { i.changes } else { Vec::new() },
        member: i.member,
        name: i.name,
        before: i.before,
        after: i.after,
    });
    Ok(AuditRow {
        id: row.id,
        number: EntryNumber(row.number),
        at,
        actor: row.actor_id,
        actor_name: row.actor_name,
        photo: row.photo,
        on_behalf_of: row.behalf_name,
        address: row.address,
        action: row.action,
        subject,
        changes,
        items: row.items.unsigned_abs(),
        some: some.collect(),
        is_undo: row.undoes.is_some(),
        undo,
    })
}
