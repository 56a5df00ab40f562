//! Files that are made of many rows: written whole into a temporary file, so that the read they are made from ends before anything goes
//! over the network. A reader may then be as slow as they like, and holds no connection to the database.

use crate::call::Call;
use crate::request::Request;
use model::error::{AppError, AppResult};
use policy::{Action, Target, check};
use std::io::{self, ErrorKind, SeekFrom};
use store::fault;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};

/// What of a file comes next; an error breaks it off.
pub type Pieces = mpsc::Receiver<io::Result<Vec<u8>>>;

/// A file that somebody keeps.
#[derive(Debug)]
pub struct Download {
    /// As it is to be called, without a folder.
    pub name: String,
    pub pieces: Pieces,
}

/// Bytes that are sent at once.
const PIECE: usize = 64 * 1024;

/// At most two are written at once: each holds a connection to the database meanwhile, and pages go first.
static WRITING: Semaphore = Semaphore::const_new(2);

/// Waits for one's turn to write a file; whoever may not do what it is for is refused before.
pub(crate) async fn turn(request: &Request, action: Action) -> AppResult<SemaphorePermit<'static>> {
    let call = Call::read(request).await?;
    let _permit = check(call.actor(), action, Target::Account)?;
    drop(call);
    WRITING.acquire().await.map_err(|e| fault(&e))
}

/// A file that is being written. Without a name: nobody else can open it, and it is gone with the last who reads it.
pub(crate) struct Spool(File);

impl Spool {
    pub fn new() -> AppResult<Spool> {
        tempfile::tempfile().map(|file| Spool(File::from_std(file))).map_err(|e| failed(&e))
    }

    pub async fn write(&mut self, piece: io::Result<Vec<u8>>) -> AppResult<()> {
        let piece = piece.map_err(|e| failed(&e))?;
        self.0.write_all(&piece).await.map_err(|e| failed(&e))
    }

    /// Begins to send it.
    pub async fn download(mut self, name: &str) -> AppResult<Download> {
        self.0.flush().await.map_err(|e| failed(&e))?;
        self.0.seek(SeekFrom::Start(0)).await.map_err(|e| failed(&e))?;
        let (to, pieces) = mpsc::channel(1);
        tokio::spawn(async move {
            loop {
                let mut piece = Vec::with_capacity(PIECE);
                let read = (&mut self.0).take(PIECE as u64).read_to_end(&mut piece).await;
                if matches!(read, Ok(0)) {
                    return;
                }
                let broken = read.is_err();
                // Whoever loads it may be gone.
                let gone = to.send(read.map(|_| piece)).await.is_err();
                if gone || broken {
                    return;
                }
            }
        });
        Ok(Download { name: name.to_owned(), pieces })
    }
}

fn failed(error: &io::Error) -> AppError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => AppError::Full,
        _ => fault(error),
    }
}
