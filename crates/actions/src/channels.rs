//! The open pages of this server, by account: who wants to be told that something has changed (K, "Live columns").

use model::live::Touched;
use model::{AccountId, Instant, SessionId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;
use uuid::Uuid;

/// What an open page is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A change of the account, and what it touched.
    Changed(Touched),
    /// The server stops.
    End,
}

/// One channel for each account that has a page open here.
#[derive(Debug)]
pub struct Channels {
    /// By what the other servers know this one apart.
    pub server: Uuid,
    by_account: Mutex<HashMap<AccountId, broadcast::Sender<Event>>>,
    /// When each account was last changed, as far as this server knows.
    last: Mutex<Last>,
    /// How many pages each session holds open here.
    open: Arc<Mutex<HashMap<SessionId, u32>>>,
}

/// A page that is open for as long as this lives.
#[derive(Debug)]
pub struct OpenPage {
    session: SessionId,
    open: Arc<Mutex<HashMap<SessionId, u32>>>,
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pages) = open.get_mut(&self.session) {
            *pages -= 1;
            if *pages == 0 {
                open.remove(&self.session);
            }
        }
    }
}

#[derive(Debug, Default)]
struct Last {
    by_account: HashMap<AccountId, Instant>,
    /// When any account may have been.
    all: Option<Instant>,
}

impl Default for Channels {
    fn default() -> Self {
        Channels { server: Uuid::now_v7(), by_account: Mutex::default(), last: Mutex::default(), open: Arc::default() }
    }
}

impl Channels {
    /// A page of this session is open until what is returned is dropped.
    pub fn opened(&self, session: SessionId) -> OpenPage {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner).entry(session).or_insert(0) += 1;
        OpenPage { session, open: self.open.clone() }
    }

    /// The sessions that hold a page open here.
    pub fn open_sessions(&self) -> Vec<SessionId> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// Something about this account has changed; it is durable by `now`.
    pub fn changed(&self, account: AccountId, touched: Touched, now: Instant) {
        if let Ok(mut last) = self.last.lock() {
            last.by_account.insert(account, now);
        }
        if let Ok(mut all) = self.by_account.lock()
            && all.get(&account).is_some_and(|channel| channel.send(Event::Changed(touched)).is_err())
        {
            // Nobody listens any more.
            all.remove(&account);
        }
    }

    /// Something may have changed that this server was not told of.
    pub fn all_changed(&self, now: Instant) {
        if let Ok(mut last) = self.last.lock() {
            last.all = Some(now);
        }
        self.tell_all(&Event::Changed(Touched::Anything));
    }

    /// Ends every stream: the server is about to stop.
    pub fn end_all(&self) {
        self.tell_all(&Event::End);
    }

    fn tell_all(&self, event: &Event) {
        if let Ok(mut all) = self.by_account.lock() {
            all.retain(|_, channel| channel.send(event.clone()).is_ok());
        }
    }

    /// Whether a page that read this account at `since` may have missed a change.
    pub fn has_changed(&self, account: AccountId, since: Instant) -> bool {
        self.last.lock().map_or(true, |last| {
            let times = [last.all, last.by_account.get(&account).copied()];
            times.into_iter().flatten().any(|at| at >= since)
        })
    }

    /// What this account's pages are told from now on.
    pub fn listen(&self, account: AccountId) -> Option<broadcast::Receiver<Event>> {
        let mut all = self.by_account.lock().ok()?;
        Some(all.entry(account).or_insert_with(|| broadcast::channel(16).0).subscribe())
    }
}
