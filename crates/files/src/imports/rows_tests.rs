use super::*;

fn table(text: &str) -> Result<Table, FileRefusal> {
    read(&Decoded { text: text.into(), encoding: "UTF-8", mixed: None })
}

fn lines(text: &str) -> Vec<(u32, String)> {
    table(text).expect("a table").rows.into_iter().map(|r| (r.line, r.cells[0].clone())).collect()
}

#[test]
fn i1_rows_keep_the_line_of_the_original_file() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [
            "Name,Email",
            "Dana,d@example.com",
            "",
            "",
            "\"Kofi",
            "Mensah\",k@example.com",
            ",",
            "Marisol,m@example.com",
            "",
        ]
        .join(end);
        let want = [(2, "Dana".to_owned()), (5, format!("Kofi{end}Mensah")), (8, "Marisol".to_owned())];
        assert_eq!(lines(&text), want, "{end:?}");
    }
}

#[test]
fn i1_lines_before_the_header_count() {
    let got = table("sep=;\r\n\r\nName;Email\r\nDana;d@example.com\r\n").expect("a table");
    assert_eq!((got.header_line, got.rows[0].line, got.header), (3, 4, vec!["Name".to_owned(), "Email".to_owned()]));
}

#[test]
fn i1_lines_above_the_names_totals_below_and_rows_that_explain_are_left_out_and_named() {
    let text = "version:v1.0,,\nName,Email,Ext\nExample: Chris Green,chris@contoso.com,101\nDana,d@x.test,102\n\
        Name,Email,Ext\nKofi,k@x.test,103\n,,\nTotal,,2\nGenerated on 2026-11-30 by Dana,,\n";
    let got = table(text).expect("a table");
    let names: Vec<_> = got.rows.iter().map(|r| (r.line, r.cells[0].as_str())).collect();
    assert_eq!(names, [(4, "Dana"), (6, "Kofi")]);
    let no_person = |line, begins: &str| FileNote::NoPerson { line, begins: begins.into() };
    let want = [
        FileNote::Above { lines: 1 },
        no_person(3, "Example: Chris Green"),
        no_person(5, "Name"),
        no_person(9, "Generated on 2026-11-30 by Dana"),
        no_person(8, "Total"),
    ];
    assert_eq!(got.notes, want);
}

#[test]
fn i1_somebody_without_an_address_at_the_end_is_no_total() {
    assert_eq!(lines("Name,Email,Ext\nDana,d@x.test,102\nReception,,103\nTotti Anna,,\n").len(), 3);
}

#[test]
fn i1_a_list_of_addresses_needs_no_column_names() {
    let got = table("dana@x.test\nkofi@x.test\n").expect("a table");
    assert_eq!((got.header, got.header_line, got.rows.len()), (vec!["Email".to_owned()], 0, 2));
    assert_eq!((got.rows[0].line, got.notes), (1, vec![FileNote::Addresses]));
}

#[test]
fn i1_quotes_and_line_breaks_inside_quotes_are_read_as_rfc_4180_says() {
    let got = table("Name,Email\n\"Dana \"\"Dee\"\" Whitfield, Jr.\",d@example.com\n").expect("a table");
    assert_eq!(got.rows[0].cells[0], "Dana \"Dee\" Whitfield, Jr.");
}

#[test]
fn i1_short_rows_are_filled_and_long_ones_named_with_their_line() {
    let got =
        table("Name,Email,Role\nDana\nKofi,k@example.com,Agent,,\nMensah, Ama,a@example.com,Agent\n").expect("a table");
    assert_eq!(got.rows[0].cells, ["Dana", "", ""]);
    assert_eq!(got.issues.len(), 1);
    assert_eq!((got.issues[0].line, got.issues[0].problem.as_str()), (4, "This row has 4 cells and the header has 3."));
}

#[test]
fn i1_a_cell_of_more_than_a_thousand_letters_is_an_error_and_is_not_kept() {
    let got = table(&format!("Name,Email\n{},d@example.com\n{},k@example.com\n", "é".repeat(1_000), "x".repeat(1_001)));
    let got = got.expect("a table");
    assert_eq!((got.rows[0].cells[0].chars().count(), got.rows[1].cells[0].as_str()), (1_000, ""));
    assert_eq!((got.issues.len(), got.issues[0].line, got.issues[0].column.as_str()), (1, 3, "Name"));
}

#[test]
fn i1_values_under_a_column_without_a_name_at_the_end_are_no_error() {
    let got = table("Name,Email,\nDana,d@example.com,x\nKofi,k@example.com,y\n").expect("a table");
    assert_eq!((got.issues.len(), got.rows[0].cells.len()), (0, 2));
}

#[test]
fn i1_a_quotation_mark_left_open_is_refused_with_its_line_and_one_inside_a_value_is_not() {
    let open = table("Name,Email\nDana,d@example.com\n\"Kofi,k@example.com\nMarisol,m@example.com\n");
    assert_eq!(open.unwrap_err(), FileRefusal::OpenQuote { line: 3 });
    assert_eq!(lines("Name,Email\n5\" desk,d@example.com\n"), [(2, "5\" desk".to_owned())]);
}

#[test]
fn i1_three_hundred_columns_are_taken_and_four_hundred_refused() {
    let of = |n: usize| format!("{}\n", (1..=n).map(|i| format!("c{i}")).collect::<Vec<_>>().join(","));
    assert_eq!(table(&of(300)).expect("a table").header.len(), 300);
    assert_eq!(table(&of(400)).unwrap_err(), FileRefusal::TooManyColumns { columns: 400 });
}

#[test]
fn i1_a_hundred_thousand_rows_are_taken_and_a_million_refused_by_their_number() {
    let text = format!("Name,Email\n{}", "D,d@example.com\n".repeat(MAX_ROWS));
    assert_eq!(table(&text).expect("a table").rows.last().map(|r| r.line), Some(100_001));
    let text = format!("Name,Email\n{}", "D,d@x.test\n".repeat(1_000_000));
    assert_eq!(table(&text).unwrap_err(), FileRefusal::TooManyRows { rows: 1_000_000 });
}
