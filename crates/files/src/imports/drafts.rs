//! Rows and a mapping → drafts (I1): the words that were typed, in their places. Whether they hold is for the account to say.

use super::names;
use crate::imports::cell::{clean, split_list};
use model::imports::{Draft, Field, Mapping, RawRow, TypedNumber};

/// One draft per row, in order. A cell with nothing but a dash counts as blank.
pub fn apply_mapping(rows: &[RawRow], mapping: &Mapping) -> Vec<Draft> {
    rows.iter().map(|row| draft(row, mapping)).collect()
}

/// One row; for a page that shows some of a large file.
pub fn draft(row: &RawRow, mapping: &Mapping) -> Draft {
    let typed = |field: Field| -> Option<String> {
        let value = clean(raw(row, mapping, field)?);
        (!value.is_empty() && !matches!(value.as_str(), "-" | "–" | "—")).then_some(value)
    };
    let name_split = typed(Field::FullName).map(|name| names::split(&name));
    let part =
        |own: Field, of_split: Option<&String>| typed(own).or_else(|| of_split.filter(|p| !p.is_empty()).cloned());
    Draft {
        line: row.line,
        first_name: part(Field::FirstName, name_split.as_ref().map(|s| &s.first)),
        last_name: part(Field::LastName, name_split.as_ref().map(|s| &s.last)),
        name_split,
        email: typed(Field::Email),
        username: typed(Field::Username),
        role: typed(Field::Role),
        extension: typed(Field::Extension),
        forwarding: forwarding(row, mapping),
        direct_number: typed(Field::DirectNumber),
        plan: typed(Field::Plan),
        groups: raw(row, mapping, Field::Groups).map(split_list).unwrap_or_default(),
        mobile: typed(Field::Mobile),
        time_zone: typed(Field::TimeZone),
    }
}

fn raw<'a>(row: &'a RawRow, mapping: &Mapping, field: Field) -> Option<&'a str> {
    row.cells.get(mapping.column_of(field)?).map(String::as_str)
}

/// The forwarding columns in order; several numbers in one cell stand for several (M12).
fn forwarding(row: &RawRow, mapping: &Mapping) -> Vec<TypedNumber> {
    let cells = Field::FORWARDING.into_iter().filter_map(|from| Some((from, raw(row, mapping, from)?)));
    cells
        .flat_map(|(from, cell)| {
            let parts = cell.split([';', '|', '\n', '\r']).map(clean).filter(|v| v.contains(char::is_alphanumeric));
            parts.map(move |value| TypedNumber { from, value }).collect::<Vec<_>>()
        })
        .collect()
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
        assert_eq!((got.first_name.as_deref(), got.last_name.as_deref()), (Some("Ana García"), Some("García López")));
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
