//! Which character parts the cells (I1). Judged by reading the file's beginning with each one, quoting included, never by counting characters.

use super::headers;
use std::collections::HashSet;

use model::imports::Delimiter;

/// How much of the text is read to judge, in bytes, and how many records.
const HEAD: usize = 64 * 1024;
const RECORDS: usize = 60;

/// Lines above the header that instructions take at most.
const ABOVE: usize = 25;

/// How the text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub delimiter: Delimiter,
    /// Bytes at the start that are not part of the table (Excel's `sep=;` line).
    pub skip: usize,
    /// Records above the one with the column names: instructions, a title, a version.
    pub above: usize,
}

/// Text in; its delimiter, and where its column names are.
pub fn sniff(text: &str) -> Layout {
    if let Some((delimiter, skip)) = told(text) {
        return Layout { delimiter, skip, above: score(head(&text[skip..]), delimiter).1 };
    }
    let head = head(text);
    // `max_by_key` keeps the last of equals, so the commonest delimiter is tried last.
    let scores = Delimiter::ALL.into_iter().rev().map(|d| (d, score(head, d)));
    let best = scores.max_by_key(|(_, (score, _))| *score);
    best.map_or(Layout { delimiter: Delimiter::Comma, skip: 0, above: 0 }, |(delimiter, (_, above))| Layout {
        delimiter,
        skip: 0,
        above,
    })
}

/// Excel's own hint on a first line, `sep=;`.
fn told(text: &str) -> Option<(Delimiter, usize)> {
    let line = text.lines().next()?;
    let mark = line.trim().trim_matches('"').strip_prefix("sep=")?;
    let delimiter = Delimiter::ALL.into_iter().find(|d| mark.as_bytes() == [d.byte()])?;
    Some((delimiter, line.len()))
}

/// The first records, cut at a line end.
fn head(text: &str) -> &str {
    if text.len() <= HEAD {
        return text;
    }
    let end = (0..=HEAD).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let cut = &text[..end];
    cut.rfind(['\n', '\r']).map_or(cut, |at| &cut[..at])
}

/// Higher is likelier: header cells that we know, then how evenly the rows have the header's width, then that width. With it the
/// number of records above the header.
fn score(head: &str, delimiter: Delimiter) -> ((usize, usize, usize), usize) {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(head.as_bytes());
    let records: Vec<csv::StringRecord> = reader
        .into_records()
        .filter_map(Result::ok)
        .filter(|r| r.iter().any(|c| !c.trim().is_empty()))
        .take(RECORDS)
        .collect();
    if records.is_empty() {
        return ((0, 0, 0), 0);
    }
    let above = header_at(&records);
    let (known, width) = (known(&records[above]), records[above].len());
    if width < 2 {
        return ((known, 0, width), above);
    }
    let rows = &records[above + 1..];
    let even = rows.iter().filter(|r| r.len() == width).count();
    // A header alone is as even as can be.
    ((known, (even * 100).checked_div(rows.len()).unwrap_or(100), width), above)
}

/// Column names that are as often what stands under one.
const VALUES: [&str; 12] = [
    "active",
    "enabled",
    "disabled",
    "suspended",
    "blocked",
    "locked",
    "employee",
    "user",
    "agent",
    "account",
    "pro",
    "plan",
];

/// Cells of a record that are column names we know, each name once.
fn known(record: &csv::StringRecord) -> usize {
    let names = record.iter().filter(|c| headers::is_known(c)).map(headers::key);
    names.filter(|name| !VALUES.contains(&name.as_str())).collect::<HashSet<String>>().len()
}

/// The record with most column names that we know; where no record has one, the first as wide as most are.
fn header_at(records: &[csv::StringRecord]) -> usize {
    let counts: Vec<usize> = records.iter().take(ABOVE).map(known).collect();
    let most = counts.iter().copied().max().unwrap_or_default();
    if most > 0 {
        return counts.iter().position(|n| *n == most).unwrap_or_default();
    }
    let as_wide = |width: usize| records.iter().filter(|r| r.len() == width).count();
    let width = records.iter().map(csv::StringRecord::len).max_by_key(|w| (as_wide(*w), *w)).unwrap_or_default();
    let fits = |r: &csv::StringRecord| r.len() == width && r.iter().filter(|c| !c.trim().is_empty()).count() > 1;
    if as_wide(width) > 2 { records.iter().take(ABOVE).position(fits).unwrap_or_default() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Delimiter {
        sniff(text).delimiter
    }

    #[test]
    fn i1_each_delimiter_is_found() {
        for d in Delimiter::ALL {
            let sep = char::from(d.byte());
            let text = format!("First name{sep}Email\nDana{sep}dana@example.com\n");
            assert_eq!(of(&text), d);
        }
    }

    #[test]
    fn i1_commas_inside_quotes_and_values_do_not_win_over_semicolons() {
        assert_eq!(
            of(
                "Name;Email;Groups\n\"Whitfield, Dana\";d@example.com;\"A, B, C\"\nMensah, Kofi;k@example.com;A, B, C\n"
            ),
            Delimiter::Semicolon
        );
        assert_eq!(of("Nom complet\tNotes\n\"a,b;c\nd,e\"\tx;y;z\n"), Delimiter::Tab);
    }

    #[test]
    fn i1_excels_own_hint_is_followed_and_left_out() {
        let got = sniff("sep=;\r\nFirst,name;Email\r\n");
        assert_eq!((got.delimiter, got.skip, got.above), (Delimiter::Semicolon, 5, 0));
    }

    #[test]
    fn i1_lines_above_the_column_names_are_counted_whatever_they_hold() {
        let got = |text| {
            let layout = sniff(text);
            (layout.delimiter, layout.above)
        };
        assert_eq!(got("version:v1.0\nFirst name,Email\nDana,d@x.test\n"), (Delimiter::Comma, 1));
        let text = "Users, exported by Dana; all sites\n\nPlease don’t change the header, and save as CSV.\nVorname;Nachname;E-Mail\nJörg;Groß;j@x.test\n";
        assert_eq!(got(text), (Delimiter::Semicolon, 2));
        assert_eq!(
            got("Staff of Athens\nΟνοματεπώνυμο;Διεύθυνση\nΕλένη;e@x.test\nΝίκος;n@x.test\n"),
            (Delimiter::Semicolon, 1)
        );
    }

    #[test]
    fn i1_a_file_with_unknown_headers_goes_by_even_rows() {
        assert_eq!(of("alpha;beta,x;gamma\n1;2;3\n4;5,6,7;8\n9;0;1\n"), Delimiter::Semicolon);
    }
}
