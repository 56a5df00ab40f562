//! Text as people type it, brought into the one form that is kept: names, labels, reasons, notes, addresses.
//!
//! What belongs here: what holds for every text. How long one may be and what it may hold beyond that is said where its
//! type is. How texts are compared and found is the store's folding.

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use icu_properties::props::DefaultIgnorableCodePoint;
use icu_properties::{CodePointSetData, CodePointSetDataBorrowed};

const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfc();
const IGNORABLE: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<DefaultIgnorableCodePoint>();

/// A text of one line as it is kept: composed (NFC, UAX #15), without what can't be seen, without blanks at its ends,
/// every run of blanks and line breaks one blank. What two people see as one text is one text; a text of which nothing
/// is seen is empty. Twice is as once.
pub fn line(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return one_blank(text);
    }
    one_blank(&COMPOSED.normalize(&visible(text)))
}

/// Is nothing drawn for it? Zero-width spaces and joiners, marks of direction, soft hyphens, variation selectors,
/// fillers, tags (Default_Ignorable_Code_Point, UAX #44), and controls that are no blanks.
pub fn is_invisible(c: char) -> bool {
    !c.is_ascii() && (IGNORABLE.contains(c) || matches!(c, '\u{fff9}'..='\u{fffb}'))
        || c.is_control() && !c.is_whitespace()
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without what can't be seen, but with what shapes the letters beside it.
fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let c = if c == BRAILLE_BLANK { ' ' } else { c };
        let after = || rest.clone().find(|c| !is_invisible(*c));
        if is_invisible(c) && !shapes(before, c, after()) {
            continue;
        }
        seen.push(c);
        before = Some(c);
    }
    seen
}

/// A sign with no dots: as white as a blank, though no blank to Unicode.
const BRAILLE_BLANK: char = '\u{2800}';
const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';

/// Does this invisible character change how its neighbours are drawn? Persian parts its words by the non-joiner,
/// Indic scripts ask for a half form by the joiner (both UAX #31, 2.3), joiners make one picture of several (UTS #51),
/// and a selector chooses the shape of a Chinese or Japanese character or the colour of a symbol.
fn shapes(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match c {
        NON_JOINER => joining(before) && after.is_some_and(joining),
        JOINER => joining(before) && after.is_some_and(joining) || is_picture(before) && after.is_some_and(is_picture),
        '\u{fe0e}' | '\u{fe0f}' => is_picture(before) && !is_selector(before),
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
        _ => false,
    }
}

/// Letters and marks of the scripts whose letters join: Arabic and Syriac to Sinhala, Myanmar, Khmer, Mongolian.
fn joining(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}') && !c.is_numeric()
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// A symbol such as ☎ or 👩, with the selector that may follow it.
fn is_picture(c: char) -> bool {
    is_selector(c) || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{3030}'..='\u{303d}' | '\u{1f000}'..='\u{1faff}')
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_a_text_is_kept_composed_and_with_single_blanks() {
        assert_eq!(line(" Zoe\u{308}  Form "), "Zoë Form");
        assert_eq!(line("\u{1100}\u{1161}\u{11b7}독"), "감독");
        assert_eq!(line("Nguyễn\u{a0}Thị\u{3000}Mai"), "Nguyễn Thị Mai");
        assert_eq!(line("two\r\nlines\tand\u{2028}more"), "two lines and more");
        assert_eq!(line("plain  text "), "plain text");
    }

    #[test]
    fn m1_what_can_not_be_seen_is_left_out() {
        for hidden in [
            "\u{200b}",
            "\u{200c}",
            "\u{200d}",
            "\u{200e}",
            "\u{200f}",
            "\u{202a}",
            "\u{202e}",
            "\u{2060}",
            "\u{2066}",
            "\u{2069}",
            "\u{61c}",
            "\u{ad}",
            "\u{34f}",
            "\u{feff}",
            "\u{fe0f}",
            "\u{3164}",
            "\u{115f}",
            "\u{e0041}",
            "\u{7}",
            "\u{fff9}",
        ] {
            assert_eq!(line(&format!("Administrator{hidden}")), "Administrator", "{hidden:?}");
            assert_eq!(line(&format!("{hidden}Ad{hidden}ministrator")), "Administrator", "{hidden:?}");
            assert_eq!(line(hidden), "", "{hidden:?}");
        }
        assert_eq!(line("\u{2800}"), "");
    }

    #[test]
    fn m1_what_shapes_the_letters_beside_it_stays() {
        for text in [
            "علی\u{200c}رضا",
            "क्\u{200d}ष",
            "👩\u{200d}💻 desk",
            "☎\u{fe0f} desk",
            "❤\u{fe0f}\u{200d}🔥",
            "葛\u{e0100}城",
        ] {
            assert_eq!(line(text), text);
        }
        assert_eq!(line("علی\u{200c}"), "علی", "at the end it parts nothing");
        assert_eq!(line("علی\u{200b}\u{200c}رضا"), "علی\u{200c}رضا");
    }

    #[test]
    fn m1_twice_is_as_once() {
        for text in
            ["e\u{200b}\u{301}", "a\u{ad}\u{308}", "\u{200d}👩\u{200b}\u{200d}💻", "x \u{200b} y", "☎\u{fe0f}\u{fe0f}"]
        {
            assert_eq!(line(&line(text)), line(text), "{text:?}");
        }
        assert_eq!(line("x \u{200b} y"), "x y");
    }
}
