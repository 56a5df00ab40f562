//! What was typed into a form that was refused, for browsers without script: their page is loaded anew and would be
//! empty (T13). Kept by the browser itself for a minute, readable by the server only; never holds a password.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use crate::api::call::{answer, is_plain_form, parts, state};
#[cfg(feature = "ssr")]
use crate::api::session::{secure, set_cookie};
#[cfg(feature = "ssr")]
use base64::Engine;
#[cfg(feature = "ssr")]
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
#[cfg(feature = "ssr")]
use model::error::AppResult;

#[cfg(feature = "ssr")]
const COOKIE: &str = "teamline-typed";
/// More is forgotten: cookies end at 4,096 bytes.
#[cfg(feature = "ssr")]
const LONGEST: usize = 2_000;

/// Field names and values as typed into `form`; empty when nothing was refused within the last minute.
#[server(endpoint = "session/typed", input = GetUrl)]
pub async fn typed(form: String) -> Result<BTreeMap<String, String>, AppError> {
    answer(recall(&form))
}

#[cfg(feature = "ssr")]
fn recall(form: &str) -> AppResult<BTreeMap<String, String>> {
    let parts = parts()?;
    let lines = parts.headers.get_all(http::header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    let value =
        lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    let bytes = value.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default();
    let kept: Option<(String, BTreeMap<String, String>)> = serde_json::from_slice(&bytes).ok();
    Ok(kept.filter(|(of, _)| of == form).map(|(_, fields)| fields).unwrap_or_default())
}

/// Keeps what was typed, when the refused form came from a browser without script.
#[cfg(feature = "ssr")]
pub(crate) fn remember(form: &str, fields: &[(&str, &str)]) -> AppResult<()> {
    if !is_plain_form() {
        return Ok(());
    }
    let fields: BTreeMap<&str, &str> = fields.iter().copied().collect();
    let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&(form, fields)).unwrap_or_default());
    if text.len() > LONGEST {
        return Ok(());
    }
    set_cookie(&format!("{COOKIE}={text}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60{}", secure(state()?.https)))
}
