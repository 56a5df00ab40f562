//! Rows and a mapping → drafts (I1): the words that were typed, in their places. Whether they hold is for the account to say.

use super::{names, values};
use crate::imports::cell::{clean, split_list};
use crate::imports::values::Values;
use model::imports::{Draft, Field, Mapping, NameSplit, RawRow, Spare, TypedNumber};

/// One draft per row, in order. A cell that says there is nothing counts as blank.
pub fn apply_mapping(rows: &[RawRow], mapping: &Mapping) -> Vec<Draft> {
    rows.iter().map(|row| draft(row, mapping)).collect()
}

/// One row; for a page that shows some of a large file.
pub fn draft(row: &RawRow, mapping: &Mapping) -> Draft {
    let mut cells = Cells { row, mapping, spare: Vec::new() };
    let (first, last, name_split) = cells.name();
    let mut draft = Draft {
        line: row.line,
        first_name: first,
        last_name: last,
        name_split,
        email: cells.one(Field::Email),
        username: cells.one(Field::Username),
        role: cells.one(Field::Role),
        extension: cells.one(Field::Extension),
        forwarding: cells.forwarding(),
        direct_number: cells.one(Field::DirectNumber),
        plan: cells.one(Field::Plan),
        groups: cells.groups(),
        mobile: cells.one(Field::Mobile),
        time_zone: cells.one(Field::TimeZone),
        status: cells.one(Field::Status),
        spare: cells.spare,
    };
    extension_behind_number(&mut draft);
    draft
}

/// `+1 503 555 0100 x104` under a phone number's name has the extension too; it is taken when the row has no other.
fn extension_behind_number(draft: &mut Draft) {
    for number in [&mut draft.direct_number, &mut draft.mobile] {
        if let Some((bare, extension)) = number.as_deref().and_then(values::with_extension) {
            *number = Some(bare);
            draft.extension.get_or_insert(extension);
        }
    }
}

/// The cells of one row, by field.
struct Cells<'a> {
    row: &'a RawRow,
    mapping: &'a Mapping,
    spare: Vec<Spare>,
}

impl Cells<'_> {
    fn raw(&self, field: Field) -> Option<&str> {
        self.row.cells.get(self.mapping.column_of(field)?).map(String::as_str)
    }

    /// The first value of a cell; others are noted.
    fn one(&mut self, field: Field) -> Option<String> {
        let Values { first, others } = values::values(field, self.raw(field)?);
        if !others.is_empty() {
            self.spare.push(Spare { field, taken: first.clone(), left: others });
        }
        Some(first).filter(|value| !value.is_empty())
    }

    /// First and last name, of their own columns or of the one with both.
    fn name(&mut self) -> (Option<String>, Option<String>, Option<NameSplit>) {
        let (first, last) = (self.one(Field::FirstName), self.one(Field::LastName));
        if first.is_some() && last.is_some() {
            return (first, last, None);
        }
        let Some(whole) = self.one(Field::FullName) else { return (first, last, None) };
        let split = names::split(&whole);
        let filled = |part: &String| Some(part.clone()).filter(|p| !p.is_empty());
        match (&first, &last) {
            (None, None) => (filled(&split.first), filled(&split.last), Some(split)),
            // Of the whole name, what the other column doesn't have.
            (Some(one), None) => {
                let rest = whole.strip_prefix(one.as_str()).or_else(|| whole.strip_suffix(one.as_str()));
                (first, rest.and_then(|rest| filled(&clean(rest.trim_matches(',')))), Some(split))
            }
            (None, Some(one)) => {
                let rest = whole.strip_suffix(one.as_str()).or_else(|| whole.strip_prefix(one.as_str()));
                (rest.and_then(|rest| filled(&clean(rest.trim_matches(',')))), last, Some(split))
            }
            (Some(_), Some(_)) => (first, last, None),
        }
    }

    fn groups(&self) -> Vec<String> {
        self.raw(Field::Groups).map(split_list).unwrap_or_default()
    }

    /// The forwarding columns in order; several numbers in one cell stand for several (M12).
    fn forwarding(&self) -> Vec<TypedNumber> {
        let cells = Field::FORWARDING.into_iter().filter_map(|from| Some((from, self.raw(from)?)));
        cells
            .flat_map(|(from, cell)| {
                let Values { first, others } = values::values(from, cell);
                let all = std::iter::once(first).chain(others).filter(|v| v.contains(char::is_alphanumeric));
                all.map(move |value| TypedNumber { from, value }).collect::<Vec<_>>()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[Field], cells: &[&str]) -> Draft {
        let row = RawRow { line: 7, cells: cells.iter().map(|c| (*c).to_owned()).collect() };
        draft(&row, &Mapping { fields: fields.to_vec() })
    }

    #[test]
    fn i1_cells_are_trimmed_and_blank_or_dashed_ones_are_none() {
        let got = of(
            &[Field::FirstName, Field::Email, Field::Role, Field::Plan],
            &[" Dana\u{a0}", "dana@example.com ", "—", "  "],
        );
        assert_eq!(
            (got.line, got.first_name.as_deref(), got.email.as_deref()),
            (7, Some("Dana"), Some("dana@example.com"))
        );
        assert_eq!((got.role, got.plan), (None, None));
    }

    #[test]
    fn i1_a_full_name_is_split_and_keeps_what_was_typed() {
        let got = of(&[Field::FullName], &["Whitfield, Dana"]);
        assert_eq!(got.display_name(), "Dana Whitfield");
        assert_eq!(got.name_split.map(|s| (s.typed, s.sure)), Some(("Whitfield, Dana".into(), true)));
    }

    #[test]
    fn i1_a_name_in_its_own_column_goes_before_the_split_one() {
        let got = of(&[Field::FullName, Field::LastName], &["Ana García López", "García López"]);
        assert_eq!((got.first_name.as_deref(), got.last_name.as_deref()), (Some("Ana"), Some("García López")));
    }

    #[test]
    fn i1_a_display_name_stands_in_where_first_and_last_are_blank() {
        let fields = [Field::FirstName, Field::LastName, Field::FullName];
        let name = |cells: [&str; 3]| {
            let got = of(&fields, &cells);
            (got.display_name(), got.name_split.is_some())
        };
        assert_eq!(name(["", "", "Dana Whitfield"]), ("Dana Whitfield".into(), true));
        assert_eq!(name(["Dana", "Whitfield", "D. Whitfield"]), ("Dana Whitfield".into(), false));
        assert_eq!(name(["Ana María", "", "Ana María López"]), ("Ana María López".into(), true));
    }

    #[test]
    fn i1_of_several_values_the_first_is_taken_and_the_others_are_kept() {
        let got = of(&[Field::Email, Field::Extension], &["a@example.com; b@example.com", "104,105"]);
        assert_eq!((got.email.as_deref(), got.extension.as_deref()), (Some("a@example.com"), Some("104")));
        let left: Vec<_> = got.spare.iter().map(|s| (s.field, s.left.join(" "))).collect();
        assert_eq!(left, [(Field::Email, "b@example.com".into()), (Field::Extension, "105".into())]);
    }

    #[test]
    fn i1_an_extension_behind_a_direct_number_goes_where_it_belongs() {
        let got = of(&[Field::DirectNumber, Field::Extension], &["tel:+15035550100;ext=1234", ""]);
        assert_eq!((got.direct_number.as_deref(), got.extension.as_deref()), (Some("tel:+15035550100"), Some("1234")));
    }

    #[test]
    fn m12_forwarding_numbers_keep_their_order_and_a_fourth_is_kept_for_the_check() {
        let got = of(
            &[Field::Forwarding2, Field::Forwarding1],
            &["503-555-0102", "(503) 555-0101; +1 503 555 0103\n503 555 0104"],
        );
        let got: Vec<_> = got.forwarding.iter().map(|n| (n.from, n.value.as_str())).collect();
        assert_eq!(
            got,
            [
                (Field::Forwarding1, "(503) 555-0101"),
                (Field::Forwarding1, "+1 503 555 0103"),
                (Field::Forwarding1, "503 555 0104"),
                (Field::Forwarding2, "503-555-0102")
            ]
        );
    }

    #[test]
    fn i1_a_column_that_goes_nowhere_leaves_no_trace() {
        assert_eq!(of(&[Field::DontImport], &["hunter2"]), Draft { line: 7, ..Draft::default() });
    }
}
