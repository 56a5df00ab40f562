//! What a file holds beside people, said once above the columns (I1).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that was found while a file was read and that a person should know. Its `Display` is the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileNote {
    /// So many lines above the column names, such as instructions or a version.
    Above { lines: u32 },
    /// A row of column names, an example, a total or a footer, by its line and how it begins.
    NoPerson { line: u32, begins: String },
    /// The file has no column names; it is a list of addresses.
    Addresses,
    /// Lines in `other` although the file is in `encoding`; the first few of them.
    MixedEncodings { encoding: String, other: String, lines: Vec<u32>, count: usize },
}

impl fmt::Display for FileNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Above { lines: 1 } => f.write_str("One line above the column names is left out."),
            Self::Above { lines } => write!(f, "{lines} lines above the column names are left out."),
            Self::NoPerson { line, begins } => write!(f, "Line {line}, “{begins}”, is no person and is left out."),
            Self::Addresses => f.write_str("The file has no column names, so it is read as a list of email addresses."),
            Self::MixedEncodings { encoding, other, lines, count } => {
                let named: Vec<String> = lines.iter().map(u32::to_string).collect();
                let (named, more) = (named.join(", "), if *count > lines.len() { " and more" } else { "" });
                let these = if *count == 1 { format!("line {named} is") } else { format!("lines {named}{more} are") };
                write!(f, "The file is in {encoding}, but {these} in {other}. Check the accents there.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_a_note_says_which_lines_are_meant() {
        assert_eq!(FileNote::Above { lines: 3 }.to_string(), "3 lines above the column names are left out.");
        let mixed = FileNote::MixedEncodings {
            encoding: "UTF-8".into(),
            other: "windows-1252".into(),
            lines: vec![4, 9],
            count: 2,
        };
        let words = "The file is in UTF-8, but lines 4, 9 are in windows-1252. Check the accents there.";
        assert_eq!(mixed.to_string(), words);
    }
}
