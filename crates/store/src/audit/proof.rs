//! The audit log read as a chain: proving that nobody changed it (G1), and walking it to forget a person (M17).

use crate::Tx;
use crate::audit;
use crate::audit::Link;
use model::audit::SubjectKind;
use model::{AccountId, AuditId, MemberId};

use crate::audit::seal::{Seal, WORDS};
use crate::error::StoreResult;
use crate::sql::{all, maybe};

/// An entry as the database holds it, for proving and erasing.
#[derive(sqlx::FromRow)]
pub(crate) struct Stored {
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
    pub items: i64,
    pub items_digest: Vec<u8>,
    pub undoes: Option<AuditId>,
}

impl Stored {
    pub fn is_about_a_member(&self) -> bool {
        self.target_kind == SubjectKind::Member.slug()
    }

    pub fn words(&self) -> [&str; WORDS] {
        let behalf = self.behalf_name.as_deref().unwrap_or_default();
        [&self.actor_name, behalf, &self.address, &self.target_name, &self.changes]
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
            items: self.items,
            digest: &self.items_digest,
            undoes: self.undoes.map(|id| id.0),
        };
        Seal::read(&self.seal).is_some_and(|seal| link.hash(previous, &seal, self.words()) == self.hash)
    }
}

/// Up to 1,000 entries after `number`, in the order of the chain.
pub(crate) async fn stored_after(tx: &mut Tx, account: AccountId, number: i64) -> StoreResult<Vec<Stored>> {
    all!(
        tx,
        Stored,
        "SELECT number, id, at, actor_id, actor_name, behalf_id, behalf_name, address, action, target_kind, target_id, target_name, changes,
                reversible, hash, seal, items, items_digest, undoes
         FROM audit WHERE account_id = $1 AND number > $2 ORDER BY number LIMIT 1000",
        account,
        number
    )
}

/// An account's log, to be proved.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Log {
    pub account: AccountId,
    pub name: String,
    pub entries: i64,
}

/// The logs of all accounts, by the accounts' names.
pub async fn logs(tx: &mut Tx) -> StoreResult<Vec<Log>> {
    all!(
        tx,
        Log,
        "SELECT a.id AS account, a.name, h.number AS entries FROM accounts a JOIN audit_heads h ON h.account_id = a.id ORDER BY a.name, a.id"
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
            let whole = entry.items == 0
                || audit::items::digest(tx, account, entry.number).await? == (entry.items, entry.items_digest.clone());
            if entry.number != last + 1 || !entry.follows(&hash) || !whole {
                return Ok(Some(last + 1));
            }
            (last, hash) = (entry.number, entry.hash);
        }
    }
    if let Some(stray) = audit::items::first_stray(tx, account).await? {
        return Ok(Some(stray));
    }
    let head = maybe!(tx, (i64, Vec<u8>), "SELECT number, hash FROM audit_heads WHERE account_id = $1", account)?;
    Ok((head != Some((last, hash))).then_some(last + 1))
}
