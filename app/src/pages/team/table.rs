//! The table: headings that sort, rows, pager; or why there is none (T1, T3, T6, T14).

use super::Team;
use super::row;
use crate::api::sessions::SetPreferences;
use crate::pages::team::columns::shown;
use crate::pages::team::empty::Nothing;
use crate::pages::team::listed::Listed;
use crate::pages::team::selection::PageBox;
use crate::pages::use_me;
use crate::ui::presence::Clock;
use crate::ui::words::grouped;
use crate::ui::{IconName, Pager, PlainHeader, Segment, Segmented, SortHeader, SortState, TableScroll};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::sessions::Density;
use model::team::{Column, SortBy};
use policy::sorts;

/// The class of a column, which decides when it steps aside on narrow screens.
pub fn class(column: Column) -> &'static str {
    match column {
        Column::Status => "c-status",
        Column::Role => "c-role",
        Column::Supervises => "c-sup",
        Column::Extension => "c-ext num",
        Column::Direct => "c-direct",
        Column::Forwarding => "c-fwd",
        Column::Plan => "c-plan",
        Column::Email => "c-email",
        Column::Meeting => "c-link",
        Column::LastSignIn => "c-last",
    }
}

fn sort_of(column: Column) -> Option<SortBy> {
    match column {
        Column::Status => Some(SortBy::Status),
        Column::Role => Some(SortBy::Role),
        Column::Extension => Some(SortBy::Extension),
        Column::Plan => Some(SortBy::Plan),
        Column::LastSignIn => Some(SortBy::LastSignIn),
        _ => None,
    }
}

/// Table and pager of one page.
#[component]
pub fn List(listed: Listed) -> impl IntoView {
    let team = expect_context::<Team>();
    let Listed { page, ids, rows } = listed;
    if ids.is_empty() || super::empty::is_first(&page) {
        return view! { <Nothing page/> }.into_any();
    }
    let query = team.query();
    let last = page.first + ids.len() as u64 - 1;
    let order =
        format!("{}, {}", query.sort.label().to_lowercase(), if query.descending { "descending" } else { "ascending" });
    let caption = format!(
        "Team members, sorted by {order}. {}–{} of {}.",
        grouped(page.first),
        grouped(last),
        grouped(page.total)
    );
    let at = |cursor: &Option<_>| cursor.clone().map(|c| team.href(&query.with_page(Some(c))));
    let (previous, next) = (at(&page.previous), at(&page.next));
    let (first, total) = (page.first, page.total);
    let me = use_me();
    let table_class = move || {
        let chosen = if shown().1 { " is-chosen" } else { "" };
        let dense = if me.with(|me| me.preferences.compact) { " density-compact" } else { "" };
        format!("table team-table{chosen}{dense}")
    };
    let clock = Clock::read_at(page.now);
    // Only other columns write the rows anew, not everything that may change about oneself.
    let columns = Memo::new(move |_| shown().0);
    let mut before = false;
    let markup = move || {
        let (columns, again) = (columns.get(), std::mem::replace(&mut before, true));
        let rows = rows.clone().or_else(|| if again { team.rows.try_get_untracked().flatten() } else { None });
        if rows.is_none() && again {
            team.page.refetch();
        }
        // None: the document has them, and nothing is written over what it shows.
        rows.map(|rows| row::rows(team, &rows, columns, clock.now(), first)).unwrap_or_default()
    };
    view! {
        <TableScroll label="Team members">
            <table class=table_class role="table" aria-rowcount=total>
                <caption class="sr-only">{caption}</caption>
                <thead role="rowgroup"><tr role="row">
                    <th role="columnheader" scope="col" class="c-check"><PageBox ids total/></th>
                    {heading("Name", "c-name", Some(SortBy::Name))}
                    {move || shown().0.into_iter().map(column_heading).collect::<Vec<_>>()}
                    <PlainHeader label="Actions" class="c-menu" hidden_label=true/>
                </tr></thead>
                <tbody role="rowgroup" inner_html=markup></tbody>
            </table>
        </TableScroll>
        <Pager first last total previous next><PageSettings/></Pager>
    }
    .into_any()
}

fn column_heading(column: Column) -> AnyView {
    match column {
        Column::Meeting => view! { <PlainHeader label="Meeting link" class="c-link" hidden_label=true/> }.into_any(),
        _ => heading(column.label(), class(column), sort_of(column)),
    }
}

fn heading(label: &'static str, class: &'static str, sort: Option<SortBy>) -> AnyView {
    let team = expect_context::<Team>();
    let allowed = use_me().with_untracked(|me| sorts(&me.actor.role));
    let Some(by) = sort.filter(|s| allowed.contains(s)) else {
        return view! { <PlainHeader label=label class=class/> }.into_any();
    };
    let query = team.query();
    let state = match (query.sort == by, query.descending) {
        (false, _) => SortState::Unsorted,
        (true, false) => SortState::Ascending,
        (true, true) => SortState::Descending,
    };
    view! { <SortHeader label=label class=class state href=query.with_sort(by).href("/team")/> }.into_any()
}

/// Rows per page and density (T6, T7).
#[component]
fn PageSettings() -> impl IntoView {
    let team = expect_context::<Team>();
    let me = use_me();
    let query = team.query();
    let sizes: Vec<AnyView> = model::team::url::PAGE_SIZES
        .into_iter()
        .map(|n| {
            let current = n == query.per_page;
            let href = query.with_per_page(n).href("/team");
            view! { <a href=href aria-current=current.then_some("true") aria-label=format!("{n} rows a page")>{n}</a> }
                .into_any()
        })
        .collect();
    let action = ServerAction::<SetPreferences>::new();
    let choose = Callback::new(move |value: String| {
        let density = Density::from_slug(&value);
        me.update(|me| me.preferences.compact = density == Some(Density::Compact));
        action.dispatch(SetPreferences {
            theme: None,
            density,
            columns: None,
            column: vec![],
            per_page: None,
            single_keys: None,
        });
    });
    let density = me.with_untracked(|me| if me.preferences.compact { "compact" } else { "comfortable" });
    let segments = vec![
        Segment::new("comfortable", "Comfortable rows").icon(IconName::Rows).only(),
        Segment::new("compact", "Compact rows").icon(IconName::RowsTight).only(),
    ];
    view! {
        <nav class="pager__sizes" aria-label="Rows a page">{sizes}</nav>
        <ActionForm action attr:class="pager__density">
            <Segmented legend="Row density" name="density" segments value=density small=true on_change=choose/>
            <noscript><button class="btn btn--sm" type="submit">"Set"</button></noscript>
        </ActionForm>
    }
}
