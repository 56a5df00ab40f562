//! Sort keys of names: bytes whose plain order is the Unicode collation order, the same on both engines (T3).

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use std::sync::LazyLock;

/// The root collation (CLDR): letters first, then accents, then case, so accents and case only break ties.
static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Tertiary);
    Collator::try_new(CollatorPreferences::default(), options).ok()
});

/// Sorts below every letter on every level; the collation gives it to join the parts of one key.
const JOIN: char = '\u{fffe}';

/// The key a member is ordered by: last name, then first name; who has one name only is ordered by that (T3).
/// Kept in `members.name_key`. A newer collation may give other bytes: then all keys are written again.
pub fn name_key(last: &str, first: &str) -> Vec<u8> {
    let (major, minor) = if last.trim().is_empty() { (first, "") } else { (last, first) };
    let text: String = [major.trim(), minor.trim()].map(|part| part.replace(JOIN, "")).join(&JOIN.to_string());
    let mut key = Vec::with_capacity(2 * text.len());
    match COLLATOR.as_ref().map(|c| c.write_sort_key_to(&text, &mut key)) {
        Some(Ok(())) => {}
        // The collation's data is compiled in, so this is never reached; the folded text keeps a usable order.
        None => key.extend_from_slice(crate::search::fold(&text).as_bytes()),
    }
    key
}

#[cfg(test)]
mod tests {
    use crate::collate::name_key;

    /// (last, first) in the order given must have rising keys.
    fn in_order(names: &[(&str, &str)]) {
        for pair in names.windows(2) {
            let [a, b] = pair else { continue };
            assert!(name_key(a.0, a.1) < name_key(b.0, b.1), "{a:?} before {b:?}");
        }
    }

    #[test]
    fn t3_the_last_name_decides_then_the_first() {
        in_order(&[("Adeyemi", "Zola"), ("Lee", "Ann"), ("Lee", "Zoe"), ("Leed", "Ann"), ("Whitfield", "Dana")]);
    }

    #[test]
    fn t3_accents_and_case_only_break_ties() {
        in_order(&[
            ("Alvarez", "Ben"),
            ("Álvarez", "Ben"),
            ("alvarez", "Marisol"),
            ("Álvarez", "Zoe"),
            ("Alves", "Ana"),
        ]);
        in_order(&[("de Vries", "Kofi"), ("De Vries", "Kofi"), ("de Vries", "Lena")]);
        in_order(&[("Ødegård", "Nils"), ("Okonkwo", "Ada")]);
        in_order(&[("Zimmer", "Pia"), ("Иванов", "Пётр")]);
    }

    #[test]
    fn t3_a_first_name_alone_counts_as_the_last() {
        assert_eq!(name_key("", "Dana"), name_key("Dana", ""));
        in_order(&[("", "Dana"), ("Dana", "Ann"), ("Danas", "Ann")]);
    }
}
