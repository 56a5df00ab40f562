//! The few things asked of the browser itself. On the server they do nothing and answer what is true there.

/// Focuses the element with this id and selects what is in it; whether it was there.
pub fn focus(id: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let Some(element) = leptos::prelude::document().get_element_by_id(id) else { return false };
        if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
        if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
            input.select();
        }
        true
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = id;
        false
    }
}

/// Opens the dialog with this id as modal.
pub fn open_dialog(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let dialog = leptos::prelude::document()
            .get_element_by_id(id)
            .and_then(|it| it.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if let Some(dialog) = dialog.filter(|it| !it.open()) {
            let _ = dialog.show_modal();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Closes the dialog with this id.
pub fn close_dialog(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let dialog = leptos::prelude::document()
            .get_element_by_id(id)
            .and_then(|it| it.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if let Some(dialog) = dialog {
            dialog.close();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Closes the popover with this id, if it is open.
pub fn close_popover(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let open = leptos::prelude::document().query_selector(&format!("#{id}:popover-open")).ok().flatten();
        if let Some(popover) = open.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = popover.hide_popover();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Sends the form with this id as if its button had been pressed.
pub fn submit_form(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let form = leptos::prelude::document()
            .get_element_by_id(id)
            .and_then(|it| it.dyn_into::<web_sys::HtmlFormElement>().ok());
        if let Some(form) = form {
            let _ = form.request_submit();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Scrolls the list around this element just far enough to show it.
pub fn show_in_list(id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = leptos::prelude::document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        let _ = js_sys::Reflect::set(&options, &"block".into(), &"nearest".into());
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Chooses the radio of this name and value, without telling anybody: for settings changed elsewhere on the page.
pub fn choose_radio(name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let found = leptos::prelude::document()
            .query_selector(&format!("input[type=radio][name={name}][value={value}]"))
            .ok()
            .flatten();
        if let Some(radio) = found.and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            radio.set_checked(true);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}

/// Loads an address as the browser does for a link: for downloads.
pub fn load(address: &str) {
    #[cfg(feature = "hydrate")]
    let _ = leptos::prelude::window().location().set_href(address);
    #[cfg(not(feature = "hydrate"))]
    let _ = address;
}

/// The browser's IANA time zone, such as "America/Los_Angeles"; none where it does not tell.
pub fn time_zone() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
        js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
    }
    #[cfg(not(feature = "hydrate"))]
    None
}

/// All elements of the document that a selector finds.
#[cfg(feature = "hydrate")]
pub fn all(selector: &str) -> Vec<leptos::web_sys::Element> {
    use wasm_bindgen::JsCast;
    let Ok(list) = leptos::prelude::document().query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}

#[cfg(not(feature = "hydrate"))]
pub fn all(_selector: &str) -> Vec<leptos::web_sys::Element> {
    Vec::new()
}
