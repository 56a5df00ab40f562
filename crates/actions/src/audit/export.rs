//! The audit log as a file to keep (G1): what the page's filter shows.

use crate::audit::read::reader;
use crate::call::Call;
use crate::request::Request;
use crate::spool::{self, Download, Spool};
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
    let _turn = spool::turn(request, Action::SeeAudit).await?;
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeAudit, Target::Account)?;
    let (reader, account, now) = (reader(&call), call.account(), call.now);
    let (query, country) = (query.at(None), call.settings().country);
    let mut spool = Spool::new()?;
    spool.write(audit_csv::head()).await?;
    let mut place = None;
    loop {
        let (rows, more) = audit::read::page(&mut call.tx, account, &reader, &query.at(place), CHUNK, now).await?;
        let last = rows.last().map(|row| row.number);
        let rows: Vec<_> = rows.into_iter().map(|row| row.read_in(country)).collect();
        spool.write(audit_csv::chunk(&rows)).await?;
        match last {
            Some(last) if more => place = Some(Place::Before(last)),
            _ => break,
        }
    }
    drop(call);
    spool.download("audit-log.csv").await
}
