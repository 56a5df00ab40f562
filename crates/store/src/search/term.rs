//! What somebody types into a search field, and what it asks for (T4).

use crate::search::fold;
use model::phone::written;

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
        if let Ok(number) = written::read(text)
            && !number.digits.is_empty()
        {
            return Term::Digits(number.digits);
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
        for text in
            ["\u{202a}555\u{2011}010\u{a0}12\u{202c}", "５５５０１０１２", "٥٥٥ ٠١٠ ١٢", "tel:555-010\u{2013}12"]
        {
            assert_eq!(Term::parse(text), Term::Digits("55501012".into()), "{text:?}");
        }
        assert_eq!(Term::parse("+44 20 7946 0958 ext 5"), Term::Digits("442079460958".into()));
        assert_eq!(Term::parse("dana2"), Term::Text("dana2".into()));
        assert_eq!(Term::parse("  "), Term::Empty);
    }
}
