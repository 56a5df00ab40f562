//! The floors' server. H: a bare axum handler that runs the bare query and writes our page by plain formatting (P1). L:
//! the same query rendered by Leptos, see `floor_leptos` (P1, P5). J: the page with plain JavaScript with its rows as
//! JSON (P8). What they send is compressed like ours.

use crate::floor_leptos::{Page, Rows};
use crate::floor_page::{Template, hyphenated, shown};
use crate::floor_sql;
use crate::floor_sql::{Member, Place};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use leptos::prelude::provide_context;
use model::team::TeamQuery;
use model::{AccountId, query_string};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

struct Floor {
    database: PathBuf,
    site: PathBuf,
    account: AccountId,
    template: Template,
    plain: String,
}

/// Serves until it is ended. `page` is our first page as captured; beside it lies the account's id.
pub async fn serve(database: &Path, site: &Path, page: &Path) -> Result<()> {
    // Leptos spawns what it streams; without routes of its own nothing else says where.
    let _ = any_spawner::Executor::init_tokio();
    let account: AccountId = std::fs::read_to_string(page.with_extension("account"))?.parse()?;
    let captured = std::fs::read_to_string(page)?;
    let (members, _) = floor_sql::page(&floor_sql::open(database)?, account, &Place::default())?;
    let template = Template::learn(&captured, &members)?;
    let floor =
        Floor { database: database.to_owned(), site: site.to_owned(), account, template, plain: plain(&captured) };
    let router = Router::new()
        .route("/team", get(team))
        .route("/leptos", get(leptos))
        .route("/plain", get(|State(floor): State<Arc<Floor>>| async move { Html(floor.plain.clone()) }))
        .route("/rows", get(rows))
        .fallback(file)
        .layer(CompressionLayer::new())
        .with_state(Arc::new(floor));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|socket| {
        // As on our side; without it answers wait.
        let _ = socket.set_nodelay(true);
    });
    axum::serve(listener, router).await.context("the floor’s server stopped")
}

/// A connection per thread: nothing to wait for, nothing to hand over.
fn ask<T>(floor: &Floor, question: impl FnOnce(&rusqlite::Connection) -> Result<T>) -> Result<T, StatusCode> {
    thread_local! {
        static CONNECTION: OnceCell<rusqlite::Connection> = const { OnceCell::new() };
    }
    let answer = CONNECTION.with(|cell| {
        if cell.get().is_none() {
            let _ = cell.set(floor_sql::open(&floor.database)?);
        }
        question(cell.get().context("no connection")?)
    });
    answer.map_err(|error| {
        eprintln!("floor: {error:#}");
        StatusCode::INTERNAL_SERVER_ERROR
    })
}

async fn team(State(floor): State<Arc<Floor>>, RawQuery(query): RawQuery) -> Result<Html<String>, StatusCode> {
    let (place, first) = place(query.as_deref().unwrap_or_default());
    let (members, _total) = ask(&floor, |connection| floor_sql::page(connection, floor.account, &place))?;
    let template = &floor.template;
    let mut page = String::with_capacity(template.head.len() + template.foot.len() + 200_000);
    page.push_str(&template.head);
    template.rows(&mut page, &members, first);
    page.push_str(&template.foot);
    Ok(Html(page))
}

async fn leptos(State(floor): State<Arc<Floor>>, request: Request) -> Result<Response, StatusCode> {
    let (place, first) = place(request.uri().query().unwrap_or_default());
    let (members, _total) = ask(&floor, |connection| floor_sql::page(connection, floor.account, &place))?;
    let rows = Rows { members: Arc::new(members), first };
    let render = leptos_axum::render_app_async_with_context(move || provide_context(rows.clone()), Page);
    Ok(render(request).await)
}

/// The place of a link to a page, as our own links have it.
fn place(query: &str) -> (Place, usize) {
    if query.is_empty() {
        return (Place::default(), 1);
    }
    let Some(cursor) = TeamQuery::from_query(query).0.cursor else { return (Place::default(), 1) };
    let name_key = (0..cursor.key.len() / 2)
        .filter_map(|i| u8::from_str_radix(cursor.key.get(2 * i..2 * i + 2)?, 16).ok())
        .collect();
    (Place { name_key, id: cursor.id.0.to_be_bytes().to_vec() }, usize::try_from(cursor.at).unwrap_or(1))
}

/// Rows as JSON: `?status=online`, or `?q=TEXT`.
async fn rows(State(floor): State<Arc<Floor>>, RawQuery(query): RawQuery) -> Result<Response, StatusCode> {
    let query = query.unwrap_or_default();
    let text = query_string::pairs(&query).find(|(name, _)| name == "q").map(|(_, value)| value);
    let members = ask(&floor, |connection| match &text {
        Some(text) => floor_sql::found(connection, floor.account, text),
        None => floor_sql::online(connection, floor.account),
    })?;
    let json = serde_json::Value::Array(members.iter().map(as_json).collect()).to_string();
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}

fn as_json(m: &Member) -> serde_json::Value {
    serde_json::json!({
        "id": hyphenated(&m.id), "name": format!("{} {}", m.first, m.last), "role": m.role, "signIn": m.sign_in, "extension": m.extension,
        "direct": shown(m.direct.as_deref()), "forwardsTo": shown(m.forwards_to.as_deref()), "plan": m.plan, "state": m.state, "lastSeen": m.last_seen,
    })
}

/// Our page without its scripts and what loads them, with `floor.js` instead: the same elements and styles.
fn plain(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(from) = rest.find("<script") {
        out.push_str(&rest[..from]);
        rest = rest[from..].find("</script>").map_or("", |n| &rest[from + n + "</script>".len()..]);
    }
    out.push_str(rest);
    for mark in ["<link rel=\"modulepreload\"", "<link rel=\"preload\" href=\"/pkg/"] {
        while let Some(from) = out.find(mark) {
            let to = out[from..].find('>').map_or(out.len(), |n| from + n + 1);
            out.replace_range(from..to, "");
        }
    }
    let script = format!("<script>{}</script></body>", include_str!("../floor.js"));
    if out.contains("</body>") { out.replacen("</body>", &script, 1) } else { out + &script }
}

/// Styles, icons and fonts, the same files as ours.
async fn file(State(floor): State<Arc<Floor>>, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.split('/').any(|part| part == "..") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    match std::fs::read(floor.site.join(path)) {
        Ok(bytes) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_page_has_no_script_but_its_own() {
        let page = "<head><link rel=\"modulepreload\" href=\"/pkg/a.js\"><link rel=\"stylesheet\" href=\"/pkg/a.css\"><script>a()</script></head><body><p>Dana</p><script>b()</script></body>";
        let plain = plain(page);
        assert!(
            plain.starts_with("<head><link rel=\"stylesheet\" href=\"/pkg/a.css\"></head><body><p>Dana</p><script>")
        );
        assert_eq!((plain.matches("<script").count(), plain.contains("b()")), (1, false));
    }
}
