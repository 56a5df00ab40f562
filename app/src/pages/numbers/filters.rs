//! Search and filters of the Numbers page: each is a GET form, so it works without script (N1, T13).

use super::Numbers;
use crate::ui::data_table::{ListLoaded, use_search_field};
use crate::ui::{Choices, Filter, FilterChoice, FilteredList, Filters, Icon, IconName, QueryFields};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Form;
use leptos_router::hooks::use_navigate;
use model::numbers::query::{NumberFilterKind, NumbersQuery};
use model::numbers::{DestinationKind, NumberKind, NumbersPage};
use std::time::Duration;

/// Typing rests this long before it searches.
const REST: Duration = Duration::from_millis(120);

/// The bar above the table.
#[component]
pub fn FilterBar() -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let filters = Memo::new(move |_| numbers.list.page().map(|it| pills(&it.query, &it.page)).unwrap_or_default());
    let clear = numbers.list.part(|it| {
        let any = it.query.filter.has_filters() || !it.query.filter.q.is_empty();
        any.then(|| it.query.changed(|f| *f = Default::default()).href("/numbers"))
    });
    let clear = Signal::derive(move || clear.get().flatten());
    let query = query_text(numbers);
    let list = FilteredList { path: "/numbers", show: "Show numbers" };
    view! {
        <search class="filterbar" aria-label="Filter the numbers">
            <SearchBox />
            <ListLoaded list=numbers.list children=move || view! { <Filters list filters query clear /> }.into_any() />
        </search>
    }
}

/// The query of the address without its page, for forms that change one thing of it.
fn query_text(numbers: Numbers) -> Signal<String> {
    Signal::derive(move || NumbersQuery { cursor: None, ..numbers.live_query() }.to_query())
}

#[component]
fn SearchBox() -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let text = Memo::new(move |_| numbers.live_query().filter.q);
    let field = use_search_field();
    let navigate = use_navigate();
    let search = Callback::new(move |typed: String| {
        let query = numbers.query();
        if query.filter.q != typed.trim() {
            let options = NavigateOptions { replace: !query.filter.q.is_empty(), scroll: false, ..Default::default() };
            navigate(&query.with_search(&typed).href("/numbers"), options);
        }
    });
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |ev| {
        let typed = event_target_value(&ev);
        if let Some(earlier) = waiting.get_value() {
            earlier.clear();
        }
        waiting.set_value(set_timeout_with_handle(move || search.run(typed), REST).ok());
    };
    view! {
        <Form method="GET" action="/numbers" attr:class="filterbar__search" attr:role="presentation">
            <QueryFields query=query_text(numbers) except="q" />
            <div class="affix">
                <Icon name=IconName::Search />
                <input
                    class="input"
                    type="search"
                    id="number-search"
                    name="q"
                    value=text.get_untracked()
                    node_ref=field
                    prop:value=move || text.get()
                    placeholder="Number, label or name"
                    aria-label="Search by number, label or name"
                    aria-keyshortcuts="/"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="100"
                    on:input=typed
                />
                <span class="affix__end">
                    <kbd aria-hidden="true">"/"</kbd>
                </span>
            </div>
            <noscript>
                <button class="btn btn--sm" type="submit">
                    "Search"
                </button>
            </noscript>
        </Form>
    }
}

fn pills(query: &NumbersQuery, page: &NumbersPage) -> Vec<Filter> {
    let filter = |kind: &NumberFilterKind| Filter {
        name: kind.slug(),
        label: kind.label(),
        value: query.chip(*kind, &page.counts),
        choices: Choices::AnyOf {
            find: format!("Find a {}", kind.label().to_lowercase()),
            choices: choices(*kind, query, page),
        },
        without: query.without(*kind).href("/numbers"),
    };
    NumberFilterKind::ALL.iter().map(filter).collect()
}

fn choices(kind: NumberFilterKind, query: &NumbersQuery, page: &NumbersPage) -> Vec<FilterChoice> {
    let f = &query.filter;
    // Value in the address, words, ticked.
    let choices: Vec<(String, String, bool)> = match kind {
        NumberFilterKind::Destination => DestinationKind::ALL
            .iter()
            .map(|d| (d.slug().to_owned(), d.label().to_owned(), f.destinations.contains(d)))
            .collect(),
        NumberFilterKind::Kind => {
            NumberKind::ALL.iter().map(|k| (k.slug().to_owned(), k.label().to_owned(), f.kinds.contains(k))).collect()
        }
        NumberFilterKind::Group => {
            page.counts.groups.iter().map(|g| (g.id.to_string(), g.name.clone(), f.groups.contains(&g.id))).collect()
        }
        NumberFilterKind::Label => {
            page.counts.labels.iter().map(|l| (l.clone(), l.clone(), f.labels.contains(l))).collect()
        }
    };
    choices.into_iter().map(|(value, text, checked)| FilterChoice { value, text, count: None, checked }).collect()
}
