//! One page of the preview as its table has it: the answer, whose rows are those of the file.

use crate::ui::data_table::{ListPage, Listing, Row};
use model::imports::{CheckRow, ImportPage, RowsShown};

/// The list of the page.
pub(super) type ImportList = Listing<ImportPage>;

/// The import as the address has it, which rows are shown, which page, and how often each of the page's forms has been
/// answered: after each answer it is read again.
pub(super) type Asked = (String, RowsShown, u32, (usize, usize, usize, usize));

impl Row for CheckRow {
    /// A file has one row a line.
    type Id = u32;

    fn id(&self) -> u32 {
        self.line
    }
}

impl ListPage for ImportPage {
    type Row = CheckRow;
    type Query = Asked;

    fn rows(&self) -> &[CheckRow] {
        &self.rows
    }

    fn total(&self) -> u64 {
        self.of
    }

    fn first(&self) -> u64 {
        self.first + u64::from(self.of > 0)
    }

    fn same_frame(&self, other: &ImportPage) -> bool {
        let bare = |page: &ImportPage| ImportPage { rows: Vec::new(), ..page.clone() };
        bare(self) == bare(other)
    }
}
