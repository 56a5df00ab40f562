//! What an entry of the audit log did to each of many members (K4, G1): one row a member, found by entry and by member;
//! where numbers were given or taken (N1), one for each pair of a number and a member.
//!
//! The rows are written before their entry and drive the change itself, so what is told is what was done. An entry's digest
//! covers all of them but the names, which go when somebody is erased (M17). Where fields of each changed in their own way, as by
//! an import, they are kept beside; those are covered by salted digests and go with the person, too.

use crate::Tx;
use crate::audit::seal::{item_salt, item_words};
use crate::audit::{from_json, json};
use crate::error::{StoreResult, unreadable};
use crate::keyset::OrNil;
use crate::search::like_pattern;
use crate::sql::{Sql, all, all_of, maybe, run, run_of};
use model::audit::{About, AuditAction, Change, Field, Named, Subject, Value};
use model::instant::Instant;
use model::{AccountId, AuditId, MemberId, MemberState, NumberId, Plan, RoleId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What happened to one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub member: MemberId,
    /// As they were called then, or "Former member (ext. 104)".
    pub name: String,
    pub before: Value,
    pub after: Value,
    /// Field by field, where each changed in its own way; none where before and after say it all. None also after they
    /// were erased.
    pub changes: Vec<Change>,
}

/// An entry whose items are read: what their columns mean.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    pub number: i64,
    pub action: AuditAction,
    pub subject: &'a Subject,
}

#[derive(sqlx::FromRow)]
struct Row {
    member_id: MemberId,
    of_number: OrNil<NumberId>,
    name: String,
    before: String,
    after: String,
    before_id: Option<Uuid>,
    after_id: Option<Uuid>,
    changes: String,
}

impl Of<'_> {
    fn item(&self, row: Row) -> StoreResult<Item> {
        let changes = if row.changes.is_empty() { Vec::new() } else { from_json(&row.changes)? };
        let before = self.value(&row.before, row.before_id, row.of_number)?;
        let after = match self.value(&row.after, row.after_id, row.of_number)? {
            Value::Nothing if !changes.is_empty() => Value::Fields(changes.iter().map(|c| c.field.clone()).collect()),
            value => value,
        };
        Ok(Item { member: row.member_id, name: row.name, before, after, changes })
    }

    /// A word of the database as this entry's action means it.
    fn value(&self, word: &str, id: Option<Uuid>, number: OrNil<NumberId>) -> StoreResult<Value> {
        use AuditAction::*;
        let unknown = || unreadable(format!("“{word}” in an item of {}", self.action.slug()));
        if word.is_empty() {
            return Ok(Value::Nothing);
        }
        Ok(match self.action {
            BulkRole | RoleDelete => Value::role(id.map(|id| RoleId(id.as_u128())).ok_or_else(unknown)?, word),
            BulkPlan => Value::Plan(Plan::from_slug(word).ok_or_else(unknown)?),
            BulkSuspend | BulkReactivate | BulkDelete | Import | ImportUndo => {
                Value::State(MemberState::from_slug(word).ok_or_else(unknown)?)
            }
            BulkAssignNumber | BulkRemoveNumber | BulkGrantNumbers | BulkRevokeNumbers => {
                Value::Number(Named::new(number.0.ok_or_else(unknown)?, word))
            }
            BulkGroup => {
                let About::Group(group) = self.subject.about else { return Err(unknown()) };
                Value::Group(Named::new(group, word))
            }
            BulkResend => Value::NewOne,
            // Entries about one thing have no items.
            AccountCreate | AccountExtensions | AccountSafeguards | RoleCreate | RoleEdit | Invite
            | ResendInvitation | AcceptInvitation | EditMember | ChangePhoto | SetAvailability | SetForwarding
            | SetScreening | SetGreetings | ChangePin | ResetPassword | PasswordByLink | SignIn | SignOut
            | ChangePassword | EndSession | EndOtherSessions | ChangePlan | ChangeDirect | Suspend | Reactivate
            | Delete | Restore | Erase | BuyNumber | RouteNumber | LabelNumber | ReleaseNumber | GrantNumber
            | RevokeNumber | BeginSupervising | ActSupervising | EndSupervising | SupervisingOver | BuySeats
            | BillingContact | BillingMethod => return Err(unknown()),
        })
    }
}

/// Items of an entry in a fixed order, up to `limit` after a member; none: from the first.
pub async fn page(
    tx: &mut Tx,
    account: AccountId,
    of: Of<'_>,
    after: Option<MemberId>,
    limit: i64,
) -> StoreResult<Vec<Item>> {
    let rows = all!(
        tx,
        Row,
        "SELECT member_id, of_number, name, before, after, before_id, after_id, changes FROM audit_items
         WHERE account_id = $1 AND number = $2 AND member_id > $3 ORDER BY member_id, of_number LIMIT $4",
        account,
        of.number,
        OrNil(after),
        limit
    )?;
    rows.into_iter().map(|row| of.item(row)).collect()
}

/// What an entry did to one member; the first of it where it gave or took several numbers.
pub async fn of_entry_and_member(
    tx: &mut Tx,
    account: AccountId,
    of: Of<'_>,
    member: MemberId,
    limit: i64,
) -> StoreResult<Vec<Item>> {
    let rows = all!(
        tx,
        Row,
        "SELECT member_id, of_number, name, before, after, before_id, after_id, changes FROM audit_items
         WHERE account_id = $1 AND number = $2 AND member_id = $3 ORDER BY of_number LIMIT $4",
        account,
        of.number,
        member,
        limit
    )?;
    rows.into_iter().map(|row| of.item(row)).collect()
}

/// One of many whose fields changed each in its own way, to be written down.
#[derive(Clone, Debug)]
pub struct NewItem {
    pub member: MemberId,
    pub name: String,
    pub changes: Vec<Change>,
}

impl NewItem {
    /// Their state before and after, where that is what changed.
    fn states(&self) -> [&'static str; 2] {
        let word = |value: &Value| if let Value::State(state) = value { state.slug() } else { "" };
        let change = self.changes.iter().find(|c| c.field == Field::State);
        change.map_or(["", ""], |c| [word(&c.before), word(&c.after)])
    }
}

/// Items per statement.
const WRITTEN: usize = 1_000;

/// Writes what happened to each of many, under the number of the entry to come.
pub async fn write(tx: &mut Tx, account: AccountId, number: i64, items: &[NewItem]) -> StoreResult<()> {
    for items in items.chunks(WRITTEN) {
        let mut sql = Sql::new(
            "INSERT INTO audit_items (account_id, number, member_id, name, before, after, changes, seal) VALUES ",
        );
        for (i, item) in items.iter().enumerate() {
            let [before, after] = item.states();
            sql.push(if i == 0 { "(" } else { ", (" }).bind(account).push(", ").bind(number);
            sql.push(", ").bind(item.member).push(", ").bind(item.name.as_str()).push(", ").bind(before);
            sql.push(", ").bind(after).push(", ").bind(json(&item.changes)?).push(", ").bind(item_salt()).push(")");
        }
        run_of!(tx, sql)?;
    }
    Ok(())
}

/// Numbers of the entries that changed a member among others, the newest first, before `number`. For the member's history:
/// `audit.number IN (…)` beside `audit.target_id = member`.
pub async fn entries_of_member(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    number: i64,
    limit: i64,
) -> StoreResult<Vec<i64>> {
    let rows = all!(
        tx,
        (i64,),
        "SELECT DISTINCT number FROM audit_items WHERE account_id = $1 AND member_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4",
        account,
        member,
        number,
        limit
    )?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Who undid an entry and when (G2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The entry that was undone.
    pub entry: AuditId,
    pub by: String,
    pub at: Instant,
}

/// Those of the entries that were undone.
pub async fn undone(tx: &mut Tx, account: AccountId, entries: &[AuditId]) -> StoreResult<Vec<Undone>> {
    let mut sql = Sql::new("SELECT undoes, actor_name, at FROM audit WHERE account_id = ");
    sql.bind(account).push(" AND undoes IN ").list(entries.iter().copied());
    let rows = all_of!(tx, (AuditId, String, i64), sql)?;
    Ok(rows.into_iter().map(|(entry, by, at)| Undone { entry, by, at: Instant(at) }).collect())
}

#[derive(sqlx::FromRow)]
struct Impersonal {
    member_id: MemberId,
    of_number: OrNil<NumberId>,
    before: String,
    after: String,
    before_id: Option<Uuid>,
    after_id: Option<Uuid>,
    used: String,
    changes: String,
    seal: Vec<u8>,
}

/// Rows read at once, so that memory stays flat at any size.
const CHUNK: i64 = 5_000;

/// How many items an entry has and the digest over them in their order; of none an empty one.
pub async fn digest(tx: &mut Tx, account: AccountId, number: i64) -> StoreResult<(i64, Vec<u8>)> {
    let (mut count, mut last, mut sha) = (0, (OrNil::<MemberId>(None), OrNil::<NumberId>(None)), Sha256::new());
    loop {
        let rows = all!(
            tx,
            Impersonal,
            "SELECT member_id, of_number, before, after, before_id, after_id, used, changes, seal FROM audit_items
             WHERE account_id = $1 AND number = $2 AND (member_id, of_number) > ($3, $4) ORDER BY member_id, of_number LIMIT $5",
            account,
            number,
            last.0,
            last.1,
            CHUNK
        )?;
        let Some(end) = rows.last() else { break };
        last = (OrNil(Some(end.member_id)), end.of_number);
        count += i64::try_from(rows.len()).unwrap_or_default();
        for row in &rows {
            let id = |id: Option<Uuid>| id.map_or(0, |id| id.as_u128()).to_be_bytes();
            sha.update(row.member_id.0.to_be_bytes());
            // Of a pair only.
            if let Some(of) = row.of_number.0 {
                sha.update(of.0.to_be_bytes());
            }
            for text in [&row.before, &row.after, &row.used] {
                sha.update((text.len() as u64).to_be_bytes());
                sha.update(text.as_bytes());
            }
            sha.update(id(row.before_id));
            sha.update(id(row.after_id));
            if !row.seal.is_empty() || !row.changes.is_empty() {
                sha.update(item_words(&row.seal, &row.changes));
            }
        }
    }
    Ok((count, if count == 0 { Vec::new() } else { sha.finalize().to_vec() }))
}

/// Replaces a person's name, and takes away the changes that are theirs or mention them: only their digest stays (M17). `words`: theirs,
/// by which the database finds what may mention them; `mentions` says whether a change does.
pub(crate) async fn forget(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    label: &str,
    words: &[String],
    mentions: &(dyn Fn(&Change) -> bool + Sync),
) -> StoreResult<()> {
    run!(tx, "UPDATE audit_items SET name = $3 WHERE account_id = $1 AND member_id = $2", account, member, label)?;
    let mut sql = Sql::new("SELECT number, member_id, changes, seal FROM audit_items WHERE account_id = ");
    sql.bind(account).push(" AND changes <> '' AND (member_id = ").bind(member);
    for word in words {
        sql.push(" OR changes LIKE ").bind(like_pattern(&as_in_json(word))).push(" ESCAPE '\\'");
    }
    sql.push(")");
    for (number, of, changes, seal) in all_of!(tx, (i64, MemberId, String, Vec<u8>), sql)? {
        if of != member && !from_json(&changes)?.iter().any(mentions) {
            continue;
        }
        run!(
            tx,
            "UPDATE audit_items SET changes = '', seal = $4 WHERE account_id = $1 AND number = $2 AND member_id = $3",
            account,
            number,
            of,
            item_words(&seal, &changes)
        )?;
    }
    Ok(())
}

/// A word as it stands inside of a text of JSON: quotes and the like are written otherwise there.
fn as_in_json(word: &str) -> String {
    let quoted = serde_json::Value::from(word).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// What changed of a member in entries about many.
pub(crate) async fn changes_of(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Vec<Change>> {
    let rows = all!(
        tx,
        (String,),
        "SELECT changes FROM audit_items WHERE account_id = $1 AND member_id = $2 AND changes <> ''",
        account,
        member
    )?;
    let mut changes = Vec::new();
    for (text,) in rows {
        changes.extend(from_json(&text)?);
    }
    Ok(changes)
}

/// The number of the first item that belongs to no entry that has items: somebody put it there.
pub(crate) async fn first_stray(tx: &mut Tx, account: AccountId) -> StoreResult<Option<i64>> {
    let row = maybe!(
        tx,
        (i64,),
        "SELECT i.number FROM audit_items i LEFT JOIN audit a ON a.account_id = i.account_id AND a.number = i.number AND a.items > 0
         WHERE i.account_id = $1 AND a.number IS NULL ORDER BY i.number LIMIT 1",
        account
    )?;
    Ok(row.map(|r| r.0))
}
