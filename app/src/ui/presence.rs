//! Presence: a shape and a word for each state, so colour is never the only signal (T2).

use crate::ui::icon::{IconName, icon};
use crate::ui::markup::inert;
use leptos::prelude::*;
use maud::{Markup, html};
use model::Presence;
use model::instant::{Instant, SECOND, running};

/// Class and symbol of a mark, both static: a table of 50 rows draws 100 of them.
fn mark(of: Presence) -> (&'static str, &'static str) {
    match of {
        Presence::Available => ("presence presence--available", "/icons.svg#p-available"),
        Presence::DoNotDisturb => ("presence presence--dnd", "/icons.svg#p-dnd"),
        Presence::OnCall => ("presence presence--call", "/icons.svg#p-call"),
        Presence::WrappingUp => ("presence presence--wrap", "/icons.svg#p-wrap"),
        Presence::Offline => ("presence presence--offline", "/icons.svg#p-offline"),
    }
}

/// The mark alone, hidden from screen readers: the word stands beside it.
#[component]
pub fn PresenceMark(of: Presence) -> impl IntoView {
    inert(presence(of))
}

/// The same as markup.
pub fn presence(of: Presence) -> Markup {
    let (class, href) = mark(of);
    html! { svg class=(class) viewBox="0 0 12 12" aria-hidden="true" { use href=(href) {} } }
}

/// A running time: seconds as they were when the page was read, and which way they run. [`run_timers`] moves it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub seconds: i64,
    pub down: bool,
}

/// Mark, word, and a second line: "Online", "3 h ago". A running time is not live for screen readers (DESIGN).
pub fn status_text(of: Presence, timer: Option<Running>, detail: &str) -> Markup {
    html! {
        span class="status" {
            (presence(of))
            span class="status__t" {
                (of.label())
                @if let Some(Running { seconds, down }) = timer {
                    " " span class="timer" role="timer" data-seconds=(seconds) data-down[down] { (running(seconds * SECOND)) }
                }
            }
            span class="status__d secondary" { (detail) }
        }
    }
}

/// The same block for people without presence: not joined yet, suspended.
pub fn status_note(name: IconName, text: &str, detail: &str) -> Markup {
    html! {
        span class="status" {
            (icon(name, "icon"))
            span class="status__t" { (text) }
            span class="status__d secondary" { (detail) }
        }
    }
}

/// The server's clock since something was read, for what is drawn later: a wrong clock here does no harm (T2).
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    read_at: Instant,
    here: f64,
}

impl Clock {
    pub fn read_at(read_at: Instant) -> Clock {
        Clock { read_at, here: here() }
    }

    pub fn now(&self) -> Instant {
        self.read_at.plus(((here() - self.here).max(0.0) / 1000.0) as i64 * SECOND)
    }
}

/// Milliseconds by the browser's clock; on the server, which draws at once, it stands still.
fn here() -> f64 {
    #[cfg(feature = "hydrate")]
    return js_sys::Date::now();
    #[cfg(not(feature = "hydrate"))]
    0.0
}

/// Moves all running times of the page on, once a second, from the server's count: a wrong clock here does no harm (T2). Call it
/// once a page.
pub fn run_timers() {
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        {
            let begun = here();
            let tick = move || tick(((here() - begun) / 1000.0) as i64);
            let handle = set_interval_with_handle(tick, std::time::Duration::from_secs(1));
            on_cleanup(move || {
                if let Ok(handle) = handle {
                    handle.clear();
                }
            });
        }
    });
}

/// `passed`: seconds since [`run_timers`]. A timer that is seen first is told so, for it counts from there.
#[cfg(feature = "hydrate")]
fn tick(passed: i64) {
    use leptos::wasm_bindgen::JsCast;
    let Ok(all) = document().query_selector_all(".timer[data-seconds]") else { return };
    for timer in (0..all.length()).filter_map(|i| all.item(i)?.dyn_into::<web_sys::Element>().ok()) {
        let number = |name: &str| timer.get_attribute(name).and_then(|text| text.parse::<i64>().ok());
        let Some(seconds) = number("data-seconds") else { continue };
        let from = number("data-from").unwrap_or_else(|| {
            let _ = timer.set_attribute("data-from", &(passed - 1).to_string());
            passed - 1
        });
        let by = if timer.has_attribute("data-down") { from - passed } else { passed - from };
        timer.set_text_content(Some(&running((seconds + by).max(0) * SECOND)));
    }
}
