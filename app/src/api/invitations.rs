//! Inviting members, one or several, and sending invitations again (M1 to M4, S1, S2).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::invitations::{ExtensionSay, InviteForm, InviteOffers, Invited, PastedLine, Pending};

#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer, is_plain_form};
#[cfg(feature = "ssr")]
use crate::api::invite_check;
#[cfg(feature = "ssr")]
use crate::api::invite_check::Checked;
#[cfg(feature = "ssr")]
use crate::secrets;
#[cfg(feature = "ssr")]
use crate::state::AppState;
#[cfg(feature = "ssr")]
use model::audit::Change;
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use model::instant::{DAY, Instant};
#[cfg(feature = "ssr")]
use model::invitations::{GroupOffer, NumberOffer, RoleOffer, read_pasted};
#[cfg(feature = "ssr")]
use model::{AccountId, EmailAddress, MemberId, MemberState, PhoneNumber, Plan, SignInName};
#[cfg(feature = "ssr")]
use policy::{Action, NewMember, RoleRef, SupervisorAccess, Target, check};
#[cfg(feature = "ssr")]
use providers::mail;
#[cfg(feature = "ssr")]
use store::audit::Subject;
#[cfg(feature = "ssr")]
use store::invitations::{NewInvitation, PendingRow};
#[cfg(feature = "ssr")]
use store::members::NewMemberRow;
#[cfg(feature = "ssr")]
use store::tokens::Purpose;
#[cfg(feature = "ssr")]
use store::{StoreError, Tx, invitations, members, outbox, roles, tokens};

#[cfg(feature = "ssr")]
mod add;
#[cfg(feature = "ssr")]
mod letter;
#[cfg(feature = "ssr")]
mod many;
#[cfg(feature = "ssr")]
mod offers;

#[cfg(feature = "ssr")]
use add::{add, added, invite_one, taken};
#[cfg(feature = "ssr")]
pub use letter::{INVITED_FOR, letter, write_letters};
#[cfg(feature = "ssr")]
use many::{invite_all, pasted};
#[cfg(feature = "ssr")]
use offers::offers;

/// What the form offers this actor. Refused when they may invite nobody.
#[server(name = ReadInviteOffers, endpoint = "invitations/offers", input = GetUrl)]
pub async fn invite_offers() -> Result<InviteOffers, AppError> {
    answer(offers().await)
}

/// Whether an extension is free, and the lowest that is (M11). Empty: only the latter.
#[server(endpoint = "members/free-extension", input = GetUrl)]
pub async fn free_extension(typed: String) -> Result<ExtensionSay, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let (account, digits) = (call.account(), call.settings().extension_digits);
            let _may = check(call.actor(), Action::SeeTeam, Target::Account)?;
            let free = members::free_extension(&mut call.tx, account, digits).await?;
            let problem = match typed.trim() {
                "" => None,
                typed => invite_check::extension(&mut call.tx, account, digits, typed).await?.err(),
            };
            Ok(ExtensionSay { free, problem })
        }
        .await,
    )
}

/// Invites one member by email, or creates one with a username. Leads to their card, or back to an empty form.
#[server(endpoint = "members/invite")]
pub async fn invite(form: InviteForm) -> Result<Invited, AppError> {
    let kept = form.clone();
    let result = invite_one(form).await;
    if result.is_err() {
        remember(&kept)?;
    }
    answer(result)
}

/// For browsers without script: what was typed comes back with the page (T13).
#[cfg(feature = "ssr")]
fn remember(form: &InviteForm) -> AppResult<()> {
    let (numbers, groups) = (form.numbers.join(" "), form.groups.join(" "));
    let switch = |s: &Option<String>| if s.is_some() { "on" } else { "" };
    let fields = [
        ("first_name", form.first_name.as_str()),
        ("last_name", &form.last_name),
        ("how", &form.how),
        ("email", &form.email),
        ("username", &form.username),
        ("role", &form.role),
        ("plan", &form.plan),
        ("extension", &form.extension),
        ("forward_1", &form.forward_1),
        ("forward_2", &form.forward_2),
        ("forward_3", &form.forward_3),
        ("numbers", &numbers),
        ("groups", &groups),
        ("available", switch(&form.available)),
        ("screening", switch(&form.screening)),
        ("dial_by_name", switch(&form.dial_by_name)),
        ("supervises", &form.supervises),
        ("mobile", &form.mobile),
        ("time_zone", &form.time_zone),
    ];
    crate::api::typed::remember("invite", &fields)
}

/// Checks pasted addresses without inviting anybody: each line with its own sentence.
#[server(endpoint = "members/check-pasted")]
pub async fn check_pasted(text: String) -> Result<Vec<PastedLine>, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let account = call.account();
            may_invite(&mut call).await?;
            Ok(pasted(&mut call.tx, account, &text).await?.0)
        }
        .await,
    )
}

/// Whether the actor could invite anybody at all: only then they learn which names are taken.
#[cfg(feature = "ssr")]
async fn may_invite(call: &mut Call) -> AppResult<()> {
    let account = call.account();
    let all = roles::list(&mut call.tx, account).await?;
    let mut refused = policy::Denial::NotThere;
    for role in &all {
        match check(call.actor(), Action::Invite(NewMember::with_role(RoleRef::from(&role.role))), Target::Account) {
            Ok(_) | Err(policy::Denial::NewMemberNeedsYourGroup) => return Ok(()),
            Err(denial) => refused = denial,
        }
    }
    Err(refused.into())
}

/// Invites everybody pasted, with one role and plan: all of them or, when a line is wrong or seats are short, nobody.
/// Says how many were invited.
#[server(endpoint = "members/invite-many")]
pub async fn invite_many(text: String, role: String, plan: String) -> Result<usize, AppError> {
    let result = invite_all(&text, &role, &plan).await;
    if result.is_err() {
        crate::api::typed::remember("invite-many", &[("text", &text), ("role", &role), ("plan", &plan)])?;
    }
    answer(result)
}

#[cfg(feature = "ssr")]
fn gone() -> AppError {
    AppError::NotFound("That member isn’t there any more. Go back to the team and pick a row.".to_owned())
}

/// A pending invitation, for the dialog that sends it again.
#[server(name = ReadPending, endpoint = "invitations/pending", input = GetUrl)]
pub async fn pending(id: MemberIdText) -> Result<Pending, AppError> {
    answer(
        async {
            let member: MemberId = id.parse().map_err(|_| gone())?;
            let mut call = Call::read().await?;
            let (account, viewer, now) = (call.account(), call.actor().member, call.now);
            let target = members::target(&mut call.tx, account, viewer, member).await?.ok_or_else(gone)?;
            let _may = check(call.actor(), Action::ResendInvitation, &target)?;
            let row = invitations::find(&mut call.tx, account, member).await?.ok_or_else(gone)?;
            let bounce = match row.bounce.clone() {
                Some(why) => Some(why),
                None => outbox::problem(&mut call.tx, account, member).await?,
            };
            let address_refused =
                check(call.actor(), Action::CorrectInvitedEmail, &target).err().map(|d| d.to_string());
            let (sent_at, expires_at) = (Instant(row.sent_at), Instant(row.expires_at));
            Ok(Pending {
                id: member,
                name: row.name(),
                email: row.sign_in,
                sent_at,
                expires_at,
                bounce,
                now,
                address_refused,
            })
        }
        .await,
    )
}

/// A member's id as the address has it.
pub type MemberIdText = String;

/// Sends an invitation again, to a corrected address if there is one: a new link, and the old one dies (M4).
#[server(endpoint = "invitations/resend")]
pub async fn resend(id: MemberIdText, email: Option<String>) -> Result<String, AppError> {
    answer(resend_now(&id, email.as_deref()).await)
}

#[cfg(feature = "ssr")]
async fn resend_now(id: &str, email: Option<&str>) -> AppResult<String> {
    let member: MemberId = id.parse().map_err(|_| gone())?;
    let mut call = Call::begin().await?;
    let (account, viewer, now) = (call.account(), call.actor().member, call.now);
    let target = members::target(&mut call.tx, account, viewer, member).await?.ok_or_else(gone)?;
    let _resend = check(call.actor(), Action::ResendInvitation, &target)?;
    let row = invitations::find(&mut call.tx, account, member).await?.ok_or_else(gone)?;
    let mut changes = Vec::new();
    let typed = email.map(str::trim).unwrap_or(&row.sign_in);
    if typed != row.sign_in {
        let email = EmailAddress::parse(typed).map_err(|e| AppError::field("email", e))?;
        let permit = check(call.actor(), Action::CorrectInvitedEmail, &target)?;
        let key = SignInName::key(email.as_str());
        if key != SignInName::key(&row.sign_in)
            && let Some(problem) = invite_check::sign_in_problem(&mut call.tx, account, email.as_str(), &key).await?
        {
            return Err(AppError::field("email", problem));
        }
        invitations::correct_email(&mut call.tx, account, &permit, email.as_str()).await.map_err(|e| {
            match e.is("members_sign_in_taken") {
                true => AppError::field("email", invite_check::name_taken(email.as_str())),
                false => e.into(),
            }
        })?;
        changes.push(Change {
            field: "email".to_owned(),
            before: Some(row.sign_in.clone()),
            after: Some(email.as_str().to_owned()),
        });
    }
    let row = PendingRow { sign_in: typed.to_owned(), ..row };
    let name = call.actor().name.full();
    letter(&mut call.tx, &call.state, &row, (Some(viewer), &name), now).await?;
    call.audit("members.resend-invitation", Subject::member(member, &target.name), &changes, false).await?;
    call.commit().await?;
    leptos_axum::redirect(&format!("/team/{member}"));
    Ok(row.sign_in)
}
