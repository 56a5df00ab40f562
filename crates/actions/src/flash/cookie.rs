//! What a browser without script is to read on its next page (T13): kept by that browser for a minute, out of reach of scripts, and
//! gone once it is shown.

use crate::request::Request;
use crate::sessions::secure;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::error::AppResult;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One such thing: the cookie's name, and where it is sent.
pub struct Kept {
    pub cookie: &'static str,
    pub path: &'static str,
    /// `Strict` or `Lax`.
    pub same_site: &'static str,
}

impl Kept {
    pub fn keep<T: Serialize>(&self, request: &Request, value: &T) -> AppResult<()> {
        self.set(request, &URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap_or_default()), 60)
    }

    /// What is to be shown, if anything; the browser forgets it with this answer.
    pub fn take<T: DeserializeOwned>(&self, request: &Request) -> AppResult<Option<T>> {
        let parts = &request.parts;
        let lines = parts.headers.get_all(http::header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
        let mine = |pair: &str| pair.trim().strip_prefix(self.cookie)?.strip_prefix('=').map(str::to_owned);
        let Some(value) = lines.flat_map(|line| line.split(';')).find_map(mine) else { return Ok(None) };
        self.set(request, "", 0)?;
        Ok(URL_SAFE_NO_PAD.decode(value).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    fn set(&self, request: &Request, text: &str, seconds: u32) -> AppResult<()> {
        let (Kept { cookie, path, same_site }, secure) = (self, secure(request.state.https));
        request.set_cookie(&format!(
            "{cookie}={text}; Path={path}; HttpOnly; SameSite={same_site}; Max-Age={seconds}{secure}"
        ))
    }
}
