//! Roles as rows: built-in ones made with the account, custom ones by its people (R1, R2).

pub mod write;

use crate::error::{StoreResult, unreadable};
use crate::search::fold;
use crate::sql::{Sql, all_of, maybe, run};
use crate::{Tx, dialect, lists};
use model::Version;
use model::instant::Instant;
use model::slugs::UnknownWord;
use model::{AccountId, NumberScope, PeopleScope, Permission, Role, RoleId, RoleKind};
use std::collections::BTreeSet;

/// The columns of [`push_columns`].
#[derive(sqlx::FromRow)]
pub(crate) struct RoleRow {
    role_id: RoleId,
    role_kind: RoleKind,
    role_name: String,
    role_description: String,
    role_people: PeopleScope,
    role_numbers: NumberScope,
    permissions: Option<String>,
    may_assign: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    role: RoleRow,
    members: i64,
    version: Version,
}

/// A role and how many have it.
#[derive(Clone, Debug)]
pub struct RoleWithCount {
    pub role: Role,
    pub members: u64,
    /// Counts the saves (R2).
    pub version: Version,
}

/// The built-in roles' ids, in the order Administrator, Manager, Agent.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    pub administrator: RoleId,
    pub manager: RoleId,
    pub agent: RoleId,
}

/// Adds the columns that make a [`Role`], of `roles r`: permissions and the roles it may assign are lists beside it.
pub(crate) fn push_columns(sql: &mut Sql, tx: &Tx) {
    sql.push(
        "r.id AS role_id, r.kind AS role_kind, r.name AS role_name, r.description AS role_description, r.people AS role_people, \
         r.numbers AS role_numbers, \
         (SELECT string_agg(p.permission, ',') FROM role_permissions p WHERE p.account_id = r.account_id AND p.role_id = r.id) \
         AS permissions, (SELECT string_agg(",
    )
    .push(dialect::id_text(tx))
    .push("x.may_assign), ',') FROM role_assigns x WHERE x.account_id = r.account_id AND x.role_id = r.id) AS may_assign");
}

impl RoleRow {
    pub(crate) fn role(&self) -> StoreResult<Role> {
        Ok(Role {
            id: self.role_id,
            kind: self.role_kind,
            permissions: permissions(self.permissions.as_deref())?,
            may_assign: lists::ids(self.may_assign.as_deref(), RoleId)?,
            people: self.role_people,
            numbers: self.role_numbers,
            name: self.role_name.clone(),
            description: self.role_description.clone(),
        })
    }
}

/// Makes Administrator, Manager and Agent with their defaults (R1).
pub async fn create_builtin(tx: &mut Tx, account: AccountId, now: Instant) -> StoreResult<BuiltIn> {
    let ids = BuiltIn { administrator: RoleId::new(), manager: RoleId::new(), agent: RoleId::new() };
    let roles = Role::built_in([ids.administrator, ids.manager, ids.agent]);
    for (rank, role) in [10, 20, 90].into_iter().zip(&roles) {
        insert(tx, account, role, rank, now).await?;
    }
    for role in &roles {
        let may: Vec<RoleId> = role.may_assign.iter().copied().collect();
        assigns(tx, account, role.id, &may).await?;
    }
    Ok(ids)
}

/// Writes a role and its permissions; which roles it may assign follows with [`assigns`], once those exist.
pub async fn insert(tx: &mut Tx, account: AccountId, role: &Role, rank: i64, now: Instant) -> StoreResult<()> {
    run!(
        tx,
        "INSERT INTO roles (account_id, id, kind, name, name_fold, description, people, numbers, rank, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        account,
        role.id,
        role.kind.slug(),
        &role.name,
        fold(&role.name),
        &role.description,
        role.people.slug(),
        role.numbers.slug(),
        rank,
        now.0,
    )?;
    for permission in &role.permissions {
        run!(
            tx,
            "INSERT INTO role_permissions (account_id, role_id, permission) VALUES ($1, $2, $3)",
            account,
            role.id,
            permission.slug()
        )?;
    }
    Ok(())
}

/// Writes which roles `role` may assign (R4).
pub async fn assigns(tx: &mut Tx, account: AccountId, role: RoleId, may_assign: &[RoleId]) -> StoreResult<()> {
    for other in may_assign {
        run!(
            tx,
            "INSERT INTO role_assigns (account_id, role_id, may_assign) VALUES ($1, $2, $3)",
            account,
            role,
            *other
        )?;
    }
    Ok(())
}

/// All roles of an account in their order, each with its members.
pub async fn list(tx: &mut Tx, account: AccountId) -> StoreResult<Vec<RoleWithCount>> {
    let mut sql = Sql::new("SELECT ");
    push_columns(&mut sql, tx);
    sql.push(", r.members, r.version FROM roles r WHERE r.account_id = ").bind(account).push(" ORDER BY r.rank, r.id");
    let listed = |row: ListedRow| {
        let members = u64::try_from(row.members).unwrap_or_default();
        Ok(RoleWithCount { members, version: row.version, role: row.role.role()? })
    };
    all_of!(tx, ListedRow, sql)?.into_iter().map(listed).collect()
}

/// One role; none when the account has no such role.
pub async fn find(tx: &mut Tx, account: AccountId, role: RoleId) -> StoreResult<Option<Role>> {
    Ok(list(tx, account).await?.into_iter().map(|r| r.role).find(|r| r.id == role))
}

/// The rank a role sorts by in the Team table (T3).
pub async fn rank(tx: &mut Tx, account: AccountId, role: RoleId) -> StoreResult<i64> {
    let row = maybe!(tx, (i64,), "SELECT rank FROM roles WHERE account_id = $1 AND id = $2", account, role)?;
    Ok(row.map_or(99, |r| r.0))
}

/// Permissions from their comma list.
fn permissions(list: Option<&str>) -> StoreResult<BTreeSet<Permission>> {
    let words = list.unwrap_or_default().split(',').filter(|word| !word.is_empty());
    let read = |word: &str| {
        let unknown = || UnknownWord { word: word.to_owned(), of: "Permission" };
        Permission::from_slug(word).ok_or_else(unknown).map_err(unreadable)
    };
    words.map(read).collect()
}
