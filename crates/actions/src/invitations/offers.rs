//! What the form offers: roles, numbers and groups as far as this actor may give them, with the reasons for the rest (R4, R6).

use crate::invitations::*;
use crate::request::Request;
use model::GroupId;
use model::error::AppError;
use model::error::AppResult;
use policy::GroupTarget;

pub(crate) async fn offers(request: &Request) -> AppResult<InviteOffers> {
    let mut call = Call::read(request).await?;
    let account = call.account();
    let (country, digits, plan) =
        (call.settings().country, call.settings().extension_digits, call.settings().default_plan);
    let all: Vec<_> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    let numbers =
        store::invitations::numbers(&mut call.tx, account, None, &|n: PhoneNumber| n.shown_in(country)).await?;
    let groups = store::invitations::groups(&mut call.tx, account).await?;
    let targets: std::collections::HashMap<GroupId, GroupTarget> =
        store::invitations::group_targets(&mut call.tx, account).await?.into_iter().map(|g| (g.id, g)).collect();
    let (extension, seats) = (
        members::free_extension(&mut call.tx, account, digits).await?,
        store::billing::seats(&mut call.tx, account).await?,
    );
    let actor = call.actor();
    let invite = |new: NewMember| check(actor, Action::Invite(new), Target::Account);
    // Whoever reaches only own groups chooses one in the form, so its lack refuses nothing yet.
    let why = |new: NewMember| match invite(new) {
        Ok(_) | Err(policy::Denial::NewMemberNeedsYourGroup) => None,
        Err(denial) => Some(denial.to_string()),
    };
    let offered: Vec<RoleOffer> = all
        .iter()
        .rev()
        .map(|role| RoleOffer {
            id: role.id,
            name: role.name.clone(),
            about: role.description.clone(),
            refused: why(NewMember::with_role(RoleRef::from(role))),
        })
        .collect();
    let Some(given) = all.iter().rev().find(|r| why(NewMember::with_role(RoleRef::from(*r))).is_none()) else {
        let refused = offered.into_iter().find_map(|r| r.refused).unwrap_or_default();
        return Err(AppError::Denied(refused));
    };
    let with = |change: &dyn Fn(&mut NewMember)| {
        let mut new = NewMember::with_role(RoleRef::from(given));
        change(&mut new);
        why(new)
    };
    let reach: Vec<bool> =
        numbers.iter().map(|n| with(&|new| new.numbers = vec![n.target.clone()]).is_none()).collect();
    let numbers_refused = numbers
        .first()
        .and_then(|n| with(&|new| new.numbers = vec![n.target.clone()]))
        .filter(|_| !reach.contains(&true));
    let hidden = reach.iter().filter(|r| !**r).count();
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
        numbers: numbers
            .into_iter()
            .zip(&reach)
            .filter(|(_, r)| **r)
            .map(|(n, _)| NumberOffer { id: n.target.id, shown: n.target.shown, label: n.label })
            .collect(),
        numbers_hidden: u64::try_from(hidden).unwrap_or_default(),
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
