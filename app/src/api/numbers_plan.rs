//! Granting or revoking several numbers at once, with a plan of what will happen before it does (N1, K3 to K5).

use crate::error::AppError;
use crate::model::numbers::UsePlan;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::{
    api::call::{Call, answer},
    api::members_edit::lead_back,
    api::numbers_load::{find_members, viewer},
    api::numbers_use::{give, take},
    error::AppResult,
    model::query_string::pairs,
    model::{MemberId, NumberId},
    policy::{Action, Denial, MemberTarget, check},
    store::members,
    store::numbers_card::{self, NumberFacts},
};

/// What a grant (`revoke` false) or revocation would do. `query` is that of the page: n=NUMBER, m=MEMBER (any number of
/// each; m=all: everybody who has one of them) and find=TEXT.
#[server(name = ReadUsePlan, endpoint = "numbers/plan", input = GetUrl)]
pub async fn use_plan(query: String, revoke: bool) -> Result<UsePlan, AppError> {
    answer(read_plan(&query, revoke).await)
}

/// Most pairs planned at once.
#[cfg(feature = "ssr")]
const MOST_PAIRS: usize = 5_000;

/// What to do to whom.
#[cfg(feature = "ssr")]
struct Step {
    member: MemberTarget,
    number: NumberFacts,
    has: Option<(bool, bool, bool)>,
}

#[cfg(feature = "ssr")]
async fn read_plan(query: &str, revoke: bool) -> AppResult<UsePlan> {
    let mut call = Call::read().await?;
    let _viewer = viewer(&call)?;
    let of = |key: &str| pairs(query).filter(|(k, _)| k == key).map(|(_, v)| v).collect::<Vec<_>>();
    let (mut plan, _, _) = planned(&mut call, &of("n"), &of("m"), revoke).await?;
    let find = of("find").pop().unwrap_or_default();
    if !find.trim().is_empty() {
        let chosen = |id: MemberId| plan.members.iter().any(|(m, _)| *m == id);
        let found = find_members(&mut call, &find).await?;
        plan.found = found
            .iter()
            .filter(|row| !chosen(row.id))
            .map(|row| (row.id, row.name.full(), row.extension.map(|e| format!("Ext. {e}")).unwrap_or_default()))
            .collect();
    }
    Ok(plan)
}

#[cfg(feature = "ssr")]
async fn planned(call: &mut Call, numbers: &[String], members: &[String], revoke: bool) -> AppResult<(UsePlan, Vec<Step>, Option<Denial>)> {
    let (account, me, country) = (call.account(), call.actor().member, call.settings().country);
    let ids: Vec<NumberId> = numbers.iter().flat_map(|n| n.split(',')).filter_map(|n| n.parse().ok()).collect();
    let numbers = numbers_card::facts_of(&mut call.tx, account, me, country, &ids).await?;
    let targets = people(call, members, &numbers).await?;
    if numbers.len() * targets.len() > MOST_PAIRS {
        return Err(AppError::Refused("That is too much at once. Choose fewer people or numbers.".to_owned()));
    }
    let mut plan = UsePlan {
        numbers: numbers.iter().map(|f| (f.target.id, f.target.shown.clone())).collect(),
        members: targets.iter().map(|t| (t.id, t.name.clone())).collect(),
        ..UsePlan::default()
    };
    let mut steps = Vec::new();
    // Why nothing at all is theirs to do here; none: something is.
    let (mut allowed, mut first_denial) = (false, None);
    for number in &numbers {
        for member in &targets {
            let has = numbers_card::use_of(&mut call.tx, account, number.target.id, member.id).await?;
            let pair = || (member.name.clone(), number.target.shown.clone());
            let action = if revoke { Action::RemoveNumber(number.target.clone()) } else { Action::AssignNumber(number.target.clone()) };
            let decided = check(call.actor(), action, member);
            allowed |= decided.is_ok();
            if has.is_some() != revoke {
                plan.already.push(pair());
                first_denial = first_denial.or(decided.err());
            } else if let Err(denial) = decided {
                plan.refused.push((member.name.clone(), number.target.shown.clone(), denial.to_string()));
                first_denial = first_denial.or(Some(denial));
            } else {
                plan.change.push(pair());
                steps.push(Step { member: member.clone(), number: number.clone(), has });
            }
        }
    }
    Ok((plan, steps, first_denial.filter(|_| !allowed)))
}

/// The members of a form; "all": everybody who has one of the numbers.
#[cfg(feature = "ssr")]
async fn people(call: &mut Call, members: &[String], numbers: &[NumberFacts]) -> AppResult<Vec<MemberTarget>> {
    let (account, me) = (call.account(), call.actor().member);
    let mut ids: Vec<MemberId> = members.iter().flat_map(|m| m.split(',')).filter_map(|m| m.parse().ok()).collect();
    if members.iter().any(|m| m == "all") {
        for number in numbers {
            let most = i64::try_from(MOST_PAIRS).unwrap_or(i64::MAX) + 1;
            let users = numbers_card::users(&mut call.tx, account, number.target.id, most).await?;
            ids.extend(users.iter().map(|u| u.member_id));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let mut targets = Vec::with_capacity(ids.len());
    for id in ids {
        targets.extend(members::target(&mut call.tx, account, me, id).await?);
    }
    targets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(targets)
}

/// Grants the numbers to the members for calls and messages: the allowed ones, in one transaction, decided again now (K4).
#[server(endpoint = "numbers/grant")]
pub async fn grant_numbers(numbers: Vec<String>, members: Vec<String>, back: Option<String>) -> Result<String, AppError> {
    answer(
        async {
            let said = apply(&numbers, &members, false).await?;
            lead_back(back.as_deref(), "/numbers");
            Ok(said)
        }
        .await,
    )
}

/// Takes the use of the numbers from the members ("all": from everybody who has one).
#[server(endpoint = "numbers/revoke")]
pub async fn revoke_numbers(numbers: Vec<String>, members: Vec<String>, back: Option<String>) -> Result<String, AppError> {
    answer(
        async {
            let said = apply(&numbers, &members, true).await?;
            lead_back(back.as_deref(), "/numbers");
            Ok(said)
        }
        .await,
    )
}

#[cfg(feature = "ssr")]
async fn apply(numbers: &[String], members: &[String], revoke: bool) -> AppResult<String> {
    let mut call = Call::begin().await?;
    let _viewer = viewer(&call)?;
    let (plan, steps, denial) = planned(&mut call, numbers, members, revoke).await?;
    if plan.numbers.is_empty() || plan.members.is_empty() {
        return Err(AppError::NotFound("Those numbers or members aren’t there any more. Go back to the list and choose again.".to_owned()));
    }
    if let Some(denial) = denial {
        return Err(denial.into());
    }
    for step in &steps {
        match step.has {
            Some(now) if revoke => take(&mut call, &step.member, &step.number.target, now, &[]).await?,
            _ => give(&mut call, &step.member, &step.number, step.has, (true, true, false), &[]).await?,
        };
    }
    call.commit().await?;
    let done = if steps.len() == 1 { "1 grant".to_owned() } else { format!("{} grants", steps.len()) };
    let rest = if plan.refused.is_empty() { String::new() } else { format!(", {} refused", plan.refused.len()) };
    Ok(if revoke { format!("{done} taken back{rest}") } else { format!("{done} made{rest}") })
}
