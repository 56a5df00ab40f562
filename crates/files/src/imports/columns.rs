//! Header and first values → where each column goes (I1). A wrong guess costs people's data or calls, so what is not plain is
//! `Ambiguous` and goes nowhere until a person chooses.

use super::headers;
use crate::imports::cell::clean;
use crate::imports::headers::Meaning;
use model::imports::{ColumnMatch, ColumnState, Field, RawRow};

/// Values looked at per column.
const SAMPLES: usize = 50;

/// Ranks for what the values say, behind anything the names say.
const BY_VALUES: usize = 100;

const PHONE: &[Field] = &[Field::DirectNumber, Field::Forwarding1, Field::Mobile];

/// What one column says about itself, before the columns compete for fields.
struct Vote {
    meaning: Meaning,
    rank: usize,
    sample: String,
    blank: bool,
}

/// Column names and rows in; one match per column, in order. No field is given twice.
pub fn guess(header: &[String], rows: &[RawRow]) -> Vec<ColumnMatch> {
    let mut votes: Vec<Vote> = header.iter().enumerate().map(|(i, name)| vote(name, i, rows)).collect();
    name_beside_first_name(header, &mut votes);
    let winners: Vec<(Field, usize)> = Field::ALL.into_iter().filter_map(|f| Some((f, winner(&votes, f)?))).collect();
    let owner = |field: Field| winners.iter().find(|(f, _)| *f == field).map(|(_, i)| *i);
    let both_names = owner(Field::FirstName).is_some() && owner(Field::LastName).is_some();
    let describe = |(index, vote): (usize, &Vote)| {
        let (field, state, candidates, note) = match vote.meaning {
            Meaning::Is(Field::FullName) if both_names => {
                ignored(Some("First and last name have their own columns".into()))
            }
            Meaning::Is(field) => match owner(field) {
                Some(i) if i == index => (field, ColumnState::Matched, Vec::new(), None),
                Some(i) => ignored(Some(format!("{} comes from “{}”", field.label(), header[i]))),
                None => ignored(None),
            },
            Meaning::MayBe(fields) => {
                open(fields.iter().copied().filter(|f| owner(*f).is_none()).collect(), vote.blank)
            }
            Meaning::Secret => ignored(Some("Passwords are never imported".into())),
            Meaning::Skip(why) => ignored(why.map(str::to_owned)),
            Meaning::Unknown => ignored(None),
        };
        let header = if header[index].is_empty() { format!("Column {}", index + 1) } else { header[index].clone() };
        ColumnMatch { index, header, sample: vote.sample.clone(), field, state, candidates, note }
    };
    votes.iter().enumerate().map(describe).collect()
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

/// The column that gets a field: the likeliest name, then the leftmost.
fn winner(votes: &[Vote], field: Field) -> Option<usize> {
    let claims = votes.iter().enumerate().filter(|(_, v)| v.meaning == Meaning::Is(field));
    claims.min_by_key(|(i, v)| (v.rank, *i)).map(|(i, _)| i)
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
fn vote(name: &str, index: usize, rows: &[RawRow]) -> Vote {
    let (named, rank) = headers::meaning(name);
    if named == Meaning::Secret {
        return Vote { meaning: named, rank, sample: String::new(), blank: false };
    }
    let values: Vec<String> = rows
        .iter()
        .filter_map(|r| r.cells.get(index))
        .map(|c| clean(c))
        .filter(|c| !c.is_empty())
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
    (2..=6).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

fn is_plan(value: &str) -> bool {
    ["basic", "plus", "pro"].contains(&value.to_lowercase().as_str())
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
