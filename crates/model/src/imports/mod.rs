//! What an import and an export of members talk about (SPEC I1, I2), on both sides of the wire.
//! Plain values only. Reading bytes and writing CSV live in `files::imports`, checking rows against the account with the store.

pub mod choices;
mod field;
mod mapping;
mod note;
mod refusal;
mod report;
mod state;

pub use field::Field;
pub use mapping::Mapping;
pub use note::FileNote;
pub use refusal::FileRefusal;
pub use report::{
    Arrival, CheckRow, CheckSummary, Choices, ExtensionFrom, FieldChange, ImportOutcome, ImportPage, ImportPhase,
    ImportProgress, Lengthening, PREVIEW_ROWS, RowsShown, SeatNeed, ToPort, Word,
};
pub use state::ImportState;

use serde::{Deserialize, Serialize};

/// Largest file taken, in bytes (I1).
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;
/// Most people in one file (I1).
pub const MAX_ROWS: usize = 100_000;
/// Most columns in one file (I1).
pub const MAX_COLUMNS: usize = 300;

/// A file that can be imported: what it is, its rows, and findings that need no account to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberFile {
    pub info: FileInfo,
    pub rows: Vec<RawRow>,
    /// Rows whose cells run past the header, are too long, or are in another character encoding.
    pub issues: Vec<Issue>,
}

impl MemberFile {
    /// The mapping as guessed.
    pub fn mapping(&self) -> Mapping {
        Mapping::guessed(&self.info.columns)
    }
}

/// The product whose export a file looks like. Shown beside the file's name; it never changes how a cell is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    Teamline,
    GoogleWorkspace,
    Microsoft365,
    Entra,
    Okta,
    RingCentral,
    ZoomPhone,
    ThreeCx,
    FreePbx,
    Dialpad,
    EightByEight,
    Aircall,
    OpenPhone,
    MicrosoftTeams,
    Other,
}

impl Source {
    /// The product's name; `None` when the header is nobody's in particular.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Teamline => Some("Teamline"),
            Self::GoogleWorkspace => Some("Google Workspace"),
            Self::Microsoft365 => Some("Microsoft 365"),
            Self::RingCentral => Some("RingCentral"),
            Self::ZoomPhone => Some("Zoom Phone"),
            Self::ThreeCx => Some("3CX"),
            Self::Entra => Some("Microsoft Entra"),
            Self::Okta => Some("Okta"),
            Self::FreePbx => Some("FreePBX"),
            Self::Dialpad => Some("Dialpad"),
            Self::EightByEight => Some("8x8"),
            Self::Aircall => Some("Aircall"),
            Self::OpenPhone => Some("OpenPhone"),
            Self::MicrosoftTeams => Some("Microsoft Teams"),
            Self::Other => None,
        }
    }
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Bar,
}

impl Delimiter {
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

/// How sure the guess for a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnState {
    /// The header (and the values) say which field it is.
    Matched,
    /// More than one field is possible: nothing is imported from it until a person chooses.
    Ambiguous,
    /// Nothing is imported from it.
    Ignored,
}

/// One column of the file and where it is proposed to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMatch {
    /// 0-based position in the file; `Mapping::fields` has the same order.
    pub index: usize,
    /// The header as typed; `Column 5` where it is blank.
    pub header: String,
    /// The first value that is not blank. Always empty for a column with passwords.
    pub sample: String,
    pub field: Field,
    pub state: ColumnState,
    /// For `Ambiguous`: the fields it could be, likeliest first.
    pub candidates: Vec<Field>,
    /// Why it is ambiguous or ignored, when there is something to say.
    pub note: Option<String>,
}

/// One record of the file, its cells as typed, one per column of the header. Cells of password columns are blank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRow {
    /// 1-based line of the original file on which the record begins; quoted line breaks count.
    pub line: u32,
    pub cells: Vec<String>,
}

/// A full name taken apart (I1), shown to a person before anything is imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameSplit {
    /// As typed in the one column.
    pub typed: String,
    pub first: String,
    pub last: String,
    /// False when another split is as likely, such as for three words or for one.
    pub sure: bool,
}

/// A forwarding number as typed, with the field that it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedNumber {
    pub from: Field,
    pub value: String,
}

/// A value that stood beside the one that is taken from a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spare {
    pub field: Field,
    pub taken: String,
    /// The others, as typed.
    pub left: Vec<String>,
}

/// One row after mapping: still the words that were typed, trimmed. `None` is a blank cell or a field that no column feeds;
/// `Mapping::has` tells the two apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub line: u32,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// Set when first and last name were split from one column.
    pub name_split: Option<NameSplit>,
    pub email: Option<String>,
    pub username: Option<String>,
    pub role: Option<String>,
    pub extension: Option<String>,
    /// In ringing order. More than three are kept, so that the check can say so (M12).
    pub forwarding: Vec<TypedNumber>,
    pub direct_number: Option<String>,
    pub plan: Option<String>,
    pub groups: Vec<String>,
    pub mobile: Option<String>,
    pub time_zone: Option<String>,
    pub status: Option<String>,
    /// Cells with more than one value, of which the first is taken.
    pub spare: Vec<Spare>,
}

impl Draft {
    /// First and last name as one line; empty when neither was typed.
    pub fn display_name(&self) -> String {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Does a finding stop its row?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The row goes in; a person should know.
    Warning,
    /// The row stays out until it is mended.
    Error,
}

/// One finding in one row: where, what is wrong, and what mends it (I1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub line: u32,
    /// What the cell goes to; none when the whole row is meant, or the cell goes nowhere yet.
    #[serde(default)]
    pub field: Option<Field>,
    /// The header as it stands in the file; empty when the whole row is meant.
    pub column: String,
    pub value: String,
    pub problem: String,
    pub fix: String,
    pub severity: Severity,
}

/// What was found out about a file, without its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileInfo {
    /// Such as `UTF-8` or `windows-1252`, to be shown.
    pub encoding: String,
    pub delimiter: Delimiter,
    pub source: Source,
    /// 1-based line of the header, 0 when the file has none; 1 unless blank lines or Excel's `sep=` come before it.
    pub header_line: u32,
    pub columns: Vec<ColumnMatch>,
    /// Rows of people.
    pub rows: usize,
    /// What else the file holds.
    #[serde(default)]
    pub notes: Vec<FileNote>,
}

/// One member as the export writes it: what a person would type into the import (I2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRow {
    pub first_name: String,
    pub last_name: String,
    /// Empty for a member who signs in by username (M2).
    pub email: String,
    pub username: String,
    pub role: String,
    pub extension: String,
    /// E.164, in ringing order; at most three are written (M12).
    pub forwarding: Vec<String>,
    pub direct_number: String,
    pub plan: String,
    pub groups: Vec<String>,
    pub mobile: String,
    pub time_zone: String,
}
