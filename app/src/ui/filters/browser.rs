//! What script adds to the filters: ticked choices go with the newest address, and what is open stays.

use super::Filters;
use crate::ui::fold::fold;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::web_sys::{Element, Event, HtmlElement};
use model::query_string::encode;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const OPEN: &str = ".filterbar__pills :popover-open";

fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

fn value(input: &Element) -> Option<String> {
    input.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value)
}

impl Filters {
    /// "Show members": the newest address with what is ticked.
    pub(super) fn submitted(self, ev: SubmitEvent) {
        let Some(form) = ev.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
        let Some(name) = form.get_attribute("data-filter") else { return };
        let without = |filters: &Vec<super::Filter>| filters.iter().find(|f| f.name == name).map(|f| f.without.clone());
        let Some(mut href) = self.latest.try_with_value(without).flatten() else { return };
        ev.prevent_default();
        for chosen in all(&form, "input[type=checkbox]:checked").iter().filter_map(value) {
            href.push(if href.contains('?') { '&' } else { '?' });
            href.push_str(&format!("{}={}", encode(&name), encode(&chosen)));
        }
        let popover = form.closest("[popover]").ok().flatten();
        if let Some(popover) = popover.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = popover.hide_popover();
        }
        self.go.run(href);
    }
}

/// Whether somebody is choosing.
pub(super) fn is_open() -> bool {
    document().query_selector(OPEN).is_ok_and(|open| open.is_some())
}

/// The focused pill may be another element after a change.
pub(super) fn keep_focus() {
    let opens = |it: Element| it.get_attribute("popovertarget").filter(|opens| opens.starts_with("filter-"));
    let Some(opens) = document().active_element().and_then(opens) else { return };
    request_animation_frame(move || {
        let lost = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
        let pill = document().query_selector(&format!("[popovertarget=\"{opens}\"]")).ok().flatten();
        if let Some(pill) = pill.filter(|_| lost).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = pill.focus();
        }
    });
}

/// The box above a long list: leaves the choices whose words hold what was typed.
pub(super) fn find(ev: Event) {
    let Some(input) = ev.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
    let Some(form) = input.closest(".menu__search").ok().flatten().and_then(|_| input.closest("form").ok().flatten())
    else {
        return;
    };
    let wanted = fold(&value(&input).unwrap_or_default());
    for choice in all(&form, ".menu__item") {
        let words =
            choice.query_selector(".menu__t").ok().flatten().and_then(|it| it.text_content()).unwrap_or_default();
        let _ = choice.toggle_attribute_with_force("hidden", !fold(&words).contains(&wanted));
    }
}
