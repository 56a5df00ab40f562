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

/// The value of a cell: nothing where a word says so, and what an apostrophe guards as it is.
fn written(cell: &str) -> String {
    let value = if values::is_nothing(&cell::clean(cell)) { "" } else { cell::unguard(cell) };
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
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Table, FileRefusal> {
        read(&Decoded { text: text.into(), encoding: "UTF-8", mixed: None })
    }

    fn lines(text: &str) -> Vec<(u32, String)> {
        table(text).expect("a table").rows.into_iter().map(|r| (r.line, r.cells[0].clone())).collect()
    }

    #[test]
    fn i1_rows_keep_the_line_of_the_original_file() {
        for end in ["\n", "\r\n", "\r"] {
            let text = [
                "Name,Email",
                "Dana,d@example.com",
                "",
                "",
                "\"Kofi",
                "Mensah\",k@example.com",
                ",",
                "Marisol,m@example.com",
                "",
            ]
            .join(end);
            let want = [(2, "Dana".to_owned()), (5, format!("Kofi{end}Mensah")), (8, "Marisol".to_owned())];
            assert_eq!(lines(&text), want, "{end:?}");
        }
    }

    #[test]
    fn i1_lines_before_the_header_count() {
        let got = table("sep=;\r\n\r\nName;Email\r\nDana;d@example.com\r\n").expect("a table");
        assert_eq!(
            (got.header_line, got.rows[0].line, got.header),
            (3, 4, vec!["Name".to_owned(), "Email".to_owned()])
        );
    }

    #[test]
    fn i1_lines_above_the_names_totals_below_and_rows_that_explain_are_left_out_and_named() {
        let text = "version:v1.0,,\nName,Email,Ext\nExample: Chris Green,chris@contoso.com,101\nDana,d@x.test,102\n\
            Name,Email,Ext\nKofi,k@x.test,103\n,,\nTotal,,2\nGenerated on 2026-11-30 by Dana,,\n";
        let got = table(text).expect("a table");
        let names: Vec<_> = got.rows.iter().map(|r| (r.line, r.cells[0].as_str())).collect();
        assert_eq!(names, [(4, "Dana"), (6, "Kofi")]);
        let no_person = |line, begins: &str| FileNote::NoPerson { line, begins: begins.into() };
        let want = [
            FileNote::Above { lines: 1 },
            no_person(3, "Example: Chris Green"),
            no_person(5, "Name"),
            no_person(9, "Generated on 2026-11-30 by Dana"),
            no_person(8, "Total"),
        ];
        assert_eq!(got.notes, want);
    }

    #[test]
    fn i1_somebody_without_an_address_at_the_end_is_no_total() {
        assert_eq!(lines("Name,Email,Ext\nDana,d@x.test,102\nReception,,103\nTotti Anna,,\n").len(), 3);
    }

    #[test]
    fn i1_a_list_of_addresses_needs_no_column_names() {
        let got = table("dana@x.test\nkofi@x.test\n").expect("a table");
        assert_eq!((got.header, got.header_line, got.rows.len()), (vec!["Email".to_owned()], 0, 2));
        assert_eq!((got.rows[0].line, got.notes), (1, vec![FileNote::Addresses]));
    }

    #[test]
    fn i1_quotes_and_line_breaks_inside_quotes_are_read_as_rfc_4180_says() {
        let got = table("Name,Email\n\"Dana \"\"Dee\"\" Whitfield, Jr.\",d@example.com\n").expect("a table");
        assert_eq!(got.rows[0].cells[0], "Dana \"Dee\" Whitfield, Jr.");
    }

    #[test]
    fn i1_short_rows_are_filled_and_long_ones_named_with_their_line() {
        let got = table("Name,Email,Role\nDana\nKofi,k@example.com,Agent,,\nMensah, Ama,a@example.com,Agent\n")
            .expect("a table");
        assert_eq!(got.rows[0].cells, ["Dana", "", ""]);
        assert_eq!(got.issues.len(), 1);
        assert_eq!(
            (got.issues[0].line, got.issues[0].problem.as_str()),
            (4, "This row has 4 cells and the header has 3.")
        );
    }

    #[test]
    fn i1_a_cell_of_more_than_a_thousand_letters_is_an_error_and_is_not_kept() {
        let got =
            table(&format!("Name,Email\n{},d@example.com\n{},k@example.com\n", "é".repeat(1_000), "x".repeat(1_001)));
        let got = got.expect("a table");
        assert_eq!((got.rows[0].cells[0].chars().count(), got.rows[1].cells[0].as_str()), (1_000, ""));
        assert_eq!((got.issues.len(), got.issues[0].line, got.issues[0].column.as_str()), (1, 3, "Name"));
    }

    #[test]
    fn i1_values_under_a_column_without_a_name_at_the_end_are_no_error() {
        let got = table("Name,Email,\nDana,d@example.com,x\nKofi,k@example.com,y\n").expect("a table");
        assert_eq!((got.issues.len(), got.rows[0].cells.len()), (0, 2));
    }

    #[test]
    fn i1_a_quotation_mark_left_open_is_refused_with_its_line_and_one_inside_a_value_is_not() {
        let open = table("Name,Email\nDana,d@example.com\n\"Kofi,k@example.com\nMarisol,m@example.com\n");
        assert_eq!(open.unwrap_err(), FileRefusal::OpenQuote { line: 3 });
        assert_eq!(lines("Name,Email\n5\" desk,d@example.com\n"), [(2, "5\" desk".to_owned())]);
    }

    #[test]
    fn i1_three_hundred_columns_are_taken_and_four_hundred_refused() {
        let of = |n: usize| format!("{}\n", (1..=n).map(|i| format!("c{i}")).collect::<Vec<_>>().join(","));
        assert_eq!(table(&of(300)).expect("a table").header.len(), 300);
        assert_eq!(table(&of(400)).unwrap_err(), FileRefusal::TooManyColumns { columns: 400 });
    }

    #[test]
    fn i1_a_hundred_thousand_rows_are_taken_and_a_million_refused_by_their_number() {
        let text = format!("Name,Email\n{}", "D,d@example.com\n".repeat(MAX_ROWS));
        assert_eq!(table(&text).expect("a table").rows.last().map(|r| r.line), Some(100_001));
        let text = format!("Name,Email\n{}", "D,d@x.test\n".repeat(1_000_000));
        assert_eq!(table(&text).unwrap_err(), FileRefusal::TooManyRows { rows: 1_000_000 });
    }
}
