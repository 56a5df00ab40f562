//! Keys of a table (T10): row cursor, select, open, close.

use crate::ui::browser;
use crate::ui::data_table::column::Table;
use crate::ui::data_table::rows::{Row, Rows};
use crate::ui::data_table::selection::Selection;
use crate::ui::keys::use_shortcut;
use leptos::html::Input;
use leptos::prelude::*;
use model::selection::Filter;

/// What the "?" dialog says about them; `what`: "profile".
pub fn table_keys(open: &'static str) -> Vec<(&'static str, &'static [&'static str])> {
    vec![
        ("Next or previous row", &["J", "K"]),
        ("Select row", &["X"]),
        ("Select a range", &["Shift", "X"]),
        (open, &["↵"]),
        ("Close, then clear the selection", &["Esc"]),
    ]
}

/// The search field of a list.
#[derive(Clone, Copy)]
struct SearchField(NodeRef<Input>);

/// The `node_ref` of the list's search field, which the key "/" leads to; inside of whoever called [`use_table_keys`].
pub fn use_search_field() -> NodeRef<Input> {
    use_context::<SearchField>().map_or_else(NodeRef::new, |it| it.0)
}

/// Registers them for as long as the calling component lives. `close` closes what is open
/// beside the table, and says whether something was.
pub fn use_table_keys<T, F>(
    table: T,
    rows: Rows<T::Row>,
    selection: Selection<F>,
    close: impl Fn() -> bool + Send + Sync + 'static,
) where
    T: Table,
    F: Filter<Id = <T::Row as Row>::Id>,
{
    let Some(cursor) = table.cursor() else { return };
    let search = NodeRef::new();
    provide_context(SearchField(search));
    use_shortcut("/", move || browser::focus_field(search));
    use_shortcut("J", move || cursor.step(true));
    use_shortcut("K", move || cursor.step(false));
    for (keys, range) in [("X", false), ("Shift+X", true)] {
        use_shortcut(keys, move || {
            if let Some(id) = cursor.focused(rows) {
                selection.flip(id, range);
            }
        });
    }
    use_shortcut("Enter", move || {
        if let Some(id) = cursor.focused(rows) {
            table.open(id);
        }
    });
    use_shortcut("Escape", move || {
        if !close() {
            selection.clear();
        }
    });
}
