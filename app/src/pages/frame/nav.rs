//! The navigation: a column on wide screens, a drawer behind a button on narrow ones. Both work without script.

use super::use_palette;
use crate::pages::frame::availability::{AvailabilityToggle, presence};
use crate::pages::use_me;
use crate::ui::browser;
use crate::ui::words::hue;
use crate::ui::{Avatar, AvatarSize, Icon, IconName, WhyNotMore};
use leptos::html::Nav;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use policy::{Page, pages};

/// The pages that there are, with icon and address. A new page is one row here; who sees it is policy's to say (R12).
pub const BUILT: &[(Page, IconName, &str)] = &[
    (Page::Team, IconName::Team, "/team"),
    (Page::Numbers, IconName::Hash, "/numbers"),
    (Page::CallFlow, IconName::Flow, "/call-flow/who-rings"),
    (Page::Roles, IconName::Roles, "/roles"),
    (Page::Billing, IconName::Billing, "/billing"),
    (Page::Audit, IconName::Audit, "/audit"),
    (Page::Profile, IconName::User, "/profile"),
];

/// Whether there is such a page: links to others would lead nowhere.
pub fn is_built(page: Page) -> bool {
    BUILT.iter().any(|(built, ..)| *built == page)
}

/// The id of the navigation, which the narrow screen's button opens.
const NAV: &str = "nav";

/// The bar of narrow screens.
#[component]
pub fn TopBar() -> impl IntoView {
    let me = use_me();
    let palette = use_palette();
    let company = move || me.with(|me| me.account.name.clone());
    view! {
        <header class="topbar">
            <button class="btn btn--ghost btn--icon" type="button" popovertarget=NAV aria-label="Open navigation">
                <Icon name=IconName::Menu />
            </button>
            <span class="topbar__title truncate">{company}</span>
            <span class="topbar__end">
                // Without script the search of the Team page has to do.
                <form action="/team">
                    <button
                        class="btn btn--ghost btn--icon"
                        aria-label="Search or run a command"
                        on:click=move |ev| {
                            ev.prevent_default();
                            palette.open();
                        }
                    >
                        <Icon name=IconName::Search />
                    </button>
                </form>
                <a class="topbar__me" href="/you" aria-label="Your settings">
                    {move || me_avatar()}
                </a>
            </span>
        </header>
    }
}

/// The navigation beside the page; a drawer on narrow screens. Lists the pages that one's role opens (R12).
#[component]
pub fn SideNav() -> impl IntoView {
    let me = use_me();
    let palette = use_palette();
    let path = use_location().pathname;
    let drawer = NodeRef::<Nav>::new();
    // On narrow screens a followed link leaves the drawer open otherwise.
    Effect::new(move |_| {
        path.track();
        browser::hide_popover(drawer);
    });
    let company = move || me.with(|me| me.account.name.clone());
    view! {
        <nav class="sidenav" id=NAV node_ref=drawer popover="auto" aria-label="Main">
            <div class="account">
                <span class="account__mark">
                    <Icon name=IconName::Mark />
                </span>
                <span class="truncate">{company}</span>
            </div>
            <form action="/team">
                <button
                    class="navsearch"
                    aria-keyshortcuts="Control+K"
                    on:click=move |ev| {
                        ev.prevent_default();
                        palette.open();
                    }
                >
                    <Icon name=IconName::Search />
                    "Search"
                    <kbd aria-hidden="true">"Ctrl K"</kbd>
                </button>
            </form>
            <ul>
                {move || {
                    let open = me.with(|me| pages(&me.actor));
                    let built = BUILT.iter().filter(|(page, ..)| open.contains(page));
                    built.map(|(page, icon, href)| link(page.label(), *icon, href, path).into_any()).collect::<Vec<_>>()
                }}
            </ul>
            {move || {
                let hidden = me.with(super::explain::hidden_pages);
                (!hidden.is_empty())
                    .then(|| {
                        view! {
                            <div class="sidenav__why">
                                <WhyNotMore hidden />
                            </div>
                        }
                    })
            }}
            <div class="sidenav__foot">
                <AvailabilityToggle />
                <button class="me" type="button" popovertarget=super::me_menu::MENU aria-haspopup="menu">
                    {move || me_avatar()}
                    <span class="me__words">
                        <span class="me__name truncate">{move || me.with(|me| me.actor.name.full())}</span>
                        <span class="me__role truncate">{move || me.with(|me| me.actor.role.name.clone())}</span>
                    </span>
                    <Icon name=IconName::Updown />
                    <span class="sr-only">", your account"</span>
                </button>
            </div>
        </nav>
    }
}

fn link(label: &'static str, icon: IconName, href: &'static str, path: Memo<String>) -> impl IntoView {
    let current = move || current(&path.get(), href);
    view! {
        <li>
            <a class="navlink" href=href aria-current=current>
                <Icon name=icon />
                {label}
            </a>
        </li>
    }
}

/// `aria-current` of a link: the page itself, or one below it.
fn current(path: &str, href: &str) -> Option<&'static str> {
    let below = path.strip_prefix(href)?;
    if below.is_empty() { Some("page") } else { below.starts_with('/').then_some("true") }
}

fn me_avatar() -> impl IntoView {
    use_me().with(|me| {
        let name = &me.actor.name;
        let photo = me.photo.as_ref().map(|hash| format!("/photos/{hash}"));
        view! {
            <Avatar
                initials=name.initials()
                hue=hue(&name.full())
                photo
                size=AvatarSize::S32
                presence=Some(presence(me.availability))
            />
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_those_below_it_mark_their_link() {
        assert_eq!(current("/team", "/team"), Some("page"));
        assert_eq!(current("/team/import", "/team"), Some("true"));
        assert_eq!(current("/teams", "/team"), None);
        assert_eq!(current("/you", "/team"), None);
    }

    #[test]
    fn r12_the_navigation_has_each_page_once_in_the_order_of_policy() {
        let built: Vec<Page> = BUILT.iter().map(|(page, ..)| *page).collect();
        let ordered: Vec<Page> = Page::ALL.iter().copied().filter(|page| built.contains(page)).collect();
        assert_eq!(built, ordered);
        let addresses: std::collections::BTreeSet<&str> = BUILT.iter().map(|(.., href)| *href).collect();
        assert_eq!(addresses.len(), BUILT.len(), "an address stands for two pages");
    }
}
