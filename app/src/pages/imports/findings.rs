//! What stands under a row of the preview: what changes, and what was found, each with its fix and a field to mend the cell.

use crate::pages::imports::check::Import;
use crate::ui::words::isolated;
use crate::ui::{Activation, Button};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::ImportId;
use model::imports::{CheckRow, Field, FieldChange, Issue, Severity};

/// Nothing for a row of which there is nothing to say. `mend`: the import, where cells can still be mended.
pub(super) fn findings(row: &CheckRow, mend: Option<ImportId>) -> Option<AnyView> {
    if row.changes.is_empty() && row.issues.is_empty() {
        return None;
    }
    let changes: Vec<String> = row.changes.iter().map(change).collect();
    let changes = (!changes.is_empty()).then(|| {
        view! { <p class="finding">{isolated(changes.join(" · "))}</p> }
    });
    let issues: Vec<AnyView> = row.issues.iter().map(|issue| finding(issue, mend)).collect();
    Some(
        view! {
            {changes}
            {issues}
        }
        .into_any(),
    )
}

fn change(of: &FieldChange) -> String {
    match (&of.before, &of.after) {
        (Some(before), Some(after)) => format!("{}: {before} → {after}", of.field),
        (None, Some(after)) => format!("{}: {after}", of.field),
        (_, None) => format!("{}: none", of.field),
    }
}

/// One finding with its fix; a cell that can be mended here has a field of its own.
fn finding(issue: &Issue, mend: Option<ImportId>) -> AnyView {
    let form = mend.zip(issue.field).and_then(|(id, field)| mending(id, issue, field));
    let class = match issue.severity {
        Severity::Error => "finding finding--bad",
        Severity::Warning => "finding finding--warn",
    };
    let at = Some(&issue.column).filter(|column| !column.is_empty());
    let at = at.map(|column| view! { <b>{isolated(format!("{column}: "))}</b> });
    view! {
        <div class=class>
            <span>
                <span class="sr-only">{format!("Line {}, ", issue.line)}</span>
                {at}
                {isolated(format!("{} {}", issue.problem, issue.fix))}
            </span>
            {form}
        </div>
    }
    .into_any()
}

/// None: the field is none with one plain cell.
fn mending(id: ImportId, issue: &Issue, field: Field) -> Option<AnyView> {
    if matches!(field, Field::Groups | Field::DontImport) {
        return None;
    }
    let it = expect_context::<Import>();
    let (line, value) = (issue.line, issue.value.clone());
    let named = format!("{} on line {line}", field.label());
    let press = format!("Use this {named}");
    let form = view! {
        <ActionForm action=it.fix attr:class="mend">
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="line" value=line />
            <input type="hidden" name="field" value=field.key() />
            <input class="input cell-input" name="value" dir="auto" value=value aria-label=named maxlength="200" />
            <Button small=true activation=Activation::Submit label=press>
                "Fix"
            </Button>
        </ActionForm>
    };
    Some(form.into_any())
}
