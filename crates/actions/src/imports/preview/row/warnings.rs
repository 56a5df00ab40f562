//! What a person should know of a row that goes in all the same: values left out of a cell, and texts that look like formulas.

use crate::imports::preview::row::*;

impl Row<'_> {
    /// Cells with more than one value: the others are named, so that nothing is lost unseen.
    pub(crate) fn spare(&self, draft: &Draft, found: &mut Found<'_>, taken: &mut Taken) {
        for spare in &draft.spare {
            let others = spare.left.join(", ");
            let problem = format!("The cell has {} values; {} is used.", spare.left.len() + 1, spare.taken);
            let fix = match spare.field {
                Field::DirectNumber => self.further_numbers(draft, &spare.left, taken),
                Field::Mobile => format!("Add {others} to their forwarding numbers if calls should ring there."),
                _ => format!("{others} is left out."),
            };
            found.warn(spare.field, &spare.taken, problem, fix);
        }
    }

    /// Further direct numbers of a cell: those that aren't the account's are kept aside like the first one.
    fn further_numbers(&self, draft: &Draft, left: &[String], taken: &mut Taken) -> String {
        let (mut ours, mut aside) = (Vec::new(), Vec::new());
        for typed in left {
            match PhoneNumber::parse(typed, self.known.country) {
                Ok(number) if !self.known.numbers.contains_key(number.e164()) => {
                    let number = number.shown_in(self.known.country);
                    let (line, name) = (draft.line, draft.display_name());
                    taken.to_port.push(ToPort { line, name, number: number.clone() });
                    aside.push(number);
                }
                _ => ours.push(typed.clone()),
            }
        }
        match (ours.as_slice(), aside.as_slice()) {
            ([], aside) => format!("Kept aside as to be ported: {}.", aside.join(", ")),
            (ours, []) => format!("Give them {} on the Numbers page.", ours.join(", ")),
            (ours, aside) => {
                let (ours, aside) = (ours.join(", "), aside.join(", "));
                format!("Give them {ours} on the Numbers page; kept aside as to be ported: {aside}.")
            }
        }
    }

    /// Texts that a spreadsheet would compute, if somebody exported and opened them.
    pub(crate) fn formulas(&self, draft: &Draft, member: Option<&KnownMember>, found: &mut Found<'_>) {
        let theirs = |value: &str| {
            member.is_some_and(|m| [&m.name.first, &m.name.last, &m.sign_in].contains(&&value.to_owned()))
        };
        let texts = [
            (Field::FirstName, &draft.first_name),
            (Field::LastName, &draft.last_name),
            (Field::Email, &draft.email),
            (Field::Username, &draft.username),
        ];
        for (field, value) in texts {
            let field = if self.mapping.has(field) { field } else { Field::FullName };
            if let Some(value) = value.as_deref().filter(|v| is_formula(v) && !theirs(v)) {
                let problem = "The cell begins like a formula of a spreadsheet.";
                found.warn(field, value, problem, "It is taken as text. Check what it should be.");
            }
        }
    }
}
