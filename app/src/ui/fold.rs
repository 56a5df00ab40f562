//! Text without case and accents, for finding in lists the browser already has. People and numbers are found by the
//! server, whose folding (T4) does the same with tables of its own.

/// "José" becomes "jose", "Łukasz" "lukasz", by the browser's own Unicode data and a few letters that it lacks: the
/// tables are not in our program (P7). Of marks, those go that are no letters: accents of any script, Arabic and Hebrew
/// points, Thai tones; the strokes of が and the vowels of Indic scripts stay.
#[cfg(feature = "hydrate")]
pub fn fold(text: &str) -> String {
    const MARKS: &str = concat!(
        r"(?![\u3099\u309a])(?:(?=\p{M})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\u0e48-\u0e4b]",
        r"|\p{Default_Ignorable_Code_Point})"
    );
    let marks = js_sys::RegExp::new(MARKS, "gu");
    let text = js_sys::JsString::from(text).normalize("NFKD").replace_by_pattern(&marks, "").to_lower_case();
    plain(&String::from(text))
}

/// The server writes lists whole, with nothing typed yet.
#[cfg(not(feature = "hydrate"))]
pub fn fold(text: &str) -> String {
    plain(&text.to_lowercase())
}

/// Letters that no Unicode data takes apart, as people without them write them.
fn plain(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut plain, c| {
        match model::letters::plain(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_a_letter_without_decomposition_is_found_by_its_plain_one() {
        assert_eq!(fold("Łukasz Ødegård"), "lukasz odegård");
        assert_eq!(fold("علی"), fold("علي"));
    }
}
