//! Teams for store tests, built by name: `team.member("Dana", "Whitfield").extension(118).insert(&mut tx)`.

use crate::error::StoreResult;
use crate::roles::BuiltIn;
use crate::sql::{Sql, one, run, run_of};
use crate::{Tx, accounts, collate, roles, search};
use model::account::AccountSettings;
use model::members::{Activity, LiveStatus, StatusRank};
use model::{
    AccountId, Availability, Country, GroupId, Instant, MemberId, MemberState, NumberId, Plan, RoleId, RoleKind,
    SignInName,
};

/// The instant tests call now.
pub const NOW: Instant = Instant(1_790_000_000_000_000);

/// An account with the built-in roles and seats for everybody.
#[derive(Clone, Copy, Debug)]
pub struct TestTeam {
    pub account: AccountId,
    pub roles: BuiltIn,
}

/// A member to be; every setter may be left out.
#[derive(Clone, Debug)]
pub struct TestMember {
    team: TestTeam,
    pub id: MemberId,
    first: String,
    last: String,
    sign_in: Option<String>,
    role: RoleKind,
    plan: Plan,
    state: MemberState,
    extension: i64,
    direct: Option<String>,
    forwarding: Vec<String>,
    supervises: &'static str,
    availability: Availability,
    online: bool,
    call_since: Option<i64>,
    wrap_until: Option<i64>,
    invitation_expires: Option<i64>,
    last_sign_in: i64,
}

impl TestTeam {
    /// A new account in the United States.
    pub async fn new(tx: &mut Tx) -> StoreResult<TestTeam> {
        let account = AccountId::new();
        let settings = AccountSettings {
            id: account,
            name: "Larkspur Home".to_owned(),
            country: Country::UnitedStates,
            time_zone: "America/Los_Angeles".to_owned(),
            extension_digits: 6,
            wrap_up_seconds: 60,
            only_administrators_add: false,
            meeting_base: "https://meet.example.com".to_owned(),
            default_plan: Plan::Basic,
            prices: model::PriceBook::default(),
        };
        accounts::create(tx, &settings, [10_000_000; 3], NOW).await?;
        Ok(TestTeam { account, roles: roles::create_builtin(tx, account, NOW).await? })
    }

    /// An active, offline Agent on Basic who signs in by a made-up address.
    pub fn member(&self, first: &str, last: &str) -> TestMember {
        TestMember {
            team: *self,
            id: MemberId::new(),
            first: first.to_owned(),
            last: last.to_owned(),
            sign_in: None,
            role: RoleKind::Agent,
            plan: Plan::Basic,
            state: MemberState::Active,
            extension: 0,
            direct: None,
            forwarding: Vec::new(),
            supervises: "nobody",
            availability: Availability::Available,
            online: false,
            call_since: None,
            wrap_until: None,
            invitation_expires: None,
            last_sign_in: 0,
        }
    }

    /// A ring group without members.
    pub async fn group(&self, tx: &mut Tx, name: &str) -> StoreResult<GroupId> {
        let id = GroupId::new();
        let fold = search::fold(name);
        run!(
            tx,
            "INSERT INTO groups (account_id, id, name, name_fold, created_at) VALUES ($1, $2, $3, $4, $5)",
            self.account,
            id,
            name,
            fold,
            NOW.0
        )?;
        Ok(id)
    }

    pub async fn join(&self, tx: &mut Tx, group: GroupId, member: MemberId) -> StoreResult<()> {
        run!(
            tx,
            "INSERT INTO group_members (account_id, group_id, member_id) VALUES ($1, $2, $3)",
            self.account,
            group,
            member
        )
        .map(|_| ())
    }

    pub async fn rename(&self, tx: &mut Tx, member: MemberId, first: &str, last: &str) -> StoreResult<()> {
        let key = collate::name_key(last, first);
        run!(
            tx,
            "UPDATE members SET first_name = $3, last_name = $4, name_key = $5 WHERE account_id = $1 AND id = $2",
            self.account,
            member,
            first,
            last,
            key
        )?;
        search::reindex(tx, self.account, &[member]).await
    }

    pub async fn delete(&self, tx: &mut Tx, member: MemberId) -> StoreResult<()> {
        run!(
            tx,
            "UPDATE members SET state = 'deleted', extension = 0 WHERE account_id = $1 AND id = $2",
            self.account,
            member
        )?;
        search::reindex(tx, self.account, &[member]).await
    }

    /// Writes many members at once, as an import does.
    pub async fn insert_all(&self, tx: &mut Tx, members: &[TestMember]) -> StoreResult<()> {
        for chunk in members.chunks(25) {
            insert_rows(tx, chunk).await?;
            insert_numbers(tx, chunk).await?;
        }
        let ids: Vec<MemberId> = members.iter().map(|m| m.id).collect();
        search::reindex(tx, self.account, &ids).await
    }
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $ty:ty => |$m:ident, $v:ident| $set:expr;)+) => {
        impl TestMember {$(
            $(#[$doc])*
            pub fn $name(self, $v: $ty) -> Self { let mut $m = self; $set; $m }
        )+}
    };
}

setters! {
    role: RoleKind => |m, v| m.role = v;
    plan: Plan => |m, v| m.plan = v;
    state: MemberState => |m, v| m.state = v;
    sign_in: &str => |m, v| m.sign_in = Some(v.to_owned());
    extension: i64 => |m, v| m.extension = v;
    /// In E.164; makes a business number that rings here.
    direct: &str => |m, v| m.direct = Some(v.to_owned());
    /// In E.164, the primary first.
    forwarding: &[&str] => |m, v| m.forwarding = v.iter().map(|n| (*n).to_owned()).collect();
    supervises: &'static str => |m, v| m.supervises = v;
    availability: Availability => |m, v| m.availability = v;
    online: bool => |m, v| m.online = v;
    on_call_since: Instant => |m, v| m.call_since = Some(v.0);
    wrapping_up_until: Instant => |m, v| m.wrap_until = Some(v.0);
    invitation_expires: Instant => |m, v| { m.state = MemberState::Invited; m.invitation_expires = Some(v.0) };
    last_sign_in: Instant => |m, v| m.last_sign_in = v.0;
}

impl TestMember {
    /// Writes the member with their numbers and search text.
    pub async fn insert(self, tx: &mut Tx) -> StoreResult<MemberId> {
        let (team, id) = (self.team, self.id);
        team.insert_all(tx, &[self]).await?;
        Ok(id)
    }

    fn role_id(&self) -> (RoleId, i64) {
        match self.role {
            RoleKind::Administrator => (self.team.roles.administrator, 10),
            RoleKind::Manager => (self.team.roles.manager, 20),
            RoleKind::Agent | RoleKind::Custom => (self.team.roles.agent, 90),
        }
    }

    fn status_rank(&self) -> StatusRank {
        let activity = match (self.call_since, self.wrap_until) {
            (Some(since), _) => Activity::OnCall { since: Instant(since) },
            (None, Some(until)) => Activity::WrappingUp { until: Instant(until) },
            (None, None) => Activity::Idle,
        };
        let live = LiveStatus { online: self.online, last_seen: None, availability: self.availability, activity };
        StatusRank::of(self.state, live.presence(NOW))
    }
}

async fn insert_rows(tx: &mut Tx, members: &[TestMember]) -> StoreResult<()> {
    let mut sql = Sql::new(
        "INSERT INTO members (account_id, id, first_name, last_name, name_key, sign_in, sign_in_key, has_email, role_id, role_kind, role_rank, \
         state, state_since, plan, extension, supervises, availability, online, call_since, wrap_until, invitation_expires, status_rank, \
         last_sign_in, password_hash, created_at) VALUES ",
    );
    for (i, m) in members.iter().enumerate() {
        let sign_in = m.sign_in.clone().unwrap_or_else(|| format!("{:x}@example.com", m.id.0));
        let (role, rank) = m.role_id();
        sql.push(if i == 0 { "(" } else { ", (" })
            .bind(m.team.account)
            .push(", ")
            .bind(m.id)
            .push(", ")
            .bind(m.first.as_str());
        sql.push(", ")
            .bind(m.last.as_str())
            .push(", ")
            .bind(collate::name_key(&m.last, &m.first))
            .push(", ")
            .bind(sign_in.as_str());
        sql.push(", ").bind(SignInName::key(&sign_in)).push(", ").bind(sign_in.contains('@')).push(", ").bind(role);
        sql.push(", ").bind(m.role.slug()).push(", ").bind(rank).push(", ").bind(m.state.slug()).push(", ").bind(NOW.0);
        sql.push(", ").bind(m.plan.slug()).push(", ").bind(m.extension).push(", ").bind(m.supervises).push(", ");
        sql.bind(m.availability.slug()).push(", ").bind(m.online);
        for optional in [m.call_since, m.wrap_until, m.invitation_expires] {
            match optional {
                Some(at) => sql.push(", ").bind(at),
                None => sql.push(", NULL"),
            };
        }
        sql.push(", ").bind(m.status_rank()).push(", ").bind(m.last_sign_in).push(", 'none', ").bind(NOW.0).push(")");
    }
    run_of!(tx, sql).map(|_| ())
}

async fn insert_numbers(tx: &mut Tx, members: &[TestMember]) -> StoreResult<()> {
    for m in members {
        let account = m.team.account;
        if m.extension > 0 {
            run!(
                tx,
                "INSERT INTO extensions (account_id, number, member_id) VALUES ($1, $2, $3)",
                account,
                m.extension,
                m.id
            )?;
        }
        if let Some(direct) = &m.direct {
            run!(
                tx,
                "INSERT INTO numbers (account_id, id, e164, destination, member_id, created_at) VALUES ($1, $2, $3, 'member', $4, $5)",
                account,
                NumberId::new(),
                direct,
                m.id,
                NOW.0
            )?;
        }
        for (position, number) in (1_i64..).zip(&m.forwarding) {
            run!(
                tx,
                "INSERT INTO forwarding_numbers (account_id, member_id, position, e164) VALUES ($1, $2, $3, $4)",
                account,
                m.id,
                position,
                number
            )?;
        }
    }
    Ok(())
}

/// The number a text of SQL answers, for tests that look behind the store.
pub async fn sql_number(tx: &mut Tx, text: &'static str) -> StoreResult<i64> {
    one!(tx, (i64,), text).map(|(n,)| n)
}

/// Gives a member a role, behind the rules.
pub async fn give_role(tx: &mut Tx, account: AccountId, member: MemberId, role: RoleId) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE members SET role_id = $3, role_kind = (SELECT kind FROM roles WHERE account_id = $1 AND id = $3),
           role_rank = (SELECT rank FROM roles WHERE account_id = $1 AND id = $3) WHERE account_id = $1 AND id = $2",
        account,
        member,
        role
    )
    .map(|_| ())
}

/// What somebody does first who has the database itself and wants to change the log.
pub async fn drop_audit_triggers(tx: &mut Tx) -> StoreResult<()> {
    match tx {
        Tx::Sqlite(_) => run!(tx, "DROP TRIGGER IF EXISTS audit_never_changes"),
        Tx::Postgres(_) => run!(tx, "ALTER TABLE audit DISABLE TRIGGER USER"),
    }
    .map(|_| ())
}
