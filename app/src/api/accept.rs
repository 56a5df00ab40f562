//! Accepting an invitation: a password is set, and the new member is signed in (M3).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::invitations::AcceptState;

#[cfg(feature = "ssr")]
use crate::api::call::{answer, client_address, parts, state};
#[cfg(feature = "ssr")]
use crate::api::links::{Used, dead, use_up};
#[cfg(feature = "ssr")]
use crate::api::live;
#[cfg(feature = "ssr")]
use crate::api::session::open_session;
#[cfg(feature = "ssr")]
use crate::secrets;
#[cfg(feature = "ssr")]
use model::MemberState;
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use store::audit::{Author, Subject};
#[cfg(feature = "ssr")]
use store::tokens::{Found, Purpose};
#[cfg(feature = "ssr")]
use store::{Tx, audit, invitations, members, tokens};

/// What this invitation's link opens.
#[server(name = ReadAcceptState, endpoint = "invitations/open", input = GetUrl)]
pub async fn accept_state(token: String) -> Result<AcceptState, AppError> {
    answer(
        async {
            let state = state()?;
            let mut tx = state.db.read().await?;
            look(&mut tx, &secrets::token_hash(&token), state.now()).await
        }
        .await,
    )
}

#[cfg(feature = "ssr")]
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
    let (Some(target), Some(row)) = (target, invitations::find(tx, account, member).await?) else {
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
        _ => AcceptState::Used,
    })
}

/// Sets the password of an invited member and signs them in. Leads to the Team page.
#[server(endpoint = "invitations/accept")]
pub async fn accept(token: String, password: String) -> Result<(), AppError> {
    answer(accept_now(&token, password).await)
}

#[cfg(feature = "ssr")]
async fn accept_now(token: &str, password: String) -> AppResult<()> {
    let (state, parts) = (state()?, parts()?);
    let (now, hash) = (state.now(), secrets::token_hash(token));
    let mut tx = state.db.read().await?;
    let AcceptState::Open { sign_in, .. } = look(&mut tx, &hash, now).await? else { return Err(dead()) };
    drop(tx);
    let Used { mut tx, account, member, password_hash } =
        use_up(&state, &hash, Purpose::Invitation, (&sign_in, password), now).await?;
    if !invitations::accept(&mut tx, account, member, &password_hash, now).await? {
        return Err(dead());
    }
    let row = invitations::find(&mut tx, account, member).await?.ok_or_else(dead)?;
    let name = row.name().full();
    let author = Author {
        id: Some(member),
        name: name.clone(),
        behalf: None,
        address: client_address(&parts, state.behind_proxy),
    };
    audit::append(&mut tx, account, &author, "members.accept", &Subject::member(member, &name), &[], false, now)
        .await?;
    open_session(&mut tx, &state, &parts, (account, member), false, now).await?;
    live::commit(&state, tx, account).await?;
    leptos_axum::redirect("/team?welcome=1");
    Ok(())
}
