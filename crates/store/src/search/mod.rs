//! What search looks in and what it looks for: a member's text, its grams and tokens, and the typed term (T4, R12).
//!
//! Pure text; keeping the index is `search_index`, asking it is `team_match`.

pub mod fold;
pub mod index;
pub mod term;

use model::{Extension, PhoneNumber};
use std::collections::BTreeSet;

pub use crate::search::fold::fold;
pub use crate::search::index::reindex;
pub use crate::search::term::Term;

/// Divides the part everybody may see from the rest, so that one column serves both kinds of viewer (R12).
pub const DIVIDER: char = '\u{1f}';

/// What of a member can be found.
#[derive(Clone, Debug, Default)]
pub struct Searchable<'a> {
    pub first: &'a str,
    pub last: &'a str,
    pub sign_in: &'a str,
    /// 0: none.
    pub extension: i64,
    /// Direct and forwarding numbers in E.164.
    pub numbers: Vec<&'a str>,
}

/// The folded text kept in `members.search_text`: name and extension, the divider, sign-in and the digits of all numbers,
/// one to a line. The first name is repeated after the last, so a name is found in either order.
pub fn search_text(who: &Searchable<'_>) -> String {
    let mut lines = Vec::new();
    let (first, last) = (clean(who.first), clean(who.last));
    lines.push(match (first.is_empty(), last.is_empty()) {
        (false, false) => format!("{first} {last} {first}"),
        _ => format!("{first}{last}"),
    });
    if who.extension > 0 {
        lines.push(Extension::from_stored(who.extension).to_string());
    }
    let directory = lines.join("\n");
    let mut hidden = vec![clean(who.sign_in)];
    hidden.extend(who.numbers.iter().flat_map(|n| written(n)));
    format!("{directory}{DIVIDER}{}", hidden.join("\n"))
}

/// Digits of a number as they are written abroad, and at home where those are others ("030 …").
fn written(e164: &str) -> Vec<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let abroad = digits(e164);
    let home = digits(&PhoneNumber::from_stored(e164.to_owned()).shown_at_home());
    // Where nothing is dialled before a number at home, its digits are found in those of abroad.
    let home = Some(home).filter(|home| !abroad.contains(home.as_str()));
    std::iter::once(abroad.clone()).chain(home).collect()
}

/// Folded, blanks single, nothing that could pass for a line end or the divider.
fn clean(text: &str) -> String {
    let plain: String = fold(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is looked for in the text above; none when nothing was typed.
///
/// Numbers lose their punctuation and the signs dialled before a country's code; "Whitfield, Dana" its comma.
pub fn needle(typed: &str) -> Option<String> {
    let found = match Term::parse(typed) {
        Term::Empty => return None,
        Term::Text(text) => clean(&text.replace(", ", " ")),
        Term::Digits(digits) => {
            let abroad = digits.strip_prefix("00").or_else(|| digits.strip_prefix("011"));
            abroad.filter(|rest| rest.len() >= 6 && !rest.starts_with('0')).map_or(digits.clone(), str::to_owned)
        }
    };
    // A name has at most 80 letters and an address 254; what is longer is only looked for by its beginning.
    Some(found.chars().take(100).collect::<String>()).filter(|text| !text.is_empty())
}

/// The two parts of a member's text: what everybody may see, and the rest.
pub fn parts(text: &str) -> (&str, &str) {
    text.split_once(DIVIDER).unwrap_or((text, ""))
}

/// All single letters and pairs of a text, each once; line ends belong to no gram.
pub fn grams(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for line in text.split(['\n', DIVIDER]) {
        let letters: Vec<char> = line.chars().collect();
        all.extend(letters.iter().map(char::to_string));
        all.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    all
}

/// A text as the index reads it: one token per letter, made of that letter and the two after it. A line's end fills up the
/// last tokens, so no phrase reaches over it.
pub fn tokens(account: i64, text: &str) -> String {
    let prefix = token_prefix(account);
    let mut out = String::with_capacity(text.len() * (prefix.len() + 8));
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let letters: Vec<char> = line.chars().chain(['\n', '\n']).map(as_letter).collect();
        for three in letters.windows(3) {
            out.push_str(&prefix);
            out.extend(three);
            out.push(' ');
        }
    }
    out
}

/// The index's question for a needle: a phrase of tokens, or the beginning of one for one or two letters.
pub fn phrase(account: i64, needle: &str, directory_only: bool) -> String {
    let prefix = token_prefix(account);
    let letters: Vec<char> = needle.chars().map(as_letter).collect();
    let column = if directory_only { "directory : " } else { "" };
    if letters.len() < 3 {
        return format!("{column}\"{prefix}{}\" *", letters.iter().collect::<String>());
    }
    let words: Vec<String> =
        letters.windows(3).map(|three| format!("{prefix}{}", three.iter().collect::<String>())).collect();
    format!("{column}\"{}\"", words.join(" "))
}

/// Begins every token of an account; no account's begins another's.
fn token_prefix(account: i64) -> String {
    format!("{account:x}{}", as_letter('_'))
}

/// ASCII signs as letters of the private use area: the index's tokenizer would cut at them.
fn as_letter(c: char) -> char {
    if c.is_ascii() && !c.is_ascii_alphanumeric() { char::from_u32(0xe000 + u32::from(c)).unwrap_or(c) } else { c }
}

/// A pattern for LIKE that takes `%`, `_` and `\` as they are.
pub fn like_pattern(needle: &str) -> String {
    let mut pattern = String::with_capacity(needle.len() + 4);
    pattern.push('%');
    for c in needle.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_a_members_text_holds_name_extension_sign_in_and_digits() {
        let who = Searchable {
            first: "José",
            last: "Núñez",
            sign_in: "Jose.N@Example.com",
            extension: 104,
            numbers: vec!["+15550101234", "+49301234567"],
        };
        assert_eq!(
            search_text(&who),
            "jose nunez jose\n104\u{1f}jose.n@example.com\n15550101234\n49301234567\n0301234567"
        );
    }

    #[test]
    fn t4_a_number_is_looked_for_by_its_digits_however_it_is_written() {
        for (typed, digits) in
            [("(555) 010-12", "55501012"), ("+49 (0)30 1234", "49301234"), ("0049 30 1234", "49301234"), ("118", "118")]
        {
            assert_eq!(needle(typed).as_deref(), Some(digits), "{typed}");
        }
        assert_eq!(needle("Whitfield, Dana").as_deref(), Some("whitfield dana"));
        assert_eq!(needle(" \u{1f} "), None);
    }

    #[test]
    fn t4_wildcards_are_letters_like_others() {
        assert_eq!(like_pattern("50%_\\"), "%50\\%\\_\\\\%");
    }

    #[test]
    fn a3_tokens_begin_with_their_account() {
        assert_eq!(phrase(10, "dana", false), "\"a\u{e05f}dan a\u{e05f}ana\"");
        assert_eq!(phrase(10, "d", true), "directory : \"a\u{e05f}d\" *");
        assert!(
            tokens(1, "li\n\"x")
                .starts_with("1\u{e05f}li\u{e00a} 1\u{e05f}i\u{e00a}\u{e00a} 1\u{e05f}\u{e022}x\u{e00a}")
        );
    }

    #[test]
    fn grams_do_not_reach_over_a_line() {
        assert_eq!(grams("ab\nc"), ["a", "ab", "b", "c"].map(String::from).into());
    }
}
