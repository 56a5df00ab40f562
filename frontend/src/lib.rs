//! The browser's half: takes over the page that the server sent. Nothing else belongs here.

// Views are types inside of types.
#![recursion_limit = "512"]

use app::pages::App;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that leptos puts into the page once the Wasm is loaded. Waits for the code of a lazily loaded page.
#[wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    // It fails only when there is one already.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    leptos::task::spawn_local(async {
        let path = leptos::prelude::window().location().pathname().unwrap_or_default();
        app::pages::preload(&path).await;
        let early = app::ui::native::EarlyChanges::read();
        leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), App).await.forget();
        app::ui::native::install();
        early.replay();
        // For tests: from here on the page reacts.
        if let Some(root) = leptos::prelude::document().document_element() {
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
}
