//! Keys and presses on the Numbers table: row cursor, select, open, close (T10).

use super::Numbers;
use crate::pages::frame::keys::offer_keys;
use crate::pages::numbers::selection::Selection;
use crate::ui::use_shortcut;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::query_string::with_query;

const ROW: &str = ".numbers-table tbody tr";

pub fn install(numbers: Numbers) {
    let selection = expect_context::<Selection>();
    let navigate = use_navigate();
    let go =
        Callback::new(move |href: String| navigate(&href, NavigateOptions { scroll: false, ..Default::default() }));
    use_shortcut("/", || {
        if let Some(search) = find("#number-search") {
            let _ = search.focus();
        }
    });
    use_shortcut("J", || step(1));
    use_shortcut("K", || step(-1));
    use_shortcut("X", move || tick(selection, false));
    use_shortcut("Shift+X", move || tick(selection, true));
    // The rows may still be those before a search whose answer is on its way: it is kept.
    let open = move |href: String| go.run(with_query(&href, &numbers.text.get_untracked()));
    use_shortcut("Enter", move || {
        if let Some(href) = focused_row().and_then(|row| row.get_attribute("data-href")) {
            open(href);
        }
    });
    use_shortcut("Escape", move || {
        if numbers.open.get_untracked().is_some() {
            go.run(numbers.list_href());
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
    offer_keys(
        "In the numbers table",
        vec![
            ("Next or previous row", &["J", "K"]),
            ("Select row", &["X"]),
            ("Select a range", &["Shift", "X"]),
            ("Open number", &["↵"]),
            ("Close, then clear the selection", &["Esc"]),
        ],
    );
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn focused_row() -> Option<Element> {
    document().active_element()?.closest(ROW).ok().flatten()
}

/// Ticks the row that has the cursor.
fn tick(selection: Selection, range: bool) {
    let id = focused_row()
        .and_then(|row| row.query_selector(".row-check").ok().flatten())
        .and_then(|b| b.get_attribute("value"));
    if let Some(id) = id.and_then(|id| id.parse().ok()) {
        selection.flip(id, range);
    }
}

fn step(by: i32) {
    let next = match (focused_row(), by > 0) {
        (Some(row), true) => row.next_element_sibling(),
        (Some(row), false) => row.previous_element_sibling(),
        (None, _) => find(ROW).map(Into::into),
    };
    if let Some(row) = next.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        let _ = row.focus();
    }
}

/// A press anywhere on a row opens its card, unless it was on something with an effect of its own.
fn pressed_row(ev: &leptos::ev::MouseEvent) -> Option<String> {
    if ev.default_prevented() || ev.button() != 0 || ev.ctrl_key() || ev.meta_key() || ev.shift_key() {
        return None;
    }
    let target: Element = ev.target()?.dyn_into().ok()?;
    if target.closest("a, button, input, select, label, summary, [popover], .c-check").ok().flatten().is_some() {
        return None;
    }
    target.closest(ROW).ok().flatten()?.get_attribute("data-href")
}
