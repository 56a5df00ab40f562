//! Accepting an invitation: a password is set, and the new member is signed in (M3).

use crate::flash;
use crate::request::Request;
use crate::secrets;
use crate::sessions::password_links::{Used, dead, use_up};
use crate::sessions::{commit_changed_hands, end_present, open_session, present};
use model::MemberState;
use model::audit::{AuditAction, Subject};
use model::error::AppResult;
use model::invitations::AcceptState;
use store::audit::Author;
use store::tokens::{Found, Purpose};
use store::{Tx, audit, invitations, members, tokens};

/// What this invitation's link opens.
pub async fn accept_state(request: &Request, token: String) -> AppResult<AcceptState> {
    let state = request.state.clone();
    let mut tx = state.db.read().await?;
    look(&mut tx, &secrets::token_hash(&token), state.now()).await
}

async fn look(tx: &mut Tx, hash: &[u8], now: model::instant::Instant) -> AppResult<AcceptState> {
    let found = tokens::look(tx, hash, Purpose::Invitation, now).await?;
    let (account, member, alive) = match found {
        Found::Alive(account, member) => (account, member, true),
        Found::Expired(account, member) => (account, member, false),
        Found::Used => return Ok(AcceptState::Used),
        Found::Replaced => return Ok(AcceptState::Replaced),
        Found::Unknown => return Ok(AcceptState::Unknown),
    };
    let target = members::target(tx, account, member, member).await?;
    let (Some(target), Some(row)) = (target, store::invitations::find(tx, account, member).await?) else {
        return Ok(AcceptState::Unknown);
    };
    // A company may be without a name for the sender, as when the account's own people are gone.
    let inviter = if row.invited_by_name.is_empty() {
        format!("an Administrator of {}", row.company)
    } else {
        row.invited_by_name.clone()
    };
    Ok(match (target.state, alive) {
        (MemberState::Invited, true) => {
            AcceptState::Open { name: row.name(), company: row.company, sign_in: row.sign_in, inviter }
        }
        (MemberState::Invited, false) => AcceptState::Expired { inviter },
        (MemberState::Deleted, _) => AcceptState::Withdrawn { inviter },
        (MemberState::Active | MemberState::Suspended, _) => AcceptState::Used,
    })
}

/// Sets the password of an invited member and signs them in. Leads to the Team page.
pub async fn accept(request: &Request, token: String, password: String) -> AppResult<()> {
    accept_now(request, &token, password).await
}

async fn accept_now(request: &Request, token: &str, password: String) -> AppResult<()> {
    let state = request.state.clone();
    let (now, hash) = (state.now(), secrets::token_hash(token));
    let mut tx = state.db.read().await?;
    let AcceptState::Open { sign_in, .. } = look(&mut tx, &hash, now).await? else { return Err(dead()) };
    drop(tx);
    let Used { mut tx, account, member, password_hash } =
        use_up(&state, present(request).as_deref(), &hash, Purpose::Invitation, &sign_in, password, now).await?;
    if !invitations::accept(&mut tx, account, member, &password_hash, now).await? {
        return Err(dead());
    }
    let row = store::invitations::find(&mut tx, account, member).await?.ok_or_else(dead)?;
    let name = row.name().full();
    let author = Author { id: Some(member), name: name.clone(), behalf: None, address: request.address() };
    let subject = Subject::member(member, &name);
    audit::append(&mut tx, account, &author, AuditAction::AcceptInvitation, &subject, &[], false, now).await?;
    // This browser may be somebody else's until now: who that was is out, and whoever sits there is told.
    let before = end_present(request, &mut tx, now).await?;
    if let Some(before) = &before {
        let words = format!("{} was signed in here and is signed out now. You are {name}.", before.name);
        flash::on_next_page(request, words)?;
    }
    open_session(request, &mut tx, (account, member), false, now).await?;
    commit_changed_hands(request, tx, (account, member), before).await?;
    request.redirect("/team?welcome=1");
    Ok(())
}
