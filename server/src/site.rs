//! What the browser loads: hashed names are kept for a year, everything else is asked for again.

use actions::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use leptos::config::{Env, LeptosOptions};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tower_http::services::ServeDir;

/// The settings Leptos renders its tags by. File names carry hashes when the build left `hash.txt` beside the program.
pub fn leptos_options(site_dir: &Path, address: SocketAddr) -> LeptosOptions {
    let hash_file = std::env::current_exe().ok().and_then(|exe| exe.parent().map(|dir| dir.join("hash.txt")));
    LeptosOptions::builder()
        .output_name("teamline")
        .site_root(site_dir.display().to_string())
        .site_pkg_dir("pkg")
        .env(if hash_file.as_ref().is_some_and(|f| f.exists()) { Env::PROD } else { Env::DEV })
        .site_addr(address)
        .hash_files(hash_file.is_some_and(|f| f.exists()))
        .hash_file(Arc::<str>::from("hash.txt"))
        .build()
}

/// Static files, precompressed where the build did so; a missing one is answered by the application's own page.
pub fn service(site_dir: &Path, state: AppState, options: LeptosOptions) -> Router {
    let missing = {
        let render = leptos_axum::render_app_to_stream_with_context(
            move || leptos::prelude::provide_context(state.clone()),
            move || app::pages::shell(options.clone()),
        );
        axum::routing::any(move |request: Request| {
            let page = render(request);
            async move {
                let mut response = page.await.into_response();
                *response.status_mut() = http::StatusCode::NOT_FOUND;
                response
            }
        })
    };
    let dir = ServeDir::new(site_dir).precompressed_br().append_index_html_on_directories(false).fallback(missing);
    Router::new().fallback_service(dir).layer(from_fn(cached))
}

/// Names in /pkg with a hash never change what they name; fonts and icons are asked for once a day.
async fn cached(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let hashed = path.starts_with("/pkg/") && path.split('/').next_back().is_some_and(|f| f.split('.').count() > 2);
        let value = match (hashed, path.starts_with("/fonts/")) {
            (true, _) | (_, true) => "public, max-age=31536000, immutable",
            _ if path.starts_with("/pkg/") => "no-cache",
            _ => "public, max-age=86400",
        };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    response
}
