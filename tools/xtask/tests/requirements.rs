//! Every requirement that code or tests name has its line in `docs/requirements.md`, and only one.
//!
//! An id such as `M12` counts as used in a comment, at the start of a quoted text (`"M12: …"`) and at the start of a
//! function's name (`fn m12_…`); an invariant as "invariant 6" or `fn invariant_6_…`. Elsewhere it may be a size or a
//! path.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What the first letter of an id may be: the headings of `docs/requirements.md`, and X for what may come later.
const LETTERS: &str = "RTMKSNHGIAPX";
const SOURCES: [&str; 6] = ["rs", "ts", "mjs", "css", "sql", "sh"];
const SKIPPED: [&str; 4] = ["target", "node_modules", "data", "dist"];

#[test]
fn every_id_in_use_has_one_line_in_the_requirements() -> Result<()> {
    let root = root()?;
    let lines = defined(&fs::read_to_string(root.join("docs/requirements.md"))?);
    let twice: Vec<_> = lines.iter().filter(|(_, count)| **count > 1).map(|(id, _)| id).collect();
    ensure!(twice.is_empty(), "more than one line in docs/requirements.md: {twice:?}");
    let mut missing: BTreeMap<String, PathBuf> = BTreeMap::new();
    let sources = sources(&root)?;
    ensure!(sources.len() > 100, "only {} source files below {}", sources.len(), root.display());
    for file in sources {
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        for id in used(&text, Comments::of(&file)) {
            if !lines.contains_key(&id) {
                missing.entry(id).or_insert(file.clone());
            }
        }
    }
    ensure!(missing.is_empty(), "no line in docs/requirements.md, first used in: {missing:#?}");
    Ok(())
}

/// The workspace's folder, wherever in it this package is.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().find(|folder| folder.join("Cargo.lock").exists());
    Ok(root.context("no Cargo.lock above this package")?.to_path_buf())
}

/// All source files below a folder, without what is built, downloaded or hidden.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || SKIPPED.contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|ending| SOURCES.iter().any(|source| ending == *source)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The ids that a text of requirements explains, and how often: `- **M12** …`, `- **invariant 6** …`.
fn defined(text: &str) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    for line in text.lines() {
        if let Some((id, _)) = line.strip_prefix("- **").and_then(|rest| rest.split_once("** ")) {
            *lines.entry(id.to_owned()).or_default() += 1;
        }
    }
    lines
}

/// How a language writes comments.
#[derive(Clone, Copy)]
struct Comments {
    /// What begins one that goes on to the end of the line.
    to_line_end: &'static [&'static str],
    /// Whether there are also those from `/*` to `*/`.
    blocks: bool,
}

impl Comments {
    fn of(file: &Path) -> Comments {
        match file.extension().and_then(|ending| ending.to_str()) {
            Some("sh") => Comments { to_line_end: &["#"], blocks: false },
            Some("sql") => Comments { to_line_end: &["--"], blocks: false },
            // Rust's texts hold SQL.
            Some("rs") => Comments { to_line_end: &["//", "-- "], blocks: false },
            Some("css") => Comments { to_line_end: &[], blocks: true },
            _ => Comments { to_line_end: &["//"], blocks: true },
        }
    }

    /// Where the first comment of a line begins (its end when it has none), and whether one goes on into the next line.
    fn start(self, line: &str, goes_on: bool) -> (usize, bool) {
        let mut starts: Vec<usize> = self.to_line_end.iter().filter_map(|mark| line.find(mark)).collect();
        let mut open = false;
        if self.blocks {
            starts.extend(if goes_on { Some(0) } else { line.find("/*") });
            open = match (line.rfind("/*"), line.rfind("*/")) {
                (None, None) => goes_on,
                (opened, closed) => opened > closed,
            };
        }
        (starts.into_iter().min().unwrap_or(line.len()), open)
    }
}

/// The ids a source text uses.
fn used(text: &str, comments: Comments) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut in_comment = false;
    for line in text.lines() {
        let (comment, goes_on) = comments.start(line, in_comment);
        in_comment = goes_on;
        for (at, word) in words(line) {
            let (before, after) = (&line[..at], &line[at + word.len()..]);
            if is_id(word) && !before.ends_with('%') && (at >= comment || begins_quoted_text(before, after)) {
                found.insert(word.to_owned());
            }
            if before.ends_with("fn ") {
                found.extend(ids_of_name(word));
            }
        }
        found.extend(invariants(&line.to_lowercase()));
    }
    found
}

/// The words of a line with their places: letters, digits and underscores without a gap.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    parts.map(move |word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
}

fn is_id(word: &str) -> bool {
    let mut chars = word.chars();
    let (Some(letter), digits) = (chars.next(), chars.as_str()) else { return false };
    LETTERS.contains(letter) && is_number(digits)
}

fn is_number(digits: &str) -> bool {
    matches!(digits.len(), 1 | 2) && digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0')
}

/// Whether an id between these belongs to the ids that a quoted text begins with: `"T8, H1: the card…"` or `"P5"`.
fn begins_quoted_text(before: &str, after: &str) -> bool {
    const QUOTES: [char; 3] = ['"', '\'', '`'];
    let before = before.trim_end_matches(|c: char| c == ',' || c == ' ' || c.is_ascii_digit() || LETTERS.contains(c));
    before.ends_with(QUOTES) && (after.starts_with(QUOTES) || after.starts_with(": ") || after.starts_with(", "))
}

/// The ids a function's name begins with: M5 and M1 of `m5_m1_a_name_is_taken`, and those of `invariants_1_4_two_meet`.
fn ids_of_name(name: &str) -> Vec<String> {
    if let Some(numbers) = name.strip_prefix("invariant_").or_else(|| name.strip_prefix("invariants_")) {
        let numbers = numbers.split('_').take_while(|part| is_number(part));
        return numbers.map(|number| format!("invariant {number}")).collect();
    }
    // A sentence follows: `fn p99` alone is a percentile.
    let Some((ids, _)) = name.rsplit_once('_') else { return Vec::new() };
    let parts = ids.split('_').take_while(|part| !part.starts_with(char::is_uppercase));
    parts.map(str::to_uppercase).take_while(|part| is_id(part)).collect()
}

/// The invariants that a line, in small letters, names by number: "invariant 6", "invariants 4, 12 and 13".
fn invariants(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, word) in line.match_indices("invariant") {
        let mut rest = line[at + word.len()..].trim_start_matches('s');
        while let Some(next) = [", ", " and ", " "].iter().find_map(|gap| rest.strip_prefix(gap)) {
            let number = &next[..next.bytes().take_while(u8::is_ascii_digit).count()];
            if !is_number(number) {
                break;
            }
            found.push(format!("invariant {number}"));
            rest = &next[number.len()..];
        }
    }
    found
}

mod tests {
    use super::*;

    fn found(file: &str, text: &str) -> Vec<String> {
        used(text, Comments::of(Path::new(file))).into_iter().collect()
    }

    #[test]
    fn ids_in_comments_are_found() {
        assert_eq!(found("a.rs", "//! Photos (M18).\nlet a = 1; // P7: small; not for R10"), ["M18", "P7", "R10"]);
        assert_eq!(found("a.sql", "SELECT 1; -- G1, G2"), ["G1", "G2"]);
        assert_eq!(found("a.sh", "make # P13"), ["P13"]);
        assert_eq!(found("a.css", "/* T7: two\n   densities (T10) */\n@page { size: A4; }"), ["T10", "T7"]);
    }

    #[test]
    fn ids_at_the_start_of_quoted_texts_are_found() {
        assert_eq!(found("a.ts", r#"test("T8, H1: the card's tabs", async () => {"#), ["H1", "T8"]);
        assert_eq!(found("a.rs", r#"assert!(few, "M12"); row("P5", 1, "M11: taken")"#), ["M11", "M12", "P5"]);
    }

    #[test]
    fn ids_at_the_start_of_functions_names_are_found() {
        assert_eq!(found("a.rs", "async fn m5_m1_a_name_is_taken(db) {"), ["M1", "M5"]);
        assert_eq!(found("a.rs", "fn invariants_1_4_two_meet()"), ["invariant 1", "invariant 4"]);
    }

    #[test]
    fn invariants_are_found_by_their_number() {
        let line = "/// Invariant 6; R4 (invariants 4, 12 and 13, T6). An invariant holds.";
        let expected = ["R4", "T6", "invariant 12", "invariant 13", "invariant 4", "invariant 6"];
        assert_eq!(found("a.rs", line), expected);
    }

    #[test]
    fn what_only_looks_like_an_id_is_not_found() {
        let look_alikes = r##"
            let size = AvatarSize::S24; let a: (T1, K1) = (0xA4, 0xM1);
            let path = r#"<path d="M34 78c38 0 38-46"/><path d="M4,12H3"/>"#;
            let sum = "='x'!A0"; let name = "%C3%A9 100 M7B M100 B12 M01";
            // %A9 0xA4 M120 m12 XM1 M1x M0
            fn sha256_of() {} fn M4_a() {} fn x_m12() {} fn p99() {}
            enum Size { S20, S40 }"##;
        assert_eq!(found("a.rs", look_alikes), [""; 0]);
    }

    #[test]
    fn lines_of_requirements_are_counted() {
        let lines = defined("# M\n- **M1** One.\n- **M1** Again.\n- **invariant 6** Nobody.\nSee M2. - **M3** no\n");
        assert_eq!(lines.into_iter().collect::<Vec<_>>(), [("M1".to_owned(), 2), ("invariant 6".to_owned(), 1)]);
    }
}
