//! The proof that an error in the address of a page is the answer to a form that this very browser has sent (T13): a cookie with the
//! error's hash. Without it, any link could put words of its own on a page.

use crate::cookies;
use crate::secrets;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::SameSite;
use http::{HeaderMap, HeaderValue};

/// The names that leptos gives to the function and to its error.
const NAMES: [&str; 2] = ["__path", "__err"];

fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-teamline-refused" } else { "teamline-refused" }
}

/// The error in an address, as it is proved; none: there is none.
fn proof(query: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| NAMES.contains(&name.as_ref()));
    let all: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
    (!all.is_empty()).then(|| URL_SAFE_NO_PAD.encode(secrets::token_hash(&all.join("&"))))
}

/// The cookie that proves the error in this address, where there is one.
pub fn mark(query: &str, https: bool) -> Option<HeaderValue> {
    let cookie = cookies::closed(cookie_name(https), proof(query)?, "/", SameSite::Lax, https);
    HeaderValue::from_str(&cookie.max_age(cookies::seconds(60)).build().to_string()).ok()
}

/// The address without its error, where that is not proved; none: it may stay as it is.
pub fn without_foreign(headers: &HeaderMap, query: &str, https: bool) -> Option<String> {
    let proof = proof(query)?;
    if cookies::values_in(headers, cookie_name(https)).any(|own| own == proof) {
        return None;
    }
    let mut rest = form_urlencoded::Serializer::new(String::new());
    rest.extend_pairs(form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !NAMES.contains(&name.as_ref())));
    Some(rest.finish())
}
