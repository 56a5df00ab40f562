//! One page of the numbers as the list has it: the answer, and the query it answers.

use crate::api::numbers::read::numbers_page;
use crate::ui::data_table::{ListPage, Listing, Row};
use model::NumberId;
use model::error::AppError;
use model::numbers::query::NumbersQuery;
use model::numbers::{NumberRow, NumbersPage};
use serde::{Deserialize, Serialize};

/// The list of the page.
pub type NumberList = Listing<Listed>;

/// An answer. The query goes along, so that headings, pager and filters say what the rows are, not what is asked for
/// next.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    pub query: NumbersQuery,
    pub page: NumbersPage,
}

/// Asks for the page of this query.
pub async fn read(query: NumbersQuery) -> Result<Listed, AppError> {
    let page = numbers_page(query.clone()).await?;
    Ok(Listed { query, page })
}

impl Row for NumberRow {
    type Id = NumberId;

    fn id(&self) -> NumberId {
        self.id
    }
}

impl ListPage for Listed {
    type Row = NumberRow;
    type Query = NumbersQuery;

    fn rows(&self) -> &[NumberRow] {
        &self.page.rows
    }

    fn total(&self) -> u64 {
        self.page.total
    }

    fn first(&self) -> u64 {
        self.page.first
    }

    fn same_frame(&self, other: &Listed) -> bool {
        fn frame(it: &Listed) -> impl PartialEq + '_ {
            let NumbersPage { rows: _, total, first, previous, next, counts, scope } = &it.page;
            (&it.query, total, first, previous, next, counts, scope)
        }
        frame(self) == frame(other)
    }
}
