//! Rows that are no people (I1): examples and explanations under the column names, the names once more, totals and footers at the end.

use super::columns::is_email;
use super::rows::Table;
use model::imports::{FileNote, RawRow};

/// How a row that explains begins, in lower case.
const EXAMPLES: [&str; 8] =
    ["example:", "example :", "e.g.", "sample:", "beispiel:", "exemple:", "ejemplo:", "esempio:"];

/// What the cells of a row say that tells which are needed.
const NEEDED: [&str; 8] =
    ["required", "optional", "mandatory", "read only", "upload only", "pflichtfeld", "obligatoire", "obligatorio"];

/// The first word of a row below the people, in lower case.
const FOOTERS: [&str; 24] = [
    "total",
    "totals",
    "subtotal",
    "sum",
    "count",
    "summary",
    "grand",
    "generated",
    "exported",
    "report",
    "end",
    "page",
    "note",
    "notes",
    "©",
    "summe",
    "gesamt",
    "anzahl",
    "erstellt",
    "somme",
    "suma",
    "totale",
    "cantidad",
    "copyright",
];

/// Takes them out, and a note of each in.
pub fn set_aside(table: &mut Table) {
    let (header, notes) = (&table.header, &mut table.notes);
    let width = header.len();
    let mut note = |row: &RawRow| {
        notes.push(FileNote::NoPerson { line: row.line, begins: super::shortened(first(row)) });
        false
    };
    let explains = |(at, row): (usize, &RawRow)| at < 3 && explains(row);
    let repeats =
        |row: &RawRow| width > 1 && row.cells.iter().map(|c| super::cell::clean(c)).eq(header.iter().cloned());
    let mut at = 0;
    table.rows.retain(|row| {
        at += 1;
        !(explains((at - 1, row)) || repeats(row)) || note(row)
    });
    while table.rows.last().is_some_and(|row| is_footer(row, width)) {
        if let Some(row) = table.rows.pop() {
            note(&row);
        }
    }
    let gone: Vec<u32> = table.notes.iter().filter_map(line_of).collect();
    table.issues.retain(|issue| !gone.contains(&issue.line));
}

fn line_of(note: &FileNote) -> Option<u32> {
    if let FileNote::NoPerson { line, .. } = note { Some(*line) } else { None }
}

fn filled(row: &RawRow) -> impl Iterator<Item = &str> {
    row.cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty())
}

fn first(row: &RawRow) -> &str {
    filled(row).next().unwrap_or_default()
}

fn explains(row: &RawRow) -> bool {
    let begin = first(row).to_lowercase();
    let needed =
        |cell: &str| NEEDED.iter().any(|word| cell.to_lowercase().trim_start_matches(['(', '[']).starts_with(word));
    let (all, say) = filled(row).fold((0, 0), |(all, say), cell| (all + 1, say + usize::from(needed(cell))));
    EXAMPLES.iter().any(|word| begin.starts_with(word)) || (say >= 2 && say * 10 >= all * 8)
}

/// A row without an address that sums up or signs, as only the last ones do.
fn is_footer(row: &RawRow, width: usize) -> bool {
    let begin = first(row).to_lowercase();
    let word = begin.split(|c: char| !c.is_alphanumeric() && c != '©').find(|w| !w.is_empty()).unwrap_or_default();
    let alone = filled(row).count() == 1 && width > 2;
    let sentence = begin.split_whitespace().count() > 2 || begin.contains(':');
    let numbers = filled(row).skip(1).all(|c| c.chars().all(|c| c.is_ascii_digit() || " .,$€%".contains(c)));
    let sums = FOOTERS.contains(&word) && (numbers || alone);
    !filled(row).any(is_email) && (sums || (alone && sentence) || begin.chars().all(|c| "-=*_#".contains(c)))
}
