//! A page that loads itself again while something runs, for those without script.

use leptos::prelude::*;

/// Loads the page again every two seconds, without script only. The browser's half leaves the element empty: what
/// script puts into `<noscript>` counts, and would load the page again under somebody's hands.
#[component]
pub fn ReloadWithoutScript() -> impl IntoView {
    #[cfg(feature = "ssr")]
    return view! {
        <noscript>
            <meta http-equiv="refresh" content="2" />
        </noscript>
    };
    #[cfg(not(feature = "ssr"))]
    return view! { <noscript></noscript> };
}
