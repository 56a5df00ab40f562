//! What members used in the last 30 days, for the plan advisor (S6).
//!
//! Most members of a team are alike to the advisor: they called no more than every plan includes and use nothing that only a larger plan
//! has. They are counted by plan and number of numbers, as the statement counts them (`billing_members.held`); only the others are read.

use crate::error::StoreResult;
use crate::keyset::OrNil;
use crate::sql::{Sql, all, all_of, maybe};
use crate::{Tx, dialect};
use model::billing::advice::{Advice, AdvicePage, AdviceRow, Usage, advise};
use model::billing::plan::Seats;
use model::instant::{DAY, Instant};
use model::{AccountId, MemberId, MemberState, PersonName, Plan, PriceBook, SupervisorScope};
use std::collections::{HashMap, HashSet};

/// How far back calls are counted.
pub const WINDOW: i64 = 30 * DAY;

/// Members of one class read at once, when its first are shown.
const CHUNK: i64 = 200;

/// Somebody who is judged by themselves.
#[derive(sqlx::FromRow)]
struct Row {
    id: MemberId,
    plan: Plan,
    supervises: SupervisorScope,
    private_bridge: bool,
    state: MemberState,
    created_at: i64,
    /// How many numbers they hold, and since when they are on their plan.
    held: i64,
    from_at: i64,
}

/// Members who are alike.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Class {
    plan: Plan,
    held: i64,
    members: i64,
}

fn usage(plan: Plan, held: i64) -> Usage {
    let numbers = u32::try_from(held).unwrap_or_default();
    Usage { plan, seconds: 0, numbers, sends_messages: false, supervises: false, private_bridge: false }
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
    let any = "SELECT 1 FROM history WHERE account_id = $1 AND at >= $2 AND kind IN ('call', 'web-call') AND direction = 'out'
               AND member_id IS NOT NULL LIMIT 1";
    if maybe!(tx, (i32,), any, account, since)?.is_none() {
        // Without any call there is nothing to judge by.
        return Ok(AdvicePage::default());
    }
    let least = Plan::ALL.into_iter().map(|p| book.of(p).minutes).min().unwrap_or_default();
    let called = all!(
        tx,
        (MemberId, i64),
        "SELECT member_id, CAST(sum(seconds) AS BIGINT) FROM history
         WHERE account_id = $1 AND at >= $2 AND kind IN ('call', 'web-call') AND direction = 'out' AND member_id IS NOT NULL
         GROUP BY member_id HAVING sum(seconds) > $3",
        account,
        since,
        i64::from(least) * 60
    )?;
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
    let others = others(tx, account, since, called.keys().chain(&wrote).copied()).await?;
    let classes = classes(tx, account, since, &others).await?;

    let suggestion = |r: &Row| {
        let usage = Usage {
            seconds: called.get(&r.id).copied().unwrap_or_default().unsigned_abs(),
            sends_messages: wrote.contains(&r.id),
            supervises: r.supervises != SupervisorScope::Nobody,
            private_bridge: r.private_bridge,
            ..usage(r.plan, r.held)
        };
        let judged = r.state == MemberState::Active && r.created_at < since;
        judged.then(|| advise(book, seats, &usage)).flatten().map(|advice| (r.id, advice))
    };
    let mut found: Vec<(MemberId, Advice)> = others.iter().filter_map(suggestion).collect();
    let mut alike: Vec<(&Class, Advice)> =
        classes.iter().filter_map(|c| advise(book, seats, &usage(c.plan, c.held)).map(|advice| (c, advice))).collect();
    let total = found.len() as u64 + alike.iter().map(|(c, _)| c.members.unsigned_abs()).sum::<u64>();
    let saving =
        found.iter().map(|(_, a)| a.saving).sum::<i64>() + alike.iter().map(|(c, a)| c.members * a.saving).sum::<i64>();

    alike.sort_by_key(|(_, a)| std::cmp::Reverse(a.saving));
    let apart: HashSet<MemberId> = others.iter().map(|r| r.id).collect();
    let mut enough = None;
    let mut shown = 0;
    for (class, advice) in alike {
        // Those who save the same are shown by their order, so all such classes are looked at.
        if enough.is_some_and(|saving| advice.saving < saving) {
            break;
        }
        let first = first_of(tx, account, since, class, &apart, limit).await?;
        shown += first.len();
        if shown >= limit && enough.is_none() {
            enough = Some(advice.saving);
        }
        found.extend(first.into_iter().map(|id| (id, advice)));
    }
    found.sort_by_key(|(id, a)| (std::cmp::Reverse(a.saving), *id));
    found.truncate(limit);
    // Whoever called within every plan is judged as if they hadn't called; what is shown says what they did.
    let minutes = minutes(tx, account, since, found.iter().map(|(id, _)| *id)).await?;
    for (id, advice) in &mut found {
        advice.minutes = minutes.get(id).copied().unwrap_or_default();
    }
    let mut sql = Sql::new("SELECT id, first_name, last_name FROM members WHERE account_id = ");
    sql.bind(account).push(" AND id IN ").list(found.iter().map(|(id, _)| *id));
    let names = all_of!(tx, (MemberId, String, String), sql)?;
    let mut names: HashMap<MemberId, PersonName> =
        names.into_iter().map(|(id, first, last)| (id, PersonName { first, last })).collect();
    let row = |(id, advice): (MemberId, Advice)| {
        Some(AdviceRow { id, name: names.remove(&id)?, advice, why: advice.why(book) })
    };
    Ok(AdvicePage { rows: found.into_iter().filter_map(row).collect(), total, saving })
}

/// Those who aren't alike: who used much, and whoever the counts can't tell about.
async fn others(
    tx: &mut Tx,
    account: AccountId,
    since: i64,
    used: impl Iterator<Item = MemberId>,
) -> StoreResult<Vec<Row>> {
    let mut sql = Sql::new(
        "SELECT m.id, m.plan, m.supervises, m.private_bridge, m.state, m.created_at, b.held, b.from_at FROM (SELECT id ",
    );
    // The second condition is that of the partial index, without which SQLite would not take it.
    sql.push("FROM members WHERE account_id = ").bind(account).push(" AND state = 'suspended' AND state <> 'active' ");
    sql.push("UNION SELECT id FROM members WHERE account_id = ").bind(account).push(" AND supervises <> 'nobody' ");
    sql.push("UNION SELECT id FROM members WHERE account_id = ").bind(account).push(" AND private_bridge ");
    sql.push("UNION SELECT member_id FROM billing_members WHERE account_id = ").bind(account);
    sql.push(" AND until_at IS NULL AND from_at >= ").bind(since).push(" UNION SELECT j.id FROM");
    dialect::push_ids_as_rows(&mut sql, tx, used.map(|id| id.0));
    sql.push(") o JOIN members m ON m.account_id = ")
        .bind(account)
        .push(" AND m.id = o.id JOIN billing_members b ON b.account_id = ");
    sql.bind(account).push(" AND b.member_id = o.id AND b.until_at IS NULL");
    all_of!(tx, Row, sql)
}

/// All who were on their plan before the window, less those who are read.
async fn classes(tx: &mut Tx, account: AccountId, since: i64, others: &[Row]) -> StoreResult<Vec<Class>> {
    let mut classes = all!(
        tx,
        Class,
        "SELECT plan, held, count(*) AS members FROM billing_members
         WHERE account_id = $1 AND until_at IS NULL AND +from_at < $2 GROUP BY plan, held",
        account,
        since
    )?;
    let mut apart: HashMap<(Plan, i64), i64> = HashMap::new();
    for other in others.iter().filter(|o| o.from_at < since) {
        *apart.entry((other.plan, other.held)).or_default() += 1;
    }
    for class in &mut classes {
        class.members -= apart.get(&(class.plan, class.held)).copied().unwrap_or_default();
    }
    classes.retain(|c| c.members > 0);
    Ok(classes)
}

/// The first of a class.
async fn first_of(
    tx: &mut Tx,
    account: AccountId,
    since: i64,
    class: &Class,
    apart: &HashSet<MemberId>,
    limit: usize,
) -> StoreResult<Vec<MemberId>> {
    let (mut after, mut first) = (None, Vec::new());
    loop {
        let some = all!(
            tx,
            (MemberId,),
            "SELECT member_id FROM billing_members WHERE account_id = $1 AND until_at IS NULL AND plan = $2 AND held = $3 AND member_id > $4
             AND +from_at < $5 ORDER BY member_id LIMIT $6",
            account,
            &class.plan,
            class.held,
            OrNil(after),
            since,
            CHUNK
        )?;
        first.extend(some.iter().map(|r| r.0).filter(|id| !apart.contains(id)));
        after = some.last().map(|last| last.0);
        if after.is_none() || first.len() >= limit {
            break;
        }
    }
    first.truncate(limit);
    Ok(first)
}

/// Begun minutes of outgoing calls.
async fn minutes(
    tx: &mut Tx,
    account: AccountId,
    since: i64,
    ids: impl Iterator<Item = MemberId>,
) -> StoreResult<HashMap<MemberId, u32>> {
    let mut sql = Sql::new("SELECT member_id, CAST(sum(seconds) AS BIGINT) FROM history WHERE account_id = ");
    sql.bind(account).push(" AND member_id IN ").list(ids).push(" AND at >= ").bind(since);
    sql.push(" AND kind IN ('call', 'web-call') AND direction = 'out' GROUP BY member_id");
    let rows = all_of!(tx, (MemberId, i64), sql)?;
    Ok(rows
        .into_iter()
        .map(|(id, seconds)| (id, u32::try_from(seconds.unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX)))
        .collect())
}
