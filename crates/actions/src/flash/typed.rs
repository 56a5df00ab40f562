//! What was typed into a form that was refused, for browsers without script: their page is loaded anew and would be
//! empty (T13). Kept by the browser itself for a minute, readable by the server only; never holds a password.

use crate::cookies;
use crate::request::Request;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::SameSite;
use model::error::AppResult;
use std::collections::BTreeMap;

const COOKIE: &str = "teamline-typed";

/// More is forgotten: cookies end at 4,096 bytes.
const LONGEST: usize = 2_000;

/// Field names and values as typed into `form`; empty when nothing was refused within the last minute.
pub async fn typed(request: &Request, form: String) -> AppResult<BTreeMap<String, String>> {
    recall(request, &form)
}

fn recall(request: &Request, form: &str) -> AppResult<BTreeMap<String, String>> {
    let value = cookies::values(&request.parts, COOKIE).next();
    let bytes = value.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default();
    let kept: Option<(String, BTreeMap<String, String>)> = serde_json::from_slice(&bytes).ok();
    Ok(kept.filter(|(of, _)| of == form).map(|(_, fields)| fields).unwrap_or_default())
}

/// Keeps what was typed, when the refused form came from a browser without script.
pub(crate) fn remember(request: &Request, form: &str, fields: &[(&str, &str)]) -> AppResult<()> {
    if !request.is_plain_form() {
        return Ok(());
    }
    let fields: BTreeMap<&str, &str> = fields.iter().copied().collect();
    let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&(form, fields)).unwrap_or_default());
    if text.len() > LONGEST {
        return Ok(());
    }
    let cookie = cookies::closed(COOKIE, text, "/", SameSite::Lax, request.state.https);
    request.set_cookie(&cookie.max_age(cookies::seconds(60)).build())
}
