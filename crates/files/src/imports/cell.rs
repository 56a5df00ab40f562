//! What one cell of a CSV file means: the guard against formulas (I2, CWE-1236) and lists in one cell. Reading undoes exactly what
//! writing does, so that export → import changes nothing.

/// Characters that make a spreadsheet compute a cell, with the full-width forms that some locales take for the same.
const STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Would a spreadsheet take this for a formula, after any apostrophes?
fn dangerous(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    bare.starts_with(['\t', '\r', '\n']) || bare.trim_start().starts_with(STARTS)
}

/// A value → the cell that is written. An apostrophe goes before what would be a formula, and before what looks like
/// an already guarded one (`'=1`), so that the way back is exact. Phone numbers in E.164 start with `+` and get one too.
pub fn guard(value: &str) -> String {
    if dangerous(value) { format!("'{value}") } else { value.to_owned() }
}

/// A cell → the value that was meant: takes off one guarding apostrophe, or the `="0131"` by which spreadsheets are told to keep zeros.
pub fn unguard(cell: &str) -> &str {
    if let Some(rest) = cell.strip_prefix('\'') {
        return if dangerous(rest) { rest } else { cell };
    }
    cell.strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|inner| !inner.contains('"'))
        .unwrap_or(cell)
}

/// Several values → one cell: `Support; Dispatch`. A semicolon inside a value becomes `\;`.
pub fn join_list(values: &[String]) -> String {
    let parts: Vec<String> = values.iter().map(|v| v.replace('\\', "\\\\").replace(';', "\\;")).collect();
    let mut cell = parts.join("; ");
    // One value with a comma would be split by people's habit of commas; a closing semicolon says how the list is parted.
    if parts.len() == 1 && cell.contains([',', '|', '\n', '\r']) {
        cell.push(';');
    }
    cell
}

/// One cell → several values, trimmed, blanks left out. Semicolons part them; where there is none, line breaks, bars or commas do.
pub fn split_list(cell: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(&next @ ('\\' | ';'))) => {
                chars.next();
                push(&mut parts, next);
            }
            (';', _) => parts.push(String::new()),
            _ => push(&mut parts, c),
        }
    }
    if let [only] = parts.as_slice() {
        parts = only.split([',', '|', '\n', '\r']).map(str::to_owned).collect();
    }
    parts.iter().map(|p| clean(p)).filter(|p| !p.is_empty()).collect()
}

fn push(parts: &mut [String], c: char) {
    if let Some(last) = parts.last_mut() {
        last.push(c);
    }
}

/// A value without what can't be seen: spaces of all kinds at its ends, zero-width characters, line breaks inside (each run one space).
pub fn clean(value: &str) -> String {
    let seen: String = value.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')).collect();
    if seen.contains(['\n', '\r', '\t']) {
        return seen.split(['\n', '\r', '\t']).map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    }
    seen.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i2_what_a_spreadsheet_would_compute_is_written_as_text() {
        for value in ["=1+1", "+15035550131", "-2", "@SUM(A1)", "\t=1", "\rx", " =1", "＝1"] {
            assert!(guard(value).starts_with('\''), "{value:?}");
        }
        for value in ["Dana", "'Okina", "(503) 555-0131", "d’Arc", "", "a=b"] {
            assert_eq!(guard(value), value);
        }
    }

    #[test]
    fn i2_reading_takes_off_exactly_the_apostrophe_that_writing_put_there() {
        let pieces =
            ["", "'", "''", "=", "+", "-", "@", "\t", "\r", "\n", " ", "x", "\"", "=\"1\"", ",", ";", "ñ", "＝"];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    let value = format!("{a}{b}{c}");
                    let cell = guard(&value);
                    if cell == value && value.starts_with("=\"") {
                        continue;
                    }
                    assert_eq!(unguard(&cell), value, "{value:?} written as {cell:?}");
                }
            }
        }
    }

    #[test]
    fn i1_the_formula_that_keeps_leading_zeros_is_read_as_its_text_and_a_name_keeps_its_apostrophe() {
        assert_eq!(unguard("=\"0131\""), "0131");
        assert_eq!(unguard("'Okina"), "'Okina");
        assert_eq!(unguard("=HYPERLINK(\"a\",\"b\")"), "=HYPERLINK(\"a\",\"b\")");
    }

    #[test]
    fn i2_a_list_comes_back_whatever_its_names_hold() {
        for list in [
            vec!["Support", "Dispatch"],
            vec!["Sales, West"],
            vec!["A;B", "C\\D", "E|F"],
            vec!["R&D \\; x"],
            vec![],
            vec!["\\"],
        ] {
            let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
            assert_eq!(split_list(&join_list(&list)), list);
        }
    }

    #[test]
    fn i1_lists_by_commas_bars_and_line_breaks_are_read_too() {
        for cell in ["Support, Dispatch", "Support|Dispatch", "Support\r\nDispatch", " Support ; Dispatch;"] {
            assert_eq!(split_list(cell), ["Support", "Dispatch"]);
        }
    }

    #[test]
    fn i1_what_cannot_be_seen_is_not_imported() {
        assert_eq!(clean("\u{a0}\u{feff} Dana\u{200b} "), "Dana");
        assert_eq!(clean("Dana\r\nWhitfield"), "Dana Whitfield");
    }
}
