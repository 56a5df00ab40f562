//! The account's calls and messages, as they read on a member's card (H1, H2, M17).

use crate::instant::Instant;
use crate::slugs::slugs;
use serde::{Deserialize, Serialize};

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

/// One call or message. It belongs to the account and outlives the member (M17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    pub at: Instant,
    pub kind: HistoryKind,
    pub incoming: bool,
    /// Whose it is: a name, or "Former member (ext. 104)".
    pub member: String,
    /// The other side: a number in E.164, or an extension.
    pub peer: String,
    pub seconds: u32,
    pub body: String,
    /// Whose it was before it was transferred (H2).
    pub transferred_from: Option<String>,
}

/// What a person's part of history reads after erasure (M17): "Former member (ext. 104)". 0: they had no extension.
pub fn former_label(extension: u32) -> String {
    if extension == 0 { "Former member".to_owned() } else { format!("Former member (ext. {extension})") }
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
