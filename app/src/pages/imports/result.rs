//! What came of an import, with the way to those whom it concerns and the way back (K6).

use crate::pages::bulk::offer_undo;
use crate::pages::imports::check::Import;
use crate::pages::{use_me, use_zone};
use crate::ui::words::{counted, isolated};
use crate::ui::{Activation, Button, IconName, Notice, NoticeKind, use_toasts};
use leptos::prelude::*;
use model::bulk::BulkOutcome;
use model::imports::{ImportOutcome, ImportPage};
use policy::{Action, Target, check};

/// What was left: "3 rows were already as in the file."
fn left(done: &BulkOutcome) -> String {
    let mut left = Vec::new();
    if done.already > 0 {
        left.push(format!("{} already as in the file.", counted(done.already, "row was", "rows were")));
    }
    if done.refused > 0 {
        left.push(format!("{} not imported: see below.", counted(done.refused, "row was", "rows were")));
    }
    left.join(" ")
}

/// "26 members invited, 2 added suspended, 1 member changed": nobody who was added is active yet (M3, M16).
fn title(done: &BulkOutcome, suspended: u64) -> String {
    let invited = done.new.saturating_sub(suspended);
    let mut parts = Vec::new();
    if invited > 0 {
        parts.push(format!("{} invited", counted(invited, "member", "members")));
    }
    if suspended > 0 {
        parts.push(format!("{} added suspended", counted(suspended, "member", "members")));
    }
    if done.changed > done.new {
        parts.push(format!("{} changed", counted(done.changed - done.new, "member", "members")));
    }
    if parts.is_empty() { "Nothing had to change".to_owned() } else { parts.join(", ") }
}

#[component]
pub(super) fn Outcome(page: ImportPage, outcome: ImportOutcome) -> impl IntoView {
    let ImportOutcome { done, by, at } = outcome;
    let (title, left, when) = (title(&done, page.summary.suspended), left(&done), at.date(&use_zone()));
    let it = expect_context::<Import>();
    let (toasts, told) = (use_toasts(), done.clone());
    // Only whoever saw it being imported here gets a toast; how many there were the page itself says, to all.
    Effect::new(move |_| {
        if it.seen_applying.try_update_value(std::mem::take).unwrap_or_default() && told.reversible {
            offer_undo(toasts, format!("{} is imported", told.to), told.entry, move || it.page.refetch());
        }
    });
    let may = use_me().with_untracked(|me| check(&me.actor, Action::Undo, Target::Audit(done.entry)).is_ok());
    let undo = (done.reversible && may && page.undone_by.is_none()).then(|| {
        let activation = Activation::Link(format!("/audit/{}/undo", done.entry));
        view! {
            <Button small=true icon=IconName::Undo activation label="Undo this import">
                "Undo"
            </Button>
        }
    });
    let undone = page.undone_by.map(|by| isolated(format!("Undone by {by}. ")));
    view! {
        <div role="status">
            <Notice kind=NoticeKind::Info title=title>
                {(!left.is_empty()).then(|| format!("{left} "))}
                {isolated(format!("Imported by {by}, {when}. "))}
                {undone}
                <a href="/team">"Go to the team"</a>
                {undo
                    .map(|undo| {
                        view! {
                            " "
                            {undo}
                        }
                    })}
            </Notice>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::AuditId;
    use model::bulk::BulkKind;

    #[test]
    fn i1_the_result_counts_who_was_added_changed_left_and_refused() {
        let done = BulkOutcome {
            kind: BulkKind::Import,
            to: "boise.csv".into(),
            changed: 29,
            already: 3,
            refused: 2,
            entry: AuditId(1),
            reversible: true,
            undo: false,
            single: false,
            new: 28,
        };
        assert_eq!(title(&done, 0), "28 members invited, 1 member changed");
        assert_eq!(title(&done, 2), "26 members invited, 2 members added suspended, 1 member changed");
        assert_eq!(left(&done), "3 rows were already as in the file. 2 rows were not imported: see below.");
        let none = BulkOutcome { changed: 0, new: 0, refused: 0, ..done };
        assert_eq!(title(&none, 0), "Nothing had to change");
    }
}
