//! The open pages of this server, by account: who wants to be told that something has changed (K, "Live columns").

use model::AccountId;
use std::collections::HashMap;
use std::sync::Mutex;
use tokio::sync::broadcast;
use uuid::Uuid;

/// What an open page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something about the account.
    Members,
    /// The server stops.
    End,
}

/// One channel for each account that has a page open here.
#[derive(Debug)]
pub struct Channels {
    /// By what the other servers know this one apart.
    pub server: Uuid,
    by_account: Mutex<HashMap<AccountId, broadcast::Sender<Event>>>,
}

impl Default for Channels {
    fn default() -> Self {
        Channels { server: Uuid::now_v7(), by_account: Mutex::default() }
    }
}

impl Channels {
    /// Something about this account has changed.
    pub fn changed(&self, account: AccountId) {
        if let Ok(mut all) = self.by_account.lock()
            && all.get(&account).is_some_and(|channel| channel.send(Event::Members).is_err())
        {
            // Nobody listens any more.
            all.remove(&account);
        }
    }

    /// Something may have changed that this server was not told of.
    pub fn all_changed(&self) {
        self.tell_all(Event::Members);
    }

    /// Ends every stream: the server is about to stop.
    pub fn end_all(&self) {
        self.tell_all(Event::End);
    }

    fn tell_all(&self, event: Event) {
        if let Ok(mut all) = self.by_account.lock() {
            all.retain(|_, channel| channel.send(event).is_ok());
        }
    }

    /// What this account's pages are told from now on.
    pub fn listen(&self, account: AccountId) -> Option<broadcast::Receiver<Event>> {
        let mut all = self.by_account.lock().ok()?;
        Some(all.entry(account).or_insert_with(|| broadcast::channel(16).0).subscribe())
    }
}
