//! Writing CSV (I2): UTF-8 with a byte order mark and CRLF, which Excel opens with its accents right; formulas guarded by
//! `cell::guard`. The columns are those that `read` knows as ours, so export → import changes nothing.

use std::io;
use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use crate::imports::cell::{guard, join_list};
use model::imports::{ExportRow, Field, Issue};

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes members one by one, holding no more than one small buffer. Ends with `finish`, or the buffer's rest is lost.
pub struct Exporter<W: Write> {
    out: Writer<W>,
}

impl<W: Write> Exporter<W> {
    /// Begins the file: mark and header.
    pub fn new(out: W) -> io::Result<Self> {
        let mut out = begin(out)?;
        out.write_record(Field::EXPORTED.map(Field::label)).map_err(io::Error::from)?;
        Ok(Self { out })
    }

    /// Adds one member.
    pub fn row(&mut self, row: &ExportRow) -> io::Result<()> {
        self.out.write_record(cells(row).iter().map(|c| guard(c))).map_err(io::Error::from)
    }

    /// Flushes and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        self.out.into_inner().map_err(|e| io::Error::other(e.to_string()))
    }
}

/// Header and all members into any writer; gives the number of members.
pub fn write_members<W: Write>(out: W, rows: impl IntoIterator<Item = ExportRow>) -> io::Result<usize> {
    let mut exporter = Exporter::new(out)?;
    let mut count = 0;
    for row in rows {
        exporter.row(&row)?;
        count += 1;
    }
    exporter.finish()?;
    Ok(count)
}

/// Mark and header alone, for a body sent in pieces; `chunk` gives the pieces that follow.
pub fn head() -> io::Result<Vec<u8>> {
    Exporter::new(Vec::new())?.finish()
}

/// Some members without header, to be appended to `head`.
pub fn chunk(rows: &[ExportRow]) -> io::Result<Vec<u8>> {
    let mut exporter = Exporter { out: writer(Vec::new()) };
    for row in rows {
        exporter.row(row)?;
    }
    exporter.finish()
}

/// A file to fill in: our header and one example, in the form a person would type.
pub fn template() -> io::Result<Vec<u8>> {
    let example = ExportRow {
        first_name: "Dana".into(),
        last_name: "Whitfield".into(),
        email: "dana@example.com".into(),
        role: "Agent".into(),
        extension: "118".into(),
        forwarding: vec!["(503) 555-0118".into()],
        plan: "Basic".into(),
        groups: vec!["Support".into(), "Dispatch".into()],
        time_zone: "America/Los_Angeles".into(),
        ..ExportRow::default()
    };
    let mut exporter = Exporter::new(Vec::new())?;
    exporter.row(&example)?;
    exporter.finish()
}

/// Findings as CSV: where each is, what is wrong, what mends it.
pub fn errors_csv(issues: &[Issue]) -> io::Result<Vec<u8>> {
    let mut out = begin(Vec::new())?;
    out.write_record(["Line", "Column", "Value", "Problem", "Fix"]).map_err(io::Error::from)?;
    for issue in issues {
        let line = issue.line.to_string();
        let texts = [&line, &issue.column, &issue.value, &issue.problem, &issue.fix];
        out.write_record(texts.map(|t| guard(t))).map_err(io::Error::from)?;
    }
    out.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

/// The head of a statement as CSV (S5).
pub fn statement_head() -> io::Result<Vec<u8>> {
    let mut out = begin(Vec::new())?;
    out.write_record(["Section", "Name", "Item", "Days charged", "Price a month", "Amount", "Currency", "Why"])
        .map_err(io::Error::from)?;
    out.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

/// Rows of a statement, to be appended to its head. Amounts are plain numbers; texts are guarded like any other.
pub fn statement_rows(rows: &[[String; 8]]) -> io::Result<Vec<u8>> {
    let mut out = writer(Vec::new());
    for row in rows {
        // A credit begins with a minus and is a number, not a formula.
        let cell = |(i, text): (usize, &String)| if matches!(i, 4 | 5) { text.clone() } else { guard(text) };
        out.write_record(row.iter().enumerate().map(cell)).map_err(io::Error::from)?;
    }
    out.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

pub(crate) fn begin<W: Write>(mut out: W) -> io::Result<Writer<W>> {
    out.write_all(MARK)?;
    Ok(writer(out))
}

pub(crate) fn writer<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out)
}

/// One member's cells, in the order of `Field::EXPORTED`.
fn cells(row: &ExportRow) -> [String; 14] {
    Field::EXPORTED.map(|field| match field {
        Field::FirstName => row.first_name.clone(),
        Field::LastName => row.last_name.clone(),
        Field::Email => row.email.clone(),
        Field::Username => row.username.clone(),
        Field::Role => row.role.clone(),
        Field::Extension => row.extension.clone(),
        Field::Forwarding1 => row.forwarding.first().cloned().unwrap_or_default(),
        Field::Forwarding2 => row.forwarding.get(1).cloned().unwrap_or_default(),
        Field::Forwarding3 => row.forwarding.get(2).cloned().unwrap_or_default(),
        Field::DirectNumber => row.direct_number.clone(),
        Field::Plan => row.plan.clone(),
        Field::Groups => join_list(&row.groups),
        Field::Mobile => row.mobile.clone(),
        Field::TimeZone => row.time_zone.clone(),
        Field::FullName | Field::Status | Field::DontImport => String::new(),
    })
}
