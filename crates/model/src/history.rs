//! The account's calls and messages, as they read on a member's card (H1, H2, M17).

use crate::instant::Instant;
use crate::slugs::slugs;
use crate::{Extension, PhoneNumber};
use serde::{Deserialize, Serialize};
use std::fmt;

slugs! {
    /// What kind of entry it is.
    HistoryKind {
        Call = "call", "Call";
        Voicemail = "voicemail", "Voicemail";
        Message = "message", "Message";
        Fax = "fax", "Fax";
        WebCall = "web-call", "Web call";
    }
}

/// The other side of a call or message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Peer {
    Number(PhoneNumber),
    /// Inside of the account: an extension, or what was dialled.
    Inside(String),
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Peer::Number(number) => f.write_str(number.shown()),
            Peer::Inside(extension) => write!(f, "ext. {extension}"),
        }
    }
}

/// One call or message. It belongs to the account and outlives the member (M17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    pub at: Instant,
    pub kind: HistoryKind,
    pub incoming: bool,
    /// Whose it is: a name, or "Former member (ext. 104)".
    pub member: String,
    /// The other side: an outside number, or an extension.
    pub peer: Peer,
    pub seconds: u32,
    pub body: String,
    /// Whose it was before it was transferred (H2).
    pub transferred_from: Option<String>,
}

/// What a person's part of history reads after erasure (M17): "Former member (ext. 104)", or without where they had none.
pub fn former_label(extension: Option<Extension>) -> String {
    extension.map_or_else(|| "Former member".to_owned(), |e| format!("Former member (ext. {e})"))
}

/// The tab's word in addresses: /team/ID/history.
pub const TAB: &str = "history";

/// Most entries on a card.
pub const MOST: u8 = 50;

/// What the tab shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardHistory {
    /// The newest first.
    Shown(Vec<HistoryEntry>),
    /// The rule that keeps it from this actor, and who could see it. The rest of the card stays readable.
    Refused(String),
}
