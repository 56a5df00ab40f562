//! Pages: one folder each. A page owns its resources and actions; its parts take data and callbacks. What belongs in
//! the address (filter, sort, page, open card) is read from there. No SQL, no rules: those are asked of `api` and `policy`.

pub mod accept;
pub mod audit;
pub mod billing;
pub mod bulk;
pub mod farewell;
pub mod forgot;
pub mod frame;
pub mod imports;
pub mod not_found;
pub mod numbers;
pub mod profile;
pub mod roles;
pub mod setup;
pub mod sign_in;
pub mod team;
pub mod undo;
pub mod welcome;
pub mod you;

use crate::model::session::Me;
use frame::Frame;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::{HashedStylesheet, MetaTags};
use leptos_meta::{Link, Meta, Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The page around everything, sent by the server only.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    set_policy();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet options=options.clone() id="style"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The content security policy with this answer's nonce (QUALITY). Style attributes carry colours and sizes only.
#[cfg(feature = "ssr")]
fn set_policy() {
    let (Some(nonce), Some(response)) = (leptos::nonce::use_nonce(), use_context::<leptos_axum::ResponseOptions>()) else { return };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         manifest-src 'self'; frame-ancestors 'none'"
    );
    if let Ok(value) = http::HeaderValue::from_str(&policy) {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, value);
    }
}

/// The application: routes and what all of them share.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|page: String| if page.is_empty() { "Teamline".to_owned() } else { format!("{page} · Teamline") }/>
        <Meta name="description" content="The team of your business phone system"/>
        <Link rel="preload" href="/fonts/inter-latin-wght-normal.woff2" as_="font" type_="font/woff2" crossorigin="anonymous"/>
        <Router>
            <Routes fallback=not_found::NotFound>
                <Route path=path!("/sign-in") view=sign_in::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/accept") view=accept::AcceptPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot") view=forgot::ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/reset") view=forgot::ResetPage ssr=SsrMode::Async/>
                <Route path=path!("/setup") view=setup::Setup ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/welcome") view=welcome::Welcome ssr=SsrMode::Async/>
                    <Route path=path!("/you") view=you::You ssr=SsrMode::Async/>
                    <Route path=path!("/profile") view=profile::ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("/billing") view=billing::BillingPage ssr=SsrMode::Async/>
                    <Route path=path!("/billing/print") view=billing::PrintPage ssr=SsrMode::Async/>
                    <Route path=path!("/audit") view=audit::AuditPage ssr=SsrMode::Async/>
                    <Route path=path!("/roles/:id?/:action?") view=roles::RolesPage ssr=SsrMode::Async/>
                    <Route path=path!("/team/import") view=imports::UploadPage ssr=SsrMode::Async/>
                    <Route path=path!("/team/import/:id") view=imports::CheckPage ssr=SsrMode::Async/>
                    <Route path=path!("/numbers/:id?/:action?") view=numbers::NumbersPage ssr=SsrMode::Async/>
                    <Route path=path!("/team/deleted") view=farewell::DeletedPage ssr=SsrMode::Async/>
                    <Route path=path!("/audit/:id/undo") view=undo::UndoPage ssr=SsrMode::Async/>

                    // One route for list, card and drawer: routes below a page of its own don't move the address bar.
                    <Route path=path!("/team/:id?/:action?") view=team::TeamPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Who is signed in, for every page inside the frame. Changed when one changes one's own settings.
pub fn use_me() -> RwSignal<Me> {
    expect_context::<RwSignal<Me>>()
}

/// The hour and date words of pages are in this offset east of UTC, in seconds.
pub fn use_offset() -> i32 {
    use_me().with_untracked(|me| me.utc_offset)
}
