//! A page that this role doesn't open: the rule, and who may (R10, R12).

use crate::pages::frame::explain::explain;
use crate::pages::use_me;
use crate::ui::{Activation, Button, Empty, IconName};
use leptos::prelude::*;
use policy::Denial;

/// The page in place of the refused one; the server answers with status 403.
#[component]
pub fn PageRefused(
    /// The page's name.
    title: &'static str,
    why: Denial,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::FORBIDDEN);
    }
    let text = use_me().with_untracked(|me| explain(me, &why));
    view! {
        <main class="panel" id="main" tabindex="-1">
            <header class="page-head">
                <h1>{title}</h1>
            </header>
            <Empty icon=IconName::Lock title=format!("{title}: not open to your role") text>
                <Button activation=Activation::Link("/team".into())>"Back to the team"</Button>
            </Empty>
        </main>
    }
}
