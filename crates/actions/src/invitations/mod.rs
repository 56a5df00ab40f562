//! Inviting members, one or several, and sending invitations again (M1 to M4, S1, S2).

pub mod accept;
pub mod add;
pub mod check;
pub mod letter;
pub mod many;
#[cfg(test)]
mod offered_tests;
pub mod offers;
#[cfg(test)]
mod tests;

use crate::call::Call;
use crate::foreign_names::ForeignNames;
use crate::invitations::check as invite_check;
use crate::invitations::check::Checked;
use crate::limits::{self, looking_names_up};
use crate::request::Request;
use crate::secrets;
use crate::state::AppState;
use add::{add, added, invite_one, taken};
use many::{MOST_PASTED, invite_all, pasted};
use model::audit::{AuditAction, Change, Field, Named, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::instant::{DAY, Instant};
use model::invitations::{ExtensionSay, InviteForm, InviteOffers, Invited, PastedLine, Pending};
use model::invitations::{GroupOffer, NumberOffer, NumberOffers, RoleOffer, read_pasted};
use model::members::Forwarding;
use model::{AccountId, EmailAddress, MemberId, MemberState, NumberId, PhoneNumber, Plan, RoleId, SignInName, Ticked};
use offers::{find_numbers, offers};
use policy::{Action, GroupTarget, NewMember, NumberTarget, RoleRef, SupervisorAccess, Target, check};
use providers::mail;
use store::invitations::{NewInvitation, PendingRow};
use store::members::NewMemberRow;
use store::tokens::Purpose;
use store::{StoreError, Tx, members, outbox, roles, tokens};

pub use letter::{INVITED_FOR, letter, write_letters};

/// What the form offers this actor; of many numbers, those that match `find`, and the chosen ones. Refused when they may invite nobody.
pub async fn invite_offers(request: &Request, find: &str, chosen: &[NumberId]) -> AppResult<InviteOffers> {
    offers(request, find, chosen).await
}

/// Numbers for the form alone, while others are looked for.
pub async fn invite_numbers(request: &Request, find: &str, chosen: &[NumberId]) -> AppResult<NumberOffers> {
    find_numbers(request, find, chosen).await
}

/// Leads back to the form with all that is typed in it, and the numbers that are looked for: for browsers without script (T13).
pub async fn look_for_numbers(request: &Request, form: &InviteForm) -> AppResult<()> {
    // Refused to whom the form is.
    drop(find_numbers(request, &form.find, &[]).await?);
    remember(request, form)?;
    request.redirect("/team/invite?typed=invite");
    Ok(())
}

/// Whether an extension is free, and the lowest that is (M11). Empty: only the latter.
pub async fn free_extension(request: &Request, typed: String) -> AppResult<ExtensionSay> {
    let mut call = Call::read(request).await?;
    let (account, digits) = (call.account(), call.settings().extension_digits);
    let _may = check(call.actor(), Action::SeeTeam, Target::Account)?;
    let free = members::free_extension(&mut call.tx, account, digits).await?;
    let problem = match typed.trim() {
        "" => None,
        typed => invite_check::extension(&mut call.tx, account, digits, typed).await?.err(),
    };
    Ok(ExtensionSay { free, problem })
}

/// Invites one member by email, or creates one with a username. Leads to their card, or back to an empty form.
pub async fn invite(request: &Request, form: InviteForm) -> AppResult<Invited> {
    let kept = form.clone();
    let result = looking_names_up(request, 1, invite_one(request, form)).await;
    if result.is_err() {
        remember(request, &kept)?;
    }
    result
}

/// For browsers without script: what was typed comes back with the page (T13).
fn remember(request: &Request, form: &InviteForm) -> AppResult<()> {
    let words = |all: &mut dyn Iterator<Item = String>| all.collect::<Vec<_>>().join(" ");
    let (numbers, groups) = (
        words(&mut form.numbers.iter().map(ToString::to_string)),
        words(&mut form.groups.iter().map(ToString::to_string)),
    );
    let role = form.role.map(|id| id.to_string()).unwrap_or_default();
    let switch = |s: &Option<Ticked>| if s.is_some() { "on" } else { "" };
    let fields = [
        ("first_name", form.first_name.as_str()),
        ("last_name", &form.last_name),
        ("how", form.how.slug()),
        ("email", &form.email),
        ("username", &form.username),
        ("role", &role),
        ("plan", form.plan.map_or("", Plan::slug)),
        ("extension", &form.extension),
        ("forward_1", &form.forward_1),
        ("forward_2", &form.forward_2),
        ("forward_3", &form.forward_3),
        ("numbers", &numbers),
        ("groups", &groups),
        ("available", switch(&form.available)),
        ("screening", switch(&form.screening)),
        ("dial_by_name", switch(&form.dial_by_name)),
        ("supervises", form.supervises.slug()),
        ("mobile", &form.mobile),
        ("time_zone", &form.time_zone),
        ("find", &form.find),
    ];
    crate::flash::typed::remember(request, "invite", &fields)
}

/// Checks pasted addresses without inviting anybody: each line with its own sentence.
pub async fn check_pasted(request: &Request, text: String) -> AppResult<Vec<PastedLine>> {
    let checked = async {
        let mut call = Call::read(request).await?;
        let account = call.account();
        may_invite(&mut call).await?;
        Ok(pasted(&mut call.tx, account, &text, &request.foreign_names).await?.0)
    };
    looking_names_up(request, read_pasted(&text).len().min(MOST_PASTED), checked).await
}

/// Whether the actor could invite anybody at all: only then they learn which names are taken.
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
///
/// # Errors
/// Denied, or the problem of the field `text`, `role` or `plan`. Without a plan it is the account's default.
pub async fn invite_many(request: &Request, text: &str, role: Option<RoleId>, plan: Option<Plan>) -> AppResult<usize> {
    let names = read_pasted(text).len().min(MOST_PASTED);
    let result = looking_names_up(request, names, invite_all(request, text, role, plan)).await;
    if result.is_err() {
        let role = role.map(|id| id.to_string()).unwrap_or_default();
        let kept = [("text", text), ("role", &role), ("plan", plan.map_or("", Plan::slug))];
        crate::flash::typed::remember(request, "invite-many", &kept)?;
    }
    result
}

fn gone() -> AppError {
    AppError::NotFound("That member isn’t there any more. Go back to the team and pick a row.".to_owned())
}

/// A pending invitation, for the dialog that sends it again.
///
/// # Errors
/// Not found, or denied to whoever may not send it.
pub async fn pending(request: &Request, member: MemberId) -> AppResult<Pending> {
    let mut call = Call::read(request).await?;
    let (account, viewer, now) = (call.account(), call.actor().member, call.now);
    let target = members::target(&mut call.tx, account, viewer, member).await?.ok_or_else(gone)?;
    let _may = check(call.actor(), Action::ResendInvitation, &target)?;
    let row = store::invitations::find(&mut call.tx, account, member).await?.ok_or_else(gone)?;
    let bounce = match row.bounce.clone() {
        Some(why) => Some(why),
        None => outbox::problem(&mut call.tx, account, member).await?,
    };
    let address_refused = check(call.actor(), Action::CorrectInvitedEmail, &target).err().map(|d| d.to_string());
    let (sent_at, expires_at) = (Instant(row.sent_at), Instant(row.expires_at));
    Ok(Pending { id: member, name: row.name(), email: row.sign_in, sent_at, expires_at, bounce, now, address_refused })
}

/// Sends an invitation again, to a corrected address if there is one: a new link, and the old one dies (M4).
/// Answers the address.
///
/// # Errors
/// Not found, denied, or the problem of the field `email`.
pub async fn resend(request: &Request, member: MemberId, email: Option<&str>) -> AppResult<String> {
    let names = usize::from(email.is_some());
    looking_names_up(request, names, resend_now(request, member, email)).await
}

async fn resend_now(request: &Request, member: MemberId, email: Option<&str>) -> AppResult<String> {
    let mut call = Call::begin(request).await?;
    let (account, viewer, now) = (call.account(), call.actor().member, call.now);
    let target = members::target(&mut call.tx, account, viewer, member).await?.ok_or_else(gone)?;
    let _resend = check(call.actor(), Action::ResendInvitation, &target)?;
    let row = store::invitations::find(&mut call.tx, account, member).await?.ok_or_else(gone)?;
    let mut changes = Vec::new();
    let typed = email.map(str::trim).unwrap_or(&row.sign_in);
    if typed != row.sign_in {
        let email = EmailAddress::parse(typed).map_err(|e| AppError::field("email", e))?;
        let permit = check(call.actor(), Action::CorrectInvitedEmail, &target)?;
        let key = SignInName::key(email.as_str());
        let found = &request.foreign_names;
        if key != SignInName::key(&row.sign_in)
            && let Some(problem) =
                invite_check::sign_in_problem(&mut call.tx, account, email.as_str(), &key, found).await?
        {
            return Err(AppError::field("email", problem));
        }
        store::invitations::correct_email(&mut call.tx, account, &permit, email.as_str()).await.map_err(|e| match e
            .is("members_sign_in_taken")
        {
            true => AppError::field("email", invite_check::name_taken(email.as_str(), found)),
            false => e.into(),
        })?;
        changes.push(Change::new(Field::SignIn, Value::text(&row.sign_in), Value::text(email.as_str())));
    }
    let row = PendingRow { sign_in: typed.to_owned(), ..row };
    let to = EmailAddress::parse(&row.sign_in).map_err(|e| AppError::field("email", e))?;
    limits::mail(&mut call.tx, &to, now).await?;
    let name = call.actor().name.full();
    letter(&mut call.tx, &call.request.state, &row, (Some(viewer), &name), now).await?;
    call.audit(AuditAction::ResendInvitation, Subject::member(member, &target.name), &changes).await?;
    call.commit().await?;
    request.redirect(&format!("/team/{member}"));
    Ok(row.sign_in)
}
