//! Looking through another member's eyes: begin, act, exit (M9).

use leptos::prelude::*;
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer};
#[cfg(feature = "ssr")]
use crate::api::standing::load;
#[cfg(feature = "ssr")]
use model::audit::Change;
#[cfg(feature = "ssr")]
use policy::{Action, Target, check};
#[cfg(feature = "ssr")]
use store::audit::Subject;
#[cfg(feature = "ssr")]
use store::supervision;

/// Begins, read-only, for 30 minutes, and leads to the Team page as that member sees it.
#[server(endpoint = "supervise/begin")]
pub async fn begin_supervising(id: String, reason: String) -> Result<(), AppError> {
    answer(
        async {
            let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
            if reason.is_empty() || reason.chars().count() > 200 {
                return Err(AppError::field(
                    "reason",
                    "Say in a few words why, at most 200 letters. It goes into the audit log.",
                ));
            }
            let mut call = Call::begin().await?;
            let target = load(&mut call, &id).await?;
            let permit = check(call.actor(), Action::Supervise, &target)?;
            let (account, session, now) = (call.account(), call.me.session, call.now);
            supervision::begin(&mut call.tx, account, session, &permit, &reason, now).await?;
            let change = Change { field: "reason".to_owned(), before: None, after: Some(reason) };
            call.audit("supervise.begin", Subject::member(target.id, &target.name), &[change], false).await?;
            call.commit().await?;
            leptos_axum::redirect("/team");
            Ok(())
        }
        .await,
    )
}

/// The explicit step from looking to acting.
#[server(endpoint = "supervise/act")]
pub async fn act_supervising() -> Result<(), AppError> {
    answer(
        async {
            let mut call = Call::begin().await?;
            let permit = check(call.actor(), Action::ActWhileSupervising, Target::Account)?;
            let (account, session, member) = (call.account(), call.me.session, call.actor().member);
            supervision::allow_acting(&mut call.tx, account, session, &permit).await?;
            let name = call.actor().name.full();
            call.audit("supervise.act", Subject::member(member, &name), &[], false).await?;
            call.commit().await?;
            leptos_axum::redirect("/team");
            Ok(())
        }
        .await,
    )
}

/// Exit: oneself again, beside the card of the member one looked through.
#[server(endpoint = "supervise/exit")]
pub async fn stop_supervising() -> Result<(), AppError> {
    answer(
        async {
            let mut call = match Call::begin().await {
                // It had ended already, which is what is wanted.
                Err(AppError::Conflict(_)) => {
                    leptos_axum::redirect("/team");
                    return Ok(());
                }
                other => other?,
            };
            let _permit = check(call.actor(), Action::StopSupervising, Target::Account)?;
            let (account, session, member) = (call.account(), call.me.session, call.actor().member);
            let name = call.actor().name.full();
            call.audit("supervise.end", Subject::member(member, &name), &[], false).await?;
            supervision::end(&mut call.tx, account, session).await?;
            call.commit().await?;
            leptos_axum::redirect(&format!("/team/{member}"));
            Ok(())
        }
        .await,
    )
}
