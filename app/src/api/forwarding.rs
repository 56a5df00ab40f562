//! Call forwarding: one's own, or that of somebody one may edit (M12).

use crate::error::AppError;
use crate::model::forwarding::{ForwardingForm, ForwardingSettings};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::{
    api::call::{Call, answer},
    api::members_edit::{back_to, gone, here, lead_back},
    api::members_edit_read::load,
    error::{AppResult, FieldError},
    model::PersonName,
    model::audit::Change,
    model::forwarding::in_words,
    model::member::Forwarding,
    policy::{Action, MemberTarget, check},
    store::audit::Subject,
    store::{forwarding as rows, members_edit},
};

/// What is set now.
#[server(name = ReadForwarding, endpoint = "members/forwarding", input = GetUrl)]
pub async fn read_forwarding(id: String) -> Result<ForwardingSettings, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let target = load(&mut call, &id).await?;
            here(&target)?;
            let _permit = check(call.actor(), Action::SetForwarding, &target)?;
            settings(&mut call, &target).await
        }
        .await,
    )
}

#[cfg(feature = "ssr")]
pub(crate) async fn settings(call: &mut Call, target: &MemberTarget) -> AppResult<ForwardingSettings> {
    let account = call.account();
    let own = call.actor().member == target.id;
    let (on, numbers) = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    let row = members_edit::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    Ok(ForwardingSettings { id: target.id, name: PersonName { first: row.first_name, last: row.last_name }, own, on, numbers })
}

/// Saves the list. `step` moves a line instead ("1-up", "0-down"), for browsers without script: nothing is saved then.
#[server(name = SaveForwarding, endpoint = "members/set-forwarding")]
pub async fn save_forwarding(id: String, form: ForwardingForm, step: Option<String>, back: Option<String>) -> Result<(), AppError> {
    answer(
        async {
            let back = back_to(back.as_deref(), &format!("/team/{id}"));
            if let Some((line, way)) = step.as_deref().and_then(|s| s.split_once('-')) {
                remember(&id, &form.moved(line.parse().unwrap_or_default(), way == "up"))?;
                let here = if back.starts_with("/profile") { "/profile".to_owned() } else { format!("/team/{id}/forwarding") };
                leptos_axum::redirect(&format!("{here}?typed=forwarding"));
                return Ok(());
            }
            let saved = save(&id, &form).await;
            if saved.is_err() {
                remember(&id, &form)?;
            }
            saved?;
            lead_back(Some(&back), "/team");
            Ok(())
        }
        .await,
    )
}

#[cfg(feature = "ssr")]
async fn save(id: &str, form: &ForwardingForm) -> AppResult<()> {
    let mut call = Call::begin().await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let permit = check(call.actor(), Action::SetForwarding, &target)?;
    let before = settings(&mut call, &target).await?;
    if form.seen != before.seal() {
        return Err(AppError::Conflict(format!(
            "{}’s forwarding was changed after you opened this form, to: {}. Nothing of yours is saved yet. Save again to put yours in its place.",
            target.name,
            in_words(before.on, &before.numbers, call.settings().country)
        )));
    }
    let (account, country, on) = (call.account(), call.settings().country, form.on == "on");
    let numbers = form.parse(country).map_err(|wrong| {
        AppError::Fields(wrong.into_iter().map(|(line, message)| FieldError { field: format!("number{line}"), message }).collect())
    })?;
    refuse_loops(&mut call, form, &numbers).await?;
    if on == before.on && numbers == before.numbers {
        return Ok(());
    }
    rows::save(&mut call.tx, account, &permit, on, &numbers).await?;
    let change = Change {
        field: "forwarding".to_owned(),
        before: Some(in_words(before.on, &before.numbers, call.settings().country)),
        after: Some(in_words(on, &numbers, country)),
    };
    call.audit("members.forwarding", Subject::member(target.id, &target.name), &[change], true).await?;
    call.commit().await
}

/// A call forwarded to an own business number would come back (M12).
#[cfg(feature = "ssr")]
pub(super) async fn refuse_loops(call: &mut Call, form: &ForwardingForm, numbers: &[Forwarding]) -> AppResult<()> {
    let (account, country) = (call.account(), call.settings().country);
    let mut wrong = Vec::new();
    for forwarding in numbers {
        let Some(label) = rows::business_number(&mut call.tx, account, &forwarding.number).await? else { continue };
        let same = |text: &str| crate::model::PhoneNumber::parse(text, country).is_ok_and(|n| n == forwarding.number);
        let line = form.lines.iter().position(|l| same(&l.number)).unwrap_or_default();
        let named = if label.is_empty() { String::new() } else { format!(" ({label})") };
        let message = format!(
            "{}{named} is one of your company’s own numbers, so a forwarded call would come back in a loop. Use a phone outside.",
            forwarding.number.shown(country)
        );
        wrong.push(FieldError { field: format!("number{line}"), message });
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Fields(wrong)) }
}

/// Keeps what was typed for a browser without script (T13).
#[cfg(feature = "ssr")]
fn remember(id: &str, form: &ForwardingForm) -> AppResult<()> {
    let text = serde_json::to_string(form).unwrap_or_default();
    crate::api::typed::remember(&format!("forwarding-{id}"), &[("form", &text)])
}
