//! Names of fields and values as people read them.

use crate::audit::{AuditItem, Change, Field, Value, Watches};
use crate::members::Forwarding;
use crate::members::edit::EditField;

/// A field's name as people read it.
pub fn field(of: &Field) -> String {
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
        Field::Use(number) => return format!("Outgoing use of {}", number.name),
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
        Field::ExtensionDigits => "Digits of extensions",
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
pub fn before(change: &Change) -> String {
    value(&change.field, &change.before)
}

/// What it is.
pub fn after(change: &Change) -> String {
    value(&change.field, &change.after)
}

/// The value of one of many, before and after.
pub fn of_item(item: &AuditItem) -> (String, String) {
    let words = |of: &Value| value(&Field::Members, of);
    (words(&item.before), words(&item.after))
}

/// A value of a field as people read it; empty: nothing.
pub fn value(of: &Field, value: &Value) -> String {
    match value {
        Value::Nothing if matches!(of, Field::Greeting | Field::VoicemailGreeting) => "Standard".to_owned(),
        Value::Nothing => String::new(),
        Value::Text(text) | Value::Erased(text) => text.clone(),
        Value::NewOne => "a new one".to_owned(),
        Value::On(on) => switch(of, *on).to_owned(),
        Value::Count(n) => n.to_string(),
        Value::Availability(availability) => availability.label().to_owned(),
        Value::Extension(extension) => extension.to_string(),
        Value::Forwarding { on, numbers } => forwarding(*on, numbers),
        Value::Group(named) => named.name.clone(),
        Value::Member(named) => named.name.clone(),
        Value::Number(named) => named.name.clone(),
        Value::Numbers(scope) => scope.label().to_owned(),
        Value::People(scope) => scope.label().to_owned(),
        Value::Phone(number) => number.shown().to_owned(),
        Value::Place(named) => named.name.clone(),
        Value::Plan(plan) => plan.label().to_owned(),
        Value::Role(named) => named.name.clone(),
        Value::State(state) => state.label().to_owned(),
        Value::Use(used) => used.words().unwrap_or_default(),
        Value::Watches(Watches::Nobody) => "nobody".to_owned(),
        Value::Watches(Watches::Everyone) => "everyone".to_owned(),
        Value::Watches(Watches::Groups(groups)) => joined(groups.iter().map(|g| g.name.clone())),
        Value::Fields(fields) => joined(fields.iter().map(|of| field(of).to_lowercase())),
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
        Field::Screening | Field::DialByName | Field::PrivateBridge => ("on", "off"),
        // No switches: an entry that says so of them is shown all the same.
        Field::First
        | Field::Last
        | Field::SignIn
        | Field::Mobile
        | Field::TimeZone
        | Field::Extension
        | Field::ExtensionDigits
        | Field::Availability
        | Field::Role
        | Field::Plan
        | Field::State
        | Field::Supervises
        | Field::Group(_)
        | Field::Forwarding
        | Field::Greeting
        | Field::VoicemailGreeting
        | Field::Direct
        | Field::OwnNumber(_)
        | Field::Use(_)
        | Field::UseAlong { .. }
        | Field::History
        | Field::Reason
        | Field::Number
        | Field::Place
        | Field::RingsAt
        | Field::Label
        | Field::Name
        | Field::Description
        | Field::People
        | Field::Numbers
        | Field::Seats(_)
        | Field::MonthlyCost
        | Field::BillingContact
        | Field::BillingEmail
        | Field::PaymentMethod
        | Field::Members
        | Field::Grants
        | Field::Added
        | Field::Changed
        | Field::LeftAsTheyWere
        | Field::Refused => ("on", "off"),
    };
    if on { yes } else { no }
}

/// "On: (503) 555-0182 Mobile 20 s, …", also for conflicts.
pub fn forwarding(on: bool, numbers: &[Forwarding]) -> String {
    let label = |f: &Forwarding| if f.label.is_empty() { String::new() } else { format!(" {}", f.label) };
    let line = |f: &Forwarding| format!("{}{} {} s", f.number.shown(), label(f), f.seconds);
    let list = if numbers.is_empty() { "no numbers".to_owned() } else { joined(numbers.iter().map(line)) };
    format!("{}: {list}", if on { "On" } else { "Off" })
}

fn joined(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join(", ")
}

/// What the search of the log finds of these: names of fields, words of values, numbers as they are dialled. No ids,
/// whose letters and digits would be found by chance.
pub fn search_text(changes: &[Change]) -> String {
    let words = |c: &Change| {
        let texts = c.before.texts().into_iter().chain(c.after.texts()).map(str::to_owned);
        [field(&c.field), before(c), after(c)].into_iter().chain(texts).collect::<Vec<_>>()
    };
    let all: Vec<String> = changes.iter().filter(|c| c.field.is_shown()).flat_map(words).collect();
    all.join(" ")
}
