//! Members as rows: making them, reading one for a decision, and the small changes of one column.

pub mod edit;
pub mod forwarding;
pub mod photos;
pub mod status;
pub mod template;

use crate::error::StoreResult;
use crate::roles::BuiltIn;
use crate::sql::{Sql, maybe, run, run_of};
use crate::tokens::Purpose;
use crate::{Tx, collate, permitted, search, tokens};
use model::instant::Instant;
use model::members::StatusRank;
use model::{AccountId, Availability, Extension, MemberId, MemberState, PersonName, Plan, RoleId, RoleKind};
use policy::{MemberTarget, Permit, RoleRef, Verb};

/// What signing in needs (A2). The only place the hash leaves the table.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Credentials {
    pub account_id: AccountId,
    pub id: MemberId,
    pub password_hash: Option<String>,
    pub state: MemberState,
}

/// By sign-in key (M5), over all accounts.
pub async fn credentials(tx: &mut Tx, key: &str) -> StoreResult<Option<Credentials>> {
    maybe!(tx, Credentials, "SELECT account_id, id, password_hash, state FROM members WHERE sign_in_key = $1", key)
}

/// The columns of a new member; extension, numbers and groups follow in their own tables.
#[derive(Clone, Debug)]
pub struct NewMemberRow<'a> {
    pub id: MemberId,
    pub name: &'a PersonName,
    pub sign_in: &'a str,
    pub has_email: bool,
    pub password_hash: Option<&'a str>,
    pub role: RoleId,
    pub role_kind: RoleKind,
    pub role_rank: i64,
    pub state: MemberState,
    pub plan: Plan,
    pub mobile: Option<&'a str>,
    pub time_zone: &'a str,
}

/// Writes a member. The seat is taken by a trigger and refused as `seats_not_oversold` (S1); a taken sign-in name is
/// `members_sign_in_taken` (M5). Call `search::reindex` once all parts are written.
pub async fn insert(tx: &mut Tx, account: AccountId, new: &NewMemberRow<'_>, now: Instant) -> StoreResult<()> {
    let bridge = format!("{:010}", new.id.0 % 10_000_000_000);
    run!(
        tx,
        "INSERT INTO members (account_id, id, first_name, last_name, name_key, sign_in, sign_in_key, has_email, password_hash, role_id, role_kind,
                              role_rank, state, state_since, plan, mobile, time_zone, bridge, created_at, status_rank)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $14, $19)",
        account,
        new.id,
        &new.name.first,
        &new.name.last,
        collate::name_key(&new.name.last, &new.name.first),
        new.sign_in,
        model::SignInName::key(new.sign_in),
        new.has_email,
        new.password_hash,
        new.role,
        new.role_kind.slug(),
        new.role_rank,
        new.state.slug(),
        now.0,
        new.plan.slug(),
        new.mobile,
        new.time_zone,
        bridge,
        StatusRank::begins(new.state),
    )?;
    Ok(())
}

/// The lowest free extension at or above `from`; none when all of that length are taken (M11).
pub async fn free_extension(tx: &mut Tx, account: AccountId, digits: u8) -> StoreResult<Option<Extension>> {
    let (first, last) = (i64::from(Extension::first(digits).number()), i64::from(Extension::last(digits).number()));
    // The end of the first unbroken run, or the first number itself.
    let row = maybe!(
        tx,
        (Option<i64>,),
        "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM extensions WHERE account_id = $1 AND number = $2) THEN $2
           ELSE (SELECT min(e.number) + 1 FROM extensions e WHERE e.account_id = $1 AND e.number >= $2
                   AND NOT EXISTS (SELECT 1 FROM extensions n WHERE n.account_id = $1 AND n.number = e.number + 1)) END",
        account,
        first
    )?;
    Ok(row.and_then(|r| r.0).filter(|n| *n <= last).map(Extension::from_stored))
}

/// Gives a member an extension, taking the old one away; a taken one is refused as `extensions_taken` (M11).
pub async fn set_extension(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    extension: Option<Extension>,
) -> StoreResult<()> {
    run!(tx, "DELETE FROM extensions WHERE account_id = $1 AND member_id = $2", account, member)?;
    let number = extension.map_or(0, |e| i64::from(e.number()));
    if number > 0 {
        run!(
            tx,
            "INSERT INTO extensions (account_id, number, member_id) VALUES ($1, $2, $3)",
            account,
            number,
            member
        )?;
    }
    run!(tx, "UPDATE members SET extension = $3 WHERE account_id = $1 AND id = $2", account, member, number)?;
    Ok(())
}

/// A member's extension; none when they have none, or are not of this account.
pub async fn extension_of(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<Option<Extension>> {
    let row = maybe!(tx, (i64,), "SELECT extension FROM members WHERE account_id = $1 AND id = $2", account, member)?;
    Ok(row.filter(|(n,)| *n > 0).map(|(n,)| Extension::from_stored(n)))
}

/// The account's first Administrator (A1), signed up and able to sign in.
pub async fn insert_first(
    tx: &mut Tx,
    account: AccountId,
    roles: BuiltIn,
    name: &PersonName,
    email: &str,
    password_hash: &str,
    digits: u8,
    now: Instant,
) -> StoreResult<MemberId> {
    let id = MemberId::new();
    let new = NewMemberRow {
        id,
        name,
        sign_in: email,
        has_email: true,
        password_hash: Some(password_hash),
        role: roles.administrator,
        role_kind: RoleKind::Administrator,
        role_rank: 10,
        state: MemberState::Active,
        plan: Plan::Basic,
        mobile: None,
        time_zone: "",
    };
    insert(tx, account, &new, now).await?;
    set_extension(tx, account, id, Some(Extension::first(digits))).await?;
    run!(tx, "UPDATE members SET supervises = 'everyone' WHERE account_id = $1 AND id = $2", account, id)?;
    search::reindex(tx, account, &[id]).await?;
    Ok(id)
}

#[derive(sqlx::FromRow)]
struct TargetRow {
    first_name: String,
    last_name: String,
    role_id: RoleId,
    role_kind: RoleKind,
    role_name: String,
    state: MemberState,
    shares_group: bool,
    administrators: i64,
}

/// A member as policy judges them, read in the transaction that decides (R3). None: missing, erased or of another account.
pub async fn target(
    tx: &mut Tx,
    account: AccountId,
    viewer: MemberId,
    id: MemberId,
) -> StoreResult<Option<MemberTarget>> {
    let row = maybe!(
        tx,
        TargetRow,
        "SELECT m.first_name, m.last_name, m.role_id, m.role_kind, r.name AS role_name, m.state, t.administrators,
                EXISTS (SELECT 1 FROM group_members a JOIN group_members b ON b.account_id = a.account_id AND b.group_id = a.group_id
                        WHERE a.account_id = m.account_id AND a.member_id = m.id AND b.member_id = $3) AS shares_group
         FROM members m JOIN roles r ON r.account_id = m.account_id AND r.id = m.role_id JOIN team_totals t ON t.account_id = m.account_id
         WHERE m.account_id = $1 AND m.id = $2 AND m.erased_at IS NULL",
        account,
        id,
        viewer
    )?;
    Ok(row.map(|r| {
        let kind = r.role_kind;
        let state = r.state;
        let counted = kind == RoleKind::Administrator && state == MemberState::Active;
        MemberTarget {
            id,
            name: PersonName { first: r.first_name, last: r.last_name }.full(),
            role: RoleRef { id: r.role_id, kind, name: r.role_name },
            state,
            shares_group: r.shares_group,
            other_active_administrators: Some(r.administrators > i64::from(counted)),
        }
    }))
}

/// Sets availability (M20) and keeps the Status column's order right.
pub async fn set_availability(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    to: Availability,
    now: Instant,
) -> StoreResult<()> {
    let member = permitted::member(permit, &[Verb::SetAvailability])?;
    let mut sql = Sql::new("UPDATE members SET availability = ");
    sql.bind(to.slug()).push(", version = version + 1, status_rank = ");
    status::push_rank(&mut sql, "online", Some(to), now);
    sql.push(" WHERE account_id = ").bind(account).push(" AND id = ").bind(member);
    run_of!(tx, sql).map(|_| ())
}

/// Sets one's own password (A2). `hash` is a PHC string.
pub async fn set_own_password(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    hash: &str,
    now: Instant,
) -> StoreResult<()> {
    permitted::is_for(permit, &[Verb::ChangeOwnPassword])?;
    run!(
        tx,
        "UPDATE members SET password_hash = $3, must_change_password = $4, version = version + 1 WHERE account_id = $1 AND id = $2",
        account,
        permit.by(),
        hash,
        false
    )?;
    // A link that was asked for before the change is worth nothing after it (A2).
    tokens::revoke(tx, Purpose::Reset, account, permit.by(), now).await
}

/// Keeps how a member likes to see things (T7).
pub async fn set_preferences(tx: &mut Tx, account: AccountId, member: MemberId, json: &str) -> StoreResult<()> {
    run!(tx, "UPDATE members SET preferences = $3 WHERE account_id = $1 AND id = $2", account, member, json).map(|_| ())
}
