//! A profile card and its place in the list (T8).

use crate::history::CardHistory;
use crate::instant::Instant;
use crate::{MemberCard, MemberId};
use serde::{Deserialize, Serialize};

/// A profile card and its place in the list it was opened from (T8: "3 of 1,204").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPage {
    pub card: MemberCard,
    /// Ordinal in the list, from 1; none when the member is not in it.
    pub position: Option<u64>,
    pub total: u64,
    pub previous: Option<MemberId>,
    pub next: Option<MemberId>,
    /// Read for the tab that shows it only.
    pub history: Option<CardHistory>,
    pub now: Instant,
}
