//! What a file holds beside people, and numbers that wait to be ported (I1).

use crate::ui::words::{counted, isolated};
use crate::ui::{Notice, NoticeKind};
use leptos::prelude::*;
use model::imports::{FileNote, ToPort};

/// How many notes are shown before the others fold away.
const SHOWN: usize = 3;

/// What was left out or read otherwise, above the columns.
#[component]
pub(super) fn Notes(notes: Vec<FileNote>) -> impl IntoView {
    if notes.is_empty() {
        return ().into_any();
    }
    let item = |note: &FileNote| view! { <li>{isolated(note.to_string())}</li> }.into_any();
    let (first, rest) = notes.split_at(notes.len().min(SHOWN));
    let first: Vec<AnyView> = first.iter().map(item).collect();
    let rest: Vec<AnyView> = rest.iter().map(item).collect();
    let count = u64::try_from(rest.len()).unwrap_or_default();
    view! {
        <section class="import__notes" aria-label="About the file">
            <ul>{first}</ul>
            {(count > 0)
                .then(|| {
                    view! {
                        <details class="fold">
                            <summary>{counted(count, "more note", "more notes")}</summary>
                            <ul>{rest}</ul>
                        </details>
                    }
                })}
        </section>
    }
    .into_any()
}

/// Direct numbers of the file that aren't the account's: nobody is refused for them, and nothing is lost.
#[component]
pub(super) fn ToPortList(numbers: Vec<ToPort>) -> impl IntoView {
    if numbers.is_empty() {
        return ().into_any();
    }
    let count = u64::try_from(numbers.len()).unwrap_or_default();
    let title = format!("{} kept aside as to be ported", counted(count, "direct number is", "direct numbers are"));
    let rows: Vec<AnyView> = numbers
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <span class="num">{one.number}</span>
                    " "
                    <bdi>{one.name}</bdi>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <Notice kind=NoticeKind::Info title=title>
            "They aren’t numbers of this account yet, so these people are imported without them. Assign them once they are ported."
        </Notice>
        <details class="fold fold--under">
            <summary>"Show the numbers"</summary>
            <ul>{rows}</ul>
        </details>
    }
    .into_any()
}
