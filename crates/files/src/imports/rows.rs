//! Text → header and records with the line each begins on (I1). RFC 4180 quoting by the `csv` crate, rows of uneven length allowed.

use super::delimiter::{self, Layout};
use super::{aside, cell, columns, values};
use crate::imports::decode::Decoded;
use model::imports::{Delimiter, FileNote, FileRefusal, Issue, MAX_COLUMNS, MAX_ROWS, RawRow, Severity};

/// A file taken apart, before anything is known about its columns.
#[derive(Debug)]
pub struct Table {
    pub delimiter: Delimiter,
    pub header: Vec<String>,
    pub header_line: u32,
    /// Cells of the header's record: more than `header` where the last ones have no name.
    pub width: usize,
    /// Records above the header.
    pub above: u32,
    pub rows: Vec<RawRow>,
    /// Rows whose cells run past the header, which stay in `rows`, cut to the header's width; and others with something to say.
    pub issues: Vec<Issue>,
    pub notes: Vec<FileNote>,
}

/// Letters of a cell. Nothing that is imported is nearly as long, and each goes through memory several times.
const LONGEST_CELL: usize = 1_000;

/// Counts lines up to a byte: CRLF, LF and a lone CR each end one. The `csv` crate's own count takes the line on which the
/// search for a record began, which is wrong after blank lines.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// Goes forward to `to`, counting.
    fn advance(&mut self, to: usize) {
        while self.at < to {
            let byte = self.bytes[self.at];
            let pair = byte == b'\r' && self.bytes.get(self.at + 1) == Some(&b'\n');
            self.line += u32::from(byte == b'\n' || (byte == b'\r' && !pair));
            self.at += 1;
        }
    }

    /// Goes past line ends, as the parser does between records.
    fn skip_blank(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b'\r' | b'\n')) {
            self.advance(self.at + 1);
        }
    }
}

/// Decoded text in, records out; refuses by the limits on rows and columns and a quotation mark left open.
pub fn read(decoded: &Decoded) -> Result<Table, FileRefusal> {
    let Layout { delimiter, skip, above } = delimiter::sniff(&decoded.text);
    let bytes = decoded.text.as_bytes();
    let mut lines = Lines { bytes, at: 0, line: 1 };
    lines.advance(skip);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(&bytes[skip..]);
    let mut table = Table::new(delimiter);
    let mut above = above;
    let mut record = csv::StringRecord::new();
    let mut seen = 0;
    // The text is UTF-8 and rows may be uneven: reading from memory has no other error.
    while reader.read_record(&mut record).unwrap_or(false) {
        lines.skip_blank();
        let (begin, line) = (lines.at, lines.line);
        let end = skip + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(bytes.len() - skip);
        if left_open(&bytes[begin..end], end == bytes.len()) {
            return Err(FileRefusal::OpenQuote { line });
        }
        lines.advance(end);
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        if above > 0 {
            (above, table.above) = (above - 1, table.above + 1);
            continue;
        }
        if table.width == 0 {
            table.begin(&record, line)?;
            if table.header_line > 0 {
                continue;
            }
        }
        seen += 1;
        if seen <= MAX_ROWS {
            table.take(&record, line);
        }
    }
    if seen > MAX_ROWS {
        return Err(FileRefusal::TooManyRows { rows: seen });
    }
    if table.above > 0 {
        table.notes.push(FileNote::Above { lines: table.above });
    }
    table.mixed(decoded);
    aside::set_aside(&mut table);
    Ok(table)
}

impl Table {
    fn new(delimiter: Delimiter) -> Self {
        let (header, rows, issues, notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { delimiter, header, header_line: 0, width: 0, above: 0, rows, issues, notes }
    }

    /// Takes the record with the column names. A list of addresses has none, and is given one.
    fn begin(&mut self, record: &csv::StringRecord, line: u32) -> Result<(), FileRefusal> {
        let names = header(record)?;
        self.width = record.len();
        if let [only] = names.as_slice()
            && columns::is_email(only)
        {
            self.header = vec!["Email".to_owned()];
            self.notes.push(FileNote::Addresses);
        } else {
            (self.header, self.header_line) = (names, line);
        }
        Ok(())
    }

    /// Says which rows were in another character encoding than the file.
    fn mixed(&mut self, decoded: &Decoded) {
        const NAMED: usize = 5;
        let Some(mixed) = &decoded.mixed else { return };
        self.notes.push(FileNote::MixedEncodings {
            encoding: decoded.encoding.into(),
            other: mixed.other.into(),
            lines: mixed.lines.iter().copied().take(NAMED).collect(),
            count: mixed.lines.len(),
        });
        let row_of =
            |line: &u32| self.rows.partition_point(|r| r.line <= *line).checked_sub(1).map(|i| self.rows[i].line);
        let mut rows: Vec<u32> = mixed.lines.iter().filter_map(row_of).collect();
        rows.dedup();
        self.issues.extend(rows.into_iter().map(|line| Issue {
            line,
            field: None,
            column: String::new(),
            value: String::new(),
            problem: format!("This row is in {}, the rest of the file in {}.", mixed.other, decoded.encoding),
            fix: "Check its accents.".into(),
            severity: Severity::Warning,
        }));
    }

    fn take(&mut self, record: &csv::StringRecord, line: u32) {
        let width = self.width;
        if record.iter().skip(width).any(|c| !c.trim().is_empty()) {
            self.issues.push(Issue {
                line,
                field: None,
                column: String::new(),
                // Not what stands there: shifted by a comma, it may be what stands under a column of passwords.
                value: String::new(),
                problem: format!("This row has {} cells and the header has {width}.", record.len()),
                fix: "Put quotation marks around a value that has a comma or semicolon in it.".into(),
                severity: Severity::Error,
            });
        }
        let mut cells: Vec<String> = record.iter().take(self.header.len()).map(written).collect();
        for (name, cell) in self.header.iter().zip(&mut cells) {
            let letters = if cell.len() > LONGEST_CELL { cell.chars().count() } else { 0 };
            if letters > LONGEST_CELL {
                cell.clear();
                self.issues.push(Issue {
                    line,
                    field: None,
                    column: name.clone(),
                    value: String::new(),
                    problem: format!("This cell has {letters} letters."),
                    fix: format!("Leave {LONGEST_CELL} at most."),
                    severity: Severity::Error,
                });
            }
        }
        cells.resize(self.header.len(), String::new());
        self.rows.push(RawRow { line, cells });
    }
}

/// The value of a cell: nothing where a mark says so, and what an apostrophe guards as it is.
fn written(cell: &str) -> String {
    let value = if values::is_mark_of_nothing(&cell::clean(cell)) { "" } else { cell::unguard(cell) };
    value.to_owned()
}

/// Column names without invisible characters; blank ones at the end, which spreadsheets leave behind, are dropped.
fn header(record: &csv::StringRecord) -> Result<Vec<String>, FileRefusal> {
    let mut names: Vec<String> = record.iter().map(|c| cell::clean(cell::unguard(c))).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    if names.len() > MAX_COLUMNS {
        return Err(FileRefusal::TooManyColumns { columns: names.len() });
    }
    Ok(names)
}

/// A record that swallowed the file's end: several lines, and an odd number of quotation marks.
fn left_open(record: &[u8], at_end: bool) -> bool {
    let body = record.trim_ascii_end();
    at_end && body.contains(&b'\n') && body.iter().filter(|b| **b == b'"').count() % 2 == 1
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
