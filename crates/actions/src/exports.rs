//! Files to keep: members as CSV (I2), the template, an import's findings (I1).

use crate::call::Call;
use crate::request::Request;
use crate::spool::{self, Spool};
use files::imports::export;
use model::error::{AppError, AppResult};
use model::selection::Selection;
use model::team::TeamQuery;
use model::{ImportId, MemberId};
use policy::{Action, Target, TeamSight, check};
use store::{exports, fault, imports, team};
use tokio::sync::mpsc;

pub use crate::spool::Download;

/// Members read and written at once.
const CHUNK: usize = 500;

/// What the filter of the Team page shows, all of it.
///
/// # Errors
/// Denied to whoever may not export.
pub async fn members(request: &Request, query: TeamQuery) -> AppResult<Download> {
    let _turn = spool::turn(request, Action::Export).await?;
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::Export, Target::Account)?;
    let query = TeamSight::of(&call.actor().role).narrow(query);
    let (account, now) = (call.account(), call.now);
    let ids = team::ids(&mut call.tx, account, &query.filter, now).await?;
    members_file(call, ids).await
}

/// The selected of the Team page (K1).
///
/// # Errors
/// Denied to whoever may not export, refused when nobody is selected.
pub async fn selected(request: &Request, selection: Selection) -> AppResult<Download> {
    let _turn = spool::turn(request, Action::Export).await?;
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::Export, Target::Account)?;
    let ids: Vec<MemberId> = match selection {
        Selection::Ids(ids) => ids.into_iter().collect(),
        Selection::AllMatching { filter, minus } => {
            let (account, now) = (call.account(), call.now);
            let all = team::ids(&mut call.tx, account, &filter, now).await?;
            all.into_iter().filter(|id| !minus.contains(id)).collect()
        }
    };
    if ids.is_empty() {
        return Err(AppError::Refused("Nobody is selected. Tick the rows to export.".to_owned()));
    }
    members_file(call, ids).await
}

/// The members' rows as a file; ids of others are passed over. The call's snapshot is kept until it is written: the file is the team of
/// one moment.
async fn members_file(mut call: Call, ids: Vec<MemberId>) -> AppResult<Download> {
    let account = call.account();
    let mut spool = Spool::new()?;
    spool.write(export::head()).await?;
    for ids in ids.chunks(CHUNK) {
        let rows = exports::rows(&mut call.tx, account, ids).await?;
        spool.write(export::chunk(&rows)).await?;
    }
    drop(call);
    spool.download("members.csv").await
}

/// An empty file with the columns that an import reads.
pub fn template() -> AppResult<Download> {
    Ok(whole("teamline-template.csv", export::template().map_err(|e| fault(&e))?))
}

/// What was wrong with an imported file, line by line (I1).
///
/// # Errors
/// Another account's import is missing (A3); denied to those who may not import.
pub async fn problems(request: &Request, id: ImportId) -> AppResult<Download> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::Import, Target::Account)?;
    let account = call.account();
    let head = imports::head(&mut call.tx, account, id).await?.ok_or_else(ImportId::missing)?;
    let issues = imports::issues(&mut call.tx, account, id).await?;
    let stem = head.file_name.rsplit_once('.').map_or(head.file_name.as_str(), |(stem, _)| stem);
    Ok(whole(&format!("{stem}-problems.csv"), export::errors_csv(&issues).map_err(|e| fault(&e))?))
}

/// A file that is there already.
fn whole(name: &str, bytes: Vec<u8>) -> Download {
    let (to, pieces) = mpsc::channel(1);
    // The channel is empty and has room for one.
    let _room = to.try_send(Ok(bytes));
    Download { name: name.to_owned(), pieces }
}
