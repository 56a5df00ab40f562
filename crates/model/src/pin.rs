//! The voicemail PIN (M19): read strictly, kept only as a hash, never shown.

use crate::Extension;

/// Why a text is no voicemail PIN. Each sentence says what happened, then the fix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinProblem {
    #[error("Enter a PIN of 4 to 8 digits.")]
    Empty,
    #[error("A PIN has digits only: take out “{0}”.")]
    Character(char),
    #[error("A PIN has 4 to 8 digits, and this one has {0}.")]
    Length(usize),
    #[error("A PIN of one repeated digit is guessed first. Mix the digits.")]
    Repeated,
    #[error("Digits in a row, such as 1234, are guessed first. Mix them.")]
    Sequence,
    #[error("The PIN is the member’s own extension, which everybody knows. Use other digits.")]
    OwnExtension,
}

/// A PIN that is worth something. It never travels to a browser and is not `Debug`, so it gets into no log.
#[derive(Clone, PartialEq, Eq)]
pub struct VoicemailPin(String);

impl VoicemailPin {
    /// Reads 4 to 8 digits; refuses a repeated digit or pair, digits in a row up or down, and the member's own extension,
    /// also when it is repeated or filled up with zeros (M19).
    pub fn parse(text: &str, extension: Option<Extension>) -> Result<Self, PinProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PinProblem::Empty);
        }
        if let Some(c) = text.chars().find(|c| !c.is_ascii_digit()) {
            return Err(PinProblem::Character(c));
        }
        if !(4..=8).contains(&text.len()) {
            return Err(PinProblem::Length(text.len()));
        }
        let digits = text.as_bytes();
        if digits.iter().enumerate().all(|(i, d)| *d == digits[i % 2]) {
            return Err(PinProblem::Repeated);
        }
        let row = |step: i16| digits.windows(2).all(|two| i16::from(two[1]) - i16::from(two[0]) == step);
        if row(1) || row(-1) || matches!(text, "1234567890" | "67890" | "7890" | "0987" | "09876") {
            return Err(PinProblem::Sequence);
        }
        if extension.is_some_and(|e| is_extension(text, &e.to_string())) {
            return Err(PinProblem::OwnExtension);
        }
        Ok(VoicemailPin(text.to_owned()))
    }

    /// For hashing, and nothing else.
    pub fn into_digits(self) -> String {
        self.0
    }
}

/// The extension itself, twice in a row, or with zeros before or after it.
fn is_extension(pin: &str, extension: &str) -> bool {
    let twice = format!("{extension}{extension}");
    pin == twice
        || pin.trim_start_matches('0') == extension
        || pin.strip_prefix(extension).is_some_and(|rest| rest.bytes().all(|d| d == b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<PinProblem> {
        VoicemailPin::parse(text, Some(Extension::from_stored(118))).err()
    }

    #[test]
    fn m19_four_to_eight_mixed_digits_are_a_pin() {
        for text in ["4711", " 80213 ", "27182818"] {
            assert_eq!(problem(text), None, "{text}");
        }
        assert_eq!(VoicemailPin::parse(" 4711 ", None).ok().map(VoicemailPin::into_digits), Some("4711".to_owned()));
    }

    #[test]
    fn m19_what_is_guessed_first_is_refused() {
        for text in ["1234", "4321", "23456", "87654321", "7890"] {
            assert_eq!(problem(text), Some(PinProblem::Sequence), "{text}");
        }
        for text in ["0000", "77777", "1212", "90909090"] {
            assert_eq!(problem(text), Some(PinProblem::Repeated), "{text}");
        }
    }

    #[test]
    fn m19_ones_own_extension_is_refused_however_it_is_filled_up() {
        for text in ["0118", "1180", "118118", "11800"] {
            assert_eq!(problem(text), Some(PinProblem::OwnExtension), "{text}");
        }
        let own = Extension::from_stored(4711);
        assert_eq!(VoicemailPin::parse("4711", Some(own)).err(), Some(PinProblem::OwnExtension));
        assert!(VoicemailPin::parse("4712", Some(own)).is_ok());
    }

    #[test]
    fn m19_another_length_or_sign_is_refused() {
        assert_eq!(problem(""), Some(PinProblem::Empty));
        assert_eq!(problem("471"), Some(PinProblem::Length(3)));
        assert_eq!(problem("123456789"), Some(PinProblem::Length(9)));
        assert_eq!(problem("47a1"), Some(PinProblem::Character('a')));
        assert_eq!(problem("４７１１"), Some(PinProblem::Character('４')));
    }
}
