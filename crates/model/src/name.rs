//! Names of people, and how they are shown and ordered (M1, T3).

use serde::{Deserialize, Serialize};

/// First and last name; at least one of them is not empty (M1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    pub first: String,
    pub last: String,
}

/// Why two texts make no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    #[error("Enter a first or a last name.")]
    Empty,
    #[error("A name has at most 80 characters. Shorten it.")]
    TooLong,
    #[error("A name can’t hold line breaks or control characters. Take them out.")]
    Control,
}

impl PersonName {
    /// Reads first and last name, in the one form that is kept ([`line`](crate::text::line)).
    #[cfg(feature = "parse")]
    pub fn parse(first: &str, last: &str) -> Result<Self, NameProblem> {
        if first.chars().chain(last.chars()).any(|c| c.is_control()) {
            return Err(NameProblem::Control);
        }
        let (first, last) = (crate::text::line(first), crate::text::line(last));
        if first.is_empty() && last.is_empty() {
            return Err(NameProblem::Empty);
        }
        if first.chars().count() > 80 || last.chars().count() > 80 {
            return Err(NameProblem::TooLong);
        }
        Ok(PersonName { first, last })
    }

    /// "Dana Whitfield", or the one name there is.
    pub fn full(&self) -> String {
        match (self.first.is_empty(), self.last.is_empty()) {
            (false, false) => format!("{} {}", self.first, self.last),
            (false, true) => self.first.clone(),
            _ => self.last.clone(),
        }
    }

    /// One or two letters for the avatar: "DW".
    pub fn initials(&self) -> String {
        let letter = |t: &str| t.chars().find(|c| c.is_alphanumeric());
        [letter(&self.first), letter(&self.last)].into_iter().flatten().flat_map(char::to_uppercase).collect()
    }

    /// A colour angle of 0 to 359 for the avatar, always the same for the same name.
    pub fn hue(&self) -> u16 {
        let sum = self
            .first
            .bytes()
            .chain(self.last.bytes())
            .fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(b)));
        u16::try_from(sum % 36 * 10).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_one_name_is_enough() {
        assert_eq!(PersonName::parse("Dana", "").map(|n| n.full()), Ok("Dana".into()));
        assert_eq!(PersonName::parse(" ", "Okonkwo").map(|n| n.initials()), Ok("O".into()));
        assert_eq!(PersonName::parse("Nguyễn  Thị", "Mai").map(|n| n.full()), Ok("Nguyễn Thị Mai".into()));
    }

    #[test]
    fn m1_a_name_is_one_however_it_was_typed() {
        assert_eq!(PersonName::parse("Zoe\u{308}", "\u{200f}Form\u{200b}"), PersonName::parse("Zoë", "Form"));
        assert_eq!(PersonName::parse("علی\u{200c}رضا", "").map(|n| n.first), Ok("علی\u{200c}رضا".into()));
    }

    #[test]
    fn m1_no_name_is_refused() {
        assert_eq!(PersonName::parse(" ", ""), Err(NameProblem::Empty));
        assert_eq!(PersonName::parse("\u{200b}\u{200b}", "\u{3164}"), Err(NameProblem::Empty));
        assert_eq!(PersonName::parse("Dana\r\nBcc:", ""), Err(NameProblem::Control));
    }
}
