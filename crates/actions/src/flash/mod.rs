//! What a change says once it is done, with its Undo for those who may (K6): answered to script, and kept for the next page of a
//! browser without it, where the Undo is a link.

pub mod cookie;
pub mod refused;
pub mod temporary_password;
#[cfg(test)]
mod tests;
pub mod typed;

use crate::call::Call;
use crate::flash::cookie::BriefCookie;
use crate::request::Request;
use ::cookie::SameSite;
use model::AuditId;
use model::audit::FlashMessage;
use model::error::AppResult;
use policy::{Action, Target, check};
use store::audit;

const NEXT: BriefCookie = BriefCookie { cookie: "teamline-flash", path: "/", same_site: SameSite::Lax };

/// Commits a change and tells it. Its entry goes along only where whoever asks could take it back (G2).
pub(crate) async fn commit(mut call: Call, said: String, entry: AuditId) -> AppResult<FlashMessage> {
    let account = call.account();
    let may = check(call.actor(), Action::Undo, Target::Audit(entry)).is_ok();
    let found = if may { audit::entry::find(&mut call.tx, account, entry).await? } else { None };
    let entry = found.filter(|e| e.goes_back()).map(|e| e.id);
    let request = call.request.clone();
    call.commit().await?;
    keep(&request, FlashMessage { said, entry })
}

/// Tells that nothing had to be written, or what can't be undone by itself.
pub(crate) fn only(request: &Request, said: String) -> AppResult<FlashMessage> {
    keep(request, FlashMessage { said, entry: None })
}

/// Says it on the next page, with script or without: for what leads to another page in either case.
pub(crate) fn on_next_page(request: &Request, said: String) -> AppResult<()> {
    NEXT.keep(request, &FlashMessage { said, entry: None })
}

fn keep(request: &Request, flash: FlashMessage) -> AppResult<FlashMessage> {
    if request.is_plain_form() {
        NEXT.keep(request, &flash)?;
    }
    Ok(flash)
}

/// What is to be said on this page, if anything.
pub(crate) fn take(request: &Request) -> AppResult<Option<FlashMessage>> {
    NEXT.take(request)
}
