//! Filters (T5), beside the search: each is a GET form, so it works without script.

use super::Team;
use crate::pages::team::columns::ColumnChooser;
use crate::pages::team::listed::Listed;
use crate::pages::team::search::SearchBox;
use crate::ui::{Choices, Filter, FilterChoice, FilteredList, Filters, Loaded};
use leptos::prelude::*;
use model::team::links::{FilterKind, FilterValue};
use model::team::{InvitationFilter, NumberFilter, StatusFilter, SupervisesFilter, TeamPage, TeamQuery};
use policy::filters;

#[component]
pub fn FilterBar() -> impl IntoView {
    let team = expect_context::<Team>();
    let retry = Signal::derive(move || team.list_href());
    let bar = Filters::new(FilteredList { path: "/team", show: "Show members" }, move || team.page.refetch());
    let shown = move |Listed { page, .. }: Listed| {
        let query = team.query();
        let clear = (!query.filter.is_empty()).then(|| query.without_filters().href("/team"));
        bar.view(pills(team, &page), clear)
    };
    view! {
        <search class="filterbar" aria-label="Filter the team">
            <SearchBox/>
            <Loaded resource=team.page retry=retry children=shown/>
            <div class="filterbar__end"><ColumnChooser/></div>
        </search>
    }
}

/// The other parts of the query, so that a GET form changes one thing only.
pub fn hidden_parts(query: &TeamQuery) -> Vec<AnyView> {
    model::query_string::pairs(&query.to_query())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect()
}

/// The filters this member may use, with what is set.
fn pills(team: Team, page: &TeamPage) -> Vec<Filter> {
    let query = team.query();
    let allowed = crate::pages::use_me().with_untracked(|me| filters(&me.actor.role));
    let chips = query.chips(&page.counts);
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
    let filter = |kind: FilterKind| Filter {
        name: kind.slug(),
        label: kind.label(),
        value: chips.iter().find(|c| c.kind == kind).map(|c| c.value.clone()),
        choices: Choices::AnyOf {
            find: format!("Find a {}", kind.label().to_lowercase()),
            choices: choices(kind, page, &query),
        },
        without: query.without_filter(kind).href("/team"),
    };
    let mut filters: Vec<Filter> = order.into_iter().filter(|k| allowed.contains(k)).map(filter).collect();
    filters.sort_by_key(|filter| filter.value.is_none());
    filters
}

/// What can be ticked, with how many it would show.
fn choices(kind: FilterKind, page: &TeamPage, query: &TeamQuery) -> Vec<FilterChoice> {
    let counts = &page.counts;
    let choices: Vec<(FilterValue, String, Option<u64>)> = match kind {
        FilterKind::Role => {
            counts.roles.iter().map(|r| (FilterValue::Role(r.id), r.name.clone(), Some(r.members))).collect()
        }
        FilterKind::Group => counts
            .groups
            .iter()
            .map(|g| (FilterValue::Group(g.group.id), g.group.name.clone(), Some(g.members)))
            .collect(),
        FilterKind::Plan => {
            counts.plans.iter().map(|(p, n)| (FilterValue::Plan(*p), p.label().to_owned(), Some(*n))).collect()
        }
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
        FilterKind::Supervises => {
            SupervisesFilter::ALL.iter().map(|s| (FilterValue::Supervises(*s), s.label().to_owned(), None)).collect()
        }
        FilterKind::Invitation => {
            InvitationFilter::ALL.iter().map(|i| (FilterValue::Invitation(*i), i.label().to_owned(), None)).collect()
        }
    };
    let choice =
        |(value, text, count)| FilterChoice { value: slug(value), text, count, checked: query.filter.includes(value) };
    choices.into_iter().map(choice).collect()
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
