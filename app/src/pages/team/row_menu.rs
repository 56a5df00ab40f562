//! What can be done with a member: the three-dot menu of row and card, quick actions, and their keys (T9, R10).
//!
//! All rows share one menu, filled when it opens, so that a page of a hundred rows stays small. Without script a row's three
//! dots lead to the card, whose menu is there in full.

use super::Team;
use crate::pages::frame::{browser, explain};
use crate::pages::use_me;
use crate::ui::icon::icon;
use crate::ui::{HiddenEntry, IconButton, IconName, Menu, MenuItem, MenuPlace, MenuSep, Press, Toasts};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use maud::{Markup, html};
use model::sessions::Me;
use model::{MemberId, MemberRow};
use policy::{MemberTarget, RowAction, RowMenu, row_menu};

/// The shared menu's id.
const SHARED: &str = "row-menu";

/// What the person at the keyboard may do with this member (R10). `me` is passed on: what listens to the window has no context.
fn menu_of(me: RwSignal<Me>, row: &MemberRow) -> RowMenu {
    me.with_untracked(|me| row_menu(&me.actor, &MemberTarget::from(row)))
}

fn href(id: MemberId, action: RowAction, suffix: &str) -> String {
    if action == RowAction::Duplicate {
        // The invite form itself, prefilled (M8).
        return format!("/team/invite{suffix}{}like={id}", if suffix.is_empty() { '?' } else { '&' });
    }
    format!("/team/{id}/{}{suffix}", action.slug())
}

fn icon_of(action: RowAction) -> IconName {
    match action {
        RowAction::Edit => IconName::Edit,
        RowAction::Duplicate => IconName::Copy,
        RowAction::Supervise => IconName::Eye,
        RowAction::Forwarding => IconName::Forward,
        RowAction::ResetPassword => IconName::Key,
        RowAction::ResendInvitation => IconName::Mail,
        RowAction::Suspend => IconName::PauseUser,
        RowAction::Reactivate => IconName::Play,
        RowAction::Delete => IconName::Trash,
        RowAction::Restore => IconName::Undo,
    }
}

/// The three parts of the menu, as drawn.
fn part(action: RowAction) -> u8 {
    match action {
        RowAction::Edit | RowAction::Duplicate | RowAction::Supervise => 0,
        RowAction::Forwarding | RowAction::ResetPassword | RowAction::ResendInvitation => 1,
        _ => 2,
    }
}

fn menu(id: &'static str, row: &MemberRow, suffix: &str) -> AnyView {
    let me = use_me();
    let RowMenu { entries, missing } = menu_of(me, row);
    let hidden = me.with_untracked(|me| {
        missing
            .into_iter()
            .map(|m| HiddenEntry { text: m.action.label().to_owned(), reason: explain(me, &m.why) })
            .collect()
    });
    let mut items: Vec<AnyView> = Vec::new();
    let mut before = None;
    for action in entries {
        if before.is_some_and(|b| b != part(action)) {
            items.push(view! { <MenuSep/> }.into_any());
        }
        before = Some(part(action));
        let key = match action {
            RowAction::Edit => Some("E"),
            RowAction::Duplicate => Some("D"),
            _ => None,
        };
        items.push(entry(action, Press::Link(href(row.id, action, suffix)), key));
    }
    if items.is_empty() {
        items.push(view! { <p class="menu__text">"Nothing to do here with your role."</p> }.into_any());
    }
    view! { <Menu id label=format!("Actions for {}", row.name.full()) place=MenuPlace::End hidden>{items}</Menu> }
        .into_any()
}

fn entry(action: RowAction, press: Press, key: Option<&'static str>) -> AnyView {
    let (text, icon, danger) = (action.label(), icon_of(action), action == RowAction::Delete);
    match key {
        Some(key) => view! { <MenuItem text icon=icon press key_hint=key danger/> }.into_any(),
        None => view! { <MenuItem text icon=icon press danger/> }.into_any(),
    }
}

/// The three dots at a row's end.
pub fn opener(row: &MemberRow, href: &str) -> Markup {
    html! {
        // The browser follows it only while no script is there: the router leaves it alone, `SharedMenu` opens the menu.
        a class="iconbtn row-more" rel="external" href=(href) data-menu="" aria-haspopup="menu" aria-label={ "More actions for " (row.name.full()) } {
            (icon(IconName::More, "icon"))
        }
    }
}

/// Quick actions over the end of the email, drawn only in the row under the pointer or with focus. The menu and the keys do the
/// same.
pub fn follow_rows(team: Team) {
    let me = use_me();
    let seen = move |target: Option<leptos::web_sys::EventTarget>| {
        let row = target.and_then(|t| t.dyn_into::<Element>().ok()?.closest(".team-table tbody tr").ok().flatten());
        if let Some(row) = row {
            draw_quick(team, me, &row);
        }
    };
    Effect::new(move |_| {
        let over = window_event_listener(leptos::ev::pointerover, move |ev| seen(ev.target()));
        let focus = window_event_listener(leptos::ev::focusin, move |ev| seen(ev.target()));
        on_cleanup(move || {
            over.remove();
            focus.remove();
        });
    });
}

fn draw_quick(team: Team, me: RwSignal<Me>, row: &Element) {
    if row.query_selector(".quick").ok().flatten().is_some() {
        return;
    }
    let Some(id) = row.get_attribute("data-href").and_then(|href| id_in(&href)) else { return };
    let row = row.clone();
    with_row(team, id, move |member| {
        for other in browser::all(".team-table .quick") {
            other.remove();
        }
        if let Ok(Some(cell)) = row.query_selector(".c-email") {
            let _ = cell.insert_adjacent_html("beforeend", &quick_links(me, &member, &suffix(team)).into_string());
        }
    });
}

fn quick_links(me: RwSignal<Me>, row: &MemberRow, suffix: &str) -> Markup {
    let name = row.name.full();
    let offered = menu_of(me, row).entries;
    html! {
        span class="quick" {
            @for (action, title) in [(RowAction::Edit, "Edit (E)"), (RowAction::Duplicate, "Duplicate (D)"), (RowAction::Supervise, "Supervise")] {
                @if offered.contains(&action) {
                    a class="iconbtn" tabindex="-1" href=(href(row.id, action, suffix)) aria-label={ (action.label()) " " (name) } title=(title) {
                        (icon(icon_of(action), "icon"))
                    }
                }
            }
        }
    }
}

/// The card's own menu, there with or without script.
pub fn of_card(row: &MemberRow, suffix: &str) -> AnyView {
    let label = format!("More actions for {}", row.name.full());
    view! {
        <IconButton icon=IconName::More label bare=true press=Press::Menu("card-menu".to_owned())/>
        {menu("card-menu", row, suffix)}
    }
    .into_any()
}

/// The menu all rows share.
#[component]
pub fn SharedMenu() -> impl IntoView {
    let team = expect_context::<Team>();
    let opened = RwSignal::new(None::<MemberRow>);
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::click, move |ev| {
            let Some(link) = pressed(&ev) else { return };
            let Some(id) = link.get_attribute("href").and_then(|href| id_in(&href)) else { return };
            ev.prevent_default();
            with_row(team, id, move |row| {
                opened.set(Some(row));
                request_animation_frame(move || show(&link));
            });
        });
        on_cleanup(move || handle.remove());
    });
    move || {
        let suffix = suffix(team);
        opened.get().map(|row| menu(SHARED, &row, &suffix))
    }
}

/// The query part of addresses, with "?" where there is one.
pub fn suffix(team: Team) -> String {
    team.text.with_untracked(|text| if text.is_empty() { String::new() } else { format!("?{text}") })
}

/// The member in a row's address.
fn id_in(href: &str) -> Option<MemberId> {
    href.strip_prefix("/team/")?.split(['?', '/']).next()?.parse().ok()
}

/// Does something with a member of the page: at once, or when the rows have come.
pub fn with_row(team: Team, id: MemberId, then: impl FnOnce(MemberRow) + 'static) {
    match team.row_now(id) {
        Some(row) => then(row),
        None => leptos::task::spawn_local(async move {
            if let Some(row) = team.row(id).await {
                then(row);
            }
        }),
    }
}

fn pressed(ev: &leptos::ev::MouseEvent) -> Option<HtmlElement> {
    if ev.button() != 0 || ev.ctrl_key() || ev.meta_key() || ev.shift_key() || ev.alt_key() {
        return None;
    }
    let target: Element = ev.target()?.dyn_into().ok()?;
    target.closest("a.row-more").ok().flatten()?.dyn_into().ok()
}

/// Opens the shared menu at this link: the style sheet anchors it to the one marked open.
fn show(link: &HtmlElement) {
    let document = document();
    if let Ok(Some(old)) = document.query_selector(".row-more[data-open]") {
        let _ = old.remove_attribute("data-open");
    }
    let _ = link.set_attribute("data-open", "");
    let _ = link.focus();
    #[cfg(feature = "hydrate")]
    if let Some(menu) = document.get_element_by_id(SHARED).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = menu.show_popover();
    }
}

/// Goes where this action leads for the row whose address this is; a refused one is said instead (R10).
pub fn by_key(team: Team, me: RwSignal<Me>, toasts: Toasts, row_href: &str, action: RowAction, go: Callback<String>) {
    let Some(id) = id_in(row_href) else { return };
    with_row(team, id, move |row| {
        let RowMenu { entries, missing } = menu_of(me, &row);
        if entries.contains(&action) {
            go.run(href(row.id, action, &untrack(|| suffix(team))));
        } else if let Some(why) = missing.into_iter().find(|m| m.action == action) {
            toasts.push(why.why.to_string());
        }
    });
}
