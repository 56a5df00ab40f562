//! Filters (T5), beside the search: each is a GET form, so it works without script.

use super::Team;
use crate::pages::team::column_chooser::ColumnChooser;
use crate::pages::team::search::SearchBox;
use crate::ui::data_table::ListLoaded;
use crate::ui::{Choices, Filter, FilterChoice, FilteredList, Filters};
use leptos::prelude::*;
use model::SupervisorScope;
use model::team::{FilterKind, FilterValue, InvitationFilter, NumberFilter, StatusFilter, TeamCounts, TeamQuery};
use policy::filters;

/// The bar above the table.
#[component]
pub fn FilterBar() -> impl IntoView {
    let team = expect_context::<Team>();
    let filters = Memo::new(move |_| team.list.page().map(|it| pills(&it.query, &it.page.counts)).unwrap_or_default());
    let query = Memo::new(move |_| TeamQuery { cursor: None, ..team.live_query() }.to_query());
    let clear = team.list.part(|it| (!it.query.filter.is_empty()).then(|| it.query.without_filters().href("/team")));
    let clear = Signal::derive(move || clear.get().flatten());
    let list = FilteredList { path: "/team", show: "Show members" };
    view! {
        <search class="filterbar" aria-label="Filter the team">
            <SearchBox />
            <ListLoaded list=team.list children=move || view! { <Filters list filters query clear /> }.into_any() />
            <div class="filterbar__end">
                <ColumnChooser />
            </div>
        </search>
    }
}

/// The filters this member may use, with what is set.
fn pills(query: &TeamQuery, counts: &TeamCounts) -> Vec<Filter> {
    let allowed = crate::pages::use_me().with_untracked(|me| filters(&me.actor.role));
    let chips = query.chips(counts);
    let filter = |kind: FilterKind| Filter {
        name: kind.slug(),
        label: kind.label(),
        value: chips.iter().find(|c| c.kind == kind).map(|c| c.value.clone()),
        choices: Choices::AnyOf {
            find: format!("Find a {}", kind.label().to_lowercase()),
            choices: choices(kind, counts, query),
        },
        without: query.without_filter(kind).href("/team"),
    };
    let mut filters: Vec<Filter> =
        FilterKind::ALL.iter().copied().filter(|k| allowed.contains(k)).map(filter).collect();
    // Set ones first, so that what narrows the list is read first.
    filters.sort_by_key(|filter| filter.value.is_none());
    filters
}

/// What can be ticked, with how many it would show.
fn choices(kind: FilterKind, counts: &TeamCounts, query: &TeamQuery) -> Vec<FilterChoice> {
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
                    StatusFilter::Available
                    | StatusFilter::OnCall
                    | StatusFilter::WrappingUp
                    | StatusFilter::DoNotDisturb
                    | StatusFilter::Offline => None,
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
            SupervisorScope::ALL.iter().map(|s| (FilterValue::Supervises(*s), s.label().to_owned(), None)).collect()
        }
        FilterKind::Invitation => {
            InvitationFilter::ALL.iter().map(|i| (FilterValue::Invitation(*i), i.label().to_owned(), None)).collect()
        }
    };
    let choice = |(value, text, count): (FilterValue, _, _)| FilterChoice {
        value: value.word(),
        text,
        count,
        checked: query.filter.includes(value),
    };
    choices.into_iter().map(choice).collect()
}
