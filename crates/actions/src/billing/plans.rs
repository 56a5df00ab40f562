//! A member's plan (M14): what each of the three would cost, and changing it.

use crate::call::Call;
use crate::flash;
use crate::members::status::load;
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, FlashMessage, Subject, Value};
use model::billing::PlanOffer;
use model::billing::{PlanChoice, bridge_needs_plus};
use model::error::AppError;
use model::error::AppResult;
use model::{MemberId, Plan};
use policy::{Action, Denial, Target, check};
use store::billing::plans;
use store::{StoreError, billing};

/// What this member's plan may become and what that costs (M14). Why not, plan by plan (R10).
///
/// # Errors
/// A foreign member is missing (A3); denied to those who may not open the member's card.
pub async fn plan_offer(request: &Request, id: MemberId) -> AppResult<PlanOffer> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::OpenCard, &target)?;
    let (account, book) = (call.account(), call.settings().prices);
    let now = plans::facts(&mut call.tx, account, target.id).await?.ok_or(Denial::NotThere)?;
    let seats = billing::seats(&mut call.tx, account).await?;
    let choice = |plan: Plan| {
        let of = seats.of(plan);
        let bridge = (now.private_bridge && plan == Plan::Basic).then(|| bridge_needs_plus(&target.name));
        PlanChoice {
            plan,
            price: book.monthly(plan),
            difference: book.plan_change(&seats, now.plan, plan, now.numbers),
            bought: of.bought,
            free: of.free(),
            refused: check(call.actor(), Action::ChangePlan(plan), &target).err().map(|d| d.to_string()).or(bridge),
        }
    };
    Ok(PlanOffer {
        id: target.id,
        now: now.plan,
        plans: Plan::ALL.into_iter().map(choice).collect(),
        no_seats_because: check(call.actor(), Action::BuySeats, Target::Account).err().map(|d| d.to_string()),
        private_bridge: now.private_bridge,
        name: target.name,
    })
}

/// M14: puts a member on another plan. `seen` is the plan the page showed: if it is another one by now, nothing is
/// changed and the person is told. The same sent twice changes once. Answers what to say; a browser without script is
/// led to the member.
///
/// # Errors
/// A conflict when the plan is another one by now; a refusal when no seat is free (S1) or a private bridge needs more
/// (S6); denied to those who may not change it.
pub async fn change_plan(request: &Request, id: MemberId, to: Plan, seen: Plan) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::ChangePlan(to), &target)?;
    let (account, book) = (call.account(), call.settings().prices);
    let now = plans::facts(&mut call.tx, account, target.id).await?.ok_or(Denial::NotThere)?;
    if now.plan == to {
        return done(request, &target, flash::only(request, format!("{} is on {to}", target.name)));
    }
    if seen != now.plan {
        return Err(AppError::Conflict(format!(
            "{} is on {} by now. Look at the prices again.",
            target.name, now.plan
        )));
    }
    let seats = billing::seats(&mut call.tx, account).await?;
    let difference = book.plan_change(&seats, now.plan, to, now.numbers);
    plans::change(&mut call.tx, account, &permit).await.map_err(|e| refused(e, &target.name, to))?;
    let change = Change::new(Field::Plan, Value::Plan(now.plan), Value::Plan(to));
    let entry = call.audit(AuditAction::ChangePlan, Subject::member(target.id, &target.name), &[change]).await?;
    let words = format!("{} is on {to}: {}", target.name, book.difference(difference));
    done(request, &target, flash::commit(call, words, entry).await)
}

fn done(request: &Request, target: &policy::MemberTarget, flash: AppResult<FlashMessage>) -> AppResult<FlashMessage> {
    if flash.is_ok() && request.is_plain_form() {
        request.redirect(&format!("/team/{}", target.id));
    }
    flash
}

/// The database's last word on seats and bridge (S1, S6) as a sentence.
pub(crate) fn refused(error: StoreError, name: &str, to: Plan) -> AppError {
    match error {
        e if e.is("seats_not_oversold") => {
            AppError::Refused(format!("No {to} seat is free for {name}. Add a {to} seat first."))
        }
        e if e.is("private_bridge_needs_plus") => AppError::Refused(bridge_needs_plus(name)),
        other => other.into(),
    }
}
