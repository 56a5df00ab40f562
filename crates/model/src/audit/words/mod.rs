//! What an entry of the audit log says (G1): sentences, names of fields, and values as people read them. All words are made
//! here, from enums, when they are shown.

#[cfg(test)]
mod tests;
mod values;

pub use values::{after, before, field, forwarding, of_item, search_text, value};

use crate::audit::{AuditAction, AuditRow, Change, Field, Reversal, Value};
use crate::bulk::BulkKind;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// The entry's subject: a link where it still leads somewhere.
    Subject(String),
    /// One of a change of few members.
    Member(usize, String),
}

/// What was done, without the author: "changed the role of Kofi Mensah from Agent to Manager".
pub fn sentence(entry: &AuditRow) -> Vec<Part> {
    let (before, after) = template(entry);
    let mut parts = Vec::new();
    let mut rest = before.as_str();
    while let Some(at) = rest.find('{') {
        let (text, tail) = rest.split_at(at);
        push(&mut parts, text);
        if let Some(tail) = tail.strip_prefix("{members}") {
            members(entry, &mut parts);
            rest = tail;
        } else {
            let tail = tail.strip_prefix("{}").unwrap_or(&tail[1..]);
            rest = match tail.strip_prefix("’s").filter(|_| entry.is_own()) {
                Some(tail) => {
                    push(&mut parts, "their own");
                    tail
                }
                None if entry.is_own() => {
                    push(&mut parts, "themselves");
                    tail
                }
                None => {
                    parts.push(Part::Subject(entry.subject.name.clone()));
                    tail
                }
            };
        }
    }
    push(&mut parts, rest);
    push(&mut parts, &after);
    parts
}

fn push(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
}

/// Whether the items of an entry are numbers given to or taken from members, not members.
fn of_pairs(entry: &AuditRow) -> Option<BulkKind> {
    match entry.action.reversal() {
        Reversal::Items(kind) => Some(kind).filter(|kind| kind.is_of_pairs()),
        Reversal::Never | Reversal::Member(_) | Reversal::Changes | Reversal::Import => None,
    }
}

fn members(entry: &AuditRow, parts: &mut Vec<Part>) {
    if let Some(kind) = of_pairs(entry) {
        return push(parts, &kind.counted(entry.items));
    }
    match (entry.items, entry.some.as_slice()) {
        (1, [one]) => parts.push(Part::Member(0, one.name.clone())),
        (2, [a, b]) => {
            parts.push(Part::Member(0, a.name.clone()));
            push(parts, " and ");
            parts.push(Part::Member(1, b.name.clone()));
        }
        (1, _) => push(parts, "1 member"),
        (n, _) => push(parts, &format!("{n} members")),
    }
}

/// The template, and what follows it: of a change of one thing, from what to what.
fn template(entry: &AuditRow) -> (String, String) {
    let says = entry.action.label();
    if entry.is_undo && entry.items == 0 {
        return ("undid an earlier change of {}".to_owned(), String::new());
    }
    if entry.is_undo {
        let what = if entry.subject.name.is_empty() { "" } else { " ({})" };
        return (format!("undid an earlier change of {{members}}{what}"), String::new());
    }
    match (entry.action, entry.changes.as_slice()) {
        (AuditAction::EditMember, [Change { field: Field::Group(_), after: Value::Group(group), .. }]) => {
            (format!("added {{}} to {}", group.name), String::new())
        }
        (AuditAction::EditMember, [Change { field: Field::Group(_), before: Value::Group(group), .. }]) => {
            (format!("took {{}} out of {}", group.name), String::new())
        }
        (AuditAction::EditMember, [one]) => {
            (format!("changed {{}}’s {}", field(&one.field).to_lowercase()), moved(one))
        }
        (AuditAction::ChangePlan, [one]) => ("moved {}".to_owned(), moved(one)),
        (AuditAction::Import, counts) if entry.items > 0 => (imported(counts), String::new()),
        (AuditAction::SetAvailability, [one]) => (says.to_owned(), format!(" to {}", after(one))),
        _ => (says.to_owned(), String::new()),
    }
}

/// "imported 28 members from boise.csv, changed 3"
fn imported(counts: &[Change]) -> String {
    let count = |field: Field| match counts.iter().find(|c| c.field == field) {
        Some(Change { after: Value::Count(n), .. }) => *n,
        _ => 0,
    };
    let members = |n: u64| if n == 1 { "1 member".to_owned() } else { format!("{n} members") };
    match (count(Field::Added), count(Field::Changed)) {
        (new, 0) => format!("imported {} from {{}}", members(new)),
        (0, old) => format!("changed {} by {{}}", members(old)),
        (new, old) => format!("imported {} from {{}}, changed {old}", members(new)),
    }
}

fn moved(change: &Change) -> String {
    let (before, after) = (before(change), after(change));
    match (before.is_empty(), after.is_empty()) {
        (false, false) => format!(" from {before} to {after}"),
        (true, false) => format!(" to {after}"),
        _ => String::new(),
    }
}

/// The sentence as text, for the export.
pub fn plain(entry: &AuditRow) -> String {
    let said: String = sentence(entry)
        .into_iter()
        .map(|part| match part {
            Part::Text(text) | Part::Subject(text) | Part::Member(_, text) => text,
        })
        .collect();
    format!("{} {said}", entry.actor_name)
}

/// How the summary of what changed reads: "2 permissions changed".
pub fn summary(entry: &AuditRow) -> String {
    if let Some(kind) = of_pairs(entry) {
        return format!("{} changed", kind.counted(entry.items));
    }
    if entry.items > 0 {
        return if entry.items == 1 {
            "1 member changed".to_owned()
        } else {
            format!("{} members changed", entry.items)
        };
    }
    let shown: Vec<&Change> = entry.changes.iter().filter(|c| c.field.is_shown()).collect();
    let permissions = shown.iter().all(|c| matches!(c.field, Field::May(_)));
    let (n, what) = (shown.len(), if permissions { "permission" } else { "detail" });
    format!("{n} {what}{} changed", if n == 1 { "" } else { "s" })
}
