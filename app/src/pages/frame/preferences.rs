//! How one likes to see things (T7): shown at once, saved by the server, taken back when it refuses.

use crate::api::sessions::set_preferences;
use crate::ui::{Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::AppResult;
use model::sessions::{Density, Me, Preferences, SingleKeys, Theme};
use std::future::Future;

fn save(
    me: RwSignal<Me>,
    toasts: Toasts,
    change: impl FnOnce(&mut Preferences),
    saving: impl Future<Output = AppResult<()>> + 'static,
) {
    let before = me.with_untracked(|me| me.preferences.clone());
    me.update(|me| change(&mut me.preferences));
    spawn_local(async move {
        if let Err(error) = saving.await {
            let _ = me.try_update(|me| me.preferences = before);
            toasts.push(format!("This was not saved. {error}"));
        }
    });
}

/// Light, dark, or as the system says.
pub fn save_theme() -> impl Fn(Theme) + Copy + Send + Sync + 'static {
    let (me, toasts) = (crate::pages::use_me(), use_toasts());
    move |theme| {
        let saving = set_preferences(Some(theme), None, None, Vec::new(), None, None);
        save(me, toasts, |it| it.theme = theme, saving);
    }
}

/// Compact rows or comfortable ones.
pub fn save_density() -> impl Fn(bool) + Copy + Send + Sync + 'static {
    let (me, toasts) = (crate::pages::use_me(), use_toasts());
    move |compact| {
        let density = if compact { Density::Compact } else { Density::Comfortable };
        let saving = set_preferences(None, Some(density), None, Vec::new(), None, None);
        save(me, toasts, |it| it.compact = compact, saving);
    }
}

/// Single-key shortcuts on or off (WCAG 2.1.4).
pub fn save_single_keys() -> impl Fn(bool) + Copy + Send + Sync + 'static {
    let (me, toasts) = (crate::pages::use_me(), use_toasts());
    move |on| {
        let keys = if on { SingleKeys::On } else { SingleKeys::Off };
        let saving = set_preferences(None, None, None, Vec::new(), None, Some(keys));
        save(me, toasts, |it| it.no_single_keys = !on, saving);
    }
}
