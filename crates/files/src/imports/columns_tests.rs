use super::*;

/// A header and rows written with `|` between cells.
fn matched(header: &str, rows: &[&str]) -> Vec<ColumnMatch> {
    let cells = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<RawRow> = rows.iter().zip(2..).map(|(r, line)| RawRow { line, cells: cells(r) }).collect();
    guess(&cells(header), &rows, Source::Other)
}

fn fields(found: &[ColumnMatch]) -> Vec<Field> {
    found.iter().map(|c| c.field).collect()
}

#[test]
fn i1_the_columns_of_the_drawn_page_are_matched_as_drawn() {
    let found = matched(
        "Full Name|Work E-mail|Ext|Cell|Access level|Desk location",
        &["Ikaika Moku|ikaika@larkspur.test|131|(503) 555-0131|Std|Boise, 2F"],
    );
    use Field::{DontImport, Email, Extension, Forwarding1, FullName, Role};
    assert_eq!(fields(&found), [FullName, Email, Extension, Forwarding1, Role, DontImport]);
    assert_eq!(found[5].state, ColumnState::Ignored);
    assert_eq!(found[0].sample, "Ikaika Moku");
}

#[test]
fn i1_a_username_column_with_addresses_is_the_email_and_one_with_names_stays_a_username() {
    assert_eq!(fields(&matched("User name|First name", &["dana@example.com|Dana"]))[0], Field::Email);
    assert_eq!(fields(&matched("User name|First name", &["dana|Dana"]))[0], Field::Username);
}

#[test]
fn i1_a_phone_column_asks_what_it_is_for_and_imports_nothing_until_told() {
    let found = matched("Name|Email|Work Phone", &["Dana Whitfield|dana@example.com|(503) 555-0118"]);
    assert_eq!((found[2].state, found[2].field), (ColumnState::Ambiguous, Field::DontImport));
    assert_eq!(found[2].candidates, [Field::DirectNumber, Field::Forwarding1, Field::Mobile]);
    assert_eq!(found[2].note.as_deref(), Some("Could be Direct number, Forwarding number 1 or Mobile number"));
}

#[test]
fn i1_short_digits_under_phone_or_number_are_the_extension() {
    assert_eq!(fields(&matched("Name|Email|Phone", &["Dana|d@example.com|118"]))[2], Field::Extension);
    assert_eq!(fields(&matched("Number|Email", &["118|d@example.com"]))[0], Field::Extension);
    assert_eq!(matched("Extension|Email", &["+1 503 555 0118|d@example.com"])[0].state, ColumnState::Ambiguous);
}

#[test]
fn i1_of_two_columns_for_one_field_the_plainer_name_wins_and_the_other_says_so() {
    let found = matched("Work email|Email|Name", &["a@example.com|b@example.com|Dana"]);
    assert_eq!(fields(&found), [Field::DontImport, Field::Email, Field::FullName]);
    assert_eq!(found[0].note.as_deref(), Some("Email comes from “Email”"));
}

#[test]
fn i1_a_display_name_beside_first_and_last_stands_in_for_both() {
    let found = matched("First name|Last name|Display name|Email", &["Dana|Whitfield|Dana Whitfield|d@example.com"]);
    assert_eq!((found[2].field, found[2].state), (Field::FullName, ColumnState::Matched));
    assert_eq!(found[2].note.as_deref(), Some("Used where first and last name are blank"));
    assert_eq!(
        fields(&matched("Vorname|Name|E-Mail", &["Jörg|Müller|j@example.com"])),
        [Field::FirstName, Field::LastName, Field::Email]
    );
}

#[test]
fn i1_a_password_column_is_ignored_with_its_reason_and_shows_no_value() {
    let found = matched("Name|Email|Password", &["Dana|d@example.com|hunter2"]);
    assert_eq!((found[2].state, found[2].sample.as_str()), (ColumnState::Ignored, ""));
    assert_eq!(found[2].note.as_deref(), Some("Passwords are never imported"));
}

#[test]
fn i1_columns_with_unknown_names_are_judged_by_their_values() {
    let found = matched("Ονοματεπώνυμο|Ηλ. διεύθυνση|Τηλ.|Σχόλια", &["Ελένη|eleni@example.com|+30 210 555 0101|vip"]);
    assert_eq!(fields(&found), [Field::DontImport, Field::Email, Field::DontImport, Field::DontImport]);
    assert_eq!(found[2].state, ColumnState::Ambiguous);
}

#[test]
fn i1_an_email_column_without_one_address_asks() {
    let found = matched("Name|Mail", &["Dana|yes", "Kofi|no"]);
    assert_eq!(found[1].state, ColumnState::Ambiguous);
}

#[test]
fn i1_a_licence_column_is_the_plan_only_when_it_names_our_plans() {
    assert_eq!(fields(&matched("Email|License", &["d@example.com|Plus", "k@example.com|Pro"]))[1], Field::Plan);
    assert_eq!(matched("Email|License", &["d@example.com|E3"])[1].state, ColumnState::Ambiguous);
}

#[test]
fn i1_dates_postal_codes_and_staff_numbers_are_not_taken_for_phones() {
    let found = matched("Email|Since|Zip|Staff number", &["d@example.com|2026-01-01|98052-1234|10023456789"]);
    assert!(found[1..].iter().all(|c| c.state == ColumnState::Ignored));
}

#[test]
fn i1_a_user_column_with_whole_names_is_the_full_name() {
    assert_eq!(fields(&matched("User|Email", &["Dana Whitfield|d@example.com"])), [Field::FullName, Field::Email]);
}

#[test]
fn i1_two_columns_of_one_name_are_told_apart_by_their_number_and_the_one_with_values_wins() {
    let found = matched("Name|Email|email", &["Dana||d@example.com", "Kofi||k@example.com"]);
    assert_eq!(fields(&found), [Field::FullName, Field::DontImport, Field::Email]);
    assert_eq!((found[1].header.as_str(), found[2].header.as_str()), ("Email", "email (column 3)"));
    let found = matched("Name|Email|Email", &["Dana|a@example.com|b@example.com"]);
    assert_eq!(fields(&found)[1], Field::Email);
    assert_eq!(found[2].note.as_deref(), Some("Email comes from “Email”"));
}

#[test]
fn i1_where_voicemail_is_mailed_is_the_email_when_there_is_no_other() {
    assert_eq!(fields(&matched("Name|voicemail_email", &["Dana|d@example.com"]))[1], Field::Email);
    let found = matched("Name|voicemail_email|Email", &["Dana|d@example.com|dana@example.com"]);
    assert_eq!((fields(&found)[2], found[1].state), (Field::Email, ColumnState::Ignored));
}

#[test]
fn i1_how_desk_phones_sign_in_is_not_called_a_password() {
    let found = matched("Name|Email|AuthID", &["Dana|d@example.com|x7Kd92"]);
    assert_eq!(found[2].note.as_deref(), Some("How desk phones sign in is never imported"));
    assert_eq!(found[2].sample, "");
}

#[test]
fn i1_a_state_is_a_status_when_its_values_are() {
    assert_eq!(fields(&matched("Email|State", &["d@example.com|active", "k@example.com|suspended"]))[1], Field::Status);
    assert_eq!(matched("Email|State", &["d@example.com|OR"])[1].state, ColumnState::Ignored);
}
