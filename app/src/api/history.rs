//! A member's calls and messages on their card (H1, H2): one's own for all, everybody's with "see all history".

use model::history::HistoryEntry;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::call::Call;
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use policy::{Action, MemberTarget, check};
#[cfg(feature = "ssr")]
use store::activity as history;

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

#[cfg(feature = "ssr")]
pub(crate) async fn of_card(call: &mut Call, target: &MemberTarget) -> AppResult<CardHistory> {
    if let Err(denial) = check(call.actor(), Action::SeeHistory, target) {
        return Ok(CardHistory::Refused(denial.to_string()));
    }
    let account = call.account();
    Ok(CardHistory::Shown(history::of_member(&mut call.tx, account, target.id, i64::from(MOST)).await?))
}
