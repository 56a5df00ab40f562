//! Uploaded files while they wait to be imported (I1): taken apart already, without the cells of password columns, each in a file of its
//! own beside the database. What is imported, given up or forgotten leaves nothing in the database's pages.
//!
//! With PostgreSQL and several servers the folder is shared between them, or an import goes on where its file is.

use crate::state::AppState;
use model::error::{AppError, AppResult};
use model::imports::MemberFile;
use model::{AccountId, ImportId};
use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, Weak};
use std::time::Duration;
use store::{fault, imports};
use tokio::sync::OwnedMutexGuard;

/// A file whose import isn't known is left alone for so long: the import may be about to be written.
const JUST_WRITTEN: Duration = Duration::from_secs(600);

/// The folder they are in.
#[derive(Clone, Debug)]
pub struct Uploads(Arc<Path>);

impl Uploads {
    pub fn in_folder(folder: PathBuf) -> Uploads {
        Uploads(folder.into())
    }

    fn path(&self, id: ImportId) -> PathBuf {
        self.0.join(format!("{id}.json"))
    }

    /// Keeps a file.
    pub async fn keep(&self, id: ImportId, file: &MemberFile) -> AppResult<()> {
        let bytes = serde_json::to_vec(file).map_err(|e| fault(&e))?;
        tokio::fs::create_dir_all(&self.0).await.map_err(|e| failed(&e))?;
        tokio::fs::write(self.path(id), bytes).await.map_err(|e| failed(&e))
    }

    /// The file of an import that waits.
    ///
    /// # Errors
    /// Refused when it is gone, as after a week.
    pub async fn read(&self, id: ImportId) -> AppResult<MemberFile> {
        let bytes = tokio::fs::read(self.path(id)).await.map_err(|e| failed(&e))?;
        tokio::task::spawn_blocking(move || serde_json::from_slice(&bytes))
            .await
            .map_err(|e| fault(&e))?
            .map_err(|e| fault(&e))
    }

    /// Removes one that was imported.
    pub async fn remove(&self, id: ImportId) {
        if let Err(error) = tokio::fs::remove_file(self.path(id)).await
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!(import = %id, %error, "an imported file was not removed");
        }
    }
}

fn failed(error: &io::Error) -> AppError {
    match error.kind() {
        ErrorKind::NotFound => {
            AppError::Refused("The file of this import is not kept any more. Upload it again.".to_owned())
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => AppError::Full,
        _ => fault(error),
    }
}

/// Removes files that no import waits for any more; run by a job. Says how many.
///
/// # Errors
/// Those of the database and of the file system.
pub async fn sweep(state: &AppState) -> AppResult<usize> {
    let mut folder = match tokio::fs::read_dir(&state.uploads.0).await {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        folder => folder.map_err(|e| failed(&e))?,
    };
    let mut tx = state.db.read().await?;
    let waiting = imports::waiting(&mut tx).await?;
    drop(tx);
    let mut removed = 0;
    while let Some(entry) = folder.next_entry().await.map_err(|e| failed(&e))? {
        let id = entry.path().file_stem().and_then(|stem| stem.to_str()?.parse::<ImportId>().ok());
        let written = entry.metadata().await.and_then(|file| file.modified()).map_err(|e| failed(&e))?;
        let new = written.elapsed().is_ok_and(|age| age < JUST_WRITTEN);
        if !new && id.is_some_and(|id| !waiting.contains(&id)) {
            tokio::fs::remove_file(entry.path()).await.map_err(|e| failed(&e))?;
            removed += 1;
        }
    }
    Ok(removed)
}

type Turns = HashMap<AccountId, Weak<tokio::sync::Mutex<()>>>;

/// Accounts of which a file is being taken apart.
static TURNS: LazyLock<Mutex<Turns>> = LazyLock::new(Mutex::default);

/// An account's turn to hold a file in memory: there is one at a time.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "held, not read")] OwnedMutexGuard<()>);

/// Waits for the account's turn. An upload waits before anything of its file is read, so that files that come together are not
/// held side by side.
pub async fn turn(account: AccountId) -> Turn {
    let turn = {
        let mut turns = TURNS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        let known = turns.get(&account).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let turn = Arc::default();
            turns.insert(account, Arc::downgrade(&turn));
            turn
        })
    };
    Turn(turn.lock_owned().await)
}
