//! Starts the browser's half, nothing else.

use app::pages::App;

/// Called by the page once the module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_lazy(App);
    app::ui::behave::install();
}
