//! The numbers in an entry as people of the account's country read them, before it goes to a page. What is stored has
//! them in E.164.

use crate::audit::{AuditItem, AuditRow, Change, Field, Named, Value};
use crate::{Country, NumberId, PhoneNumber};

impl AuditRow {
    /// With its numbers as people of that country read them.
    pub fn read_in(self, country: Country) -> AuditRow {
        let changes = self.changes.into_iter().map(|change| change.read_in(country)).collect();
        let some = self.some.into_iter().map(|item| item.read_in(country)).collect();
        AuditRow { changes, some, ..self }
    }
}

impl AuditItem {
    fn read_in(self, country: Country) -> AuditItem {
        AuditItem {
            before: self.before.read_in(country),
            after: self.after.read_in(country),
            changes: self.changes.into_iter().map(|change| change.read_in(country)).collect(),
            ..self
        }
    }
}

impl Change {
    /// With its numbers as people of that country read them.
    pub fn read_in(self, country: Country) -> Change {
        let field = match self.field {
            Field::Use(number) => Field::Use(numbered(number, country)),
            other => other,
        };
        Change { field, before: self.before.read_in(country), after: self.after.read_in(country) }
    }

    /// As it is stored: its numbers in E.164 alone.
    pub fn bare(self) -> Change {
        Change { field: self.field, before: self.before.bare(), after: self.after.bare() }
    }
}

impl Value {
    /// With its numbers as people of that country read them.
    pub fn read_in(self, country: Country) -> Value {
        match self {
            Value::Number(number) => Value::Number(numbered(number, country)),
            other => other.with_phones(&|phone| phone.read_in(country)),
        }
    }

    fn bare(self) -> Value {
        self.with_phones(&PhoneNumber::bare)
    }

    fn with_phones(self, write: &dyn Fn(PhoneNumber) -> PhoneNumber) -> Value {
        match self {
            Value::Phone(phone) => Value::Phone(write(phone)),
            Value::Forwarding { on, mut numbers } => {
                for one in &mut numbers {
                    one.number = write(one.number.clone());
                }
                Value::Forwarding { on, numbers }
            }
            other => other,
        }
    }
}

/// A business number as it was dialled at that time; what stands there after an erasure as it stands.
fn numbered(number: Named<NumberId>, country: Country) -> Named<NumberId> {
    let shown = PhoneNumber::from_e164(&number.name).map(|phone| phone.shown_in(country));
    Named { name: shown.unwrap_or(number.name), ..number }
}
