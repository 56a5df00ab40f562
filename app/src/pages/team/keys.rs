//! Keys and presses on the table: row cursor, select, open, close (T10, DESIGN "Keyboard").

use super::Team;
use crate::pages::team::selection::Selection;
use crate::ui::{use_shortcut, use_toasts};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::query_string::with_query;
use policy::RowAction;

/// Registers the page's shortcuts and the press on a row.
pub fn install(team: Team) {
    let selection = expect_context::<Selection>();
    use_shortcut("/", || focus("#team-search"));
    use_shortcut("J", || step(1));
    use_shortcut("K", || step(-1));
    use_shortcut("X", move || tick(selection, false));
    use_shortcut("Shift+X", move || tick(selection, true));
    let navigate = use_navigate();
    let go =
        Callback::new(move |href: String| navigate(&href, NavigateOptions { scroll: false, ..Default::default() }));
    // The rows may still be those before a search whose answer is on its way: it is kept.
    let open = move |href: String| go.run(with_query(&href, &team.text.get_untracked()));
    use_shortcut("Enter", move || {
        if let Some(href) = focused_row().and_then(|row| row.get_attribute("data-href")) {
            open(href);
        }
    });
    let (me, toasts) = (crate::pages::use_me(), use_toasts());
    for (keys, action) in [("E", RowAction::Edit), ("D", RowAction::Duplicate)] {
        use_shortcut(keys, move || {
            if let Some(row) = focused_row().and_then(|row| row.get_attribute("data-href")) {
                super::row_menu::by_key(team, me, toasts, &row, action, go);
            }
        });
    }
    use_shortcut("Escape", move || {
        if team.open.get_untracked().is_some() {
            go.run(team.list_href());
        } else {
            selection.clear();
        }
    });
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::click, move |ev| {
            if let Some(href) = pressed_row(&ev) {
                open(href);
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.focus();
    }
}

fn focused_row() -> Option<Element> {
    document().active_element()?.closest(".team-table tbody tr").ok().flatten()
}

/// Moves the row cursor, which is focus on the row.
fn step(by: i32) {
    let next = match (focused_row(), by > 0) {
        (Some(row), true) => row.next_element_sibling(),
        (Some(row), false) => row.previous_element_sibling(),
        (None, _) => find(".team-table tbody tr").map(Into::into),
    };
    if let Some(row) = next.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        let _ = row.focus();
    }
}

fn tick(selection: Selection, range: bool) {
    let Some(row) = focused_row() else { return };
    let id = row.query_selector(".row-check").ok().flatten().and_then(|b| b.get_attribute("value"));
    if let Some(id) = id.and_then(|id| id.parse().ok()) {
        selection.flip(id, range);
    }
}

/// A press anywhere on a row opens its card, unless it was on something with an effect of its own or selected text.
fn pressed_row(ev: &leptos::ev::MouseEvent) -> Option<String> {
    if ev.default_prevented() || ev.button() != 0 || ev.ctrl_key() || ev.meta_key() || ev.shift_key() {
        return None;
    }
    let target: Element = ev.target()?.dyn_into().ok()?;
    if target.closest("a, button, input, select, label, summary, [popover], .c-check").ok().flatten().is_some() {
        return None;
    }
    let row = target.closest(".team-table tbody tr").ok().flatten()?;
    row.get_attribute("data-href").filter(|_| !text_is_selected())
}

/// Whether the press ended a selection of text, which people want to copy.
fn text_is_selected() -> bool {
    #[cfg(feature = "hydrate")]
    let selected = window().get_selection().ok().flatten().is_some_and(|s| !s.is_collapsed());
    #[cfg(not(feature = "hydrate"))]
    let selected = false;
    selected
}
