//! What a browser without script is to read on its next page (T13): kept by that browser for a minute, out of reach of scripts, and
//! gone once it is shown.

use crate::cookies;
use crate::request::Request;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::SameSite;
use model::error::AppResult;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One such thing: the cookie's name, and where it is sent.
pub struct BriefCookie {
    pub cookie: &'static str,
    pub path: &'static str,
    pub same_site: SameSite,
}

impl BriefCookie {
    pub fn keep<T: Serialize>(&self, request: &Request, value: &T) -> AppResult<()> {
        self.set(request, URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap_or_default()), 60)
    }

    /// What is to be shown, if anything; the browser forgets it with this answer.
    pub fn take<T: DeserializeOwned>(&self, request: &Request) -> AppResult<Option<T>> {
        let Some(value) = cookies::values(&request.parts, self.cookie).next() else { return Ok(None) };
        self.set(request, String::new(), 0)?;
        Ok(URL_SAFE_NO_PAD.decode(value).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    fn set(&self, request: &Request, text: String, seconds: i64) -> AppResult<()> {
        let cookie = cookies::closed(self.cookie, text, self.path, self.same_site, request.state.https);
        request.set_cookie(&cookie.max_age(cookies::seconds(seconds)).build())
    }
}
