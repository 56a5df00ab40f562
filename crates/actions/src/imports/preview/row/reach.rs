//! The cells by which a member is reached: extension, direct number, forwarding (M11, M12).

use crate::imports::preview::row::*;

impl Row<'_> {
    /// M11: free in the account and in the file, or the member's own.
    pub(crate) fn extension(
        &self,
        typed: &str,
        member: Option<&KnownMember>,
        found: &mut Found<'_>,
        taken: &mut Taken,
    ) -> Option<Extension> {
        // An older extension of another length stays as it is.
        if let Some(own) = member.and_then(|m| m.extension).filter(|e| e.to_string() == typed) {
            return Some(own);
        }
        let extension =
            Extension::parse(typed, self.known.digits).map_err(|e| found.say(Field::Extension, typed, &e)).ok()?;
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
    pub(crate) fn next_free(&self, taken: &mut Taken) -> Option<Extension> {
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
    pub(crate) fn direct(
        &self,
        typed: &str,
        member: Option<&KnownMember>,
        found: &mut Found<'_>,
        taken: &mut Taken,
    ) -> Option<KnownNumber> {
        let field = Field::DirectNumber;
        let number = PhoneNumber::parse(typed, self.known.country).map_err(|e| found.say(field, typed, &e)).ok()?;
        let shown = number.shown_in(self.known.country);
        let Some(known) = self.known.numbers.get(number.e164()) else {
            found.error(
                field,
                typed,
                format!("{shown} isn’t one of your numbers."),
                "Leave the cell blank, or get the number first.",
            );
            return None;
        };
        let line = *taken.numbers.entry(number.e164().to_owned()).or_insert(found.line);
        match known.rings {
            _ if line != found.line => {
                found.error(field, typed, format!("{shown} is also on line {line}."), "A number rings at one member.")
            }
            NumberUse::Nobody => return Some(known.clone()),
            NumberUse::Member(holder) if member.is_some_and(|m| m.id == holder) => {}
            NumberUse::Member(_) | NumberUse::Taken => found.error(
                field,
                typed,
                format!("{shown} is assigned already."),
                "Unassign it on the Numbers page first.",
            ),
        }
        None
    }

    /// M12: at most three, each once, none of the account's own.
    pub(crate) fn forwarding(&self, draft: &Draft, found: &mut Found<'_>) -> Vec<(usize, PhoneNumber)> {
        let mut numbers: Vec<(usize, PhoneNumber)> = Vec::new();
        for (i, typed) in draft.forwarding.iter().enumerate() {
            let Ok(number) = PhoneNumber::parse(&typed.value, self.known.country)
                .map_err(|e| found.say(typed.from, &typed.value, &e))
            else {
                continue;
            };
            let shown = number.shown_in(self.known.country);
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
}
