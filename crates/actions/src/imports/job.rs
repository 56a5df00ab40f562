//! The long parts of an import, run behind the answer: checking all rows, and applying them in one transaction (I1, K4, K7).
//!
//! Where a job stands is in the database, so any server tells it and a job whose server died is seen as such. The numbers in
//! [`AT_WORK`] are a bar's position only: SQLite has one writer, so they can't be written while the import's own transaction is open.

pub mod apply;

use crate::call::{Call, session_token};
use crate::imports::preview as plan;
use crate::imports::preview::{ImportCheck, RowChange};
use crate::imports::uploads::{self, Uploads};
use crate::limits;
use crate::live;
use crate::secrets;
use crate::state::AppState;
use model::audit::{About, AuditAction, Change, Field, Subject, Value};
use model::bulk::{BulkKind, BulkOutcome};
use model::error::{AppError, AppResult};
use model::imports::MemberFile;
use model::imports::{Choices, ImportOutcome, ImportPhase, ImportProgress, ImportState};
use model::instant::Instant;
use model::live::Touched;
use model::sessions::Actor;
use model::{AccountSettings, ImportId, MemberId};
use policy::{Action, Target, check};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use store::audit::{Author, More, New};
use store::fault;
use store::imports;
use store::imports::member_before;
use store::imports::read_snapshot::snapshot;
use store::imports::snapshot::Snapshot;
use store::imports::write;
use store::imports::write::Inviter;
use store::imports::write::{Create, Update};
use store::imports::{GONE_AFTER, ImportHead};
use store::sessions::SignedIn;
use store::{StoreError, Tx, audit, billing, dialect, search, sessions};

pub use apply::apply;

/// Rows of a check written at once; the bar moves by so many.
const CHUNK: usize = 500;
/// Names of one file that may be taken in other accounts. More is no company's own list.
const MOST_FOREIGN: usize = 100;
/// Steps per row of an import: written, told in the audit log, found by search.
const STEPS: u64 = 3;

/// Imports that this very process is applying, and the steps done.
static AT_WORK: LazyLock<Mutex<HashMap<ImportId, Arc<AtomicU64>>>> = LazyLock::new(Mutex::default);

/// Who asked for what; the session is looked up again when the work is done, so rights taken away meanwhile are gone (R11).
#[derive(Clone)]
pub struct Job {
    state: AppState,
    token_hash: Vec<u8>,
    address: String,
    settings: AccountSettings,
    id: ImportId,
}

/// Where an import stands now.
pub fn progress(id: ImportId, head: &ImportHead, now: Instant) -> ImportProgress {
    let number = |n: i64| u64::try_from(n).unwrap_or_default();
    let here = AT_WORK.lock().ok().and_then(|all| all.get(&id).map(|done| done.load(Ordering::Relaxed)));
    let gone = here.is_none() && head.touched_at < now.0 - GONE_AFTER;
    let phase = match head.state {
        ImportState::Checking if gone => ImportPhase::Stopped,
        ImportState::Checking => ImportPhase::Checking,
        ImportState::Applying if gone => ImportPhase::Lost,
        ImportState::Applying => ImportPhase::Applying,
        ImportState::Applied => ImportPhase::Applied,
        ImportState::Ready | ImportState::Failed => ImportPhase::Ready,
    };
    let done = match (phase, here) {
        (ImportPhase::Applying, Some(steps)) => steps / STEPS,
        (
            ImportPhase::Applying
            | ImportPhase::Checking
            | ImportPhase::Stopped
            | ImportPhase::Lost
            | ImportPhase::Applied
            | ImportPhase::Ready,
            _,
        ) => number(head.rows_done),
    };
    ImportProgress { phase, done: done.min(number(head.rows_total)), total: number(head.rows_total) }
}

impl Job {
    /// For the person of this call.
    pub fn of(call: &Call, id: ImportId) -> AppResult<Job> {
        let token = session_token(&call.request.parts, call.request.state.https).ok_or(AppError::SignedOut)?;
        Ok(Job {
            state: call.request.state.clone(),
            token_hash: secrets::token_hash(&token),
            address: call.address.clone(),
            settings: call.settings().clone(),
            id,
        })
    }

    /// Checks all rows behind the answer. `round` tells this check from newer ones.
    pub fn check_later(self, round: i64) {
        tokio::spawn(async move {
            if let Err(error) = self.check(round).await {
                tracing::warn!(import = %self.id, %error, "import not checked");
            }
        });
    }

    async fn me(&self, tx: &mut Tx) -> AppResult<SignedIn> {
        let me = sessions::find(tx, &self.token_hash, self.state.now()).await?.ok_or(AppError::SignedOut)?;
        let _permit = check(&me.actor, Action::Import, Target::Account)?;
        Ok(me)
    }

    async fn check(&self, round: i64) -> AppResult<()> {
        // Of each account one file at a time is held in memory.
        let _turn = uploads::turn(self.settings.id).await;
        let mut tx = self.state.db.read().await?;
        let me = self.me(&mut tx).await?;
        let planned = planned(&mut tx, &self.state.uploads, &self.settings, &me.actor, self.id).await?;
        drop(tx);
        if let Err(refused) = self.count_foreign(&planned.0).await {
            let mut tx = self.state.db.write().await?;
            imports::refuse_check(&mut tx, self.settings.id, self.id, round, &refused.to_string()).await?;
            return Ok(tx.commit().await?);
        }
        check_rows(&self.state, &self.settings, self.id, round, &planned.0).await
    }

    /// Applies behind the answer; whatever stops it, nothing is changed and the page says why.
    pub fn apply_later(self) {
        let steps = Arc::new(AtomicU64::new(0));
        if let Ok(mut all) = AT_WORK.lock() {
            all.insert(self.id, steps.clone());
        }
        tokio::spawn(async move {
            let beat = self.clone().heartbeat(steps.clone());
            // In a task of its own, so that a panic is an end like any other.
            let worker = self.clone();
            let outcome =
                tokio::spawn(async move { worker.apply(&steps).await }).await.unwrap_or_else(|e| Err(fault(&e)));
            beat.abort();
            if let Err(error) = outcome {
                self.give_up(&error).await;
            }
            if let Ok(mut all) = AT_WORK.lock() {
                all.remove(&self.id);
            }
        });
    }

    /// Tells the other servers that this one is still at it; they share the database only where it takes two writers.
    fn heartbeat(self, steps: Arc<AtomicU64>) -> tokio::task::JoinHandle<()> {
        tokio::spawn(async move {
            while dialect::writes_side_by_side(&self.state.db) {
                tokio::time::sleep(Duration::from_secs(2)).await;
                let done = i64::try_from(steps.load(Ordering::Relaxed) / STEPS).unwrap_or_default();
                let touched = async {
                    let mut tx = self.state.db.write().await?;
                    imports::touch(&mut tx, self.settings.id, self.id, done, self.state.now()).await?;
                    tx.commit().await
                };
                if let Err(error) = touched.await {
                    tracing::debug!(%error, "import not touched");
                }
            }
        })
    }

    /// A file can't be used to find out who has an account elsewhere: names of others are counted, and many of them are not told.
    async fn count_foreign(&self, plan: &ImportCheck) -> AppResult<()> {
        let taken = plan.rows.iter().filter(|row| row.foreign).count();
        if taken > MOST_FOREIGN {
            return Err(AppError::Refused(format!(
                "{taken} names of this file are in use elsewhere, so it was not checked. Is it your own company’s?"
            )));
        }
        if taken > 0 {
            let mut tx = self.state.db.write().await?;
            let names = i64::try_from(taken).unwrap_or(i64::MAX);
            limits::count_foreign(&mut tx, self.settings.id, names, self.state.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn apply(&self, steps: &AtomicU64) -> AppResult<()> {
        let mut tx = self.state.db.write().await?;
        dialect::lock_account(&mut tx, self.settings.id).await?;
        let me = self.me(&mut tx).await?;
        let by = By { author: Author::of(&me.actor, &self.address), actor: me.actor };
        apply(&mut tx, &self.state.uploads, &me.account, &by, self.id, self.state.now(), &|n| {
            steps.fetch_add(n as u64, Ordering::Relaxed);
        })
        .await?;
        live::commit(&self.state, tx, self.settings.id, Touched::Anything).await?;
        self.state.uploads.remove(self.id).await;
        self.state.refresh_statistics(steps.load(Ordering::Relaxed));
        Ok(())
    }

    async fn give_up(&self, why: &AppError) {
        let written = async {
            let mut tx = self.state.db.write().await?;
            imports::give_up(&mut tx, self.settings.id, self.id, &why.to_string()).await?;
            tx.commit().await
        };
        if let Err(error) = written.await {
            tracing::error!(import = %self.id, %error, "an import that was not applied could not be marked");
        }
    }
}

/// Who applies, as policy and as the audit log see them.
pub struct By {
    pub actor: Actor,
    pub author: Author,
}

/// The plan of an import from this transaction's view of the account, with the snapshot it was made from.
pub async fn planned(
    tx: &mut Tx,
    uploads: &Uploads,
    settings: &AccountSettings,
    actor: &Actor,
    id: ImportId,
) -> AppResult<(ImportCheck, Snapshot, Choices)> {
    let head = imports::head(tx, settings.id, id).await?.ok_or_else(ImportId::missing)?;
    let file = uploads.read(id).await?;
    let choices = head.choices;
    let kept = choices.clone();
    let (file, keys): (MemberFile, Vec<String>) = blocking(move || {
        let keys = plan::sign_in_keys(&file, &choices);
        (file, keys)
    })
    .await?;
    let known = snapshot(tx, settings, actor, &keys).await?;
    let choices = kept.clone();
    let (mut plan, known) = blocking(move || (plan::plan(&file, &choices, &known), known)).await?;
    (plan.summary.plan.key, plan.summary.plan.to) = (Some(model::BulkKey(id.0)), head.file_name);
    Ok((plan, known, kept))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(|e| fault(&e))
}

/// Writes what a check found, a chunk at a time, so that the page fills while it runs. Stops when a newer check has begun.
pub async fn check_rows(
    state: &AppState,
    settings: &AccountSettings,
    id: ImportId,
    round: i64,
    plan: &ImportCheck,
) -> AppResult<()> {
    let mut done = 0;
    for chunk in plan.rows.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(|r| r.shown.clone()).collect();
        done += rows.len();
        let mut tx = state.db.write().await?;
        let count = i64::try_from(done).unwrap_or(i64::MAX);
        if !imports::found(&mut tx, settings.id, id, round, &rows, count, state.now()).await? {
            return Ok(());
        }
        tx.commit().await?;
    }
    let mut tx = state.db.write().await?;
    imports::checked(&mut tx, settings.id, id, round, &plan.summary).await?;
    Ok(tx.commit().await?)
}
