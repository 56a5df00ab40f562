//! Columns of a table, and what a page tells its table about itself.

use crate::ui::data_table::cursor::Cursor;
use crate::ui::data_table::rows::Row;
use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// One column: all there is to say about it but the SQL behind it.
pub struct Column<T: Table> {
    /// Its heading.
    pub label: &'static str,
    /// Decides its width, and when it steps aside on narrow screens: "c-role".
    pub class: &'static str,
    pub heading: Heading<T>,
    /// What stands before the value where rows are cards: "Ext.".
    pub caption: Option<&'static str>,
    pub cell: fn(&T::Row, T) -> AnyView,
}

/// What stands at the head of a column.
pub enum Heading<T: Table> {
    /// Its label.
    Plain,
    /// Its label for screen readers only.
    Unseen,
    /// A link that sorts, for those who may see the order (R12).
    Sorts(T::Sort),
    /// Something else: a box that selects the page.
    Other(fn(T) -> AnyView),
}

/// A page's side of its table: handles that are copied into every cell.
pub trait Table: Copy + Send + Sync + 'static {
    type Row: Row;
    type Sort: Copy + Send + Sync + 'static;

    /// How the list is sorted by this, and the address that sorts it so. None: this person may not sort by it.
    /// Followed.
    fn sorting(self, _by: Self::Sort) -> Option<Sorting> {
        None
    }

    /// Where keys and pointer are, in a table whose rows open.
    fn cursor(self) -> Option<Cursor<<Self::Row as Row>::Id>> {
        None
    }

    /// Whether the row's card is open beside the table, followed.
    fn is_open(self, _id: <Self::Row as Row>::Id) -> bool {
        false
    }

    /// A press on the row, or Enter.
    fn open(self, _id: <Self::Row as Row>::Id) {}

    /// What stands under a row over all its columns, where a list has something to say of some of them.
    fn under(self) -> Option<Under<Self>> {
        None
    }
}

/// Of a row: what stands under it; none: nothing does.
pub type Under<T> = fn(&<T as Table>::Row, T) -> Option<AnyView>;

/// How a list is sorted by a column, and where its heading leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorting {
    pub now: Sorted,
    pub href: String,
}

/// Whether a list is ordered by a column, and which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorted {
    #[default]
    Not,
    Ascending,
    Descending,
}

impl Sorted {
    /// By this column or not, and which way.
    pub fn new(by_this: bool, descending: bool) -> Sorted {
        match (by_this, descending) {
            (false, _) => Sorted::Not,
            (true, false) => Sorted::Ascending,
            (true, true) => Sorted::Descending,
        }
    }

    fn aria(self) -> Option<&'static str> {
        match self {
            Sorted::Not => None,
            Sorted::Ascending => Some("ascending"),
            Sorted::Descending => Some("descending"),
        }
    }
}

/// The head of a column. Roles are written out, because the card layout of narrow screens takes them away otherwise.
#[component]
pub(super) fn ColumnHead<T: Table>(column: &'static Column<T>, table: T) -> impl IntoView {
    let sorting = Memo::new(move |_| match column.heading {
        Heading::Sorts(by) => table.sorting(by),
        _ => None,
    });
    let content = move || match (sorting.get(), &column.heading) {
        (Some(sorting), _) => view! { <SortLink label=column.label sorting /> }.into_any(),
        (None, Heading::Unseen) => view! { <span class="sr-only">{column.label}</span> }.into_any(),
        (None, Heading::Other(view)) => view(table),
        (None, _) => view! { <span>{column.label}</span> }.into_any(),
    };
    let aria_sort = move || sorting.with(|sorting| sorting.as_ref().and_then(|it| it.now.aria()));
    view! {
        <th role="columnheader" scope="col" class=column.class aria-sort=aria_sort>
            {content}
        </th>
    }
}

/// A link to the list in another order, so it works without script (T3, T5).
#[component]
fn SortLink(label: &'static str, sorting: Sorting) -> impl IntoView {
    let name = if sorting.now == Sorted::Descending { IconName::ArrowDown } else { IconName::ArrowUp };
    view! {
        <a class="sort" href=sorting.href>
            {label}
            <Icon name />
        </a>
    }
}

/// A cell: the header of its row in the first column that has text, else a plain one.
pub(super) fn cell<T: Table>(column: &'static Column<T>, header: bool, row: &T::Row, table: T) -> AnyView {
    let content = (column.cell)(row, table);
    if header {
        return view! {
            <th role="rowheader" scope="row" class=column.class>
                {content}
            </th>
        }
        .into_any();
    }
    view! {
        <td role="cell" class=column.class data-label=column.caption>
            {content}
        </td>
    }
    .into_any()
}

/// Which column names its row: the first one with a heading to read.
pub(super) fn header_of<T: Table>(columns: &[&'static Column<T>]) -> Option<usize> {
    columns.iter().position(|column| !matches!(column.heading, Heading::Other(_)))
}
