//! Which column goes where, and what words of other vendors mean. A change is sent at once; without script by "Check again".

use crate::pages::imports::check::Import;
use crate::pages::imports::vendor_words::vendor_words;
use crate::ui::browser;
use crate::ui::field::choices;
use crate::ui::words::{counted, isolated};
use crate::ui::{Activation, Button, Choice, Icon, IconName, Notice, NoticeKind, Tag, TagKind};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::imports::{ColumnMatch, ColumnState, Field, ImportPage, Lengthening};

pub(super) const FORM: &str = "match";

/// The menu of one column: likely fields first.
fn fields(column: &ColumnMatch) -> Vec<Choice> {
    let likely = column.candidates.iter().copied();
    let rest = Field::ALL.into_iter().filter(|f| !column.candidates.contains(f));
    likely.chain(rest).map(|f| Choice::new(f.key(), f.label())).collect()
}

/// Tag of a column: chosen, open, or left out.
fn state(column: &ColumnMatch, field: Field, open_words: usize) -> (String, TagKind) {
    match (field, column.state) {
        (Field::Role | Field::Plan | Field::Status, _) if open_words > 0 => {
            (format!("{open_words} to match"), TagKind::Busy)
        }
        (Field::DontImport, ColumnState::Ambiguous) => ("Choose one".to_owned(), TagKind::Busy),
        (Field::DontImport, _) => ("Ignored".to_owned(), TagKind::Plain),
        _ => ("Matched".to_owned(), TagKind::Ok),
    }
}

/// Columns that nobody has to look at: left out, and not a question. With a handful of columns none is worth folding.
fn folds(column: &ColumnMatch, field: Field) -> bool {
    field == Field::DontImport && column.state != ColumnState::Ambiguous
}

/// How many ignored columns are shown as they are.
const FEW: usize = 3;

#[component]
pub(super) fn Columns(page: ImportPage) -> impl IntoView {
    let it = expect_context::<Import>();
    let matched = page.mapping.fields.iter().filter(|f| **f != Field::DontImport).count();
    let all = || page.info.columns.iter().zip(&page.mapping.fields);
    let many = all().filter(|(c, f)| folds(c, **f)).count() > FEW;
    let (mut shown, mut folded): (Vec<AnyView>, Vec<AnyView>) = (Vec::new(), Vec::new());
    for (column, field) in all() {
        let row = column_row(column, *field, open_words(&page, *field));
        if many && folds(column, *field) { folded.push(row) } else { shown.push(row) }
    }
    let count = u64::try_from(folded.len()).unwrap_or_default();
    view! {
        <section>
            <h2 class="section-h">
                "Match columns "<span class="muted">{format!("{matched} of {} matched", page.info.columns.len())}</span>
            </h2>
            {(!page.mapping_problems.is_empty())
                .then(|| {
                    view! {
                        <div role="alert">
                            <Notice kind=NoticeKind::Bad title=page.mapping_problems.join(" ") />
                        </div>
                    }
                })}
            <ActionForm action=it.choose attr:id=FORM>
                <input type="hidden" name="form[id]" value=page.id.to_string() />
                {mapping_table("Columns of the file and where they go", true, shown)}
                {(count > 0)
                    .then(|| {
                        view! {
                            <details class="fold fold--columns">
                                <summary>
                                    {counted(count, "column isn’t imported", "columns aren’t imported")}
                                </summary>
                                {mapping_table("Columns that aren’t imported", false, folded)}
                            </details>
                        }
                    })}
                {vendor_words(&page)}
                {page.summary.lengthening.clone().map(lengthening)}
                <div class="import__again">
                    <Button small=true activation=Activation::Submit busy=it.choose.pending()>
                        "Check again"
                    </Button>
                </div>
            </ActionForm>
        </section>
    }
}

/// Words of this column that wait to be matched.
fn open_words(page: &ImportPage, field: Field) -> usize {
    let summary = &page.summary;
    match field {
        Field::Role => summary.role_words.iter().filter(|w| w.to.is_none()).count(),
        Field::Plan => summary.plan_words.iter().filter(|w| w.to.is_none()).count(),
        Field::Status => summary.status_words.iter().filter(|w| w.to.is_none()).count(),
        _ => 0,
    }
}

/// The rows of columns under a head; the folded ones have the head above.
fn mapping_table(caption: &'static str, head: bool, rows: Vec<AnyView>) -> impl IntoView {
    view! {
        <table class="mapping">
            <caption class="sr-only">{caption}</caption>
            <thead class:sr-only=!head>
                <tr>
                    <th scope="col">"Your column"</th>
                    <th scope="col" class="eg">
                        "First value"
                    </th>
                    <td class="to"></td>
                    <th scope="col" class="goes">
                        "Goes to"
                    </th>
                    <th scope="col" class="st">
                        "State"
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn column_row(column: &ColumnMatch, field: Field, open: usize) -> AnyView {
    let (words, kind) = state(column, field, open);
    let label = isolated(format!("Teamline field for {}", column.header));
    view! {
        <tr>
            <th scope="row">
                <bdi>{column.header.clone()}</bdi>
                {column.note.clone().map(|note| view! { <small class="mapping__note">{isolated(note)}</small> })}
            </th>
            <td class="eg">
                <bdi>{column.sample.clone()}</bdi>
            </td>
            <td class="to">
                <Icon name=IconName::Arrow />
            </td>
            <td class="goes">
                <select
                    class="select"
                    name=format!("form[columns][{}]", column.index)
                    aria-label=label
                    on:change=|_| browser::submit_form(FORM)
                >
                    {choices(fields(column), field.key())}
                </select>
            </td>
            <td class="st">
                <Tag text=words kind />
            </td>
        </tr>
    }
    .into_any()
}

/// The offer to give the account's extensions the length that the file's have (M11).
fn lengthening(longer: Lengthening) -> AnyView {
    let rows = counted(u64::from(longer.rows), "extension of the file has", "extensions of the file have");
    let title = format!("{rows} {} digits", longer.digits);
    let words = format!("Use extensions of {} digits in this account from now on", longer.digits);
    let about = "Extensions that people and groups have stay as they are. It changes with this import.";
    view! {
        <div class="import__length">
            <Notice kind=NoticeKind::Info title=title>
                {match longer.because {
                    Some(because) => because.into_any(),
                    None => {
                        view! {
                            <label class="import__whole">
                                <input
                                    class="check"
                                    type="checkbox"
                                    name="form[digits]"
                                    value=longer.digits.to_string()
                                    checked=longer.chosen
                                    on:change=|_| browser::submit_form(FORM)
                                />
                                {words}
                            </label>
                            <small class="muted">{about}</small>
                        }
                            .into_any()
                    }
                }}
            </Notice>
        </div>
    }
    .into_any()
}
