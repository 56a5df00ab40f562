//! Which members are selected (K1): `pages::selection` for the Team table, whose rows are markup.

use crate::pages::selection;
use crate::pages::selection::page_box;
use leptos::prelude::*;
use model::MemberId;
use model::team::TeamFilter;

/// The form that boxes outside of it belong to.
pub const FORM: &str = "selected";

/// Boxes of the table's rows.
const BOXES: &str = ".team-table .row-check";

pub type Selection = selection::Selection<TeamFilter>;

/// Who is ticked now, for rows that are being written.
pub fn ticked() -> impl Fn(MemberId) -> bool {
    let selection = expect_context::<Selection>();
    move |id| untrack(|| selection.has(id))
}

/// Ticks what is pressed, and shows what is ticked, in the boxes of all rows.
pub fn follow(selection: Selection) {
    selection::tick_by_press(selection, BOXES);
    selection::show_ticks(selection, BOXES);
}

/// The box in the heading: all of this page.
#[component]
pub fn PageBox(ids: Vec<MemberId>, total: u64) -> impl IntoView {
    page_box(expect_context::<Selection>(), ids, total)
}
