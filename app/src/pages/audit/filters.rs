//! Search and filters (G1): each is a GET form that changes one thing of the address; what is set is a chip with a ×.

use super::PATH;
use crate::ui::page_data::Reading;
use crate::ui::{Choices, Filter, FilterChoice, FilteredList, Filters, Icon, IconName, LinkChoice, QueryFields};
use leptos::prelude::*;
use leptos::suspense::Unsuspend;
use leptos_router::components::Form;
use model::audit::url::{AuditPerson, AuditQuery, When};
use model::audit::{AuditKind, AuditPage};
use model::error::AppError;

const UNDOABLE: &str = "Can be undone";

/// Search and filters of the log, as GET forms (G1, T13). `text`: what is searched for now.
#[component]
pub fn FilterBar(text: Memo<String>, page: Reading<Result<AuditPage, AppError>>) -> impl IntoView {
    let query = move || text.with(|t| AuditQuery::from_query(t));
    let parts = Signal::derive(move || query().at(None).to_query());
    let typed = move || query().q;
    view! {
        <search class="filterbar audit-filters" aria-label="Filter the audit log">
            <Form method="GET" action=PATH attr:class="filterbar__search" attr:role="presentation">
                <QueryFields query=parts except="q" />
                <div class="affix">
                    <Icon name=IconName::Search />
                    <input
                        class="input"
                        type="search"
                        name="q"
                        id="audit-search"
                        value=untrack(typed)
                        prop:value=typed
                        placeholder="Person, number or change"
                        aria-label="Search the audit log"
                        autocomplete="off"
                        maxlength="100"
                    />
                </div>
                <noscript>
                    <button class="btn btn--sm" type="submit">
                        "Search"
                    </button>
                </noscript>
            </Form>
            <Pills text page parts />
        </search>
    }
}

/// The pills, made once when the first answer is there.
#[component]
fn Pills(text: Memo<String>, page: Reading<Result<AuditPage, AppError>>, parts: Signal<String>) -> impl IntoView {
    let (filters, set_filters) = signal(Vec::new());
    let (clear, set_clear) = signal(None);
    let show = move |page: &AuditPage| {
        let query = text.with_untracked(|t| AuditQuery::from_query(t));
        set_filters.set(pills(&query, page));
        set_clear.set(query.is_filtered().then(|| PATH.to_owned()));
    };
    Effect::new(move |_| page.with(|answer| answer.as_ref().and_then(|it| it.as_ref().ok()).map(show)));
    let list = FilteredList { path: PATH, show: "Show entries" };
    let content = Suspend::new(async move {
        page.await.ok().map(|page| {
            show(&page);
            Unsuspend::new(move || view! { <Filters list filters query=parts clear /> })
        })
    });
    view! { <Transition>{content}</Transition> }
}

fn pills(query: &AuditQuery, page: &AuditPage) -> Vec<Filter> {
    let named = |who: &AuditPerson| {
        page.people.iter().find(|p| p.0 == *who).map_or_else(|| "Somebody else".to_owned(), |p| p.1.clone())
    };
    let who: Vec<String> = query.who.iter().map(named).collect();
    let kinds: Vec<String> = query.kinds.iter().map(|k| k.label().to_owned()).collect();
    let choice = |value: String, text: String, checked| FilterChoice { value, text, count: None, checked };
    let people = page.people.iter().map(|(id, name)| choice(id.to_string(), name.clone(), query.who.contains(id)));
    let all_kinds =
        AuditKind::ALL.iter().map(|k| choice(k.slug().to_owned(), k.label().to_owned(), query.kinds.contains(k)));
    let spans = When::ALL.iter().map(|w| LinkChoice {
        href: query.with(|q| q.when = Some(*w)).href(PATH),
        text: w.label(),
        current: query.when == Some(*w),
    });
    let undo = query.with(|q| q.undoable = !q.undoable).href(PATH);
    vec![
        Filter {
            name: "who",
            label: "Who",
            value: listed(&who),
            choices: Choices::AnyOf { find: "Find a person".to_owned(), choices: people.collect() },
            without: query.with(|q| q.who.clear()).href(PATH),
        },
        Filter {
            name: "change",
            label: "Change",
            value: listed(&kinds),
            choices: Choices::AnyOf { find: "Find a kind of change".to_owned(), choices: all_kinds.collect() },
            without: query.with(|q| q.kinds.clear()).href(PATH),
        },
        Filter {
            name: "when",
            label: "When",
            value: query.when.map(|w| w.label().to_owned()),
            choices: Choices::OneOf(spans.collect()),
            without: query.with(|q| q.when = None).href(PATH),
        },
        Filter {
            name: "undoable",
            label: UNDOABLE,
            value: query.undoable.then(|| UNDOABLE.to_owned()),
            choices: Choices::Switch(undo.clone()),
            without: undo,
        },
    ]
}

/// "Team, Roles +2"; none: not set.
fn listed(words: &[String]) -> Option<String> {
    let more = words.len().saturating_sub(2);
    let shown = words.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
    (!words.is_empty()).then(|| if more > 0 { format!("{shown} +{more}") } else { shown })
}
