//! Copies a text: a meeting link, a temporary password. Without script the text beside it is there to be selected.

use crate::ui::button::ButtonKind;
use crate::ui::choice::use_hydrated;
use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// Copies a text and says so. Hidden until script runs, for it does nothing without.
#[component]
pub fn CopyButton(
    #[prop(into)] text: String,
    /// "Copy meeting link".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let copied = RwSignal::new(false);
    let class = format!("{} btn--icon btn--sm", ButtonKind::Ghost.class());
    view! {
        <button
            type="button"
            class=class
            aria-label=label.clone()
            title=label
            hidden=move || !hydrated.get()
            on:click=move |_| {
                write(&text);
                copied.set(true);
                set_timeout(move || copied.set(false), std::time::Duration::from_secs(2));
            }
        >
            {move || {
                if copied.get() {
                    view! { <Icon name=IconName::Check /> }
                } else {
                    view! { <Icon name=IconName::Copy /> }
                }
            }}
            <span class="sr-only" role="status">
                {move || copied.get().then_some("Copied")}
            </span>
        </button>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn write(text: &str) {
    let window = window();
    // Without a secure context there is no clipboard to call.
    if window.is_secure_context() {
        let _ = window.navigator().clipboard().write_text(text);
    }
}

/// The server never copies.
#[cfg(not(feature = "hydrate"))]
fn write(_text: &str) {}
