//! What a bulk change would do, as the dialog shows it: whom it changes, whom not and why, and what it costs (K3, K5).

use crate::bulk::judge::{Judged, Verdict, judge, plan_of, state_of};
use crate::bulk::order::{Drafted, Order, only_counted};
use crate::bulk::reasons::{CONFLICT, upper_first};
use crate::call::Call;
use model::bulk::cost::{Move, monthly_change, seats_missing};
use model::bulk::{BulkKind, BulkPreview, PreviewRow, RowOutcome, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::{BulkKey, MemberState, PersonName, PhoneNumber};
use store::billing;
use store::bulk::{Aspect, Class, Prepared, Row};
use store::offboarding;
use store::offboarding::KEPT;

/// Rows of a plan that change, and of each other kind, shown before "and more".
const SHOWN: i64 = 50;
const SHOWN_OTHERS: i64 = 20;

/// What the dialog shows: what would happen now or, while nothing is chosen, what may be given (K3, K5).
///
/// # Errors
/// Not found when none of the selected is on the team.
pub async fn of_draft(call: &mut Call, drafted: Drafted) -> AppResult<BulkPreview> {
    match drafted {
        Drafted::Ready { order, choices, more } => Ok(BulkPreview { choices, more, ..plan(call, &order).await? }),
        Drafted::Open { kind, selection, choices, more } => {
            let asked = only_counted(call, &selection);
            let prepared = Prepared::new(&mut call.tx, &asked).await?;
            let members: i64 = prepared.classes(&mut call.tx).await?.iter().map(|class| class.members).sum();
            let selected = u64::try_from(members).unwrap_or_default();
            if selected == 0 {
                return Err(nobody());
            }
            Ok(BulkPreview { choices, more, selected, ..BulkPreview::new(kind, String::new()) })
        }
    }
}

fn nobody() -> AppError {
    AppError::NotFound("None of those selected is on the team any more. Select again.".to_owned())
}

/// What would happen now (K3).
///
/// # Errors
/// Not found when none of the selected is on the team.
pub async fn plan(call: &mut Call, order: &Order) -> AppResult<BulkPreview> {
    let asked = order.bulk(call);
    let prepared = Prepared::new(&mut call.tx, &asked).await?;
    let judged = judge(call, order, &prepared).await?;
    let selected = judged.count(|_| true);
    if selected == 0 && !order.kind.is_of_pairs() {
        return Err(nobody());
    }
    let account = call.account();
    let paid = offboarding::is_paid(&mut call.tx, account).await?;
    let mut plan = BulkPreview {
        chosen: order.chosen(),
        selected,
        note: order.note(),
        undo_until: undo_until(order, paid, call),
        undoes: order.undoes.as_ref().map(|u| u.words.clone()),
        key: Some(BulkKey::new()),
        ..BulkPreview::new(order.kind, order.to.clone())
    };
    let changing = judged.of(|v| matches!(v, Verdict::Changes(_)));
    plan.reachable = u64::try_from(changing.iter().map(|c| c.reachable).sum::<i64>()).unwrap_or_default();
    (plan.change, plan.already) = (judged.changes(), judged.already());
    plan.refused = judged.reasons();
    cost(call, order, &prepared, &changing, &mut plan).await?;
    for (limit, outcome) in
        [(SHOWN, RowOutcome::Changes), (SHOWN_OTHERS, RowOutcome::Stays), (SHOWN_OTHERS, RowOutcome::Refused)]
    {
        let classes = judged.of(|v| v.outcome() == outcome);
        let rows = prepared.rows(&mut call.tx, &classes, limit).await?;
        for row in rows {
            plan.rows.push(shown(call, order, &judged, row)?);
        }
    }
    Ok(plan)
}

/// A deletion can be undone as long as the member can be restored; letters never.
fn undo_until(order: &Order, paid: bool, call: &Call) -> Option<model::Instant> {
    match order.kind {
        BulkKind::ResendInvitations => None,
        BulkKind::Delete => paid.then(|| call.now.plus(KEPT)),
        BulkKind::AssignNumber
        | BulkKind::RemoveNumber
        | BulkKind::ChangeRole
        | BulkKind::ChangePlan
        | BulkKind::AddToGroup
        | BulkKind::Suspend
        | BulkKind::Reactivate
        | BulkKind::Export
        | BulkKind::Import
        | BulkKind::GrantNumbers
        | BulkKind::RevokeNumbers => Some(call.now.plus(UNDO_DAYS * DAY)),
    }
}

/// What it costs, and whether seats are missing (K3, S1).
async fn cost(
    call: &mut Call,
    order: &Order,
    prepared: &Prepared<'_>,
    changing: &[&Class],
    plan: &mut BulkPreview,
) -> AppResult<()> {
    let deletes = order.kind == BulkKind::Delete;
    if order.aspect != Aspect::Plan && !deletes {
        return Ok(());
    }
    let (account, prices) = (call.account(), call.settings().prices);
    let seats = billing::seats(&mut call.tx, account).await?;
    let mut moves = Vec::new();
    for counted in prepared.plans(&mut call.tx, changing).await? {
        let (from, to) = if !deletes {
            (Some(counted.plan), Some(plan_of(&counted.goal)?))
        } else if state_of(&counted.goal)? == MemberState::Deleted {
            (Some(counted.plan), None)
        } else {
            (None, Some(counted.plan))
        };
        moves.push(Move { from, to, numbers: counted.numbers, members: counted.members });
    }
    plan.monthly = monthly_change(&prices, &seats, &moves);
    plan.problem = seats_missing(&seats, &moves);
    Ok(())
}

/// One row as people read it.
fn shown(call: &Call, order: &Order, judged: &Judged, row: Row) -> AppResult<PreviewRow> {
    let name = PersonName { first: row.first_name, last: row.last_name };
    let country = call.settings().country;
    let pair = (order.aspect == Aspect::Uses).then(|| PhoneNumber::from_stored(row.word.clone()).shown_in(country));
    let verdict = judged.classes.iter().find(|(c, _)| same_class(c, &row.class)).map(|(_, v)| v);
    let why = match verdict {
        Some(Verdict::Already) if order.undoes.is_some() => Some("Is as before already.".to_owned()),
        Some(Verdict::Already) => Some(order.kind.already_sentence(&order.to)),
        Some(Verdict::Conflict) => Some(CONFLICT.to_owned()),
        Some(Verdict::Gone(why)) => Some(why.clone()),
        // The class was asked about nobody in particular; the sentence names them.
        Some(Verdict::Refused(denial)) => Some(upper_first(&denial.to_string().replace("this member", &name.full()))),
        Some(Verdict::Changes(_)) | None => None,
    };
    // Of somebody's numbers it says which.
    let why = why.map(|why| match &pair {
        Some(shown) if why.contains("this number") => why.replace("this number", shown),
        Some(shown) => format!("{shown}: {why}"),
        None => why,
    });
    let words = |word: &str| -> AppResult<String> {
        Ok(match &order.aspect {
            _ if word.is_empty() => String::new(),
            Aspect::Uses => pair.clone().unwrap_or_default(),
            Aspect::Plan => plan_of(word)?.label().to_owned(),
            Aspect::State => state_of(word)?.label().to_owned(),
            Aspect::Number { .. } => PhoneNumber::from_stored(word.to_owned()).shown_in(country),
            Aspect::Invitation if word == "sent" => "New link".to_owned(),
            Aspect::Invitation | Aspect::Role | Aspect::Group { .. } => word.to_owned(),
        })
    };
    Ok(PreviewRow {
        id: Some(row.id),
        name,
        photo: row.photo,
        outcome: verdict.map_or(RowOutcome::Refused, Verdict::outcome),
        before: words(&row.now_word)?,
        after: words(&row.class.goal)?,
        why,
    })
}

fn same_class(a: &Class, b: &Class) -> bool {
    let key = |c: &Class| (c.role_id, c.state, c.own, c.shares, c.same, c.conflict, c.goal.clone(), c.goal_id, c.reach);
    key(a) == key(b)
}
