//! One clock for all running times of the page (T2): it counts from the server's clock, so a wrong one here does no harm.

use crate::model::instant::{Instant, SECOND};
use leptos::prelude::*;

/// Seconds since the page was there; rows with a running time read it, the others don't.
#[derive(Clone, Copy)]
pub struct Ticker {
    passed: ReadSignal<i64>,
}

impl Ticker {
    /// Starts counting in the browser; on the server it stands still.
    pub fn start() -> Self {
        let (passed, set_passed) = signal(0);
        Effect::new(move |_| {
            let tick = set_interval_with_handle(move || set_passed.update(|s| *s += 1), std::time::Duration::from_secs(1));
            on_cleanup(move || {
                if let Ok(tick) = tick {
                    tick.clear();
                }
            });
        });
        Ticker { passed }
    }

    /// The server's clock by now, for data that was read at `read_at`.
    pub fn now(&self, read_at: Instant, since: i64) -> Instant {
        read_at.plus((self.passed.get() - since).max(0) * SECOND)
    }

    /// Where the count stands, to be passed to [`Ticker::now`] later.
    pub fn mark(&self) -> i64 {
        self.passed.get_untracked()
    }
}
