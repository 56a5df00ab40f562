//! What an audit entry says: one sentence for each action's word (G1). A new word is one row of the table; a test of the
//! whole source finds words without one.

use crate::audit::{AuditRow, Change};
use crate::bulk::BulkKind;
use crate::members::edit::EditField;
use crate::slugs::slugs;
use crate::{MemberState, Permission, Plan};

slugs! {
    /// What an entry is about, for the filter and under the sentence.
    AuditKind {
        Team = "team", "Team";
        Calls = "calls", "Calls and forwarding";
        Numbers = "numbers", "Numbers";
        Groups = "groups", "Groups and call menu";
        Tasks = "tasks", "Tasks";
        Roles = "roles", "Roles";
        Plans = "plans", "Plans, seats and billing";
        SignIn = "sign-in", "Sign-in and security";
        Supervise = "supervise", "Supervise";
        Import = "import", "Import";
        Account = "account", "Account";
    }
}

use AuditKind::*;

/// The word, what it is about, and what was done: "{}" is the subject, "{}’s" their own when it is the author,
/// "{members}" those of a change of many, or how many grants it made.
pub const WORDS: &[(&str, AuditKind, &str)] = &[
    ("account.create", Account, "made the account {}"),
    ("account.safeguards", Roles, "changed the safeguards of {}"),
    ("account.settings", Account, "changed the settings of {}"),
    ("roles.create", Roles, "made the role {}"),
    ("roles.edit", Roles, "edited the role {}"),
    ("roles.delete", Roles, "deleted the role {}"),
    ("members.invite", Team, "invited {}"),
    ("members.resend-invitation", Team, "sent {} another invitation"),
    ("members.accept", Team, "accepted the invitation"),
    ("members.edit", Team, "edited {}"),
    ("members.role", Team, "changed {}’s role"),
    ("members.photo", Team, "changed {}’s photo"),
    ("members.availability", Calls, "set {}’s availability"),
    ("members.forwarding", Calls, "changed {}’s call forwarding"),
    ("members.screening", Calls, "changed {}’s call screening"),
    ("members.greetings", Calls, "changed {}’s greetings"),
    ("members.call-flow", Calls, "changed {}’s call flow"),
    ("members.pin", SignIn, "set {}’s voicemail PIN"),
    ("members.reset-password", SignIn, "reset {}’s password"),
    ("members.password-by-link", SignIn, "set {}’s password by a link"),
    ("session.sign-in", SignIn, "signed in"),
    ("session.sign-out", SignIn, "signed out"),
    ("session.password", SignIn, "changed {}’s password"),
    ("session.end", SignIn, "ended a session of {}"),
    ("session.end-others", SignIn, "ended {}’s other sessions"),
    ("members.plan", Plans, "changed {}’s plan"),
    ("members.direct", Numbers, "changed {}’s direct number"),
    ("members.suspend", Team, "suspended {}"),
    ("members.reactivate", Team, "reactivated {}"),
    ("members.delete", Team, "deleted {}"),
    ("members.restore", Team, "restored {}"),
    ("members.erase", Team, "erased the personal data of {}"),
    ("numbers.buy", Numbers, "got the number {}"),
    ("numbers.route", Numbers, "changed where {} rings"),
    ("numbers.label", Numbers, "changed the label of {}"),
    ("numbers.release", Numbers, "released {} to the carrier"),
    ("numbers.grant", Numbers, "changed which numbers {} calls from"),
    ("numbers.revoke", Numbers, "took a number from {}"),
    ("supervise.begin", Supervise, "started supervising {}"),
    ("supervise.act", Supervise, "started acting as {}"),
    ("supervise.end", Supervise, "stopped supervising {}"),
    ("supervise.timeout", Supervise, "ended the supervision of {}, whose time was over"),
    ("seats.buy", Plans, "bought seats"),
    ("billing.contact", Plans, "changed the billing contact of {}"),
    ("billing.method", Plans, "changed the payment method of {}"),
    ("imports.apply", Import, "imported members from {}"),
    ("imports.undo", Import, "took back the import of {}"),
    ("imports.create", Import, "imported {}"),
    ("imports.update", Import, "updated {} by an import"),
    ("bulk.role", Team, "changed the role of {members} to {}"),
    ("bulk.assign-number", Numbers, "assigned {} to {members}"),
    ("bulk.remove-number", Numbers, "removed {} from {members}"),
    ("bulk.plan", Plans, "changed the plan of {members} to {}"),
    ("bulk.group", Groups, "added {members} to {}"),
    ("bulk.suspend", Team, "suspended {members}"),
    ("bulk.reactivate", Team, "reactivated {members}"),
    ("bulk.resend", Team, "sent {members} another invitation"),
    ("bulk.delete", Team, "deleted {members}"),
    ("bulk.grant-numbers", Numbers, "made {members} of outgoing use"),
    ("bulk.revoke-numbers", Numbers, "took back {members} of outgoing use"),
];

fn row(action: &str) -> Option<&'static (&'static str, AuditKind, &'static str)> {
    WORDS.iter().find(|(word, ..)| *word == action)
}

/// What an action is about; words of a newer server by their first part.
pub fn kind(action: &str) -> AuditKind {
    row(action).map_or_else(
        || match action.split('.').next().unwrap_or_default() {
            "numbers" => Numbers,
            "groups" | "menu" => Groups,
            "tasks" => Tasks,
            "roles" => Roles,
            "billing" | "seats" => Plans,
            "session" => SignIn,
            "supervise" => Supervise,
            "imports" => Import,
            "account" => Account,
            _ => Team,
        },
        |r| r.1,
    )
}

/// The words of this kind, for a query.
pub fn words_of(kinds: &[AuditKind]) -> Vec<&'static str> {
    WORDS.iter().filter(|(_, kind, _)| kinds.contains(kind)).map(|(word, ..)| *word).collect()
}

/// The words whose sentence holds this text, for the search.
pub fn words_saying(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    WORDS
        .iter()
        .filter(|(.., says)| says.replace("{}", "").replace("{members}", "").contains(&text))
        .map(|(word, ..)| *word)
        .collect()
}

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
                    parts.push(Part::Subject(entry.target_name.clone()));
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
    entry.action.strip_prefix("bulk.").and_then(BulkKind::from_slug).filter(|kind| kind.is_of_pairs())
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
    let says = row(&entry.action).map_or("changed {}", |r| r.2);
    if entry.is_undo && entry.items == 0 {
        return ("undid an earlier change of {}".to_owned(), String::new());
    }
    if entry.is_undo {
        let what = if entry.target_name.is_empty() { "" } else { " ({})" };
        return (format!("undid an earlier change of {{members}}{what}"), String::new());
    }
    match (entry.action.as_str(), entry.changes.as_slice()) {
        ("members.edit", [one]) => (format!("changed {{}}’s {}", field(&one.field).to_lowercase()), moved(one)),
        ("members.plan", [one]) => ("moved {}".to_owned(), moved(&plans(one))),
        ("imports.apply", counts) if entry.items > 0 => (imported(counts), String::new()),
        ("members.availability", [one]) => {
            (says.to_owned(), one.after.as_ref().map(|to| format!(" to {to}")).unwrap_or_default())
        }
        _ => (says.to_owned(), String::new()),
    }
}

/// "imported 28 members from boise.csv, changed 3"
fn imported(counts: &[Change]) -> String {
    let count = |field: &str| {
        counts.iter().find(|c| c.field == field).and_then(|c| c.after.as_deref()?.parse::<u64>().ok()).unwrap_or(0)
    };
    let members = |n: u64| if n == 1 { "1 member".to_owned() } else { format!("{n} members") };
    match (count("added"), count("changed")) {
        (new, 0) => format!("imported {} from {{}}", members(new)),
        (0, old) => format!("changed {} by {{}}", members(old)),
        (new, old) => format!("imported {} from {{}}, changed {old}", members(new)),
    }
}

/// Plans by the name people know them by.
fn plans(change: &Change) -> Change {
    let label = |word: &Option<String>| {
        word.as_ref().map(|w| w.parse::<Plan>().map_or_else(|_| w.clone(), |plan| plan.label().to_owned()))
    };
    Change { field: change.field.clone(), before: label(&change.before), after: label(&change.after) }
}

fn moved(change: &Change) -> String {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!(" from {before} to {after}"),
        (None, Some(after)) => format!(" to {after}"),
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
    let permissions = entry.changes.iter().filter(|c| Permission::from_slug(&c.field).is_some()).count();
    let (n, what) =
        if permissions == entry.changes.len() { (permissions, "permission") } else { (entry.changes.len(), "detail") };
    format!("{n} {what}{} changed", if n == 1 { "" } else { "s" })
}

/// A field's name as people read it.
pub fn field(slug: &str) -> String {
    if let Some(permission) = Permission::from_slug(slug) {
        return permission.label().to_owned();
    }
    if let Some(field) = EditField::from_slug(slug) {
        return field.label().to_owned();
    }
    let words = slug.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A value as people read it: plans and states of many are kept as their words in the database.
pub fn value(text: &str) -> String {
    let plan = || Plan::ALL.into_iter().find(|p| p.slug() == text).map(|p| p.label().to_owned());
    MemberState::from_slug(text).map(|s| s.label().to_owned()).or_else(plan).unwrap_or_else(|| text.to_owned())
}
