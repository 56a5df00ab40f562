//! Bytes of an uploaded file → text (I1). Which character encoding it is, and which files are no text at all. Nothing about CSV.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use model::imports::{FileRefusal, MAX_BYTES};

/// A file's text without a byte order mark, and the encoding's name to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    pub mixed: Option<Mixed>,
}

/// Lines in another encoding than the rest, as when files were put together by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    pub other: &'static str,
    /// 1-based.
    pub lines: Vec<u32>,
}

/// Refuses a size in bytes over the limit; for an upload whose length is known before its bytes have come.
pub fn check_size(bytes: u64) -> Result<(), FileRefusal> {
    if bytes > MAX_BYTES { Err(FileRefusal::TooLarge { bytes }) } else { Ok(()) }
}

/// Whole file in, its text out: UTF-8 and UTF-16 with or without a mark, else the likeliest legacy encoding, else Windows-1252.
pub fn decode(bytes: &[u8]) -> Result<Decoded, FileRefusal> {
    check_size(bytes.len() as u64)?;
    if let Some(refusal) = refused_kind(bytes) {
        return Err(refusal);
    }
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (guess(bytes)?, 0),
    };
    let body = &bytes[mark..];
    let (text, mixed) = if encoding == UTF_8 && std::str::from_utf8(body).is_err() {
        let (text, mixed) = mixed(body)?;
        (text, Some(mixed))
    } else {
        (encoding.decode_without_bom_handling(body).0.into_owned(), None)
    };
    if text.trim().is_empty() {
        return Err(FileRefusal::Empty);
    }
    if looks_binary(&text) {
        return Err(FileRefusal::NotText { kind: "a binary file".into() });
    }
    Ok(Decoded { text, encoding: encoding.name(), mixed })
}

/// Files that tell what they are by their first bytes.
fn refused_kind(bytes: &[u8]) -> Option<FileRefusal> {
    const KINDS: [(&[u8], &str); 9] = [
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1F\x8B", "a compressed archive"),
        (b"PK\x03\x04", "a compressed archive"),
        (b"{\\rtf", "a text document"),
        (b"BEGIN:VCARD", "a vCard file"),
        (b"SQLite format 3", "a database"),
    ];
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    // A workbook is a ZIP with a folder xl/; before 2007 it was a compound document, as old Word files were.
    if (bytes.starts_with(b"PK\x03\x04") && has(b"xl/")) || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some(FileRefusal::ExcelWorkbook);
    }
    if let Some((_, kind)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(FileRefusal::NotText { kind: (*kind).into() });
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)])
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    let web = ["<!doctype", "<html", "<?xml"].iter().any(|tag| head.starts_with(tag));
    web.then(|| FileRefusal::NotText { kind: "a web page or XML file".into() })
}

/// The encoding of bytes without a mark. Refuses NULs that are no UTF-16. UTF-8 with other letters in places is UTF-8.
fn guess(bytes: &[u8]) -> Result<&'static Encoding, FileRefusal> {
    if bytes.contains(&0) {
        return utf16_by_nuls(bytes).ok_or_else(|| FileRefusal::NotText { kind: "a binary file".into() });
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_ascii()) {
        match std::str::from_utf8(line) {
            Ok(_) => whole += 1,
            Err(_) => broken += 1,
        }
    }
    // Legacy encodings of many letters are valid UTF-8 on a line by accident at times, hardly ever on one in four.
    if whole * 4 >= broken && whole > 0 {
        return Ok(UTF_8);
    }
    Ok(legacy(bytes))
}

/// UTF-8 with letters of Windows-1252 in places. Refused where they can't be letters, so that no text is imported damaged.
fn mixed(bytes: &[u8]) -> Result<(String, Mixed), FileRefusal> {
    let (mut text, mut lines, mut line) = (String::with_capacity(bytes.len()), Vec::new(), 1_u32);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        line += u32::try_from(chunk.valid().matches('\n').count()).unwrap_or_default();
        if chunk.invalid().is_empty() {
            continue;
        }
        let letters = WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0;
        // Half a letter of UTF-8 reads as one of these, which names hardly have in small letters.
        if letters.chars().any(|c| !c.is_alphanumeric() && !"’‘“”–—«»".contains(c)) || letters.contains(['Ã', 'Â'])
        {
            return Err(FileRefusal::BrokenText { line });
        }
        text.push_str(&letters);
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    Ok((text, Mixed { other: WINDOWS_1252.name(), lines }))
}

/// UTF-16 without a mark: ASCII (commas, line ends, addresses) has its NUL on one side always.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let nuls = |offset: usize| bytes.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let enough = bytes.len() / 20;
    let encoding = match (even, odd) {
        (e, o) if o > enough && e * 20 < o => UTF_16LE,
        (e, o) if e > enough && o * 20 < e => UTF_16BE,
        _ => return None,
    };
    let (_, had_errors) = encoding.decode_without_bom_handling(bytes);
    (!had_errors).then_some(encoding)
}

/// A single- or double-byte encoding. The detector has no measure of confidence, so its word counts only with enough letters
/// to judge by and when they all decode; else Windows-1252, which is what Excel writes in most of the world.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    const ENOUGH: usize = 8;
    if bytes.iter().filter(|b| !b.is_ascii()).count() < ENOUGH {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    let (text, had_errors) = found.decode_without_bom_handling(bytes);
    let foreign: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    let letters = foreign.iter().filter(|c| c.is_alphabetic()).count();
    if had_errors || letters * 10 < foreign.len() * 8 { WINDOWS_1252 } else { found }
}

/// Control characters where text has none.
fn looks_binary(text: &str) -> bool {
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in text.chars().take(65_536) {
        all += 1;
        odd += usize::from((c < ' ' && !"\t\r\n\u{c}".contains(c)) || c == '\u{fffd}');
    }
    odd * 100 > all
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
