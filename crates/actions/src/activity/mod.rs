//! A member's calls and messages on their card (H1, H2): one's own for all, everybody's with "see all history".

#[cfg(test)]
mod tests;

use crate::call::Call;
use model::error::AppResult;
use model::history::CardHistory;
use policy::{Action, MemberTarget, check};
use store::activity as history;

pub(crate) async fn of_card(call: &mut Call, target: &MemberTarget) -> AppResult<CardHistory> {
    if let Err(denial) = check(call.actor(), Action::SeeHistory, target) {
        return Ok(CardHistory::Refused(denial.to_string()));
    }
    let (account, country, most) = (call.account(), call.settings().country, i64::from(model::history::MOST));
    Ok(CardHistory::Shown(history::of_member(&mut call.tx, account, country, target.id, most).await?))
}
