//! Entries under the days they happened on.

use crate::pages::audit::entry::entry;
use crate::pages::use_zone;
use leptos::prelude::*;
use model::Instant;
use model::audit::AuditRow;

/// Entries, the newest first. `undo`: whether each says how it is undone.
pub fn entries(rows: Vec<AuditRow>, now: Instant, undo: bool) -> AnyView {
    let zone = use_zone();
    let mut days: Vec<(String, Vec<AnyView>)> = Vec::new();
    for row in rows {
        let day = row.at.day(now, &zone);
        let line = entry(&row, &zone, now, undo);
        match days.last_mut() {
            Some((last, lines)) if *last == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    let days: Vec<AnyView> = days
        .into_iter()
        .map(|(day, lines)| {
            view! {
                <h2>{day}</h2>
                <ol>{lines}</ol>
            }
            .into_any()
        })
        .collect();
    view! { {days} }.into_any()
}
