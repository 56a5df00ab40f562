//! What an entry of the audit log says (G1): sentences, names of fields, and values as people read them. All words are made
//! here, from enums, when they are shown.

use crate::audit::change::{Change, Field};
use crate::audit::value::{Value, Watches};
use crate::audit::{AuditAction, AuditItem, AuditRow, Reversal};
use crate::bulk::BulkKind;
use crate::members::Forwarding;
use crate::members::edit::EditField;
use crate::{Country, PhoneNumber};

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
pub fn sentence(entry: &AuditRow, country: Country) -> Vec<Part> {
    let (before, after) = template(entry, country);
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
fn template(entry: &AuditRow, country: Country) -> (String, String) {
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
            (format!("changed {{}}’s {}", field(&one.field, country).to_lowercase()), moved(one, country))
        }
        (AuditAction::ChangePlan, [one]) => ("moved {}".to_owned(), moved(one, country)),
        (AuditAction::Import, counts) if entry.items > 0 => (imported(counts), String::new()),
        (AuditAction::SetAvailability, [one]) => (says.to_owned(), format!(" to {}", after(one, country))),
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

fn moved(change: &Change, country: Country) -> String {
    let (before, after) = (before(change, country), after(change, country));
    match (before.is_empty(), after.is_empty()) {
        (false, false) => format!(" from {before} to {after}"),
        (true, false) => format!(" to {after}"),
        _ => String::new(),
    }
}

/// The sentence as text, for the export.
pub fn plain(entry: &AuditRow, country: Country) -> String {
    let said: String = sentence(entry, country)
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

/// A field's name as people read it.
pub fn field(of: &Field, country: Country) -> String {
    let name = match of {
        Field::First => EditField::First.label(),
        Field::Last => EditField::Last.label(),
        Field::SignIn => "Sign-in",
        Field::Mobile => EditField::Mobile.label(),
        Field::TimeZone => EditField::TimeZone.label(),
        Field::Extension => EditField::Extension.label(),
        Field::Availability => EditField::Availability.label(),
        Field::Role => EditField::Role.label(),
        Field::Plan => "Plan",
        Field::State => "State",
        Field::Screening => "Screening",
        Field::DialByName => "Dial by name",
        Field::PrivateBridge => "Private bridge",
        Field::Supervises => EditField::Supervises.label(),
        Field::Group(_) => "Group",
        Field::Forwarding => "Call forwarding",
        Field::Greeting => "Greeting",
        Field::VoicemailGreeting => "Voicemail greeting",
        Field::Direct | Field::OwnNumber(_) => "Direct number",
        Field::Use(number) => return format!("Outgoing use of {}", phone(&number.name, country)),
        Field::UseAlong { .. } => "Outgoing use",
        Field::Pin => "PIN",
        Field::Photo => "Photo",
        Field::OldPassword => "Old password",
        Field::History => "Voicemail, messages and faxes",
        Field::Reason => "Reason",
        Field::Number => "Number",
        Field::Place => "Place",
        Field::RingsAt => "Rings at",
        Field::Label => "Label",
        Field::Name => "Name",
        Field::Description => "Description",
        Field::May(permission) => permission.label(),
        Field::MayAssign(role) => return format!("May assign {}", role.name),
        Field::People => "People",
        Field::Numbers => "Numbers",
        Field::OnlyAdministratorsAdd => "Only Administrators add members",
        Field::ManagersChangeSignIn => "Managers change sign-in emails",
        Field::Seats(plan) => return format!("{plan} seats"),
        Field::MonthlyCost => "Cost a month",
        Field::BillingContact => "Billing contact",
        Field::BillingEmail => "Billing email",
        Field::PaymentMethod => "Payment method",
        Field::Members => "Members",
        Field::Grants => "Grants",
        Field::Added => "Added",
        Field::Changed => "Changed",
        Field::LeftAsTheyWere => "Left as they were",
        Field::Refused => "Refused",
    };
    name.to_owned()
}

/// What a field was, as people read it; empty: nothing.
pub fn before(change: &Change, country: Country) -> String {
    value(&change.field, &change.before, country)
}

/// What it is.
pub fn after(change: &Change, country: Country) -> String {
    value(&change.field, &change.after, country)
}

/// The value of one of many, before and after.
pub fn of_item(item: &AuditItem, country: Country) -> (String, String) {
    let words = |of: &Value| value(&Field::Members, of, country);
    (words(&item.before), words(&item.after))
}

/// A value of a field as people read it; empty: nothing.
pub fn value(of: &Field, value: &Value, country: Country) -> String {
    match value {
        Value::Nothing if matches!(of, Field::Greeting | Field::VoicemailGreeting) => "Standard".to_owned(),
        Value::Nothing => String::new(),
        Value::Text(text) | Value::Erased(text) => text.clone(),
        Value::NewOne => "a new one".to_owned(),
        Value::On(on) => switch(of, *on).to_owned(),
        Value::Count(n) => n.to_string(),
        Value::Availability(availability) => availability.label().to_owned(),
        Value::Extension(extension) => extension.to_string(),
        Value::Forwarding { on, numbers } => forwarding(*on, numbers, country),
        Value::Group(named) => named.name.clone(),
        Value::Member(named) => named.name.clone(),
        Value::Number(named) => phone(&named.name, country),
        Value::Numbers(scope) => scope.label().to_owned(),
        Value::People(scope) => scope.label().to_owned(),
        Value::Phone(number) => number.shown(country),
        Value::Place(named) => named.name.clone(),
        Value::Plan(plan) => plan.label().to_owned(),
        Value::Role(named) => named.name.clone(),
        Value::State(state) => state.label().to_owned(),
        Value::Use(used) => used.words().unwrap_or_default(),
        Value::Watches(Watches::Nobody) => "nobody".to_owned(),
        Value::Watches(Watches::Everyone) => "everyone".to_owned(),
        Value::Watches(Watches::Groups(groups)) => joined(groups.iter().map(|g| g.name.clone())),
        Value::Fields(fields) => joined(fields.iter().map(|of| field(of, country).to_lowercase())),
    }
}

fn switch(of: &Field, on: bool) -> &'static str {
    let (yes, no) = match of {
        Field::May(_) => ("Allowed", "Not allowed"),
        Field::MayAssign(_) => ("Yes", "No"),
        Field::OnlyAdministratorsAdd | Field::ManagersChangeSignIn => ("On", "Off"),
        Field::Photo => ("set", "removed"),
        Field::Pin => ("set", "none"),
        Field::OldPassword => ("Works until the new one is set", "Blocked"),
        _ => ("on", "off"),
    };
    if on { yes } else { no }
}

/// "On: (503) 555-0182 Mobile 20 s, …", also for conflicts.
pub fn forwarding(on: bool, numbers: &[Forwarding], country: Country) -> String {
    let label = |f: &Forwarding| if f.label.is_empty() { String::new() } else { format!(" {}", f.label) };
    let line = |f: &Forwarding| format!("{}{} {} s", f.number.shown(country), label(f), f.seconds);
    let list = if numbers.is_empty() { "no numbers".to_owned() } else { joined(numbers.iter().map(line)) };
    format!("{}: {list}", if on { "On" } else { "Off" })
}

fn joined(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join(", ")
}

/// A business number as it was dialled at that time; what stands there after an erasure as it stands.
fn phone(text: &str, country: Country) -> String {
    PhoneNumber::from_e164(text).map_or_else(|| text.to_owned(), |number| number.shown(country))
}
