//! The audit log: one row per change, chained by hashes, written in the change's own transaction (G1).

pub mod entry;
pub mod items;
#[cfg(test)]
mod items_tests;
pub mod proof;
pub mod read;
pub(crate) mod seal;
pub(crate) mod words;

use crate::audit::seal::{Seal, WORDS};
use crate::error::{StoreResult, unreadable};
use crate::search::fold;
use crate::sql::{one, run};
use crate::{StoreError, Tx};
use model::audit::{AuditAction, Change, Subject};
use model::instant::Instant;
use model::sessions::Actor;
use model::{AccountId, AuditId, MemberId};
use sha2::{Digest, Sha256};

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
    pub action: AuditAction,
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
    action: AuditAction,
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
    let bare: Vec<Change> = new.changes.iter().cloned().map(Change::bare).collect();
    let changes = json(&bare)?;
    let entry = Entry { number: place.number, id, at: now, author, action, subject, changes: &changes, reversible };
    let seal = Seal::new();
    let hash = entry.link(more).hash(&place.previous, &seal, entry.words());
    let (kind, target) = subject.about.stored();
    run!(
        tx,
        "INSERT INTO audit (account_id, number, id, at, actor_id, actor_name, behalf_id, behalf_name, address, action, target_kind, target_id,
                            target_name, changes, search_text, reversible, hash, seal, items, items_digest, undoes)
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
        kind,
        target.map(uuid::Uuid::from_u128),
        &subject.name,
        &changes,
        search_text([&author.name, author.behalf.as_ref().map_or("", |b| b.1.as_str()), &subject.name], &bare),
        reversible,
        &hash,
        seal.bytes(),
        more.items,
        &more.digest,
        more.undoes,
    )?;
    // Another entry between taking the place and this would break the chain: better nothing is changed.
    let head = "UPDATE audit_heads SET hash = $2 WHERE account_id = $1 AND number = $3";
    match run!(tx, head, account, &hash, place.number)? {
        1 => Ok(id),
        _ => Err(StoreError::Other(sqlx::Error::Protocol(
            "an entry was written at a place that was not the last".into(),
        ))),
    }
}

/// What changed, as the database keeps it.
pub(super) fn json(changes: &[Change]) -> StoreResult<String> {
    serde_json::to_string(changes).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))
}

/// What the search of the log looks in: the names of author, member behind them and subject, and the words of the changes,
/// folded like all that is searched (T4).
pub(super) fn search_text(names: [&str; 3], changes: &[Change]) -> String {
    fold(&format!("{} {}", names.join("\n"), model::audit::words::search_text(changes)))
}

/// Back from [`json`]. What can't be read was written to by hand, so it is a fault.
pub(super) fn from_json(text: &str) -> StoreResult<Vec<Change>> {
    serde_json::from_str(text).map_err(unreadable)
}

struct Entry<'a> {
    number: i64,
    id: AuditId,
    at: Instant,
    author: &'a Author,
    action: AuditAction,
    subject: &'a Subject,
    /// What changed, as [`json`] puts it.
    changes: &'a str,
    reversible: bool,
}

impl Entry<'_> {
    fn link<'l>(&'l self, more: &'l More) -> Link<'l> {
        let (kind, target) = self.subject.about.stored();
        Link {
            number: self.number,
            id: self.id.0,
            at: self.at.0,
            actor: self.author.id.map_or(0, |m| m.0),
            behalf: self.author.behalf.as_ref().map_or(0, |b| b.0.0),
            action: self.action.slug(),
            kind: kind.slug(),
            target: target.unwrap_or_default(),
            reversible: self.reversible,
            items: more.items,
            digest: &more.digest,
            undoes: more.undoes.map(|id| id.0),
        }
    }

    fn words(&self) -> [&str; WORDS] {
        let behalf = self.author.behalf.as_ref().map_or("", |b| b.1.as_str());
        [&self.author.name, behalf, &self.author.address, &self.subject.name, self.changes]
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
