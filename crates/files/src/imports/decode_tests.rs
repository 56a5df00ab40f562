use encoding_rs::{WINDOWS_1250, WINDOWS_1251};

use super::*;

const PEOPLE: &str =
    "First name,Last name,Email\r\nJosé,Núñez,jose@example.com\r\nZsófia,Kertész,zsofia@example.com\r\n";

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

#[test]
fn i1_utf8_is_read_with_and_without_its_mark() {
    for bytes in [PEOPLE.as_bytes().to_vec(), [b"\xEF\xBB\xBF", PEOPLE.as_bytes()].concat()] {
        let got = decode(&bytes).expect("text");
        assert_eq!((got.text.as_str(), got.encoding), (PEOPLE, "UTF-8"));
    }
}

#[test]
fn i1_utf16_is_read_in_both_orders_with_and_without_its_mark() {
    for (little, mark, name) in [(true, b"\xFF\xFE", "UTF-16LE"), (false, b"\xFE\xFF", "UTF-16BE")] {
        let bare = utf16(PEOPLE, little);
        for bytes in [bare.clone(), [mark.as_slice(), &bare].concat()] {
            let got = decode(&bytes).expect("text");
            assert_eq!((got.text.as_str(), got.encoding), (PEOPLE, name));
        }
    }
}

#[test]
fn i1_windows_1252_is_what_remains_when_it_is_not_utf8() {
    let bytes = WINDOWS_1252.encode(PEOPLE).0.into_owned();
    let got = decode(&bytes).expect("text");
    assert_eq!((got.text.as_str(), got.encoding), (PEOPLE, "windows-1252"));
}

#[test]
fn i1_cyrillic_and_central_european_files_are_told_apart() {
    let russian =
        "Имя;Фамилия;Email\r\nОльга;Кузнецова;olga@example.com\r\nДмитрий;Соколов;dmitry@example.com\r\n".repeat(3);
    assert_eq!(decode(&WINDOWS_1251.encode(&russian).0).expect("text").text, russian);
    let polish = "Imię;Nazwisko;Email\r\nŁukasz;Wiśniewski;l@example.com\r\nMałgorzata;Dąbrowska;m@example.com\r\nJerzy;Wójcik;j@example.com\r\nBożena;Świątek;b@example.com\r\n";
    assert_eq!(decode(&WINDOWS_1250.encode(polish).0).expect("text").text, polish);
}

#[test]
fn i1_a_file_that_is_no_text_is_refused_by_what_it_is() {
    let workbook = b"PK\x03\x04\x14\x00....[Content_Types].xml....xl/workbook.xml";
    assert_eq!(decode(workbook).unwrap_err().to_string(), "This is an Excel workbook. Save it as CSV first.");
    assert_eq!(decode(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").unwrap_err(), FileRefusal::ExcelWorkbook);
    let kind = |bytes: &[u8]| decode(bytes).unwrap_err();
    assert_eq!(kind(b"%PDF-1.7\n"), FileRefusal::NotText { kind: "a PDF".into() });
    assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), FileRefusal::NotText { kind: "a picture".into() });
    assert_eq!(kind(b"PK\x03\x04photos/a.jpg"), FileRefusal::NotText { kind: "a compressed archive".into() });
    assert_eq!(kind(b"\n<!DOCTYPE html><table>"), FileRefusal::NotText { kind: "a web page or XML file".into() });
    assert_eq!(
        kind(b"\x7fELF\x02\x01\x00\x00\x00\x03\x00\x3e\x00\x01"),
        FileRefusal::NotText { kind: "a binary file".into() }
    );
}

#[test]
fn i1_an_empty_file_is_refused_even_when_it_has_a_mark_or_blank_lines() {
    for bytes in [b"".as_slice(), b"\xEF\xBB\xBF", b"\xFF\xFE", b"\r\n \r\n"] {
        assert_eq!(decode(bytes).unwrap_err(), FileRefusal::Empty);
    }
}

#[test]
fn i1_a_file_of_twenty_megabytes_is_taken_and_one_byte_more_refused() {
    assert_eq!(check_size(MAX_BYTES), Ok(()));
    assert_eq!(check_size(MAX_BYTES + 1), Err(FileRefusal::TooLarge { bytes: MAX_BYTES + 1 }));
}

#[test]
fn i1_lines_in_another_encoding_are_read_with_theirs_and_named() {
    let mut bytes = format!("First name,Email\n{}", "Núñez Ibáñez,n@example.com\n".repeat(8)).into_bytes();
    bytes.extend_from_slice(b"Jos\xE9,j@example.com\n");
    let got = decode(&bytes).expect("text");
    assert!(got.text.ends_with("José,j@example.com\n") && got.text.contains("Núñez Ibáñez"));
    assert_eq!(got.mixed, Some(Mixed { other: "windows-1252", lines: vec![10] }));
    let marked = decode(&[b"\xEF\xBB\xBF".as_slice(), &bytes].concat()).expect("text");
    assert_eq!(marked.mixed, got.mixed);
}

#[test]
fn i1_damaged_utf8_is_refused_with_its_line_rather_than_imported_with_wrong_letters() {
    let mut bytes = format!("First name,Email\n{}", "Núñez Ibáñez,n@example.com\n".repeat(8)).into_bytes();
    bytes.extend_from_slice(b"Jos\xC3,j@example.com\n");
    assert_eq!(decode(&bytes).unwrap_err(), FileRefusal::BrokenText { line: 10 });
}
