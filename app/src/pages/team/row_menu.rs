//! What can be done with a member: the three-dot menu of row and card, quick actions, and their keys (T9, R10).
//!
//! All rows share one menu, filled when it opens, so that a page of a hundred rows stays small. Without script a row's
//! three dots lead to the card, whose menu is there in full.

use crate::pages::frame::explain;
use crate::pages::team::columns::Cells;
use crate::pages::use_me;
use crate::ui::{
    Activation, HiddenEntry, IconButton, IconName, Menu, MenuContent, MenuItem, MenuPlace, MenuSep, SharedPopover,
    Toasts,
};
use leptos::prelude::*;
use model::sessions::Me;
use model::{MemberId, MemberRow};
use policy::{MemberTarget, RowAction, RowMenu, row_menu};

/// What the person at the keyboard may do with this member (R10). `me` is passed on: what listens to the window has no
/// context.
pub fn menu_of(me: RwSignal<Me>, row: &MemberRow) -> RowMenu {
    me.with_untracked(|me| row_menu(&me.actor, &MemberTarget::from(row)))
}

/// The address of an action for one member; `suffix` is the query of the list, with its "?".
pub fn href(id: MemberId, action: RowAction, suffix: &str) -> String {
    if action == RowAction::Duplicate {
        // The invite form itself, prefilled (M8).
        return format!("/team/invite{suffix}{}like={id}", if suffix.is_empty() { '?' } else { '&' });
    }
    format!("/team/{id}/{}{suffix}", action.slug())
}

/// The icon of a menu entry.
pub fn icon_of(action: RowAction) -> IconName {
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

/// The entries for a member, and those that are hidden from this person.
fn entries(me: RwSignal<Me>, row: &MemberRow, suffix: &str) -> (Vec<AnyView>, Vec<HiddenEntry>) {
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
            items.push(view! { <MenuSep /> }.into_any());
        }
        before = Some(part(action));
        let key = match action {
            RowAction::Edit => Some("E"),
            RowAction::Duplicate => Some("D"),
            _ => None,
        };
        items.push(entry(action, Activation::Link(href(row.id, action, suffix)), key));
    }
    if items.is_empty() {
        items.push(view! { <p class="menu__text">"Nothing to do here with your role."</p> }.into_any());
    }
    (items, hidden)
}

fn label(row: &MemberRow) -> String {
    format!("Actions for {}", row.name.full())
}

fn entry(action: RowAction, activation: Activation, key: Option<&'static str>) -> AnyView {
    let (text, icon, danger) = (action.label(), icon_of(action), action == RowAction::Delete);
    match key {
        Some(key) => view! { <MenuItem text icon=icon activation key_hint=key danger /> }.into_any(),
        None => view! { <MenuItem text icon=icon activation danger /> }.into_any(),
    }
}

/// The three dots at a row's end.
pub fn cell(row: &MemberRow, cells: Cells) -> AnyView {
    let id = row.id;
    let label = format!("More actions for {}", row.name.full());
    let on_click = move |ev| {
        if cells.menu.clicked(&ev, id) {
            cells.menu.show();
        }
    };
    // The router leaves it alone; it is followed only while no script is there.
    view! {
        <a
            class="iconbtn row-more ico ico--more"
            class:is-at=move || cells.menu.is_at(id)
            rel="external"
            href=format!("/team/{id}{}", cells.suffix())
            aria-haspopup="menu"
            aria-label=label
            on:click=on_click
        ></a>
    }
    .into_any()
}

/// The card's own menu, there with or without script.
pub fn of_card(row: &MemberRow, suffix: &str) -> AnyView {
    let (more, (items, hidden)) = (format!("More actions for {}", row.name.full()), entries(use_me(), row, suffix));
    view! {
        <IconButton icon=IconName::More label=more bare=true activation=Activation::Menu("card-menu".to_owned()) />
        <Menu id="card-menu" label=label(row) place=MenuPlace::End hidden>
            {items}
        </Menu>
    }
    .into_any()
}

/// The menu all rows share.
#[component]
pub fn SharedMenu() -> impl IntoView {
    let cells = expect_context::<Cells>();
    let content = move || {
        let row = cells.team.rows().get(cells.menu.at()?)?;
        let (items, hidden) = entries(cells.me, &row, &untrack(|| cells.suffix()));
        Some(view! {
            <MenuContent label=label(&row) hidden>
                {items}
            </MenuContent>
        })
    };
    view! {
        <SharedPopover shared=cells.menu id="row-menu" class="menu menu--end">
            {content}
        </SharedPopover>
    }
}

/// Goes where this action leads for the row with the cursor; a refused one is said instead (R10).
pub fn by_key(cells: Cells, toasts: Toasts, action: RowAction) {
    let Some(row) = cells.cursor.focused(cells.team.rows()).and_then(|id| cells.team.rows().get(id)) else { return };
    let RowMenu { entries, missing } = menu_of(cells.me, &row);
    if entries.contains(&action) {
        cells.go.run(href(row.id, action, &untrack(|| cells.team.suffix())));
    } else if let Some(why) = missing.into_iter().find(|m| m.action == action) {
        toasts.push(why.why.to_string());
    }
}
