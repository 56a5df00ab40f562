//! What the server sends to an open page (T2): one stream of server-sent events for the whole frame.

use leptos::prelude::*;
use model::Instant;
use model::live::Touched;
use std::sync::Arc;

type Listener = Arc<dyn Fn(Touched) + Send + Sync>;

/// Who on this page listens to changes.
#[derive(Clone, Copy)]
struct Changes {
    listeners: StoredValue<Vec<(u32, Listener)>>,
    /// For the next listener's number.
    count: StoredValue<u32>,
    /// What came while nobody listened yet.
    unheard: StoredValue<Touched>,
}

/// Begins to listen to others' changes after `since`, for [`use_changes`] of the pages inside.
pub fn provide_changes(since: Instant) {
    let changes = Changes {
        listeners: StoredValue::new(Vec::new()),
        count: StoredValue::new(0),
        unheard: StoredValue::new(Touched::NOBODY),
    };
    provide_context(changes);
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        browser::listen(since, move |touched| changes.tell(touched));
        #[cfg(not(feature = "hydrate"))]
        let _ = since;
    });
}

/// Runs `heard` with what others' changes touched, also when the stream is there again after a break, for as long as
/// the calling component lives. In the browser only.
pub fn use_changes(heard: impl Fn(Touched) + Send + Sync + 'static) {
    let Some(changes) = use_context::<Changes>() else { return };
    let heard: Listener = Arc::new(heard);
    Effect::new(move |_| changes.add(heard.clone()));
}

impl Changes {
    fn add(self, heard: Listener) {
        let number = self.count.try_update_value(|n| {
            *n += 1;
            *n
        });
        let Some(number) = number else { return };
        self.listeners.update_value(|all| all.push((number, heard.clone())));
        on_cleanup(move || {
            let _gone = self.listeners.try_update_value(|all| all.retain(|(n, _)| *n != number));
        });
        let unheard = self.unheard.try_update_value(|touched| std::mem::replace(touched, Touched::NOBODY));
        if let Some(touched) = unheard.filter(|touched| !touched.is_nobody()) {
            heard(touched);
        }
    }

    #[cfg(feature = "hydrate")]
    fn tell(self, touched: Touched) {
        let Some(listeners) = self.listeners.try_get_value() else { return };
        if listeners.is_empty() {
            self.unheard.update_value(|before| *before = before.clone().and(touched));
            return;
        }
        for (_, heard) in listeners {
            heard(touched.clone());
        }
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use model::Instant;
    use model::live::Touched;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{EventSource, MessageEvent};

    /// Events that come one upon the other are heard once; and what a page changed itself is read by then.
    const AFTER: Duration = Duration::from_millis(400);

    /// After an answer that was no stream, such as a proxy's while the server starts anew, the browser gives up: then
    /// it is tried again.
    const AGAIN: Duration = Duration::from_secs(5);

    pub(super) fn listen(since: Instant, heard: impl Fn(Touched) + Clone + 'static) {
        let waiting = StoredValue::new(None::<Touched>);
        let later = move |touched: Touched| {
            let heard = heard.clone();
            let Some(before) = waiting.try_get_value() else { return };
            let first = before.is_none();
            waiting.set_value(Some(before.unwrap_or(Touched::NOBODY).and(touched)));
            if first {
                let run = move || {
                    if let Some(touched) = waiting.try_update_value(Option::take).flatten() {
                        heard(touched);
                    }
                };
                set_timeout(run, AFTER);
            }
        };
        let stream = StoredValue::new_local(None);
        open(since, stream, later);
        on_cleanup(move || stream.with_value(|stream: &Option<Stream>| stream.iter().for_each(|it| it.source.close())));
    }

    /// An open stream and what hears it.
    struct Stream {
        source: EventSource,
        _heard: [Closure<dyn Fn(MessageEvent)>; 3],
    }

    fn open(
        since: Instant,
        stream: StoredValue<Option<Stream>, LocalStorage>,
        later: impl Fn(Touched) + Clone + 'static,
    ) {
        let Ok(source) = EventSource::new(&format!("/events?since={}", since.0)) else { return };
        let changed = {
            let later = later.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                // What this page doesn't understand, a newer server's word, may be anything.
                let touched = event.data().as_string().and_then(|text| text.parse().ok());
                later(touched.unwrap_or(Touched::Anything));
            })
        };
        let opened_before = StoredValue::new(false);
        let opened = {
            let later = later.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |_| {
                if opened_before.try_update_value(|before| std::mem::replace(before, true)) == Some(true) {
                    later(Touched::Anything);
                }
            })
        };
        let failed = {
            let source = source.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |_| {
                if source.ready_state() != EventSource::CLOSED {
                    return;
                }
                let later = later.clone();
                let again = move || {
                    if stream.try_with_value(|_| ()).is_some() {
                        open(since, stream, later);
                    }
                };
                set_timeout(again, AGAIN);
            })
        };
        let heard = [("changed", changed), ("open", opened), ("error", failed)].map(|(name, heard)| {
            let _ = source.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
            heard
        });
        let _gone = stream.try_set_value(Some(Stream { source, _heard: heard }));
    }
}
