//! What the form offers: roles, numbers and groups as far as this actor may give them, with the reasons for the rest (R4, R6).

use crate::invitations::*;
use crate::numbers::load::reach;
use crate::request::Request;
use model::error::{AppError, AppResult};
use model::invitations::NumberOffers;
use model::sessions::Actor;
use model::{GroupId, NumberId, Role};
use policy::GroupTarget;
use store::invitations::OfferedNumber;

/// So many numbers are offered at once; more are found by what is typed.
const OFFERED: u32 = 100;

/// Numbers that match what is typed, and the chosen ones, as far as this actor may hand them on (R6).
///
/// # Errors
/// Denied to whoever may invite nobody.
pub(crate) async fn find_numbers(request: &Request, find: &str, chosen: &[NumberId]) -> AppResult<NumberOffers> {
    let mut call = Call::read(request).await?;
    let account = call.account();
    let all: Vec<_> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    let role = given(call.actor(), &all)?;
    Ok(found(&mut call, role, find, chosen).await?.0)
}

/// The same with the first of all that may not be handed on, and how many there are of those.
async fn found(
    call: &mut Call,
    role: RoleRef,
    find: &str,
    chosen: &[NumberId],
) -> AppResult<(NumberOffers, Option<OfferedNumber>, u64)> {
    let (account, country, viewer) = (call.account(), call.settings().country, reach(call));
    let shown = move |n: PhoneNumber| n.shown_in(country);
    let (some, more) = store::numbers::find::find(&mut call.tx, account, &viewer, find, OFFERED, &shown).await?;
    // The chosen ones are offered, too, whatever is looked for.
    let beside: Vec<NumberId> =
        chosen.iter().copied().filter(|id| some.iter().all(|n| n.target.id != *id)).take(OFFERED as usize).collect();
    let mut all = store::invitations::numbers(&mut call.tx, account, &beside, &shown).await?;
    let of_all = some.len() as u64 + more;
    all.extend(some);
    let (count, first) = store::invitations::count_numbers(&mut call.tx, account).await?;
    let within = match find.trim().is_empty() {
        true => of_all,
        false => {
            let (some, more) = store::numbers::find::find(&mut call.tx, account, &viewer, "", 1, &shown).await?;
            some.len() as u64 + more
        }
    };
    let hands_on = |n: &OfferedNumber| {
        let new = NewMember { numbers: vec![n.target.clone()], ..NewMember::with_role(role.clone()) };
        why(call.actor(), new).is_none()
    };
    let (may, not): (Vec<_>, Vec<_>) = all.into_iter().partition(hands_on);
    let refused = match (not.into_iter().next(), first.filter(|_| may.is_empty() && within == 0)) {
        (Some(one), _) => Some(one),
        (None, Some(first)) => store::invitations::numbers(&mut call.tx, account, &[first], &shown).await?.pop(),
        (None, None) => None,
    };
    let numbers =
        may.into_iter().map(|n| NumberOffer { id: n.target.id, shown: n.target.shown, label: n.label }).collect();
    Ok((NumberOffers { numbers, more }, refused, count.saturating_sub(within)))
}

/// Why this actor can't invite such a member; none: they can.
fn why(actor: &Actor, new: NewMember) -> Option<String> {
    match check(actor, Action::Invite(new), Target::Account) {
        // Whoever reaches only own groups chooses one in the form, so its lack refuses nothing yet.
        Ok(_) | Err(policy::Denial::NewMemberNeedsYourGroup) => None,
        Err(denial) => Some(denial.to_string()),
    }
}

/// The least role that this actor may give, by which the rest of the form is judged.
fn given(actor: &Actor, all: &[Role]) -> AppResult<RoleRef> {
    let mut refused = String::new();
    for role in all.iter().rev() {
        match why(actor, NewMember::with_role(RoleRef::from(role))) {
            None => return Ok(RoleRef::from(role)),
            Some(words) if refused.is_empty() => refused = words,
            Some(_) => {}
        }
    }
    Err(AppError::Denied(refused))
}

/// The whole form; of many numbers, those that match what is typed in it, and the chosen ones.
pub(crate) async fn offers(request: &Request, find: &str, chosen: &[NumberId]) -> AppResult<InviteOffers> {
    let mut call = Call::read(request).await?;
    let account = call.account();
    let (digits, plan) = (call.settings().extension_digits, call.settings().default_plan);
    let all: Vec<_> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    let role = given(call.actor(), &all)?;
    let (numbers, refused, numbers_hidden) = found(&mut call, role.clone(), find, chosen).await?;
    let groups = store::invitations::groups(&mut call.tx, account).await?;
    let targets: std::collections::HashMap<GroupId, GroupTarget> =
        store::invitations::group_targets(&mut call.tx, account).await?.into_iter().map(|g| (g.id, g)).collect();
    let (extension, seats) = (
        members::free_extension(&mut call.tx, account, digits).await?,
        store::billing::seats(&mut call.tx, account).await?,
    );
    let actor = call.actor();
    let offered: Vec<RoleOffer> = all
        .iter()
        .rev()
        .map(|role| RoleOffer {
            id: role.id,
            name: role.name.clone(),
            about: role.description.clone(),
            refused: why(actor, NewMember::with_role(RoleRef::from(role))),
        })
        .collect();
    let with = |change: &dyn Fn(&mut NewMember)| {
        let mut new = NewMember::with_role(role.clone());
        change(&mut new);
        why(actor, new)
    };
    let none = numbers.numbers.is_empty() && find.trim().is_empty();
    let numbers_refused = refused.filter(|_| none).and_then(|n| with(&|new| new.numbers = vec![n.target.clone()]));
    let as_target = |g: &GroupOffer| targets.get(&g.id).cloned();
    let joins = |g: &GroupOffer| with(&|new| new.groups = as_target(g).into_iter().collect());
    let open: Vec<GroupOffer> = groups.iter().filter(|g| joins(g).is_none()).cloned().collect();
    let groups_refused = groups.first().filter(|_| open.is_empty()).and_then(joins);
    let everyone_refused = with(&|new| new.supervises = SupervisorAccess::Everyone);
    let some = open.first().and_then(as_target);
    let supervises_refused = match some {
        Some(group) => with(&|new| new.supervises = SupervisorAccess::Groups(vec![group.clone()])),
        None => everyone_refused.clone(),
    };
    let offers = InviteOffers {
        roles: offered,
        numbers,
        numbers_hidden,
        numbers_refused,
        groups: open,
        groups_refused,
        supervises_refused,
        everyone_refused,
        extension,
        seats,
        may_buy: check(actor, Action::BuySeats, Target::Account).is_ok(),
        plan,
        made: None,
        time_zones: crate::time_zone::names(),
    };
    Ok(InviteOffers { made: crate::flash::temporary_password::take(request)?, ..offers })
}
