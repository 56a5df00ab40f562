//! Text without case and accents, for finding in lists the browser already has. People and numbers are found by the
//! server, whose folding (T4) knows a few letters more.

/// "José" becomes "jose", by the browser's own Unicode data: none of it is in our program (P7).
#[cfg(feature = "hydrate")]
pub fn fold(text: &str) -> String {
    let marks = js_sys::RegExp::new(r"\p{M}", "gu");
    js_sys::JsString::from(text).normalize("NFKD").replace_by_pattern(&marks, "").to_lower_case().into()
}

/// The server writes lists whole, with nothing typed yet.
#[cfg(not(feature = "hydrate"))]
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}
