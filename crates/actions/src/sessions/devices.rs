//! The cookie by which a browser is known that somebody signed in with before (A2). It opens nothing: it only has guesses of its own.

use crate::cookies;
use crate::request::Request;
use crate::secrets;
use cookie::SameSite;
use model::error::AppResult;
use model::instant::{Instant, SECOND};
use model::{AccountId, MemberId};
use store::Tx;
use store::sessions::devices;

fn name(https: bool) -> &'static str {
    if https { "__Host-teamline-device" } else { "teamline-device" }
}

/// The token of the browser that asks.
pub(super) fn of(request: &Request) -> Option<String> {
    // 256 bits in base64url.
    cookies::values(&request.parts, name(request.state.https)).find(|token| token.len() == 43)
}

/// Somebody signed in: the browser is known from now on, by a new token.
pub(super) async fn remember(
    request: &Request,
    tx: &mut Tx,
    member: (AccountId, MemberId),
    now: Instant,
) -> AppResult<()> {
    let old = of(request).map(|token| secrets::token_hash(&token));
    let (token, hash) = secrets::new_token();
    devices::remember(tx, old.as_deref(), &hash, member, now).await?;
    let https = request.state.https;
    // On HTTPS sent with every request of the host, which its name asks for (RFC 6265bis §4.1.3.2).
    let cookie = cookies::closed(name(https), token, "/", SameSite::Lax, https);
    request.set_cookie(&cookie.max_age(cookies::seconds(devices::KNOWN_FOR / SECOND)).build())
}
