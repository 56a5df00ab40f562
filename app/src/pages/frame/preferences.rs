//! How one likes to see things (T7): shown at once, kept by the server, taken back when it refuses.

use crate::api::sessions::set_preferences;
use crate::ui::{Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::AppResult;
use model::sessions::{Me, Preferences, Theme};
use std::future::Future;

fn keep(
    me: RwSignal<Me>,
    toasts: Toasts,
    change: impl FnOnce(&mut Preferences),
    told: impl Future<Output = AppResult<()>> + 'static,
) {
    let before = me.with_untracked(|me| me.preferences.clone());
    me.update(|me| change(&mut me.preferences));
    spawn_local(async move {
        if let Err(error) = told.await {
            let _ = me.try_update(|me| me.preferences = before);
            toasts.push(format!("This was not kept. {error}"));
        }
    });
}

fn tell(
    theme: Option<&str>,
    density: Option<&str>,
    single_keys: Option<&str>,
) -> impl Future<Output = AppResult<()>> + use<> {
    let owned = |word: Option<&str>| word.map(str::to_owned);
    set_preferences(owned(theme), owned(density), None, Vec::new(), None, owned(single_keys))
}

/// Light, dark, or as the system says.
pub fn keep_theme() -> impl Fn(Theme) + Copy + Send + Sync + 'static {
    let (me, toasts) = (crate::pages::use_me(), use_toasts());
    move |theme| {
        let told = tell(Some(theme.slug()), None, None);
        keep(me, toasts, |it| it.theme = theme, told);
    }
}

/// Compact rows or comfortable ones.
pub fn keep_density() -> impl Fn(bool) + Copy + Send + Sync + 'static {
    let (me, toasts) = (crate::pages::use_me(), use_toasts());
    move |compact| {
        let slug = if compact { "compact" } else { "comfortable" };
        keep(me, toasts, |it| it.compact = compact, tell(None, Some(slug), None));
    }
}

/// Single-key shortcuts on or off (WCAG 2.1.4).
pub fn keep_single_keys() -> impl Fn(bool) + Copy + Send + Sync + 'static {
    let (me, toasts) = (crate::pages::use_me(), use_toasts());
    move |on| {
        let slug = if on { "on" } else { "off" };
        keep(me, toasts, |it| it.no_single_keys = !on, tell(None, None, Some(slug)));
    }
}
