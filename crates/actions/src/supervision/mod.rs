//! Looking through another member's eyes: begin, act, exit (M9).

#[cfg(test)]
mod tests;

use crate::call::Call;
use crate::members::status::load;
use crate::request::Request;
use model::MemberId;
use model::audit::{AuditAction, Change, Field, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use policy::{Action, Target, check};
use store::supervision;

/// Begins, read-only, for 30 minutes, and leads to the Team page as that member sees it.
///
/// # Errors
/// Not found, denied, or the problem of the field `reason`.
pub async fn begin_supervising(request: &Request, id: MemberId, reason: String) -> AppResult<()> {
    let reason = model::text::line(&reason);
    if reason.is_empty() || reason.chars().count() > 200 {
        return Err(AppError::field(
            "reason",
            "Say in a few words why, at most 200 letters. It goes into the audit log.",
        ));
    }
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    let permit = check(call.actor(), Action::Supervise, &target)?;
    let (account, session, now) = (call.account(), call.me.session, call.now);
    supervision::begin(&mut call.tx, account, session, &permit, &reason, now).await?;
    let change = Change::to(Field::Reason, Value::Text(reason));
    call.audit(AuditAction::BeginSupervising, Subject::member(target.id, &target.name), &[change]).await?;
    call.commit().await?;
    request.redirect("/team");
    Ok(())
}

/// The explicit step from looking to acting.
pub async fn act_supervising(request: &Request) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let permit = check(call.actor(), Action::ActWhileSupervising, Target::Account)?;
    let (account, session, member) = (call.account(), call.me.session, call.actor().member);
    supervision::allow_acting(&mut call.tx, account, session, &permit).await?;
    let name = call.actor().name.full();
    call.audit(AuditAction::ActSupervising, Subject::member(member, &name), &[]).await?;
    call.commit().await?;
    request.redirect("/team");
    Ok(())
}

/// Exit: oneself again, beside the card of the member one looked through.
pub async fn stop_supervising(request: &Request) -> AppResult<()> {
    let mut call = match Call::begin(request).await {
        // It had ended already, which is what is wanted.
        Err(AppError::Conflict(_)) => {
            request.redirect("/team");
            return Ok(());
        }
        other => other?,
    };
    let _permit = check(call.actor(), Action::StopSupervising, Target::Account)?;
    let (account, session, member) = (call.account(), call.me.session, call.actor().member);
    let name = call.actor().name.full();
    call.audit(AuditAction::EndSupervising, Subject::member(member, &name), &[]).await?;
    supervision::end(&mut call.tx, account, session).await?;
    call.commit().await?;
    request.redirect(&format!("/team/{member}"));
    Ok(())
}
