//! What one cell holds (I1): words that mean nothing, several values of which one is wanted, and what spreadsheets do to digits.

use crate::imports::cell::clean;
use model::imports::Field;

/// Marks that stand for nothing in any column, in lower case.
const MARKS: [&str; 19] = [
    "-",
    "–",
    "—",
    "--",
    "---",
    "n/a",
    "n.a.",
    "#n/a",
    "none",
    "(none)",
    "(null)",
    "undefined",
    "(blank)",
    "(empty)",
    "not set",
    "not assigned",
    "unassigned",
    "not applicable",
    "#null!",
];

/// Words that say so where no name is expected: Null, Nan and Blank are names of people.
const WORDS: [&str; 16] = [
    "null", "nil", "nan", "blank", "empty", "tbd", "tba", "keine", "kein", "ohne", "aucun", "aucune", "ninguno",
    "ninguna", "nessuno", "nessuna",
];

/// Does the cell hold a mark for nothing, whatever its column is about?
pub fn is_mark_of_nothing(value: &str) -> bool {
    value.is_empty() || MARKS.contains(&value.to_lowercase().as_str())
}

/// Does the cell say that there is nothing, where it is no name?
pub fn is_nothing(value: &str) -> bool {
    is_mark_of_nothing(value) || WORDS.contains(&value.to_lowercase().as_str())
}

/// Digits that a spreadsheet wrote as a power of ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scientific {
    /// All digits are there: `1.5035550142E+10`.
    Whole(String),
    /// Some are lost: `1.50356E+10`.
    Cut,
}

/// Reads `1.50356E+10`; none for everything else.
pub fn scientific(value: &str) -> Option<Scientific> {
    let (mantissa, exponent) = value.trim().trim_start_matches('+').split_once(['E', 'e'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok().filter(|e| (1..=20).contains(e))?;
    let (whole, part) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 1 || !digits(whole) || !digits(part) {
        return None;
    }
    // Excel leaves a last zero off: `1.503555014E+10` is 15035550140. One digit short is that; more are lost.
    let complete = part.len() == exponent || (part.len() + 1 == exponent && part.len() >= 9);
    Some(if complete { Scientific::Whole(format!("{whole}{part:0<exponent$}")) } else { Scientific::Cut })
}

/// A cell's first value and the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub first: String,
    pub others: Vec<String>,
}

/// Takes a raw cell apart into the values that it holds of this field, without blank ones.
pub fn values(field: Field, cell: &str) -> Values {
    let parts: Vec<String> = match field {
        Field::Email => addresses(cell),
        Field::DirectNumber | Field::Mobile | Field::Forwarding1 | Field::Forwarding2 | Field::Forwarding3 => {
            phones(cell)
        }
        Field::Extension => cell.split([';', ',', '|', '/', '\n', '\r']).map(extension).collect(),
        // Marks of nothing were blanked when the file was read.
        Field::FirstName | Field::LastName | Field::FullName | Field::Username => {
            return Values { first: clean(cell), others: Vec::new() };
        }
        _ => vec![clean(cell)],
    };
    let parts = if is_nothing(&clean(cell)) { Vec::new() } else { parts };
    let mut parts = parts.into_iter().filter(|p| !is_nothing(p));
    Values { first: parts.next().unwrap_or_default(), others: parts.collect() }
}

/// `Dana Whitfield <dana@example.com>; d@example.com` → both addresses. What is no address stays as typed.
fn addresses(cell: &str) -> Vec<String> {
    let part = |text: &str| {
        let text = clean(text);
        let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inner, _)| inner);
        let bare = inner.unwrap_or(&text).trim();
        let bare = bare.strip_prefix("mailto:").or_else(|| bare.strip_prefix("SMTP:")).unwrap_or(bare);
        bare.strip_prefix("smtp:").unwrap_or(bare).to_owned()
    };
    let all: Vec<String> = cell.split([';', ',', '|', '\n', '\r']).map(part).collect();
    // A comma in the display name parts it; the address is in the last piece then.
    if cell.contains('<') { all.into_iter().filter(|p| p.contains('@')).collect() } else { all }
}

/// Numbers parted by anything that is not part of one. `;ext=` (RFC 3966) is.
fn phones(cell: &str) -> Vec<String> {
    let mut whole = cell.replace(";ext=", " x");
    for (with_comma, without) in [(", ext", " ext"), (",ext", " ext"), (", Ext", " ext"), (", x", " x"), (",x", " x")] {
        whole = whole.replace(with_comma, without);
    }
    let apart = whole.replace(" / ", ";").replace(" or ", ";");
    apart.split([';', ',', '|', '\n', '\r']).map(|part| digits_of_a_formula(&clean(part))).collect()
}

/// Exactly written powers of ten and `.0` behind digits, as spreadsheets write numbers.
fn digits_of_a_formula(value: &str) -> String {
    if let Some(Scientific::Whole(digits)) = scientific(value) {
        return digits;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match value.split_once('.') {
        Some((whole, zeros)) if digits(whole) && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => {
            whole.to_owned()
        }
        _ => value.to_owned(),
    }
}

/// Words before an extension, longest first.
const EXTENSION_WORDS: [&str; 16] = [
    "nebenstelle",
    "extension",
    "durchwahl",
    "extensión",
    "interne",
    "interno",
    "anexo",
    "ramal",
    "poste",
    "extn",
    "nst",
    "ext",
    "dw",
    "ex",
    "x",
    "#",
];

/// `x104`, `Ext. 108`, `(503) 555-0100 x104`, `104.0` → the digits. Leading zeros stay. What is no extension stays as typed.
pub fn extension(cell: &str) -> String {
    let value = digits_of_a_formula(&clean(cell));
    if let Some((_, extension)) = with_extension(&value) {
        return extension;
    }
    let lower = value.to_lowercase();
    let bare = EXTENSION_WORDS.iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower);
    let bare = bare.trim_start_matches(['.', ':', '-', '#', ' ', '\u{a0}', '=']).trim();
    let digits = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
    match bare {
        // Zoom writes 0 where one is to be assigned.
        "0" => String::new(),
        bare if digits => bare.to_owned(),
        _ => value,
    }
}

/// A phone number with an extension behind it, taken apart: `+1 503 555 0100 ext. 104`.
pub fn with_extension(value: &str) -> Option<(String, String)> {
    let digits_begin = value
        .rfind(|c: char| !c.is_ascii_digit())
        .map(|at| at + value[at..].chars().next().map_or(1, char::len_utf8))?;
    let (before, extension) = value.split_at(digits_begin);
    if !(2..=6).contains(&extension.len()) {
        return None;
    }
    let before = before.trim_end_matches(['.', ':', ' ', '\u{a0}', '=']).to_lowercase();
    let number = EXTENSION_WORDS.iter().find_map(|word| before.strip_suffix(word))?;
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let number = number.trim_end_matches([' ', ',', ';', '(', '-', '\u{a0}']).to_owned();
    (digits >= 7).then(|| (number, extension.to_owned()))
}

/// A name out of an address, for whom the file has none: `dana.whitfield@example.com` → `Dana Whitfield`.
pub fn name_of_address(email: &str) -> String {
    let local = email.split(['@', '+']).next().unwrap_or_default();
    let words = local.split(['.', '_', '-']).map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()));
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    words.filter_map(capital).collect::<Vec<_>>().join(" ")
}

/// Would a spreadsheet compute this? Numbers and dashes alone are none.
pub fn is_formula(value: &str) -> bool {
    let value = value.trim_start_matches('\'').trim_start();
    let signed =
        value.starts_with(['+', '-', '＋', '－']) && value.chars().skip(1).any(|c| c.is_alphabetic() || c == '(');
    value.starts_with(['=', '@', '＝', '＠']) || (signed && value.contains(['(', '|', '!']))
}

#[cfg(test)]
#[path = "values_tests.rs"]
mod tests;
