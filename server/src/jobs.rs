//! Work that runs by the clock: removing what has expired. Every server runs it; doing it twice does no harm.

#[cfg(test)]
mod tests;

use actions::imports::uploads;
use actions::live;
use actions::state::AppState;
use std::time::Duration;
use store::offboarding::erasure;
use store::{StoreError, sessions, supervision};

pub async fn run(state: AppState) {
    let mut every = tokio::time::interval(Duration::from_secs(600));
    loop {
        every.tick().await;
        let purged = async {
            let mut tx = state.db.write().await?;
            let ended = sessions::purge(&mut tx, state.now()).await?;
            tx.commit().await.map(|()| ended)
        };
        match purged.await {
            Ok(0) => {}
            Ok(ended) => tracing::info!(ended, "expired sessions removed"),
            Err(error) => tracing::warn!(%error, "expired rows not removed"),
        }
        if let Err(error) = uploads::sweep(&state).await {
            tracing::warn!(%error, "uploads that nobody waits for not removed");
        }
        match erasures(&state).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "deleted members erased"),
            Err(error) => tracing::warn!(%error, "deleted members not erased"),
        }
    }
}

/// Notes who is there (T2). Beside [`run`], since a page says how somebody is now.
pub async fn presence(state: AppState) {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    loop {
        every.tick().await;
        if let Err(error) = live::note_presence(&state).await {
            tracing::warn!(%error, "who is there was not noted");
        }
    }
}

/// Ends supervisions whose time is over (M9), then forgets those who were deleted 28 days ago (M17). Says how many were forgotten.
async fn erasures(state: &AppState) -> Result<usize, StoreError> {
    let now = state.now();
    let mut tx = state.db.read().await?;
    let overdue = supervision::any_overdue(&mut tx, now).await?;
    drop(tx);
    if overdue {
        let mut tx = state.db.write().await?;
        supervision::end_overdue(&mut tx, now).await?;
        tx.commit().await?;
    }
    erasure::run_due(&state.db, now).await
}
