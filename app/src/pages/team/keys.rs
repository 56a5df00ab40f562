//! The keys of the Team table: those of every table, and two that act on the row with the cursor (T9, T10).

use crate::pages::team::columns::Cells;
use crate::pages::team::row_menu::by_key;
use crate::ui::data_table::use_table_keys;
use crate::ui::{use_shortcut, use_toasts};
use leptos::prelude::*;
use policy::RowAction;

/// Registers them.
pub fn install(cells: Cells) {
    let team = cells.team;
    use_table_keys(cells, team.rows(), cells.selection, move || {
        let open = team.open.get_untracked().is_some();
        if open {
            cells.go.run(team.list_href());
        }
        open
    });
    let toasts = use_toasts();
    for (keys, action) in [("E", RowAction::Edit), ("D", RowAction::Duplicate)] {
        use_shortcut(keys, move || by_key(cells, toasts, action));
    }
}
