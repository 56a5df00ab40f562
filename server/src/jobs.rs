//! Work that runs by the clock: removing what has expired. Every server runs it; doing it twice does no harm.

use app::state::AppState;
use app::store::sessions;
use std::time::Duration;

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
    }
}
