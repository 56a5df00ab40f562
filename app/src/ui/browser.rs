//! The few things asked of the browser itself, so that pages don't. On the server they do nothing and answer what is
//! true there.
//!
//! Elements come in as [`NodeRef`]s of whoever renders them. Two are named by their ids, and say why.

use leptos::html::{ElementType, Input};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// Focuses a field and selects what is in it.
pub fn focus_field(field: NodeRef<Input>) {
    if let Some(field) = field.get_untracked() {
        let _ = field.focus();
        field.select();
    }
}

/// Opens a dialog as modal, if it is not open.
pub fn open_dialog(node: NodeRef<leptos::html::Dialog>) {
    if let Some(dialog) = node.get_untracked().filter(|it| !it.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes a popover, if it is open.
pub fn hide_popover<E>(node: NodeRef<E>)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    #[cfg(feature = "hydrate")]
    if let Some(popover) = node.get_untracked() {
        let _ = popover.unchecked_ref::<web_sys::HtmlElement>().hide_popover();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
}

/// Sends the form with this id as if its button had been clicked. By the id, because the form is far from its buttons,
/// which name it by their `form` attribute.
pub fn submit_form(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        let form = document().get_element_by_id(id).and_then(|it| it.dyn_into::<web_sys::HtmlFormElement>().ok());
        if let Some(form) = form {
            let _ = form.request_submit();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Scrolls the list around an element just far enough to show it.
pub fn show_in_list(node: NodeRef<leptos::html::Div>) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = node.get_untracked() {
        let options = web_sys::ScrollIntoViewOptions::new();
        let _ = js_sys::Reflect::set(&options, &"block".into(), &"nearest".into());
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
}

/// Loads an address as the browser does for a link: for downloads.
pub fn load(address: &str) {
    #[cfg(feature = "hydrate")]
    let _ = window().location().set_href(address);
    #[cfg(not(feature = "hydrate"))]
    let _ = address;
}

/// The browser's IANA time zone, such as "America/Los_Angeles"; none where it does not say.
pub fn time_zone() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
        js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
    }
    #[cfg(not(feature = "hydrate"))]
    None
}

/// The file chosen in a file field.
#[cfg(feature = "hydrate")]
pub fn chosen_file(field: NodeRef<Input>) -> Option<web_sys::File> {
    field.get_untracked()?.files()?.get(0)
}

/// Applies the style sheet with this id to the screen; resolves when it is applied. By the id, because the document's
/// head is written by the server alone: no view of the browser's has a reference to it.
pub async fn use_sheet(id: &'static str) {
    #[cfg(feature = "hydrate")]
    send_wrapper::SendWrapper::new(async {
        let Some(link) = document().get_element_by_id(id) else { return };
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
