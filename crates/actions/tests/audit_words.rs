//! Every word that the code writes into the audit log has its sentence (G1). Reads the sources as text, so a new word without a
//! row in `model/src/audit/words.rs` fails here by name.

use model::audit::words::WORDS;
use model::bulk::BulkKind;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// What begins the writing of an entry: the word is the next literal of that form.
const WRITERS: [&str; 6] = [".audit(", ".audit_kept(", "audit::append(", "audit::append_at(", "NewEntry {", "New {"];

/// "members.suspend": two parts of small letters and dashes.
fn is_word(text: &str) -> bool {
    let part = |p: &str| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    text.split_once('.').is_some_and(|(a, b)| part(a) && part(b))
}

/// The words written in a source.
fn words_in(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for writer in WRITERS {
        for (at, _) in text.match_indices(writer) {
            let call: String = text[at + writer.len()..].chars().take(300).collect();
            // Up to the call's end, so that the next one's word isn't taken for this one's.
            let call = call.split(";\n").next().unwrap_or_default();
            words.extend(call.split('"').skip(1).step_by(2).find(|literal| is_word(literal)).map(str::to_owned));
        }
    }
    // Words that are chosen before they are written: by their first part, wherever something is written.
    if WRITERS.iter().any(|writer| text.contains(writer)) {
        let known: BTreeSet<&str> = WORDS.iter().filter_map(|(word, ..)| word.split('.').next()).collect();
        let chosen = text.split('"').skip(1).step_by(2).filter(|t| is_word(t) && !t.ends_with(".csv"));
        words.extend(
            chosen.filter(|t| t.split('.').next().is_some_and(|first| known.contains(first))).map(str::to_owned),
        );
    }
    words
}

fn written() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for dir in ["src", "../store/src", "../sample/src", "../files/src", "../../server/src"] {
        sources(&root.join(dir), &mut files);
    }
    files.retain(|f| !f.file_name().is_some_and(|n| n.to_string_lossy().contains("test")));
    let texts = files.iter().map(|f| fs::read_to_string(f).expect("a source"));
    texts.flat_map(|text| words_in(&text)).collect()
}

#[test]
fn g1_every_word_written_into_the_audit_log_has_its_sentence() {
    let written = written();
    assert!(
        written.len() >= 25 && written.contains("members.suspend") && written.contains("roles.edit"),
        "the sources aren't read: {written:?}"
    );
    let missing: Vec<_> = written.iter().filter(|word| !WORDS.iter().any(|(known, ..)| known == word)).collect();
    assert!(missing.is_empty(), "without a row in model/src/audit/words.rs: {missing:?}");
}

#[test]
fn g1_every_change_of_many_has_its_sentence() {
    // An export is a file, an import has words of its own.
    for kind in BulkKind::ALL.iter().filter(|kind| kind.is_of_selected() || kind.is_of_pairs()) {
        let word = format!("bulk.{}", kind.slug());
        assert!(WORDS.iter().any(|(known, ..)| *known == word), "without a row in model/src/audit/words.rs: {word}");
    }
}

#[test]
fn g1_a_word_is_found_in_every_way_of_writing_one() {
    let source = "call.audit(\n \"a.b\", x);\n audit::append(&mut tx, \"c.d-e\", &y);\n NewEntry { action: \"f.g\", z };\n let file = \"x.csv\";";
    assert_eq!(words_in(source), BTreeSet::from(["a.b".into(), "c.d-e".into(), "f.g".into()]));
}
