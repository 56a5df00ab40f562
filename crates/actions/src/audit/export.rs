//! The audit log as a file to keep (G1): what the page's filter shows, sent while it is read.

use crate::audit::read::reader;
use crate::call::Call;
use crate::exports::{Download, streamed};
use crate::request::Request;
use files::audit_csv;
use model::audit::url::{AuditQuery, Place};
use model::error::AppResult;
use policy::{Action, Target, check};
use store::audit;

/// Entries read and written at once.
const CHUNK: usize = 500;

/// The entries that the page's filter shows.
///
/// # Errors
/// Denied to roles that don't see the log.
pub async fn entries(request: &Request, query: &AuditQuery) -> AppResult<Download> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeAudit, Target::Account)?;
    let (reader, account, now) = (reader(&call), call.account(), call.now);
    let (query, country) = (query.at(None), call.settings().country);
    Ok(streamed("audit-log.csv", |to| async move {
        to.send(audit_csv::head()).await?;
        let mut place = None;
        loop {
            let page = audit::read::page(&mut call.tx, account, &reader, &query.at(place), CHUNK, now).await;
            let (rows, more) = page.map_err(std::io::Error::other)?;
            to.send(audit_csv::chunk(&rows, country)).await?;
            match rows.last() {
                Some(last) if more => place = Some(Place::Before(last.number)),
                _ => return Ok(()),
            }
        }
    }))
}
