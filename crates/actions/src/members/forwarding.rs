//! Call forwarding: one's own, or that of somebody one may edit (M12).

use crate::call::Call;
use crate::flash;
use crate::members::edit::read::load;
use crate::members::edit::{gone, here};
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, FlashMessage, Subject, Value, words};
use model::error::AppError;
use model::error::{AppResult, FieldError};
use model::forwarding::{ForwardingForm, ForwardingSettings, LineStep};
use model::members::Forwarding;
use model::{AuditId, MemberId, NextPage, PersonName};
use policy::{Action, MemberTarget, Permit, check};
use store::members;
use store::members::forwarding as rows;

/// What is set now.
pub async fn read_forwarding(request: &Request, id: MemberId) -> AppResult<ForwardingSettings> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let _permit = check(call.actor(), Action::SetForwarding, &target)?;
    settings(&mut call, &target).await
}

pub(crate) async fn settings(call: &mut Call, target: &MemberTarget) -> AppResult<ForwardingSettings> {
    let account = call.account();
    let own = call.actor().member == target.id;
    let country = call.settings().country;
    let (on, mut numbers) = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    for one in &mut numbers {
        one.number = one.number.clone().read_in(country);
    }
    let row = members::edit::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    Ok(ForwardingSettings {
        id: target.id,
        name: PersonName { first: row.first_name, last: row.last_name },
        own,
        on,
        numbers,
    })
}

/// Saves the list and answers what to say. `step` moves a line instead ("1-up", "0-down"), for browsers without script: nothing is saved then.
pub async fn save_forwarding(
    request: &Request,
    id: MemberId,
    form: ForwardingForm,
    step: Option<LineStep>,
    back: NextPage,
) -> AppResult<FlashMessage> {
    if let Some(step) = step {
        remember(request, id, &form.moved(step))?;
        let own = back.or("").starts_with("/profile");
        let here = if own { "/profile".to_owned() } else { format!("/team/{id}/forwarding") };
        request.redirect(&format!("{here}?typed=forwarding"));
        return Ok(FlashMessage { said: String::new(), entry: None });
    }
    let saved = save(request, id, &form).await;
    if saved.is_err() {
        remember(request, id, &form)?;
    }
    let flash = saved?;
    request.lead_on(&back, &format!("/team/{id}"));
    Ok(flash)
}

async fn save(request: &Request, id: MemberId, form: &ForwardingForm) -> AppResult<FlashMessage> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let permit = check(call.actor(), Action::SetForwarding, &target)?;
    let before = settings(&mut call, &target).await?;
    if form.seen != before.seal() {
        return Err(AppError::Conflict(format!(
            "{}’s forwarding was changed after you opened this form, to: {}. Nothing of yours is saved yet. Save again to put yours in its place.",
            target.name,
            words::forwarding(before.on, &before.numbers)
        )));
    }
    let (country, on) = (call.settings().country, form.on.is_some());
    let numbers = form.parse(country).map_err(|wrong| {
        AppError::Fields(
            wrong.into_iter().map(|(line, message)| FieldError { field: format!("number{line}"), message }).collect(),
        )
    })?;
    let line_of = |at: usize| {
        let same = |text: &str| model::PhoneNumber::parse(text, country).is_ok_and(|n| n == numbers[at].number);
        form.lines.iter().position(|l| same(&l.number)).unwrap_or_default()
    };
    refuse_loops(&mut call, &numbers, line_of).await?;
    let said = "Call forwarding saved".to_owned();
    if on == before.on && numbers == before.numbers {
        return flash::only(request, said);
    }
    let entry = put(&mut call, &target, &permit, &before, (on, &numbers)).await?;
    flash::commit(call, said, entry).await
}

/// Puts this list in place of the one before.
async fn put(
    call: &mut Call,
    target: &MemberTarget,
    permit: &Permit,
    before: &ForwardingSettings,
    (on, numbers): (bool, &[Forwarding]),
) -> AppResult<AuditId> {
    let account = call.account();
    rows::save(&mut call.tx, account, permit, on, numbers).await?;
    let value = |on, numbers: &[Forwarding]| Value::Forwarding { on, numbers: numbers.to_vec() };
    let change = Change::new(Field::Forwarding, value(before.on, &before.numbers), value(on, numbers));
    call.audit(AuditAction::SetForwarding, Subject::member(target.id, &target.name), &[change]).await
}

/// Whether forwarding may be set back to these: the rules of a save (M12).
pub(crate) async fn may_set_back(call: &mut Call, target: &MemberTarget, numbers: &[Forwarding]) -> AppResult<Permit> {
    let permit = check(call.actor(), Action::SetForwarding, target)?;
    refuse_loops(call, numbers, |at| at).await?;
    Ok(permit)
}

/// Sets forwarding back to these (G2).
pub(crate) async fn set_back(
    call: &mut Call,
    target: &MemberTarget,
    on: bool,
    numbers: &[Forwarding],
) -> AppResult<AuditId> {
    let permit = may_set_back(call, target, numbers).await?;
    let before = settings(call, target).await?;
    put(call, target, &permit, &before, (on, numbers)).await
}

/// A call forwarded to an own business number would come back (M12).
async fn refuse_loops(call: &mut Call, numbers: &[Forwarding], line_of: impl Fn(usize) -> usize) -> AppResult<()> {
    let (account, country) = (call.account(), call.settings().country);
    let mut wrong = Vec::new();
    for (at, forwarding) in numbers.iter().enumerate() {
        let Some(label) = rows::business_number(&mut call.tx, account, &forwarding.number).await? else { continue };
        let line = line_of(at);
        let named = if label.is_empty() { String::new() } else { format!(" ({label})") };
        let message = format!(
            "{}{named} is one of your company’s own numbers, so a forwarded call would come back in a loop. Use a phone outside.",
            forwarding.number.shown_in(country)
        );
        wrong.push(FieldError { field: format!("number{line}"), message });
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Fields(wrong)) }
}

/// Keeps what was typed for a browser without script (T13).
fn remember(request: &Request, id: MemberId, form: &ForwardingForm) -> AppResult<()> {
    let text = serde_json::to_string(form).unwrap_or_default();
    crate::flash::typed::remember(request, &format!("forwarding-{id}"), &[("form", &text)])
}
