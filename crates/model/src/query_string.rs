//! The query part of a URL, read and written as HTML forms do (`application/x-www-form-urlencoded`, WHATWG URL §5).
//! The coding is the crate form_urlencoded's; here is only what our links want of it.

/// Splits and decodes a query (with or without its "?"). A key may repeat and a value may be missing, which reads as
/// empty. Broken escapes stay as they were typed; bytes that are no UTF-8 become U+FFFD.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    form_urlencoded::parse(query.strip_prefix('?').unwrap_or(query).as_bytes()).into_owned()
}

/// Escapes a key or value. The comma, which separates our lists, stays as it is, so that links can be read; a space
/// becomes "%20", which is right in a path as well.
pub fn encode(text: &str) -> String {
    let pieces = form_urlencoded::byte_serialize(text.as_bytes());
    pieces
        .map(|piece| match piece {
            "+" => "%20",
            "%2C" => ",",
            other => other,
        })
        .collect()
}

/// The address with this query (without "?") instead of its own.
pub fn with_query(href: &str, query: &str) -> String {
    let path = href.split('?').next().unwrap_or_default();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_what_a_form_submits_is_read() {
        let read: Vec<_> = pairs("?q=Jos%C3%A9+%2B1&role=a&role=b&flag").collect();
        let want =
            [("q", "José +1"), ("role", "a"), ("role", "b"), ("flag", "")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(read, want);
    }

    #[test]
    fn t4_an_address_takes_another_query_instead_of_its_own() {
        assert_eq!(with_query("/team/1?q=a", "q=ab&role=x"), "/team/1?q=ab&role=x");
        assert_eq!(with_query("/team/1?q=a", ""), "/team/1");
    }

    fn value(query: &str) -> String {
        pairs(query).map(|(_, value)| value).collect()
    }

    #[test]
    fn t5_a_broken_escape_stays_as_typed() {
        assert_eq!(value("q=100%"), "100%");
        assert_eq!(value("q=%zz%4"), "%zz%4");
        assert_eq!(value("q=%é"), "%é");
        assert_eq!(value("q=%ff"), "\u{fffd}");
    }

    #[test]
    fn t5_what_is_written_reads_back() {
        for text in ["Nguyễn Thị Mai", "a&b=c#d", "100% +1", "“”", "a,b"] {
            assert_eq!(value(&format!("q={}", encode(text))), text);
        }
    }

    #[test]
    fn t5_a_link_keeps_its_commas_and_has_no_plus_for_a_space() {
        assert_eq!(encode("active,José M"), "active,Jos%C3%A9%20M");
    }
}
