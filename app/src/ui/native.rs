//! What HTML alone does not do, added once for the whole page by delegated listeners (browser only).
//!
//! Menus: arrows, Home, End, type-ahead, focus on opening, closing after a choice. Openers (`command`) in browsers that
//! lack them. Focus back to a menu's button when the dialog opened from that menu closes. What was typed or ticked
//! before script arrived, replayed to script as if done now.

use crate::ui::fold::fold;
use leptos::prelude::document;
use leptos::web_sys::{Element, Event, HtmlElement, KeyboardEvent};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlDialogElement, HtmlInputElement, ToggleEvent};

const ENTRIES: &str = "[role=menuitem], .menu__why > summary, .menu__why";
/// Letters typed within this time make one word, in ms.
const TYPE_AHEAD: f64 = 600.0;

thread_local! {
    /// The button that opened the last menu, and what was typed in it and when.
    static OPENER: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
    static TYPED: RefCell<(String, f64)> = const { RefCell::new((String::new(), 0.0)) };
}

/// Call once after hydration.
pub fn install() {
    listen("keydown", false, |ev| {
        if let Some(ev) = ev.dyn_ref::<KeyboardEvent>() {
            menu_key(ev);
        }
    });
    // `toggle` and `close` don't bubble: listen on the way down.
    listen("toggle", true, |ev| {
        if let Some(ev) = ev.dyn_ref::<ToggleEvent>() {
            menu_toggled(ev);
        }
    });
    listen("close", true, |_| give_focus_back());
    listen("click", false, |ev| close_after_choice(&ev));
    let button = js_sys::Reflect::get(&js_sys::global(), &"HTMLButtonElement".into())
        .and_then(|class| js_sys::Reflect::get(&class, &"prototype".into()));
    if !button.is_ok_and(|it| js_sys::Reflect::has(&it, &"command".into()).unwrap_or(false)) {
        listen("click", false, |ev| run_command(&ev));
    }
}

/// A field that somebody changed while script was still loading.
enum Early {
    Typed(Element, String),
    Ticked(HtmlInputElement, bool),
}

/// What was changed before script took over; call before hydration, which writes the server's values into some fields.
pub struct EarlyChanges(Vec<Early>);

impl EarlyChanges {
    /// Nothing on pages that were loaded again: there the browser itself puts old values back, which nobody typed now.
    pub fn read() -> EarlyChanges {
        let Ok(found) = document().query_selector_all("input, textarea, select") else {
            return EarlyChanges(Vec::new());
        };
        let fields = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into::<Element>().ok());
        EarlyChanges(if is_first_visit() { fields.filter_map(early).collect() } else { Vec::new() })
    }

    /// Does it once more, now that script listens.
    pub fn replay(self) {
        for change in self.0 {
            match change {
                Early::Ticked(input, on) => {
                    input.set_checked(!on);
                    input.click();
                }
                Early::Typed(field, value) => {
                    let _ = js_sys::Reflect::set(&field, &"value".into(), &value.into());
                    for name in ["input", "change"] {
                        if let Some(event) = bubbling(name) {
                            let _ = field.dispatch_event(&event);
                        }
                    }
                }
            }
        }
    }
}

fn early(field: Element) -> Option<Early> {
    let text = |of: &Element, name: &str| {
        js_sys::Reflect::get(of, &name.into()).ok().and_then(|it| it.as_string()).unwrap_or_default()
    };
    let value = text(&field, "value");
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "file" | "hidden" => return None,
            // Of radios only the one that was chosen: the other went off by itself.
            "radio" => {
                return (input.checked() && !input.default_checked()).then(|| Early::Ticked(input.clone(), true));
            }
            "checkbox" => {
                return (input.checked() != input.default_checked())
                    .then(|| Early::Ticked(input.clone(), input.checked()));
            }
            _ => {}
        }
    }
    let at_first = match field.tag_name().as_str() {
        "SELECT" => text(&field.query_selector("option[selected]").ok()??, "value"),
        _ => text(&field, "defaultValue"),
    };
    (value != at_first).then_some(Early::Typed(field, value))
}

/// An event such as a person's typing makes.
fn bubbling(name: &str) -> Option<Event> {
    let class: js_sys::Function = js_sys::Reflect::get(&js_sys::global(), &"Event".into()).ok()?.dyn_into().ok()?;
    let how = js_sys::Object::new();
    js_sys::Reflect::set(&how, &"bubbles".into(), &true.into()).ok()?;
    js_sys::Reflect::construct(&class, &js_sys::Array::of2(&name.into(), &how)).ok()?.dyn_into().ok()
}

/// Whether this page was reached by a link, and not by Reload or Back.
fn is_first_visit() -> bool {
    let entries = js_sys::Reflect::get(&js_sys::global(), &"performance".into()).and_then(|performance| {
        let ask: js_sys::Function = js_sys::Reflect::get(&performance, &"getEntriesByType".into())?.dyn_into()?;
        ask.call1(&performance, &"navigation".into())
    });
    let kind = entries
        .and_then(|all| js_sys::Reflect::get_u32(&all, 0))
        .and_then(|one| js_sys::Reflect::get(&one, &"type".into()));
    kind.ok().and_then(|it| it.as_string()).is_some_and(|kind| kind == "navigate")
}

fn listen(name: &str, capture: bool, run: impl Fn(Event) + 'static) {
    let run = Closure::<dyn Fn(Event)>::new(run);
    let _ = document().add_event_listener_with_callback_and_bool(name, run.as_ref().unchecked_ref(), capture);
    // Lives as long as the page.
    run.forget();
}

fn target(ev: &Event) -> Option<Element> {
    ev.target().and_then(|it| it.dyn_into().ok())
}

fn closest(ev: &Event, selector: &str) -> Option<HtmlElement> {
    target(ev)?.closest(selector).ok().flatten().and_then(|it| it.dyn_into().ok())
}

/// The entries of a menu that can have focus, in order.
fn entries(menu: &Element) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role=menuitem], .menu__why > summary") else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

fn menu_key(ev: &KeyboardEvent) {
    let Some(menu) = closest(ev, "[popover]:has([role=menu])") else { return };
    if closest(ev, ENTRIES).is_none() && closest(ev, "[role=menu]").is_none() {
        return;
    }
    let entries = entries(&menu);
    let count = entries.len();
    if count == 0 || ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
        return;
    }
    let active = document().active_element();
    let at = entries.iter().position(|it| active.as_ref().is_some_and(|active| it.is_same_node(Some(active))));
    let key = ev.key();
    let to = match key.as_str() {
        "ArrowDown" => at.map_or(0, |i| (i + 1) % count),
        "ArrowUp" => at.map_or(count - 1, |i| (i + count - 1) % count),
        "Home" => 0,
        "End" => count - 1,
        "Tab" => {
            // Tab leaves a menu from its button, as if it had never opened.
            let _ = menu.hide_popover();
            return;
        }
        letter if letter.chars().count() == 1 && letter != " " => {
            match type_ahead(letter, ev.time_stamp(), &entries, at) {
                Some(i) => i,
                None => return,
            }
        }
        _ => return,
    };
    ev.prevent_default();
    if let Some(entry) = entries.get(to) {
        let _ = entry.focus();
    }
}

/// The next entry that starts with what was typed; the same letter again goes on to the next one.
fn type_ahead(letter: &str, now: f64, entries: &[HtmlElement], at: Option<usize>) -> Option<usize> {
    let typed = TYPED.with_borrow_mut(|(word, when)| {
        if now - *when > TYPE_AHEAD || *word == fold(letter) {
            word.clear();
        }
        word.push_str(&fold(letter));
        *when = now;
        word.clone()
    });
    let from = at.map_or(0, |i| if typed.chars().count() == 1 { i + 1 } else { i });
    let words = |i: usize| fold(entries[i].text_content().unwrap_or_default().trim());
    (0..entries.len()).map(|i| (from + i) % entries.len()).find(|i| words(*i).starts_with(&typed))
}

/// On opening: remember the button, focus the first entry.
fn menu_toggled(ev: &ToggleEvent) {
    let Some(menu) = target(ev).filter(|it| matches!(it.query_selector("[role=menu]"), Ok(Some(_)))) else { return };
    if ev.new_state() != "open" {
        return;
    }
    let opener = document().active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    OPENER.with_borrow_mut(|it| *it = opener);
    if let Some(first) = entries(&menu).first() {
        let _ = first.focus();
    }
}

/// A dialog opened from a menu finds its opener hidden, so the browser would drop focus to the page.
fn give_focus_back() {
    let document = document();
    let lost = document.active_element().is_none_or(|it| it.tag_name() == "BODY");
    if lost && let Some(opener) = OPENER.with_borrow(Clone::clone) {
        let _ = opener.focus();
    }
}

/// A chosen entry closes its menu; a refused one stays, so its reason can be read.
fn close_after_choice(ev: &Event) {
    if closest(ev, "[role=menuitem]:not([aria-disabled=true])").is_some()
        && let Some(menu) = closest(ev, "[popover]")
    {
        let _ = menu.hide_popover();
    }
}

/// `command="show-modal"` and `"close"` where the browser does not know them yet.
fn run_command(ev: &Event) {
    let Some(button) = closest(ev, "button[commandfor]") else { return };
    let dialog = button.get_attribute("commandfor").and_then(|id| document().get_element_by_id(&id));
    let Some(dialog) = dialog.and_then(|it| it.dyn_into::<HtmlDialogElement>().ok()) else { return };
    match button.get_attribute("command").as_deref() {
        Some("show-modal") if !dialog.open() => drop::<Result<(), JsValue>>(dialog.show_modal()),
        Some("close") => dialog.close(),
        _ => {}
    }
}
