//! An address that leads nowhere: says so, with the status tools look at, and a way back.

use crate::ui::{Activation, Button, ButtonKind, Empty, IconName};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of every address that is none; the server answers with status 404.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Page not found" />
        <main class="lost" id="main">
            <h1 class="sr-only">"Page not found"</h1>
            <Empty
                icon=IconName::Help
                title="There is no page at this address"
                text="The link may be old, or a letter is missing. The team is still here."
            >
                <Button kind=ButtonKind::Primary activation=Activation::Link("/team".to_owned())>
                    "Go to the team"
                </Button>
            </Empty>
        </main>
    }
}
