//! Filters (T5), beside the search: each is a GET form, so it works without script.

use super::Team;
use super::columns::ColumnChooser;
use super::listed::Listed;
use super::search::SearchBox;
use crate::model::team::{InvitationFilter, NumberFilter, StatusFilter, SupervisesFilter, TeamPage, TeamQuery};
use crate::model::team_links::{FilterKind, FilterValue};
use crate::policy::filters;
use crate::ui::words::grouped;
use crate::ui::{Button, ButtonKind, FilterPill, Icon, IconName, Loaded, MenuCheck, MenuHead, Popover, Press};
use leptos::prelude::*;
use leptos_router::components::Form;

#[component]
pub fn FilterBar() -> impl IntoView {
    let team = expect_context::<Team>();
    let retry = Signal::derive(move || team.list_href());
    view! {
        <search class="filterbar" aria-label="Filter the team">
            <SearchBox/>
            <Loaded resource=team.page retry=retry children=move |Listed { page, .. }| view! { <Pills page/> }.into_any()/>
            <div class="filterbar__end"><ColumnChooser/></div>
        </search>
    }
}

/// The other parts of the query, so that a GET form changes one thing only.
pub fn hidden_parts(query: &TeamQuery) -> Vec<AnyView> {
    crate::model::query_string::pairs(&query.to_query())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect()
}

#[component]
fn Pills(page: TeamPage) -> impl IntoView {
    let team = expect_context::<Team>();
    let query = team.query();
    let allowed = crate::pages::use_me().with_untracked(|me| filters(&me.actor.role));
    let chips = query.chips(&page.counts);
    let is_set = |kind: FilterKind| chips.iter().any(|c| c.kind == kind);
    // Set ones first, so that what narrows the list is read first.
    let order = [
        FilterKind::Role,
        FilterKind::Status,
        FilterKind::Group,
        FilterKind::Number,
        FilterKind::Plan,
        FilterKind::Supervises,
        FilterKind::Invitation,
    ];
    let mut kinds: Vec<FilterKind> = order.into_iter().filter(|k| allowed.contains(k)).collect();
    kinds.sort_by_key(|k| !is_set(*k));
    let pills: Vec<AnyView> = kinds
        .into_iter()
        .map(|kind| {
            let value = chips.iter().find(|c| c.kind == kind).map(|c| c.value.clone());
            let id = format!("filter-{}", kind.slug());
            let clear_href = query.without_filter(kind).href("/team");
            let (within, choices) = (query.clone(), choices(kind, &page));
            view! {
                <FilterPill label=kind.label() value=value popover=id.clone() clear_href=clear_href.clone()/>
                <Popover id=id label=kind.label() sheet=true>
                    <Choices kind query=within choices clear_href/>
                </Popover>
            }
            .into_any()
        })
        .collect();
    let clear = (!query.filter.is_empty()).then(|| {
        view! { <Button kind=ButtonKind::Link small=true press=Press::Link(query.without_filters().href("/team"))>"Clear"</Button> }
    });
    view! { <div class="filterbar__pills">{pills}{clear}</div> }
}

/// A choice: its value in the address, its words, how many it would show.
type Choice = (FilterValue, String, Option<u64>);

fn choices(kind: FilterKind, page: &TeamPage) -> Vec<Choice> {
    let counts = &page.counts;
    match kind {
        FilterKind::Role => counts.roles.iter().map(|r| (FilterValue::Role(r.id), r.name.clone(), Some(r.members))).collect(),
        FilterKind::Group => {
            counts.groups.iter().map(|g| (FilterValue::Group(g.group.id), g.group.name.clone(), Some(g.members))).collect()
        }
        FilterKind::Plan => counts.plans.iter().map(|(p, n)| (FilterValue::Plan(*p), p.label().to_owned(), Some(*n))).collect(),
        FilterKind::Status => StatusFilter::ALL
            .iter()
            .map(|s| {
                let n = match s {
                    StatusFilter::Online => Some(counts.online),
                    StatusFilter::Suspended => Some(counts.suspended),
                    _ => None,
                };
                (FilterValue::Status(*s), s.label().to_owned(), n)
            })
            .collect(),
        FilterKind::Number => NumberFilter::ALL
            .iter()
            .map(|n| {
                let count = match n {
                    NumberFilter::NoDirect => Some(counts.no_direct),
                    NumberFilter::HasDirect => Some(counts.all.saturating_sub(counts.no_direct)),
                    NumberFilter::Forwards => None,
                };
                (FilterValue::Number(*n), n.label().to_owned(), count)
            })
            .collect(),
        FilterKind::Supervises => SupervisesFilter::ALL.iter().map(|s| (FilterValue::Supervises(*s), s.label().to_owned(), None)).collect(),
        FilterKind::Invitation => InvitationFilter::ALL.iter().map(|i| (FilterValue::Invitation(*i), i.label().to_owned(), None)).collect(),
    }
}

fn slug(value: FilterValue) -> String {
    match value {
        FilterValue::Role(id) => id.to_string(),
        FilterValue::Group(id) => id.to_string(),
        FilterValue::Status(s) => s.slug().to_owned(),
        FilterValue::Number(n) => n.slug().to_owned(),
        FilterValue::Plan(p) => p.slug().to_owned(),
        FilterValue::Supervises(s) => s.slug().to_owned(),
        FilterValue::Invitation(i) => i.slug().to_owned(),
    }
}

/// Long lists get a box to find a choice in.
const LONG: usize = 10;

#[component]
fn Choices(kind: FilterKind, query: TeamQuery, choices: Vec<Choice>, clear_href: String) -> impl IntoView {
    let (wanted, set_wanted) = signal(String::new());
    let long = choices.len() > LONG;
    let head = if long {
        let label = format!("Find a {}", kind.label().to_lowercase());
        view! {
            <div class="menu__search affix"><Icon name=IconName::Search/>
                <input class="input" type="search" placeholder=label.clone() aria-label=label on:input=move |ev| set_wanted.set(crate::model::search::fold(&event_target_value(&ev)))/>
            </div>
        }
        .into_any()
    } else {
        view! { <MenuHead text=format!("{} is any of", kind.label())/> }.into_any()
    };
    let boxes: Vec<AnyView> = choices
        .into_iter()
        .map(|(value, text, n)| {
            let folded = crate::model::search::fold(&text);
            let hidden = move || !wanted.with(|w| folded.contains(w.as_str()));
            let checked = query.filter.includes(value);
            view! { <div hidden=hidden><MenuCheck name=kind.slug() value=slug(value) text checked count=n.map(grouped)/></div> }.into_any()
        })
        .collect();
    view! {
        <Form method="GET" action="/team">
            {hidden_parts(&query.without_filter(kind))}
            {head}
            <fieldset class="menu__choices"><legend class="sr-only">{kind.label()}</legend>{boxes}</fieldset>
            <div class="menu__foot">
                <Button kind=ButtonKind::Ghost small=true press=Press::Link(clear_href)>"Clear"</Button>
                <Button kind=ButtonKind::Primary small=true press=Press::Submit>"Show members"</Button>
            </div>
        </Form>
    }
}
