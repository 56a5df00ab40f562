//! The audit log as a file to keep (G1): what the page's filter shows, sent while it is read.

use crate::api::audit::reader;
use crate::api::call::Call;
use crate::api::downloads::{answered, streamed};
use crate::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use files::audit_csv;
use http::request::Parts;
use model::audit::url::{AuditQuery, Place};
use model::error::AppResult;
use policy::{Action, Target, check};
use store::audit;

/// Entries read and written at once.
const CHUNK: usize = 500;

pub async fn export_audit(State(state): State<AppState>, RawQuery(query): RawQuery, parts: Parts) -> Response {
    answered(export(state, &query.unwrap_or_default(), &parts).await)
}

async fn export(state: AppState, query: &str, parts: &Parts) -> AppResult<Response> {
    let mut call = Call::open(state, parts, false).await?;
    let _permit = check(call.actor(), Action::SeeAudit, Target::Account)?;
    let (reader, account, now) = (reader(&call), call.account(), call.now);
    let query = AuditQuery::from_query(query).at(None);
    Ok(streamed("audit-log.csv", |to| async move {
        to.send(audit_csv::head()).await?;
        let mut place = None;
        loop {
            let page = audit::read::page(&mut call.tx, account, &reader, &query.at(place), CHUNK, now).await;
            let (rows, more) = page.map_err(std::io::Error::other)?;
            to.send(audit_csv::chunk(&rows)).await?;
            match rows.last() {
                Some(last) if more => place = Some(Place::Before(last.number)),
                _ => return Ok(()),
            }
        }
    }))
}
