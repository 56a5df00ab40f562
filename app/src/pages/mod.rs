//! Pages: one folder each. A page owns its resources and actions; its parts take data and callbacks. What belongs in
//! the address (filter, sort, page, open card) is read from there. No SQL, no rules: those are asked of `api` and
//! `policy`.
//!
//! **A new page is loaded lazily**, so that the Team page's code stays small (P7). The recipe:
//! 1. A page with a route of its own: one line in `lazy_pages!` below, `AuditRoute = audit::AuditPage;`, in the group
//!    of the pages it is used with (a new group for an area of its own), and `view={lazily(AuditRoute {})}` in its
//!    `Route`. Nothing else changes: the server draws it as before; opened by its address, the browser waits for its
//!    code before it takes the page over; followed by a link, the old page stays until then.
//! 2. A drawer or dialog over a page: see `team::drawers`, a `lazy_view!` and a line in `opened`. `preload` is for
//!    those that are drawn open by the server.
//! 3. Styles of such a page go into `style/more.css`; `style/main.css` is for the list of the team and the frame.
//! 4. Code used by the Team page and a lazy one is in the first part. `make bench` (P7) says what it costs.
//!
//! Don't use a lazy page's component from elsewhere, for then its code is in the first part again.

pub mod accept;
pub mod audit;
pub mod billing;
pub mod bulk;
pub mod callflow;
mod first_steps;
pub mod forgot;
pub mod frame;
pub mod imports;
mod lazy;
mod new_password;
pub mod not_found;
pub mod numbers;
pub mod offboarding;
pub mod profile;
pub mod roles;
pub mod setup;
pub mod sign_in;
mod styles;
pub mod team;
pub mod undo;
pub mod welcome;
pub mod you;

use frame::Frame;
use lazy::lazily;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::{Link, Meta, Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};
use model::sessions::Me;
use model::zone::Offsets;

lazy::lazy_pages! {
    entrance {
        SignInRoute = sign_in::SignIn;
        AcceptRoute = accept::AcceptPage;
        ForgotRoute = forgot::ForgotPage;
        ResetRoute = forgot::ResetPage;
        SetupRoute = setup::Setup;
        WelcomeRoute = welcome::Welcome;
    }
    pages {
        YouRoute = you::You;
        ProfileRoute = profile::ProfilePage;
        UploadRoute = imports::UploadPage;
        CheckRoute = imports::CheckPage;
        DeletedRoute = offboarding::DeletedPage;
        RolesRoute = roles::RolesPage;
        AuditRoute = audit::AuditPage;
        UndoRoute = undo::UndoPage;
        NumbersRoute = numbers::NumbersPage;
        WhoRingsRoute = callflow::WhoRingsPage;
        BillingRoute = billing::BillingPage;
        PrintRoute = billing::PrintPage;
    }
}

/// Loads what the page at this path shows beyond its route's own code, before it is taken over.
#[cfg(feature = "hydrate")]
pub async fn preload(path: &str) {
    team::preload(path).await;
}

/// The page around everything, sent by the server only.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    set_policy();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <styles::Styles options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The content security policy with this answer's nonce (SECURITY.md). Style attributes carry colours and sizes only.
#[cfg(feature = "ssr")]
fn set_policy() {
    let (Some(nonce), Some(response)) = (leptos::nonce::use_nonce(), use_context::<leptos_axum::ResponseOptions>())
    else {
        return;
    };
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
        // A text of its own, for while a page's code is on its way: a document without a title has no name for anybody.
        <Title
            text=""
            formatter=|page: String| if page.is_empty() { "Teamline".to_owned() } else { format!("{page} · Teamline") }
        />
        <Meta name="description" content="The team of your business phone system" />
        <Link
            rel="preload"
            href="/fonts/inter-latin-wght-normal.woff2"
            as_="font"
            type_="font/woff2"
            crossorigin="anonymous"
        />
        <Router>
            <Routes fallback=not_found::NotFound>
                <Route path=path!("/sign-in") view=lazily(SignInRoute {}) ssr=SsrMode::Async />
                <Route path=path!("/accept") view=lazily(AcceptRoute {}) ssr=SsrMode::Async />
                <Route path=path!("/forgot") view=lazily(ForgotRoute {}) ssr=SsrMode::Async />
                <Route path=path!("/reset") view=lazily(ResetRoute {}) ssr=SsrMode::Async />
                <Route path=path!("/setup") view=lazily(SetupRoute {}) ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/welcome") view=lazily(WelcomeRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/you") view=lazily(YouRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/profile") view=lazily(ProfileRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/billing") view=lazily(BillingRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/billing/print") view=lazily(PrintRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/audit") view=lazily(AuditRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/roles/:id?/:action?") view=lazily(RolesRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/team/import") view=lazily(UploadRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/team/import/:id") view=lazily(CheckRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/numbers/:id?/:action?") view=lazily(NumbersRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/call-flow/who-rings") view=lazily(WhoRingsRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/team/deleted") view=lazily(DeletedRoute {}) ssr=SsrMode::Async />
                    <Route path=path!("/audit/:id/undo") view=lazily(UndoRoute {}) ssr=SsrMode::Async />

                    // One route for list, card and drawer: routes below a page of its own don't move the address bar.
                    <Route path=path!("/team/:id?/:action?") view=team::TeamPage ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Who is signed in, for every page inside the frame. Changed when one changes one's own settings.
pub fn use_me() -> RwSignal<Me> {
    expect_context::<RwSignal<Me>>()
}

/// The viewer's time zone, by which pages write hours and dates: each by the offset that holds then.
pub fn use_zone() -> Offsets {
    use_me().with_untracked(|me| me.zone.clone())
}
