//! The columns of the Numbers table (N1).

use super::Numbers;
use crate::pages::frame::keys::offer_keys;
use crate::pages::numbers::selection::{FORM, Selection};
use crate::pages::numbers::table::{cost, destination, monthly};
use crate::ui::data_table::{
    Column, Cursor, Heading, PageBox, RowBox, Sorted, Sorting, Table, table_keys, use_table_keys,
};
use crate::ui::words::grouped;
use crate::ui::{Nothing, Tag, TagKind};
use leptos::prelude::*;
use model::NumberId;
use model::numbers::NumberRow;
use model::numbers::query::NumberSort;

/// What cells need beside their row.
#[derive(Clone, Copy)]
pub struct Cells {
    numbers: Numbers,
    selection: Selection,
    cursor: Cursor<NumberId>,
    go: Callback<String>,
}

/// For the page and all below it; and the keys of its table.
pub fn provide(numbers: Numbers) {
    let cells = Cells { numbers, selection: expect_context(), cursor: Cursor::default(), go: super::card::go() };
    provide_context(cells);
    use_table_keys(cells, numbers.list.rows, cells.selection, move || {
        let open = numbers.open.get_untracked().is_some();
        if open {
            cells.go.run(numbers.list_href());
        }
        open
    });
    offer_keys("In the numbers table", table_keys("Open number"));
}

impl Cells {
    /// The address of a number in the list as it is shown; followed.
    fn href(self, id: NumberId, action: &str) -> String {
        let path = format!("/numbers/{id}{action}");
        self.numbers.list.page().map_or(path.clone(), |it| it.query.href(&path))
    }
}

impl Table for Cells {
    type Row = NumberRow;
    type Sort = NumberSort;

    fn sorting(self, by: NumberSort) -> Option<Sorting> {
        let listed = self.numbers.list.page()?;
        let query = &listed.query;
        Some(Sorting {
            now: Sorted::new(query.sort == by, query.descending),
            href: query.with_sort(by).href("/numbers"),
        })
    }

    fn cursor(self) -> Option<Cursor<NumberId>> {
        Some(self.cursor)
    }

    fn is_open(self, id: NumberId) -> bool {
        self.numbers.open.get() == Some(id)
    }

    /// The rows may still be those before a search whose answer is on its way: it is left alone.
    fn open(self, id: NumberId) {
        self.go.run(self.numbers.href(id, ""));
    }
}

const fn sorts(by: NumberSort, class: &'static str, cell: fn(&NumberRow, Cells) -> AnyView) -> Column<Cells> {
    Column { label: by.label(), class, heading: Heading::Sorts(by), caption: Some(by.label()), cell }
}

const fn plain(label: &'static str, class: &'static str, cell: fn(&NumberRow, Cells) -> AnyView) -> Column<Cells> {
    Column { label, class, heading: Heading::Plain, caption: Some(label), cell }
}

/// In the table's order.
pub static COLUMNS: [Column<Cells>; 8] = [
    Column {
        label: "Select",
        class: "c-check",
        heading: Heading::Other(|cells| view! { <PageBox selection=cells.selection /> }.into_any()),
        caption: None,
        cell: |row, cells| {
            let name = row.number.shown().to_owned();
            view! { <RowBox selection=cells.selection id=row.id name form=FORM /> }.into_any()
        },
    },
    Column { caption: None, ..sorts(NumberSort::Number, "c-number", number) },
    sorts(NumberSort::Label, "c-label", |row, _| {
        text_or(Some(row.label.clone()).filter(|label| !label.is_empty()), "None")
    }),
    sorts(NumberSort::Kind, "c-kind", |row, _| row.kind.label().into_any()),
    sorts(NumberSort::Destination, "c-to", |row, _| destination(&row.destination)),
    plain("Before", "c-before", |row, _| text_or(row.previous.clone(), "Nothing")),
    sorts(NumberSort::Users, "c-users num", users),
    plain("A month", "c-cost num end", |row, _| cost(monthly(row)).into_any()),
];

fn number(row: &NumberRow, cells: Cells) -> AnyView {
    let main = row.main.then(|| {
        view! {
            " "
            <Tag text="Main" kind=TagKind::You />
        }
    });
    view! {
        <a class="person__n tel" href=cells.href(row.id, "")>
            {row.number.shown().to_owned()}
        </a>
        {main}
    }
    .into_any()
}

fn users(row: &NumberRow, cells: Cells) -> AnyView {
    let label = format!("Who may use {}: {}", row.number.shown(), row.users);
    view! {
        <a class="quiet" href=cells.href(row.id, "/users") aria-label=label>
            {grouped(row.users)}
        </a>
    }
    .into_any()
}

fn text_or(text: Option<String>, nothing: &'static str) -> AnyView {
    text.map_or_else(|| view! { <Nothing label=nothing /> }.into_any(), IntoAny::into_any)
}
