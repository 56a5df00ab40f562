//! Changes of a member's own columns, each taking the permit of its action (M6, M7, M11, M19, M20).

use crate::error::StoreResult;
use crate::sql::{all, maybe, run};
use crate::tokens::Purpose;
use crate::{StoreError, Tx, collate, members, permitted, roles, tokens};
use model::Version;
use model::instant::Instant;
use model::{
    AccountId, Availability, Extension, GroupId, MemberId, NumberId, PersonName, PhoneNumber, Plan, RoleId, SignInName,
    SupervisorScope,
};
use policy::{Action, Permit, SupervisorAccess, Verb};
use std::collections::BTreeMap;

/// A member as the edit form starts from it. Never holds a hash.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EditRow {
    pub first_name: String,
    pub last_name: String,
    pub sign_in: String,
    pub has_email: bool,
    pub mobile: Option<String>,
    pub time_zone: String,
    pub role_id: RoleId,
    pub extension: i64,
    pub availability: Availability,
    pub screening: bool,
    pub private_bridge: bool,
    pub plan: Plan,
    pub dial_by_name: bool,
    pub supervises: SupervisorScope,
    pub photo: Option<String>,
    pub has_pin: bool,
    pub greeting: String,
    pub voicemail_greeting: String,
    pub version: Version,
}

/// One member; none when the account has no such one.
pub async fn read(tx: &mut Tx, account: AccountId, id: MemberId) -> StoreResult<Option<EditRow>> {
    maybe!(
        tx,
        EditRow,
        "SELECT first_name, last_name, sign_in, has_email, mobile, time_zone, role_id, extension, availability, screening, private_bridge, plan, dial_by_name,
           supervises, photo, pin_hash IS NOT NULL AS has_pin, greeting, voicemail_greeting, version
         FROM members WHERE account_id = $1 AND id = $2",
        account,
        id
    )
}

/// A group and whether the member belongs to it, and watches it in the Supervisor workspace.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct GroupOf {
    pub id: GroupId,
    pub name: String,
    pub extension: i64,
    pub members: i64,
    pub joined: bool,
    pub watched: bool,
    /// Those that ring at it (R6).
    #[sqlx(skip)]
    pub numbers: BTreeMap<NumberId, String>,
}

pub async fn groups(tx: &mut Tx, account: AccountId, id: MemberId) -> StoreResult<Vec<GroupOf>> {
    let mut numbers = crate::numbers::of_groups(tx, account).await?;
    let mut groups = all!(
        tx,
        GroupOf,
        "SELECT g.id, g.name, g.extension, g.members,
           EXISTS (SELECT 1 FROM group_members x WHERE x.account_id = g.account_id AND x.group_id = g.id AND x.member_id = $2) AS joined,
           EXISTS (SELECT 1 FROM supervised_groups s WHERE s.account_id = g.account_id AND s.group_id = g.id AND s.member_id = $2) AS watched
         FROM groups g WHERE g.account_id = $1 ORDER BY g.name_fold, g.id",
        account,
        id
    )?;
    for group in &mut groups {
        group.numbers = numbers.remove(&group.id).unwrap_or_default();
    }
    Ok(groups)
}

/// Takes the next version, if the member still has the one that was edited: of two saves at once, one gets it (M7).
pub async fn claim(tx: &mut Tx, account: AccountId, permit: &Permit, version: Version) -> StoreResult<bool> {
    let member = permitted::member(permit, &[Verb::EditDetails])?;
    let changed = run!(
        tx,
        "UPDATE members SET version = version + 1 WHERE account_id = $1 AND id = $2 AND version = $3 AND state <> 'deleted'",
        account,
        member,
        version
    )?;
    Ok(changed == 1)
}

/// Who changed this member last, by the audit log; for the sentence of a conflict.
pub async fn last_author(tx: &mut Tx, account: AccountId, id: MemberId) -> StoreResult<Option<String>> {
    let target = uuid::Uuid::from_u128(id.0);
    let row = maybe!(
        tx,
        (String,),
        "SELECT actor_name FROM audit WHERE account_id = $1 AND target_id = $2 AND target_kind = 'member' ORDER BY number DESC LIMIT 1",
        account,
        target
    )?;
    Ok(row.map(|r| r.0))
}

/// Whose extension it is, member or group; none: free (M11).
pub async fn holder(tx: &mut Tx, account: AccountId, extension: Extension) -> StoreResult<Option<String>> {
    let row = maybe!(
        tx,
        (Option<String>, Option<String>, Option<String>),
        "SELECT m.first_name, m.last_name, g.name FROM extensions e
         LEFT JOIN members m ON m.account_id = e.account_id AND m.id = e.member_id
         LEFT JOIN groups g ON g.account_id = e.account_id AND g.id = e.group_id
         WHERE e.account_id = $1 AND e.number = $2",
        account,
        i64::from(extension.number())
    )?;
    Ok(row.map(|(first, last, group)| match group {
        Some(group) => format!("the group {group}"),
        None => PersonName { first: first.unwrap_or_default(), last: last.unwrap_or_default() }.full(),
    }))
}

pub async fn rename(tx: &mut Tx, account: AccountId, permit: &Permit, name: &PersonName) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::EditDetails])?;
    run!(
        tx,
        "UPDATE members SET first_name = $3, last_name = $4, name_key = $5 WHERE account_id = $1 AND id = $2",
        account,
        member,
        &name.first,
        &name.last,
        collate::name_key(&name.last, &name.first)
    )
    .map(|_| ())
}

pub async fn set_mobile(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    mobile: Option<&PhoneNumber>,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::EditDetails])?;
    run!(
        tx,
        "UPDATE members SET mobile = $3 WHERE account_id = $1 AND id = $2",
        account,
        member,
        mobile.map(PhoneNumber::e164)
    )
    .map(|_| ())
}

pub async fn set_time_zone(tx: &mut Tx, account: AccountId, permit: &Permit, zone: &str) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::EditDetails])?;
    run!(tx, "UPDATE members SET time_zone = $3 WHERE account_id = $1 AND id = $2", account, member, zone).map(|_| ())
}

pub async fn set_dial_by_name(tx: &mut Tx, account: AccountId, permit: &Permit, on: bool) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::EditDetails])?;
    run!(tx, "UPDATE members SET dial_by_name = $3 WHERE account_id = $1 AND id = $2", account, member, on).map(|_| ())
}

pub async fn set_screening(tx: &mut Tx, account: AccountId, permit: &Permit, on: bool) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::SetScreening])?;
    run!(
        tx,
        "UPDATE members SET screening = $3, version = version + 1 WHERE account_id = $1 AND id = $2",
        account,
        member,
        on
    )
    .map(|_| ())
}

/// Email or username; one that somebody has is refused as `members_sign_in_taken` (M5).
pub async fn set_sign_in(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    name: &SignInName,
    now: Instant,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::CorrectInvitedEmail, Verb::ChangeSignIn])?;
    run!(
        tx,
        "UPDATE members SET sign_in = $3, sign_in_key = $4 WHERE account_id = $1 AND id = $2",
        account,
        member,
        name.as_str(),
        SignInName::key(name.as_str())
    )?;
    // Whoever still reads the old address can't use a link that was mailed there (M6).
    tokens::revoke(tx, Purpose::Reset, account, member, now).await
}

/// Gives the role that the permit names; the last Administrator is held as `last_administrator` (R7).
pub async fn set_role(tx: &mut Tx, account: AccountId, permit: &Permit) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::ChangeRole])?;
    let Action::ChangeRole(role) = permit.action() else { return Err(StoreError::WrongPermit) };
    let rank = roles::rank(tx, account, role.id).await?;
    run!(
        tx,
        "UPDATE members SET role_id = $3, role_kind = $4, role_rank = $5 WHERE account_id = $1 AND id = $2",
        account,
        member,
        role.id,
        role.kind.slug(),
        rank
    )
    .map(|_| ())
}

/// Gives an extension, or takes it away; a taken one is refused as `extensions_taken` (M11).
pub async fn change_extension(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    to: Option<Extension>,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::ChangeExtension])?;
    members::set_extension(tx, account, member, to).await
}

/// Gives the access to the Supervisor workspace that the permit names (T1).
pub async fn set_supervises(tx: &mut Tx, account: AccountId, permit: &Permit) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::ChangeSupervises])?;
    let Action::ChangeSupervises(access) = permit.action() else { return Err(StoreError::WrongPermit) };
    let (scope, groups) = match access {
        SupervisorAccess::Nobody => (SupervisorScope::Nobody, [].as_slice()),
        SupervisorAccess::Everyone => (SupervisorScope::Everyone, [].as_slice()),
        SupervisorAccess::Groups(groups) => (SupervisorScope::Groups, groups.as_slice()),
    };
    run!(tx, "DELETE FROM supervised_groups WHERE account_id = $1 AND member_id = $2", account, member)?;
    for group in groups {
        run!(
            tx,
            "INSERT INTO supervised_groups (account_id, member_id, group_id) VALUES ($1, $2, $3)",
            account,
            member,
            group.id
        )?;
    }
    run!(
        tx,
        "UPDATE members SET supervises = $3, supervised_groups = $4 WHERE account_id = $1 AND id = $2",
        account,
        member,
        scope,
        i64::try_from(groups.len()).unwrap_or_default()
    )
    .map(|_| ())
}

/// Puts the member into the permit's group, last in its order, or takes them out (N4).
pub async fn set_membership(tx: &mut Tx, account: AccountId, permit: &Permit) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::AddToGroup, Verb::RemoveFromGroup])?;
    match permit.action() {
        Action::AddToGroup(group) => run!(
            tx,
            "INSERT INTO group_members (account_id, group_id, member_id, position)
             SELECT $1, $2, $3, coalesce(max(position), 0) + 1 FROM group_members WHERE account_id = $1 AND group_id = $2
             ON CONFLICT DO NOTHING",
            account,
            group.id,
            member
        ),
        Action::RemoveFromGroup(group) => {
            run!(tx, "DELETE FROM group_members WHERE account_id = $1 AND group_id = $2 AND member_id = $3", account, group.id, member)
        }
        _ => return Err(StoreError::WrongPermit),
    }
    .map(|_| ())
}

/// Keeps the hash of a new PIN (M19); none takes the PIN away.
pub async fn set_pin(tx: &mut Tx, account: AccountId, permit: &Permit, hash: Option<&str>) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::ChangePin])?;
    run!(tx, "UPDATE members SET pin_hash = $3 WHERE account_id = $1 AND id = $2", account, member, hash).map(|_| ())
}

/// Texts that are read aloud to callers; empty: the standard ones (M21).
pub async fn set_greetings(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    greeting: &str,
    voicemail: &str,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::SetGreeting])?;
    run!(
        tx,
        "UPDATE members SET greeting = $3, voicemail_greeting = $4 WHERE account_id = $1 AND id = $2",
        account,
        member,
        greeting,
        voicemail
    )
    .map(|_| ())
}
