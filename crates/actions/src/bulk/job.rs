//! A bulk change on its way: run behind the answer, told under its key, cancelled before the commit, done once (K4, K7).
//!
//! What became of it is in the database (`bulk_jobs`), written with the change itself, so asking again tells it whatever was
//! lost on the way. How far one is that is being written is known only here: SQLite has one writer, and it is busy with that.
//! Another server on the same PostgreSQL knows that it is being written, and can have it cancelled.

use crate::bulk::order as bulk_order;
use crate::bulk::write::{Watch, apply, refusal};
use crate::call::Call;
use crate::numbers;
use crate::request::Request;
use crate::undo::inverse::Inverse;
use model::bulk::{BulkAction, BulkKind, BulkOutcome, BulkState};
use model::error::{AppError, AppResult};
use model::numbers::UseChange;
use model::numbers::UsesQuery;
use model::selection::Selection;
use model::{AccountId, AuditId, BulkKey, MemberId};
use policy::may_at_all;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use store::Tx;
use store::dialect;
use store::dialect::OwnKey;
use store::fault;
use store::notices;
use store::notices::Notice;
use store::offboarding::erasure;
use uuid::Uuid;

/// What is asked for, as the form sends it.
#[derive(Clone, Debug)]
pub enum Ask {
    Chosen {
        action: BulkAction,
        selection: Box<Selection>,
    },
    /// Of numbers, by the query of the dialog's form (N1).
    Grants {
        query: UsesQuery,
        change: UseChange,
    },
    Undo {
        entry: AuditId,
    },
}

/// One change that this very process is writing.
#[derive(Debug)]
struct Work {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
    /// It takes long, so that somebody asks for it later: then how it ended is kept also when it failed.
    watched: AtomicBool,
}

static AT_WORK: LazyLock<Mutex<HashMap<OwnKey, Arc<Work>>>> = LazyLock::new(Mutex::default);

fn at_work(own: OwnKey) -> Option<Arc<Work>> {
    AT_WORK.lock().ok()?.get(&own).cloned()
}

impl Work {
    fn state(&self) -> BulkState {
        BulkState::Working { done: self.done.load(Ordering::Relaxed), total: self.total.load(Ordering::Relaxed) }
    }
}

impl Watch for Work {
    fn wrote(&self, members: u64) -> AppResult<()> {
        self.done.fetch_add(members, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(AppError::Conflict("Cancelled. Nothing was changed.".to_owned()));
        }
        Ok(())
    }

    fn total(&self, members: u64) {
        self.total.store(members, Ordering::Relaxed);
    }
}

/// A key as the database keeps it.
fn stored_key(key: BulkKey) -> Uuid {
    Uuid::from_u128(key.0)
}

/// Runs a change under its key, or tells what became of the one that came with this key before.
pub async fn run(request: &Request, ask: Ask, key: BulkKey, tell: bool) -> AppResult<BulkState> {
    let key = stored_key(key);
    let call = Call::read(request).await?;
    let own = (call.account(), call.actor().member, key);
    match known(call, key).await? {
        BulkState::Unknown => {}
        known => return Ok(known),
    }
    let work = Arc::new(Work {
        done: AtomicU64::new(0),
        total: AtomicU64::new(0),
        cancelled: AtomicBool::new(false),
        watched: AtomicBool::new(false),
    });
    match AT_WORK.lock() {
        Ok(mut all) if !all.contains_key(&own) => drop(all.insert(own, work.clone())),
        _ => return Ok(work.state()),
    }
    let wait = if request.is_plain_form() { Duration::from_secs(600) } else { request.state.bulk_wait };
    let mut task = tokio::spawn(written(request.clone(), ask, own, tell, work.clone()));
    match tokio::time::timeout(wait, &mut task).await {
        Ok(ended) => ended.map_err(|e| fault(&e))?.map(BulkState::Done),
        Err(_) => {
            work.watched.store(true, Ordering::Relaxed);
            Ok(work.state())
        }
    }
}

/// Writes it in a transaction of its own; whatever stops it, nothing stays.
async fn written(request: Request, ask: Ask, own: OwnKey, tell: bool, work: Arc<Work>) -> AppResult<BulkOutcome> {
    let (account, by, key) = own;
    // In a task of its own, so that a panic is an end like any other.
    let inner = tokio::spawn(commit(request.clone(), ask, own, tell, work.clone()));
    let outcome = inner.await.unwrap_or_else(|e| Err(fault(&e)));
    if let (Err(error), true) = (&outcome, work.watched.load(Ordering::Relaxed)) {
        let words = if work.cancelled.load(Ordering::Relaxed) { String::new() } else { error.to_string() };
        let marked = async {
            let mut tx = request.state.db.write().await?;
            store::bulk::write::keep_job(&mut tx, account, key, by, Err(&words), request.state.now()).await?;
            tx.commit().await
        };
        if let Err(error) = marked.await {
            tracing::error!(%key, %error, "a bulk change that failed could not be marked");
        }
    }
    if let Ok(mut all) = AT_WORK.lock() {
        all.remove(&own);
    }
    outcome
}

async fn commit(request: Request, ask: Ask, own: OwnKey, tell: bool, work: Arc<Work>) -> AppResult<BulkOutcome> {
    let (.., key) = own;
    let mut tx = request.state.db.write().await?;
    dialect::hold_key(&mut tx, own).await?;
    let mut call = Call::within(&request, tx, true).await?;
    // In turn with the others now: the same may have been done while this one waited.
    if let BulkState::Done(outcome) = recorded(&mut call.tx, own).await? {
        return Ok(outcome);
    }
    let outcome = match ask {
        Ask::Chosen { action, selection } => {
            may_at_all(call.actor(), action.kind())?;
            let order = bulk_order::chosen(&mut call, action, *selection).await?;
            apply(&mut call, &order, tell, work.as_ref()).await?
        }
        Ask::Grants { query, change } => {
            let order = numbers::grant::asked(&mut call, &query, change).await?;
            apply(&mut call, &order, tell, work.as_ref()).await?
        }
        Ask::Undo { entry } => {
            let inverse = Inverse::of(&mut call, entry).await?;
            inverse.apply(&mut call, tell, work.as_ref()).await?
        }
    };
    let (account, by, now) = (call.account(), call.actor().member, call.now);
    let json = serde_json::to_string(&outcome).map_err(|e| fault(&e))?;
    store::bulk::write::keep_job(&mut call.tx, account, key, by, Ok(&json), now).await.map_err(refusal)?;
    work.wrote(0)?;
    call.commit().await?;
    request.state.refresh_statistics(outcome.changed);
    if matches!(outcome.kind, BulkKind::Delete | BulkKind::Import) && !outcome.reversible {
        // The change is made; what is not erased now is by the next run of the job.
        if let Err(error) = erasure::run_due(&request.state.db, now).await {
            tracing::warn!(%error, "not erased at once");
        }
    }
    Ok(outcome)
}

/// Where the change under this key stands, told to who asked for it.
pub async fn state(call: Call, key: BulkKey) -> AppResult<BulkState> {
    known(call, stored_key(key)).await
}

async fn known(mut call: Call, key: Uuid) -> AppResult<BulkState> {
    let own = (call.account(), call.actor().member, key);
    if let Some(work) = at_work(own) {
        work.watched.store(true, Ordering::Relaxed);
        return Ok(work.state());
    }
    // Before what is kept, or it could end between the two.
    let elsewhere = dialect::is_key_held(&mut call.tx, own).await?;
    match recorded(&mut call.tx, own).await? {
        BulkState::Unknown if elsewhere => return Ok(BulkState::Working { done: 0, total: 0 }),
        BulkState::Unknown => {}
        known => return Ok(known),
    }
    // What this call reads is as it was when it began, and the change may have ended since.
    let db = call.request.state.db.clone();
    drop(call);
    recorded(&mut db.read().await?, own).await
}

/// What the database knows of a change.
async fn recorded(tx: &mut Tx, (account, by, key): OwnKey) -> AppResult<BulkState> {
    Ok(match store::bulk::write::job(tx, account, key, by).await? {
        None => BulkState::Unknown,
        Some((Some(outcome), _)) => BulkState::Done(serde_json::from_str(&outcome).map_err(|e| fault(&e))?),
        Some((None, problem)) => match problem.unwrap_or_default() {
            words if words.is_empty() => BulkState::Cancelled,
            words => BulkState::Failed(words),
        },
    })
}

/// Has a change stop before its commit. One that is done already is told as such.
pub async fn cancel(call: Call, key: BulkKey) -> AppResult<BulkState> {
    let key = stored_key(key);
    let (account, member, db) = (call.account(), call.actor().member, call.request.state.db.clone());
    let state = known(call, key).await?;
    if matches!(state, BulkState::Working { .. }) && !stop(account, member, key) {
        let mut tx = db.write().await?;
        notices::send(&mut tx, &Notice::Cancel { account, member, key }).await?;
        tx.commit().await?;
    }
    Ok(state)
}

/// Has a change of this server stop, if this member asked for it. False: it is not written here.
pub fn stop(account: AccountId, by: MemberId, key: Uuid) -> bool {
    let Some(work) = at_work((account, by, key)) else { return false };
    work.watched.store(true, Ordering::Relaxed);
    work.cancelled.store(true, Ordering::Relaxed);
    true
}

/// Whether it will stop.
#[cfg(test)]
pub(crate) fn is_cancelled(own: OwnKey) -> bool {
    at_work(own).is_some_and(|w| w.cancelled.load(Ordering::Relaxed))
}
