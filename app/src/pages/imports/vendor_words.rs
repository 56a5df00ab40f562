//! Words of the role, plan and status columns that say nothing here: each is asked about once, whatever the number of its rows.

use crate::pages::imports::columns::FORM;
use crate::ui::browser;
use crate::ui::field::choices;
use crate::ui::words::{counted, isolated};
use crate::ui::{Choice, Icon, IconName, Tag, TagKind};
use leptos::prelude::*;
use model::imports::{Arrival, ImportPage, Word};
use model::{Plan, RoleId};

/// Words of the role, plan and status columns that say nothing here, each asked about once (R4).
pub(super) fn vendor_words(page: &ImportPage) -> Vec<AnyView> {
    let summary = &page.summary;
    let proposed = |words: &str, rest: Vec<Choice>| {
        let mut all = vec![Choice::new("", words.to_owned())];
        all.extend(rest);
        all
    };
    let roles = page.roles.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let plans = Plan::ALL.into_iter().map(|p| Choice::new(p.slug(), p.label())).collect();
    let arrivals = Arrival::ALL.iter().map(|a| Choice::new(a.slug(), a.label())).collect();
    let role = |w: &Word<RoleId>| Asked::new(&w.word, w.rows, w.to.map(|r| r.to_string()));
    let plan = |w: &Word<Plan>| Asked::new(&w.word, w.rows, w.to.map(|p| p.slug().to_owned()));
    let arrival = |w: &Word<Arrival>| Asked::new(&w.word, w.rows, w.to.map(|a| a.slug().to_owned()));
    let tables = [
        (
            "roles",
            "role",
            summary.role_words.iter().map(role).collect(),
            proposed("New people get the plain role", roles),
        ),
        (
            "plans",
            "plan",
            summary.plan_words.iter().map(plan).collect(),
            proposed("New people get the usual plan", plans),
        ),
        (
            "statuses",
            "arrival",
            summary.status_words.iter().map(arrival).collect(),
            proposed("New people are invited", arrivals),
        ),
    ];
    tables.into_iter().filter_map(|(list, field, words, options)| word_table(list, field, words, &options)).collect()
}

/// A word, in how many rows it is, and what it was matched to.
struct Asked {
    word: String,
    rows: u32,
    to: Option<String>,
}

impl Asked {
    fn new(word: &str, rows: u32, to: Option<String>) -> Self {
        Asked { word: word.to_owned(), rows, to }
    }
}

fn word_table(list: &'static str, field: &'static str, words: Vec<Asked>, options: &[Choice]) -> Option<AnyView> {
    if words.is_empty() {
        return None;
    }
    let (title, caption) = match field {
        "role" => ("Match role words", "Words of the role column and the roles they stand for"),
        "plan" => ("Match plan words", "Words of the plan column and the plans they stand for"),
        _ => ("Match status words", "Words of the status column and how people with them arrive"),
    };
    let rows: Vec<AnyView> = words
        .into_iter()
        .enumerate()
        .map(|(i, asked)| {
            let chosen = asked.to.clone().unwrap_or_default();
            let (text, kind) = if asked.to.is_some() { ("Matched", TagKind::Ok) } else { ("To match", TagKind::Busy) };
            let id = format!("{field}-word-{i}");
            let named = format!("form[{list}][{i}]");
            view! {
                <tr>
                    <th scope="row">
                        <label for=id.clone()>{isolated(format!("“{}”", asked.word))}</label>
                    </th>
                    <td class="eg">{counted(u64::from(asked.rows), "row", "rows")}</td>
                    <td class="to">
                        <Icon name=IconName::Arrow />
                    </td>
                    <td class="goes">
                        <input type="hidden" name=format!("{named}[word]") value=asked.word />
                        <select
                            class="select"
                            id=id
                            name=format!("{named}[{field}]")
                            on:change=|_| browser::submit_form(FORM)
                        >
                            {choices(options.to_vec(), &chosen)}
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
        <h3 class="section-h section-h--sub">{title}</h3>
        <table class="mapping">
            <caption class="sr-only">{caption}</caption>
            <tbody>{rows}</tbody>
        </table>
    };
    Some(table.into_any())
}
