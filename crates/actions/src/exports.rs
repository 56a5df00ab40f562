//! Files to keep, made while they are sent: members as CSV (I2), the template, an import's findings (I1).

use crate::call::Call;
use crate::request::Request;
use crate::team::query_for;
use files::imports::export;
use model::error::{AppError, AppResult};
use model::selection::Selection;
use model::team::TeamQuery;
use model::{ImportId, MemberId};
use policy::{Action, Target, check};
use store::{exports, fault, imports, team};
use tokio::sync::mpsc;

/// Members read and written at once.
const CHUNK: usize = 500;

/// What of a file comes next; an error breaks it off.
pub type Pieces = mpsc::Receiver<std::io::Result<Vec<u8>>>;

/// A file that somebody keeps.
#[derive(Debug)]
pub struct Download {
    /// As it is to be called, without a folder.
    pub name: String,
    pub pieces: Pieces,
}

/// What the filter of the Team page shows, all of it.
///
/// # Errors
/// Denied to whoever may not export.
pub async fn members(request: &Request, query: TeamQuery) -> AppResult<Download> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::Export, Target::Account)?;
    let query = query_for(&call, query);
    let (account, now) = (call.account(), call.now);
    let ids = team::ids(&mut call.tx, account, &query.filter, now).await?;
    Ok(members_file(call, ids))
}

/// The selected of the Team page (K1).
///
/// # Errors
/// Denied to whoever may not export, refused when nobody is selected.
pub async fn selected(request: &Request, selection: Selection) -> AppResult<Download> {
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
    Ok(members_file(call, ids))
}

/// The members' rows as a file; ids of others are passed over.
fn members_file(mut call: Call, ids: Vec<MemberId>) -> Download {
    let account = call.account();
    // The call's snapshot is kept to the end: the file is the team of one moment.
    streamed("members.csv", |to| async move {
        to.send(export::head()).await?;
        for ids in ids.chunks(CHUNK) {
            let rows = exports::rows(&mut call.tx, account, ids).await.map_err(std::io::Error::other)?;
            to.send(export::chunk(&rows)).await?;
        }
        Ok(())
    })
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

/// Where a file's pieces go.
pub(crate) struct Pipe(mpsc::Sender<std::io::Result<Vec<u8>>>);

impl Pipe {
    /// Fails when whoever loads the file is gone.
    pub async fn send(&self, piece: std::io::Result<Vec<u8>>) -> std::io::Result<()> {
        self.0.send(piece).await.map_err(|_| std::io::ErrorKind::BrokenPipe.into())
    }
}

/// A file that is sent while `write` makes it.
pub(crate) fn streamed<W, F>(name: &str, write: W) -> Download
where
    W: FnOnce(Pipe) -> F,
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let (to, pieces) = mpsc::channel(4);
    let written = write(Pipe(to.clone()));
    tokio::spawn(async move {
        if let Err(error) = written.await {
            tracing::debug!(%error, "export broken off");
            // The browser sees a broken download, not a short file.
            let _gone = to.send(Err(error)).await;
        }
    });
    Download { name: name.to_owned(), pieces }
}

/// A file that is there already.
fn whole(name: &str, bytes: Vec<u8>) -> Download {
    let (to, pieces) = mpsc::channel(1);
    // The channel is empty and has room for one.
    let _room = to.try_send(Ok(bytes));
    Download { name: name.to_owned(), pieces }
}
