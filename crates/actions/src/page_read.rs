//! What the parts of one page share while the server draws it: one read transaction, and who asks (P1).

use model::Instant;
use model::error::AppResult;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use store::sessions::SignedIn;
use store::{Tx, fault};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

/// One page's read. The frame, the page and what lies open on it ask for their data one by one; each would open a transaction
/// and look up the session, the role and the rights again; on SQLite each would see the database at another moment.
///
/// Made anew for each request and never shared between two, so a right that was taken away is gone at the next one (R11). Of
/// two parts that read at once the second waits, so a part must never begin a read while it holds another.
#[derive(Clone, Default)]
pub struct PageRead(Arc<Mutex<State>>);

#[derive(Default)]
pub struct State {
    open: Option<(Tx, SignedIn, Instant)>,
    /// The page is drawn: what reads now has a transaction of its own.
    ended: bool,
}

impl PageRead {
    /// Ends the transaction, so that a reader who takes the page slowly holds no connection.
    pub async fn end(&self) {
        *self.0.lock().await = State { open: None, ended: true };
    }

    /// The turn to read; none when the page is drawn.
    pub(crate) async fn turn(&self) -> Option<Turn> {
        let state = self.0.clone().lock_owned().await;
        (!state.ended).then_some(Turn(state))
    }
}

/// A part's turn to read in the page's transaction.
pub(crate) struct Turn(OwnedMutexGuard<State>);

impl Turn {
    /// Who asks and when, once a part has looked it up.
    pub fn known(&self) -> Option<(SignedIn, Instant)> {
        self.0.open.as_ref().map(|(_, me, now)| (me.clone(), *now))
    }

    /// Keeps a transaction that has begun, who asks, and the time, for the parts that follow.
    pub fn keep(&mut self, tx: Tx, me: SignedIn, now: Instant) {
        self.0.open = Some((tx, me, now));
    }

    /// The transaction, until this part has read what it needs.
    pub fn tx(self) -> AppResult<CallTx> {
        let open = OwnedMutexGuard::try_map(self.0, |state| state.open.as_mut().map(|(tx, ..)| tx));
        open.map(CallTx::OfPage).map_err(|_| fault(&"a page's read was not begun"))
    }
}

/// The transaction of a call: its own, or its page's.
pub enum CallTx {
    Own(Tx),
    OfPage(OwnedMappedMutexGuard<State, Tx>),
}

impl CallTx {
    /// For a change, which always has its own.
    pub(crate) fn own(self) -> AppResult<Tx> {
        match self {
            CallTx::Own(tx) => Ok(tx),
            CallTx::OfPage(_) => Err(fault(&"a change within a page's read")),
        }
    }
}

impl Deref for CallTx {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        match self {
            CallTx::Own(tx) => tx,
            CallTx::OfPage(tx) => tx,
        }
    }
}

impl DerefMut for CallTx {
    fn deref_mut(&mut self) -> &mut Tx {
        match self {
            CallTx::Own(tx) => tx,
            CallTx::OfPage(tx) => tx,
        }
    }
}
