//! Changing many members at once (K1 to K7): the bar that takes the filter bar's place, the dialog with the preview at
//! /team/bulk/ACTION, what became of it at /team/bulk/done. Undoing (`pages::undo`) shows its preview with the same
//! parts.

mod bar;
mod dialog;
mod done;
mod preview;
mod run;

pub use bar::BulkBar;
pub use dialog::BulkDialog;
pub use done::DoneDialog;
pub use preview::Preview;
pub use run::{Run, RunState, offer_undo, show_flash, undo_by_toast};
