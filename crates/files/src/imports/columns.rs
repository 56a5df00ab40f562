//! Header and first values → where each column goes (I1). A wrong guess costs people's data or calls, so what is not plain is
//! `Ambiguous` and goes nowhere until a person chooses.

use super::{headers, source};
use crate::imports::cell::clean;
use crate::imports::headers::Meaning;
use crate::imports::values::is_nothing;
use model::imports::{ColumnMatch, ColumnState, Field, RawRow, Source};

/// Values looked at per column.
const SAMPLES: usize = 50;

/// Ranks for what the values say, behind anything the names say.
const BY_VALUES: usize = 100;

/// Ranks for what names mean in one vendor's files alone, behind what they say everywhere.
const BY_VENDOR: usize = 40;

const PHONE: &[Field] = &[Field::DirectNumber, Field::Forwarding1, Field::Mobile];

/// What one column says about itself, before the columns compete for fields.
struct Vote {
    meaning: Meaning,
    rank: usize,
    sample: String,
    blank: bool,
}

/// Column names and rows in; one match per column, in order. No field is given twice.
pub fn guess(header: &[String], rows: &[RawRow], source: Source) -> Vec<ColumnMatch> {
    let mut votes: Vec<Vote> = header.iter().enumerate().map(|(i, name)| vote(name, i, rows, source)).collect();
    name_beside_first_name(header, &mut votes);
    mailbox_without_email(&mut votes);
    let winners: Vec<(Field, usize)> = Field::ALL.into_iter().filter_map(|f| Some((f, winner(&votes, f)?))).collect();
    let owner = |field: Field| winners.iter().find(|(f, _)| *f == field).map(|(_, i)| *i);
    let both_names = owner(Field::FirstName).is_some() && owner(Field::LastName).is_some();
    let describe = |(index, vote): (usize, &Vote)| {
        let (field, state, candidates, note) = match vote.meaning {
            Meaning::Is(field) => match owner(field) {
                Some(i) if i == index => {
                    let beside = match field {
                        Field::FullName if both_names => Some("Used where first and last name are blank"),
                        Field::Username if owner(Field::Email).is_some() => Some("Used where the email is blank"),
                        _ => None,
                    };
                    (field, ColumnState::Matched, Vec::new(), beside.map(str::to_owned))
                }
                Some(i) => ignored(Some(format!("{} comes from “{}”", field.label(), named(header, i)))),
                None => ignored(None),
            },
            Meaning::MayBe(fields) => {
                open(fields.iter().copied().filter(|f| owner(*f).is_none()).collect(), vote.blank)
            }
            Meaning::Secret(why) => ignored(Some(why.into())),
            Meaning::Skip(why) => ignored(why.map(str::to_owned)),
            Meaning::Unknown => ignored(None),
        };
        ColumnMatch { index, header: named(header, index), sample: vote.sample.clone(), field, state, candidates, note }
    };
    votes.iter().enumerate().map(describe).collect()
}

/// A column's name; with its number where it has none, or where an earlier one has the same.
fn named(header: &[String], index: usize) -> String {
    let name = &header[index];
    let again = header[..index].iter().any(|other| headers::key(other) == headers::key(name));
    match (name.is_empty(), again) {
        (true, _) => format!("Column {}", index + 1),
        (false, true) => format!("{name} (column {})", index + 1),
        (false, false) => name.clone(),
    }
}

type Described = (Field, ColumnState, Vec<Field>, Option<String>);

fn ignored(note: Option<String>) -> Described {
    (Field::DontImport, ColumnState::Ignored, Vec::new(), note)
}

/// A column for a person to decide on.
fn open(fields: Vec<Field>, blank: bool) -> Described {
    if fields.is_empty() || blank {
        return ignored(blank.then(|| "Every value is blank".into()));
    }
    let names: Vec<&str> = fields.iter().map(|f| f.label()).collect();
    let note = match names.split_last() {
        Some((last, [])) => format!("Could be {last}"),
        Some((last, rest)) => format!("Could be {} or {last}", rest.join(", ")),
        None => String::new(),
    };
    (Field::DontImport, ColumnState::Ambiguous, fields, Some(note))
}

/// The column that gets a field: one with values, of these the likeliest name, then the leftmost.
fn winner(votes: &[Vote], field: Field) -> Option<usize> {
    let claims = votes.iter().enumerate().filter(|(_, v)| v.meaning == Meaning::Is(field));
    claims.min_by_key(|(i, v)| (v.blank, v.rank, *i)).map(|(i, _)| i)
}

/// Where voicemail is mailed to is where somebody reads mail: their address, when the file has no other.
fn mailbox_without_email(votes: &mut [Vote]) {
    let mailbox = |v: &Vote| v.meaning == Meaning::MayBe(&[Field::Email]) && is_email(&v.sample);
    if votes.iter().all(|v| v.meaning != Meaning::Is(Field::Email) || v.blank)
        && let Some(vote) = votes.iter_mut().find(|v| mailbox(v))
    {
        (vote.meaning, vote.rank) = (Meaning::Is(Field::Email), BY_VALUES);
    }
}

/// `Vorname, Name` and `First name, Name`: beside a first name without a last name, "Name" is the last name.
fn name_beside_first_name(header: &[String], votes: &mut [Vote]) {
    let has = |votes: &[Vote], field| votes.iter().any(|v| v.meaning == Meaning::Is(field));
    if has(votes, Field::FirstName) && !has(votes, Field::LastName) {
        let name = header.iter().position(|h| headers::key(h) == "name");
        if let Some(vote) = name.and_then(|i| votes.get_mut(i)) {
            vote.meaning = Meaning::Is(Field::LastName);
        }
    }
}

/// The name's meaning, corrected by what the values look like.
fn vote(name: &str, index: usize, rows: &[RawRow], source: Source) -> Vote {
    let (named, rank) =
        source::meaning(source, name).map_or_else(|| headers::meaning(name), |of_vendor| (of_vendor, BY_VENDOR));
    if matches!(named, Meaning::Secret(_)) {
        return Vote { meaning: named, rank, sample: String::new(), blank: false };
    }
    let values: Vec<String> = rows
        .iter()
        .filter_map(|r| r.cells.get(index))
        .map(|c| clean(c))
        .filter(|c| !is_nothing(c))
        .take(SAMPLES)
        .collect();
    let most = |test: fn(&str) -> bool| {
        !values.is_empty() && values.iter().filter(|v| test(v)).count() * 10 >= values.len() * 8
    };
    let (emails, phones, short) = (most(is_email), most(is_phone), most(is_extension));
    let by_values = |field| (Meaning::Is(field), rank + BY_VALUES);
    let (meaning, rank) = match named {
        Meaning::Is(Field::Username) | Meaning::Unknown if emails => by_values(Field::Email),
        Meaning::Is(Field::Username) if most(|v| v.contains(' ')) => by_values(Field::FullName),
        Meaning::Is(Field::Email) if !values.is_empty() && !values.iter().any(|v| v.contains('@')) => {
            (Meaning::MayBe(&[Field::Email, Field::Username]), rank)
        }
        Meaning::Is(Field::Extension) if phones => (Meaning::MayBe(PHONE), rank),
        Meaning::MayBe([Field::Extension, ..] | [Field::DirectNumber, ..]) if short => by_values(Field::Extension),
        Meaning::MayBe([Field::Extension, ..]) if phones => (Meaning::MayBe(PHONE), rank),
        Meaning::MayBe([Field::Plan]) if most(is_plan) => by_values(Field::Plan),
        Meaning::MayBe([Field::Status]) if most(is_status) => by_values(Field::Status),
        Meaning::MayBe([Field::Status]) => (Meaning::Unknown, rank),
        Meaning::Unknown if most(is_surely_phone) => (Meaning::MayBe(PHONE), rank),
        other => (other, rank),
    };
    Vote { meaning, rank, sample: values.first().cloned().unwrap_or_default(), blank: values.is_empty() }
}

/// Roughly an address; whether it is one is checked row by row later.
pub fn is_email(value: &str) -> bool {
    value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
        && !value.contains(char::is_whitespace)
}

/// Seven digits or more, and nothing but what stands in phone numbers.
pub fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits) && value.chars().all(|c| c.is_ascii_digit() || " +()-./\u{a0}".contains(c))
}

/// A phone number even under a name that says nothing: no date, postal code or staff number looks like this.
fn is_surely_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    is_phone(value) && (value.starts_with(['+', '(']) || (digits >= 10 && digits < value.len()))
}

fn is_extension(value: &str) -> bool {
    let digits = crate::imports::values::extension(value);
    (2..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !is_phone(value)
}

fn is_status(value: &str) -> bool {
    const WORDS: [&str; 12] = [
        "active",
        "inactive",
        "suspended",
        "pending",
        "enabled",
        "disabled",
        "invited",
        "deactivated",
        "yes",
        "no",
        "true",
        "false",
    ];
    WORDS.contains(&value.to_lowercase().as_str())
}

fn is_plan(value: &str) -> bool {
    ["basic", "plus", "pro"].contains(&value.to_lowercase().as_str())
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
