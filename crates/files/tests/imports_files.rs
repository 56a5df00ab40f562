//! Whole files, in the shapes people really have (SPEC I1, I2): fixtures of five exporters and our own, in several encodings and delimiters.

use files::imports::{apply_mapping, export, read};
use model::imports::{
    ColumnState, Delimiter, Draft, ExportRow, Field, FileRefusal, Issue, MAX_ROWS, MemberFile, Severity, Source,
};

fn fixture(name: &str) -> MemberFile {
    let path = format!("{}/tests/fixtures/imports/{name}", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).expect("fixture")).expect("a member file")
}

fn drafts(file: &MemberFile) -> Vec<Draft> {
    apply_mapping(&file.rows, &file.mapping())
}

/// `header → field` of all columns that go somewhere.
fn matched(file: &MemberFile) -> Vec<(&str, Field)> {
    file.info.columns.iter().filter(|c| c.state == ColumnState::Matched).map(|c| (c.header.as_str(), c.field)).collect()
}

fn asked(file: &MemberFile) -> Vec<&str> {
    file.info.columns.iter().filter(|c| c.state == ColumnState::Ambiguous).map(|c| c.header.as_str()).collect()
}

#[test]
fn i1_google_workspaces_user_download_is_recognised() {
    let file = fixture("google_workspace.csv");
    assert_eq!(
        (file.info.source, file.info.encoding.as_str(), file.info.delimiter),
        (Source::GoogleWorkspace, "UTF-8", Delimiter::Comma)
    );
    assert_eq!(
        matched(&file),
        [
            ("First Name [Required]", Field::FirstName),
            ("Last Name [Required]", Field::LastName),
            ("Email Address [Required]", Field::Email),
            ("Status [READ ONLY]", Field::Status),
            ("Mobile Phone", Field::Mobile)
        ]
    );
    assert_eq!(asked(&file), ["Org Unit Path [Required]", "Work Phone", "Department"]);
    let people = drafts(&file);
    assert_eq!((people.len(), people[1].display_name().as_str()), (8, "José Núñez Ibarra"));
    // Line 3 has an address of two lines: the next person is on line 5.
    assert_eq!((people[1].line, people[2].line), (3, 5));
}

#[test]
fn i1_microsoft_365s_user_template_is_recognised_in_windows_1252_with_semicolons() {
    let file = fixture("microsoft365.csv");
    assert_eq!(
        (file.info.source, file.info.encoding.as_str(), file.info.delimiter),
        (Source::Microsoft365, "windows-1252", Delimiter::Semicolon)
    );
    assert_eq!(
        matched(&file),
        [
            ("User name", Field::Email),
            ("First name", Field::FirstName),
            ("Last name", Field::LastName),
            ("Display name", Field::FullName),
            ("Mobile phone", Field::Mobile)
        ]
    );
    let people = drafts(&file);
    assert_eq!(people[2].display_name(), "Åse Øvergård");
    assert_eq!(people[7].display_name(), "Anaïs O’Neill");
    assert_eq!(people[0].email.as_deref(), Some("j.gross@contoso.example.com"));
}

#[test]
fn i1_ringcentrals_users_are_recognised_and_their_passwords_never_read() {
    let file = fixture("ringcentral.csv");
    assert_eq!(file.info.source, Source::RingCentral);
    let people = drafts(&file);
    assert_eq!(people[0].extension.as_deref(), Some("301"));
    assert_eq!(people[0].direct_number.as_deref(), Some("+15035550140"));
    assert_eq!(people[0].role.as_deref(), Some("Super Admin"));
    assert_eq!(people[3].display_name(), "Anh Trần");
    for name in ["Password", "PIN"] {
        let column = file.info.columns.iter().find(|c| c.header == name).expect("column");
        assert_eq!(
            (column.state, column.note.as_deref()),
            (ColumnState::Ignored, Some("Passwords are never imported"))
        );
    }
    let everything = format!("{file:?}");
    assert!(!everything.contains("Correct-Horse-1") && !everything.contains("483920"));
}

#[test]
fn i1_zoom_phones_users_are_recognised_in_utf16_with_tabs() {
    let file = fixture("zoom_phone.csv");
    assert_eq!(
        (file.info.source, file.info.encoding.as_str(), file.info.delimiter),
        (Source::ZoomPhone, "UTF-16LE", Delimiter::Tab)
    );
    let people = drafts(&file);
    assert_eq!(people[3].display_name(), "محمد العلي");
    assert_eq!((people[0].extension.as_deref(), people[0].line), (Some("801"), 2));
    assert_eq!(asked(&file), ["Site Name", "Department"]);
}

#[test]
fn i1_3cxs_extensions_are_recognised_with_a_byte_order_mark() {
    let file = fixture("three_cx.csv");
    assert_eq!((file.info.source, file.info.encoding.as_str()), (Source::ThreeCx, "UTF-8"));
    let people = drafts(&file);
    assert_eq!((people[0].extension.as_deref(), people[0].mobile.as_deref()), (Some("100"), Some("0035799550000")));
    assert_eq!((people[4].first_name.as_deref(), people[4].last_name.as_deref()), (Some("Reception"), None));
    assert!(!format!("{file:?}").contains("s3cret-Sip"));
}

#[test]
fn i1_full_names_in_one_column_are_split_and_shown() {
    let file = fixture("full_name.csv");
    assert_eq!(file.info.source, Source::Other);
    let people = drafts(&file);
    let names: Vec<_> =
        people.iter().filter_map(|p| p.name_split.as_ref()).map(|s| (s.first.as_str(), s.last.as_str())).collect();
    assert_eq!(names[1], ("Xóchitl", "Barragán"));
    assert_eq!(names[3], ("Saoirse", "Mac Giolla"));
    assert_eq!(names[4], ("Anne", "van der Berg"));
    assert!(people[4].forwarding.is_empty());
    assert_eq!((people[1].line, people[2].line), (3, 5));
}

fn nasty() -> Vec<ExportRow> {
    let row = |first: &str, last: &str| ExportRow {
        first_name: first.into(),
        last_name: last.into(),
        email: "x@example.com".into(),
        ..ExportRow::default()
    };
    let mut rows = vec![
        row("=cmd|' /C calc'!A0", "@SUM(1+1)"),
        row("'Okina", "'=1"),
        row("''+", "-2+3"),
        row("Dana \"Dee\"", "Whitfield, Jr.; x|y"),
        row("＝1", "O'Neill"),
        row("美咲", "Núñez 👩‍💻"),
        row("=\"0131\"", "\\"),
        row("", ""),
    ];
    rows[0].forwarding = vec!["+15035550131".into(), "+442055500106".into(), "+4930555010".into()];
    rows[0].direct_number = "+15035550118".into();
    rows[0].mobile = "+15035550119".into();
    rows[0].groups = vec!["Sales, West".into()];
    rows[1].groups = vec!["A;B".into(), "C\\D".into(), "=E".into(), "F|G".into()];
    rows[2].groups = vec!["+1 team".into()];
    rows[3].username = "dana.w".into();
    rows[3].role = "Manager".into();
    rows[3].extension = "007".into();
    rows[3].plan = "Pro".into();
    rows[3].time_zone = "Europe/Dublin".into();
    rows
}

/// A draft as the row that would be exported for it.
fn as_export(d: Draft) -> ExportRow {
    let text = Option::unwrap_or_default;
    ExportRow {
        first_name: text(d.first_name),
        last_name: text(d.last_name),
        email: text(d.email),
        username: text(d.username),
        role: text(d.role),
        extension: text(d.extension),
        forwarding: d.forwarding.into_iter().map(|n| n.value).collect(),
        direct_number: text(d.direct_number),
        plan: text(d.plan),
        groups: d.groups,
        mobile: text(d.mobile),
        time_zone: text(d.time_zone),
    }
}

#[test]
fn i2_export_then_import_changes_nothing_not_even_nasty_values() {
    let mut bytes = Vec::new();
    assert_eq!(export::write_members(&mut bytes, nasty()).expect("written"), 8);
    let file = read(&bytes).expect("our own file");
    assert_eq!(file.info.source, Source::Teamline);
    assert!(file.info.columns.iter().all(|c| c.state == ColumnState::Matched) && file.issues.is_empty());
    let back: Vec<_> = drafts(&file).into_iter().map(as_export).collect();
    assert_eq!(back, nasty());
}

#[test]
fn i2_no_exported_cell_starts_like_a_formula() {
    let mut bytes = Vec::new();
    export::write_members(&mut bytes, nasty()).expect("written");
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
    let cells: Vec<String> =
        reader.records().flat_map(|r| r.expect("record").iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(!cells.iter().any(|c| c.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    assert!(cells.contains(&"'+15035550131".to_owned()));
    let text = String::from_utf8(bytes).expect("text");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn i2_a_file_sent_in_pieces_is_the_same_file() {
    let (mut whole, rows) = (Vec::new(), nasty());
    export::write_members(&mut whole, rows.clone()).expect("written");
    let pieces = [export::head(), export::chunk(&rows[..3]), export::chunk(&[]), export::chunk(&rows[3..])]
        .map(|p| p.expect("piece"));
    assert_eq!(pieces.concat(), whole);
}

#[test]
fn i1_the_template_is_a_file_that_the_import_takes() {
    let file = read(&export::template().expect("template")).expect("taken");
    let people = drafts(&file);
    assert_eq!((people.len(), people[0].display_name().as_str()), (1, "Dana Whitfield"));
    assert_eq!(people[0].groups, ["Support", "Dispatch"]);
    assert!(file.mapping().problems(&file.info.columns).is_empty());
}

#[test]
fn i1_findings_are_written_with_line_column_value_problem_and_fix() {
    let issue = Issue {
        line: 4,
        field: Some(Field::Extension),
        column: "Ext".into(),
        value: "=118".into(),
        problem: "118 belongs to Dana Whitfield.".into(),
        fix: "Use 133, the next free one.".into(),
        severity: Severity::Error,
    };
    let text = String::from_utf8(export::errors_csv(&[issue]).expect("written")).expect("text");
    let want = "\u{feff}Line,Column,Value,Problem,Fix\r\n4,Ext,'=118,118 belongs to Dana Whitfield.,\"Use 133, the next free one.\"\r\n";
    assert_eq!(text, want);
}

#[test]
fn i1_files_without_header_columns_or_people_are_refused_with_the_reason() {
    let refused = |text: &str| read(text.as_bytes()).expect_err("refused");
    assert_eq!(
        refused("Dana,Whitfield,dana@example.com\nKofi,Mensah,kofi@example.com\n"),
        FileRefusal::NoHeader { value: "dana@example.com".into() }
    );
    assert_eq!(refused("Dana,Whitfield,(503) 555-0118\n"), FileRefusal::NoHeader { value: "(503) 555-0118".into() });
    assert_eq!(
        refused("Dear team,\nplease find the list below\n"),
        FileRefusal::OneColumn { header: "Dear team".into() }
    );
    assert!(read(b"Email\ndana@example.com\n").is_ok(), "a list of addresses is enough");
    assert_eq!(refused("Date,Amount\n2026-01-01,4.99\n"), FileRefusal::NoPeople { columns: "“Date”, “Amount”".into() });
    assert!(read(b"Name,Email,Fax,Fax\nDana,a@example.com,,\n").is_ok());
    assert_eq!(refused("First name,Email\n,\n"), FileRefusal::NoRows);
    assert_eq!(
        refused(&format!("Name,Email\n{}", "D,d@x.test\n".repeat(MAX_ROWS + 1))),
        FileRefusal::TooManyRows { rows: MAX_ROWS + 1 }
    );
}

#[test]
fn i1_a_file_of_a_hundred_thousand_people_is_read_and_written_whole() {
    let row = |i: usize| ExportRow {
        first_name: format!("Kofi {i}"),
        email: format!("kofi{i}@example.com"),
        extension: i.to_string(),
        ..ExportRow::default()
    };
    let mut bytes = Vec::new();
    assert_eq!(export::write_members(&mut bytes, (0..MAX_ROWS).map(row)).expect("written"), MAX_ROWS);
    let people = drafts(&read(&bytes).expect("read"));
    assert_eq!(people.len(), MAX_ROWS);
    assert_eq!((people[99_999].line, people[99_999].email.as_deref()), (100_001, Some("kofi99999@example.com")));
}
