//! The query part of a URL, read and written as HTML forms do (`application/x-www-form-urlencoded`, WHATWG URL §5).
//! Written here because std has none and the browser half should not carry a crate for it.

/// Splits and decodes a query (with or without its "?"). Broken escapes stay as they were typed.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.strip_prefix('?').unwrap_or(query).split('&').filter(|part| !part.is_empty()).map(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(key), decode(value))
    })
}

/// A form writes a space as "+"; bytes that are no UTF-8 become U+FFFD.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let escaped = (bytes[i] == b'%').then(|| hex_pair(bytes.get(i + 1), bytes.get(i + 2))).flatten();
        out.push(escaped.unwrap_or(if bytes[i] == b'+' { b' ' } else { bytes[i] }));
        i += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex_pair(high: Option<&u8>, low: Option<&u8>) -> Option<u8> {
    let digit = |b: Option<&u8>| char::from(*b?).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Escapes all but unreserved characters and the comma, which separates our lists. A space becomes "%20",
/// which every decoder reads.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => out.push(char::from(b)),
            _ => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
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

    #[test]
    fn t5_a_broken_escape_stays_as_typed() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%é"), "%é");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }

    #[test]
    fn t5_what_is_written_reads_back() {
        for text in ["Nguyễn Thị Mai", "a&b=c#d", "100% +1", "“”"] {
            assert_eq!(decode(&encode(text)), text);
        }
    }
}
