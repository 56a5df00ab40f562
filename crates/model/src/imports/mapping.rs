//! The choice of a field for each column, as guessed and as a person changes it.

use serde::{Deserialize, Serialize};

use super::{ColumnMatch, Field};

/// Where each column goes: one field per column, in the file's order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub fields: Vec<Field>,
}

impl Mapping {
    /// The mapping as guessed.
    pub fn guessed(columns: &[ColumnMatch]) -> Self {
        Self { fields: columns.iter().map(|c| c.field).collect() }
    }

    /// Does some column go to this field? A field that no column feeds is left alone in an update.
    pub fn has(&self, field: Field) -> bool {
        field != Field::DontImport && self.fields.contains(&field)
    }

    /// The column that feeds the field.
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|f| *f == field && field != Field::DontImport)
    }

    /// The header above a field's values as it stands in the file, for an `Issue`; the field's own words when no column feeds it.
    pub fn header(&self, field: Field, columns: &[ColumnMatch]) -> String {
        let column = self.column_of(field).and_then(|i| columns.get(i));
        column.map_or_else(|| field.label().to_owned(), |c| c.header.clone())
    }

    /// What keeps this mapping from being used, a sentence each; empty when it will do (I1, M1, M2).
    pub fn problems(&self, columns: &[ColumnMatch]) -> Vec<String> {
        let mut problems = Vec::new();
        let name = |i: usize| columns.get(i).map_or("", |c| c.header.as_str());
        for field in Field::ALL.into_iter().filter(|f| *f != Field::DontImport) {
            let mut from = (0..self.fields.len()).filter(|i| self.fields[*i] == field);
            if let (Some(first), Some(second)) = (from.next(), from.next()) {
                problems.push(format!(
                    "“{}” and “{}” both go to {}. Set one of them to Don’t import.",
                    name(first),
                    name(second),
                    field.label()
                ));
            }
        }
        if !self.has(Field::Email) && !self.has(Field::Username) {
            problems
                .push("No column goes to Email or Username, by which people are found and invited. Choose one.".into());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::ColumnState;

    fn columns(names: &[&str]) -> Vec<ColumnMatch> {
        let column = |(index, name): (usize, &&str)| ColumnMatch {
            index,
            header: (*name).into(),
            sample: String::new(),
            field: Field::DontImport,
            state: ColumnState::Ignored,
            candidates: Vec::new(),
            note: None,
        };
        names.iter().enumerate().map(column).collect()
    }

    #[test]
    fn i1_a_mapping_needs_a_sign_in_name_and_one_column_per_field() {
        let columns = columns(&["Name", "Mail", "Mail 2"]);
        let of = |fields: [Field; 3]| Mapping { fields: fields.to_vec() }.problems(&columns);
        assert_eq!(of([Field::FullName, Field::Email, Field::DontImport]), Vec::<String>::new());
        assert_eq!(
            of([Field::FullName, Field::Email, Field::Email]),
            ["“Mail” and “Mail 2” both go to Email. Set one of them to Don’t import."]
        );
        assert!(
            of([Field::FullName, Field::DontImport, Field::DontImport])[0]
                .starts_with("No column goes to Email or Username")
        );
    }
}
