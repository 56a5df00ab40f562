//! A temporary password for a browser without script, whose next page has to show it (M2, T13): kept by that browser for
//! a minute, out of reach of scripts, and gone once shown.

use crate::api::call::{parts, state};
use crate::api::session::{secure, set_cookie};
use crate::error::AppResult;
use crate::model::invite::Invited;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

const COOKIE: &str = "teamline-once";

pub fn keep(made: &Invited) -> AppResult<()> {
    let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(made).unwrap_or_default());
    set_cookie(&format!("{COOKIE}={text}; Path=/team; HttpOnly; SameSite=Strict; Max-Age=60{}", secure(state()?.https)))
}

/// What is to be shown, if anything; the browser forgets it with this answer.
pub fn take() -> AppResult<Option<Invited>> {
    let parts = parts()?;
    let lines = parts.headers.get_all(http::header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    let Some(value) = lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')) else {
        return Ok(None);
    };
    let made = URL_SAFE_NO_PAD.decode(value).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    set_cookie(&format!("{COOKIE}=; Path=/team; HttpOnly; SameSite=Strict; Max-Age=0{}", secure(state()?.https)))?;
    Ok(made)
}
