//! Addresses that a form or link asks to be led to when it is done. Whoever makes the link can write anything there, another site
//! too, so they are judged in one place.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A page of this site: a path with its query, such as `/team/ID?status=online`. Made only by [`LocalPath::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPath(String);

/// An address that leads elsewhere, or that no browser would send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("That address is not a page of this site.")]
pub struct NotLocal;

impl LocalPath {
    /// Takes a path of this site as browsers write it: from its first slash on, in printing ASCII. A second slash would begin another
    /// host (RFC 3986 §4.2); browsers read `\` as `/` and leave out tabs and line ends (WHATWG URL §4.4), so neither may stand there.
    ///
    /// # Errors
    /// [`NotLocal`] for everything else.
    pub fn parse(text: &str) -> Result<LocalPath, NotLocal> {
        let written = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        let local = text.starts_with('/') && !text.starts_with("//");
        if written && local { Ok(LocalPath(text.to_owned())) } else { Err(NotLocal) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a form leads when it is done: a page of this site, or none. An address of elsewhere counts as none: it comes with links
/// that others made, and is no fault of whoever followed one.
///
/// As an argument of a server function it is `#[server(default)]`, since a form may leave it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NextPage(Option<LocalPath>);

impl NextPage {
    /// Reads the address in a link or form.
    pub fn read(text: &str) -> NextPage {
        NextPage(LocalPath::parse(text).ok())
    }

    /// The page, or `otherwise` when there is none.
    pub fn or<'p>(&'p self, otherwise: &'p str) -> &'p str {
        self.0.as_ref().map_or(otherwise, LocalPath::as_str)
    }
}

impl From<LocalPath> for NextPage {
    fn from(path: LocalPath) -> NextPage {
        NextPage(Some(path))
    }
}

impl Serialize for NextPage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.or(""))
    }
}

impl<'de> Deserialize<'de> for NextPage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(NextPage::read(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELSEWHERE: [&str; 15] = [
        "",
        "team",
        "//evil.test",
        "///evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "/team\\x",
        "https:",
        "https://evil.test/team",
        "javascript:alert(1)",
        "/\t/evil.test",
        "/\n/evil.test",
        "/team\r\nSet-Cookie: a=b",
        " /team",
        "/team\u{7f}",
    ];

    #[test]
    fn a_page_of_this_site_is_led_to_with_its_query() {
        for text in ["/", "/team", "/team/1?q=Jos%C3%A9&status=online", "/billing?lines=basic#lines", "/team?next=//x"]
        {
            assert_eq!(LocalPath::parse(text).as_ref().map(LocalPath::as_str), Ok(text));
            assert_eq!(NextPage::read(text).or("/you"), text);
        }
    }

    #[test]
    fn an_address_of_elsewhere_is_not_and_counts_as_none() {
        for text in ELSEWHERE {
            assert_eq!(LocalPath::parse(text), Err(NotLocal), "{text:?}");
            assert_eq!(NextPage::read(text).or("/team"), "/team", "{text:?}");
        }
    }
}
