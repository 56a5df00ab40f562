//! What the invite form starts from when a member is duplicated (M8).

use crate::call::Call;
use crate::members::status::load;
use crate::request::Request;
use model::error::AppResult;
use model::members::template::MemberTemplate;
use model::{GroupName, MemberId, SupervisorScope, UsableNumber};
use policy::{Action, Denial, MemberTarget, NewMember, SupervisorAccess, check};
use store::members::template;

/// The template of a member the actor may duplicate; what they can't give is left out and said.
///
/// # Errors
/// Not found, or denied to whoever may not duplicate them.
pub async fn member_template(request: &Request, id: MemberId) -> AppResult<MemberTemplate> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    may_duplicate(&call, &target, |_| {})?;
    build(&mut call, &target).await
}

/// Would a duplicate with the original's role and what `with` adds be allowed? Its groups are chosen in the form.
fn may_duplicate(call: &Call, target: &MemberTarget, with: impl FnOnce(&mut NewMember)) -> Result<(), Denial> {
    let mut new = NewMember::with_role(target.role.clone());
    with(&mut new);
    match check(call.actor(), Action::Duplicate(new), target) {
        Ok(_) | Err(Denial::NewMemberNeedsYourGroup) => Ok(()),
        Err(denial) => Err(denial),
    }
}

async fn build(call: &mut Call, target: &MemberTarget) -> AppResult<MemberTemplate> {
    let account = call.account();
    let settings = template::settings(&mut call.tx, account, target.id).await?.ok_or(Denial::NotThere)?;
    let (groups, watched) = template::groups(&mut call.tx, account, target.id).await?;
    let country = call.settings().country;
    let numbers = template::numbers(&mut call.tx, account, country, target.id).await?;
    let mut left_out = Vec::new();
    let mut kept_numbers = Vec::new();
    for n in numbers {
        match may_duplicate(call, target, |new| new.numbers.push(n.target.clone())) {
            Ok(()) => kept_numbers.push(UsableNumber {
                id: n.target.id,
                number: n.number,
                label: String::new(),
                default: n.default,
                calls: n.calls,
                messages: n.messages,
            }),
            Err(why) => left_out.push(format!("The number {}: {why}", n.target.shown)),
        }
    }
    let mut kept_groups = Vec::new();
    for group in groups {
        match may_duplicate(call, target, |new| new.groups.push(group.clone())) {
            Ok(()) => kept_groups.push(GroupName { id: group.id, name: group.name }),
            Err(why) => left_out.push(format!("The group {}: {why}", group.name)),
        }
    }
    let access = match settings.supervises {
        SupervisorScope::Everyone => SupervisorAccess::Everyone,
        SupervisorScope::Groups => SupervisorAccess::Groups(watched.clone()),
        SupervisorScope::Nobody => SupervisorAccess::Nobody,
    };
    let given = may_duplicate(call, target, |new| new.supervises = access);
    let supervises = if given.is_ok() { settings.supervises } else { SupervisorScope::Nobody };
    left_out.extend(given.err().map(|why| format!("Supervisor access: {why}")));
    let watched = if supervises == SupervisorScope::Groups { watched } else { Vec::new() };
    Ok(MemberTemplate {
        like: target.name.clone(),
        role: settings.role,
        plan: settings.plan,
        availability: settings.availability,
        screening: settings.screening,
        dial_by_name: settings.dial_by_name,
        forwarding_on: settings.forwarding_on,
        time_zone: settings.time_zone,
        numbers: kept_numbers,
        groups: kept_groups,
        supervises,
        supervised_groups: watched.into_iter().map(|g| GroupName { id: g.id, name: g.name }).collect(),
        left_out,
    })
}
