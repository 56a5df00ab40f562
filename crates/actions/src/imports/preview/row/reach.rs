//! The cells by which a member is reached: extension, direct number, forwarding (M11, M12).

use crate::imports::preview::row::*;
use model::extension::ExtensionProblem;

/// "4 digits"
fn counted(digits: usize) -> String {
    if digits == 1 { "1 digit".to_owned() } else { format!("{digits} digits") }
}

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
        let extension = match Extension::parse(typed, self.digits) {
            Ok(extension) => extension,
            Err(problem) => {
                self.no_extension(typed, &problem, found, taken);
                return None;
            }
        };
        let number = extension.number();
        let problem = match (self.known.extensions.get(&number), taken.extensions.get(&number)) {
            (Some(holder), _) => Some(format!("Extension {extension} belongs to {holder}.")),
            (None, Some(line)) if *line != found.line => Some(format!("Extension {extension} is also on line {line}.")),
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

    /// Why a cell is no extension here: cut by a spreadsheet, or of another length than the account's.
    fn no_extension(&self, typed: &str, problem: &ExtensionProblem, found: &mut Found<'_>, taken: &Taken) {
        let (field, digits) = (Field::Extension, usize::from(self.digits));
        let all_digits = typed.bytes().all(|b| b.is_ascii_digit());
        if scientific(typed) == Some(Scientific::Cut) {
            found.error(
                field,
                typed,
                format!("The spreadsheet cut this to {typed}."),
                "Type the digits, or clear the cell.",
            );
        } else if all_digits && typed.len() < digits {
            let said = format!(
                "“{typed}” has {} where extensions here have {digits}; a spreadsheet may have cut zeros.",
                counted(typed.len())
            );
            found.error(field, typed, said, format!("Write {typed:0>digits$} if that was it, or clear the cell."));
        } else if all_digits && (3..=6).contains(&typed.len()) {
            let said = format!("“{typed}” has {}, and extensions here have {digits}.", counted(typed.len()));
            let fix = if taken.lengthening.is_some() {
                "Change the length for all above, or use another."
            } else {
                "Use another."
            };
            found.error(field, typed, said, fix);
        } else {
            found.say(field, typed, "an extension", problem);
        }
    }

    /// The lowest extension that neither the account nor the file has, and none before was told. Moves on.
    pub(crate) fn next_free(&self, taken: &mut Taken) -> Option<Extension> {
        let last = Extension::last(self.digits).number();
        while taken.next <= last {
            let number = taken.next;
            taken.next += 1;
            if !self.known.extensions.contains_key(&number) && !taken.extensions.contains_key(&number) {
                return Some(Extension::from_stored(i64::from(number)));
            }
        }
        None
    }

    /// A phone number of a cell. One that a spreadsheet cut is left out and told; others that can't be read are errors.
    pub(crate) fn phone(&self, field: Field, typed: &str, found: &mut Found<'_>) -> Option<PhoneNumber> {
        if scientific(typed).is_some() {
            let problem = format!("The spreadsheet cut this number to {typed}, and its digits are lost.");
            found.warn(
                field,
                typed,
                problem,
                "It is left out. Type it here, or format the column as text and export again.",
            );
            return None;
        }
        let read = PhoneNumber::parse(typed, self.known.country);
        read.map_err(|e| found.say(field, typed, "a phone number", &e)).ok()
    }

    /// M13: a business number of the account that rings nowhere yet, or here. One that isn't the account's is kept aside, to be
    /// ported.
    pub(crate) fn direct(
        &self,
        typed: &str,
        member: Option<&KnownMember>,
        found: &mut Found<'_>,
        taken: &mut Taken,
    ) -> (Option<KnownNumber>, Option<String>) {
        let field = Field::DirectNumber;
        let Some(number) = self.phone(field, typed, found) else { return (None, None) };
        let shown = number.shown_in(self.known.country);
        let line = *taken.numbers.entry(number.e164().to_owned()).or_insert(found.line);
        let Some(known) = self.known.numbers.get(number.e164()) else {
            if line != found.line {
                found.warn(field, typed, format!("{shown} is also on line {line}."), "It is kept aside there.");
                return (None, None);
            }
            return (None, Some(shown));
        };
        match known.rings {
            _ if line != found.line => {
                found.error(field, typed, format!("{shown} is also on line {line}."), "A number rings at one member.")
            }
            NumberUse::Nobody => return (Some(known.clone()), None),
            NumberUse::Member(holder) if member.is_some_and(|m| m.id == holder) => {}
            NumberUse::Member(_) | NumberUse::Taken => found.error(
                field,
                typed,
                format!("{shown} is assigned already."),
                "Unassign it on the Numbers page first.",
            ),
        }
        (None, None)
    }

    /// M12: at most three, each once, none of the account's own.
    pub(crate) fn forwarding(&self, draft: &Draft, found: &mut Found<'_>) -> Vec<(usize, PhoneNumber)> {
        let mut numbers: Vec<(usize, PhoneNumber)> = Vec::new();
        for (i, typed) in draft.forwarding.iter().enumerate() {
            let Some(number) = self.phone(typed.from, &typed.value, found) else { continue };
            let shown = number.shown_in(self.known.country);
            if self.known.numbers.contains_key(number.e164()) {
                let problem = format!("{shown} is one of your own numbers, so forwarding to it would loop.");
                found.error(typed.from, &typed.value, problem, "Use an outside phone.");
            } else if numbers.iter().any(|(_, n)| *n == number) {
                found.warn(typed.from, &typed.value, format!("{shown} stands twice in this row."), "It is used once.");
            } else if numbers.len() == 3 {
                let problem = format!("{shown} is a fourth forwarding number, and three is the most.");
                found.warn(typed.from, &typed.value, problem, "It is left out.");
            } else {
                let place = Field::FORWARDING.iter().position(|f| *f == typed.from).unwrap_or(i);
                numbers.push((place, number));
            }
        }
        numbers
    }
}
