//! Which column goes where, and what words of the role column mean. A change is sent at once; without script by "Check again".

use crate::pages::imports::check::Import;
use crate::ui::browser;
use crate::ui::field::choices;
use crate::ui::{Activation, Button, Choice, Icon, IconName, Notice, NoticeKind, Tag, TagKind};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::imports::{ColumnMatch, ColumnState, Field, ImportPage};

const FORM: &str = "match";

/// The menu of one column: likely fields first.
fn fields(column: &ColumnMatch) -> Vec<Choice> {
    let likely = column.candidates.iter().copied();
    let rest = Field::ALL.into_iter().filter(|f| !column.candidates.contains(f));
    likely.chain(rest).map(|f| Choice::new(f.key(), f.label())).collect()
}

/// Tag of a column: chosen, open, or left out.
fn state(column: &ColumnMatch, field: Field, open_words: usize) -> (String, TagKind) {
    match (field, column.state) {
        (Field::Role, _) if open_words > 0 => (format!("{open_words} to match"), TagKind::Busy),
        (Field::DontImport, ColumnState::Ambiguous) => ("Choose one".to_owned(), TagKind::Busy),
        (Field::DontImport, _) => ("Ignored".to_owned(), TagKind::Plain),
        _ => ("Matched".to_owned(), TagKind::Ok),
    }
}

#[component]
pub(super) fn Columns(page: ImportPage) -> impl IntoView {
    let it = expect_context::<Import>();
    let matched = page.mapping.fields.iter().filter(|f| **f != Field::DontImport).count();
    let open = page.summary.role_words.iter().filter(|w| w.role.is_none()).count();
    let rows: Vec<AnyView> = page
        .info
        .columns
        .iter()
        .zip(&page.mapping.fields)
        .map(|(column, field)| {
            let (words, kind) = state(column, *field, open);
            let label = format!("Teamline field for {}", column.header);
            view! {
                <tr>
                    <th scope="row">
                        {column.header.clone()}
                        {column.note.clone().map(|note| view! { <small class="mapping__note">{note}</small> })}
                    </th>
                    <td class="eg">{column.sample.clone()}</td>
                    <td class="to">
                        <Icon name=IconName::Arrow />
                    </td>
                    <td>
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
        })
        .collect();
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
                <table class="mapping">
                    <caption class="sr-only">"Columns of the file and where they go"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Your column"</th>
                            <th scope="col" class="eg">
                                "First value"
                            </th>
                            <th class="to">
                                <span class="sr-only">"Goes to"</span>
                            </th>
                            <th scope="col">"Goes to"</th>
                            <th scope="col" class="st">
                                "State"
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {role_words(&page)}
                <div class="import__again">
                    <Button small=true activation=Activation::Submit busy=it.choose.pending()>
                        "Check again"
                    </Button>
                </div>
            </ActionForm>
        </section>
    }
}

/// Words that are no role, each with the roles this person may give (R4).
fn role_words(page: &ImportPage) -> Option<AnyView> {
    if page.summary.role_words.is_empty() {
        return None;
    }
    let mut options = vec![Choice::new("", "As proposed")];
    options.extend(page.roles.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
    let rows: Vec<AnyView> = page
        .summary
        .role_words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            let chosen = word.role.map(|r| r.to_string()).unwrap_or_default();
            let (text, kind) = if word.role.is_some() { ("Matched", TagKind::Ok) } else { ("To match", TagKind::Busy) };
            let id = format!("role-word-{i}");
            view! {
                <tr>
                    <th scope="row">
                        <label for=id.clone()>{format!("“{}”", word.word)}</label>
                    </th>
                    <td class="eg">{crate::ui::words::counted(u64::from(word.rows), "row", "rows")}</td>
                    <td class="to">
                        <Icon name=IconName::Arrow />
                    </td>
                    <td>
                        <input type="hidden" name=format!("form[roles][{i}][word]") value=word.word.clone() />
                        <select
                            class="select"
                            id=id
                            name=format!("form[roles][{i}][role]")
                            on:change=|_| browser::submit_form(FORM)
                        >
                            {choices(options.clone(), &chosen)}
                        </select>
                    </td>
                    <td class="st">
                        <Tag text kind />
                    </td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let table = view! {
        <h3 class="section-h section-h--sub">"Match role words"</h3>
        <table class="mapping">
            <caption class="sr-only">"Words of the role column and the roles they stand for"</caption>
            <tbody>{rows}</tbody>
        </table>
    };
    Some(table.into_any())
}
