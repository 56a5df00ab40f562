//! Where a number's calls ring, what it is called, and giving it back (N1, N3).

use crate::error::AppError;
use crate::model::numbers::NumberChoice;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::{
    api::call::{Call, answer},
    api::members_edit::{gone, lead_back},
    api::numbers_load::{conflict, find_members, load, main_number, refused},
    error::AppResult,
    model::audit::Change,
    model::numbers::{Destination, RouteTo},
    model::{Extension, GroupId, MemberId},
    policy::{Action, Denial, MemberTarget, check},
    store::audit::Subject,
    store::numbers_card::{self, NumberFacts},
    store::{members, numbers_write},
    supplier,
};

/// Where a number may ring: nobody, the menu, groups, and members that match. Refused ones say why (R10).
#[server(name = ReadDestinations, endpoint = "numbers/destinations", input = GetUrl)]
pub async fn destinations(id: String, find: String) -> Result<(Vec<NumberChoice>, i64), AppError> {
    answer(read_destinations(&id, &find).await)
}

#[cfg(feature = "ssr")]
async fn read_destinations(id: &str, find: &str) -> AppResult<(Vec<NumberChoice>, i64)> {
    let mut call = Call::read().await?;
    let facts = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::RouteNumber, &facts.target)?;
    let account = call.account();
    let groups = numbers_card::groups(&mut call.tx, account).await?;
    let people = find_members(&mut call, find).await?;
    let main = facts.row.main.then(|| main_number(&facts.target.shown).to_string());
    let choice = |to: RouteTo, title: &str, about: &str, refused: Option<String>| NumberChoice {
        value: to.to_string(),
        title: title.to_owned(),
        about: about.to_owned(),
        refused,
    };
    let mut all = vec![choice(RouteTo::Nobody, "Nobody", "Callers hear that the number isn’t in use.", None)];
    if facts.row.main {
        all.push(choice(RouteTo::Main, "Call menu", "It stays the main number.", None));
    } else {
        all.push(choice(RouteTo::Menu, "Call menu", "Callers choose by key.", None));
        all.push(choice(RouteTo::Main, "Call menu, as the main number", "The company’s own number from now on.", None));
    }
    let wanted = crate::model::search::fold(find);
    for group in groups.iter().filter(|g| crate::model::search::fold(&g.name).contains(&wanted)).take(8) {
        let about = format!("Group, ext. {}", Extension::from_stored(group.extension));
        all.push(choice(RouteTo::Group(group.id), &group.name, &about, main.clone()));
    }
    for row in &people {
        let action = Action::AssignDirect(facts.target.clone());
        let why = check(call.actor(), action, &MemberTarget::from(row)).err().map(|d| d.to_string());
        let about = row.extension.map_or_else(|| row.role_name.clone(), |e| format!("{}, ext. {e}", row.role_name));
        all.push(choice(RouteTo::Member(row.id), &row.name.full(), &about, main.clone().or(why)));
    }
    Ok((all, facts.row.version))
}

/// Sends a number's incoming calls elsewhere. `version` is what the form started from: of two at once, one wins and the other
/// is told where it rings now (N3). Answers what to say.
#[server(endpoint = "numbers/route")]
pub async fn route_number(id: String, version: i64, to: String, back: Option<String>) -> Result<String, AppError> {
    answer(
        async {
            let said = route(&id, version, &to).await?;
            lead_back(back.as_deref(), &format!("/numbers/{id}"));
            Ok(said)
        }
        .await,
    )
}

#[cfg(feature = "ssr")]
async fn route(id: &str, version: i64, to: &str) -> AppResult<String> {
    let mut call = Call::begin().await?;
    let facts = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::RouteNumber, &facts.target)?;
    let to = RouteTo::parse(to).ok_or_else(|| AppError::field("to", "Choose where its calls ring."))?;
    if facts.row.version != version {
        return Err(conflict(&mut call, &facts).await?);
    }
    if facts.row.main && !matches!(to, RouteTo::Nobody | RouteTo::Main) {
        return Err(main_number(&facts.target.shown));
    }
    let name = named(&mut call, &facts, to).await?;
    let (account, now, shown) = (call.account(), call.now, facts.target.shown.clone());
    let done = numbers_write::route(&mut call.tx, account, &permit, version, to, now).await.map_err(|e| refused(e, &shown))?;
    if !done {
        return Err(conflict(&mut call, &facts).await?);
    }
    let after = if let RouteTo::Member(member) = to { Some(member) } else { None };
    numbers_write::follow(&mut call.tx, account, facts.target.id, holder(&facts), after).await?;
    let before = if facts.row.main { "Call menu, main number".to_owned() } else { facts.row.destination.name().to_owned() };
    let change = Change { field: "rings at".to_owned(), before: Some(before), after: Some(name.clone()) };
    call.audit("numbers.route", Subject::number(facts.target.id, &shown), &[change], false).await?;
    call.commit().await?;
    Ok(format!("{shown} rings at {name} now"))
}

#[cfg(feature = "ssr")]
pub(crate) fn holder(facts: &NumberFacts) -> Option<MemberId> {
    if let Destination::Member { id, .. } = facts.row.destination { Some(id) } else { None }
}

/// The destination in words; a member is asked for as whom they are, too (R5).
#[cfg(feature = "ssr")]
async fn named(call: &mut Call, facts: &NumberFacts, to: RouteTo) -> AppResult<String> {
    let account = call.account();
    Ok(match to {
        RouteTo::Nobody => "Nobody".to_owned(),
        RouteTo::Menu => "Call menu".to_owned(),
        RouteTo::Main => "Call menu, main number".to_owned(),
        RouteTo::Member(id) => {
            let me = call.actor().member;
            let target = members::target(&mut call.tx, account, me, id).await?.ok_or_else(gone)?;
            let _permit = check(call.actor(), Action::AssignDirect(facts.target.clone()), &target)?;
            target.name
        }
        RouteTo::Group(id) => group_name(call, id).await?,
    })
}

#[cfg(feature = "ssr")]
async fn group_name(call: &mut Call, id: GroupId) -> AppResult<String> {
    let account = call.account();
    let found = numbers_card::groups(&mut call.tx, account).await?.into_iter().find(|g| g.id == id);
    Ok(found.ok_or(Denial::NotThere)?.name)
}

/// Most letters of a label.
#[cfg(feature = "ssr")]
const LONGEST_LABEL: usize = 40;

/// Names a number ("Support line").
#[server(endpoint = "numbers/label")]
pub async fn label_number(id: String, version: i64, label: String, back: Option<String>) -> Result<(), AppError> {
    answer(
        async {
            let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut call = Call::begin().await?;
            let facts = load(&mut call, &id).await?;
            let permit = check(call.actor(), Action::LabelNumber, &facts.target)?;
            if label.chars().count() > LONGEST_LABEL || label.chars().any(char::is_control) {
                return Err(AppError::field("label", "Write a label of up to 40 letters."));
            }
            if label != facts.row.label {
                let account = call.account();
                if !numbers_write::set_label(&mut call.tx, account, &permit, version, &label).await? {
                    return Err(conflict(&mut call, &facts).await?);
                }
                let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
                let change = Change { field: "label".to_owned(), before: some(&facts.row.label), after: some(&label) };
                call.audit("numbers.label", Subject::number(facts.target.id, &facts.target.shown), &[change], false).await?;
                call.commit().await?;
            }
            lead_back(back.as_deref(), &format!("/numbers/{id}"));
            Ok(())
        }
        .await,
    )
}

/// Gives a number back to the supplier. The main number stays until it is unassigned.
#[server(endpoint = "numbers/release")]
pub async fn release_number(id: String, version: i64, back: Option<String>) -> Result<String, AppError> {
    answer(
        async {
            let said = release(&id, version).await?;
            lead_back(back.as_deref(), "/numbers");
            Ok(said)
        }
        .await,
    )
}

#[cfg(feature = "ssr")]
async fn release(id: &str, version: i64) -> AppResult<String> {
    let mut call = Call::begin().await?;
    let facts = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::ReleaseNumber, &facts.target)?;
    let shown = facts.target.shown.clone();
    if facts.row.main {
        return Err(AppError::Refused(format!("{shown} is the main number. Unassign it before you release it.")));
    }
    let account = call.account();
    if !numbers_write::release(&mut call.tx, account, &permit, version, holder(&facts)).await? {
        return Err(conflict(&mut call, &facts).await?);
    }
    let change = Change { field: "rings at".to_owned(), before: Some(facts.row.destination.name().to_owned()), after: None };
    call.audit("numbers.release", Subject::number(facts.target.id, &shown), &[change], false).await?;
    // Within the transaction: what the supplier keeps is kept here, too. Releasing is rare, so nobody waits often.
    let seller = call.state.supplier.clone();
    supplier::in_time(seller.0.release(&facts.row.number)).await.map_err(|fault| AppError::Refused(fault.sentence(&shown)))?;
    call.commit().await?;
    Ok(format!("{shown} is released"))
}
