//! One's own profile (M21): what callers hear, screening, and everything else a member sets for themselves.

use crate::call::Call;
use crate::flash;
use crate::members::edit::read::load;
use crate::members::edit::{gone, here};
use crate::members::forwarding::settings;
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, FlashMessage, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::members::profile::{GreetingForm, GreetingKind, LONGEST_GREETING, OwnProfile};
use model::{AuditId, NextPage};
use policy::{Action, MemberTarget, Page, check};
use store::members::edit as rows;
use store::team;

/// One's own profile; while supervising, that of the member supervised (M9).
pub async fn own_profile(request: &Request) -> AppResult<OwnProfile> {
    read(request).await
}

async fn read(request: &Request) -> AppResult<OwnProfile> {
    let mut call = Call::read(request).await?;
    Page::Profile.opens(call.actor())?;
    let (account, me) = (call.account(), call.actor().member);
    let viewer = crate::team::viewer(&call);
    let card = team::card(&mut call.tx, account, &viewer, me).await?.ok_or_else(gone)?;
    let target = load(&mut call, me).await?;
    let row = rows::read(&mut call.tx, account, me).await?.ok_or_else(gone)?;
    Ok(OwnProfile {
        role_name: call.actor().role.name.clone(),
        sign_in: row.sign_in,
        extension: card.row.extension,
        direct: card.row.direct,
        bridge: card.row.bridge,
        photo: row.photo,
        greeting: row.greeting,
        voicemail_greeting: row.voicemail_greeting,
        screening: row.screening,
        has_pin: row.has_pin,
        forwarding: settings(&mut call, &target).await?,
    })
}

/// Sets what callers hear, and what they hear before they leave a voicemail. Answers what to say.
///
/// # Errors
/// Denied while looking through somebody's eyes, or the problem of the field `greeting` or `voicemail`.
pub async fn save_greetings(
    request: &Request,
    calls: GreetingForm,
    voicemail: GreetingForm,
) -> AppResult<FlashMessage> {
    let saved = greet(request, &calls, &voicemail).await;
    if saved.is_err() {
        let kept = [
            ("greeting", calls.text.as_str()),
            ("voicemail", voicemail.text.as_str()),
            ("greeting_kind", calls.kind.slug()),
            ("voicemail_kind", voicemail.kind.slug()),
        ];
        crate::flash::typed::remember(request, "greetings", &kept)?;
    }
    let flash = saved?;
    request.lead_on(&NextPage::default(), "/profile?done=greetings");
    Ok(flash)
}

async fn greet(request: &Request, calls: &GreetingForm, voicemail: &GreetingForm) -> AppResult<FlashMessage> {
    let texts = [text("greeting", calls)?, text("voicemail", voicemail)?];
    let mut call = Call::begin(request).await?;
    let me = call.actor().member;
    let target = load(&mut call, me).await?;
    here(&target)?;
    let said = "Greetings saved".to_owned();
    match put_greetings(&mut call, &target, &texts[0], &texts[1]).await? {
        Some(entry) => flash::commit(call, said, entry).await,
        None => flash::only(request, said),
    }
}

/// Sets both texts; also how they are set back (G2). None: they are so already.
pub(crate) async fn put_greetings(
    call: &mut Call,
    target: &MemberTarget,
    greeting: &str,
    voicemail: &str,
) -> AppResult<Option<AuditId>> {
    let account = call.account();
    let permit = check(call.actor(), Action::SetGreeting, target)?;
    let before = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    rows::set_greetings(&mut call.tx, account, &permit, greeting, voicemail).await?;
    let changes = Change::that_differ([
        Change::new(Field::Greeting, Value::text(&before.greeting), Value::text(greeting)),
        Change::new(Field::VoicemailGreeting, Value::text(&before.voicemail_greeting), Value::text(voicemail)),
    ]);
    if changes.is_empty() {
        return Ok(None);
    }
    call.audit(AuditAction::SetGreetings, Subject::member(target.id, &target.name), &changes).await.map(Some)
}

/// The text to keep; empty for the standard greeting.
fn text(field: &str, form: &GreetingForm) -> AppResult<String> {
    if form.kind == GreetingKind::Standard {
        return Ok(String::new());
    }
    let text = model::text::line(&form.text);
    let length = text.chars().count();
    if text.is_empty() {
        return Err(AppError::field(field, "Write what callers hear, or choose the standard greeting."));
    }
    if length > LONGEST_GREETING {
        return Err(AppError::field(
            field,
            format!(
                "The greeting has {length} characters and is read to every caller. Use at most {LONGEST_GREETING}."
            ),
        ));
    }
    Ok(text)
}

/// Switches one's own call screening (M12).
pub async fn set_screening(request: &Request, on: bool) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let (account, me) = (call.account(), call.actor().member);
    let target = load(&mut call, me).await?;
    let permit = check(call.actor(), Action::SetScreening, &target)?;
    let before = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?.screening;
    if before != on {
        rows::set_screening(&mut call.tx, account, &permit, on).await?;
        let change = Change::new(Field::Screening, Value::On(before), Value::On(on));
        call.audit(AuditAction::SetScreening, Subject::member(target.id, &target.name), &[change]).await?;
        call.commit().await?;
    }
    request.lead_on(&NextPage::default(), "/profile");
    Ok(())
}
