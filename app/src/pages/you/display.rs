//! How things look, and single-key shortcuts (T7): saved as soon as they are chosen.

use crate::api::sessions::SetPreferences;
use crate::pages::frame::{save_density, save_single_keys, save_theme};
use crate::pages::use_me;
use crate::ui::{Segment, Segmented};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::sessions::{Preferences, Theme};

fn density_slug(it: &Preferences) -> &'static str {
    if it.compact { "compact" } else { "comfortable" }
}

fn single_keys_slug(it: &Preferences) -> &'static str {
    if it.no_single_keys { "off" } else { "on" }
}

/// Theme, density, single keys; each is saved as soon as it is chosen.
#[component]
pub(super) fn Looks() -> impl IntoView {
    let me = use_me();
    let now = me.with_untracked(|me| me.preferences.clone());
    // The menu and the palette change the theme too, and a refused change is taken back.
    let state = move |slug: fn(&Preferences) -> &'static str| {
        Signal::derive(move || me.with(|me| slug(&me.preferences).to_owned()))
    };
    let (theme, density, keys) = (save_theme(), save_density(), save_single_keys());
    let themes =
        [("system", "System"), ("light", "Light"), ("dark", "Dark")].map(|(slug, words)| Segment::new(slug, words));
    let rows = [("comfortable", "Comfortable"), ("compact", "Compact")].map(|(slug, words)| Segment::new(slug, words));
    let single = [("on", "On"), ("off", "Off")].map(|(slug, words)| Segment::new(slug, words));
    view! {
        <section class="you__part" aria-labelledby="looks">
            <h2 id="looks">"Display and keyboard"</h2>
            <form method="post" action=SetPreferences::url()>
                <div class="you__row">
                    <span>
                        <b>"Theme"</b>
                    </span>
                    <Segmented
                        legend="Theme"
                        name="theme"
                        segments=themes.to_vec()
                        value=now.theme.slug()
                        state=state(|it| it.theme.slug())
                        on_change=move |slug: String| theme(Theme::from_slug(&slug).unwrap_or_default())
                    />
                </div>
                <div class="you__row">
                    <span>
                        <b>"Rows"</b>
                        <small>"Compact shows more people at once."</small>
                    </span>
                    <Segmented
                        legend="Rows"
                        name="density"
                        segments=rows.to_vec()
                        value=density_slug(&now)
                        state=state(density_slug)
                        on_change=move |slug: String| density(slug == "compact")
                    />
                </div>
                <div class="you__row">
                    <span>
                        <b>"Single-key shortcuts"</b>
                        <small>"Keys such as / and ? without Ctrl. They never act while you type."</small>
                    </span>
                    <Segmented
                        legend="Single-key shortcuts"
                        name="single_keys"
                        segments=single.to_vec()
                        value=single_keys_slug(&now)
                        state=state(single_keys_slug)
                        on_change=move |slug: String| keys(slug == "on")
                    />
                </div>
                <noscript>
                    <div class="you__row">
                        <button class="btn">"Save display and keyboard"</button>
                    </div>
                </noscript>
            </form>
        </section>
    }
}
