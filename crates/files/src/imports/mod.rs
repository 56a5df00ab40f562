//! Member files: bytes in, typed values out, and back (SPEC I1, I2). Pure: no database, no clock, no account. What a row may
//! do is judged elsewhere, against the account, on the `Draft`s made here.
//!
//! `read` → `MemberFile` → (a person changes the mapping) → `apply_mapping` → drafts. `export` writes what `read` reads.

mod aside;
pub(crate) mod cell;
mod columns;
mod decode;
mod delimiter;
mod drafts;
pub mod export;
mod headers;
mod names;
mod rows;
mod source;
mod values;

pub use decode::check_size;
pub use drafts::{apply_mapping, draft};
pub use headers::says_blocked;
pub use names::split as split_full_name;
pub use values::{Scientific, extension, is_formula, is_nothing, name_of_address, scientific};

use model::imports::{ColumnMatch, ColumnState, Field, FileInfo, FileRefusal, MemberFile, RawRow};

/// The whole file in; refused as a whole, or taken apart with a guess for each column. Cells of password columns are blank in `rows`.
pub fn read(bytes: &[u8]) -> Result<MemberFile, FileRefusal> {
    let decoded = decode::decode(bytes)?;
    let mut table = rows::read(&decoded)?;
    check_header(&table.header)?;
    if table.rows.is_empty() {
        return Err(FileRefusal::NoRows);
    }
    let shifted: Vec<u32> = table.issues.iter().filter(|i| i.column.is_empty()).map(|i| i.line).collect();
    blank_secrets(&table.header, &mut table.rows, &shifted);
    let source = source::detect(&table.header);
    let columns = columns::guess(&table.header, &table.rows, source);
    check_people(&table.header, &columns)?;
    let info = FileInfo {
        encoding: decoded.encoding.into(),
        delimiter: table.delimiter,
        source,
        header_line: table.header_line,
        columns,
        rows: table.rows.len(),
        notes: table.notes,
    };
    Ok(MemberFile { info, rows: table.rows, issues: table.issues })
}

/// Is the row with most column names one?
fn check_header(header: &[String]) -> Result<(), FileRefusal> {
    let known = header.iter().filter(|h| headers::is_known(h)).count();
    let person = header.iter().find(|h| columns::is_email(h) || columns::is_phone(h));
    if let Some(value) = person.filter(|_| known < 2) {
        return Err(FileRefusal::NoHeader { value: value.clone() });
    }
    if header.is_empty() {
        return Err(FileRefusal::Empty);
    }
    Ok(())
}

/// Is there a column that holds, or may hold, names or what people sign in with? One column alone has to hold the latter.
fn check_people(header: &[String], columns: &[ColumnMatch]) -> Result<(), FileRefusal> {
    const PEOPLE: [Field; 5] = [Field::FirstName, Field::LastName, Field::FullName, Field::Email, Field::Username];
    if let [only] = header
        && columns.iter().all(|c| !matches!(c.field, Field::Email | Field::Username))
    {
        return Err(FileRefusal::OneColumn { header: shortened(only) });
    }
    let fits = |c: &ColumnMatch| {
        PEOPLE.contains(&c.field)
            || (c.state == ColumnState::Ambiguous && c.candidates.iter().any(|f| PEOPLE.contains(f)))
    };
    if columns.iter().any(fits) {
        return Ok(());
    }
    let names: Vec<String> = columns.iter().take(6).map(|c| format!("“{}”", shortened(&c.header))).collect();
    let more = if columns.len() > 6 { format!(" and {} more", columns.len() - 6) } else { String::new() };
    Err(FileRefusal::NoPeople { columns: names.join(", ") + &more })
}

/// Passwords and PINs go no further than this, whatever is done with the rows afterwards.
/// Of a row with a cell too many, all from the first such column on: a comma may have shifted them.
fn blank_secrets(header: &[String], rows: &mut [RawRow], shifted: &[u32]) {
    let secret: Vec<usize> =
        (0..header.len()).filter(|i| matches!(headers::meaning(&header[*i]).0, headers::Meaning::Secret(_))).collect();
    for row in rows {
        for index in &secret {
            row.cells[*index] = String::new();
        }
        if let Some(first) = secret.first().filter(|_| shifted.binary_search(&row.line).is_ok()) {
            row.cells[*first..].fill(String::new());
        }
    }
}

/// So much of a cell as fits into a sentence.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        text.to_owned()
    } else {
        text.chars().take(LONGEST - 1).chain(['…']).collect()
    }
}
