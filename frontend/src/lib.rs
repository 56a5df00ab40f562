//! The browser's half: takes over the page that the server sent. Nothing else belongs here.

// Views are types inside of types.
#![recursion_limit = "512"]

use app::pages::App;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that leptos puts into the page once the Wasm is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    let early = app::ui::behave::EarlyChanges::read();
    leptos::mount::hydrate_body(App);
    app::ui::behave::install();
    early.replay();
    // For tests: from here on the page reacts.
    if let Some(root) = leptos::prelude::document().document_element() {
        let _ = root.set_attribute("data-hydrated", "true");
    }
}
