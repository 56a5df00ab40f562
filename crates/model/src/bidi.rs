//! Names written from right to left inside of sentences written from left to right.
//!
//! Beside a Hebrew or Arabic name, a browser draws digits and signs on its other side, and two names parted by a comma
//! in the other order (UAX #9). So what is put into words is set apart from them: in HTML by `<bdi>` where a name is an
//! element of its own, in a text by the isolates of UAX #9, which are there only where a right-to-left letter is: all
//! other texts stay as they are, letter by letter, for whoever compares or searches them.

use std::borrow::Cow;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// A sentence, title or label with every run of right-to-left words in it set apart. Twice is as once. For what is read,
/// never for what is kept, compared or put into a field.
pub fn isolated(text: &str) -> Cow<'_, str> {
    if text.contains(FIRST_STRONG_ISOLATE) || !text.chars().any(is_right_to_left) {
        return Cow::Borrowed(text);
    }
    let mut apart = String::with_capacity(text.len() + 12);
    let mut rest = text;
    while let Some(at) = rest.find(is_right_to_left) {
        let (before, tail) = rest.split_at(at);
        let (run, after) = tail.split_at(run_length(tail));
        apart.push_str(before);
        apart.push(FIRST_STRONG_ISOLATE);
        apart.push_str(run);
        apart.push(POP_ISOLATE);
        rest = after;
    }
    apart.push_str(rest);
    Cow::Owned(apart)
}

/// Bytes up to the end of the last right-to-left letter that only blanks and the signs inside of names part from the first.
fn run_length(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if is_right_to_left(c) {
            end = at + c.len_utf8();
        } else if !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '\'' | '’' | '\u{200c}' | '\u{200d}') {
            break;
        }
    }
    end
}

/// Letters and marks of the scripts that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N’Ko, Adlam and
/// their like (UAX #44, bidi classes R and AL, with the marks between them); not Arabic's digits.
fn is_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{591}'..='\u{65f}' | '\u{66e}'..='\u{6ef}' | '\u{6fa}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_a_right_to_left_name_is_set_apart_from_the_words_around_it() {
        assert_eq!(isolated("Deleted אורי כהן (ext. 104)"), "Deleted \u{2068}אורי כהן\u{2069} (ext. 104)");
        assert_eq!(
            isolated("محمد, علی\u{200c}رضا: 2 changed"),
            "\u{2068}محمد\u{2069}, \u{2068}علی\u{200c}رضا\u{2069}: 2 changed"
        );
        assert_eq!(isolated("א. כהן"), "\u{2068}א. כהן\u{2069}");
        assert_eq!(isolated("Ori (אורי). Next"), "Ori (\u{2068}אורי\u{2069}). Next");
    }

    #[test]
    fn m1_all_other_texts_stay_as_they_are() {
        for text in ["Zoë Form", "Семён", "감독", "١٢٣", "", "a\u{2068}אורי\u{2069}"] {
            assert!(matches!(isolated(text), Cow::Borrowed(_)), "{text}");
        }
        let once = isolated("Deleted אורי").into_owned();
        assert_eq!(isolated(&once), once);
    }
}
