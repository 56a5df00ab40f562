//! Making, changing and deleting roles, each taking the permit of its action (R1, R2, R9, R13).

use crate::error::StoreResult;
use crate::search::fold;
use crate::sql::{all, one, run};
use crate::{StoreError, Tx, roles};
use model::Version;
use model::instant::Instant;
use model::{AccountId, Role, RoleId, RoleKind};
use policy::{Action, Permit, RoleDraft, TargetId, Verb};

/// What a role's form holds beside its draft, which the permit has.
#[derive(Clone, Copy, Debug)]
pub struct Rest<'a> {
    pub description: &'a str,
    /// Whether those who have it may give it (R4).
    pub assigns_itself: bool,
}

/// Makes the role of the permit's draft. New roles stand after the other custom ones.
pub async fn create(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    id: RoleId,
    rest: Rest<'_>,
    now: Instant,
) -> StoreResult<()> {
    let Action::CreateRole(draft) = permit.action() else { return Err(StoreError::WrongPermit) };
    // Between Manager (20) and Agent (90), which keeps its place in the Team table's order.
    let (rank,) = one!(
        tx,
        (i64,),
        "SELECT COALESCE(max(rank) + 1, 30) FROM roles WHERE account_id = $1 AND kind = 'custom' AND rank < 89",
        account
    )?;
    let role = Role {
        id,
        kind: RoleKind::Custom,
        name: draft.name.clone(),
        description: rest.description.to_owned(),
        permissions: draft.permissions.clone(),
        may_assign: Default::default(),
        people: draft.people,
        numbers: draft.numbers,
    };
    roles::insert(tx, account, &role, rank, now).await?;
    roles::assigns(tx, account, id, &listed(draft, id, rest)).await
}

fn listed(draft: &RoleDraft, id: RoleId, rest: Rest<'_>) -> Vec<RoleId> {
    draft
        .may_assign
        .iter()
        .map(|r| r.id)
        .filter(|other| *other != id)
        .chain(rest.assigns_itself.then_some(id))
        .collect()
}

/// Saves the permit's draft over the role, if it still has the version that was edited: of two saves at once, one gets it.
pub async fn update(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    version: Version,
    rest: Rest<'_>,
) -> StoreResult<bool> {
    let (Action::EditRole(draft), TargetId::Role(id)) = (permit.action(), permit.target()) else {
        return Err(StoreError::WrongPermit);
    };
    let changed = run!(
        tx,
        "UPDATE roles SET name = $4, name_fold = $5, description = $6, people = $7, numbers = $8, version = version + 1
         WHERE account_id = $1 AND id = $2 AND version = $3",
        account,
        id,
        version,
        &draft.name,
        fold(&draft.name),
        rest.description,
        draft.people.slug(),
        draft.numbers.slug(),
    )?;
    if changed == 0 {
        return Ok(false);
    }
    run!(tx, "DELETE FROM role_permissions WHERE account_id = $1 AND role_id = $2", account, id)?;
    for permission in &draft.permissions {
        let slug = permission.slug();
        run!(
            tx,
            "INSERT INTO role_permissions (account_id, role_id, permission) VALUES ($1, $2, $3)",
            account,
            id,
            slug
        )?;
    }
    run!(tx, "DELETE FROM role_assigns WHERE account_id = $1 AND role_id = $2", account, id)?;
    roles::assigns(tx, account, id, &listed(draft, id, rest)).await?;
    Ok(true)
}

/// Deletes the permit's role and gives its members the next one, all in one statement; deleted members too, so that a
/// restore finds a role. What happens to each is written first, under the number of the entry to come (G1). Says how many had it
/// who are not deleted (R2).
pub async fn delete(tx: &mut Tx, account: AccountId, permit: &Permit, number: i64) -> StoreResult<u64> {
    let (Action::DeleteRole(next), TargetId::Role(id)) = (permit.action(), permit.target()) else {
        return Err(StoreError::WrongPermit);
    };
    let (had,) = one!(tx, (i64,), "SELECT members FROM roles WHERE account_id = $1 AND id = $2", account, id)?;
    let rank = roles::rank(tx, account, next.id).await?;
    run!(
        tx,
        "INSERT INTO audit_items (account_id, number, member_id, name, before, after, before_id, after_id)
         SELECT m.account_id, $4, m.id, trim(m.first_name || ' ' || m.last_name), r.name, n.name, r.id, n.id FROM members m
         JOIN roles r ON r.account_id = m.account_id AND r.id = m.role_id
         JOIN roles n ON n.account_id = m.account_id AND n.id = $3
         WHERE m.account_id = $1 AND m.role_id = $2 AND m.state <> 'deleted'",
        account,
        id,
        next.id,
        number
    )?;
    run!(
        tx,
        "UPDATE members SET role_id = $3, role_kind = $4, role_rank = $5, version = version + 1 WHERE account_id = $1 AND role_id = $2",
        account,
        id,
        next.id,
        next.kind.slug(),
        rank
    )?;
    run!(tx, "DELETE FROM roles WHERE account_id = $1 AND id = $2 AND kind = 'custom'", account, id)?;
    Ok(u64::try_from(had).unwrap_or_default())
}

/// R13: turns "only Administrators add members" on or off.
pub async fn hold_adding(tx: &mut Tx, account: AccountId, permit: &Permit, on: bool) -> StoreResult<()> {
    if permit.verb() != Verb::ChangeSafeguards {
        return Err(StoreError::WrongPermit);
    }
    run!(tx, "UPDATE accounts SET only_administrators_add = $2 WHERE id = $1", account, on).map(|_| ())
}

/// Who saved this role last, by the audit log; for the sentence of a conflict.
pub async fn last_author(tx: &mut Tx, account: AccountId, id: RoleId) -> StoreResult<Option<String>> {
    let target = uuid::Uuid::from_u128(id.0);
    let rows = all!(
        tx,
        (String,),
        "SELECT actor_name FROM audit WHERE account_id = $1 AND target_id = $2 AND target_kind = 'role' ORDER BY number DESC LIMIT 1",
        account,
        target
    )?;
    Ok(rows.into_iter().next().map(|r| r.0))
}

/// Business numbers of the account.
pub async fn count_numbers(tx: &mut Tx, account: AccountId) -> StoreResult<u64> {
    let (n,) = one!(tx, (i64,), "SELECT count(*) FROM numbers WHERE account_id = $1", account)?;
    Ok(n.unsigned_abs())
}

/// Groups with numbers that members of this role belong to, each with how many numbers.
pub async fn group_numbers(tx: &mut Tx, account: AccountId, role: RoleId) -> StoreResult<Vec<(String, u64)>> {
    let rows = all!(
        tx,
        (String, i64),
        "SELECT g.name, count(*) FROM numbers n JOIN groups g ON g.account_id = n.account_id AND g.id = n.group_id
         WHERE n.account_id = $1 AND n.group_id IS NOT NULL AND EXISTS (
           SELECT 1 FROM group_members x JOIN members m ON m.account_id = x.account_id AND m.id = x.member_id
           WHERE x.account_id = $1 AND x.group_id = g.id AND m.role_id = $2 AND m.state <> 'deleted')
         GROUP BY g.id, g.name, g.name_fold ORDER BY g.name_fold",
        account,
        role
    )?;
    Ok(rows.into_iter().map(|(name, n)| (name, n.unsigned_abs())).collect())
}
