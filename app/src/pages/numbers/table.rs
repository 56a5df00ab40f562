//! The Numbers table and its pager; or why there is none (N1, T6, T14).

use super::Numbers;
use crate::pages::numbers::columns::{COLUMNS, Cells};
use crate::pages::numbers::listed::Listed;
use crate::pages::use_me;
use crate::ui::data_table::{DataTable, PageSizes, Pager};
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, Empty, Icon, IconName, Tag, TagKind};
use leptos::prelude::*;
use model::numbers::query::NumbersQuery;
use model::numbers::{Destination, NumberRow};
use model::team::url::PAGE_SIZES;

/// Table and pager of the page.
#[component]
pub fn List() -> impl IntoView {
    let list = expect_context::<Numbers>().list;
    // The table stays while answers come and go.
    let some = Memo::new(move |_| !list.rows.is_empty());
    let none = move || list.page().map(|it| nothing(&it.query, it.page.counts.all));
    move || if some.get() { view! { <Table /> }.into_any() } else { none.into_any() }
}

#[component]
fn Table() -> impl IntoView {
    let (list, cells, me) = (expect_context::<Numbers>().list, expect_context::<Cells>(), use_me());
    let caption = list.part(caption);
    let class = Signal::derive(move || {
        let dense = me.with(|me| me.preferences.compact);
        if dense { "table numbers-table density-compact" } else { "table numbers-table" }.to_owned()
    });
    let pager = move || list.page().map(|it| pager(&it));
    view! {
        <DataTable
            table=cells
            list
            columns=Signal::stored(COLUMNS.iter().collect())
            label="Numbers"
            class
            caption=Signal::derive(move || caption.get().unwrap_or_default())
        />
        {pager}
    }
}

/// "Numbers, sorted by label, ascending. 1–50 of 1,204."
fn caption(Listed { query, page }: &Listed) -> String {
    let order =
        format!("{}, {}", query.sort.label().to_lowercase(), if query.descending { "descending" } else { "ascending" });
    let (first, total) = (grouped(page.first), grouped(page.total));
    format!("Numbers, sorted by {order}. {first}–{} of {total}.", grouped(last(page.first, page.rows.len())))
}

fn last(first: u64, rows: usize) -> u64 {
    (first + rows as u64).saturating_sub(1)
}

fn pager(Listed { query, page }: &Listed) -> AnyView {
    let at = |cursor: &Option<_>| cursor.clone().map(|cursor| query.with_page(Some(cursor)).href("/numbers"));
    let (previous, next, query) = (at(&page.previous), at(&page.next), query.clone());
    let last = last(page.first, page.rows.len());
    view! {
        <Pager first=page.first last total=page.total previous next>
            <PageSizes sizes=&PAGE_SIZES current=query.per_page href=move |n| query.with_per_page(n).href("/numbers") />
        </Pager>
    }
    .into_any()
}

/// Where calls ring, with what kind of place it is.
pub fn destination(to: &Destination) -> AnyView {
    let icon = match to {
        Destination::Nobody => return view! { <Tag text="Unassigned" kind=TagKind::Line /> }.into_any(),
        Destination::Menu => IconName::Flow,
        Destination::Group { .. } => IconName::Groups,
        Destination::Member { .. } => IconName::User,
    };
    let name = to.name().to_owned();
    let words = match to {
        Destination::Member { id, .. } => view! {
            <a class="quiet" href=format!("/team/{id}")>
                {name}
            </a>
        }
        .into_any(),
        _ => name.into_any(),
    };
    view! {
        <span class="to">
            <Icon name=icon />
            {words}
        </span>
    }
    .into_any()
}

/// What a number costs a month, in cents.
pub fn monthly(row: &NumberRow) -> i64 {
    if row.charged { use_me().with_untracked(|me| me.account.prices.extra_number) } else { 0 }
}

/// "Included", "$4.99".
pub fn cost(cents: i64) -> String {
    if cents == 0 { "Included".to_owned() } else { use_me().with_untracked(|me| me.account.prices.show(cents)) }
}

fn nothing(query: &NumbersQuery, all: u64) -> AnyView {
    let typed = query.filter.q.clone();
    if all == 0 && typed.is_empty() && !query.filter.has_filters() {
        return view! {
            <Empty
                icon=IconName::Hash
                title="No numbers yet"
                text="Numbers that you get appear here, with where they ring and who may use them."
            />
        }
        .into_any();
    }
    let title = if typed.is_empty() {
        "No number matches these filters".to_owned()
    } else {
        format!("No number matches “{typed}”")
    };
    view! {
        <Empty
            icon=IconName::Search
            title
            text="Search looks at digits, however they are written, at labels, and at whom a number rings."
        >
            <Button activation=Activation::Link("/numbers".into())>{format!("Show all {}", grouped(all))}</Button>
        </Empty>
    }
    .into_any()
}
