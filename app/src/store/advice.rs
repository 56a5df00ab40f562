//! What members used in the last 30 days, for the plan advisor (S6).

use crate::model::advice::{Advice, AdvicePage, AdviceRow, Usage, advise};
use crate::model::instant::{DAY, Instant};
use crate::model::plan::Seats;
use crate::model::{AccountId, MemberId, PersonName, PriceBook};
use crate::store::Tx;
use crate::store::error::StoreResult;
use crate::store::sql::{Sql, all, all_of};
use std::collections::{HashMap, HashSet};

/// How far back calls are counted.
pub const WINDOW: i64 = 30 * DAY;

#[derive(sqlx::FromRow)]
struct Row {
    id: MemberId,
    plan: String,
    numbers: i64,
    supervises: String,
    private_bridge: bool,
}

/// The suggestions that save most, at most `limit`, and what all of them come to.
pub async fn advice(
    tx: &mut Tx,
    account: AccountId,
    book: &PriceBook,
    seats: &Seats,
    now: Instant,
    limit: usize,
) -> StoreResult<AdvicePage> {
    let since = now.plus(-WINDOW).0;
    let called = all!(
        tx,
        (MemberId, i64),
        "SELECT member_id, CAST(sum(seconds) AS BIGINT) FROM history
         WHERE account_id = $1 AND at >= $2 AND kind IN ('call', 'web-call') AND direction = 'out' AND member_id IS NOT NULL GROUP BY member_id",
        account,
        since
    )?;
    if called.is_empty() {
        // Without any call there is nothing to judge by.
        return Ok(AdvicePage::default());
    }
    let called: HashMap<MemberId, i64> = called.into_iter().collect();
    let wrote = all!(
        tx,
        (MemberId,),
        "SELECT DISTINCT member_id FROM history
         WHERE account_id = $1 AND at >= $2 AND kind = 'message' AND direction = 'out' AND member_id IS NOT NULL",
        account,
        since
    )?;
    let wrote: HashSet<MemberId> = wrote.into_iter().map(|r| r.0).collect();
    let rows = all!(
        tx,
        Row,
        "SELECT m.id, m.plan, m.supervises, m.private_bridge,
                CASE WHEN m.direct IS NULL THEN 0
                     ELSE (SELECT count(*) FROM numbers n WHERE n.account_id = m.account_id AND n.member_id = m.id) END AS numbers
         FROM members m WHERE m.account_id = $1 AND m.state = 'active' AND m.created_at < $2",
        account,
        since
    )?;
    let suggestion = |r: &Row| {
        let usage = Usage {
            plan: r.plan.parse().unwrap_or_default(),
            seconds: called.get(&r.id).copied().unwrap_or_default().unsigned_abs(),
            numbers: u32::try_from(r.numbers).unwrap_or_default(),
            sends_messages: wrote.contains(&r.id),
            supervises: r.supervises != "nobody",
            private_bridge: r.private_bridge,
        };
        advise(book, seats, &usage).map(|advice| (r.id, advice))
    };
    let mut found: Vec<(MemberId, Advice)> = rows.iter().filter_map(suggestion).collect();
    found.sort_by_key(|(id, a)| (std::cmp::Reverse(a.saving), *id));
    let (total, saving) = (found.len() as u64, found.iter().map(|(_, a)| a.saving).sum());
    found.truncate(limit);
    let mut sql = Sql::new("SELECT id, first_name, last_name FROM members WHERE account_id = ");
    sql.bind(account).push(" AND id IN ").list(found.iter().map(|(id, _)| *id));
    let names = all_of!(tx, (MemberId, String, String), sql)?;
    let mut names: HashMap<MemberId, PersonName> = names.into_iter().map(|(id, first, last)| (id, PersonName { first, last })).collect();
    let row = |(id, advice): (MemberId, Advice)| Some(AdviceRow { id, name: names.remove(&id)?, advice, why: advice.why(book) });
    Ok(AdvicePage { rows: found.into_iter().filter_map(row).collect(), total, saving })
}
