//! What an account has before its people come: roles, groups, numbers, and room for their extensions.

use crate::load::*;

/// Prepares an account: longer extensions where needed, seats, roles, groups, shared numbers.
pub(super) async fn open(tx: &mut Tx, account: AccountId, sample: &Sample, now: Instant) -> StoreResult<Filling> {
    lengthen(tx, account, sample.extension_digits).await?;
    let sign_ins = all!(tx, (Option<String>,), "SELECT sign_in_key FROM members WHERE account_id = $1", account)?;
    let extensions = all!(tx, (i64,), "SELECT number FROM extensions WHERE account_id = $1", account)?;
    for plan in Plan::ALL {
        run!(
            tx,
            "INSERT INTO plan_seats (account_id, plan) VALUES ($1, $2) ON CONFLICT (account_id, plan) DO NOTHING",
            account,
            plan.slug()
        )?;
    }
    // Room for all on each plan while they come; `close` leaves what is needed.
    run!(tx, "UPDATE plan_seats SET bought = bought + $2 WHERE account_id = $1", account, sample.members as i64)?;
    let mut filling = Filling {
        account,
        roles: open_roles(tx, account, now).await?,
        groups: Vec::new(),
        group_numbers: HashMap::new(),
        main_number: None,
        sign_ins: sign_ins.into_iter().filter_map(|r| r.0).collect(),
        extensions: extensions.into_iter().filter_map(|r| u32::try_from(r.0).ok()).collect(),
        with_search_text: search::index::indexed(tx, account).await?.is_none(),
        password_hash: None,
        now,
    };
    open_groups(tx, &mut filling, sample).await?;
    open_numbers(tx, &mut filling, sample).await?;
    Ok(filling)
}

/// Gives the account extensions of at least `digits` digits, moving those it has: 118 becomes 1018 (M11).
async fn lengthen(tx: &mut Tx, account: AccountId, digits: u8) -> StoreResult<()> {
    let row = maybe!(tx, (i64,), "SELECT extension_digits FROM accounts WHERE id = $1", account)?;
    let old = row.and_then(|r| u8::try_from(r.0).ok()).unwrap_or(digits);
    if old >= digits {
        return Ok(());
    }
    let by = i64::from(Extension::first(digits).number()) - i64::from(Extension::first(old).number());
    run!(tx, "UPDATE accounts SET extension_digits = $2 WHERE id = $1", account, i64::from(digits))?;
    run!(tx, "UPDATE extensions SET number = number + $2 WHERE account_id = $1", account, by)?;
    run!(tx, "UPDATE groups SET extension = extension + $2 WHERE account_id = $1 AND extension > 0", account, by)?;
    run!(tx, "UPDATE members SET extension = extension + $2 WHERE account_id = $1 AND extension > 0", account, by)?;
    let moved = all!(tx, (MemberId,), "SELECT id FROM members WHERE account_id = $1", account)?;
    search::index::reindex(tx, account, &moved.into_iter().map(|r| r.0).collect::<Vec<_>>()).await
}

/// The built-in roles as they are, and the company's own, made where their name is free (R2).
async fn open_roles(tx: &mut Tx, account: AccountId, now: Instant) -> StoreResult<HashMap<SampleRole, RoleOf>> {
    let there = all!(
        tx,
        (RoleId, String, String, i64),
        "SELECT id, kind, name_fold, rank FROM roles WHERE account_id = $1",
        account
    )?;
    let mut out = HashMap::new();
    for (id, kind, _, rank) in &there {
        let kind = RoleKind::from_slug(kind).unwrap_or(RoleKind::Custom);
        let key = match kind {
            RoleKind::Administrator => SampleRole::Administrator,
            RoleKind::Manager => SampleRole::Manager,
            RoleKind::Agent => SampleRole::Agent,
            RoleKind::Custom => continue,
        };
        out.insert(key, RoleOf { id: *id, kind, rank: *rank });
    }
    for (i, custom) in CUSTOM_ROLES.iter().enumerate() {
        let found =
            there.iter().find(|(_, kind, name, _)| kind == RoleKind::Custom.slug() && *name == fold(custom.name));
        let rank = 30 + i as i64;
        let role = match found {
            Some((id, _, _, rank)) => RoleOf { id: *id, kind: RoleKind::Custom, rank: *rank },
            None => RoleOf { id: RoleId::new(), kind: RoleKind::Custom, rank },
        };
        if found.is_none() {
            let row = Role {
                id: role.id,
                kind: RoleKind::Custom,
                name: custom.name.to_owned(),
                description: custom.description.to_owned(),
                permissions: custom.permissions.iter().copied().collect(),
                may_assign: Default::default(),
                people: custom.people,
                numbers: custom.numbers,
            };
            roles::insert(tx, account, &row, rank, now).await?;
            let agent = out.get(&SampleRole::Agent).map(|r: &RoleOf| r.id).filter(|_| custom.assigns_agents);
            roles::assigns(tx, account, role.id, &agent.map_or_else(Vec::new, |a| vec![a, role.id])).await?;
        }
        out.insert(SampleRole::Custom(i), role);
    }
    Ok(out)
}

async fn open_groups(tx: &mut Tx, f: &mut Filling, sample: &Sample) -> StoreResult<()> {
    let there: HashMap<String, GroupId> =
        all!(tx, (String, GroupId), "SELECT name_fold, id FROM groups WHERE account_id = $1", f.account)?
            .into_iter()
            .collect();
    let mut tables = Tables::new();
    for group in &sample.groups {
        if let Some(id) = there.get(&fold(&group.name)) {
            f.groups.push(*id);
            continue;
        }
        let id = GroupId::new();
        let extension = if f.extensions.insert(group.extension) { group.extension } else { 0 };
        tables.group(f, id, group, extension);
        f.groups.push(id);
    }
    tables.flush(tx).await
}

async fn open_numbers(tx: &mut Tx, f: &mut Filling, sample: &Sample) -> StoreResult<()> {
    let main = maybe!(tx, (NumberId,), "SELECT id FROM numbers WHERE account_id = $1 AND is_main", f.account)?;
    f.main_number = main.map(|r| r.0);
    let mut tables = Tables::new();
    for number in &sample.numbers {
        let id = NumberId::new();
        let is_main = number.rings == Rings::Menu && f.main_number.is_none();
        if is_main {
            f.main_number = Some(id);
        }
        let group = match number.rings {
            Rings::Group(i) => f.groups.get(i).map(|g| (i, *g)),
            _ => None,
        };
        if let Some((i, _)) = group {
            f.group_numbers.insert(i, id);
        }
        tables.shared_number(f, id, number, group.map(|g| g.1), is_main);
    }
    tables.flush(tx).await
}
