//! One page of the team as the list has it: the answer, and the query it answers.

use crate::api::team::team_page;
use crate::ui::data_table::{ListPage, Listing, Row};
use model::error::AppError;
use model::team::{TeamPage, TeamQuery};
use model::{MemberId, MemberRow};
use serde::{Deserialize, Serialize};

/// The list of the page.
pub type TeamList = Listing<Listed>;

/// An answer. The query goes along, so that headings, pager and filters say what the rows are, not what is asked for next.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    pub query: TeamQuery,
    pub page: TeamPage,
}

/// Asks for the page of this query.
pub async fn read(query: TeamQuery) -> Result<Listed, AppError> {
    let page = team_page(query.clone()).await?;
    Ok(Listed { query, page })
}

impl Row for MemberRow {
    type Id = MemberId;

    fn id(&self) -> MemberId {
        self.id
    }
}

impl ListPage for Listed {
    type Row = MemberRow;
    type Query = TeamQuery;

    fn rows(&self) -> &[MemberRow] {
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
            let TeamPage { rows: _, now: _, total, first, previous, next, counts, seats, views } = &it.page;
            (&it.query, total, first, previous, next, counts, seats, views)
        }
        frame(self) == frame(other)
    }
}
