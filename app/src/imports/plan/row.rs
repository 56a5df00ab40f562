//! One row: its cells read, held against the account and the importer's rights, and turned into a change.

use super::cells::{RoleMeaning, parted, role_meaning};
use super::snapshot::{KnownMember, KnownNumber, KnownRole, NumberUse, Snapshot};
use super::{Create, Planned, RowChange, Taken, Update};
use crate::model::audit::Change;
use crate::model::imports::{CheckRow, Choices, ColumnMatch, Draft, Field, Issue, Mapping, RoleWord, RowCheck, Severity};
use crate::model::search::fold;
use crate::model::{EmailAddress, Extension, MemberState, PersonName, PhoneNumber, Plan, RoleKind, SignInName, Username};
use crate::policy::{Action, Denial, Excess, GroupTarget, MemberTarget, NewMember, Permit, RoleRef, SupervisorAccess, Target, check};

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
struct Found<'a> {
    row: &'a Row<'a>,
    line: u32,
    issues: Vec<Issue>,
    bad: Vec<Field>,
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
}

/// The cells, read as far as they can be.
#[derive(Default)]
struct Read {
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
    pub fn plan(&self, draft: Draft, issues: Vec<Issue>, taken: &mut Taken) -> Planned {
        let mut found = Found { row: self, line: draft.line, issues, bad: Vec::new() };
        if !self.usable {
            found.error(Field::DontImport, "", "The columns aren’t matched yet.", "Match them above.");
            return self.shown(&draft, None, found, None);
        }
        let (key, member) = self.sign_in(&draft, &mut found, taken);
        let read = self.cells(&draft, member, &mut found, taken);
        let change = match member {
            Some(member) => self.update(&draft, member, read, &mut found, taken).map(|u| RowChange::Update(Box::new(u))),
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
        let Some((field, name)) = (if known(&email).is_none() && known(&username).is_some() { username } else { email.or(username) })
        else {
            let field = if self.mapping.has(Field::Email) { Field::Email } else { Field::Username };
            found.error(field, "", "The row has no email or username.", "Add one, by which they sign in.");
            return (String::new(), None);
        };
        if email.is_some() && username.is_some() {
            let other = if field == Field::Email { Field::Username } else { Field::Email };
            found.warn(other, "", "People sign in by email or by username, not by both.", format!("{} is used.", field.label()));
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
            found.error(field, name, format!("{name} is taken as a sign-in name."), "Use another email or username.");
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
                None => found.error(Field::TimeZone, typed, format!("“{typed}” isn’t a time zone."), "Write it like America/Los_Angeles."),
            }
        }
        if let Some(typed) = &draft.mobile {
            read.mobile = PhoneNumber::parse(typed, self.known.country).map_err(|e| found.say(Field::Mobile, typed, &e)).ok();
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
                Some(known) if read.groups.iter().all(|g| g.id != known.group.id) => read.groups.push(known.group.clone()),
                Some(_) => {}
                None => found.warn(Field::Groups, name, format!("There is no group “{name}”."), "It is left out unless you make it first."),
            }
        }
        read
    }

    fn role(&self, draft: &Draft, member: Option<&KnownMember>, found: &mut Found<'_>, taken: &mut Taken) -> Option<KnownRole> {
        let word = draft.role.as_deref()?;
        let meaning = role_meaning(word, self.known, self.choices);
        let key = fold(word);
        let chosen = self.choices.roles.get(&key).copied();
        if chosen.is_some() || meaning == RoleMeaning::Word {
            let entry = taken.words.entry(key).or_insert_with(|| RoleWord { word: word.to_owned(), rows: 0, role: chosen });
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

    /// M11: free in the account and in the file, or the member's own.
    fn extension(&self, typed: &str, member: Option<&KnownMember>, found: &mut Found<'_>, taken: &mut Taken) -> Option<Extension> {
        // An older extension of another length stays as it is.
        if let Some(own) = member.and_then(|m| m.extension).filter(|e| e.to_string() == typed) {
            return Some(own);
        }
        let extension = Extension::parse(typed, self.known.digits).map_err(|e| found.say(Field::Extension, typed, &e)).ok()?;
        let number = extension.number();
        let problem = match (self.known.extensions.get(&number), taken.extensions.get(&number)) {
            (Some(holder), _) => Some(format!("Extension {number} belongs to {holder}.")),
            (None, Some(line)) if *line != found.line => Some(format!("Extension {number} is also on line {line}.")),
            _ => None,
        };
        let Some(problem) = problem else { return Some(extension) };
        let fix = match self.next_free(taken) {
            Some(free) => format!("Use {free}, the next free one."),
            None => "No other is free: ask an Administrator for longer extensions.".to_owned(),
        };
        found.error(Field::Extension, typed, problem, fix);
        None
    }

    /// The lowest extension that neither the account nor the file has, and none before was told. Moves on.
    fn next_free(&self, taken: &mut Taken) -> Option<Extension> {
        let last = Extension::last(self.known.digits).number();
        while taken.next <= last {
            let number = taken.next;
            taken.next += 1;
            if !self.known.extensions.contains_key(&number) && !taken.extensions.contains_key(&number) {
                return Some(Extension::from_stored(i64::from(number)));
            }
        }
        None
    }

    /// M13: a business number of the account that rings nowhere yet, or here.
    fn direct(&self, typed: &str, member: Option<&KnownMember>, found: &mut Found<'_>, taken: &mut Taken) -> Option<KnownNumber> {
        let field = Field::DirectNumber;
        let number = PhoneNumber::parse(typed, self.known.country).map_err(|e| found.say(field, typed, &e)).ok()?;
        let shown = number.shown(self.known.country);
        let Some(known) = self.known.numbers.get(number.e164()) else {
            found.error(field, typed, format!("{shown} isn’t one of your numbers."), "Leave the cell blank, or get the number first.");
            return None;
        };
        let line = *taken.numbers.entry(number.e164().to_owned()).or_insert(found.line);
        match known.rings {
            _ if line != found.line => {
                found.error(field, typed, format!("{shown} is also on line {line}."), "A number rings at one member.")
            }
            NumberUse::Nobody => return Some(known.clone()),
            NumberUse::Member(holder) if member.is_some_and(|m| m.id == holder) => {}
            _ => found.error(field, typed, format!("{shown} is assigned already."), "Unassign it on the Numbers page first."),
        }
        None
    }

    /// M12: at most three, each once, none of the account's own.
    fn forwarding(&self, draft: &Draft, found: &mut Found<'_>) -> Vec<(usize, PhoneNumber)> {
        let mut numbers: Vec<(usize, PhoneNumber)> = Vec::new();
        for (i, typed) in draft.forwarding.iter().enumerate() {
            let Ok(number) = PhoneNumber::parse(&typed.value, self.known.country).map_err(|e| found.say(typed.from, &typed.value, &e))
            else {
                continue;
            };
            let shown = number.shown(self.known.country);
            if self.known.numbers.contains_key(number.e164()) {
                let problem = format!("{shown} is one of your own numbers, so forwarding to it would loop.");
                found.error(typed.from, &typed.value, problem, "Use an outside phone.");
            } else if numbers.iter().any(|(_, n)| *n == number) {
                found.error(typed.from, &typed.value, format!("{shown} stands twice in this row."), "Keep it once.");
            } else {
                let place = Field::FORWARDING.iter().position(|f| *f == typed.from).unwrap_or(i);
                numbers.push((place, number));
            }
        }
        if draft.forwarding.len() > 3 {
            let typed = &draft.forwarding[3];
            found.error(
                typed.from,
                &typed.value,
                format!("The row has {} forwarding numbers.", draft.forwarding.len()),
                "Keep three at most.",
            );
        }
        numbers
    }

    fn create(&self, draft: &Draft, sign_in: &str, read: Read, found: &mut Found<'_>, taken: &mut Taken) -> Option<Create> {
        let name = self.name(draft, None, found)?;
        let plain = || self.known.plain_role().cloned();
        let role = read.role.or_else(plain)?;
        let plan = read.plan.unwrap_or(self.known.default_plan);
        if !found.fine() {
            return None;
        }
        let new = NewMember {
            role: RoleRef::from(&role),
            plan,
            numbers: read.direct.iter().map(|n| n.target(self.known.country)).collect(),
            groups: read.groups.clone(),
            supervises: SupervisorAccess::Nobody,
        };
        let permit = match check(&self.known.actor, Action::Invite(new), Target::Account) {
            Ok(permit) => permit,
            Err(denial) => {
                self.deny(&denial, None, draft, found);
                return None;
            }
        };
        let extension = read.extension.or_else(|| self.next_free(taken));
        if extension.is_none() {
            taken.without_extension += 1;
            found.warn(Field::Extension, "", "No extension is left.", "They are added without one.");
        }
        *taken.seats.entry(plan).or_default() += 1;
        let mut forwarding = read.forwarding;
        forwarding.sort_by_key(|(place, _)| *place);
        Some(Create {
            permit,
            line: draft.line,
            name,
            sign_in: sign_in.to_owned(),
            has_email: sign_in.contains('@'),
            role,
            plan,
            extension,
            forwarding: forwarding.into_iter().map(|(_, n)| n).collect(),
            direct: read.direct,
            groups: read.groups,
            mobile: read.mobile,
            time_zone: read.time_zone.unwrap_or_default(),
        })
    }

    fn update(&self, draft: &Draft, member: &KnownMember, read: Read, found: &mut Found<'_>, taken: &mut Taken) -> Option<Update> {
        let name = self.name(draft, Some(member), found)?;
        if !found.fine() {
            return None;
        }
        let before = self.known.role(member.role)?;
        let role = read.role.unwrap_or_else(|| before.clone());
        let plan = read.plan.unwrap_or(member.plan);
        let extension = read.extension.or(member.extension);
        let forwarding = placed(&member.forwarding, &read.forwarding);
        let mobile = read.mobile.or_else(|| member.mobile.clone());
        let time_zone = read.time_zone.unwrap_or_else(|| member.time_zone.clone());
        let groups: Vec<_> = read.groups.into_iter().filter(|g| !member.groups.contains(&g.id)).collect();
        let counts = before.kind == RoleKind::Administrator && member.state == MemberState::Active && member.can_sign_in;
        let target = MemberTarget {
            id: member.id,
            name: member.name.full(),
            role: RoleRef::from(before),
            state: member.state,
            shares_group: member.groups.iter().any(|g| self.known.actor.groups.contains(g)),
            other_active_administrators: Some(taken.administrators > i64::from(counts)),
        };
        let mut actions: Vec<Action> = Vec::new();
        if name != member.name || mobile != member.mobile || time_zone != member.time_zone {
            actions.push(Action::EditDetails);
        }
        if extension != member.extension {
            actions.push(Action::ChangeExtension);
        }
        if forwarding != member.forwarding {
            actions.push(Action::SetForwarding);
        }
        if plan != member.plan {
            actions.push(Action::ChangePlan(plan));
        }
        actions.extend(groups.iter().cloned().map(Action::AddToGroup));
        actions.extend(read.direct.iter().map(|n| Action::AssignDirect(n.target(self.known.country))));
        if role.id != member.role {
            actions.push(Action::ChangeRole(RoleRef::from(&role)));
        }
        if forwarding.len() > 3 {
            let value = forwarding.last().map(ToString::to_string).unwrap_or_default();
            found.error(Field::Forwarding1, &value, "They would have more than three forwarding numbers.", "Keep three at most.");
        }
        let mut permits: Vec<Permit> = Vec::new();
        for action in actions {
            match check(&self.known.actor, action, &target) {
                Ok(permit) => permits.push(permit),
                Err(denial) => self.deny(&denial, Some(member), draft, found),
            }
        }
        if !found.fine() || permits.is_empty() {
            return None;
        }
        if plan != member.plan {
            *taken.seats.entry(plan).or_default() += 1;
            *taken.seats.entry(member.plan).or_default() -= 1;
        }
        if counts && role.kind != RoleKind::Administrator {
            taken.administrators -= 1;
        }
        Some(Update {
            permits,
            line: draft.line,
            member: member.id,
            name,
            moves: extension != member.extension,
            role,
            plan,
            extension,
            forwarding: (forwarding != member.forwarding).then_some(forwarding),
            direct: read.direct,
            groups,
            mobile,
            time_zone,
        })
    }

    /// The name as it will be: typed parts over what is there.
    fn name(&self, draft: &Draft, member: Option<&KnownMember>, found: &mut Found<'_>) -> Option<PersonName> {
        if let (Some(member), Some(split)) = (member, &draft.name_split) {
            // However it would be split: it is the same name.
            if fold(&split.typed) == fold(&member.name.full()) {
                return Some(member.name.clone());
            }
        }
        let old = |part: fn(&PersonName) -> &String| member.map(|m| part(&m.name).clone()).unwrap_or_default();
        let first = draft.first_name.clone().unwrap_or_else(|| old(|n| &n.first));
        let last = draft.last_name.clone().unwrap_or_else(|| old(|n| &n.last));
        let field =
            [Field::FullName, Field::FirstName, Field::LastName].into_iter().find(|f| self.mapping.has(*f)).unwrap_or(Field::FirstName);
        let value = draft.display_name();
        PersonName::parse(&first, &last).map_err(|e| found.say(field, &value, &e)).ok()
    }

    /// A refusal of policy, at the cell that it is about.
    fn deny(&self, denial: &Denial, member: Option<&KnownMember>, draft: &Draft, found: &mut Found<'_>) {
        use crate::model::Permission::{AssignNumbers, ManageGroups};
        let text = |v: &Option<String>| v.clone().unwrap_or_default();
        let (field, value) = match denial {
            Denial::RoleAboveYou { .. } | Denial::LastAdministrator { .. } => (Field::Role, text(&draft.role)),
            Denial::NumberOutOfReach { .. } | Denial::GivesMore(Excess::Permission(AssignNumbers)) => {
                (Field::DirectNumber, text(&draft.direct_number))
            }
            Denial::GroupNotYours { .. } | Denial::NewMemberNeedsYourGroup | Denial::GivesMore(Excess::Permission(ManageGroups)) => {
                (Field::Groups, draft.groups.join("; "))
            }
            _ => (Field::DontImport, member.map(|m| m.name.full()).unwrap_or_else(|| draft.display_name())),
        };
        let (problem, fix) = parted(&denial.to_string());
        // The same rule refuses several changes of one row; it is said once.
        if found.issues.iter().all(|i| i.problem != problem) {
            found.error(field, &value, problem, fix);
        }
    }

    fn shown(&self, draft: &Draft, member: Option<&KnownMember>, found: Found<'_>, change: Option<RowChange>) -> Planned {
        let country = self.known.country;
        let change = change.filter(|_| found.fine());
        let list = |numbers: &[PhoneNumber]| numbers.iter().map(|n| n.shown(country)).collect::<Vec<_>>();
        let typed = |v: &Option<String>| v.clone().unwrap_or_default();
        let sign_in = draft.email.clone().or_else(|| draft.username.clone()).unwrap_or_default();
        let before = member.and_then(|m| self.known.role(m.role)).map(|r| r.name.clone());
        let mut row = CheckRow {
            line: draft.line,
            check: if found.fine() { RowCheck::Skip } else { RowCheck::Error },
            name: draft.display_name(),
            split_from: draft.name_split.as_ref().filter(|s| !s.sure).map(|s| s.typed.clone()),
            sign_in,
            extension: typed(&draft.extension),
            forwards: draft.forwarding.iter().map(|n| n.value.clone()).collect(),
            role: draft.role.clone().or(before.clone()).unwrap_or_default(),
            plan: typed(&draft.plan),
            changes: Vec::new(),
            issues: found.issues,
            bad: found.bad,
        };
        let values = |name: &PersonName, extension: Option<Extension>, role: &str, plan: Plan| {
            (name.full(), extension.map(|e| e.to_string()).unwrap_or_default(), role.to_owned(), plan.label().to_owned())
        };
        let warned = row.bad.contains(&Field::Role);
        let after = match (&change, member) {
            (Some(RowChange::Create(c)), _) => {
                row.check = RowCheck::Create;
                row.forwards = list(&c.forwarding);
                Some(values(&c.name, c.extension, &c.role.name, c.plan))
            }
            (Some(RowChange::Update(u)), Some(m)) => {
                row.check = RowCheck::Update;
                row.changes = self.changes(m, u, before.as_deref().unwrap_or_default());
                row.forwards = list(u.forwarding.as_deref().unwrap_or(&m.forwarding));
                Some(values(&u.name, u.extension, &u.role.name, u.plan))
            }
            (None, Some(m)) if row.check == RowCheck::Skip => {
                row.forwards = list(&m.forwarding);
                Some(values(&m.name, m.extension, before.as_deref().unwrap_or_default(), m.plan))
            }
            _ => None,
        };
        if let Some((name, extension, role, plan)) = after {
            // A word that is no role stays in sight, underlined.
            let role = if warned { row.role } else { role };
            row = CheckRow { name, extension, role, plan, ..row };
        }
        Planned { shown: row, change }
    }

    /// Before → after of an update, for the preview and the audit log.
    fn changes(&self, m: &KnownMember, u: &Update, role: &str) -> Vec<Change> {
        let country = self.known.country;
        let numbers = |all: &[PhoneNumber]| all.iter().map(|n| n.shown(country)).collect::<Vec<_>>().join(", ");
        let ext = |e: Option<Extension>| e.map(|e| e.to_string()).unwrap_or_default();
        let mobile = |n: &Option<PhoneNumber>| n.as_ref().map(|n| n.shown(country)).unwrap_or_default();
        let mut all = vec![
            ("name", m.name.full(), u.name.full()),
            ("role", role.to_owned(), u.role.name.clone()),
            ("plan", m.plan.label().to_owned(), u.plan.label().to_owned()),
            ("extension", ext(m.extension), ext(u.extension)),
            ("forwarding", numbers(&m.forwarding), numbers(u.forwarding.as_deref().unwrap_or(&m.forwarding))),
            ("mobile", mobile(&m.mobile), mobile(&u.mobile)),
            ("time zone", m.time_zone.clone(), u.time_zone.clone()),
        ];
        all.push(("direct number", String::new(), u.direct.as_ref().map(|d| d.number.shown(country)).unwrap_or_default()));
        all.push(("groups", String::new(), u.groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>().join(", ")));
        let some = |text: String| Some(text).filter(|t| !t.is_empty());
        let differ = all.into_iter().filter(|(_, before, after)| before != after);
        differ.map(|(field, before, after)| Change { field: field.to_owned(), before: some(before), after: some(after) }).collect()
    }
}

/// New numbers put at their places over the old ones; one that moves leaves its old place.
fn placed(old: &[PhoneNumber], new: &[(usize, PhoneNumber)]) -> Vec<PhoneNumber> {
    let mut places: Vec<Option<PhoneNumber>> = old.iter().cloned().map(|n| (!new.iter().any(|(_, m)| *m == n)).then_some(n)).collect();
    let mut filled: Vec<usize> = Vec::new();
    for (place, number) in new {
        let mut at = *place;
        while filled.contains(&at) {
            at += 1;
        }
        if places.len() <= at {
            places.resize(at + 1, None);
        }
        places[at] = Some(number.clone());
        filled.push(at);
    }
    places.into_iter().flatten().collect()
}
