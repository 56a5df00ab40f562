//! E.164 phone numbers: read as people write them, kept one way, shown nationally (M12).

use crate::account::Country;
use std::fmt;

/// Why a text is no phone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    #[error("Enter a phone number, such as {0}.")]
    Empty(&'static str),
    #[error("A phone number has digits, blanks and ( ) - . only: take out “{0}”.")]
    Character(char),
    #[error("The number has {0} digits, and numbers here have {1}. Check it.")]
    Length(usize, &'static str),
    #[error("No country’s code starts with {0}. Check the digits after the +.")]
    Country(char),
}

/// A phone number in E.164: + and 8 to 15 digits (ITU-T E.164).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as people write it; without + or 00 it is a national number of `country` (M12).
    pub fn parse(text: &str, country: Country) -> Result<Self, PhoneProblem> {
        let text = text.trim().trim_start_matches("tel:").replace("(0)", "");
        if let Some(c) = text
            .chars()
            .find(|c| !c.is_ascii_digit() && !c.is_whitespace() && !"+()-./\u{2010}\u{2011}\u{2013}".contains(*c))
        {
            return Err(PhoneProblem::Character(c));
        }
        if text.char_indices().any(|(i, c)| c == '+' && i > 0) {
            return Err(PhoneProblem::Character('+'));
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return Err(PhoneProblem::Empty(country.example()));
        }
        let international = match (text.starts_with('+'), country) {
            (true, _) => Some(digits.as_str()),
            (false, Country::UnitedStates | Country::Canada) => digits.strip_prefix("011"),
            (false, _) => digits.strip_prefix("00"),
        };
        let e164 = match international {
            Some(digits) => digits.to_owned(),
            None => country.nationalised(&digits),
        };
        Self::checked(&e164, country)
    }

    fn checked(digits: &str, country: Country) -> Result<Self, PhoneProblem> {
        if let Some(c @ '0') = digits.chars().next() {
            return Err(PhoneProblem::Country(c));
        }
        if digits.starts_with('1') && digits.len() != 11 {
            return Err(PhoneProblem::Length(digits.len(), "10 digits after +1"));
        }
        if !(8..=15).contains(&digits.len()) {
            return Err(PhoneProblem::Length(digits.len(), country.length_words()));
        }
        Ok(PhoneNumber(format!("+{digits}")))
    }

    /// Reads a number in E.164 as forms and JSON carry it; none for everything else.
    pub fn from_e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let number = (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        number.then(|| PhoneNumber(text.to_owned()))
    }

    /// From the database, where it was parsed before.
    pub fn from_stored(text: String) -> Self {
        PhoneNumber(text)
    }

    /// "+15035550142"
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// As people of `country` read it: "(503) 555-0142" at home, "+49 30 1234567" abroad.
    pub fn shown(&self, country: Country) -> String {
        let digits = &self.0[1..];
        if digits.len() == 11 && digits.starts_with('1') {
            let local = format!("({}) {}-{}", &digits[1..4], &digits[4..7], &digits[7..]);
            return if country.calling_code() == "1" { local } else { format!("+1 {local}") };
        }
        for code in Country::ALL.iter().map(|c| c.calling_code()) {
            if let Some(rest) = digits.strip_prefix(code) {
                let grouped = group(rest);
                return if country.calling_code() == code {
                    format!("{}{grouped}", country.trunk_prefix())
                } else {
                    format!("+{code} {grouped}")
                };
            }
        }
        format!("+{}", group(digits))
    }
}

/// Digits in readable blocks: 2 or 3, then 4 and more.
fn group(digits: &str) -> String {
    match digits.len() {
        0..=5 => digits.to_owned(),
        6..=8 => format!("{} {}", &digits[..digits.len() - 4], &digits[digits.len() - 4..]),
        n => format!("{} {} {}", &digits[..n - 7], &digits[n - 7..n - 4], &digits[n - 4..]),
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::serde_by_text!(PhoneNumber, from_e164);

#[cfg(test)]
mod tests {
    use super::*;
    const US: Country = Country::UnitedStates;

    #[test]
    fn m12_a_number_is_read_however_it_is_written() {
        for text in [
            "+1 503 555 0142",
            "(503) 555-0142",
            "503.555.0142",
            "1-503-555-0142",
            "tel:+15035550142",
            "011 1 503 555 0142",
        ] {
            assert_eq!(PhoneNumber::parse(text, US).map(|n| n.0), Ok("+15035550142".into()), "{text}");
        }
        assert_eq!(PhoneNumber::parse("030 1234567", Country::Germany).map(|n| n.0), Ok("+49301234567".into()));
        assert_eq!(PhoneNumber::parse("+49 (0)30 1234567", US).map(|n| n.0), Ok("+49301234567".into()));
        assert_eq!(PhoneNumber::parse("06 1234 5678", Country::Italy).map(|n| n.0), Ok("+390612345678".into()));
    }

    #[test]
    fn m12_a_text_that_is_no_number_is_refused_with_its_reason() {
        assert!(matches!(PhoneNumber::parse("call me", US), Err(PhoneProblem::Character('c'))));
        assert!(matches!(PhoneNumber::parse("555-01", US), Err(PhoneProblem::Length(..))));
        assert!(matches!(PhoneNumber::parse(" ", US), Err(PhoneProblem::Empty(_))));
        assert!(matches!(PhoneNumber::parse("+0 503 555 0142", US), Err(PhoneProblem::Country('0'))));
    }

    #[test]
    fn a_number_reads_nationally_at_home_and_with_its_code_abroad() {
        let n = PhoneNumber::from_stored("+15035550142".into());
        assert_eq!(n.shown(US), "(503) 555-0142");
        assert_eq!(n.shown(Country::Germany), "+1 (503) 555-0142");
        assert_eq!(PhoneNumber::from_stored("+49301234567".into()).shown(US), "+49 30 123 4567");
    }
}
