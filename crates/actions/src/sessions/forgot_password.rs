//! Forgotten passwords: a single-use link by mail, and the new password it sets (A2, M10).

use crate::limits;
use crate::request::Request;
use crate::secrets;
use crate::sessions::list::tell_password_changed;
use crate::sessions::password_links::{Used, dead, use_up};
use crate::state::AppState;
use model::audit::{AuditAction, Subject};
use model::error::AppError;
use model::error::AppResult;
use model::instant::{HOUR, Instant};
use model::invitations::ResetState;
use model::{AccountId, EmailAddress, MemberId, MemberState, SignInName};
use providers::mail::{self, ResetBy};
use store::audit::Author;
use store::sessions::devices;
use store::tokens::{Found, Purpose};
use store::{Tx, audit, invitations, members, outbox, sessions, tokens};

/// A reset link's life (M10).
pub const RESET_FOR: i64 = HOUR;

/// Every answer takes this long, so that its time doesn't tell whether a name exists (QUALITY, invariant 16).
const ANSWERS_AFTER: std::time::Duration = std::time::Duration::from_millis(400);

/// Mails a link for a new password, if there is such a member with an email. Says the same, in the same time, if not.
pub async fn forgot(request: &Request, name: String) -> AppResult<()> {
    let (state, address) = (request.state.clone(), request.address());
    let (done, ()) = tokio::join!(send_link(&state, &name, &address), tokio::time::sleep(ANSWERS_AFTER));
    done?;
    request.redirect("/forgot?sent=1");
    Ok(())
}

/// The work of [`forgot`], without its wait. Limited by name and by address, whether the name exists or not.
pub async fn send_link(state: &AppState, name: &str, address: &str) -> AppResult<()> {
    let now = state.now();
    let key = SignInName::key(&name.chars().take(300).collect::<String>());
    if key.is_empty() {
        return Err(AppError::field("name", "Enter your email or username."));
    }
    let mut tx = state.db.write().await?;
    limits::forgotten(&mut tx, &key, address, now).await?;
    if let Some(member) = members::credentials(&mut tx, &key).await?.filter(|m| m.state == MemberState::Active) {
        match reset_letter(&mut tx, state, (member.account_id, member.id), ResetBy::Somebody, now).await {
            // Not told: it would say that there is such a name. Whoever it is has mails enough to choose from.
            Ok(_) | Err(AppError::TooMany(_)) => {}
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    state.mail.notify_one();
    Ok(())
}

/// A new password link for a member and the mail that carries it, whoever started it; an older link dies (A2, M10). Says where it goes;
/// none: the member has no email, so nothing was sent.
///
/// # Errors
/// [`AppError::TooMany`] when they had several mails within the hour.
pub async fn reset_letter(
    tx: &mut Tx,
    state: &AppState,
    (account, member): (AccountId, MemberId),
    by: ResetBy<'_>,
    now: Instant,
) -> AppResult<Option<EmailAddress>> {
    let Some(row) = invitations::find(tx, account, member).await? else { return Ok(None) };
    let Ok(to) = EmailAddress::parse(&row.sign_in) else { return Ok(None) };
    limits::mail(tx, &to, now).await?;
    let (token, hash) = secrets::new_token();
    tokens::issue(tx, &hash, Purpose::Reset, Some((account, member)), now, RESET_FOR).await?;
    outbox::withdraw(tx, account, member).await?;
    let mail = mail::reset(&row.name(), by, &row.company, &format!("{}/reset?token={token}", state.public_url));
    outbox::queue(tx, account, Some(member), &to, &mail, now).await?;
    Ok(Some(to))
}

/// What a password link opens.
pub async fn reset_state(request: &Request, token: String) -> AppResult<ResetState> {
    let state = request.state.clone();
    let mut tx = state.db.read().await?;
    look(&mut tx, &secrets::token_hash(&token), state.now()).await
}

async fn look(tx: &mut Tx, hash: &[u8], now: Instant) -> AppResult<ResetState> {
    Ok(match tokens::look(tx, hash, Purpose::Reset, now).await? {
        Found::Alive(account, member) => match invitations::find(tx, account, member).await? {
            Some(row) => ResetState::Open { name: row.name(), sign_in: row.sign_in },
            None => ResetState::Unknown,
        },
        Found::Expired(..) => ResetState::Expired,
        Found::Used => ResetState::Used,
        Found::Replaced => ResetState::Replaced,
        Found::Unknown => ResetState::Unknown,
    })
}

/// Sets the new password; the old one and every session die (M10). Leads to the sign-in page.
pub async fn reset(request: &Request, token: String, password: String) -> AppResult<()> {
    reset_now(&request.state, &token, password, &request.address()).await?;
    request.redirect("/sign-in?done=reset");
    Ok(())
}

/// The work of [`reset`].
pub async fn reset_now(state: &AppState, token: &str, password: String, address: &str) -> AppResult<()> {
    let (now, hash) = (state.now(), secrets::token_hash(token));
    let mut tx = state.db.read().await?;
    let ResetState::Open { sign_in, .. } = look(&mut tx, &hash, now).await? else { return Err(dead()) };
    drop(tx);
    let Used { mut tx, account, member, password_hash } =
        use_up(state, None, &hash, Purpose::Reset, &sign_in, password, now).await?;
    if !invitations::set_password(&mut tx, account, member, &password_hash).await? {
        return Err(dead());
    }
    sessions::end_all(&mut tx, account, member, None, now).await?;
    // Somebody else may have known the old password, and signed in with it.
    devices::forget(&mut tx, account, member).await?;
    limits::forget_guesses(&mut tx, &SignInName::key(&sign_in), address).await?;
    let name = invitations::find(&mut tx, account, member).await?.ok_or_else(dead)?.name();
    tell_password_changed(&mut tx, account, member, now).await?;
    let author = Author { id: Some(member), name: name.full(), behalf: None, address: address.to_owned() };
    audit::append(
        &mut tx,
        account,
        &author,
        AuditAction::PasswordByLink,
        &Subject::member(member, &name.full()),
        &[],
        false,
        now,
    )
    .await?;
    tx.commit().await?;
    state.mail.notify_one();
    Ok(())
}
