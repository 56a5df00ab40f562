//! The audit log: one row per change, chained by hashes, written in the change's own transaction (G1).

use crate::model::audit::Change;
use crate::model::instant::Instant;
use crate::model::session::Actor;
use crate::model::{AccountId, AuditId, MemberId};
use crate::store::audit_seal::{Seal, WORDS};
use crate::store::error::StoreResult;
use crate::store::sql::{all, maybe, one, run};
use crate::store::{StoreError, Tx};
use sha2::{Digest, Sha256};

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

    pub fn member(id: MemberId, name: &str) -> Self {
        Subject { kind: "member", id: Some(id.0), name: name.to_owned() }
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
            Some(s) => Author { id: Some(s.by), name: s.by_name.full(), behalf: Some((actor.member, actor.name.full())), address: address.to_owned() },
            None => Author { id: Some(actor.member), name: actor.name.full(), behalf: None, address: address.to_owned() },
        }
    }

    /// The server itself: setup, jobs, the command line.
    pub fn system(address: &str) -> Self {
        Author { id: None, name: "Teamline".to_owned(), behalf: None, address: address.to_owned() }
    }
}

/// Appends one entry. The head row is updated first, which locks the chain of this account until commit.
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
    let (number, previous) =
        one!(tx, (i64, Vec<u8>), "UPDATE audit_heads SET number = number + 1 WHERE account_id = $1 RETURNING number, hash", account)?;
    let id = AuditId::new();
    let changes = serde_json::to_string(changes).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))?;
    let behalf = author.behalf.as_ref();
    let words = [author.name.as_str(), behalf.map_or("", |b| b.1.as_str()), author.address.as_str(), subject.name.as_str(), changes.as_str()];
    let seal = Seal::new();
    let link = Link {
        number,
        id: id.0,
        at: now.0,
        actor: author.id.map_or(0, |m| m.0),
        behalf: behalf.map_or(0, |b| b.0.0),
        action,
        kind: subject.kind,
        target: subject.id.unwrap_or_default(),
        reversible,
    };
    let hash = link.hash(&previous, &seal, words);
    run!(
        tx,
        "INSERT INTO audit (account_id, number, id, at, actor_id, actor_name, behalf_id, behalf_name, address, action, target_kind, target_id,
                            target_name, changes, reversible, hash, seal)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        account,
        number,
        id,
        now.0,
        author.id,
        &author.name,
        behalf.map(|b| b.0),
        behalf.map(|b| b.1.as_str()),
        &author.address,
        action,
        subject.kind,
        subject.id.map(uuid::Uuid::from_u128),
        &subject.name,
        &changes,
        reversible,
        &hash,
        seal.bytes(),
    )?;
    run!(tx, "UPDATE audit_heads SET hash = $2 WHERE account_id = $1", account, &hash)?;
    Ok(id)
}

/// What the chain covers as it is: who, when and what. Words are covered by their digests.
struct Link<'a> {
    number: i64,
    id: u128,
    at: i64,
    actor: u128,
    behalf: u128,
    action: &'a str,
    kind: &'a str,
    target: u128,
    reversible: bool,
}

impl Link<'_> {
    /// SHA-256 over the previous hash and every field, each with its length before it, so no two entries read alike.
    fn hash(&self, previous: &[u8], seal: &Seal, words: [&str; WORDS]) -> Vec<u8> {
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
        sha.finalize().to_vec()
    }
}

/// An entry as the database holds it, for proving and erasing.
#[derive(sqlx::FromRow)]
pub(super) struct Stored {
    pub number: i64,
    pub id: AuditId,
    pub at: i64,
    pub actor_id: Option<MemberId>,
    pub actor_name: String,
    pub behalf_id: Option<MemberId>,
    pub behalf_name: Option<String>,
    pub address: String,
    pub action: String,
    pub target_kind: String,
    pub target_id: Option<uuid::Uuid>,
    pub target_name: String,
    pub changes: String,
    pub reversible: bool,
    pub hash: Vec<u8>,
    pub seal: Vec<u8>,
}

impl Stored {
    pub fn words(&self) -> [&str; WORDS] {
        [&self.actor_name, self.behalf_name.as_deref().unwrap_or_default(), &self.address, &self.target_name, &self.changes]
    }

    fn follows(&self, previous: &[u8]) -> bool {
        let link = Link {
            number: self.number,
            id: self.id.0,
            at: self.at,
            actor: self.actor_id.map_or(0, |m| m.0),
            behalf: self.behalf_id.map_or(0, |m| m.0),
            action: &self.action,
            kind: &self.target_kind,
            target: self.target_id.map_or(0, |id| id.as_u128()),
            reversible: self.reversible,
        };
        Seal::read(&self.seal).is_some_and(|seal| link.hash(previous, &seal, self.words()) == self.hash)
    }
}

/// Up to 1,000 entries after `number`, in the order of the chain.
pub(super) async fn stored_after(tx: &mut Tx, account: AccountId, number: i64) -> StoreResult<Vec<Stored>> {
    all!(
        tx,
        Stored,
        "SELECT number, id, at, actor_id, actor_name, behalf_id, behalf_name, address, action, target_kind, target_id, target_name, changes,
                reversible, hash, seal
         FROM audit WHERE account_id = $1 AND number > $2 ORDER BY number LIMIT 1000",
        account,
        number
    )
}

/// Proves an account's chain (G1): none when it holds, else the number of the first entry that was changed, or lies where one
/// is missing.
pub async fn first_broken(tx: &mut Tx, account: AccountId) -> StoreResult<Option<i64>> {
    let (mut last, mut hash) = (0, Vec::new());
    loop {
        let entries = stored_after(tx, account, last).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            if entry.number != last + 1 || !entry.follows(&hash) {
                return Ok(Some(last + 1));
            }
            (last, hash) = (entry.number, entry.hash);
        }
    }
    let head = maybe!(tx, (i64, Vec<u8>), "SELECT number, hash FROM audit_heads WHERE account_id = $1", account)?;
    Ok((head != Some((last, hash))).then_some(last + 1))
}
