//! The few things asked of the browser itself, so that pages don't. On the server they do nothing and answer what is true there.

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

/// Closes a popover.
pub fn hide_popover(node: leptos::prelude::NodeRef<leptos::html::Div>) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::prelude::GetUntracked;
        if let Some(popover) = node.get_untracked() {
            let _ = popover.hide_popover();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
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

/// What stands in the field with this id; none where it isn't there.
pub fn value_of(id: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let field = leptos::prelude::document().get_element_by_id(id)?;
        js_sys::Reflect::get(&field, &"value".into()).ok()?.as_string()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = id;
        None
    }
}

/// Writes a proposal into the field with this id, unless something stands there already.
pub fn propose(id: &str, text: &str) {
    #[cfg(feature = "hydrate")]
    if value_of(id).is_some_and(|now| now.is_empty())
        && let Some(field) = leptos::prelude::document().get_element_by_id(id)
    {
        let _ = js_sys::Reflect::set(&field, &"value".into(), &text.into());
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, text);
}

/// The file chosen in the field with this id.
#[cfg(feature = "hydrate")]
pub fn chosen_file(id: &str) -> Option<web_sys::File> {
    use wasm_bindgen::JsCast;
    leptos::prelude::document().get_element_by_id(id)?.dyn_into::<web_sys::HtmlInputElement>().ok()?.files()?.get(0)
}

/// Makes the style sheet with this id count for the screen; it does when this is over.
pub async fn use_sheet(id: &'static str) {
    #[cfg(feature = "hydrate")]
    send_wrapper::SendWrapper::new(async {
        let Some(link) = leptos::prelude::document().get_element_by_id(id) else { return };
        let there = js_sys::Reflect::get(&link, &"sheet".into()).is_ok_and(|sheet| !sheet.is_null());
        let loaded = js_sys::Promise::new(&mut |resolve, _| {
            if there {
                let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
            }
            // Without its styles a page is still better than none.
            for event in ["load", "error"] {
                let _ = link.add_event_listener_with_callback(event, &resolve);
            }
        });
        let _ = link.remove_attribute("media");
        if !there {
            let _ = wasm_bindgen_futures::JsFuture::from(loaded).await;
        }
    })
    .await;
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}
