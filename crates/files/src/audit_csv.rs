//! The audit log as CSV (G1): one row an entry, formulas guarded by `cell::guard` as in every file that goes out.

use crate::imports::cell::guard;
use crate::imports::export::{begin, writer};
use model::audit::words::{after, before, field, of_item, plain};
use model::audit::{AuditRow, UndoState};
use std::io;

const HEAD: [&str; 10] =
    ["Time (UTC)", "Who", "On behalf of", "From", "About", "What", "Subject", "Changes", "Undone", "Action"];

/// Mark and header.
pub fn head() -> io::Result<Vec<u8>> {
    let mut out = begin(Vec::new())?;
    out.write_record(HEAD).map_err(io::Error::from)?;
    out.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

/// Some entries, to be appended to `head`.
pub fn chunk(rows: &[AuditRow]) -> io::Result<Vec<u8>> {
    let mut out = writer(Vec::new());
    for row in rows {
        out.write_record(cells(row).map(|cell| guard(&cell))).map_err(io::Error::from)?;
    }
    out.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

fn cells(row: &AuditRow) -> [String; 10] {
    let undone = match &row.undo {
        UndoState::Undone { by, at } => format!("by {by}, {}", at.iso()),
        _ => String::new(),
    };
    [
        row.at.iso(),
        row.actor_name.clone(),
        row.on_behalf_of.clone().unwrap_or_default(),
        row.address.clone(),
        row.action.kind().label().to_owned(),
        plain(row),
        row.subject.name.clone(),
        changes(row),
        undone,
        row.action.slug().to_owned(),
    ]
}

/// "Role: Agent → Manager; Extension: 118 → 119". Of a change of many, the members.
fn changes(row: &AuditRow) -> String {
    let moved = |name: &str, before: &str, after: &str| {
        let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        format!("{name}: {} → {}", shown(before), shown(after))
    };
    let shown = row.changes.iter().filter(|c| c.field.is_shown());
    let fields = shown.map(|c| moved(&field(&c.field), &before(c), &after(c)));
    let members = row.some.iter().map(|item| {
        let (before, after) = of_item(item);
        moved(&item.name, &before, &after)
    });
    let mut all: Vec<String> = if row.items > 0 { members.collect() } else { fields.collect() };
    if row.items > row.some.len() as u64 {
        all.push(format!("and {} more", row.items - row.some.len() as u64));
    }
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::audit::{About, AuditAction, Change, Field, Subject, Value};
    use model::{AuditId, Instant, MemberId, RoleId};

    #[test]
    fn g1_what_a_spreadsheet_would_compute_goes_out_as_text() {
        let row = AuditRow {
            id: AuditId(1),
            number: model::audit::EntryNumber(1),
            at: Instant(1_709_456_400_000_000),
            actor: None,
            actor_name: "=HYPERLINK(\"x\")".into(),
            photo: None,
            on_behalf_of: None,
            address: String::new(),
            action: AuditAction::EditMember,
            subject: Subject { about: About::Member(MemberId(1)), name: "+15035550131".into() },
            changes: vec![Change::new(Field::Role, Value::role(RoleId(1), "Agent"), Value::Nothing)],
            items: 0,
            some: vec![],
            is_undo: false,
            undo: UndoState::Never,
        };
        let text = String::from_utf8(chunk(&[row]).unwrap()).unwrap();
        assert!(text.starts_with("2024-03-03T09:00:00Z,\"'=HYPERLINK(\"\"x\"\")\","), "{text}");
        assert!(text.contains("'+15035550131,Role: Agent → none,,members.edit\r\n"), "{text}");
    }
}
