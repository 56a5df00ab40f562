//! The letter of an invitation: a new link, and the mail that carries it (M3, M4).

use crate::invitations::*;
use model::error::AppError;
use model::error::AppResult;

/// An invitation’s life (M3).
pub const INVITED_FOR: i64 = 7 * DAY;

/// A new link for an invited member, and the mail that carries it; the old link dies (M3, M4).
pub async fn letter(
    tx: &mut Tx,
    state: &AppState,
    row: &PendingRow,
    by: (Option<MemberId>, &str),
    now: Instant,
) -> AppResult<()> {
    let to = EmailAddress::parse(&row.sign_in).map_err(|e| AppError::field("email", e))?;
    let (token, hash) = secrets::new_token();
    tokens::issue(tx, &hash, Purpose::Invitation, Some((row.account_id, row.member_id)), now, INVITED_FOR).await?;
    outbox::withdraw(tx, row.account_id, row.member_id).await?;
    let link = format!("{}/accept?token={token}", state.public_url);
    let inviter = if by.1.is_empty() { row.company.as_str() } else { by.1 };
    let mail = mail::invitation(&row.name(), inviter, &row.company, &link);
    outbox::queue(tx, row.account_id, Some(row.member_id), &to, &mail, now).await?;
    store::invitations::written(tx, row.account_id, row.member_id, by, now.plus(INVITED_FOR), now).await?;
    Ok(())
}

/// Writes letters to those whom an import invited; run by the mail job. Says how many it wrote.
pub async fn write_letters(state: &AppState) -> AppResult<usize> {
    let mut tx = state.db.read().await?;
    let rows = store::invitations::unwritten(&mut tx, 100).await?;
    drop(tx);
    if rows.is_empty() {
        return Ok(0);
    }
    let now = state.now();
    let mut tx = state.db.write().await?;
    for row in &rows {
        if store::invitations::claim(&mut tx, row.account_id, row.member_id).await? {
            letter(&mut tx, state, row, (row.invited_by, &row.invited_by_name), now).await?;
        }
    }
    tx.commit().await?;
    Ok(rows.len())
}
