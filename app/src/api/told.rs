//! What a change says once it is done, with its Undo for those who may (K6): answered to script, and kept for the next page of a
//! browser without it, where the Undo is a link.

use crate::api::call::{Call, is_plain_form, parts, state};
use crate::api::session::{secure, set_cookie};
use crate::error::AppResult;
use crate::model::AuditId;
use crate::model::kept::{Told, undoable};
use crate::policy::{Action, Target, check};
use crate::store::bulk;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

const COOKIE: &str = "teamline-told";

/// Commits a change and tells it. Its entry goes along only where whoever asks could take it back (G2).
pub(crate) async fn commit(mut call: Call, said: String, entry: AuditId) -> AppResult<Told> {
    let account = call.account();
    let may = check(call.actor(), Action::Undo, Target::Audit(entry)).is_ok();
    let found = if may { bulk::entry(&mut call.tx, account, entry).await? } else { None };
    let entry = found.filter(|e| e.reversible && undoable(&e.action, !e.kept.is_empty())).map(|e| e.id);
    call.commit().await?;
    keep(Told { said, entry })
}

/// Tells that nothing had to be written, or what can't be undone by itself.
pub(crate) fn only(said: String) -> AppResult<Told> {
    keep(Told { said, entry: None })
}

/// By the browser itself for a minute, out of reach of scripts, gone once it is shown.
fn keep(told: Told) -> AppResult<Told> {
    if is_plain_form() {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&told).unwrap_or_default());
        set_cookie(&format!("{COOKIE}={text}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60{}", secure(state()?.https)))?;
    }
    Ok(told)
}

/// What is to be said on this page, if anything.
pub(crate) fn take() -> AppResult<Option<Told>> {
    let parts = parts()?;
    let lines = parts.headers.get_all(http::header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    let Some(value) = lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')) else {
        return Ok(None);
    };
    let told = URL_SAFE_NO_PAD.decode(value).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    set_cookie(&format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", secure(state()?.https)))?;
    Ok(told)
}
