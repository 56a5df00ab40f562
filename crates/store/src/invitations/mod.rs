//! Invitations as rows: members made on their way in, what the form offers, accepting, and letters not written yet
//! (M1 to M4, S1).

pub(crate) mod offered;

use crate::error::StoreResult;
use crate::members;
use crate::members::NewMemberRow;
use crate::sql::{Sql, all, all_of, maybe, run};
use crate::{StoreError, Tx, search};
use model::instant::Instant;
use model::invitations::GroupOffer;
use model::members::{MemberState, StatusRank};
use model::{AccountId, Availability, Extension, GroupId, MemberId, NumberId, PersonName, PhoneNumber};
use policy::{Action, GroupTarget, NumberTarget, Permit, SupervisorAccess, Verb};
use std::collections::BTreeSet;

pub use offered::*;

/// What a new member gets beside their own row. Role, plan, numbers, groups and access are read from the permit.
pub struct NewInvitation<'a> {
    pub row: NewMemberRow<'a>,
    pub extension: Option<Extension>,
    pub forwarding: &'a [PhoneNumber],
    pub availability: Availability,
    pub screening: bool,
    pub dial_by_name: bool,
    pub must_change_password: bool,
}

/// Adds a member with all that the permit gives. Refused by `seats_not_oversold` (S1), `members_sign_in_taken` (M5) or
/// `extensions_taken` (M11).
pub async fn create(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    new: &NewInvitation<'_>,
    now: Instant,
) -> StoreResult<MemberId> {
    let (Action::Invite(given) | Action::Duplicate(given)) = permit.action() else {
        return Err(StoreError::WrongPermit);
    };
    if given.role.id != new.row.role || given.plan != new.row.plan {
        return Err(StoreError::WrongPermit);
    }
    let id = new.row.id;
    members::insert(tx, account, &new.row, now).await?;
    members::set_extension(tx, account, id, new.extension).await?;
    let (supervises, watched): (_, &[_]) = match &given.supervises {
        SupervisorAccess::Nobody => ("nobody", &[]),
        SupervisorAccess::Groups(groups) => ("groups", groups),
        SupervisorAccess::Everyone => ("everyone", &[]),
    };
    run!(
        tx,
        "UPDATE members SET supervises = $3, supervised_groups = $4, availability = $5, screening = $6, dial_by_name = $7, forwards = $8,
           must_change_password = $9 WHERE account_id = $1 AND id = $2",
        account,
        id,
        supervises,
        i64::try_from(watched.len()).unwrap_or_default(),
        new.availability.slug(),
        new.screening,
        new.dial_by_name,
        i64::try_from(new.forwarding.len()).unwrap_or_default(),
        new.must_change_password,
    )?;
    for (position, number) in (1_i64..).zip(new.forwarding) {
        run!(
            tx,
            "INSERT INTO forwarding_numbers (account_id, member_id, position, e164) VALUES ($1, $2, $3, $4)",
            account,
            id,
            position,
            number.e164()
        )?;
    }
    for group in &given.groups {
        run!(
            tx,
            "INSERT INTO group_members (account_id, group_id, member_id, position)
             SELECT $1, $2, $3, coalesce(max(position) + 1, 0) FROM group_members WHERE account_id = $1 AND group_id = $2",
            account,
            group.id,
            id
        )?;
    }
    for group in watched {
        run!(
            tx,
            "INSERT INTO supervised_groups (account_id, member_id, group_id) VALUES ($1, $2, $3)",
            account,
            id,
            group.id
        )?;
    }
    for (i, number) in given.numbers.iter().enumerate() {
        run!(
            tx,
            "INSERT INTO number_users (account_id, number_id, member_id, is_default) VALUES ($1, $2, $3, $4)",
            account,
            number.id,
            id,
            i == 0
        )?;
    }
    search::reindex(tx, account, &[id]).await?;
    Ok(id)
}

/// Notes that a letter was written: the link's life, who sent it, and that nothing is known of its arrival (M4).
pub async fn written(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    by: (Option<MemberId>, &str),
    expires: Instant,
    now: Instant,
) -> StoreResult<()> {
    run!(
        tx,
        "INSERT INTO invitations (account_id, member_id, invited_by, invited_by_name, sent_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account_id, member_id) DO UPDATE SET invited_by = $3, invited_by_name = $4, sent_at = $5, expires_at = $6,
           sent_count = invitations.sent_count + 1, bounce = NULL",
        account,
        member,
        by.0,
        by.1,
        now.0,
        expires.0
    )?;
    run!(
        tx,
        "UPDATE members SET invitation_expires = $3, state_since = $4 WHERE account_id = $1 AND id = $2 AND state = 'invited'",
        account,
        member,
        expires.0,
        now.0
    )
    .map(|_| ())
}

/// A pending invitation.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PendingRow {
    pub account_id: AccountId,
    pub member_id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub sign_in: String,
    pub invited_by: Option<MemberId>,
    pub invited_by_name: String,
    pub sent_at: i64,
    pub expires_at: i64,
    pub bounce: Option<String>,
    pub company: String,
}

impl PendingRow {
    pub fn name(&self) -> PersonName {
        PersonName { first: self.first_name.clone(), last: self.last_name.clone() }
    }
}

/// One member's invitation, whatever became of the member since; the caller asks `state` of policy's target.
pub async fn find(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Option<PendingRow>> {
    maybe!(
        tx,
        PendingRow,
        "SELECT m.account_id, m.id AS member_id, m.first_name, m.last_name, m.sign_in, i.invited_by, coalesce(i.invited_by_name, '') AS invited_by_name,
                coalesce(i.sent_at, m.state_since) AS sent_at, coalesce(i.expires_at, m.invitation_expires, m.state_since) AS expires_at, i.bounce,
                a.name AS company
         FROM members m JOIN accounts a ON a.id = m.account_id LEFT JOIN invitations i ON i.account_id = m.account_id AND i.member_id = m.id
         WHERE m.account_id = $1 AND m.id = $2",
        account,
        member
    )
}

/// Invitations that nobody was written to yet, oldest first: an import leaves many.
pub async fn unwritten(tx: &mut Tx, limit: i64) -> StoreResult<Vec<PendingRow>> {
    all!(
        tx,
        PendingRow,
        "SELECT m.account_id, m.id AS member_id, m.first_name, m.last_name, m.sign_in, i.invited_by, i.invited_by_name, i.sent_at, i.expires_at,
                i.bounce, a.name AS company
         FROM invitations i JOIN members m ON m.account_id = i.account_id AND m.id = i.member_id JOIN accounts a ON a.id = m.account_id
         WHERE i.sent_count = 0 AND m.state = 'invited' AND m.has_email ORDER BY i.sent_at LIMIT $1",
        limit
    )
}

/// Takes an unwritten invitation within the transaction that writes its letter. False: another server was first.
pub async fn claim(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<bool> {
    // Touches the row, so a second server waits here and then finds it counted by `written`.
    let claimed = run!(
        tx,
        "UPDATE invitations SET bounce = NULL WHERE account_id = $1 AND member_id = $2 AND sent_count = 0",
        account,
        member
    )?;
    Ok(claimed > 0)
}

/// The invited one has a password now and is a member (M3). False: they are no longer invited.
pub async fn accept(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    password_hash: &str,
    now: Instant,
) -> StoreResult<bool> {
    let changed = run!(
        tx,
        "UPDATE members SET state = 'active', state_since = $3, password_hash = $4, invitation_expires = NULL, status_rank = $5, version = version + 1
         WHERE account_id = $1 AND id = $2 AND state = 'invited'",
        account,
        member,
        now.0,
        password_hash,
        StatusRank::begins(MemberState::Active)
    )?;
    run!(
        tx,
        "UPDATE invitations SET accepted_at = $3, bounce = NULL WHERE account_id = $1 AND member_id = $2",
        account,
        member,
        now.0
    )?;
    Ok(changed > 0)
}

/// Corrects the address of somebody who hasn't joined (M4, M6). Refused by `members_sign_in_taken`.
pub async fn correct_email(tx: &mut Tx, account: AccountId, permit: &Permit, email: &str) -> StoreResult<()> {
    let member = permit.member(Verb::CorrectInvitedEmail).ok_or(StoreError::WrongPermit)?;
    run!(
        tx,
        "UPDATE members SET sign_in = $3, sign_in_key = $4, has_email = TRUE, version = version + 1 WHERE account_id = $1 AND id = $2 AND state = 'invited'",
        account,
        member,
        email,
        model::SignInName::key(email)
    )?;
    search::reindex(tx, account, &[member]).await
}

/// Sets a new password by link (A2, M10), if the member can have one. False: they can't any more.
pub async fn set_password(tx: &mut Tx, account: AccountId, member: MemberId, hash: &str) -> StoreResult<bool> {
    let changed = run!(
        tx,
        "UPDATE members SET password_hash = $3, must_change_password = FALSE, version = version + 1
         WHERE account_id = $1 AND id = $2 AND state IN ('active', 'suspended')",
        account,
        member,
        hash
    )?;
    Ok(changed > 0)
}
