//! An open Team page shows what others change (K, "Live columns"): told by the server, it looks, and draws anew only what differs.
//! Selection, open card and the place scrolled to stay.

use super::Team;
use leptos::prelude::*;

/// Begins to listen, in the browser, for as long as the page is there.
pub fn follow(team: Team) {
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        browser::listen(team);
        #[cfg(not(feature = "hydrate"))]
        let _ = team;
    });
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::pages::team::listed::Listed;
    use crate::pages::team::live::Team;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;
    use std::time::Duration;
    use web_sys::EventSource;

    /// What this page changed itself is read by then.
    const AFTER: Duration = Duration::from_millis(400);

    pub(super) fn listen(team: Team) {
        let Ok(source) = EventSource::new("/events") else { return };
        let waiting = StoredValue::new(false);
        let told = Closure::<dyn FnMut()>::new(move || {
            if waiting.try_get_value() == Some(false) {
                waiting.set_value(true);
                set_timeout(move || look(team, waiting), AFTER);
            }
        });
        let _ = source.add_event_listener_with_callback("members", told.as_ref().unchecked_ref());
        let kept = StoredValue::new_local((source, told));
        on_cleanup(move || {
            kept.with_value(|(source, _)| source.close());
        });
    }

    fn look(team: Team, waiting: StoredValue<bool>) {
        let _ = waiting.try_set_value(false);
        let Some(text) = team.text.try_get_untracked() else { return };
        spawn_local(async move {
            let Ok(now) = Listed::read(text).await else { return };
            let (shown, rows) = (team.page.try_get_untracked().flatten(), team.rows.try_get_untracked().flatten());
            let differs = shown.is_none_or(|shown| shown.map_or(true, |shown| !same(Listed { rows, ..shown }, &now)));
            if differs {
                keep_place();
                team.page.refetch();
            }
        });
    }

    /// Equal but for the moment it was read at.
    fn same(mut a: Listed, b: &Listed) -> bool {
        a.page.now = b.page.now;
        a == *b
    }

    /// The table is drawn anew: scrolls it back to where it was.
    fn keep_place() {
        let find = || document().query_selector(".table-scroll").ok().flatten();
        let Some(place) = find().map(|it| (it.scroll_top(), it.scroll_left())) else { return };
        let back = move || {
            if let Some(it) = find() {
                it.set_scroll_top(place.0);
                it.set_scroll_left(place.1);
            }
        };
        for wait in [150, 400, 800] {
            set_timeout(back, Duration::from_millis(wait));
        }
    }
}
