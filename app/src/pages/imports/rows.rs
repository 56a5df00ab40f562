//! The preview: what each row will do, a hundred at a time, all of them or only those with a problem.

use crate::pages::imports::check::{Import, preview_href};
use crate::ui::data_table::Pager;
use crate::ui::words::{counted, grouped};
use crate::ui::{Activation, Button, Empty, IconName, Tag, TagKind};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::bulk::RowOutcome;
use model::imports::{CheckRow, ExtensionFrom, Field, ImportPage, ImportPhase, Issue, PREVIEW_ROWS, Severity};

/// Whether a field can be mended here: those with one plain cell.
fn mendable(field: Field) -> bool {
    !matches!(field, Field::Groups | Field::DontImport)
}

/// "28 ready, 2 errors, 1 warning".
fn sums(page: &ImportPage) -> String {
    let s = &page.summary;
    let refused = s.plan.refused_members();
    let applied = page.progress.phase == ImportPhase::Applied;
    let mut parts = vec![match applied {
        true => format!("{} imported", grouped(s.plan.change)),
        false => format!("{} ready", grouped(s.plan.change)),
    }];
    let mut more = |n: u64, words: String| {
        if n > 0 {
            parts.push(words);
        }
    };
    more(s.plan.already, format!("{} already so", grouped(s.plan.already)));
    let errors =
        if applied { format!("{} not imported", grouped(refused)) } else { counted(refused, "error", "errors") };
    more(refused, errors);
    more(s.warning, counted(s.warning, "warning", "warnings"));
    parts.join(", ")
}

#[component]
pub(super) fn Rows(page: ImportPage) -> impl IntoView {
    let id = page.id;
    let applied = page.progress.phase == ImportPhase::Applied;
    let title = if applied { "Rows " } else { "Check rows " };
    let only = page.only_problems;
    let number = page.first / PREVIEW_ROWS + 1;
    let last = (page.first + PREVIEW_ROWS).min(page.of);
    let previous = (number > 1).then(|| preview_href(id, only, number - 1));
    let next = (last < page.of).then(|| preview_href(id, only, number + 1));
    let side = |wanted: bool, words: &'static str| {
        view! {
            <a href=preview_href(id, wanted, 1) aria-current=(wanted == only).then_some("true")>
                {words}
            </a>
        }
    };
    let none = page.rows.is_empty();
    let settled = page.progress.phase != ImportPhase::Checking;
    let (first, total) = (page.first + u64::from(page.of > 0), page.of);
    view! {
        <section>
            <h2 class="section-h">
                {title}<span class="muted">{sums(&page)}</span> <nav class="rowsview" aria-label="Rows shown">
                    {side(false, "All")}
                    {side(true, "Only problems")}
                </nav>
            </h2>
            {match (none && settled, only) {
                (true, true) => {
                    view! { <Empty icon=IconName::Check title="No problems" text="Every row is fine." /> }.into_any()
                }
                (true, false) => ().into_any(),
                _ => view! { <Table page=page.clone() /> }.into_any(),
            }}
            {(total > PREVIEW_ROWS).then(|| view! { <Pager first last total previous next /> })}
        </section>
    }
}

#[component]
fn Table(page: ImportPage) -> impl IntoView {
    let asking = matches!(page.progress.phase, ImportPhase::Ready | ImportPhase::Checking);
    let id = page.id.to_string();
    let applied = page.progress.phase == ImportPhase::Applied;
    let rows: Vec<AnyView> =
        page.rows.into_iter().flat_map(|row| lines(row, asking.then_some(id.as_str()), applied)).collect();
    view! {
        <div class="preview-wrap" role="region" aria-label="Preview" tabindex="0">
            <table class="table preview">
                <caption class="sr-only">"What each row will do"</caption>
                <thead>
                    <tr>
                        <th scope="col" class="ln">
                            "Row"
                        </th>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Email"</th>
                        <th scope="col">"Ext."</th>
                        <th scope="col">"Direct number"</th>
                        <th scope="col">"Forwards to"</th>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Plan"</th>
                        <th scope="col">"Check"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn tag(row: &CheckRow, applied: bool) -> (&'static str, TagKind) {
    match row.outcome {
        RowOutcome::Refused if applied => ("Not imported", TagKind::Bad),
        RowOutcome::Changes if applied => match (row.new, row.suspended) {
            (true, true) => ("Suspended", TagKind::Plain),
            (true, false) => ("Invited", TagKind::Ok),
            (false, _) => ("Changed", TagKind::Ok),
        },
        RowOutcome::Refused => ("Error", TagKind::Bad),
        _ if row.troubled() => ("Warning", TagKind::Busy),
        RowOutcome::Changes if row.new => ("Ready", TagKind::Ok),
        RowOutcome::Changes => ("Changes", TagKind::Ok),
        RowOutcome::Stays => ("Nothing changes", TagKind::Plain),
    }
}

/// A cell, underlined where something is wrong with it.
fn cell(words: String, bad: bool) -> AnyView {
    match (words.is_empty(), bad) {
        (true, _) => "—".into_any(),
        (false, true) => view! { <span class="bad">{words}</span> }.into_any(),
        (false, false) => words.into_any(),
    }
}

/// The row and, under it, its findings and what changes. `id`: the import, where cells can still be mended.
fn lines(row: CheckRow, id: Option<&str>, applied: bool) -> Vec<AnyView> {
    let class = match (row.outcome, row.troubled()) {
        (RowOutcome::Refused, _) => "has-error",
        (_, true) => "has-warn",
        _ => "",
    };
    let (words, kind) = tag(&row, applied);
    let bad = |fields: &[Field]| row.bad.iter().any(|b| fields.contains(b));
    let split = row.split_from.clone().map(|typed| {
        view! {
            <small class="muted" title="Split from one column">
                {format!(" from “{typed}”")}
            </small>
        }
    });
    let to_port = row.to_port.then(|| view! { <small class="muted">" to be ported"</small> });
    let arrives = (row.suspended && !applied).then(|| view! { <small class="muted">" arrives suspended"</small> });
    let line = row.line;
    let mut all = vec![
        view! {
            <tr class=class>
                <th scope="row" class="ln num">{line}</th>
                <td>{cell(row.name.clone(), bad(&[Field::FirstName, Field::LastName, Field::FullName]))}{split}</td>
                <td>{cell(row.sign_in.clone(), bad(&[Field::Email, Field::Username]))}</td>
                <td>{cell(row.extension.clone(), bad(&[Field::Extension]))}{from(&row)}</td>
                <td>{cell(row.direct.clone(), bad(&[Field::DirectNumber]))}{to_port}</td>
                <td>{cell(row.forwards.join(", "), bad(&Field::FORWARDING))}</td>
                <td>{cell(row.role.clone(), bad(&[Field::Role]))}</td>
                <td>{cell(row.plan.clone(), bad(&[Field::Plan]))}</td>
                <td><Tag text=words kind/>{arrives}</td>
            </tr>
        }
        .into_any(),
    ];
    let changes: Vec<String> = row
        .changes
        .iter()
        .map(|c| match (&c.before, &c.after) {
            (Some(before), Some(after)) => format!("{}: {before} → {after}", c.field),
            (None, Some(after)) => format!("{}: {after}", c.field),
            (_, None) => format!("{}: none", c.field),
        })
        .collect();
    if !changes.is_empty() {
        all.push(
            view! {
                <tr class="why why--plain">
                    <td></td>
                    <td colspan="8" class="muted">
                        {changes.join(" · ")}
                    </td>
                </tr>
            }
            .into_any(),
        );
    }
    all.extend(row.issues.into_iter().map(|issue| said(issue, class, id)));
    all
}

/// Whose choice the extension was, where the file or the account made it.
fn from(row: &CheckRow) -> Option<AnyView> {
    let words = match (row.outcome, row.extension_from) {
        (RowOutcome::Refused, _) | (_, ExtensionFrom::Kept) => return None,
        (_, ExtensionFrom::File) => " of the file",
        (_, ExtensionFrom::Assigned) => " assigned",
    };
    Some(view! { <small class="muted">{words}</small> }.into_any())
}

/// One finding with its fix; a cell that can be mended here has a field of its own.
fn said(issue: Issue, class: &'static str, id: Option<&str>) -> AnyView {
    let field = issue.field.filter(|f| mendable(*f));
    let mend = id.zip(field);
    let form = mend.map(|(id, field)| {
        let it = expect_context::<Import>();
        let (id, line, value) = (id.to_owned(), issue.line, issue.value.clone());
        let (named, press) =
            (format!("{} on line {line}", field.label()), format!("Use this {} on line {line}", field.label()));
        view! {
            <ActionForm action=it.fix attr:class="mend">
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="line" value=line />
                <input type="hidden" name="field" value=field.key() />
                <input class="input cell-input" name="value" value=value aria-label=named maxlength="200" />
                <Button small=true activation=Activation::Submit label=press>
                    "Fix"
                </Button>
            </ActionForm>
        }
    });
    let tone = if issue.severity == Severity::Error { "" } else { "warn" };
    let at = Some(issue.column).filter(|column| !column.is_empty()).map(|column| format!("{column}: "));
    let line = format!("Line {}, ", issue.line);
    view! {
        <tr class=format!("why {class}")>
            <td></td>
            <td colspan="8" class=tone>
                <span class="sr-only">{line}</span>
                {at.map(|at| view! { <b>{at}</b> })}
                {format!("{} {}", issue.problem, issue.fix)}
                {form}
            </td>
        </tr>
    }
    .into_any()
}
