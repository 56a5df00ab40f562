//! The page of the list as the browser has it. What the server has drawn into the table is not sent a second time as data: it is
//! read when the page stands, for menus, quick actions and keys (P7, P8).

use super::Team;
use crate::api::team::team_page;
use leptos::prelude::*;
use model::error::AppError;
use model::team::{TeamPage, TeamQuery};
use model::{MemberId, MemberRow};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Without its rows.
    pub page: TeamPage,
    pub ids: Vec<MemberId>,
    /// None: they are in the document.
    #[serde(skip)]
    pub rows: Option<Arc<Vec<MemberRow>>>,
}

impl From<TeamPage> for Listed {
    fn from(mut page: TeamPage) -> Self {
        let rows = std::mem::take(&mut page.rows);
        Listed { ids: rows.iter().map(|row| row.id).collect(), page, rows: Some(Arc::new(rows)) }
    }
}

impl Listed {
    /// Asks for the page of this query.
    pub async fn read(query: String) -> Result<Listed, AppError> {
        team_page(TeamQuery::from_query(&query).0).await.map(Listed::from)
    }
}

/// The rows of the page that is shown, also of one that came drawn.
pub type Rows = LocalResource<Arc<Vec<MemberRow>>>;

/// Follows the page. In the browser only: the server has them all along.
pub fn rows_of(page: super::Page, text: Memo<String>) -> Rows {
    LocalResource::new(move || {
        // The server draws the page itself: asked for here, it would make everything around wait for it, and draw that again.
        let here = if cfg!(feature = "ssr") { None } else { page.get().and_then(Result::ok) };
        let query = text.get_untracked();
        async move {
            match here {
                None => Arc::default(),
                Some(Listed { rows: Some(rows), .. }) => rows,
                Some(Listed { rows: None, .. }) => {
                    Listed::read(query).await.ok().and_then(|listed| listed.rows).unwrap_or_default()
                }
            }
        }
    })
}

impl Team {
    /// A member of the page.
    pub async fn row(self, id: MemberId) -> Option<MemberRow> {
        self.rows.await.iter().find(|row| row.id == id).cloned()
    }

    /// The same, none while the rows are on their way.
    pub fn row_now(self, id: MemberId) -> Option<MemberRow> {
        self.rows.try_get_untracked()??.iter().find(|row| row.id == id).cloned()
    }
}
