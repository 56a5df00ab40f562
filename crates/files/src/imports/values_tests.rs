use super::*;

fn of(field: Field, cell: &str) -> (String, Vec<String>) {
    let got = values(field, cell);
    (got.first, got.others)
}

#[test]
fn i1_words_for_nothing_are_blank() {
    for word in ["n/a", "N/A", "none", "-", "#N/A", "Not assigned", ""] {
        assert!(is_nothing(word), "{word}");
    }
    assert!(!is_nothing("Nona") && !is_nothing("0107"));
}

#[test]
fn i1_words_for_nothing_that_are_names_of_people_stay_names_and_are_blank_elsewhere() {
    for word in ["Null", "Nan", "Blank"] {
        assert_eq!(of(Field::LastName, word), (word.into(), Vec::new()));
        assert_eq!(of(Field::TimeZone, word), (String::new(), Vec::new()));
        assert!(!is_mark_of_nothing(word), "{word} is read as it is, whatever its column turns out to be");
    }
    assert!(is_mark_of_nothing("None") && is_mark_of_nothing("N/A"));
}

#[test]
fn i1_an_extension_is_its_digits_however_it_is_written_and_keeps_its_zeros() {
    for (cell, digits) in [
        ("x104", "104"),
        ("Ext. 108", "108"),
        ("ext108", "108"),
        ("EXT: 0107", "0107"),
        ("#12", "12"),
        ("104.0", "104"),
        (" 0107 ", "0107"),
        ("Durchwahl 23", "23"),
        ("Nst. 105", "105"),
        ("+1 (503) 555-0100 x104", "104"),
        ("+15035550100 x1234", "1234"),
        ("1.04E+02", "104"),
        ("0", ""),
        ("front desk", "front desk"),
    ] {
        assert_eq!(extension(cell), digits, "{cell}");
    }
    assert_eq!(of(Field::Extension, "104; 105"), ("104".into(), vec!["105".into()]));
    assert_eq!(of(Field::Extension, "n/a"), (String::new(), Vec::new()));
}

#[test]
fn i1_of_two_values_in_a_cell_the_first_is_taken_and_the_others_are_kept_to_be_named() {
    let two = ("a@example.com".to_owned(), vec!["b@example.com".to_owned()]);
    for cell in ["a@example.com; b@example.com", "a@example.com,b@example.com", "a@example.com\r\nb@example.com"] {
        assert_eq!(of(Field::Email, cell), two);
    }
    assert_eq!(of(Field::Email, "\"Whitfield, Dana\" <dana@example.com>").0, "dana@example.com");
    assert_eq!(of(Field::Email, "mailto:dana@example.com").0, "dana@example.com");
    assert_eq!(of(Field::Mobile, "(503) 555-0100 / (503) 555-0101").1, ["(503) 555-0101"]);
}

#[test]
fn i1_an_extension_behind_a_number_is_taken_off() {
    let parts = |value| with_extension(value).map(|(number, extension)| format!("{number}|{extension}"));
    assert_eq!(parts("(503) 555-0100 x104").as_deref(), Some("(503) 555-0100|104"));
    assert_eq!(parts("tel:+15035550100 x1234").as_deref(), Some("tel:+15035550100|1234"));
    assert_eq!((parts("(503) 555-0100"), parts("x104")), (None, None));
}

#[test]
fn i1_powers_of_ten_are_read_where_all_digits_are_there_and_told_where_they_are_cut() {
    assert_eq!(scientific("1.5035550142E+10"), Some(Scientific::Whole("15035550142".into())));
    assert_eq!(scientific("1.50356E+10"), Some(Scientific::Cut));
    assert_eq!(scientific("4,93012E+11"), Some(Scientific::Cut));
    assert_eq!((scientific("15035550142"), scientific("e104"), scientific("Elena")), (None, None, None));
}

#[test]
fn i1_a_name_is_made_of_an_address_where_there_is_no_other() {
    assert_eq!(name_of_address("dana.whitfield2@example.com"), "Dana Whitfield");
    assert_eq!(name_of_address("info+team@example.com"), "Info");
}

#[test]
fn i1_formulas_are_told_from_numbers_and_names() {
    assert!(["=HYPERLINK(\"x\")", "@SUM(1)", "+cmd|' /C calc'!A0", "-2+SUM(1)"].into_iter().all(is_formula));
    assert!(["+1 503 555 0142", "-", "O’Neill-Smith", "-2"].into_iter().all(|v| !is_formula(v)));
}
