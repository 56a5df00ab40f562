//! Which character parts the cells (I1). Judged by reading the file's beginning with each one, quoting included, never by counting characters.

use super::headers;
use model::imports::Delimiter;

/// How much of the text is read to judge, in bytes, and how many records.
const HEAD: usize = 64 * 1024;
const RECORDS: usize = 60;

/// Text in; the delimiter, and how many bytes at the start are not part of the table (Excel's `sep=;` line).
pub fn sniff(text: &str) -> (Delimiter, usize) {
    if let Some(found) = told(text) {
        return found;
    }
    let head = head(text);
    // `max_by_key` keeps the last of equals, so the commonest delimiter is tried last.
    let best = Delimiter::ALL.into_iter().rev().max_by_key(|d| score(head, *d));
    (best.unwrap_or(Delimiter::Comma), 0)
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

/// Higher is likelier: header cells that we know, then how evenly the rows have the header's width, then that width.
fn score(head: &str, delimiter: Delimiter) -> (usize, usize, usize) {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(head.as_bytes());
    let mut records = reader.records().filter_map(Result::ok).take(RECORDS);
    let Some(header) = records.next() else { return (0, 0, 0) };
    let known = header.iter().filter(|cell| headers::is_known(cell)).count();
    let width = header.len();
    if width < 2 {
        return (known, 0, width);
    }
    let (mut even, mut all) = (0, 0);
    for record in records {
        all += 1;
        even += usize::from(record.len() == width);
    }
    // A header alone is as even as can be.
    (known, (even * 100_usize).checked_div(all).unwrap_or(100), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Delimiter {
        sniff(text).0
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
        assert_eq!(sniff("sep=;\r\nFirst,name;Email\r\n"), (Delimiter::Semicolon, 5));
    }

    #[test]
    fn i1_a_file_with_unknown_headers_goes_by_even_rows() {
        assert_eq!(of("alpha;beta,x;gamma\n1;2;3\n4;5,6,7;8\n9;0;1\n"), Delimiter::Semicolon);
    }
}
