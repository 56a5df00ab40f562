//! What an entry of the audit log did to each of many members (K4, G1): one row a member, found by entry and by member;
//! where numbers were given or taken (N1), one for each pair of a number and a member.
//!
//! The rows are written before their entry and drive the change itself, so what is told is what was done. An entry's digest
//! covers all of them but the names, which go when somebody is erased (M17). Where fields of each changed in their own way, as by
//! an import, they are told beside; those words are covered by salted digests and go with the person, too.

use crate::audit::seal::{item_salt, item_words};
use crate::error::StoreResult;
use crate::search::like_pattern;
use crate::sql::{Sql, all, all_of, maybe, run, run_of};
use crate::{StoreError, Tx};
use model::audit::kept::ItemTold;
use model::instant::Instant;
use model::{AccountId, AuditId, MemberId, NumberId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What happened to one member. `before` and `after` read as they are, but for plans and states: those are their words in the
/// database (`Plan::from_slug`, `MemberState::from_slug`). Empty: none.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Item {
    pub member_id: MemberId,
    /// As they were called then, or "Former member (ext. 104)".
    pub name: String,
    pub before: String,
    pub after: String,
    /// JSON of an [`ItemTold`], or empty.
    pub told: String,
}

impl Item {
    /// Field by field; none where nothing was kept, or it was erased.
    pub fn told(&self) -> Option<ItemTold> {
        serde_json::from_str(&self.told).ok()
    }
}

/// Items of an entry in a fixed order, up to `limit` after a member; none: from the first.
pub async fn page(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    after: Option<MemberId>,
    limit: i64,
) -> StoreResult<Vec<Item>> {
    all!(
        tx,
        Item,
        "SELECT member_id, name, before, after, told FROM audit_items WHERE account_id = $1 AND number = $2 AND member_id > $3
         ORDER BY member_id, of_number LIMIT $4",
        account,
        number,
        after.unwrap_or(MemberId(0)),
        limit
    )
}

/// What an entry did to one member; the first of it where it gave or took several numbers.
pub async fn of_entry_and_member(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    member: MemberId,
    limit: i64,
) -> StoreResult<Vec<Item>> {
    all!(
        tx,
        Item,
        "SELECT member_id, name, before, after, told FROM audit_items WHERE account_id = $1 AND number = $2 AND member_id = $3
         ORDER BY of_number LIMIT $4",
        account,
        number,
        member,
        limit
    )
}

/// Items per statement.
const WRITTEN: usize = 1_000;

/// Writes what happened to each of many, under the number of the entry to come.
pub async fn write(tx: &mut Tx, account: AccountId, number: i64, items: &[(Item, ItemTold)]) -> StoreResult<()> {
    for items in items.chunks(WRITTEN) {
        let mut sql = Sql::new(
            "INSERT INTO audit_items (account_id, number, member_id, name, before, after, told, seal) VALUES ",
        );
        for (i, (item, told)) in items.iter().enumerate() {
            let told = serde_json::to_string(told).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))?;
            sql.push(if i == 0 { "(" } else { ", (" })
                .bind(account)
                .push(", ")
                .bind(number)
                .push(", ")
                .bind(item.member_id)
                .push(", ");
            sql.bind(item.name.as_str())
                .push(", ")
                .bind(item.before.as_str())
                .push(", ")
                .bind(item.after.as_str())
                .push(", ");
            sql.bind(told).push(", ").bind(item_salt()).push(")");
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
    of_number: NumberId,
    before: String,
    after: String,
    before_id: Option<Uuid>,
    after_id: Option<Uuid>,
    kept: String,
    told: String,
    seal: Vec<u8>,
}

/// Rows read at once, so that memory stays flat at any size.
const CHUNK: i64 = 5_000;

/// How many items an entry has and the digest over them in their order; of none an empty one.
pub async fn digest(tx: &mut Tx, account: AccountId, number: i64) -> StoreResult<(i64, Vec<u8>)> {
    let (mut count, mut last, mut sha) = (0, (MemberId(0), NumberId(0)), Sha256::new());
    loop {
        let rows = all!(
            tx,
            Impersonal,
            "SELECT member_id, of_number, before, after, before_id, after_id, kept, told, seal FROM audit_items
             WHERE account_id = $1 AND number = $2 AND (member_id, of_number) > ($3, $4) ORDER BY member_id, of_number LIMIT $5",
            account,
            number,
            last.0,
            last.1,
            CHUNK
        )?;
        let Some(end) = rows.last() else { break };
        last = (end.member_id, end.of_number);
        count += i64::try_from(rows.len()).unwrap_or_default();
        for row in &rows {
            let id = |id: Option<Uuid>| id.map_or(0, |id| id.as_u128()).to_be_bytes();
            sha.update(row.member_id.0.to_be_bytes());
            // Items from before there were pairs keep the digest they had.
            if row.of_number != NumberId(0) {
                sha.update(row.of_number.0.to_be_bytes());
            }
            for text in [&row.before, &row.after, &row.kept] {
                sha.update((text.len() as u64).to_be_bytes());
                sha.update(text.as_bytes());
            }
            sha.update(id(row.before_id));
            sha.update(id(row.after_id));
            // Only where there are any, so that entries from before keep their digests.
            if !row.seal.is_empty() || !row.told.is_empty() {
                sha.update(item_words(&row.seal, &row.told));
            }
        }
    }
    Ok((count, if count == 0 { Vec::new() } else { sha.finalize().to_vec() }))
}

/// Replaces a person's name, and takes away what is told of them or mentions one of these words: only its digest stays (M17).
pub(crate) async fn forget(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    label: &str,
    words: &[String],
) -> StoreResult<()> {
    run!(tx, "UPDATE audit_items SET name = $3 WHERE account_id = $1 AND member_id = $2", account, member, label)?;
    let mut sql = Sql::new("SELECT number, member_id, told, seal FROM audit_items WHERE account_id = ");
    sql.bind(account).push(" AND told <> '' AND (member_id = ").bind(member);
    for word in words {
        sql.push(" OR told LIKE ").bind(like_pattern(word)).push(" ESCAPE '\\'");
    }
    sql.push(")");
    for (number, of, told, seal) in all_of!(tx, (i64, MemberId, String, Vec<u8>), sql)? {
        run!(
            tx,
            "UPDATE audit_items SET told = '', seal = $4 WHERE account_id = $1 AND number = $2 AND member_id = $3",
            account,
            number,
            of,
            item_words(&seal, &told)
        )?;
    }
    Ok(())
}

/// What was told of a member in entries about many.
pub(crate) async fn told_of(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Vec<ItemTold>> {
    let rows = all!(
        tx,
        (String,),
        "SELECT told FROM audit_items WHERE account_id = $1 AND member_id = $2 AND told <> ''",
        account,
        member
    )?;
    Ok(rows.into_iter().filter_map(|(told,)| serde_json::from_str(&told).ok()).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Db;
    use crate::audit;
    use crate::audit::{Author, More, New, Subject};
    use crate::testing::{NOW, TestTeam, on_both};

    /// One entry that changed Dana and Kofi.
    async fn changed_two(db: &Db) -> (TestTeam, MemberId, i64, AuditId) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        let place = audit::place(&mut tx, team.account).await.unwrap();
        let number = place.number;
        for (member, name) in [(dana, "Dana Whitfield"), (kofi, "Kofi Mensah")] {
            run!(
                &mut tx,
                "INSERT INTO audit_items (account_id, number, member_id, name, before, after) VALUES ($1, $2, $3, $4, 'Agent', 'Manager')",
                team.account,
                number,
                member,
                name
            )
            .unwrap();
        }
        let (items, digest) = digest(&mut tx, team.account, number).await.unwrap();
        let (author, subject) = (Author::system(""), Subject { kind: "role", id: None, name: "Manager".into() });
        let new =
            New { author: &author, action: "bulk.role", subject: &subject, changes: &[], reversible: true, now: NOW };
        let id = audit::append_at(&mut tx, team.account, place, &new, &More { items, digest, ..More::default() })
            .await
            .unwrap();
        tx.commit().await.unwrap();
        (team, dana, number, id)
    }

    on_both! {
        async fn g1_a_bulk_entry_is_found_by_each_of_its_members(db) {
            let (team, dana, number, _) = changed_two(&db).await;
            let mut tx = db.read().await.unwrap();
            assert_eq!(entries_of_member(&mut tx, team.account, dana, i64::MAX, 10).await.unwrap(), [number]);
            let item = of_entry_and_member(&mut tx, team.account, number, dana, 5).await.unwrap().remove(0);
            assert_eq!((item.name.as_str(), item.before.as_str(), item.after.as_str()), ("Dana Whitfield", "Agent", "Manager"));
            assert_eq!(page(&mut tx, team.account, number, Some(dana), 10).await.unwrap()[0].name, "Kofi Mensah");
        }

        async fn g1_a_changed_or_added_item_breaks_the_chain(db) {
            let (team, dana, number, _) = changed_two(&db).await;
            let mut tx = db.write().await.unwrap();
            assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
            tx.commit().await.unwrap();
            let mut tx = db.write().await.unwrap();
            let edited = run!(&mut tx, "UPDATE audit_items SET after = 'Agent' WHERE account_id = $1 AND member_id = $2", team.account, dana);
            assert!(edited.unwrap_err().is("audit_is_append_only"));
            drop(tx);
            let mut tx = db.write().await.unwrap();
            run!(&mut tx, "DELETE FROM audit_items WHERE account_id = $1 AND member_id = $2", team.account, dana).unwrap();
            assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), Some(number));
            drop(tx);
            let mut tx = db.write().await.unwrap();
            let stray = "INSERT INTO audit_items (account_id, number, member_id, name, before, after) VALUES ($1, $2, $3, '', '', '')";
            run!(&mut tx, stray, team.account, number + 7, dana).unwrap();
            assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), Some(number + 7));
        }

        async fn m17_an_erased_name_leaves_a_bulk_entry_and_the_chain_holds(db) {
            let (team, dana, number, _) = changed_two(&db).await;
            let mut tx = db.write().await.unwrap();
            let gone = audit::words::Gone { member: dana, label: "Former member (ext. 118)".into(), words: vec!["Dana Whitfield".into()] };
            audit::words::forget(&mut tx, team.account, gone).await.unwrap();
            let item = of_entry_and_member(&mut tx, team.account, number, dana, 5).await.unwrap().remove(0);
            assert_eq!(item.name, "Former member (ext. 118)");
            assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
        }

        async fn g2_an_entry_is_undone_once(db) {
            let (team, _, _, id) = changed_two(&db).await;
            let (author, subject) = (Author::system(""), Subject { kind: "role", id: None, name: "Manager".into() });
            let new = New { author: &author, action: "bulk.role", subject: &subject, changes: &[], reversible: true, now: NOW };
            let more = More { undoes: Some(id), ..More::default() };
            let mut tx = db.write().await.unwrap();
            let place = audit::place(&mut tx, team.account).await.unwrap();
            audit::append_at(&mut tx, team.account, place, &new, &more).await.unwrap();
            assert_eq!(undone(&mut tx, team.account, &[id]).await.unwrap()[0].by, "Teamline");
            assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
            tx.commit().await.unwrap();
            let mut tx = db.write().await.unwrap();
            let place = audit::place(&mut tx, team.account).await.unwrap();
            assert!(audit::append_at(&mut tx, team.account, place, &new, &more).await.unwrap_err().is("audit_undone"));
        }
    }
}
