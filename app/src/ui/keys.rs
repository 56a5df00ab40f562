//! Keyboard shortcuts of a page (T10): one listener, a registry, and the rule when a key is a shortcut at all.
//!
//! Single keys act only while focus is not in a field and no dialog is open, and they can be turned off (WCAG 2.1.4).
//! Combinations with Control always act. Command on a Mac counts as Control.

use leptos::prelude::*;
use leptos::{ev, web_sys};

/// A shortcut: keys as `aria-keyshortcuts` writes them ("J", "Shift+X", "Control+K", "/", "?"), and what it does.
#[derive(Clone, Copy)]
struct Shortcut {
    id: u32,
    keys: &'static str,
    run: Callback<()>,
}

/// The shortcuts of the page, for anybody below [`provide_shortcuts`].
#[derive(Clone, Copy)]
pub struct Shortcuts {
    list: StoredValue<Vec<Shortcut>>,
    single_keys: Signal<bool>,
}

/// Call once, at the root of the page. `single_keys`: the member's own setting.
pub fn provide_shortcuts(single_keys: Signal<bool>) -> Shortcuts {
    let shortcuts = Shortcuts { list: StoredValue::new(Vec::new()), single_keys };
    provide_context(shortcuts);
    // Effects run in the browser only, so the server never looks for a window.
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |ev| shortcuts.handle(&ev));
        on_cleanup(move || handle.remove());
    });
    shortcuts
}

/// Registers a shortcut for as long as the calling component lives; of two with the same keys the later one wins.
pub fn use_shortcut(keys: &'static str, run: impl Fn() + Send + Sync + 'static) {
    let Some(Shortcuts { list, .. }) = use_context::<Shortcuts>() else { return };
    let run = Callback::new(move |()| run());
    let id = list.with_value(|list| list.last().map_or(0, |last| last.id + 1));
    list.update_value(|list| list.push(Shortcut { id, keys, run }));
    on_cleanup(move || {
        let _ = list.try_update_value(|list| list.retain(|it| it.id != id));
    });
}

impl Shortcuts {
    fn handle(&self, ev: &web_sys::KeyboardEvent) {
        if ev.default_prevented() || ev.is_composing() {
            return;
        }
        let control = ev.ctrl_key() || ev.meta_key();
        let Some(keys) = written(&ev.key(), control, ev.shift_key(), ev.alt_key()) else { return };
        if !control && let Some(dialog) = open_dialog() {
            // Drawn and not yet modal, as it is for a moment: the browser doesn't close it by itself.
            if keys == "Escape" && !dialog.matches(":modal").unwrap_or(true) {
                ev.prevent_default();
                dialog.close();
            }
            return;
        }
        if !control && (!self.single_keys.get_untracked() || in_field(ev)) {
            return;
        }
        // Escape closes what is open over the page first, which the browser does.
        if keys == "Enter" && enter_has_effect(ev) || keys == "Escape" && popover_is_open() {
            return;
        }
        let run = self.list.with_value(|list| list.iter().rev().find(|it| it.keys == keys).map(|it| it.run));
        if let Some(run) = run {
            ev.prevent_default();
            run.run(());
        }
    }
}

/// How a key press is written, as `aria-keyshortcuts` does. Shift is named only beside letters and named keys: on signs
/// the keyboard's layout decides about it. Alt is left to the browser.
fn written(key: &str, control: bool, shift: bool, alt: bool) -> Option<String> {
    if alt || matches!(key, "Control" | "Shift" | "Meta" | "Dead" | "Unidentified") {
        return None;
    }
    let letter = key.chars().count() == 1;
    let named_shift = shift && (!letter || key.chars().all(char::is_alphabetic));
    let key = if letter { key.to_uppercase() } else { key.to_owned() };
    let mut out = String::new();
    if control {
        out.push_str("Control+");
    }
    if named_shift {
        out.push_str("Shift+");
    }
    out.push_str(&key);
    Some(out)
}

/// Whether somebody is typing or choosing: then letters are letters. Checkboxes and buttons don't take letters.
fn in_field(ev: &web_sys::KeyboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let Some(target) = ev.target() else { return false };
    let Some(element) = target.dyn_ref::<web_sys::Element>() else { return false };
    let field = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable],[role=menu] *";
    element.closest(field).ok().flatten().is_some()
}

/// Whether Enter already does something where focus is: follow a link, press a button.
fn enter_has_effect(ev: &web_sys::KeyboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let element = ev.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|it| it.closest("a[href],button,summary,input,[role=menuitem]").ok().flatten().is_some())
}

fn popover_is_open() -> bool {
    document().query_selector("[popover=auto]:popover-open").ok().flatten().is_some()
}

fn open_dialog() -> Option<web_sys::HtmlDialogElement> {
    use leptos::wasm_bindgen::JsCast;
    document().query_selector("dialog[open]").ok().flatten()?.dyn_into().ok()
}

/// A list of keys in the "?" dialog: what it does, and the keys as printed.
#[component]
pub fn KeyList(#[prop(into)] title: String, keys: Vec<(&'static str, &'static [&'static str])>) -> impl IntoView {
    let rows: Vec<AnyView> = keys
        .into_iter()
        .map(|(does, keys)| {
            let keys: Vec<AnyView> = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }.into_any()).collect();
            view! {
                <div>
                    <dt>{does}</dt>
                    <dd>{keys}</dd>
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <div>
            <h3>{title}</h3>
            <dl>{rows}</dl>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use crate::ui::keys::written;

    #[test]
    fn t10_keys_are_written_as_aria_keyshortcuts_does() {
        assert_eq!(written("j", false, false, false).as_deref(), Some("J"));
        assert_eq!(written("X", false, true, false).as_deref(), Some("Shift+X"));
        assert_eq!(written("k", true, false, false).as_deref(), Some("Control+K"));
        assert_eq!(written("Enter", false, false, false).as_deref(), Some("Enter"));
    }

    #[test]
    fn t10_a_sign_is_the_same_key_whether_its_layout_needs_shift_or_not() {
        assert_eq!(written("?", false, true, false), written("?", false, false, false));
        assert_eq!(written("/", false, true, false).as_deref(), Some("/"));
    }

    #[test]
    fn t10_alt_and_bare_modifiers_are_left_to_the_browser() {
        assert_eq!(written("j", false, false, true), None);
        assert_eq!(written("Shift", false, true, false), None);
    }
}
