//! A member's direct number: which they have, which they could get, assigning, exchanging, taking away (M13, R5, R6).

use crate::call::Call;
use crate::flash;
use crate::members::edit;
use crate::members::edit::here;
use crate::numbers::load::{conflict, load, main_number, may_open, price_for, refused};
use crate::numbers::route::holder;
use crate::numbers::uses_before::UsesBefore;
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, FlashMessage, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::numbers::MemberNumbers;
use model::numbers::query::NumbersQuery;
use model::numbers::{Destination, DestinationKind, NumberChoice};
use model::{AuditId, MemberId, NextPage, NumberId};
use policy::{Action, MemberTarget, NumberTarget, Target, check};
use store::numbers;
use store::numbers::NumbersViewer;
use store::numbers::card::NumberFacts;

/// A member's numbers, and unassigned ones that match `find`; those that whoever looks may not hand on say why (R6).
///
/// # Errors
/// A foreign member is missing (A3), a deleted one refused; denied to those who may neither edit the member nor give
/// them numbers.
pub async fn member_numbers(request: &Request, id: MemberId, find: &str) -> AppResult<MemberNumbers> {
    let mut call = Call::read(request).await?;
    let target = edit::read::load(&mut call, id).await?;
    here(&target)?;
    may_open(&call, &target)?;
    let (account, me, country) = (call.account(), call.actor().member, call.settings().country);
    let direct = numbers::card::direct(&mut call.tx, account, me, country, target.id).await?;
    let usable = numbers::card::uses_of(&mut call.tx, account, country, target.id).await?;
    let query = NumbersQuery::default().with_search(find).changed(|f| f.destinations = vec![DestinationKind::Nobody]);
    let free = numbers::page(&mut call.tx, account, &NumbersViewer { country, only: None }, &query).await?;
    let price = price_for(&mut call, target.id, true).await?;
    let cost =
        if price == 0 { "Included".to_owned() } else { format!("{} a month", call.settings().prices.show(price)) };
    let why = |action: Action| check(call.actor(), action, &target).err().map(|d| d.to_string());
    let choice = |row: model::numbers::NumberRow| {
        let shown = row.number.shown().to_owned();
        let number = NumberTarget { id: row.id, shown: shown.clone(), groups: Default::default(), holder: None };
        let about = if row.label.is_empty() { row.kind.label().to_owned() } else { row.label };
        NumberChoice {
            value: row.id,
            title: shown,
            about: format!("{about} · {cost}"),
            refused: why(Action::AssignDirect(number)),
        }
    };
    let free_total = free.total;
    let free = free.rows.into_iter().map(choice).collect();
    let remove_refused = direct.first().and_then(|f| why(Action::RemoveDirect(f.target.clone())));
    let buy_refused = check(call.actor(), Action::BuyNumber, Target::Account).err().map(|d| d.to_string());
    let direct = direct.into_iter().map(|f| f.row).collect();
    Ok(MemberNumbers {
        member: target.id,
        name: target.name.clone(),
        direct,
        usable,
        free,
        free_total,
        remove_refused,
        buy_refused,
    })
}

/// Gives a member an unassigned number as their direct one (`to`), in place of the one they have (`instead`); without
/// `to` it only takes that away. Of two people taking the same number one gets it, the other is told who has it.
/// Answers what to say; a browser without script is led to `back`, or else to the member.
///
/// # Errors
/// A sentence at the field `to` when nothing was chosen; a conflict when somebody was quicker; denied when one may not
/// hand on the number (R6); a refusal for the main number (M13) and for a deleted member.
pub async fn set_direct(
    request: &Request,
    id: MemberId,
    to: Option<NumberId>,
    instead: Option<NumberId>,
    back: NextPage,
) -> AppResult<FlashMessage> {
    let said = save(request, id, to, instead).await?;
    request.lead_on(&back, &format!("/team/{id}"));
    Ok(said)
}

async fn save(
    request: &Request,
    id: MemberId,
    to: Option<NumberId>,
    instead: Option<NumberId>,
) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let target = edit::read::load(&mut call, id).await?;
    here(&target)?;
    if to.is_none() && instead.is_none() {
        let number = NumberTarget {
            id: NumberId::new(),
            shown: "a number".to_owned(),
            groups: Default::default(),
            holder: None,
        };
        let _permit = check(call.actor(), Action::AssignDirect(number), &target)?;
        return Err(AppError::field("to", "Choose a number."));
    }
    let before = match instead {
        Some(number) => Some(load(&mut call, number).await?),
        None => None,
    };
    if let Some(facts) = before.as_ref().filter(|f| holder(f) != Some(target.id)) {
        let _permit = check(call.actor(), Action::RemoveDirect(facts.target.clone()), &target)?;
        return Err(conflict(&mut call, facts).await?);
    }
    let after = match to {
        Some(number) => Some(load(&mut call, number).await?),
        None => None,
    };
    let said = match (&before, &after) {
        (_, Some(new)) => format!("{} is {}’s direct number now", new.target.shown, target.name),
        (Some(old), None) => format!("{} is free again", old.target.shown),
        (None, None) => return Err(AppError::field("to", "Choose a number.")),
    };
    let entry = exchange(&mut call, &target, before, after, &[]).await?;
    flash::commit(call, said, entry).await
}

/// Takes one number and gives the other; either may be missing. `back`: in an undo, how numbers were used before.
pub(crate) async fn exchange(
    call: &mut Call,
    target: &MemberTarget,
    before: Option<NumberFacts>,
    after: Option<NumberFacts>,
    back: &[Change],
) -> AppResult<AuditId> {
    let (account, now) = (call.account(), call.now);
    let value = |facts: &Option<NumberFacts>| {
        facts.as_ref().map_or(Value::Nothing, |f| Value::number(f.target.id, &f.row.number))
    };
    let uses = UsesBefore::of(call, [target.id]).await?;
    let mut permitted = None;
    let mut changes = vec![Change::new(Field::Direct, value(&before), value(&after))];
    if let Some(old) = &before {
        let permit = check(call.actor(), Action::RemoveDirect(old.target.clone()), target)?;
        if !numbers::write::remove_direct(&mut call.tx, account, &permit, old.row.version, now).await? {
            return Err(conflict(call, old).await?);
        }
        numbers::write::follow(&mut call.tx, account, old.target.id, Some(target.id), None).await?;
        permitted = Some(permit);
    }
    if let Some(new) = &after {
        let permit = check(call.actor(), Action::AssignDirect(new.target.clone()), target)?;
        if new.row.main {
            return Err(main_number(&new.target.shown));
        }
        if new.row.destination != Destination::Nobody {
            return Err(conflict(call, new).await?);
        }
        let done = numbers::write::assign_direct(&mut call.tx, account, &permit, new.row.version, now).await;
        if !done.map_err(|e| refused(e, &new.target.shown))? {
            return Err(conflict(call, new).await?);
        }
        numbers::write::follow(&mut call.tx, account, new.target.id, None, Some(target.id)).await?;
        permitted = Some(permit);
    }
    let permit = permitted.ok_or_else(|| AppError::field("to", "Choose a number."))?;
    changes.extend(uses.settle(call, &permit, back).await?);
    call.audit(AuditAction::ChangeDirect, Subject::member(target.id, &target.name), &changes).await
}
