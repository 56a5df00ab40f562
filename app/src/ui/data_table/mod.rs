//! A data table (T1, T3, T6 to T10, K1): keyed rows over a store with a signal each, columns as entries of a list,
//! selection, keys, pager. It knows no feature: a page implements [`Row`] for what it lists, [`ListPage`] for an answer
//! of the server, and [`Table`] for what its cells need; a column is one [`Column`].
//!
//! What only one row at a time shows, its menu or quick actions, is one shared element: see [`crate::ui::Shared`] and
//! [`Cursor`].

mod boxes;
mod column;
mod cursor;
mod keys;
mod listing;
mod loaded;
mod pager;
mod questions;
mod rows;
mod selection;
mod table;

pub use boxes::{AllThatMatch, PageBox, RowBox, SelectionFields};
pub use column::{Column, Heading, Sorted, Sorting, Table, Under};
pub use cursor::Cursor;
pub use keys::{table_keys, use_search_field, use_table_keys};
pub use listing::{ListPage, Listing};
pub use loaded::ListLoaded;
pub use pager::{PageSizes, Pager, StepLink};
pub use questions::{Question, pause};
pub use rows::{Row, Rows};
pub use selection::Selection;
pub use table::{DataTable, DataTableProps};
