//! What calls about numbers share: loading one, whom to ask, and the sentences of those who were quicker (N3, R2).

use crate::call::Call;
use model::error::{AppError, AppResult};
use model::team::TeamQuery;
use model::{MemberId, MemberRow, NumberId, NumberScope, Plan};
use policy::{Action, MemberTarget, NumberTarget, Target, check};
use store::numbers;
use store::numbers::NumbersViewer;
use store::numbers::card::NumberFacts;
use store::{StoreError, team};

/// Which numbers the actor's role shows (R2), if it shows any.
pub(crate) fn viewer(call: &Call) -> AppResult<NumbersViewer> {
    let _permit = check(call.actor(), Action::SeeNumbers, Target::Account)?;
    Ok(reach(call))
}

/// Which numbers are within the actor's reach, whether or not their role opens the Numbers page (R2, R6).
pub(crate) fn reach(call: &Call) -> NumbersViewer {
    let actor = call.actor();
    let held = || actor.numbers.iter().copied().collect();
    let only = match actor.role.numbers {
        NumberScope::All => None,
        NumberScope::OwnGroups => Some((held(), actor.groups.iter().copied().collect())),
        NumberScope::Held => Some((held(), Vec::new())),
    };
    NumbersViewer { country: call.settings().country, only }
}

/// A number of the actor's account as it is now. One that was released meanwhile is told as that; a foreign one is missing (A3).
pub(crate) async fn load(call: &mut Call, id: NumberId) -> AppResult<NumberFacts> {
    let (account, me, country) = (call.account(), call.actor().member, call.settings().country);
    if let Some(facts) = numbers::card::facts(&mut call.tx, account, me, country, id).await? {
        return Ok(facts);
    }
    let may_know = check(call.actor(), Action::SeeNumbers, Target::Account).is_ok();
    match numbers::card::released_by(&mut call.tx, account, id).await?.filter(|_| may_know) {
        Some((number, who)) => {
            Err(AppError::Conflict(format!("{number} was released by {who} meanwhile. Nothing was changed.")))
        }
        None => Err(NumberId::missing()),
    }
}

/// Who was quicker, and where the number rings now (N3).
pub(crate) async fn conflict(call: &mut Call, facts: &NumberFacts) -> AppResult<AppError> {
    let (account, id) = (call.account(), facts.target.id);
    let who = numbers::card::last_author(&mut call.tx, account, id, facts.target.holder.as_ref().map(|m| m.id)).await?;
    let who = who.map_or_else(
        || "Somebody".to_owned(),
        |name| if name == call.actor().name.full() { "You".to_owned() } else { name },
    );
    let place = if who == "You" { " in another window" } else { "" };
    let at = facts.row.destination.name();
    Ok(AppError::Conflict(format!(
        "{who} changed {}{place} meanwhile: it rings at {at} now. Nothing of yours was saved.",
        facts.target.shown
    )))
}

/// What the database refuses, as a sentence.
pub(crate) fn refused(error: StoreError, shown: &str) -> AppError {
    match error {
        e if e.is("main_number_rings_menu") => main_number(shown),
        e if e.is("numbers_one_main") => {
            AppError::Refused("The account has a main number already. Unassign that one first.".to_owned())
        }
        e if e.is("numbers_taken") => {
            AppError::Conflict(format!("{shown} belongs to somebody else by now. Choose another number."))
        }
        other => other.into(),
    }
}

/// M13: the main number is given to nobody before it is unassigned.
pub(crate) fn main_number(shown: &str) -> AppError {
    AppError::Refused(format!(
        "{shown} is the main number and rings at the call menu. Unassign it on the Numbers page first."
    ))
}

/// Up to eight members by name, extension or number, for choosers.
pub(crate) async fn find_members(call: &mut Call, text: &str) -> AppResult<Vec<MemberRow>> {
    let (account, viewer, now) = (call.account(), crate::team::viewer(call), call.now);
    let query = TeamQuery { per_page: 8, ..TeamQuery::default().with_search(text) };
    Ok(team::page(&mut call.tx, account, &viewer, &query, now).await?.rows)
}

/// What one more direct number costs a member a month (S4); `replaces`: it takes the place of one they have.
pub(crate) async fn price_for(call: &mut Call, member: MemberId, replaces: bool) -> AppResult<i64> {
    let account = call.account();
    let (plan, direct): (Plan, _) = numbers::card::plan_of(&mut call.tx, account, member).await?;
    Ok(call.settings().prices.next_number(plan, u32::from(direct.is_some() && !replaces)))
}

/// A member's numbers are opened by whoever edits them or may give them numbers; each number is asked about by itself (R6).
pub(crate) fn may_open(call: &Call, target: &MemberTarget) -> AppResult<()> {
    let mut holder = call.actor().clone();
    // One of those to come, which nobody has yet.
    let id = NumberId::new();
    holder.numbers.insert(id);
    let number = NumberTarget { id, shown: String::new(), groups: Default::default(), holder: None };
    let edits = check(call.actor(), Action::EditDetails, target).map(drop);
    edits
        .or_else(|denial| check(&holder, Action::AssignNumber(number.into()), target).map(drop).map_err(|_| denial))?;
    Ok(())
}
