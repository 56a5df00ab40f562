//! A temporary password for a browser without script, whose next page has to show it (M2, T13).

use crate::flash::cookie::BriefCookie;
use crate::request::Request;
use cookie::SameSite;
use model::error::AppResult;
use model::invitations::Invited;

const MADE: BriefCookie = BriefCookie { cookie: "teamline-once", path: "/team", same_site: SameSite::Strict };

pub fn keep(request: &Request, made: &Invited) -> AppResult<()> {
    MADE.keep(request, made)
}

/// What is to be shown, if anything.
pub fn take(request: &Request) -> AppResult<Option<Invited>> {
    MADE.take(request)
}
