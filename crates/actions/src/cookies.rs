//! Cookies a request brings and an answer sets (RFC 6265), read and written by the crate cookie. Here is what all of
//! ours have in common.

use cookie::time::Duration;
use cookie::{Cookie, CookieBuilder, SameSite};
use http::request::Parts;
use http::{HeaderMap, header};

/// The values of the cookies of this name, in the order they came in. Lines that are no text are passed over.
pub(crate) fn values<'p>(parts: &'p Parts, name: &'p str) -> impl Iterator<Item = String> + 'p {
    values_in(&parts.headers, name)
}

/// The same of a request's headers alone.
pub(crate) fn values_in<'p>(headers: &'p HeaderMap, name: &'p str) -> impl Iterator<Item = String> + 'p {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let cookies = lines.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.filter(move |cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}

/// A cookie that scripts can't read and that is never sent in the clear to a server on HTTPS. Without an age it ends
/// with the browser.
pub(crate) fn closed<'c>(
    name: &'c str,
    value: String,
    path: &'c str,
    same_site: SameSite,
    https: bool,
) -> CookieBuilder<'c> {
    let cookie = Cookie::build((name, value)).path(path).http_only(true).same_site(same_site);
    if https { cookie.secure(true) } else { cookie }
}

/// How long a browser keeps a cookie. Zero makes it forget one it has.
pub(crate) fn seconds(seconds: i64) -> Duration {
    Duration::seconds(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(lines: &[&str]) -> Parts {
        let request = lines.iter().fold(http::Request::builder(), |r, line| r.header(header::COOKIE, *line));
        request.body(()).map(|r| r.into_parts().0).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn a2_a_cookie_is_found_among_others_however_they_are_sent() {
        let sent = parts(&["theme=dark;teamline=one; teamline-flash=x", "teamline=two; broken; =; a=b=c"]);
        assert_eq!(values(&sent, "teamline").collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(values(&sent, "a").collect::<Vec<_>>(), ["b=c"]);
        assert_eq!(values(&sent, "team").next(), None);
        assert_eq!(values(&parts(&[]), "teamline").next(), None);
    }

    #[test]
    fn a2_over_https_a_cookie_is_never_sent_in_the_clear() {
        let line =
            |https| closed("teamline", "x".to_owned(), "/", SameSite::Lax, https).max_age(seconds(60)).to_string();
        assert_eq!(line(false), "teamline=x; HttpOnly; SameSite=Lax; Path=/; Max-Age=60");
        assert_eq!(line(true), "teamline=x; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60");
    }
}
