//! Menus and filter popovers: `popover` elements beside the button that opens them.
//!
//! The browser opens, closes (Esc, click outside) and places them. Arrow keys, Home, End, type-ahead and focus are the
//! one delegated handler in `native`, for all menus of the page.

use crate::ui::activation::{Activatable, Activation, SubmitWith, activatable};
use crate::ui::icon::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// Where a popover opens, seen from its opener.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MenuPlace {
    /// Below, start sides aligned.
    #[default]
    Start,
    /// Below, end sides aligned.
    End,
    /// Above.
    Up,
}

fn menu_class(place: MenuPlace, sheet: bool) -> &'static str {
    match (place, sheet) {
        (MenuPlace::Start, false) => "menu",
        (MenuPlace::Start, true) => "menu menu--sheet",
        (MenuPlace::End, false) => "menu menu--end",
        (MenuPlace::End, true) => "menu menu--end menu--sheet",
        (MenuPlace::Up, false) => "menu menu--up",
        (MenuPlace::Up, true) => "menu menu--up menu--sheet",
    }
}

/// A menu of [`MenuItem`]s and [`MenuSep`]s, opened by a button with `Activation::Menu(id)`.
#[component]
pub fn Menu(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional)] place: MenuPlace,
    /// Entries that this person's role hides, each with the reason (R10): "Why don't I see more?" ends the menu.
    #[prop(optional)]
    hidden: Vec<HiddenEntry>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=menu_class(place, false) id=id popover="auto">
            <MenuContent label hidden>
                {children()}
            </MenuContent>
        </div>
    }
    .into_any()
}

/// What is inside of a menu: its entries, and why there aren't more.
#[component]
pub fn MenuContent(#[prop(into)] label: String, hidden: Vec<HiddenEntry>, children: Children) -> impl IntoView {
    view! {
        <div role="menu" aria-label=label>
            {children()}
        </div>
        {(!hidden.is_empty()).then(|| view! { <WhyNotMore hidden /> })}
    }
    .into_any()
}

/// A popover that is not a menu: a group of checkboxes, a form, a short text.
#[component]
pub fn Popover(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional)] place: MenuPlace,
    /// A bottom sheet on phones.
    #[prop(optional)]
    sheet: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=menu_class(place, sheet) id=id popover="auto" role="group" aria-label=label>
            {children()}
        </div>
    }
    .into_any()
}

/// One entry of a menu.
#[component]
pub fn MenuItem(
    #[prop(into)] text: String,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] activation: Activation,
    #[prop(optional)] send: SubmitWith,
    /// The key that does the same, as printed: "E".
    #[prop(optional)]
    key_hint: Option<&'static str>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] id: Option<String>,
    /// Shown, focusable, without effect; the reason stands under the text.
    #[prop(optional_no_strip, into)]
    disabled_reason: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let icon = icon.map(|name| view! { <Icon name /> });
    if let Some(reason) = disabled_reason {
        return view! {
            <button class="menu__item" type="button" role="menuitem" tabindex="-1" id=id aria-disabled="true">
                {icon}
                <span>{text}<small>{reason}</small></span>
            </button>
        }
        .into_any();
    }
    let class = if danger { "menu__item is-danger" } else { "menu__item" }.to_owned();
    let it = Activatable { id, class, role: Some("menuitem"), activation, send, on_click, ..Activatable::default() };
    let content = view! {
        {icon}
        {text}
        {key_hint.map(|key| view! { <kbd aria-hidden="true">{key}</kbd> })}
    };
    activatable(it, content.into_any())
}

/// A line between groups of entries.
#[component]
pub fn MenuSep() -> impl IntoView {
    view! { <hr class="menu__sep" /> }
}

/// A heading inside a popover.
#[component]
pub fn MenuHead(#[prop(into)] text: String) -> impl IntoView {
    view! { <p class="menu__head">{text}</p> }
}

/// An entry a menu leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenEntry {
    pub text: String,
    /// The rule, and which roles may do it.
    pub reason: String,
}

/// "Why don't I see more?" (R10): opens without script.
#[component]
pub fn WhyNotMore(hidden: Vec<HiddenEntry>) -> impl IntoView {
    let entries: Vec<AnyView> = hidden
        .into_iter()
        .map(|it| {
            view! {
                <li>
                    <b>{it.text}</b>
                    ": "
                    {it.reason}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="menu__why">
            <summary class="menu__item">"Why don’t I see more?"<Icon name=IconName::Right /></summary>
            <ul>{entries}</ul>
        </details>
    }
    .into_any()
}
