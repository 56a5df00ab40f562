//! The charged numbers of a statement (S4, S5): their sums are counted, their lines read some at a time.
//!
//! Whoever holds the same numbers on all days they are on a plan is charged by how many they are (`held`). Only the others' days are
//! read and reckoned with one by one; so is whoever is shown.

use crate::billing::statement::Month;
use crate::billing::statement::counts::Counts;
use crate::error::StoreResult;
use crate::keyset::OrNil;
use crate::sql::{Sql, all_of};
use crate::{Tx, dialect};
use model::billing::statement::{Held, NumberLine, OnPlan, number_lines};
use model::{Instant, MemberId, PhoneNumber, Plan, PriceBook};
use std::collections::{BTreeSet, HashMap};

/// Rows read at once: few enough that PostgreSQL looks up what belongs to them, and doesn't read a whole table for each chunk.
const CHUNK: usize = 500;

/// A member's stretch, by whom and since when. A list goes on after one; none: it begins.
pub type Stretch = (MemberId, i64);
pub type After = Option<Stretch>;

/// Which rows are read at once.
#[derive(Clone, Copy)]
enum Part {
    All,
    Some(After),
}

/// A member's stretch on one plan, with the numbers they hold.
#[derive(Clone, Debug, sqlx::FromRow)]
struct On {
    member_id: MemberId,
    plan: Plan,
    from_at: i64,
    until_at: Option<i64>,
    held: i64,
    held_since: i64,
}

impl On {
    fn place(&self) -> Stretch {
        (self.member_id, self.from_at)
    }

    fn on(&self, month: Month<'_>) -> OnPlan {
        let days = month.period.charged(Instant(self.from_at), self.until_at.map(Instant));
        OnPlan { member: self.member_id, plan: self.plan, days }
    }

    /// How many lines they have, where `held` tells it.
    fn charged(&self, month: Month<'_>) -> Option<u32> {
        let day = |at: i64| month.period.day_of(Instant(at));
        (self.until_at.is_none() && day(self.held_since) <= day(self.from_at))
            .then(|| charged(self.on(month).plan, self.held))
    }
}

fn charged(plan: Plan, held: i64) -> u32 {
    PriceBook::charged_numbers(plan, u32::try_from(held).unwrap_or(u32::MAX))
}

/// How many charged numbers there are, and what they come to.
pub async fn sums(tx: &mut Tx, month: Month<'_>, counts: &Counts) -> StoreResult<(u64, i64)> {
    let mut found = (0, 0);
    for count in &counts.staying {
        let lines = i64::from(charged(count.plan(), count.held)) * count.steady;
        found.0 += lines.unsigned_abs();
        found.1 += lines * month.period.part(month.book.extra_number, count.days(month.period));
    }
    if counts.moved() == 0 {
        return Ok(found);
    }
    // As few as usual they are read at once, by the indexes that find them; many go by the order of members.
    let mut part = if counts.moved() > CHUNK as u64 { Part::Some(None) } else { Part::All };
    loop {
        let moved = moved(tx, month, part).await?;
        for lines in lines_of(tx, month, &moved).await? {
            found.0 += lines.len() as u64;
            found.1 += lines.iter().map(|l| l.amount).sum::<i64>();
        }
        part = match (part, moved.last()) {
            (Part::Some(_), Some(last)) if moved.len() == CHUNK => Part::Some(Some(last.place())),
            (Part::Some(_) | Part::All, _) => return Ok(found),
        };
    }
}

fn push_after(sql: &mut Sql, after: After) {
    // Also at the beginning: the comparison makes both engines walk the order's index.
    let (member, from) = after.map_or((None, i64::MIN), |(member, from)| (Some(member), from));
    sql.push(" AND (member_id, from_at) > (").bind(OrNil(member)).push(", ").bind(from).push(")");
}

fn push_page(sql: &mut Sql) {
    sql.push(" ORDER BY member_id, from_at LIMIT ").bind(i64::try_from(CHUNK).unwrap_or(i64::MAX));
}

/// Those whose numbers `held` doesn't tell: who left a plan, and who got or lost a number while on one. All of them, or some after a
/// place.
async fn moved(tx: &mut Tx, month: Month<'_>, part: Part) -> StoreResult<Vec<On>> {
    let (start, second, end) = month.bounds();
    let mut sql = Sql::new(
        "SELECT member_id, plan, from_at, until_at, held, held_since FROM billing_members WHERE account_id = ",
    );
    sql.bind(month.account)
        .push(" AND until_at IS NULL AND held_since >= ")
        .bind(second)
        .push(" AND +from_at < ")
        .bind(end)
        .push(" AND ");
    month.push_day(&mut sql, "held_since");
    sql.push(" > ");
    month.push_day(&mut sql, "from_at");
    if let Part::Some(after) = part {
        push_after(&mut sql, after);
    }
    sql.push(" UNION ALL SELECT member_id, plan, from_at, until_at, held, held_since FROM billing_members WHERE account_id = ");
    sql.bind(month.account).push(" AND until_at >= ").bind(start).push(" AND +from_at < ").bind(end);
    if let Part::Some(after) = part {
        push_after(&mut sql, after);
        push_page(&mut sql);
    }
    all_of!(tx, On, sql)
}

/// Who may have a number that is charged, in the order of members.
async fn candidates(tx: &mut Tx, month: Month<'_>, after: After) -> StoreResult<Vec<On>> {
    let (start, second, end) = month.bounds();
    let mut sql = Sql::new(
        "SELECT member_id, plan, from_at, until_at, held, held_since FROM billing_members WHERE account_id = ",
    );
    sql.bind(month.account);
    push_after(&mut sql, after);
    sql.push(" AND +from_at < ")
        .bind(end)
        .push(" AND (until_at >= ")
        .bind(start)
        .push(" OR until_at IS NULL AND (held_since >= ")
        .bind(second)
        .push(" OR held > CASE plan");
    for plan in Plan::ALL {
        sql.push(" WHEN ").bind(plan.slug()).push(" THEN ").bind(i64::from(PriceBook::included_numbers(plan)));
    }
    sql.push(" ELSE 0 END))");
    push_page(&mut sql);
    all_of!(tx, On, sql)
}

/// What is charged in each of these stretches.
async fn lines_of(tx: &mut Tx, month: Month<'_>, on: &[On]) -> StoreResult<Vec<Vec<NumberLine>>> {
    if on.is_empty() {
        return Ok(Vec::new());
    }
    let (start, _, end) = month.bounds();
    let members: BTreeSet<MemberId> = on.iter().map(|o| o.member_id).collect();
    let mut sql = Sql::new("SELECT n.member_id, n.e164, n.from_at, n.until_at");
    dialect::push_held_by(&mut sql, tx, month.account, &members);
    sql.push(" AND n.from_at < ").bind(end).push(" AND (n.until_at IS NULL OR n.until_at >= ").bind(start).push(")");
    let mut held: HashMap<MemberId, Vec<Held>> = HashMap::new();
    for (member, e164, from, until) in all_of!(tx, (MemberId, String, i64, Option<i64>), sql)? {
        let days = month.period.charged(Instant(from), until.map(Instant));
        let number = PhoneNumber::from_stored(e164);
        held.entry(member).or_default().push(Held { member, number, since: Instant(from), days });
    }
    let lines = |o: &On| {
        held.get(&o.member_id)
            .map_or_else(Vec::new, |held| number_lines(month.book, month.period, &[o.on(month)], held))
    };
    Ok(on.iter().map(lines).collect())
}

/// The lines after a place, some at a time, and the place to go on from. None: these were the last.
pub async fn lines_after(tx: &mut Tx, month: Month<'_>, after: After) -> StoreResult<(Vec<NumberLine>, After)> {
    let on = candidates(tx, month, after).await?;
    let next = on.last().filter(|_| on.len() == CHUNK).map(On::place);
    Ok((lines_of(tx, month, &on).await?.into_iter().flatten().collect(), next))
}

/// Some lines from `skip` on. Those before are counted, and read only where `held` doesn't tell how many they are.
pub async fn lines(tx: &mut Tx, month: Month<'_>, skip: u64, limit: usize) -> StoreResult<Vec<NumberLine>> {
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let (mut after, mut passed, mut found) = (None, 0_usize, Vec::new());
    loop {
        let on = candidates(tx, month, after).await?;
        let moved: Vec<On> = on.iter().filter(|o| o.charged(month).is_none()).cloned().collect();
        let mut moved = lines_of(tx, month, &moved).await?.into_iter();
        let mut shown = Vec::new();
        let mut before = 0;
        for o in &on {
            let lines = o.charged(month).map_or_else(|| moved.next().map_or(0, |l| l.len()), |n| n as usize);
            if passed + lines > skip && passed < skip.saturating_add(limit) {
                if shown.is_empty() {
                    before = skip.saturating_sub(passed);
                }
                shown.push(o.clone());
            }
            passed += lines;
        }
        found.extend(lines_of(tx, month, &shown).await?.into_iter().flatten().skip(before));
        after = on.last().map(On::place);
        if on.len() < CHUNK || found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}
