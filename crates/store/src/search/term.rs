//! What somebody types into a search field, and what it asks for (T4).

use crate::search::fold;

/// What a search term looks for: a text to find anywhere, or digits to find in any number however written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Nothing was typed.
    Empty,
    /// A folded text.
    Text(String),
    /// Only digits and the signs people put between them; also looked for as text (an extension, a username).
    Digits(String),
}

impl Term {
    /// Reads what was typed, blanks around it left out.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Term::Empty;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+()-./".contains(c)) {
            return Term::Digits(digits);
        }
        Term::Text(fold(text).split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_digits_match_however_the_number_is_written() {
        assert_eq!(Term::parse("(555) 010-12"), Term::Digits("55501012".into()));
        assert_eq!(Term::parse("dana2"), Term::Text("dana2".into()));
        assert_eq!(Term::parse("  "), Term::Empty);
    }
}
