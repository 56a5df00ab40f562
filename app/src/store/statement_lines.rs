//! The lines of a statement, some at a time (S5).

use crate::model::billing::{Line, Section};
use crate::model::history::former_label;
use crate::model::statement::{Days, MinutesLine, NumberLine, Period};
use crate::model::{Instant, MemberId, PersonName, Plan};
use crate::store::Tx;
use crate::store::error::StoreResult;
use crate::store::sql::{Sql, all, all_of, one};
use crate::store::statement::{Month, minutes, numbers};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct OnRow {
    member_id: MemberId,
    plan: String,
    from_at: i64,
    until_at: Option<i64>,
}

/// What was read for lines once and serves the next ones, too: a file asks for a section's lines many times over.
#[derive(Debug, Default)]
pub struct Charged {
    numbers: Option<Vec<NumberLine>>,
    minutes: Option<Vec<MinutesLine>>,
    members: HashMap<&'static str, u64>,
}

/// Some lines of a section, from `skip` on, and how many there are.
pub async fn lines(
    tx: &mut Tx,
    month: Month<'_>,
    section: Section,
    skip: u64,
    limit: usize,
    charged: &mut Charged,
) -> StoreResult<(Vec<Line>, u64)> {
    let at = usize::try_from(skip).unwrap_or(usize::MAX);
    match section {
        Section::Numbers => {
            let all = match charged.numbers.take() {
                Some(all) => all,
                None => numbers(tx, month).await?,
            };
            let some: Vec<NumberLine> = all.iter().skip(at).take(limit).cloned().collect();
            let total = all.len() as u64;
            charged.numbers = Some(all);
            let names = names(tx, month, some.iter().map(|l| l.member)).await?;
            Ok((some.iter().map(|l| number_row(month, l, &names)).collect(), total))
        }
        Section::Minutes => {
            let all = match charged.minutes.take() {
                Some(all) => all,
                None => minutes(tx, month).await?,
            };
            let some: Vec<MinutesLine> = all.iter().skip(at).take(limit).copied().collect();
            let total = all.len() as u64;
            charged.minutes = Some(all);
            let names = names(tx, month, some.iter().map(|l| l.member)).await?;
            Ok((some.iter().map(|l| minutes_row(month, l, &names)).collect(), total))
        }
        Section::Pending => pending_lines(tx, month, skip, limit).await,
        _ => {
            let total = match charged.members.get(section.slug()) {
                Some(total) => *total,
                None => count_members(tx, month, section).await?,
            };
            charged.members.insert(section.slug(), total);
            Ok((member_lines(tx, month, section, skip, limit).await?, total))
        }
    }
}

/// ` = account AND …`: those on a plan, or those of every plan who weren't on it all month.
fn push_members(sql: &mut Sql, month: Month<'_>, section: Section) {
    let (start, second, end) = month.bounds();
    sql.bind(month.account).push(" AND from_at < ").bind(end);
    match section.plan() {
        Some(plan) => sql.push(" AND (until_at IS NULL OR until_at >= ").bind(start).push(") AND plan = ").bind(plan.slug()),
        None => {
            sql.push(" AND (from_at >= ").bind(second).push(" OR until_at >= ").bind(start).push(" AND until_at < ").bind(end).push(")")
        }
    };
}

async fn count_members(tx: &mut Tx, month: Month<'_>, section: Section) -> StoreResult<u64> {
    let mut sql = Sql::new("SELECT count(*) FROM billing_members WHERE account_id = ");
    if section.plan().is_some() {
        push_members(&mut sql, month, section);
    } else {
        // By two indexes; one condition with OR would walk everybody.
        let (start, second, end) = month.bounds();
        sql.bind(month.account).push(" AND from_at >= ").bind(second).push(" AND from_at < ").bind(end);
        sql.push(" UNION ALL SELECT count(*) FROM billing_members WHERE account_id = ").bind(month.account);
        sql.push(" AND until_at >= ").bind(start).push(" AND until_at < ").bind(end).push(" AND from_at < ").bind(second);
    }
    Ok(all_of!(tx, (i64,), sql)?.iter().map(|r| r.0.unsigned_abs()).sum())
}

/// Members of a section in the order they were added.
async fn member_lines(tx: &mut Tx, month: Month<'_>, section: Section, skip: u64, limit: usize) -> StoreResult<Vec<Line>> {
    let mut sql = Sql::new("SELECT member_id, plan, from_at, until_at FROM billing_members WHERE account_id = ");
    push_members(&mut sql, month, section);
    sql.push(" ORDER BY member_id, from_at LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
    sql.push(" OFFSET ").bind(i64::try_from(skip).unwrap_or(i64::MAX));
    let rows = all_of!(tx, OnRow, sql)?;
    let names = names(tx, month, rows.iter().map(|r| r.member_id)).await?;
    let line = |r: &OnRow| {
        let plan: Plan = r.plan.parse().unwrap_or_default();
        let days = month.period.charged(Instant(r.from_at), r.until_at.map(Instant));
        let (member, name) = name_of(&names, r.member_id);
        let price = month.book.monthly(plan);
        Line {
            member,
            name,
            item: plan.label().to_owned(),
            why: words(month.period, days),
            days: days.count(),
            price,
            amount: month.period.part(price, days),
        }
    };
    Ok(rows.iter().map(line).collect())
}

fn words(period: &Period, days: Days) -> String {
    if days.count() == 0 { "Not at the end of any day, so not charged".to_owned() } else { period.words(days) }
}

async fn pending_lines(tx: &mut Tx, month: Month<'_>, skip: u64, limit: usize) -> StoreResult<(Vec<Line>, u64)> {
    let (total,) = one!(tx, (i64,), "SELECT invited FROM team_totals WHERE account_id = $1", month.account)?;
    let rows = all!(
        tx,
        (MemberId, String, String, String, i64),
        "SELECT m.id, m.first_name, m.last_name, m.plan, (SELECT count(*) FROM numbers n WHERE n.account_id = m.account_id AND n.member_id = m.id)
         FROM members m WHERE m.account_id = $1 AND m.state = 'invited' AND m.status_rank = 5 ORDER BY m.name_key, m.id LIMIT $2 OFFSET $3",
        month.account,
        i64::try_from(limit).unwrap_or(i64::MAX),
        i64::try_from(skip).unwrap_or(i64::MAX)
    )?;
    let line = |(id, first, last, plan, numbers): (MemberId, String, String, String, i64)| {
        let plan: Plan = plan.parse().unwrap_or_default();
        let (price, extra) = (month.book.monthly(plan), month.book.numbers_monthly(plan, u32::try_from(numbers).unwrap_or_default()));
        let name = PersonName { first, last }.full();
        let why = match extra {
            0 => "Charged from the day the invitation is accepted".to_owned(),
            extra => format!("Charged from the day the invitation is accepted, with {} for numbers", month.book.show(extra)),
        };
        Line { member: Some(id), name, item: plan.label().to_owned(), why, days: 0, price, amount: price + extra }
    };
    Ok((rows.into_iter().map(line).collect(), u64::try_from(total).unwrap_or_default()))
}

type Names = HashMap<MemberId, (Option<MemberId>, String)>;

fn name_of(names: &Names, id: MemberId) -> (Option<MemberId>, String) {
    names.get(&id).cloned().unwrap_or_else(|| (None, former_label(0)))
}

/// How members read, and whether there is a card to open.
async fn names(tx: &mut Tx, month: Month<'_>, ids: impl Iterator<Item = MemberId>) -> StoreResult<Names> {
    let mut sql = Sql::new("SELECT id, first_name, last_name, state, erased_at FROM members WHERE account_id = ");
    sql.bind(month.account).push(" AND id IN ").list(ids);
    let rows = all_of!(tx, (MemberId, String, String, String, Option<i64>), sql)?;
    let name = |(id, first, last, state, erased): (MemberId, String, String, String, Option<i64>)| {
        let shown = if erased.is_some() { former_label(0) } else { PersonName { first, last }.full() };
        (id, ((state != "deleted").then_some(id), shown))
    };
    Ok(rows.into_iter().map(name).collect())
}

fn number_row(month: Month<'_>, line: &NumberLine, names: &Names) -> Line {
    let (member, name) = name_of(names, line.member);
    Line {
        member,
        name,
        item: line.number.shown(month.country),
        why: format!("{}. {}", line.why(), month.period.words(line.days)),
        days: line.days.count(),
        price: month.book.extra_number,
        amount: line.amount,
    }
}

fn minutes_row(month: Month<'_>, line: &MinutesLine, names: &Names) -> Line {
    let (member, name) = name_of(names, line.member);
    let beyond = line.minutes.saturating_sub(line.included);
    Line {
        member,
        name,
        item: format!("{beyond} minutes"),
        why: format!("Called {} minutes; {} includes {}", line.minutes, line.plan, line.included),
        days: 0,
        price: month.book.minute,
        amount: line.amount,
    }
}
