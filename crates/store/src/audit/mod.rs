//! The audit log: one row per change, chained by hashes, written in the change's own transaction (G1).

pub mod items;
pub mod proof;
pub mod read;
pub(crate) mod seal;
pub(crate) mod words;

use crate::audit::seal::{Seal, WORDS};
use crate::error::StoreResult;
use crate::sql::{Bind, Sql, one, run, run_of};
use crate::{StoreError, Tx};
use model::audit::Change;
use model::instant::Instant;
use model::sessions::Actor;
use model::{AccountId, AuditId, MemberId, RoleId};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// What an entry is about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// "member", "role", "account", "session", "import" …
    pub kind: &'static str,
    pub id: Option<u128>,
    /// As it reads, so the log stays readable after the subject is gone.
    pub name: String,
}

impl Subject {
    pub fn account(id: AccountId, name: &str) -> Self {
        Subject { kind: "account", id: Some(id.0), name: name.to_owned() }
    }

    pub fn role(id: RoleId, name: &str) -> Self {
        Subject { kind: "role", id: Some(id.0), name: name.to_owned() }
    }

    pub fn member(id: MemberId, name: &str) -> Self {
        Subject { kind: "member", id: Some(id.0), name: name.to_owned() }
    }

    pub fn number(id: model::NumberId, shown: &str) -> Self {
        Subject { kind: "number", id: Some(id.0), name: shown.to_owned() }
    }
}

/// Who changed something and from where (G1).
#[derive(Clone, Debug)]
pub struct Author {
    pub id: Option<MemberId>,
    pub name: String,
    /// Under supervision: the member as whom it was done (M9).
    pub behalf: Option<(MemberId, String)>,
    pub address: String,
}

impl Author {
    /// The person behind a request; while supervising, both names (M9).
    pub fn of(actor: &Actor, address: &str) -> Self {
        match &actor.supervising {
            Some(s) => Author {
                id: Some(s.by),
                name: s.by_name.full(),
                behalf: Some((actor.member, actor.name.full())),
                address: address.to_owned(),
            },
            None => {
                Author { id: Some(actor.member), name: actor.name.full(), behalf: None, address: address.to_owned() }
            }
        }
    }

    /// The server itself: setup, jobs, the command line.
    pub fn system(address: &str) -> Self {
        Author { id: None, name: "Teamline".to_owned(), behalf: None, address: address.to_owned() }
    }
}

/// What an entry says.
pub struct New<'a> {
    pub author: &'a Author,
    pub action: &'a str,
    pub subject: &'a Subject,
    pub changes: &'a [Change],
    pub reversible: bool,
    pub now: Instant,
}

/// What an entry about many members, or one that undoes another, says beside that (K4, G2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// How many rows of `audit_items` are this entry's, and their digest.
    pub items: i64,
    pub digest: Vec<u8>,
    /// The entry whose change this one took back.
    pub undoes: Option<AuditId>,
    /// What taking this one back needs beside its words: JSON of a `model::kept::Kept`, or empty (G2).
    pub kept: String,
}

/// The next place in an account's chain. The head row is updated, which locks the chain until commit.
#[derive(Clone, Debug)]
pub struct Place {
    pub number: i64,
    previous: Vec<u8>,
}

/// Takes the next place, for entries whose items are written before them.
pub async fn place(tx: &mut Tx, account: AccountId) -> StoreResult<Place> {
    let (number, previous) = one!(
        tx,
        (i64, Vec<u8>),
        "UPDATE audit_heads SET number = number + 1 WHERE account_id = $1 RETURNING number, hash",
        account
    )?;
    Ok(Place { number, previous })
}

/// Appends one entry.
pub async fn append(
    tx: &mut Tx,
    account: AccountId,
    author: &Author,
    action: &str,
    subject: &Subject,
    changes: &[Change],
    reversible: bool,
    now: Instant,
) -> StoreResult<AuditId> {
    let place = place(tx, account).await?;
    append_at(tx, account, place, &New { author, action, subject, changes, reversible, now }, &More::default()).await
}

/// Appends an entry at a place taken before. One that undoes what another has undone meanwhile is refused as `audit_undone`.
pub async fn append_at(
    tx: &mut Tx,
    account: AccountId,
    place: Place,
    new: &New<'_>,
    more: &More,
) -> StoreResult<AuditId> {
    let id = AuditId::new();
    let New { author, action, subject, reversible, now, .. } = *new;
    let changes =
        serde_json::to_string(new.changes).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))?;
    let told = told(&changes, &more.kept);
    let entry = Entry { number: place.number, id, at: now, author, action, subject, told: &told, reversible };
    let seal = Seal::new();
    let hash = entry.link(more).hash(&place.previous, &seal, entry.words());
    run!(
        tx,
        "INSERT INTO audit (account_id, number, id, at, actor_id, actor_name, behalf_id, behalf_name, address, action, target_kind, target_id,
                            target_name, changes, reversible, hash, seal, items, items_digest, undoes, kept)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        account,
        place.number,
        id,
        now.0,
        author.id,
        &author.name,
        author.behalf.as_ref().map(|b| b.0),
        author.behalf.as_ref().map(|b| b.1.as_str()),
        &author.address,
        action,
        subject.kind,
        subject.id.map(uuid::Uuid::from_u128),
        &subject.name,
        &changes,
        reversible,
        &hash,
        seal.bytes(),
        more.items,
        &more.digest,
        more.undoes,
        &more.kept,
    )?;
    run!(tx, "UPDATE audit_heads SET hash = $2 WHERE account_id = $1", account, &hash)?;
    Ok(id)
}

/// One of many entries of one call: what was done to whom.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub action: &'static str,
    pub subject: Subject,
    pub changes: Vec<Change>,
    pub reversible: bool,
}

/// Entries per statement.
const CHUNK: usize = 1_000;

/// Appends many entries in their order, chained like those of [`append`], in few statements (G1).
pub async fn append_many(
    tx: &mut Tx,
    account: AccountId,
    author: &Author,
    entries: &[NewEntry],
    now: Instant,
) -> StoreResult<()> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(());
    }
    let (last, mut hash) = one!(
        tx,
        (i64, Vec<u8>),
        "UPDATE audit_heads SET number = number + $2 WHERE account_id = $1 RETURNING number, hash",
        account,
        count
    )?;
    let mut number = last - count;
    let more = More::default();
    for chunk in entries.chunks(CHUNK) {
        let mut sql = Sql::new(
            "INSERT INTO audit (account_id, number, id, at, actor_id, actor_name, behalf_id, behalf_name, address, action, target_kind,
               target_id, target_name, changes, reversible, hash, seal) VALUES ",
        );
        for (i, new) in chunk.iter().enumerate() {
            number += 1;
            let changes =
                serde_json::to_string(&new.changes).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))?;
            let id = AuditId::new();
            let (action, reversible) = (new.action, new.reversible);
            let seal = Seal::new();
            let entry =
                Entry { number, id, at: now, author, action, subject: &new.subject, told: &changes, reversible };
            hash = entry.link(&more).hash(&hash, &seal, entry.words());
            sql.push(if i == 0 { "(" } else { ", (" })
                .bind(account)
                .push(", ")
                .bind(number)
                .push(", ")
                .bind(Bind::Id(id.0))
                .push(", ")
                .bind(now.0);
            sql.push(", ");
            bind_id(&mut sql, author.id.map(|m| m.0));
            sql.push(", ").bind(author.name.as_str()).push(", ");
            bind_id(&mut sql, author.behalf.as_ref().map(|b| b.0.0));
            sql.push(", ");
            match &author.behalf {
                Some((_, name)) => sql.bind(name.as_str()),
                None => sql.push("NULL"),
            };
            sql.push(", ")
                .bind(author.address.as_str())
                .push(", ")
                .bind(action)
                .push(", ")
                .bind(new.subject.kind)
                .push(", ");
            bind_id(&mut sql, new.subject.id);
            sql.push(", ")
                .bind(new.subject.name.as_str())
                .push(", ")
                .bind(changes)
                .push(", ")
                .bind(reversible)
                .push(", ");
            sql.bind(hash.clone()).push(", ").bind(seal.bytes()).push(")");
        }
        run_of!(tx, sql)?;
    }
    run!(tx, "UPDATE audit_heads SET hash = $2 WHERE account_id = $1", account, &hash).map(|_| ())
}

fn bind_id(sql: &mut Sql, id: Option<u128>) {
    match id {
        Some(id) => sql.bind(Bind::Id(id)),
        None => sql.push("NULL"),
    };
}

/// The words of what changed and what is kept of it, as one: sealed together, they are proved and erased together.
pub(super) fn told<'a>(changes: &'a str, kept: &str) -> Cow<'a, str> {
    if kept.is_empty() { Cow::Borrowed(changes) } else { Cow::Owned(format!("{changes}\n{kept}")) }
}

struct Entry<'a> {
    number: i64,
    id: AuditId,
    at: Instant,
    author: &'a Author,
    action: &'a str,
    subject: &'a Subject,
    /// What changed, as [`told`] puts it.
    told: &'a str,
    reversible: bool,
}

impl Entry<'_> {
    fn link<'l>(&'l self, more: &'l More) -> Link<'l> {
        Link {
            number: self.number,
            id: self.id.0,
            at: self.at.0,
            actor: self.author.id.map_or(0, |m| m.0),
            behalf: self.author.behalf.as_ref().map_or(0, |b| b.0.0),
            action: self.action,
            kind: self.subject.kind,
            target: self.subject.id.unwrap_or_default(),
            reversible: self.reversible,
            items: more.items,
            digest: &more.digest,
            undoes: more.undoes.map(|id| id.0),
        }
    }

    fn words(&self) -> [&str; WORDS] {
        let behalf = self.author.behalf.as_ref().map_or("", |b| b.1.as_str());
        [&self.author.name, behalf, &self.author.address, &self.subject.name, self.told]
    }
}

/// What the chain covers as it is: who, when and what. Words are covered by their digests (`audit_seal`).
pub(super) struct Link<'a> {
    pub number: i64,
    pub id: u128,
    pub at: i64,
    pub actor: u128,
    pub behalf: u128,
    pub action: &'a str,
    pub kind: &'a str,
    pub target: u128,
    pub reversible: bool,
    pub items: i64,
    pub digest: &'a [u8],
    pub undoes: Option<u128>,
}

impl Link<'_> {
    /// SHA-256 over the previous hash and every field, each with its length before it, so no two entries read alike.
    pub fn hash(&self, previous: &[u8], seal: &Seal, words: [&str; WORDS]) -> Vec<u8> {
        let mut sha = Sha256::new();
        let mut field = |bytes: &[u8]| {
            sha.update((bytes.len() as u64).to_be_bytes());
            sha.update(bytes);
        };
        field(previous);
        field(&self.number.to_be_bytes());
        field(&self.id.to_be_bytes());
        field(&self.at.to_be_bytes());
        field(&self.actor.to_be_bytes());
        field(&self.behalf.to_be_bytes());
        field(self.action.as_bytes());
        field(self.kind.as_bytes());
        field(&self.target.to_be_bytes());
        field(&[u8::from(self.reversible)]);
        for digest in seal.digests(words) {
            field(&digest);
        }
        // Only where there is any, so that entries from before there were items keep their hashes.
        if self.items > 0 || !self.digest.is_empty() || self.undoes.is_some() {
            field(&self.items.to_be_bytes());
            field(self.digest);
            field(&self.undoes.unwrap_or_default().to_be_bytes());
        }
        sha.finalize().to_vec()
    }
}
