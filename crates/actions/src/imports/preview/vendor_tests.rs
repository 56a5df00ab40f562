//! Files of other vendors as people really have them, each row's plan compared whole (I1): fixtures of `files`, made up by the
//! columns that the vendors document.

use crate::imports::preview::tests::known;
use crate::imports::preview::*;
use files::imports::read;
use model::RoleKind;
use model::imports::{ExtensionFrom, MemberFile, Severity};

fn file(name: &str) -> MemberFile {
    let path = format!("{}/../files/tests/fixtures/imports/{name}", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).expect("fixture")).expect("a member file")
}

/// A row in words: line, what becomes of it, who, extension with its origin, numbers, role, plan, then what is said of it.
fn row(checked: &CheckedRow) -> String {
    let row = &checked.shown;
    let outcome = match (row.outcome, row.new, row.suspended) {
        (RowOutcome::Refused, ..) => "refused",
        (RowOutcome::Stays, ..) => "stays",
        (_, false, _) => "changes",
        (_, _, true) => "suspended",
        _ => "invited",
    };
    let from = match row.extension_from {
        ExtensionFrom::Assigned => " assigned",
        ExtensionFrom::File | ExtensionFrom::Kept => "",
    };
    let port = if row.to_port { " to port" } else { "" };
    let mobile = match &checked.change {
        Some(RowChange::Create(c)) => c.mobile.as_ref().map(|m| m.e164().to_owned()).unwrap_or_default(),
        _ => String::new(),
    };
    let said = row.issues.iter().map(|i| {
        let mark = if i.severity == Severity::Error { "!" } else { "?" };
        format!("\n  {mark} {}: {} {}", i.column, i.problem, i.fix)
    });
    let said: String = said.collect();
    format!(
        "{} {outcome} | {} | {} | {}{from} | {}{port} | {} | {mobile} | {} | {}{said}",
        row.line,
        row.name,
        row.sign_in,
        row.extension,
        row.direct,
        row.forwards.join(", "),
        row.role,
        row.plan
    )
}

/// The whole file: vendor, notes, words that are asked about, and each row.
fn told(name: &str) -> String {
    let file = file(name);
    let plan = plan(&file, &Choices::default(), &known(RoleKind::Administrator));
    let mut out = vec![format!("{} {}", file.info.source.name().unwrap_or("Nobody"), file.info.encoding)];
    out.extend(file.info.notes.iter().map(|note| format!("* {note}")));
    let summary = &plan.summary;
    out.extend(summary.role_words.iter().map(|w| format!("role word {} in {}", w.word, w.rows)));
    out.extend(summary.plan_words.iter().map(|w| format!("plan word {} in {}", w.word, w.rows)));
    out.extend(summary.status_words.iter().map(|w| format!("status word {} in {}", w.word, w.rows)));
    out.extend(summary.lengthening.iter().map(|l| format!("{} rows have {} digits", l.rows, l.digits)));
    out.extend(plan.rows.iter().map(row));
    out.join("\n")
}

/// `UPDATE_GOLDEN=1` writes the file anew; its difference is to be read line by line.
#[test]
fn i1_files_of_other_vendors_are_planned_row_by_row_as_written_down() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../files/tests/fixtures/imports");
    let entries = std::fs::read_dir(folder).expect("fixtures").filter_map(Result::ok);
    let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).collect();
    names.retain(|name| name.ends_with(".csv"));
    names.sort();
    let told: String = names.iter().map(|name| format!("=== {name}\n{}\n\n", told(name))).collect();
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/imports.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(golden, &told).expect("written");
    }
    let want = std::fs::read_to_string(golden).expect("golden/imports.txt");
    for (line, (want, told)) in (1..).zip(want.lines().zip(told.lines())) {
        assert_eq!(told, want, "line {line} of golden/imports.txt");
    }
    assert_eq!(told.lines().count(), want.lines().count());
}
