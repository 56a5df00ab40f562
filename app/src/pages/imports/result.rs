//! What came of an import, with the way to those whom it concerns.

use crate::model::imports::ImportOutcome;
use crate::pages::use_offset;
use crate::ui::words::counted;
use crate::ui::{Notice, NoticeKind};
use leptos::prelude::*;

/// "28 members were invited and 3 changed." and what was left.
fn words(outcome: &ImportOutcome) -> (String, String) {
    let mut done = Vec::new();
    if outcome.created > 0 {
        done.push(counted(outcome.created, "member added", "members added"));
    }
    if outcome.updated > 0 {
        done.push(counted(outcome.updated, "member changed", "members changed"));
    }
    let mut left = Vec::new();
    if outcome.skipped > 0 {
        left.push(format!("{} already as in the file.", counted(outcome.skipped, "row was", "rows were")));
    }
    if outcome.refused > 0 {
        left.push(format!("{} not imported: see below.", counted(outcome.refused, "row was", "rows were")));
    }
    (if done.is_empty() { "Nothing had to change".to_owned() } else { done.join(", ") }, left.join(" "))
}

#[component]
pub(super) fn Outcome(outcome: ImportOutcome) -> impl IntoView {
    let (title, left) = words(&outcome);
    let when = outcome.at.date(use_offset());
    view! {
        <div role="status">
            <Notice kind=NoticeKind::Info title=title>
                {(!left.is_empty()).then(|| format!("{left} "))}
                {format!("Imported by {}, {when}. ", outcome.by)}
                <a href="/team">"Go to the team"</a>
            </Notice>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;

    #[test]
    fn i1_the_result_counts_who_was_added_changed_left_and_refused() {
        let outcome = ImportOutcome { created: 28, updated: 1, skipped: 3, refused: 2, by: "Marisol Vega".into(), at: Instant(0) };
        let (title, left) = words(&outcome);
        assert_eq!(title, "28 members added, 1 member changed");
        assert_eq!(left, "3 rows were already as in the file. 2 rows were not imported: see below.");
        let none = ImportOutcome { created: 0, updated: 0, refused: 0, skipped: 5, ..outcome };
        assert_eq!(words(&none).0, "Nothing had to change");
    }
}
