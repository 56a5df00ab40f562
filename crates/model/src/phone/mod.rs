//! E.164 phone numbers: read as people write them, kept one way, shown as their reader's country writes them (M12).
//!
//! How numbers are built and written in each country is known to the server alone: the numbering plans of the world weigh
//! more than the rest of a page. So a number carries the words it is shown by wherever it travels to a page.

#[cfg(feature = "parse")]
mod plans;
#[cfg(all(feature = "parse", test))]
mod tests;
#[cfg(feature = "parse")]
pub mod written;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Why a text is no phone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    #[error("Enter a phone number, such as {0}.")]
    Empty(String),
    #[error("A phone number has digits, blanks and ( ) - . only: take out “{0}”.")]
    Character(char),
    #[error(
        "A number stands here without an extension: take out “{0}”. If what it reaches has a number of its own, enter that."
    )]
    Extension(String),
    #[error("The number is {how}: it has {has} digits after +{code}. Check it.")]
    Length { code: u16, has: usize, how: &'static str },
    #[error("The number lacks its area code. Write it out, such as {0}.")]
    Area(String),
    #[error("No country’s code starts with {0}. Check the digits after the +.")]
    Country(String),
}

/// A phone number in E.164: + and 7 to 15 digits (ITU-T E.164; Niue has seven). One that a page shows has its written form with it; two
/// numbers are the same by their digits, however they are written.
#[derive(Clone, Debug)]
pub struct PhoneNumber {
    e164: String,
    shown: Option<String>,
}

impl PhoneNumber {
    /// Reads a number as forms and JSON carry it: in E.164, and after a blank as it is shown; none for everything else.
    pub fn from_words(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some((e164, shown)) => Some(PhoneNumber { shown: Some(shown.to_owned()), ..Self::from_e164(e164)? }),
            None => Self::from_e164(text),
        }
    }

    /// Reads a number in E.164; none for everything else.
    pub fn from_e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let number = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        number.then(|| Self::from_stored(text.to_owned()))
    }

    /// From the database, where it was parsed before.
    pub fn from_stored(e164: String) -> Self {
        PhoneNumber { e164, shown: None }
    }

    /// "+15035550142"
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// As the server wrote it for the people of the account's country: "(503) 555-0142" at home, "+49 30 1234567" abroad.
    /// In E.164 where it didn't.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.e164)
    }

    /// The number alone, as it is stored.
    pub fn bare(self) -> Self {
        Self::from_stored(self.e164)
    }
}

impl PartialEq for PhoneNumber {
    fn eq(&self, other: &Self) -> bool {
        self.e164 == other.e164
    }
}

impl Eq for PhoneNumber {}

impl Hash for PhoneNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.e164.hash(state);
    }
}

impl Ord for PhoneNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.e164.cmp(&other.e164)
    }
}

impl PartialOrd for PhoneNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.e164)
    }
}

impl serde::Serialize for PhoneNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.shown {
            Some(shown) => serializer.collect_str(&format_args!("{} {shown}", self.e164)),
            None => serializer.serialize_str(&self.e164),
        }
    }
}

impl<'de> serde::Deserialize<'de> for PhoneNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        PhoneNumber::from_words(&word)
            .ok_or_else(|| crate::slugs::UnknownWord { word: word.into_owned(), of: "PhoneNumber" }.in_argument())
    }
}
