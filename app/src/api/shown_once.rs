//! A temporary password for a browser without script, whose next page has to show it (M2, T13).

use crate::api::next_page::Kept;
use model::error::AppResult;
use model::invitations::Invited;

const MADE: Kept = Kept { cookie: "teamline-once", path: "/team", same_site: "Strict" };

pub fn keep(made: &Invited) -> AppResult<()> {
    MADE.keep(made)
}

/// What is to be shown, if anything.
pub fn take() -> AppResult<Option<Invited>> {
    MADE.take()
}
