//! What stands around every page of a signed-in person: navigation, search, availability, one's own menu, toasts.
//! Signed-out people are led to the sign-in page from here, on the server as in the browser.

mod availability;
mod commands;
mod dialogs;
mod explain;
pub mod keys;
mod me_menu;
mod nav;
mod page_refused;
mod palette;
mod preferences;
mod supervising;

pub use explain::explain;
pub use keys::offer_keys;
pub use nav::{BUILT, is_built};
pub use page_refused::PageRefused;
pub use palette::use_palette;
pub use preferences::{save_density, save_single_keys, save_theme};

use crate::api::sessions::me;
use crate::ui::live::provide_changes;
use crate::ui::page_data::reading;
use crate::ui::{LoadFailed, Toast, ToastShelf, Undo, provide_shortcuts, provide_toasts, use_shortcut};
use dialogs::Dialogs;
use leptos::prelude::*;
use leptos::suspense::Unsuspend;
use leptos_meta::Html;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;
use leptos_router::location::{Location, Url};
use me_menu::MeMenu;
use model::sessions::{Me, Theme};
use nav::{SideNav, TopBar};
use palette::provide_palette;

/// The frame and, inside of it, the page.
#[component]
pub fn Frame() -> impl IntoView {
    let found = reading(|| (), |()| me());
    let location = use_location();
    let here = address(&location);
    // Not within a closure, and the page behind `Unsuspend`: the server runs closures several times while it waits, and
    // would make the page, and ask for its data, each time. A transition, so that code that is waited for later never
    // takes the page off the screen.
    view! {
        <Transition>
            {Suspend::new(async move {
                match found.await {
                    Ok(Some(me)) => view! { <Shell me /> }.into_any(),
                    Ok(None) => view! { <Redirect path=format!("/sign-in?next={}", Url::escape(&here)) /> }.into_any(),
                    Err(error) => {
                        view! {
                            <main class="panel" id="main">
                                <LoadFailed error retry=here />
                            </main>
                        }
                            .into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// Path and query of this page, read once.
fn address(location: &Location) -> String {
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    if search.is_empty() { path } else { format!("{path}?{}", search.trim_start_matches('?')) }
}

#[component]
fn Shell(me: Me) -> AnyView {
    let undo = |entry| Undo::Link { href: format!("/audit/{entry}/undo"), text: "Undo".to_owned() };
    let flash = me.flash.clone().map(|flash| Toast { text: flash.said, undo: flash.entry.map(undo) });
    provide_changes(me.now);
    let me = RwSignal::new(me);
    provide_context(me);
    // The server draws nothing behind the redirect (M2). The browser keeps this frame, and goes on in it.
    let elsewhere = || use_location().pathname.get_untracked() != "/you";
    if cfg!(feature = "ssr") && me.with_untracked(|me| me.must_change_password) && elsewhere() {
        return view! { <NewPasswordFirst /> }.into_any();
    }
    provide_toasts(flash);
    provide_shortcuts(Signal::derive(move || me.with(|me| !me.preferences.no_single_keys)));
    keys::provide_offers();
    let palette = provide_palette();
    use_shortcut("Control+K", move || palette.open());
    let keys = keys::use_keys();
    use_shortcut("?", move || keys.open());
    // Pages with a search field of their own take this key.
    use_shortcut("/", move || palette.open());
    let theme = Memo::new(move |_| me.with(|me| me.preferences.theme));
    let data_theme = move || match theme.get() {
        Theme::System => None,
        chosen => Some(chosen.slug()),
    };
    view! {
        <Html attr:data-theme=data_theme />
        <NewPasswordFirst />
        <div class="app">
            // The browser itself moves focus to the target; the router would only scroll.
            <a class="skip" href="#main" rel="external">
                "Skip to main content"
            </a>
            {view! { <supervising::SupervisingBanner /> }.into_any()}
            {view! { <TopBar /> }.into_any()}
            {view! { <SideNav /> }.into_any()}
            {Unsuspend::new(|| view! { <Outlet /> }.into_any())}
        </div>
        {view! { <MeMenu /> }.into_any()}
        {view! { <Dialogs /> }.into_any()}
        {view! { <ToastShelf /> }.into_any()}
    }
    .into_any()
}

/// Whoever got a password from somebody else chooses their own before anything else (M2).
#[component]
fn NewPasswordFirst() -> impl IntoView {
    let me = crate::pages::use_me();
    let path = use_location().pathname;
    move || {
        let elsewhere = me.with(|me| me.must_change_password) && path.get() != "/you";
        elsewhere.then(|| view! { <Redirect path="/you#password" /> })
    }
}
