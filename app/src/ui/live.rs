//! What the server tells an open page while it is open (K, "Live columns"), from its stream of server-sent events.

use leptos::prelude::*;

/// Runs `heard` at each event of this name, and when the stream is there again after a break, for as long as the calling component
/// lives. In the browser only.
pub fn use_events(path: &'static str, name: &'static str, heard: impl Fn() + Clone + Send + Sync + 'static) {
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        browser::listen(path, name, heard.clone());
        #[cfg(not(feature = "hydrate"))]
        let _ = (path, name, &heard);
    });
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::EventSource;

    /// Events that come one upon the other are heard once; and what a page changed itself is read by then.
    const AFTER: Duration = Duration::from_millis(400);

    pub(super) fn listen(path: &str, name: &str, heard: impl Fn() + Clone + 'static) {
        let Ok(source) = EventSource::new(path) else { return };
        let waiting = StoredValue::new(false);
        let later = move || {
            let heard = heard.clone();
            if waiting.try_get_value() == Some(false) {
                waiting.set_value(true);
                let run = move || {
                    if waiting.try_set_value(false).is_none() {
                        heard();
                    }
                };
                set_timeout(run, AFTER);
            }
        };
        let told = Closure::<dyn Fn()>::new(later.clone());
        let _ = source.add_event_listener_with_callback(name, told.as_ref().unchecked_ref());
        let opened_before = StoredValue::new(false);
        let opened = Closure::<dyn Fn()>::new(move || {
            if opened_before.try_update_value(|before| std::mem::replace(before, true)) == Some(true) {
                later();
            }
        });
        let _ = source.add_event_listener_with_callback("open", opened.as_ref().unchecked_ref());
        let kept = StoredValue::new_local((source, told, opened));
        on_cleanup(move || kept.with_value(|(source, ..)| source.close()));
    }
}
