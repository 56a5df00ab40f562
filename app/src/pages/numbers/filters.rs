//! Search and filters of the Numbers page: each is a GET form, so it works without script (N1, T13).

use super::Numbers;
use crate::model::numbers::{DestinationKind, NumberKind, NumbersPage};
use crate::model::numbers_query::{NumberFilterKind, NumbersQuery};
use crate::model::query_string::pairs;
use crate::ui::{Button, ButtonKind, FilterPill, Icon, IconName, Loaded, MenuCheck, MenuHead, Popover, Press};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Form;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// Typing rests this long before it searches.
const REST: Duration = Duration::from_millis(120);

#[component]
pub fn FilterBar() -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let retry = Signal::derive(move || numbers.list_href());
    view! {
        <search class="filterbar" aria-label="Filter the numbers">
            <SearchBox/>
            <Loaded resource=numbers.page retry=retry children=move |page| view! { <Pills page/> }.into_any()/>
        </search>
    }
}

/// The other parts of a query, so that a GET form changes one thing only.
fn hidden_parts(query: &NumbersQuery) -> Vec<AnyView> {
    pairs(&query.to_query()).map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any()).collect()
}

#[component]
fn SearchBox() -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let text = Memo::new(move |_| numbers.live_query().filter.q);
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
            {move || hidden_parts(&numbers.live_query().with_search(""))}
            <div class="affix">
                <Icon name=IconName::Search/>
                <input
                    class="input" type="search" id="number-search" name="q" value=text.get_untracked() prop:value=move || text.get()
                    placeholder="Number, label or name" aria-label="Search by number, label or name" aria-keyshortcuts="/"
                    autocomplete="off" spellcheck="false" maxlength="100" on:input=typed
                />
                <span class="affix__end"><kbd aria-hidden="true">"/"</kbd></span>
            </div>
            <noscript><button class="btn btn--sm" type="submit">"Search"</button></noscript>
        </Form>
    }
}

#[component]
fn Pills(page: NumbersPage) -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let query = numbers.query();
    let pills: Vec<AnyView> = NumberFilterKind::ALL
        .iter()
        .map(|kind| {
            let kind = *kind;
            let value = query.chip(kind, &page.counts);
            let id = format!("filter-{}", kind.slug());
            let clear_href = query.without(kind).href("/numbers");
            let boxes: Vec<AnyView> = choices(kind, &query, &page)
                .into_iter()
                .map(|(value, text, checked)| view! { <MenuCheck name=kind.slug() value=value text=text checked/> }.into_any())
                .collect();
            let rest = hidden_parts(&query.without(kind));
            let clear = clear_href.clone();
            view! {
                <FilterPill label=kind.label() value=value popover=id.clone() clear_href=clear_href/>
                <Popover id=id label=kind.label() sheet=true>
                    <Form method="GET" action="/numbers">
                        {rest}
                        <MenuHead text=format!("{} is any of", kind.label())/>
                        <fieldset class="menu__choices"><legend class="sr-only">{kind.label()}</legend>{boxes}</fieldset>
                        <div class="menu__foot">
                            <Button kind=ButtonKind::Ghost small=true press=Press::Link(clear)>"Clear"</Button>
                            <Button kind=ButtonKind::Primary small=true press=Press::Submit>"Show numbers"</Button>
                        </div>
                    </Form>
                </Popover>
            }
            .into_any()
        })
        .collect();
    let any = query.filter.has_filters() || !query.filter.q.is_empty();
    let clear = any.then(|| {
        let all = query.changed(|f| *f = Default::default()).href("/numbers");
        view! { <Button kind=ButtonKind::Link small=true press=Press::Link(all)>"Clear"</Button> }
    });
    view! { <div class="filterbar__pills">{pills}{clear}</div> }
}

/// Value in the address, words, ticked.
fn choices(kind: NumberFilterKind, query: &NumbersQuery, page: &NumbersPage) -> Vec<(String, String, bool)> {
    let f = &query.filter;
    match kind {
        NumberFilterKind::Destination => {
            DestinationKind::ALL.iter().map(|d| (d.slug().to_owned(), d.label().to_owned(), f.destinations.contains(d))).collect()
        }
        NumberFilterKind::Kind => {
            NumberKind::ALL.iter().map(|k| (k.slug().to_owned(), k.label().to_owned(), f.kinds.contains(k))).collect()
        }
        NumberFilterKind::Group => {
            page.counts.groups.iter().map(|g| (g.id.to_string(), g.name.clone(), f.groups.contains(&g.id))).collect()
        }
        NumberFilterKind::Label => page.counts.labels.iter().map(|l| (l.clone(), l.clone(), f.labels.contains(l))).collect(),
    }
}
