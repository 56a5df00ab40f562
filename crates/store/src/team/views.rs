//! Saved views of the Team table, named by each member for themselves (T5).

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{all, run};
use model::team::SavedView;
use model::{AccountId, MemberId, ViewId};

pub async fn list(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Vec<SavedView>> {
    let rows = all!(
        tx,
        (ViewId, String, String),
        "SELECT id, name, query FROM saved_views WHERE account_id = $1 AND member_id = $2 ORDER BY position, id",
        account,
        member
    )?;
    Ok(rows.into_iter().map(|(id, name, query)| SavedView { id, name, query }).collect())
}

/// Keeps a view; one of the same name is replaced.
pub async fn save(tx: &mut Tx, account: AccountId, member: MemberId, name: &str, query: &str) -> StoreResult<()> {
    run!(
        tx,
        "INSERT INTO saved_views (account_id, member_id, id, name, query, position)
         VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(max(position), 0) + 1 FROM saved_views WHERE account_id = $1 AND member_id = $2))
         ON CONFLICT (account_id, member_id, name) DO UPDATE SET query = $5",
        account,
        member,
        ViewId::new(),
        name,
        query
    )
    .map(|_| ())
}

pub async fn delete(tx: &mut Tx, account: AccountId, member: MemberId, view: ViewId) -> StoreResult<()> {
    run!(tx, "DELETE FROM saved_views WHERE account_id = $1 AND member_id = $2 AND id = $3", account, member, view)
        .map(|_| ())
}
