//! What deleting a member does, and who can be restored (M17).

use crate::instant::Instant;
use crate::{Extension, MemberId};
use serde::{Deserialize, Serialize};

/// What deleting this member will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    pub name: String,
    pub invited: bool,
    pub extension: Option<Extension>,
    /// Direct numbers in E.164.
    pub direct: Vec<String>,
    pub groups: Vec<String>,
    /// Voicemail, messages and faxes that could be transferred.
    pub messages: u64,
    /// Until when they could be restored; none on a free account, which forgets at once.
    pub restorable_until: Option<Instant>,
    /// Why their direct number can't be handed on by this actor (R6).
    pub direct_refused: Option<String>,
}

/// What a deletion did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    pub name: String,
    /// Whether it can be undone by a restore.
    pub restorable: bool,
}

/// A deleted member, as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedMember {
    pub id: MemberId,
    pub name: String,
    pub role: String,
    pub deleted_at: Instant,
    pub erase_at: Instant,
    /// Why this actor can't restore them; none: they can.
    pub refused: Option<String>,
}
