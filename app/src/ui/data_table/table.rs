//! The table itself: headings, and rows that are drawn once and change in place.

use crate::ui::data_table::column::{Column, ColumnHead, Table, cell, header_of};
use crate::ui::data_table::cursor::opens_row;
use crate::ui::data_table::listing::{ListPage, Listing};
use crate::ui::data_table::rows::Slot;
use leptos::html;
use leptos::prelude::*;

/// A table in its scrolling frame, which is reachable by keyboard and named.
#[component]
pub fn DataTable<T, P>(
    table: T,
    list: Listing<P>,
    /// Those that are shown, in order.
    #[prop(into)]
    columns: Signal<Vec<&'static Column<T>>>,
    label: &'static str,
    #[prop(into)] class: Signal<String>,
    /// What the table shows, for screen readers: "Numbers, sorted by label, ascending. 1–50 of 1,204."
    #[prop(into)]
    caption: Signal<String>,
) -> impl IntoView
where
    T: Table,
    P: ListPage<Row = T::Row>,
{
    let (first, total) = (list.part(P::first), list.part(P::total));
    let first = Signal::derive(move || first.get().unwrap_or_default());
    let body = table.cursor().map_or_else(NodeRef::<html::Tbody>::new, |cursor| cursor.body);
    let headings = move || {
        columns.get().into_iter().map(|column| view! { <ColumnHead column table /> }.into_any()).collect::<Vec<_>>()
    };
    let children =
        move |index: ReadSignal<usize>, member: Slot<T::Row>| view! { <DataRow member index first columns table /> };
    view! {
        <div class="table-scroll" role="region" aria-label=label tabindex="0">
            <table class=class role="table" aria-rowcount=move || total.get().unwrap_or_default()>
                <caption class="sr-only">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{headings}</tr>
                </thead>
                <tbody role="rowgroup" node_ref=body>
                    <ForEnumerate each=move || list.rows.slots() key=|slot| slot.id children />
                </tbody>
            </table>
        </div>
    }
}

/// One row. What others change draws its cells again, in place; everything else touches what it is about.
#[component]
fn DataRow<T: Table>(
    member: Slot<T::Row>,
    index: ReadSignal<usize>,
    first: Signal<u64>,
    columns: Signal<Vec<&'static Column<T>>>,
    table: T,
) -> impl IntoView {
    let Slot { id, row } = member;
    let cursor = table.cursor();
    let come_near = move || {
        if let Some(cursor) = cursor {
            cursor.come_near(id);
        }
    };
    view! {
        <tr
            role="row"
            tabindex=cursor.map(|_| "-1")
            aria-rowindex=move || first.get() + index.get() as u64
            aria-current=move || table.is_open(id).then_some("true")
            on:click=move |ev| {
                if opens_row(&ev) {
                    table.open(id)
                }
            }
            on:pointerenter=move |_| come_near()
            on:focusin=move |_| come_near()
        >
            {
                let row = row.clone();
                move || row.with(|row| columns.with(|columns| cells(row, columns, table)))
            }
        </tr>
        {table.under().map(|under| move || row.with(|row| under(row, table)).map(|content| below(content, columns)))}
    }
}

/// A row of one cell over all columns, which belongs to the one above it. It counts for nothing: places are those of rows.
fn below<T: Table>(content: AnyView, columns: Signal<Vec<&'static Column<T>>>) -> impl IntoView {
    view! {
        <tr role="row" class="under">
            <td role="cell" colspan=move || columns.with(Vec::len)>
                <div class="under__in">{content}</div>
            </td>
        </tr>
    }
}

fn cells<T: Table>(row: &T::Row, columns: &[&'static Column<T>], table: T) -> Vec<AnyView> {
    let header = header_of(columns);
    columns.iter().enumerate().map(|(at, column)| cell(column, Some(at) == header, row, table)).collect()
}
