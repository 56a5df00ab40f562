//! Where somebody's words stand in a text of others (M17): a name, an address, a phone. "Ann" stands in "Ann's desk" and in "Ann, Kofi",
//! and not in "Annual". Scripts that are written without spaces between words have no such edge: there a name stands wherever its
//! letters do, since a name that stays is worse than a word too many that goes.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

/// Whether the word stands in the text.
pub(crate) fn stands_in(text: &str, word: &str) -> bool {
    places(text, word).next().is_some()
}

/// The text with the word replaced wherever it stands.
pub(crate) fn without(text: &str, word: &str, label: &str) -> String {
    let (mut after, mut last) = (String::with_capacity(text.len()), 0);
    for at in places(text, word) {
        after.push_str(&text[last..at]);
        after.push_str(label);
        last = at + word.len();
    }
    after.push_str(&text[last..]);
    after
}

/// Where it begins.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let found = if word.is_empty() { None } else { Some(text.match_indices(word)) };
    found.into_iter().flatten().map(|(at, _)| at).filter(move |at| {
        let (before, after) = (&text[..*at], &text[*at + word.len()..]);
        let joined_before = word.chars().next().is_some_and(|edge| joined(edge, before.chars().rev(), word));
        let joined_after = word.chars().next_back().is_some_and(|edge| joined(edge, after.chars(), word));
        !joined_before && !joined_after
    })
}

/// Whether what stands beside the word's edge goes on with it. `outward`: what stands there, the nearest first.
fn joined(edge: char, mut outward: impl Iterator<Item = char>, word: &str) -> bool {
    if !is_letter(edge) {
        return false;
    }
    let Some(next) = outward.next() else { return false };
    // An address goes on over these: `ann@x.test` does not stand in `mary.ann@x.test`.
    if word.contains('@') && "._+-".contains(next) {
        return outward.next().is_some_and(is_letter);
    }
    is_letter(next) && !(is_without_spaces(edge) || is_without_spaces(next))
}

/// A letter or digit, or what is written over one.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Of a script that puts no spaces between words, or, as Korean, hangs endings on to a name.
fn is_without_spaces(c: char) -> bool {
    const SCRIPTS: [Script; 11] = [
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Hangul,
        Script::Bopomofo,
        Script::Yi,
        Script::Thai,
        Script::Lao,
        Script::Khmer,
        Script::Myanmar,
        Script::Tibetan,
    ];
    SCRIPTS.contains(&CodePointMapData::<Script>::new().get(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erased(text: &str, word: &str) -> String {
        without(text, word, "X")
    }

    #[test]
    fn m17_a_name_goes_and_longer_words_that_begin_or_end_with_it_stay() {
        assert_eq!(erased("Ann, Annual, Joann, Ann’s, (Ann) Ann", "Ann"), "X, Annual, Joann, X’s, (X) X");
        assert_eq!(erased("Annual report", "Ann"), "Annual report");
        assert_eq!(erased("Dana Whitfield-only", "Dana Whitfield"), "X-only");
        assert_eq!(erased("Ann\u{301}a", "Ann"), "Ann\u{301}a", "another letter than it looks like");
        assert_eq!(erased("Ann", ""), "Ann");
    }

    #[test]
    fn m17_addresses_and_phones_go_and_longer_ones_stay() {
        assert_eq!(erased("ann@x.test, mary.ann@x.test and ann@x.test.", "ann@x.test"), "X, mary.ann@x.test and X.");
        assert_eq!(erased("ann@x.test.example", "ann@x.test"), "ann@x.test.example");
        assert_eq!(erased("+15035550118 or +150355501189", "+15035550118"), "X or +150355501189");
    }

    #[test]
    fn m17_in_scripts_without_spaces_a_name_goes_wherever_it_stands() {
        assert_eq!(erased("田中花子さんの内線", "田中花子"), "Xさんの内線");
        assert_eq!(erased("김철수님", "김철수"), "X님");
        assert_eq!(erased("คุณสมชายใจดี", "สมชาย"), "คุณXใจดี");
        assert_eq!(erased("Annさん", "Ann"), "Xさん");
    }

    #[test]
    fn m17_in_scripts_with_spaces_other_than_latin_longer_words_stay_too() {
        assert_eq!(erased("Анна и Аннаполис", "Анна"), "X и Аннаполис");
        assert_eq!(erased("محمد ومحمدية", "محمد"), "X ومحمدية");
    }
}
