//! A popover that many openers share, such as the menu of all rows: filled for the one that was clicked, placed beside
//! it.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Which opener it was opened at. The style sheet places it by an anchor name on the opener with the class `is-at`.
pub struct Shared<I: Send + Sync + 'static> {
    at: RwSignal<Option<I>>,
    node: NodeRef<html::Div>,
}

impl<I: Send + Sync + 'static> Clone for Shared<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I: Send + Sync + 'static> Copy for Shared<I> {}

impl<I: Send + Sync + 'static> Default for Shared<I> {
    fn default() -> Self {
        Shared { at: RwSignal::new(None), node: NodeRef::new() }
    }
}

impl<I: Copy + PartialEq + Send + Sync + 'static> Shared<I> {
    /// What it was opened for last, followed: again with each opening.
    pub fn at(self) -> Option<I> {
        self.at.get()
    }

    /// Whether it was opened for this one last, followed.
    pub fn is_at(self, id: I) -> bool {
        self.at.get() == Some(id)
    }

    /// For `on:click` of an opener that is a link where there is no script. True: it was a plain click, and the link
    /// isn't followed.
    pub fn clicked(self, ev: &MouseEvent, id: I) -> bool {
        if ev.button() != 0 || ev.ctrl_key() || ev.meta_key() || ev.shift_key() || ev.alt_key() {
            return false;
        }
        ev.prevent_default();
        // Not every browser gives focus to a link that is clicked; it comes back here when the popover closes.
        let opener = ev.target().and_then(|it| it.dyn_into::<Element>().ok()?.closest("a, button").ok().flatten());
        if let Some(opener) = opener.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = opener.focus();
        }
        self.at.set(Some(id));
        true
    }

    /// Shows it, once it has been filled.
    pub fn show(self) {
        request_animation_frame(move || {
            #[cfg(feature = "hydrate")]
            if let Some(node) = self.node.get_untracked() {
                let _ = node.show_popover();
            }
            #[cfg(not(feature = "hydrate"))]
            let _ = self.node;
        });
    }

    /// Closes it.
    pub fn hide(self) {
        #[cfg(feature = "hydrate")]
        if let Some(node) = self.node.get_untracked() {
            let _ = node.hide_popover();
        }
    }
}

/// The popover itself, empty until it is first opened.
#[component]
pub fn SharedPopover<I: Copy + PartialEq + Send + Sync + 'static>(
    shared: Shared<I>,
    id: &'static str,
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=class id=id popover="auto" node_ref=shared.node>
            {children()}
        </div>
    }
}
