//! The Numbers table: headings that sort, rows, pager; or why there is none (N1, T6, T14).

use super::Numbers;
use crate::pages::numbers::selection::{PageBox, RowBox};
use crate::pages::use_me;
use crate::ui::words::grouped;
use crate::ui::{
    Button, Empty, Icon, IconName, Pager, PlainHeader, Press, SortHeader, SortState, TableScroll, Tag, TagKind,
};
use leptos::prelude::*;
use model::numbers::query::{NumberSort, NumbersQuery};
use model::numbers::{Destination, NumberRow, NumbersPage};

#[component]
pub fn List(page: NumbersPage) -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let query = numbers.query();
    if page.rows.is_empty() {
        return nothing(&query, page.counts.all);
    }
    let last = page.first + page.rows.len() as u64 - 1;
    let order =
        format!("{}, {}", query.sort.label().to_lowercase(), if query.descending { "descending" } else { "ascending" });
    let caption =
        format!("Numbers, sorted by {order}. {}–{} of {}.", grouped(page.first), grouped(last), grouped(page.total));
    let at = |cursor: &Option<_>| cursor.clone().map(|c| query.with_page(Some(c)).href("/numbers"));
    let (previous, next) = (at(&page.previous), at(&page.next));
    let (first, total) = (page.first, page.total);
    let ids: Vec<_> = page.rows.iter().map(|r| r.id).collect();
    let rows: Vec<AnyView> =
        page.rows.into_iter().zip(first..).map(|(row, ordinal)| table_row(&row, ordinal)).collect();
    let dense = use_me().with_untracked(|me| {
        if me.preferences.compact { "table numbers-table density-compact" } else { "table numbers-table" }
    });
    let sizes: Vec<AnyView> = model::team::url::PAGE_SIZES
        .into_iter()
        .map(|n| {
            let current = (n == query.per_page).then_some("true");
            view! { <a href=query.with_per_page(n).href("/numbers") aria-current=current aria-label=format!("{n} rows a page")>{n}</a> }
                .into_any()
        })
        .collect();
    view! {
        <TableScroll label="Numbers">
            <table class=dense role="table" aria-rowcount=total>
                <caption class="sr-only">{caption}</caption>
                <thead role="rowgroup"><tr role="row">
                    <th role="columnheader" scope="col" class="c-check"><PageBox ids total/></th>
                    {heading(&query, NumberSort::Number, "c-number")}
                    {heading(&query, NumberSort::Label, "c-label")}
                    {heading(&query, NumberSort::Kind, "c-kind")}
                    {heading(&query, NumberSort::Destination, "c-to")}
                    <PlainHeader label="Before" class="c-before"/>
                    {heading(&query, NumberSort::Users, "c-users num")}
                    <PlainHeader label="A month" class="c-cost num end"/>
                </tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </TableScroll>
        <Pager first last total previous next><nav class="pager__sizes" aria-label="Rows a page">{sizes}</nav></Pager>
    }
    .into_any()
}

fn heading(query: &NumbersQuery, by: NumberSort, class: &'static str) -> AnyView {
    let state = match (query.sort == by, query.descending) {
        (false, _) => SortState::Unsorted,
        (true, false) => SortState::Ascending,
        (true, true) => SortState::Descending,
    };
    view! { <SortHeader label=by.label() class state href=query.with_sort(by).href("/numbers")/> }.into_any()
}

fn dash(label: &'static str) -> AnyView {
    view! { <span class="muted"><span aria-hidden="true">"—"</span><span class="sr-only">{label}</span></span> }
        .into_any()
}

/// Where calls ring, with what kind of place it is.
pub fn destination(to: &Destination) -> AnyView {
    let icon = match to {
        Destination::Nobody => return view! { <Tag text="Unassigned" kind=TagKind::Line/> }.into_any(),
        Destination::Menu => IconName::Flow,
        Destination::Group { .. } => IconName::Groups,
        Destination::Member { .. } => IconName::User,
    };
    let name = to.name().to_owned();
    let words = match to {
        Destination::Member { id, .. } => view! { <a class="quiet" href=format!("/team/{id}")>{name}</a> }.into_any(),
        _ => name.into_any(),
    };
    view! { <span class="to"><Icon name=icon/>{words}</span> }.into_any()
}

/// What a number costs a month, in cents.
pub fn monthly(row: &NumberRow) -> i64 {
    if row.charged { use_me().with_untracked(|me| me.account.prices.extra_number) } else { 0 }
}

/// "Included", "$4.99".
pub fn cost(cents: i64) -> String {
    if cents == 0 { "Included".to_owned() } else { use_me().with_untracked(|me| me.account.prices.show(cents)) }
}

fn table_row(row: &NumberRow, ordinal: u64) -> AnyView {
    let numbers = expect_context::<Numbers>();
    let country = use_me().with_untracked(|me| me.account.country);
    let id = row.id.to_string();
    let shown = row.number.shown(country);
    let href = numbers.href(&id, "");
    let opened = href.clone();
    let current = {
        let id = id.clone();
        move || numbers.open.with(|open| open.as_deref() == Some(id.as_str())).then_some("true")
    };
    let users = numbers.href(&id, "users");
    let label = if row.label.is_empty() { dash("None") } else { row.label.clone().into_any() };
    view! {
        <tr role="row" aria-rowindex=ordinal aria-current=current data-href=opened tabindex="-1">
            <td role="cell" class="c-check"><RowBox id=row.id name=shown.clone()/></td>
            <th role="rowheader" scope="row" class="c-number"><a class="person__n tel" href=href>{shown.clone()}</a>{row.main.then(|| view! { " "<Tag text="Main" kind=TagKind::You/> })}</th>
            <td role="cell" class="c-label" data-label="Label">{label}</td>
            <td role="cell" class="c-kind" data-label="Kind">{row.kind.label()}</td>
            <td role="cell" class="c-to" data-label="Rings at">{destination(&row.destination)}</td>
            <td role="cell" class="c-before" data-label="Before">{row.previous.clone().map_or_else(|| dash("Nothing"), IntoAny::into_any)}</td>
            <td role="cell" class="c-users num" data-label="May use it"><a class="quiet" href=users aria-label=format!("Who may use {shown}: {}", row.users)>{grouped(row.users)}</a></td>
            <td role="cell" class="c-cost num end" data-label="A month">{cost(monthly(row))}</td>
        </tr>
    }
    .into_any()
}

fn nothing(query: &NumbersQuery, all: u64) -> AnyView {
    let typed = query.filter.q.clone();
    if all == 0 && typed.is_empty() && !query.filter.has_filters() {
        return view! { <Empty icon=IconName::Hash title="No numbers yet" text="Numbers that you get appear here, with where they ring and who may use them."/> }.into_any();
    }
    let title = if typed.is_empty() {
        "No number matches these filters".to_owned()
    } else {
        format!("No number matches “{typed}”")
    };
    view! {
        <Empty icon=IconName::Search title text="Search looks at digits, however they are written, at labels, and at whom a number rings.">
            <Button press=Press::Link("/numbers".into())>{format!("Show all {}", grouped(all))}</Button>
        </Empty>
    }
    .into_any()
}
