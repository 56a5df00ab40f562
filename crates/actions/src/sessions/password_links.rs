//! Links of mails that set a password: an invitation's and a forgotten password's (M3, M10, A2).

use crate::secrets::{self, Owner};
use crate::state::AppState;
use model::error::{AppError, AppResult};
use model::instant::Instant;
use model::{AccountId, MemberId};
use store::tokens;
use store::tokens::Purpose;
use store::{Tx, dialect, invitations};

/// A link that was just used up: whose it was, and the hash of the password they chose.
pub(crate) struct Used {
    /// Open, with the account locked.
    pub tx: Tx,
    pub account: AccountId,
    pub member: MemberId,
    pub password_hash: String,
}

/// Takes the password for `sign_in`, then uses the link up: of two requests with one link, one gets it. The account of `present`, a
/// session that ends with it, is locked as well.
pub(crate) async fn use_up(
    state: &AppState,
    present: Option<&[u8]>,
    token_hash: &[u8],
    purpose: Purpose,
    sign_in: &str,
    password: String,
    now: Instant,
) -> AppResult<Used> {
    let mut tx = state.db.read().await?;
    let Some(Some((account, member))) = tokens::peek(&mut tx, token_hash, purpose, now).await? else {
        return Err(dead());
    };
    let row = invitations::find(&mut tx, account, member).await?.ok_or_else(dead)?;
    drop(tx);
    let owner = Owner { sign_in, name: &row.name().full(), company: &row.company };
    secrets::check_password(&password, owner).map_err(|e| AppError::field("password", e))?;
    // Hashing takes a while, so it is done before anything is locked.
    let password_hash = secrets::hash_password(password).await?;
    let mut tx = state.db.write().await?;
    // The account first, as every change does: whoever sends the link anew at this moment holds it, and would wait for the link.
    dialect::lock_account_and_that_of(&mut tx, account, present).await?;
    let Some(Some((account, member))) = tokens::take(&mut tx, token_hash, purpose, now).await? else {
        return Err(dead());
    };
    Ok(Used { tx, account, member, password_hash })
}

/// The page asked again says which it is.
pub(crate) fn dead() -> AppError {
    AppError::Refused("This link doesn’t work any more. Reload the page to see why.".to_owned())
}
