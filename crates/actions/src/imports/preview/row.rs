//! One row: its cells read, held against the account and the importer's rights, and turned into a change.

pub mod reach;
pub mod shown;
pub mod write;

use super::{CheckedRow, RowChange, Taken};
use crate::imports::preview::cells::{RoleMeaning, parted, role_meaning};
use crate::invitations::check::TAKEN;
use model::bulk::RowOutcome;
use model::bulk::cost::Move;
use model::imports::{CheckRow, Choices, ColumnMatch, Draft, Field, FieldChange, Issue, Mapping, RoleWord, Severity};
use model::{EmailAddress, Extension, MemberState, PersonName, PhoneNumber, Plan, RoleKind, SignInName, Username};
use policy::{
    Action, Denial, Excess, GroupTarget, MemberTarget, NewMember, Permit, RoleRef, SupervisorAccess, Target, check,
};
use store::imports::snapshot::{KnownMember, KnownNumber, KnownRole, NumberUse, Snapshot};
use store::imports::write::{Create, Update};
use store::search::fold;

/// What every row is held against.
pub struct Row<'a> {
    pub known: &'a Snapshot,
    pub choices: &'a Choices,
    pub mapping: &'a Mapping,
    pub columns: &'a [ColumnMatch],
    /// Whether the mapping can be used at all; if not, every row is an error once.
    pub usable: bool,
}

/// Findings of one row.
pub(crate) struct Found<'a> {
    row: &'a Row<'a>,
    line: u32,
    issues: Vec<Issue>,
    bad: Vec<Field>,
    /// The rule that refuses the row, in a few words.
    short: Option<String>,
}

impl Found<'_> {
    fn add(&mut self, field: Field, value: &str, problem: String, fix: String, severity: Severity) {
        let whole_row = field == Field::DontImport;
        let column = if whole_row { String::new() } else { self.row.mapping.header(field, self.row.columns) };
        self.issues.push(Issue { line: self.line, column, value: value.to_owned(), problem, fix, severity });
        if !whole_row {
            self.bad.push(field);
        }
    }

    fn error(&mut self, field: Field, value: &str, problem: impl Into<String>, fix: impl Into<String>) {
        self.add(field, value, problem.into(), fix.into(), Severity::Error);
    }

    fn warn(&mut self, field: Field, value: &str, problem: impl Into<String>, fix: impl Into<String>) {
        self.add(field, value, problem.into(), fix.into(), Severity::Warning);
    }

    /// A parser's sentence.
    fn say(&mut self, field: Field, value: &str, sentence: &impl ToString) {
        let (problem, fix) = parted(&sentence.to_string());
        self.error(field, value, problem, fix);
    }

    fn fine(&self) -> bool {
        self.issues.iter().all(|i| i.severity != Severity::Error)
    }

    /// Why the row is refused: its first error, and in a few words the rule or the column.
    fn why(&self) -> Option<(String, String)> {
        let error = self.issues.iter().find(|i| i.severity == Severity::Error)?;
        let column = || if error.column.is_empty() { "not readable".to_owned() } else { error.column.clone() };
        Some((format!("{} {}", error.problem, error.fix), self.short.clone().unwrap_or_else(column)))
    }
}

/// The cells, read as far as they can be.
#[derive(Default)]
pub(crate) struct Read {
    extension: Option<Extension>,
    /// Numbers by their place; `None` place: after the others.
    forwarding: Vec<(usize, PhoneNumber)>,
    direct: Option<KnownNumber>,
    plan: Option<Plan>,
    role: Option<KnownRole>,
    groups: Vec<GroupTarget>,
    mobile: Option<PhoneNumber>,
    time_zone: Option<String>,
}

impl Row<'_> {
    /// The row's plan; what it takes is noted in `taken` for the rows after it.
    pub fn plan(&self, draft: Draft, issues: Vec<Issue>, taken: &mut Taken) -> CheckedRow {
        let mut found = Found { row: self, line: draft.line, issues, bad: Vec::new(), short: None };
        if !self.usable {
            found.error(Field::DontImport, "", "The columns aren’t matched yet.", "Match them above.");
            return self.shown(&draft, None, found, None);
        }
        let (key, member) = self.sign_in(&draft, &mut found, taken);
        let read = self.cells(&draft, member, &mut found, taken);
        let change = match member {
            Some(member) => {
                self.update(&draft, member, read, &mut found, taken).map(|u| RowChange::Update(Box::new(u)))
            }
            None => self.create(&draft, &key, read, &mut found, taken).map(|c| RowChange::Create(Box::new(c))),
        };
        self.shown(&draft, member, found, change)
    }

    /// Sign-in name as typed, and the member whose it is (M5).
    fn sign_in(&self, draft: &Draft, found: &mut Found<'_>, taken: &mut Taken) -> (String, Option<&KnownMember>) {
        let email = draft.email.as_deref().map(|e| (Field::Email, e));
        let username = draft.username.as_deref().map(|u| (Field::Username, u));
        let known = |name: &Option<(Field, &str)>| name.and_then(|(_, n)| self.known.members.get(&SignInName::key(n)));
        let member = known(&email).or_else(|| known(&username));
        let Some((field, name)) =
            (if known(&email).is_none() && known(&username).is_some() { username } else { email.or(username) })
        else {
            let field = if self.mapping.has(Field::Email) { Field::Email } else { Field::Username };
            found.error(field, "", "The row has no email or username.", "Add one, by which they sign in.");
            return (String::new(), None);
        };
        if email.is_some() && username.is_some() {
            let other = if field == Field::Email { Field::Username } else { Field::Email };
            found.warn(
                other,
                "",
                "People sign in by email or by username, not by both.",
                format!("{} is used.", field.label()),
            );
        }
        let checked = match (member, field) {
            (Some(_), _) => Ok(()),
            (None, Field::Email) => EmailAddress::parse(name).map(|_| ()).map_err(|e| e.to_string()),
            (None, _) => Username::parse(name).map(|_| ()).map_err(|e| e.to_string()),
        };
        let key = SignInName::key(name);
        if let Err(sentence) = checked {
            found.say(field, name, &sentence);
        } else if let Some(line) = taken.names.get(&key) {
            found.error(field, name, format!("{name} is also on line {line}."), "Keep one of the two lines.");
        } else if member.is_none() && self.known.taken.contains(&key) {
            found.error(field, name, format!("{name} {TAKEN}"), "Use another email or username.");
        }
        taken.names.entry(key).or_insert(draft.line);
        (name.to_owned(), member)
    }

    fn cells(&self, draft: &Draft, member: Option<&KnownMember>, found: &mut Found<'_>, taken: &mut Taken) -> Read {
        let mut read = Read { role: self.role(draft, member, found, taken), ..Read::default() };
        if let Some(typed) = &draft.plan {
            read.plan = typed.parse::<Plan>().map_err(|e| found.say(Field::Plan, typed, &e)).ok();
        }
        if let Some(typed) = &draft.time_zone {
            match jiff::tz::TimeZone::get(typed).ok().and_then(|z| z.iana_name().map(str::to_owned)) {
                Some(zone) => read.time_zone = Some(zone),
                None => found.error(
                    Field::TimeZone,
                    typed,
                    format!("“{typed}” isn’t a time zone."),
                    "Write it like America/Los_Angeles.",
                ),
            }
        }
        if let Some(typed) = &draft.mobile {
            read.mobile =
                PhoneNumber::parse(typed, self.known.country).map_err(|e| found.say(Field::Mobile, typed, &e)).ok();
        }
        if let Some(typed) = &draft.extension {
            read.extension = self.extension(typed, member, found, taken);
        }
        if let Some(typed) = &draft.direct_number {
            read.direct = self.direct(typed, member, found, taken);
        }
        read.forwarding = self.forwarding(draft, found);
        for name in &draft.groups {
            match self.known.groups.get(&fold(name)) {
                Some(known) if read.groups.iter().all(|g| g.id != known.group.id) => {
                    read.groups.push(known.group.clone())
                }
                Some(_) => {}
                None => found.warn(
                    Field::Groups,
                    name,
                    format!("There is no group “{name}”."),
                    "It is left out unless you make it first.",
                ),
            }
        }
        read
    }

    fn role(
        &self,
        draft: &Draft,
        member: Option<&KnownMember>,
        found: &mut Found<'_>,
        taken: &mut Taken,
    ) -> Option<KnownRole> {
        let word = draft.role.as_deref()?;
        let meaning = role_meaning(word, self.known, self.choices);
        let key = fold(word);
        let chosen = self.choices.roles.get(&key).copied();
        if chosen.is_some() || meaning == RoleMeaning::Word {
            let entry =
                taken.words.entry(key).or_insert_with(|| RoleWord { word: word.to_owned(), rows: 0, role: chosen });
            entry.rows += 1;
        }
        match meaning {
            RoleMeaning::Is(role) => Some(role.clone()),
            RoleMeaning::Word => {
                let fallback = match (member, self.known.plain_role()) {
                    (None, Some(plain)) => format!("It will be imported as {} unless you match it above.", plain.name),
                    _ => "The role stays as it is unless you match it above.".to_owned(),
                };
                found.warn(Field::Role, word, format!("“{word}” isn’t a role."), fallback);
                None
            }
        }
    }
}
