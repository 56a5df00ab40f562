//! The server's clock, going on in the browser from the moment a page was read: a wrong clock here does no harm (T2).

use leptos::prelude::*;
use model::instant::{Instant, MINUTE, SECOND, running};
use std::time::Duration;

/// What time it is. It stands still on the server, which draws at once.
#[derive(Clone, Copy)]
pub struct Clock {
    /// The server's time when the page was read, and this browser's then, in ms.
    read: StoredValue<Option<(Instant, f64)>>,
    seconds: RwSignal<Instant>,
    minutes: Memo<i64>,
}

impl Clock {
    /// Begins to go with the first [`Clock::set`], for as long as the calling component lives.
    pub fn start() -> Clock {
        let seconds = RwSignal::new(Instant::default());
        let clock = Clock {
            read: StoredValue::new(None),
            seconds,
            minutes: Memo::new(move |_| seconds.with(|now| now.0 / MINUTE)),
        };
        Effect::new(move |_| {
            let handle = set_interval_with_handle(move || clock.tick(), Duration::from_secs(1));
            on_cleanup(move || {
                if let Ok(handle) = handle {
                    handle.clear();
                }
            });
        });
        clock
    }

    /// What the server's clock says; only the first time counts, so that running times don't jump.
    pub fn set(self, now: Instant) {
        if self.read.with_value(Option::is_none) {
            self.read.set_value(Some((now, here())));
            self.seconds.set(now);
        }
    }

    fn tick(self) {
        if self.read.try_with_value(Option::is_some) == Some(true) {
            let _ = self.seconds.try_set(self.now());
        }
    }

    /// The time now.
    pub fn now(self) -> Instant {
        let passed = |begun: f64| ((here() - begun).max(0.0) / 1000.0) as i64 * SECOND;
        self.read.with_value(|read| read.map(|(at, begun)| at.plus(passed(begun)))).unwrap_or_default()
    }

    /// The same, followed each minute: for "3 min ago".
    pub fn by_minute(self) -> Instant {
        self.minutes.track();
        self.now()
    }
}

/// Milliseconds by the browser's clock.
fn here() -> f64 {
    #[cfg(feature = "hydrate")]
    return js_sys::Date::now();
    #[cfg(not(feature = "hydrate"))]
    0.0
}

/// A time that runs: up from when something began, or down to when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    Since(Instant),
    Until(Instant),
}

impl Running {
    fn at(self, now: Instant) -> i64 {
        match self {
            Running::Since(begun) => now.since(begun),
            Running::Until(end) => end.since(now),
        }
        .max(0)
    }
}

/// A running time such as "02:14". Screen readers don't announce each second.
#[component]
pub fn Timer(of: Running, clock: Clock) -> impl IntoView {
    view! {
        <span class="timer" role="timer">
            {move || clock.seconds.with(|now| running(of.at(*now)))}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t2_a_call_counts_up_wrapping_up_counts_down_and_neither_goes_below_zero() {
        let at = |seconds: i64| Instant(seconds * SECOND);
        assert_eq!(Running::Since(at(10)).at(at(25)), 15 * SECOND);
        assert_eq!(Running::Until(at(40)).at(at(25)), 15 * SECOND);
        assert_eq!((Running::Since(at(30)).at(at(25)), Running::Until(at(20)).at(at(25))), (0, 0));
    }
}
