//! Where keys and pointer are in a table: the row cursor, which is focus on a row, and the row that shows its quick
//! actions.

use crate::ui::data_table::rows::{Row, Rows};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos::{html, web_sys};

/// What a press has an effect on by itself: a row is not opened by it.
const ACTIVATABLE: &str = "a, button, input, select, label, summary, [popover], .c-check";

/// Of a table whose rows open.
pub struct Cursor<I: Copy + Send + Sync + 'static> {
    pub(super) body: NodeRef<html::Tbody>,
    near: RwSignal<Option<I>>,
}

impl<I: Copy + Send + Sync + 'static> Clone for Cursor<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I: Copy + Send + Sync + 'static> Copy for Cursor<I> {}

impl<I: Copy + PartialEq + Send + Sync + 'static> Default for Cursor<I> {
    fn default() -> Self {
        Cursor { body: NodeRef::new(), near: RwSignal::new(None) }
    }
}

impl<I: Copy + PartialEq + Send + Sync + 'static> Cursor<I> {
    /// Whether this is the row under the pointer or with focus, followed.
    pub fn is_near(self, id: I) -> bool {
        self.near.get() == Some(id)
    }

    pub(super) fn come_near(self, id: I) {
        if self.near.get_untracked() != Some(id) {
            self.near.set(Some(id));
        }
    }

    /// The row with focus.
    pub fn focused<R: Row<Id = I>>(self, rows: Rows<R>) -> Option<I> {
        let row = self.focused_row()?;
        let before = std::iter::successors(row.previous_element_sibling(), Element::previous_element_sibling).count();
        untrack(|| rows.ids()).get(before).copied()
    }

    fn focused_row(self) -> Option<Element> {
        let body = self.body.get_untracked()?;
        let row = document().active_element()?.closest("tr").ok().flatten()?;
        body.contains(Some(&row)).then_some(row)
    }

    /// Moves the row cursor down or up; onto the first row when it is nowhere.
    pub(super) fn step(self, down: bool) {
        let next = match self.focused_row() {
            Some(row) if down => row.next_element_sibling(),
            Some(row) => row.previous_element_sibling(),
            None => self.body.get_untracked().and_then(|body| body.first_element_child()),
        };
        if let Some(row) = next.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            let _ = row.focus();
        }
    }
}

/// Whether a press on a row opens it: not when it was on something with an effect of its own, or ended a selection of
/// text, which people want to copy.
pub(super) fn opens_row(ev: &MouseEvent) -> bool {
    if ev.default_prevented() || ev.button() != 0 || ev.ctrl_key() || ev.meta_key() || ev.shift_key() {
        return false;
    }
    let target = ev.target().and_then(|target| target.dyn_into::<Element>().ok());
    let own = target.is_some_and(|it| it.closest(ACTIVATABLE).ok().flatten().is_some());
    !own && !text_is_selected()
}

fn text_is_selected() -> bool {
    #[cfg(feature = "hydrate")]
    let selected =
        web_sys::window().and_then(|it| it.get_selection().ok().flatten()).is_some_and(|it| !it.is_collapsed());
    #[cfg(not(feature = "hydrate"))]
    let selected = web_sys::window().is_none();
    selected
}
