//! Extensions: short internal numbers of members and groups (M11).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is no extension of this account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionProblem {
    #[error("An extension has digits only: take out “{0}”.")]
    Character(char),
    #[error("Extensions here have {0} digits, such as {1}.")]
    Length(u8, u32),
}

/// What the length of an extension that begins with 0 is multiplied by.
const LENGTH: u32 = 10_000_000;

/// A short internal number. It is digits, not an integer: `0107` is another one than `107`. Its length is an account
/// setting, so `parse` asks for it (M11).
///
/// One number stands for it in the database, in indexes and on the wire: the digits themselves, and for one that begins
/// with 0 its length before them (`0107` is 4 000 0107), which no extension of six digits reaches. So those come after the
/// others where tables are sorted by extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extension(u32);

impl Extension {
    /// Reads an extension of exactly `digits` digits (3 to 6, M11).
    pub fn parse(text: &str, digits: u8) -> Result<Self, ExtensionProblem> {
        let text = text.trim();
        let first = Self::first(digits).0;
        if let Some(c) = text.chars().find(|c| !c.is_ascii_digit()) {
            return Err(ExtensionProblem::Character(c));
        }
        if text.len() != usize::from(digits) {
            return Err(ExtensionProblem::Length(digits, first));
        }
        Self::from_digits(text).ok_or(ExtensionProblem::Length(digits, first))
    }

    /// Digits of any allowed length as an extension; none for everything else. For looking one up as it was typed.
    pub fn from_digits(text: &str) -> Option<Self> {
        let length = u32::try_from(text.len()).ok().filter(|n| (3..=6).contains(n))?;
        let number: u32 = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())??;
        Some(Extension(if text.starts_with('0') { length * LENGTH + number } else { number }))
    }

    /// The lowest extension of that length: 100 of three digits.
    pub fn first(digits: u8) -> Self {
        Extension(10u32.pow(u32::from(digits.clamp(3, 6)) - 1))
    }

    /// The highest extension of that length: 999 of three digits.
    pub fn last(digits: u8) -> Self {
        Extension(Self::first(digits).0 * 10 - 1)
    }

    /// From the database, where it was parsed before.
    pub fn from_stored(number: i64) -> Self {
        Extension(u32::try_from(number).unwrap_or_default())
    }

    /// From a column in which 0 stands for none: the order by extension goes through an index, in pages that begin after a
    /// value (T6), and those know no NULL. Here alone, and in [`Extension::column`], is the 0 read or written.
    pub fn from_column(number: i64) -> Option<Self> {
        (number > 0).then(|| Self::from_stored(number))
    }

    /// As such a column has it.
    pub fn column(extension: Option<Self>) -> i64 {
        extension.map_or(0, |e| i64::from(e.0))
    }

    pub fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match usize::try_from(self.0 / LENGTH) {
            Ok(length @ 1..) => write!(f, "{:0length$}", self.0 % LENGTH),
            _ => write!(f, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m11_three_digits_are_an_extension() {
        assert_eq!(Extension::parse(" 118 ", 3).map(|e| e.to_string()), Ok("118".into()));
        assert_eq!((Extension::first(4).number(), Extension::last(4).number()), (1000, 9999));
    }

    #[test]
    fn m11_another_length_or_sign_is_refused() {
        assert_eq!(Extension::parse("18", 3), Err(ExtensionProblem::Length(3, 100)));
        assert_eq!(Extension::parse("1a8", 3), Err(ExtensionProblem::Character('a')));
    }

    #[test]
    fn m11_leading_zeros_stay_and_make_another_extension() {
        for text in ["0107", "007", "000", "000000", "099999", "100", "999999"] {
            let digits = u8::try_from(text.len()).unwrap_or_default();
            let read = Extension::parse(text, digits).expect("an extension");
            assert_eq!(read.to_string(), text);
            assert_eq!(Extension::from_stored(i64::from(read.number())), read, "{text}");
        }
        let all = ["107", "0107", "00107", "000107"].map(|text| Extension::from_digits(text).expect("an extension"));
        assert!(all.windows(2).all(|two| two[0] != two[1]));
        assert_eq!((Extension::from_digits("42"), Extension::from_digits("1a7")), (None, None));
    }
}
