//! What the server hands to every request: the database, the clock and a few settings.

use crate::imports::uploads::Uploads;
use model::instant::Instant;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use store::Db;

/// Where "now" comes from, so that tests can set it.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Shared by all requests; cheap to clone. Holds no data of its own but who has a page open: any server serves any request.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub clock: Clock,
    /// Told by the operator: pages are reached over HTTPS, so cookies are Secure and HSTS is sent.
    pub https: bool,
    /// How many reverse proxies stand in front, one behind the other; with none, the socket's address is the client's.
    pub proxies: u8,
    /// What links in mails begin with, such as https://team.example.com; no slash at its end.
    pub public_url: Arc<str>,
    /// Wakes the mail job of this server; every commit of a call does.
    pub mail: Arc<tokio::sync::Notify>,
    /// The pages that are open at this server.
    pub live: Arc<crate::channels::Channels>,
    /// Files that wait to be imported.
    pub uploads: Uploads,
    /// Who sells numbers (N2).
    pub supplier: providers::supplier::Sells,
    /// How long an answer waits for a bulk change before it says how far that is (K7).
    pub bulk_wait: Duration,
}

/// What [`AppState::bulk_wait`] is for people.
pub const BULK_WAIT: Duration = Duration::from_millis(2_500);

/// From this many on a change shifts what the database believes of its tables.
const MANY_ROWS: u64 = 1_000;

impl AppState {
    /// For tests of calls: a database, and a clock that stands still.
    #[cfg(any(test, debug_assertions))]
    pub fn for_tests(db: &Db, now: Instant) -> AppState {
        AppState {
            db: db.clone(),
            clock: Arc::new(move || now),
            https: false,
            proxies: 0,
            public_url: "https://team.example.com".into(),
            mail: Arc::default(),
            live: Arc::default(),
            uploads: Uploads::in_folder(std::env::temp_dir().join("teamline-test-uploads")),
            supplier: Default::default(),
            // An answer, however busy the machine.
            bulk_wait: Duration::from_secs(60),
        }
    }

    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    /// After a change of this many rows, has the database plan by what is there now; nobody waits for it.
    pub fn refresh_statistics(&self, rows: u64) {
        if rows < MANY_ROWS {
            return;
        }
        let db = self.db.clone();
        tokio::spawn(async move {
            if let Err(error) = db.refresh_statistics().await {
                tracing::warn!(%error, "the database's statistics are old");
            }
        });
    }
}

/// The machine's clock.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(passed.as_micros()).unwrap_or(i64::MAX))
    })
}
