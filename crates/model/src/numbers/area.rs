//! Area codes, by which numbers are looked for at the supplier's (N2).

use std::fmt;

/// National digits that the numbers of a place begin with: "503", "20". One to six of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AreaCode(String);

impl AreaCode {
    /// Reads a code; none for what has other characters than digits or is too long.
    pub fn parse(text: &str) -> Option<AreaCode> {
        let digits = text.trim();
        let code = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        code.then(|| AreaCode(digits.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::serde_by_text!(AreaCode, parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n2_an_area_code_is_a_few_digits() {
        assert_eq!(AreaCode::parse(" 503").map(|code| code.to_string()), Some("503".to_owned()));
        for text in ["", "5o3", "1234567", "-1", "٥٠٣"] {
            assert_eq!(AreaCode::parse(text), None, "{text}");
        }
    }
}
