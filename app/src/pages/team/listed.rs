//! One page of the team as the list has it: the answer, and the query it answers.

use crate::api::team::{team_page, team_rows};
use crate::ui::data_table::{ListPage, Listing, Row};
use leptos::task::spawn_local;
use model::error::AppError;
use model::live::Touched;
use model::team::{ChangedRows, TeamPage, TeamQuery};
use model::{MemberId, MemberRow};
use serde::{Deserialize, Serialize};

/// The list of the page.
pub type TeamList = Listing<Listed>;

/// An answer. The query goes along, so that headings, pager and filters say what the rows are, not what is asked for
/// next.
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

/// Others have changed something: reads again whom the page shows of those who were touched, or all of it when somebody
/// came or left. A row whose place in the order changed stays where it is until the page is read the next time: rows
/// don't jump under a hand.
pub fn look(list: TeamList, touched: Touched) {
    let Touched::Members(ids) = touched else { return list.look() };
    let Some((shown, query)) = list.now() else { return };
    if shown.query != query {
        // Another page is on its way, and may have been read before the change.
        return list.look();
    }
    let ours: Vec<MemberId> = ids.into_iter().filter(|id| list.rows.get(*id).is_some()).collect();
    let question = list.question();
    spawn_local(async move {
        let changed = match team_rows(query.clone(), ours.clone()).await {
            Ok(changed) => changed,
            Err(error) => return list.look_again(&error, 0),
        };
        // Meanwhile another page of it may be shown, or none.
        let Some((newest, _)) = list.now().filter(|(_, now)| *now == query) else { return };
        let moved = changed.total != newest.page.total || changed.rows.len() != ours.len();
        if moved {
            return list.look();
        }
        let ChangedRows { rows, total: _, counts, seats } = changed;
        let page = TeamPage { counts, seats, ..newest.page.clone() };
        list.merge(question, &rows, Listed { query: newest.query.clone(), page });
    });
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
