//! Dependencies point one way (ARCHITECTURE): `pages → api → {policy, store} → model`; `ui → model` at most.
//! Reads the sources as text, so it also sees what the compiler takes without a `use`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms of the house that a room must not know.
const FORBIDDEN_ROOMS: &[(&str, &[&str])] = &[
    ("model", &["policy", "store", "api", "pages", "ui", "routes", "error"]),
    ("policy", &["store", "api", "pages", "ui", "routes", "error"]),
    ("store", &["api", "pages", "ui", "routes"]),
    ("api", &["pages", "ui", "routes"]),
    ("supplier", &["policy", "store", "api", "pages", "ui", "routes", "error"]),
    ("mail", &["policy", "store", "api", "pages", "ui", "routes", "error"]),
    ("ui", &["policy", "store", "api", "pages", "routes"]),
];

/// The only crates that the plain rooms may use.
const PLAIN_ROOMS: &[&str] = &["model", "policy"];
const PLAIN_CRATES: &[&str] = &["std", "core", "serde", "thiserror", "time"];

/// All crates of app's manifest, as they are written in code.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.starts_with("dependencies");
            names.extend(table.trim_end_matches(']').strip_prefix("dependencies.").map(|n| n.replace('-', "_")));
        } else if inside && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            names.extend(line.split(['.', ' ', '=']).next().map(|n| n.replace('-', "_")));
        }
    }
    names
}

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

/// A room is a folder or a file beside lib.rs.
fn files_of(room: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src.join(room), &mut files);
    files.extend(Some(src.join(format!("{room}.rs"))).filter(|p| p.exists()));
    files
}

/// The paths a line names: `a::b` gives "a" and "a::b"; `use crate::{a, b::c}` gives "crate::a" and "crate::b".
fn names_in(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut names = Vec::new();
    for (at, _) in code.match_indices("::") {
        let first: String = code[..at].chars().rev().take_while(|c| is_word(*c)).collect::<Vec<_>>().into_iter().rev().collect();
        let before = code[..at - first.len()].strip_suffix("::");
        let starts_path = before.is_none_or(|b| !b.ends_with(|c: char| is_word(c) || c == '>'));
        if first.is_empty() || !starts_path {
            continue;
        }
        let rest = &code[at + 2..];
        names.push(first.clone());
        match rest.strip_prefix('{') {
            Some(list) => {
                names.extend(list.split(['{', '}', ',']).map(|n| format!("{first}::{}", n.trim().split("::").next().unwrap_or_default())))
            }
            None => names.push(format!("{first}::{}", rest.chars().take_while(|c| is_word(*c)).collect::<String>())),
        }
    }
    let words: Vec<&str> = code.split_whitespace().collect();
    if let ["use", name] | ["extern", "crate", name] = words.as_slice()
        && !name.contains("::")
    {
        names.push(name.trim_end_matches(';').to_owned());
    }
    names
}

fn offences(room: &str, text: &str, dependencies: &BTreeSet<String>) -> Vec<String> {
    let rooms = FORBIDDEN_ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, rooms)| rooms);
    let plain = PLAIN_ROOMS.contains(&room);
    let mut found = Vec::new();
    let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    for (i, line) in shipped.lines().enumerate() {
        for name in names_in(line) {
            let forbidden_room = name.strip_prefix("crate::").is_some_and(|r| rooms.contains(&r));
            let forbidden_crate = plain && dependencies.contains(&name) && !PLAIN_CRATES.contains(&name.as_str());
            if forbidden_room || forbidden_crate {
                found.push(format!("{}: {room} must not use {name}", i + 1));
            }
        }
    }
    found
}

#[test]
fn no_room_of_the_house_uses_what_lies_above_it() {
    let dependencies = dependencies();
    assert!(dependencies.contains("leptos") && dependencies.contains("web_sys"), "the manifest was not read: {dependencies:?}");
    let mut found = Vec::new();
    for (room, _) in FORBIDDEN_ROOMS {
        // Tests may use what they need to look at their room from outside.
        for file in files_of(room).into_iter().filter(|f| !f.to_string_lossy().ends_with("_tests.rs")) {
            let text = fs::read_to_string(&file).unwrap();
            found.extend(offences(room, &text, &dependencies).into_iter().map(|o| format!("{}:{o}", file.display())));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    assert!(!files_of("model").is_empty() && !files_of("policy").is_empty());
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    let dependencies = dependencies();
    let bad = [
        ("model", "use leptos::prelude::*;"),
        ("policy", "    let x = sqlx::query(\"\");"),
        ("policy", "use crate::{model::Role, store::members};"),
        ("model", "fn f() -> crate::policy::Denial {"),
        ("ui", "use crate::api::members;"),
        ("store", "use crate::pages;"),
        ("api", "use crate::pages::team::Row;"),
        ("model", "use ::tokio::sync::mpsc;"),
        ("model", "use leptos;"),
    ];
    for (room, line) in bad {
        assert_eq!(offences(room, line, &dependencies).len(), 1, "{room}: {line}");
    }
    let good = [
        ("model", "use serde::Serialize; use time::Date;"),
        ("model", "// see crate::store::members and leptos::view"),
        ("policy", "use crate::model::{Role, session::Actor};"),
        ("ui", "use leptos::prelude::*; use crate::model::Plan;"),
        ("api", "use crate::{policy, store::Db};"),
    ];
    for (room, line) in good {
        assert_eq!(offences(room, line, &dependencies), Vec::<String>::new(), "{room}: {line}");
    }
}
