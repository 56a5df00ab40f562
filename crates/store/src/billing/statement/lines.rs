//! The lines of a statement, some at a time (S5).

use crate::billing::statement;
use crate::billing::statement::Month;
use crate::billing::statement::counts::counts;
use crate::billing::statement::numbers::After;
use crate::error::StoreResult;
use crate::sql::{Sql, all, all_of, one};
use crate::{Tx, dialect};
use model::billing::statement::{Days, MinutesLine, NumberLine, Period};
use model::billing::{Line, Section};
use model::history::former_label;
use model::members::StatusRank;
use model::{Instant, MemberId, MemberState, PersonName, Plan};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct OnRow {
    member_id: MemberId,
    plan: Plan,
    from_at: i64,
    until_at: Option<i64>,
    // None of them once the member's row is gone.
    first_name: Option<String>,
    last_name: Option<String>,
    state: Option<MemberState>,
    erased_at: Option<i64>,
}

impl OnRow {
    /// How they read, and whether there is a card to open.
    fn name(&mut self) -> (Option<MemberId>, String) {
        match (self.first_name.take(), self.last_name.take(), self.state) {
            (Some(first), Some(last), Some(state)) => {
                let shown = if self.erased_at.is_some() { former_label(0) } else { PersonName { first, last }.full() };
                ((state != MemberState::Deleted).then_some(self.member_id), shown)
            }
            _ => (None, former_label(0)),
        }
    }
}

/// What was counted for lines once and serves the next ones, too.
#[derive(Debug, Default)]
pub struct Charged {
    totals: HashMap<&'static str, u64>,
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
    let total = match charged.totals.get(section.slug()) {
        Some(total) => *total,
        None => count(tx, month, section).await?,
    };
    charged.totals.insert(section.slug(), total);
    let some = match section {
        Section::Numbers => {
            let some = statement::numbers::lines(tx, month, skip, limit).await?;
            number_rows(tx, month, &some).await?
        }
        Section::Minutes => {
            let some = statement::minutes::lines(tx, month, skip, limit).await?;
            minutes_rows(tx, month, &some).await?
        }
        Section::Pending => pending_lines(tx, month, skip, limit).await?,
        Section::Changes | Section::Basic | Section::Plus | Section::Pro => {
            member_lines(tx, month, section, None, skip, limit).await?.0
        }
    };
    Ok((some, total))
}

/// A place in a section from which a file goes on; the default is its beginning.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    after: After,
    passed: u64,
}

/// The lines of a section from a place on, some at a time, and the place to go on from (S5). None: these were the last. Pending
/// invitations are in no file: nothing of theirs is charged yet.
pub async fn lines_from(
    tx: &mut Tx,
    month: Month<'_>,
    section: Section,
    at: Place,
    limit: usize,
) -> StoreResult<(Vec<Line>, Option<Place>)> {
    let next = |after: After| after.map(|last| Place { after: Some(last), passed: 0 });
    match section {
        Section::Numbers => {
            let (some, last) = statement::numbers::lines_after(tx, month, at.after).await?;
            Ok((number_rows(tx, month, &some).await?, next(last)))
        }
        Section::Minutes => {
            let some = statement::minutes::lines(tx, month, at.passed, limit).await?;
            let more = (some.len() == limit).then(|| Place { passed: at.passed + some.len() as u64, ..at });
            Ok((minutes_rows(tx, month, &some).await?, more))
        }
        Section::Pending => Ok((Vec::new(), None)),
        Section::Changes | Section::Basic | Section::Plus | Section::Pro => {
            let (some, last) = member_lines(tx, month, section, at.after, 0, limit).await?;
            Ok((some, next(last)))
        }
    }
}

async fn count(tx: &mut Tx, month: Month<'_>, section: Section) -> StoreResult<u64> {
    match section {
        Section::Numbers => {
            let counts = counts(tx, month).await?;
            Ok(statement::numbers::sums(tx, month, &counts).await?.0)
        }
        Section::Minutes => Ok(statement::minutes::sums(tx, month).await?.0),
        Section::Pending => {
            let (total,) = one!(tx, (i64,), "SELECT invited FROM team_totals WHERE account_id = $1", month.account)?;
            Ok(u64::try_from(total).unwrap_or_default())
        }
        Section::Changes | Section::Basic | Section::Plus | Section::Pro => count_members(tx, month, section).await,
    }
}

/// ` = account AND …`: those on a plan, or those of every plan who weren't on it all month.
///
/// The plus keeps SQLite from looking up everybody who began before the month ended: the index by plan has all that is asked for.
fn push_members(sql: &mut Sql, month: Month<'_>, section: Section) {
    let (start, second, end) = month.bounds();
    sql.bind(month.account).push(" AND +from_at < ").bind(end);
    match section.plan() {
        Some(plan) => {
            sql.push(" AND (until_at IS NULL OR until_at >= ").bind(start).push(") AND plan = ").bind(plan.slug())
        }
        None => sql
            .push(" AND (from_at >= ")
            .bind(second)
            .push(" OR until_at >= ")
            .bind(start)
            .push(" AND until_at < ")
            .bind(end)
            .push(")"),
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
        sql.push(" AND until_at >= ")
            .bind(start)
            .push(" AND until_at < ")
            .bind(end)
            .push(" AND from_at < ")
            .bind(second);
    }
    Ok(all_of!(tx, (i64,), sql)?.iter().map(|r| r.0.unsigned_abs()).sum())
}

/// Members of a section in the order they were added, after one, and past the first `skip` of those.
async fn member_lines(
    tx: &mut Tx,
    month: Month<'_>,
    section: Section,
    after: After,
    skip: u64,
    limit: usize,
) -> StoreResult<(Vec<Line>, After)> {
    let mut sql = Sql::new(
        "SELECT b.member_id, b.plan, b.from_at, b.until_at, m.first_name, m.last_name, m.state, m.erased_at FROM \
         (SELECT account_id, member_id, plan, from_at, until_at FROM billing_members WHERE account_id = ",
    );
    push_members(&mut sql, month, section);
    if let Some((member, from)) = after {
        sql.push(" AND (member_id, from_at) > (").bind(member).push(", ").bind(from).push(")");
    }
    sql.push(" ORDER BY member_id, from_at LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
    sql.push(" OFFSET ").bind(i64::try_from(skip).unwrap_or(i64::MAX));
    sql.push(
        ") b LEFT JOIN members m ON m.account_id = b.account_id AND m.id = b.member_id ORDER BY b.member_id, b.from_at",
    );
    let mut rows = all_of!(tx, OnRow, sql)?;
    let last = rows.last().filter(|_| rows.len() == limit).map(|r| (r.member_id, r.from_at));
    let line = |r: &mut OnRow| {
        let plan = r.plan;
        let days = month.period.charged(Instant(r.from_at), r.until_at.map(Instant));
        let (member, name) = r.name();
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
    Ok((rows.iter_mut().map(line).collect(), last))
}

fn words(period: &Period, days: Days) -> String {
    if days.count() == 0 { "Not at the end of any day, so not charged".to_owned() } else { period.words(days) }
}

async fn pending_lines(tx: &mut Tx, month: Month<'_>, skip: u64, limit: usize) -> StoreResult<Vec<Line>> {
    let rows = all!(
        tx,
        (MemberId, String, String, Plan, i64),
        "SELECT m.id, m.first_name, m.last_name, m.plan, (SELECT count(*) FROM numbers n WHERE n.account_id = m.account_id AND n.member_id = m.id)
         FROM members m WHERE m.account_id = $1 AND m.state = 'invited' AND m.status_rank = $4 ORDER BY m.name_key, m.id LIMIT $2 OFFSET $3",
        month.account,
        i64::try_from(limit).unwrap_or(i64::MAX),
        i64::try_from(skip).unwrap_or(i64::MAX),
        StatusRank::begins(MemberState::Invited)
    )?;
    let line = |(id, first, last, plan, numbers): (MemberId, String, String, Plan, i64)| {
        let (price, extra) =
            (month.book.monthly(plan), month.book.numbers_monthly(plan, u32::try_from(numbers).unwrap_or_default()));
        let name = PersonName { first, last }.full();
        let why = match extra {
            0 => "Charged from the day the invitation is accepted".to_owned(),
            extra => {
                format!("Charged from the day the invitation is accepted, with {} for numbers", month.book.show(extra))
            }
        };
        Line { member: Some(id), name, item: plan.label().to_owned(), why, days: 0, price, amount: price + extra }
    };
    Ok(rows.into_iter().map(line).collect())
}

type Names = HashMap<MemberId, (Option<MemberId>, String)>;

fn name_of(names: &Names, id: MemberId) -> (Option<MemberId>, String) {
    names.get(&id).cloned().unwrap_or_else(|| (None, former_label(0)))
}

/// How members read, and whether there is a card to open.
async fn names(tx: &mut Tx, month: Month<'_>, ids: impl Iterator<Item = MemberId>) -> StoreResult<Names> {
    let mut sql = Sql::new("SELECT m.id, m.first_name, m.last_name, m.state, m.erased_at");
    dialect::push_members_by_id(&mut sql, tx, month.account, ids);
    let rows = all_of!(tx, (MemberId, String, String, MemberState, Option<i64>), sql)?;
    let name = |(id, first, last, state, erased): (MemberId, String, String, MemberState, Option<i64>)| {
        let shown = if erased.is_some() { former_label(0) } else { PersonName { first, last }.full() };
        (id, ((state != MemberState::Deleted).then_some(id), shown))
    };
    Ok(rows.into_iter().map(name).collect())
}

async fn number_rows(tx: &mut Tx, month: Month<'_>, lines: &[NumberLine]) -> StoreResult<Vec<Line>> {
    let names = names(tx, month, lines.iter().map(|l| l.member)).await?;
    Ok(lines.iter().map(|l| number_row(month, l, &names)).collect())
}

async fn minutes_rows(tx: &mut Tx, month: Month<'_>, lines: &[MinutesLine]) -> StoreResult<Vec<Line>> {
    let names = names(tx, month, lines.iter().map(|l| l.member)).await?;
    Ok(lines.iter().map(|l| minutes_row(month, l, &names)).collect())
}

fn number_row(month: Month<'_>, line: &NumberLine, names: &Names) -> Line {
    let (member, name) = name_of(names, line.member);
    Line {
        member,
        name,
        item: line.number.shown_in(month.country),
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
