//! The server: opens the database, builds the router, listens, drains.

use crate::commands::{Outcome, open};
use crate::config::{LogFormat, ServeArgs, log_filter};
use crate::{bodies, form_errors, jobs, layers, listen, mail, page_task, routes as plain, site};
use actions::imports::uploads::Uploads;
use actions::state::{AppState, BULK_WAIT, system_clock};
use app::pages::{App, shell};
use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::get;
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list_with_exclusions};
use std::time::Duration;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

pub async fn serve(args: ServeArgs) -> Outcome {
    start_log(args.log)?;
    let https = args.https()?;
    args.data.folder()?;
    if !args.site_dir.join("pkg").is_dir() {
        return Err(format!(
            "{} has nothing for the browser. Build it with `make run`, or name it with --site-dir.",
            args.site_dir.display()
        ));
    }
    let mailer = mail::Mailer::new(
        args.smtp_url.as_deref(),
        args.mail_from.as_deref(),
        args.public_url.as_deref(),
        &args.data.data_dir,
    )?;
    let db = open(&args.data).await?;
    let listener = std::net::TcpListener::bind(args.listen)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|e| format!("{} can’t be listened on: {e}. Choose another with --listen.", args.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let site = args.public_url.clone().unwrap_or_else(|| format!("http://{address}"));

    let state = AppState {
        db: db.clone(),
        clock: system_clock(),
        https,
        proxies: args.proxies,
        public_url: site.trim_end_matches('/').into(),
        mail: Default::default(),
        live: Default::default(),
        uploads: Uploads::in_folder(args.data.data_dir.join("uploads")),
        supplier: Default::default(),
        bulk_wait: BULK_WAIT,
    };
    actions::secrets::warm_up();
    println!("listening on http://{address}");
    let token = actions::accounts::setup::new_setup_token(&db, state.now()).await.map_err(|e| e.to_string())?;
    if let Some(token) = token {
        println!("setup link: {}/setup?token={token}", site.trim_end_matches('/'));
    }

    let jobs = [tokio::spawn(jobs::run(state.clone())), tokio::spawn(jobs::presence(state.clone()))];
    let mails = tokio::spawn(mail::run(state.clone(), mailer));
    let others = tokio::spawn(actions::live::hear(state.clone()));
    let live = state.live.clone();
    let router = router(state, &args);
    let ended = async move {
        stopped().await;
        // Open streams would never end by themselves.
        live.end_all();
    };
    listen::serve(listener, router, listen::Limits::of(args.max_connections), ended)
        .await
        .map_err(|e| format!("the server stopped: {e}"))?;
    jobs.iter().for_each(tokio::task::JoinHandle::abort);
    mails.abort();
    others.abort();
    db.close().await;
    Ok(())
}

/// How long a request may keep the server waiting once its head is read (QUALITY, Security).
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Between two pieces of its body.
    pub body_goes_on: Duration,
    /// From its head to its answer's: an upload on a slow line takes longest.
    pub answered: Duration,
}

impl Default for Times {
    fn default() -> Times {
        Times { body_goes_on: Duration::from_secs(30), answered: Duration::from_secs(300) }
    }
}

/// What the router's handlers share.
#[derive(Clone, axum::extract::FromRef)]
pub struct ServerState {
    pub app: AppState,
    pub leptos: LeptosOptions,
}

/// All that is served. Of `args` it takes the folder with what the browser loads.
pub fn router(state: AppState, args: &ServeArgs) -> Router {
    router_within(state, args, Times::default())
}

/// The same with other time limits, for tests that wait for them.
pub fn router_within(state: AppState, args: &ServeArgs, times: Times) -> Router {
    page_task::spawn_into_pages();
    // `/team/:id?/:action?` also stands for `/team/{action}`, which no address is and which the router would take for `/team/{id}`.
    let routes = generate_route_list_with_exclusions(
        App,
        Some(["team", "roles", "numbers"].map(|page| format!("/{page}/{{action}}")).to_vec()),
    );
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    let options = site::leptos_options(&args.site_dir, args.listen);
    let shared = ServerState { app: state.clone(), leptos: options.clone() };
    let pages = Router::new()
        .leptos_routes_with_context(&shared, routes, context, {
            let options = options.clone();
            move || shell(options.clone())
        })
        .layer(axum::middleware::from_fn(layers::one_read));
    Router::new()
        .route("/", get(|| async { Redirect::to("/team") }))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/api/{*path}", get(server_functions).post(server_functions))
        .merge(plain::routes())
        .merge(pages)
        .fallback_service(site::service(&args.site_dir, state.clone(), options))
        .layer(axum::middleware::from_fn_with_state(state.clone(), bodies::bounded))
        .layer(axum::middleware::from_fn_with_state(state.clone(), form_errors::own))
        .layer(axum::middleware::map_response(layers::status_of_error))
        .layer(axum::middleware::from_fn_with_state(state, layers::guard))
        .layer(RequestBodyTimeoutLayer::new(times.body_goes_on))
        .layer(TimeoutLayer::with_status_code(http::StatusCode::REQUEST_TIMEOUT, times.answered))
        .layer(layers::compression())
        .layer(axum::middleware::from_fn(layers::log))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(layers::panicked))
        .with_state(shared)
}

async fn server_functions(
    State(state): State<AppState>,
    request: axum::extract::Request,
) -> impl axum::response::IntoResponse {
    leptos_axum::handle_server_fns_with_context(move || provide_context(state.clone()), request).await
}

async fn ready(State(state): State<AppState>) -> (http::StatusCode, &'static str) {
    match state.db.ping().await {
        Ok(()) => (http::StatusCode::OK, "ready"),
        Err(_) => (http::StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}

fn start_log(format: LogFormat) -> Outcome {
    use tracing_subscriber::fmt;
    use tracing_subscriber::prelude::*;
    let filter = log_filter(std::env::var("TEAMLINE_LOG_LEVEL").ok().as_deref())?;
    let registry = tracing_subscriber::registry().with(filter);
    match format {
        LogFormat::Human => registry.with(fmt::layer().with_target(false).with_writer(std::io::stderr)).init(),
        LogFormat::Json => registry.with(fmt::layer().json().with_writer(std::io::stderr)).init(),
    }
    Ok(())
}

/// Ctrl+C or SIGTERM: no new connections, running requests end.
async fn stopped() {
    let ctrl_c = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! { () = ctrl_c => {}, () = terminated => {} }
}
