//! Changing many members at once: the preview, doing it, and where it stands (K1 to K7).

pub mod given;
#[cfg(test)]
mod giver_race_tests;
pub mod job;
pub mod judge;
#[cfg(test)]
mod offered_tests;
pub mod order;
pub mod preview;
#[cfg(test)]
pub(crate) mod race_tests;
pub mod reasons;
#[cfg(test)]
mod supervising_tests;
#[cfg(test)]
pub(crate) mod tests;
pub mod write;

use crate::bulk;
use crate::bulk::job::Ask;
use crate::call::Call;
use crate::request::Request;
use model::BulkKey;
use model::bulk::{BulkAction, BulkDraft, BulkPreview, BulkState};
use model::error::AppResult;
use model::selection::Selection;
use policy::may_at_all;

/// What a change would do to each of the selected (K3). While nothing is chosen it tells only what may be given; of
/// many numbers or groups, those that `find` finds.
///
/// # Errors
/// Denied to whoever may do this to nobody. Refused when nobody is selected, not found when none of them is on the
/// team.
pub async fn preview_bulk(
    request: &Request,
    draft: BulkDraft,
    find: &str,
    selection: Selection,
) -> AppResult<BulkPreview> {
    let mut call = Call::read(request).await?;
    may_at_all(call.actor(), draft.kind())?;
    let drafted = bulk::order::drafted(&mut call, draft, find, selection).await?;
    bulk::preview::of_draft(&mut call, drafted).await
}

/// Does it, judged anew from what is there now (K4). A short one is done when this answers; of a long one it tells how far
/// it is. Sent twice under the same `key`, it is done once. `tell`: those whose role changes get a mail.
///
/// # Errors
/// As for [`preview_bulk`]; and refused when nobody would change, or when what is given is gone or not the actor's to
/// give.
pub async fn apply_bulk(
    request: &Request,
    action: BulkAction,
    selection: Selection,
    key: BulkKey,
    tell: bool,
) -> AppResult<BulkState> {
    let ask = Ask::Chosen { action, selection: Box::new(selection) };
    let state = bulk::job::run(request, ask, key, tell).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/team/bulk/done?key={key}"));
    }
    Ok(state)
}

/// Where the change under this key stands (K7), for who asked for it: also how one finds out after the connection was
/// lost. Of a key that nobody has used, and of somebody else's, nothing is known.
pub async fn bulk_state(request: &Request, key: BulkKey) -> AppResult<BulkState> {
    let call = Call::read(request).await?;
    bulk::job::state(call, key).await
}

/// Stops a change that is being written; nothing of it stays (K7). Tells where it stood.
pub async fn cancel_bulk(request: &Request, key: BulkKey) -> AppResult<BulkState> {
    let call = Call::read(request).await?;
    let state = bulk::job::cancel(call, key).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/team/bulk/done?key={key}"));
    }
    Ok(state)
}
