//! How a planned row is shown: its name, what refused it, before and after (I1).

use crate::imports::preview::row::*;

impl Row<'_> {
    /// The name as it will be: typed parts over what is there.
    pub(crate) fn name(
        &self,
        draft: &Draft,
        member: Option<&KnownMember>,
        found: &mut Found<'_>,
    ) -> Option<PersonName> {
        if let (Some(member), Some(split)) = (member, &draft.name_split) {
            // However it would be split: it is the same name.
            if fold(&split.typed) == fold(&member.name.full()) {
                return Some(member.name.clone());
            }
        }
        let old = |part: fn(&PersonName) -> &String| member.map(|m| part(&m.name).clone()).unwrap_or_default();
        let first = draft.first_name.clone().unwrap_or_else(|| old(|n| &n.first));
        let last = draft.last_name.clone().unwrap_or_else(|| old(|n| &n.last));
        let field = [Field::FullName, Field::FirstName, Field::LastName]
            .into_iter()
            .find(|f| self.mapping.has(*f))
            .unwrap_or(Field::FirstName);
        let value = draft.display_name();
        match PersonName::parse(&first, &last) {
            Ok(name) => return Some(name),
            Err(e) if value.is_empty() && found.fine() => found.error(field, "", "The row has no name.", e.to_string()),
            // Without anybody's sign-in name the name is the least of it.
            Err(_) if value.is_empty() => {}
            Err(e) => found.say(field, &value, "a name", &e),
        }
        None
    }

    /// A refusal of policy, at the cell that it is about.
    pub(crate) fn deny(&self, denial: &Denial, member: Option<&KnownMember>, draft: &Draft, found: &mut Found<'_>) {
        use model::Permission::{AssignNumbers, ManageGroups};
        let text = |v: &Option<String>| v.clone().unwrap_or_default();
        let (field, value) = match denial {
            Denial::RoleAboveYou { .. } | Denial::LastAdministrator { .. } => (Field::Role, text(&draft.role)),
            Denial::NumberOutOfReach { .. } | Denial::GivesMore(Excess::Permission(AssignNumbers)) => {
                (Field::DirectNumber, text(&draft.direct_number))
            }
            Denial::GroupNotYours { .. }
            | Denial::NewMemberNeedsYourGroup
            | Denial::GivesMore(Excess::Permission(ManageGroups)) => (Field::Groups, draft.groups.join("; ")),
            _ => (Field::DontImport, member.map(|m| m.name.full()).unwrap_or_else(|| draft.display_name())),
        };
        let problem = denial.to_string();
        let fix = match field {
            Field::Role => "Choose a role that you may give.",
            Field::DirectNumber => "Clear the cell.",
            Field::Groups => "Take the group out of the cell.",
            _ => "Leave the row out.",
        };
        found.short.get_or_insert_with(|| denial.short());
        // The same rule refuses several changes of one row; it is said once.
        if found.issues.iter().all(|i| i.problem != problem) {
            found.error(field, &value, problem, fix);
        }
    }

    pub(crate) fn shown(
        &self,
        draft: &Draft,
        member: Option<&KnownMember>,
        found: Found<'_>,
        change: Option<RowChange>,
        to_port: Option<String>,
    ) -> CheckedRow {
        let country = self.known.country;
        let change = change.filter(|_| found.fine());
        let list = |numbers: &[PhoneNumber]| numbers.iter().map(|n| n.shown_in(country)).collect::<Vec<_>>();
        let typed = |v: &Option<String>| v.clone().unwrap_or_default();
        let sign_in = draft.email.clone().or_else(|| draft.username.clone()).unwrap_or_default();
        let before = member.and_then(|m| self.known.role(m.role)).map(|r| r.name.clone());
        let (why, foreign) = (found.why(), found.foreign);
        let mut row = CheckRow {
            line: draft.line,
            outcome: if why.is_none() { RowOutcome::Stays } else { RowOutcome::Refused },
            new: member.is_none(),
            name: draft.display_name(),
            split_from: draft.name_split.as_ref().filter(|s| !s.sure).map(|s| s.typed.clone()),
            extension_from: if draft.extension.is_some() { ExtensionFrom::File } else { ExtensionFrom::Kept },
            direct: to_port.clone().or_else(|| draft.direct_number.clone()).unwrap_or_default(),
            to_port: to_port.is_some(),
            suspended: false,
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
            (
                name.full(),
                extension.map(|e| e.to_string()).unwrap_or_default(),
                role.to_owned(),
                plan.label().to_owned(),
            )
        };
        let after = match (&change, member) {
            (Some(RowChange::Create(c)), _) => {
                row.outcome = RowOutcome::Changes;
                row.forwards = list(&c.forwarding);
                row.suspended = c.suspended;
                if draft.extension.is_none() && c.extension.is_some() {
                    row.extension_from = ExtensionFrom::Assigned;
                }
                if let Some(number) = &c.direct {
                    row.direct = number.number.shown_in(country);
                }
                Some(values(&c.name, c.extension, &c.role.name, c.plan))
            }
            (Some(RowChange::Update(u)), Some(m)) => {
                row.outcome = RowOutcome::Changes;
                row.changes = self.changes(m, u, before.as_deref().unwrap_or_default());
                row.forwards = list(u.forwarding.as_deref().unwrap_or(&m.forwarding));
                Some(values(&u.name, u.extension, &u.role.name, u.plan))
            }
            (None, Some(m)) if row.outcome == RowOutcome::Stays => {
                row.forwards = list(&m.forwarding);
                Some(values(&m.name, m.extension, before.as_deref().unwrap_or_default(), m.plan))
            }
            _ => None,
        };
        if let Some((name, extension, role, plan)) = after {
            row = CheckRow { name, extension, role, plan, ..row };
        }
        // A name whose parts are as they were typed needs no "from".
        row.split_from = row.split_from.filter(|typed| fold(typed) != fold(&row.name) || row.name.contains(' '));
        CheckedRow { shown: row, change, why, foreign }
    }

    /// Before → after of an update, for the preview.
    pub(crate) fn changes(&self, m: &KnownMember, u: &Update, role: &str) -> Vec<FieldChange> {
        let country = self.known.country;
        let numbers = |all: &[PhoneNumber]| all.iter().map(|n| n.shown_in(country)).collect::<Vec<_>>().join(", ");
        let ext = |e: Option<Extension>| e.map(|e| e.to_string()).unwrap_or_default();
        let mobile = |n: &Option<PhoneNumber>| n.as_ref().map(|n| n.shown_in(country)).unwrap_or_default();
        let mut all = vec![
            ("name", m.name.full(), u.name.full()),
            ("role", role.to_owned(), u.role.name.clone()),
            ("plan", m.plan.label().to_owned(), u.plan.label().to_owned()),
            ("extension", ext(m.extension), ext(u.extension)),
            ("forwarding", numbers(&m.forwarding), numbers(u.forwarding.as_deref().unwrap_or(&m.forwarding))),
            ("mobile", mobile(&m.mobile), mobile(&u.mobile)),
            ("time zone", m.time_zone.clone(), u.time_zone.clone()),
        ];
        all.push((
            "direct number",
            String::new(),
            u.direct.as_ref().map(|d| d.number.shown_in(country)).unwrap_or_default(),
        ));
        all.push(("groups", String::new(), u.groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>().join(", ")));
        let some = |text: String| Some(text).filter(|t| !t.is_empty());
        let differ = all.into_iter().filter(|(_, before, after)| before != after);
        differ
            .map(|(field, before, after)| FieldChange {
                field: field.to_owned(),
                before: some(before),
                after: some(after),
            })
            .collect()
    }
}

/// Somebody whose file has no name for them is called by their address; it is shown as such.
pub(crate) fn named_by_address(draft: &mut Draft) {
    if draft.first_name.is_some() || draft.last_name.is_some() {
        return;
    }
    let Some(email) = draft.email.as_deref().filter(|e| e.contains('@')) else { return };
    let split = files::imports::split_full_name(&name_of_address(email));
    let part = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
    (draft.first_name, draft.last_name) = (part(&split.first), part(&split.last));
    draft.name_split = Some(model::imports::NameSplit { typed: email.to_owned(), sure: false, ..split });
}
