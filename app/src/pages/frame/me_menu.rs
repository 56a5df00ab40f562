//! The menu of one's own name: settings, theme, shortcuts, sign out. Forms carry it without script.

use crate::api::sessions::{SetPreferences, SignOut};
use crate::pages::frame::keys::use_keys;
use crate::pages::frame::preferences::save_theme;
use crate::pages::use_me;
use crate::ui::{Activation, Icon, IconName, Menu, MenuItem, MenuPlace, MenuSep, SubmitWith};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::sessions::Theme;

/// The menu's id.
pub const MENU: &str = "me-menu";
/// The form that signs out; its answer is a page of its own, so nothing of this one stays in the browser's memory.
pub const SIGN_OUT: &str = "sign-out";
const THEME: &str = "theme";

/// What the menu and the palette call a theme.
pub fn theme_label(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "System theme",
        Theme::Light => "Light theme",
        Theme::Dark => "Dark theme",
    }
}

/// The menu, with the forms that its entries send.
#[component]
pub fn MeMenu() -> impl IntoView {
    let send = |form: &str| SubmitWith { form: Some(form.to_owned()), ..SubmitWith::default() };
    let keys = use_keys();
    view! {
        <form id=THEME method="post" action=SetPreferences::url()></form>
        <form id=SIGN_OUT method="post" action=SignOut::url()></form>
        <Menu id=MENU label="Your account" place=MenuPlace::Up>
            <MenuItem text="Your settings" icon=IconName::Settings activation=Activation::Link("/you".to_owned()) />
            <MenuItem
                text="Keyboard shortcuts"
                icon=IconName::Keyboard
                key_hint="?"
                on_click=Callback::new(move |_| keys.open())
            />
            <MenuSep />
            {Theme::ALL.map(|theme| view! { <ThemeItem theme /> })}
            <MenuSep />
            <MenuItem text="Sign out" icon=IconName::Exit activation=Activation::Submit send=send(SIGN_OUT) />
        </Menu>
    }
}

/// One theme; the chosen one is ticked.
#[component]
fn ThemeItem(theme: Theme) -> impl IntoView {
    let me = use_me();
    let keep = save_theme();
    let chosen = move || me.with(|me| me.preferences.theme == theme);
    view! {
        <button
            class="menu__item"
            role="menuitem"
            tabindex="-1"
            form=THEME
            name="theme"
            value=theme.slug()
            on:click=move |ev| {
                ev.prevent_default();
                keep(theme);
            }
        >
            <span class="menu__tick">{move || chosen().then(|| view! { <Icon name=IconName::Check /> })}</span>
            {theme_label(theme)}
            {move || chosen().then(|| view! { <span class="sr-only">", chosen"</span> })}
        </button>
    }
}
