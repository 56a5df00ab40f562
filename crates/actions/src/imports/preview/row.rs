//! One row: its cells read, held against the account and the importer's rights, and turned into a change.

pub mod reach;
pub mod shown;
pub mod warnings;
pub mod write;

use super::{CheckedRow, RowChange, Taken};
use crate::imports::preview::cells::{RoleMeaning, plan_meaning, role_meaning, status_meaning};
use crate::invitations::check::TAKEN;
use files::imports::{Scientific, is_formula, is_nothing, name_of_address, says_blocked, scientific};
use model::bulk::RowOutcome;
use model::bulk::cost::Move;
use model::imports::{
    Arrival, CheckRow, Choices, ColumnMatch, Draft, ExtensionFrom, Field, FieldChange, Issue, Mapping, Severity, ToPort,
};
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
    /// How long extensions are, with the length that was chosen for this import.
    pub digits: u8,
}

/// Findings of one row.
pub(crate) struct Found<'a> {
    row: &'a Row<'a>,
    line: u32,
    issues: Vec<Issue>,
    bad: Vec<Field>,
    /// The rule that refuses the row, in a few words.
    short: Option<String>,
    /// The sign-in name is somebody's elsewhere.
    foreign: bool,
}

impl Found<'_> {
    fn add(&mut self, field: Field, value: &str, problem: String, fix: String, severity: Severity) {
        let whole_row = field == Field::DontImport;
        let column = if whole_row { String::new() } else { self.row.mapping.header(field, self.row.columns) };
        let (line, value) = (self.line, value.to_owned());
        self.issues.push(Issue { line, field: (!whole_row).then_some(field), column, value, problem, fix, severity });
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

    /// What a parser says of a value that is not what it should be: its sentence tells the fix.
    fn say(&mut self, field: Field, value: &str, what: &str, sentence: &impl ToString) {
        self.error(field, value, format!("“{value}” isn’t {what}."), sentence.to_string());
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
    suspended: bool,
    /// A direct number that isn't the account's, as it is shown.
    to_port: Option<String>,
}

impl Row<'_> {
    /// The row's plan; what it takes is noted in `taken` for the rows after it.
    pub fn plan(&self, mut draft: Draft, issues: Vec<Issue>, taken: &mut Taken) -> CheckedRow {
        let mut found = Found { row: self, line: draft.line, issues, bad: Vec::new(), short: None, foreign: false };
        if !self.usable {
            found.error(Field::DontImport, "", "The columns aren’t matched yet.", "Match them above.");
            return self.shown(&draft, None, found, None, None);
        }
        let (key, member) = self.sign_in(&draft, &mut found, taken);
        if member.is_none() {
            shown::named_by_address(&mut draft);
        }
        self.spare(&draft, &mut found, taken);
        self.formulas(&draft, member, &mut found);
        let read = self.cells(&draft, member, &mut found, taken);
        let to_port = read.to_port.clone();
        let change = match member {
            Some(member) => {
                self.update(&draft, member, read, &mut found, taken).map(|u| RowChange::Update(Box::new(u)))
            }
            None => self.create(&draft, &key, read, &mut found, taken).map(|c| RowChange::Create(Box::new(c))),
        };
        if let Some(number) = &to_port
            && found.fine()
        {
            let (line, name, number) = (draft.line, draft.display_name(), number.clone());
            taken.to_port.push(ToPort { line, name, number });
        }
        self.shown(&draft, member, found, change, to_port)
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
        let checked = match (member, field) {
            (Some(_), _) => Ok(()),
            (None, Field::Email) => {
                EmailAddress::parse(name).map(|_| ()).map_err(|e| ("an email address", e.to_string()))
            }
            (None, _) => Username::parse(name).map(|_| ()).map_err(|e| ("a username", e.to_string())),
        };
        let key = SignInName::key(name);
        if let Err((what, sentence)) = checked {
            found.say(field, name, what, &sentence);
        } else if let Some(line) = taken.names.get(&key) {
            found.error(field, name, format!("{name} is also on line {line}."), "Keep one of the two lines.");
        } else if member.is_none() && self.known.taken.contains(&key) {
            found.error(field, name, format!("{name} {TAKEN}"), "Use another email or username.");
            found.foreign = true;
        }
        taken.names.entry(key).or_insert(draft.line);
        (name.to_owned(), member)
    }

    fn cells(&self, draft: &Draft, member: Option<&KnownMember>, found: &mut Found<'_>, taken: &mut Taken) -> Read {
        let mut read = Read { role: self.role(draft, taken), ..Read::default() };
        if let Some(typed) = &draft.plan {
            read.plan = plan_meaning(typed, self.choices);
            if typed.parse::<Plan>().is_err() {
                taken.plans.count(typed, read.plan);
            }
        }
        if let Some(typed) = draft.status.as_ref().filter(|_| member.is_none()) {
            let column = self.mapping.column_of(Field::Status).and_then(|i| self.columns.get(i));
            let blocked = column.is_some_and(|c| says_blocked(&c.header));
            let none = Choices::default();
            let arrival = status_meaning(typed, blocked, self.choices);
            if status_meaning(typed, blocked, &none).is_none() {
                taken.statuses.count(typed, arrival);
            }
            read.suspended = arrival == Some(Arrival::Suspended);
        }
        if let Some(typed) = &draft.time_zone {
            match jiff::tz::TimeZone::get(typed).ok().and_then(|z| z.iana_name().map(str::to_owned)) {
                Some(zone) => read.time_zone = Some(zone),
                None => found.warn(
                    Field::TimeZone,
                    typed,
                    format!("“{typed}” isn’t a time zone."),
                    "It is left out. Write it like America/Los_Angeles.",
                ),
            }
        }
        if let Some(typed) = &draft.mobile {
            read.mobile = self.phone(Field::Mobile, typed, found);
        }
        if let Some(typed) = &draft.extension {
            read.extension = self.extension(typed, member, found, taken);
        }
        if let Some(typed) = &draft.direct_number {
            (read.direct, read.to_port) = self.direct(typed, member, found, taken);
        }
        read.forwarding = self.forwarding(draft, found);
        for name in &draft.groups {
            match self.known.groups.get(&fold(name)) {
                Some(known) if read.groups.iter().all(|g| g.id != known.group.id) => {
                    read.groups.push(known.group.clone())
                }
                Some(_) => {}
                None if is_nothing(name) => {}
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

    /// The role that the row's word stands for. A word that is no role is asked about once, for all rows, and until then new
    /// people get the plain role and others keep theirs.
    fn role(&self, draft: &Draft, taken: &mut Taken) -> Option<KnownRole> {
        let word = draft.role.as_deref()?;
        // The first of several words, unless they are one role's name.
        let first = || word.split([';', '|', ',']).map(str::trim).find(|part| !part.is_empty()).unwrap_or(word);
        let (word, meaning) = match role_meaning(word, self.known, self.choices) {
            RoleMeaning::Word => (first(), role_meaning(first(), self.known, self.choices)),
            known => (word, known),
        };
        let chosen = self.choices.roles.get(&fold(word)).copied();
        if chosen.is_some() || meaning == RoleMeaning::Word {
            taken.roles.count(word, chosen);
        }
        match meaning {
            RoleMeaning::Is(role) => Some(role.clone()),
            RoleMeaning::Word => None,
        }
    }
}
