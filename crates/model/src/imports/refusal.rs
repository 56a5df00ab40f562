//! Why a whole file is turned away (I1, issue A "Bad input"): what was found, then the limit or the fix.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A file that can't be imported at all. Its `Display` is the sentence a person reads. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum FileRefusal {
    #[error("The file is empty. Choose a CSV file with a row of column names and one row per person.")]
    Empty,
    #[error("This is an Excel workbook. Save it as CSV first.")]
    ExcelWorkbook,
    /// `kind` is the rest of "This is …", such as "a PDF".
    #[error("This is {kind}, not a CSV file. Export your people as CSV and choose that file.")]
    NotText { kind: String },
    #[error("The characters on line {line} are damaged. Save the file again as CSV UTF-8.")]
    BrokenText { line: u32 },
    #[error("The file is {}. The limit is 20 MB, about 100,000 rows.", megabytes(*.bytes))]
    TooLarge { bytes: u64 },
    #[error("The file has {} rows. The limit is 100,000. Split it into {} files.", grouped(*.rows), files(*.rows))]
    TooManyRows { rows: usize },
    #[error("The file has {columns} columns. The limit is 300. Delete the columns that aren’t about people or phones.")]
    TooManyColumns { columns: usize },
    #[error(
        "The first row has “{value}” where a column name belongs. Put a row of names above it, such as First name, Last name, Email."
    )]
    NoHeader { value: String },
    #[error("The file has one column only, “{header}”. Separate columns by commas, semicolons or tabs.")]
    OneColumn { header: String },
    #[error(
        "No column holds names or email addresses. The columns are {columns}. Add First name, Last name and Email."
    )]
    NoPeople { columns: String },
    #[error("The file has column names but no people under them.")]
    NoRows,
    #[error("A quotation mark that opens on line {line} never closes. Close it or delete it.")]
    OpenQuote { line: u32 },
}

/// `50 MB`, `20.4 MB`: one decimal, rounded up so that a file over the limit never reads as being on it.
fn megabytes(bytes: u64) -> String {
    const MEGABYTE: u64 = 1024 * 1024;
    let tenths = (bytes * 10).div_ceil(MEGABYTE);
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        tenth => format!("{}.{tenth} MB", tenths / 10),
    }
}

/// How many files of the allowed size hold so many rows.
fn files(rows: usize) -> usize {
    rows.div_ceil(super::MAX_ROWS)
}

/// `1000000` as `1,000,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_a_refusal_names_what_was_found_and_the_limit() {
        let mb = 1024 * 1024;
        assert_eq!(
            FileRefusal::TooLarge { bytes: 50 * mb }.to_string(),
            "The file is 50 MB. The limit is 20 MB, about 100,000 rows."
        );
        assert_eq!(
            FileRefusal::TooLarge { bytes: 20 * mb + 1 }.to_string(),
            "The file is 20.1 MB. The limit is 20 MB, about 100,000 rows."
        );
        assert_eq!(
            FileRefusal::TooManyRows { rows: 1_000_000 }.to_string(),
            "The file has 1,000,000 rows. The limit is 100,000. Split it into 10 files."
        );
        assert!(
            FileRefusal::TooManyColumns { columns: 400 }
                .to_string()
                .starts_with("The file has 400 columns. The limit is 300.")
        );
    }
}
