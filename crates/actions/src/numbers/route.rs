//! Where a number's calls ring, what it is called, and giving it back (N1, N3).

use crate::call::Call;
use crate::flash;
use crate::members::edit::gone;
use crate::numbers::load::{conflict, find_members, load, main_number, refused};
use crate::numbers::uses_before::UsesBefore;
use crate::request::Request;
use model::Version;
use model::audit::{AuditAction, Change, Field, FlashMessage, Named, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::numbers::Destinations;
use model::numbers::NumberChoice;
use model::numbers::{Destination, RouteTo};
use model::{AuditId, Extension, GroupId, MemberId, NextPage, NumberId};
use policy::{Action, Denial, MemberTarget, Permit, check};
use providers::supplier;
use std::collections::BTreeSet;
use store::numbers::card::NumberFacts;
use store::{members, numbers};

/// Where a number may ring: nobody, the menu, groups, and members that match `find`; refused ones say why (R10). With
/// them the number's version, from which the form starts.
///
/// # Errors
/// A foreign number is missing (A3); denied to those who may not route it at all.
pub async fn destinations(request: &Request, id: NumberId, find: &str) -> AppResult<Destinations> {
    let mut call = Call::read(request).await?;
    let facts = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::RouteNumber, &facts.target)?;
    let account = call.account();
    let groups = numbers::card::groups(&mut call.tx, account).await?;
    let people = find_members(&mut call, find).await?;
    let main = facts.row.main.then(|| main_number(&facts.target.shown).to_string());
    let choice = |to: RouteTo, title: &str, about: &str, refused: Option<String>| NumberChoice {
        value: to,
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
    let wanted = store::search::fold(find);
    for group in groups.iter().filter(|g| store::search::fold(&g.name).contains(&wanted)).take(8) {
        let about = format!("Group, ext. {}", Extension::from_stored(group.extension));
        all.push(choice(RouteTo::Group(group.id), &group.name, &about, main.clone()));
    }
    for row in &people {
        let action = Action::AssignDirect(facts.target.clone());
        let why = check(call.actor(), action, &MemberTarget::from(row)).err().map(|d| d.to_string());
        let about = row.extension.map_or_else(|| row.role_name.clone(), |e| format!("{}, ext. {e}", row.role_name));
        all.push(choice(RouteTo::Member(row.id), &row.name.full(), &about, main.clone().or(why)));
    }
    Ok(Destinations { choices: all, version: facts.row.version })
}

/// Sends a number's incoming calls to `to`. `version` is what the form started from: of two at once, one wins and the
/// other is told where it rings now (N3). Answers what to say; a browser without script is led to `back`, or else to
/// the number's card.
///
/// # Errors
/// A sentence at the field `to` when nothing was chosen; a conflict when somebody was quicker; a refusal for the main
/// number (M13).
pub async fn route_number(
    request: &Request,
    id: NumberId,
    version: Version,
    to: Option<RouteTo>,
    back: NextPage,
) -> AppResult<FlashMessage> {
    let said = route(request, id, version, to).await?;
    request.lead_on(&back, &format!("/numbers/{id}"));
    Ok(said)
}

async fn route(request: &Request, id: NumberId, version: Version, to: Option<RouteTo>) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let facts = load(&mut call, id).await?;
    let _permit = check(call.actor(), Action::RouteNumber, &facts.target)?;
    let to = to.ok_or_else(|| AppError::field("to", "Choose where its calls ring."))?;
    if facts.row.version != version {
        return Err(conflict(&mut call, &facts).await?);
    }
    let (name, entry) = reroute(&mut call, &facts, to, &[]).await?;
    flash::commit(call, format!("{} rings at {name} now", facts.target.shown), entry).await
}

/// Whether a number may ring there, and what that place is called.
pub(crate) async fn may_ring(call: &mut Call, facts: &NumberFacts, to: RouteTo) -> AppResult<(Permit, String)> {
    let permit = check(call.actor(), Action::RouteNumber, &facts.target)?;
    if facts.row.main && !matches!(to, RouteTo::Nobody | RouteTo::Main) {
        return Err(main_number(&facts.target.shown));
    }
    Ok((permit, named(call, facts, to).await?))
}

/// Sends the calls there. `back`: in an undo, how the number was used before.
pub(crate) async fn reroute(
    call: &mut Call,
    facts: &NumberFacts,
    to: RouteTo,
    back: &[Change],
) -> AppResult<(String, AuditId)> {
    let (permit, name) = may_ring(call, facts, to).await?;
    let (account, now, shown) = (call.account(), call.now, facts.target.shown.clone());
    let after = if let RouteTo::Member(member) = to { Some(member) } else { None };
    let members: BTreeSet<MemberId> = holder(facts).into_iter().chain(after).collect();
    let uses = UsesBefore::of(call, members).await?;
    let done = numbers::write::route(&mut call.tx, account, &permit, facts.row.version, to, now)
        .await
        .map_err(|e| refused(e, &shown))?;
    if !done {
        return Err(conflict(call, facts).await?);
    }
    numbers::write::follow(&mut call.tx, account, facts.target.id, holder(facts), after).await?;
    let mut changes = vec![Change::new(Field::RingsAt, rings_at(facts), Value::Place(Named::new(to, &name)))];
    changes.extend(uses.settle(call, &permit, back).await?);
    let entry = call.audit(AuditAction::RouteNumber, Subject::number(facts.target.id, &shown), &changes).await?;
    Ok((name, entry))
}

/// Where a number rings, as a form names it.
pub(crate) fn place(facts: &NumberFacts) -> RouteTo {
    match facts.row.destination {
        Destination::Nobody => RouteTo::Nobody,
        Destination::Menu if facts.row.main => RouteTo::Main,
        Destination::Menu => RouteTo::Menu,
        Destination::Member { id, .. } => RouteTo::Member(id),
        Destination::Group { id, .. } => RouteTo::Group(id),
    }
}

/// The same as the audit log has it.
pub(crate) fn rings_at(facts: &NumberFacts) -> Value {
    let name = if facts.row.main { MAIN } else { facts.row.destination.name() };
    Value::Place(Named::new(place(facts), name))
}

const MAIN: &str = "Call menu, main number";

pub(crate) fn holder(facts: &NumberFacts) -> Option<MemberId> {
    if let Destination::Member { id, .. } = facts.row.destination { Some(id) } else { None }
}

/// The destination in words; a member is asked for as whom they are, too (R5).
async fn named(call: &mut Call, facts: &NumberFacts, to: RouteTo) -> AppResult<String> {
    let account = call.account();
    Ok(match to {
        RouteTo::Nobody => "Nobody".to_owned(),
        RouteTo::Menu => "Call menu".to_owned(),
        RouteTo::Main => MAIN.to_owned(),
        RouteTo::Member(id) => {
            let me = call.actor().member;
            let target = members::target(&mut call.tx, account, me, id).await?.ok_or_else(gone)?;
            let _permit = check(call.actor(), Action::AssignDirect(facts.target.clone()), &target)?;
            target.name
        }
        RouteTo::Group(id) => group_name(call, id).await?,
    })
}

async fn group_name(call: &mut Call, id: GroupId) -> AppResult<String> {
    let account = call.account();
    let found = numbers::card::groups(&mut call.tx, account).await?.into_iter().find(|g| g.id == id);
    Ok(found.ok_or(Denial::NotThere)?.name)
}

/// Most letters of a label.
const LONGEST_LABEL: usize = 40;

/// Names a number ("Support line"); `version` is what the form started from. Answers what to say; a browser without
/// script is led to `back`, or else to the number's card.
///
/// # Errors
/// A sentence at the field `label` for one that is too long; a conflict when somebody was quicker (N3).
pub async fn label_number(
    request: &Request,
    id: NumberId,
    version: Version,
    label: &str,
    back: NextPage,
) -> AppResult<FlashMessage> {
    let label = model::text::line(label);
    let mut call = Call::begin(request).await?;
    let facts = load(&mut call, id).await?;
    let said = "Label saved".to_owned();
    let flash = match relabel(&mut call, &facts, version, &label).await? {
        Some(entry) => flash::commit(call, said, entry).await?,
        None => flash::only(request, said)?,
    };
    request.lead_on(&back, &format!("/numbers/{id}"));
    Ok(flash)
}

/// Names it; also how it gets back the name it had (G2). None: it is called so already.
pub(crate) async fn relabel(
    call: &mut Call,
    facts: &NumberFacts,
    version: Version,
    label: &str,
) -> AppResult<Option<AuditId>> {
    let permit = check(call.actor(), Action::LabelNumber, &facts.target)?;
    if label.chars().count() > LONGEST_LABEL {
        return Err(AppError::field("label", "Write a label of up to 40 letters."));
    }
    if label == facts.row.label {
        return Ok(None);
    }
    let account = call.account();
    if !numbers::write::set_label(&mut call.tx, account, &permit, version, label).await? {
        return Err(conflict(call, facts).await?);
    }
    let change = Change::new(Field::Label, Value::text(&facts.row.label), Value::text(label));
    let subject = Subject::number(facts.target.id, &facts.target.shown);
    call.audit(AuditAction::LabelNumber, subject, &[change]).await.map(Some)
}

/// Gives a number back to the supplier; `version` is what the form started from. Answers what to say; a browser without
/// script is led to `back`, or else to the list.
///
/// # Errors
/// The main number stays until it is unassigned: a refusal, and so is what the supplier says against it. A conflict
/// when somebody was quicker (N3).
pub async fn release_number(request: &Request, id: NumberId, version: Version, back: NextPage) -> AppResult<String> {
    let said = release(request, id, version).await?;
    request.lead_on(&back, "/numbers");
    Ok(said)
}

async fn release(request: &Request, id: NumberId, version: Version) -> AppResult<String> {
    let mut call = Call::begin(request).await?;
    let facts = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::ReleaseNumber, &facts.target)?;
    let shown = facts.target.shown.clone();
    if facts.row.main {
        return Err(AppError::Refused(format!("{shown} is the main number. Unassign it before you release it.")));
    }
    let account = call.account();
    if !numbers::write::release(&mut call.tx, account, &permit, version, holder(&facts)).await? {
        return Err(conflict(&mut call, &facts).await?);
    }
    let change = Change::new(Field::RingsAt, rings_at(&facts), Value::Nothing);
    call.audit(AuditAction::ReleaseNumber, Subject::number(facts.target.id, &shown), &[change]).await?;
    // Within the transaction: what the supplier keeps is kept here, too. Releasing is rare, so nobody waits often.
    let seller = call.request.state.supplier.clone();
    supplier::in_time(seller.0.release(&facts.row.number))
        .await
        .map_err(|fault| AppError::Refused(fault.sentence(&shown)))?;
    call.commit().await?;
    Ok(format!("{shown} is released"))
}
