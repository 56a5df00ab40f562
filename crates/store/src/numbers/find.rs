//! Numbers found by what is typed, where one of many is chosen (K2).

use super::{NumbersMatching, NumbersViewer};
use crate::Tx;
use crate::error::StoreResult;
use crate::invitations::OfferedNumber;
use crate::invitations::offered::offered;
use crate::sql::{Sql, all_of};
use model::numbers::query::NumbersFilter;
use model::{AccountId, GroupId, NumberId, PhoneNumber};

/// Numbers that match what was typed, as the Numbers page searches, of those the viewer's role shows: at most `limit`, the main
/// number first; and how many match beyond them. `shown` writes them as people read them.
pub async fn find(
    tx: &mut Tx,
    account: AccountId,
    viewer: &NumbersViewer,
    typed: &str,
    limit: u32,
    shown: &(dyn Fn(PhoneNumber) -> String + Sync),
) -> StoreResult<(Vec<OfferedNumber>, u64)> {
    let filter = NumbersFilter { q: typed.to_owned(), ..NumbersFilter::default() };
    let mut sql = Sql::new("SELECT n.id, n.e164, n.label, n.group_id, count(*) OVER ()");
    NumbersMatching::plan(tx, account, viewer, &filter).await?.push_from(&mut sql, tx);
    sql.push(" ORDER BY n.is_main DESC, n.e164 LIMIT ").bind(i64::from(limit));
    let rows = all_of!(tx, (NumberId, String, String, Option<GroupId>, i64), sql)?;
    let total = rows.first().map_or(0, |row| row.4.unsigned_abs());
    let more = total.saturating_sub(rows.len() as u64);
    Ok((rows.into_iter().map(|(id, e164, label, group, _)| offered(id, e164, label, group, shown)).collect(), more))
}
