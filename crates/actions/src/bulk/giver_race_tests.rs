//! A bulk change raced against what takes the right to it away (QUALITY, invariant 6; R4, R6): whatever the order, nothing is given
//! once its giver lost it.

use crate::bulk::race_tests::{ROUNDS, new_number, sound, wait};
use crate::bulk::tests::{AMARA, House, KOFI, MARISOL, PRIYA, house};
use crate::testing::Browser;
use crate::{numbers, roles};
use model::bulk::BulkAction;
use model::error::AppError;
use model::numbers::{UseForm, UsePair};
use model::roles::{MayAssign, OpenRole, RoleForm, RoleSeen};
use model::{NextPage, NumberId, NumberScope, Permission, RoleId};
use store::sql::{all, one, run};
use store::testing::{give_role, on_both, sql_number};

/// What was done, in the order in which it was done: the log's, since each entry is written with its change.
async fn done_since(house: &House, before: i64) -> Vec<String> {
    let mut tx = house.db.read().await.expect("read");
    let rows = all!(
        &mut tx,
        (String,),
        "SELECT action FROM audit WHERE account_id = $1 AND number > $2 ORDER BY number",
        house.team.account,
        before
    );
    rows.expect("entries").into_iter().map(|r| r.0).collect()
}

async fn last_entry(house: &House) -> i64 {
    house.count("SELECT coalesce(max(number), 0) FROM audit").await
}

/// What takes the right away from Marisol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// The number, by itself and by a bulk change.
    Number,
    NumberInBulk,
    /// Their role, by a bulk change.
    Role,
    /// What their role reaches and may give.
    Reach,
    /// One thing their role allows.
    Permission(Permission),
    Suspended,
}

impl Taken {
    /// It is taken from the role that Marisol has for it.
    fn is_of_the_role(self) -> bool {
        matches!(self, Taken::Reach | Taken::Permission(_))
    }
}

/// A role as the page lists it.
async fn seen_role(house: &House, at: RoleId) -> RoleSeen {
    let page = roles::roles_page(&house.amara.request(), OpenRole::First).await.expect("the roles");
    page.roles.into_iter().find(|r| r.role.id == at).expect("the role")
}

/// A role like a Manager's that reaches all numbers and may give Managers.
async fn make_wide_role(house: &House) -> RoleId {
    let manager = seen_role(house, house.team.roles.manager).await;
    let mut form = RoleForm { name: "Lead".into(), numbers: NumberScope::All, ..RoleForm::new_like(Some(&manager)) };
    form.may_assign.push(MayAssign::Role(house.team.roles.manager));
    roles::save_role(&house.amara.request(), form).await.expect("a role").id
}

async fn set_role(house: &House, role: RoleId, wide: bool, without: Option<Permission>) -> Result<(), AppError> {
    let (manager, seen) = (seen_role(house, house.team.roles.manager).await, seen_role(house, role).await);
    let (of_manager, agent) = (MayAssign::Role(house.team.roles.manager), MayAssign::Role(house.team.roles.agent));
    // A role that may do less than a Manager can't give that role.
    let may_assign = if wide && without.is_none() { vec![of_manager, agent] } else { vec![agent] };
    let numbers = if wide { NumberScope::All } else { NumberScope::Held };
    let kept = manager.role.permissions.iter().filter(|p| Some(**p) != without);
    let permissions = kept.copied().collect();
    let form = RoleForm { numbers, may_assign, permissions, ..RoleForm::of(&seen) };
    roles::save_role(&house.amara.request(), form).await.map(drop)
}

async fn take(house: &House, what: Taken, number: NumberId, lead: RoleId) -> Result<(), AppError> {
    let marisol = house.of(&[MARISOL]);
    match what {
        Taken::Number => {
            let pair = UsePair { member: house.ids[MARISOL], number };
            let form = UseForm { seen: vec![pair], ..UseForm::default() };
            numbers::outgoing::set_use(&house.amara.request(), form, NextPage::default()).await.map(drop)
        }
        Taken::NumberInBulk => house.apply(&house.amara, BulkAction::RemoveNumber(number), &marisol).await.map(drop),
        Taken::Role => {
            house.apply(&house.amara, BulkAction::ChangeRole(house.team.roles.agent), &marisol).await.map(drop)
        }
        Taken::Suspended => house.apply(&house.amara, BulkAction::Suspend, &marisol).await.map(drop),
        Taken::Reach => set_role(house, lead, false, None).await,
        Taken::Permission(permission) => set_role(house, lead, true, Some(permission)).await,
    }
}

/// Marisol is signed in and may give the number: as a Manager who has it, or by her role's reach alone.
async fn empowered(house: &House, what: Taken, number: NumberId, lead: RoleId) -> Browser {
    if what.is_of_the_role() {
        set_role(house, lead, true, None).await.expect("the role reaches all");
    }
    let account = house.team.account;
    let mut tx = house.db.write().await.expect("write");
    run!(&mut tx, "DELETE FROM number_users WHERE account_id = $1", account).expect("nobody");
    run!(&mut tx, "UPDATE members SET state = 'active' WHERE account_id = $1 AND id = $2", account, house.ids[MARISOL])
        .expect("active");
    let role = if what.is_of_the_role() { lead } else { house.team.roles.manager };
    give_role(&mut tx, account, house.ids[MARISOL], role).await.expect("the role");
    for who in [PRIYA, KOFI] {
        give_role(&mut tx, account, house.ids[who], house.team.roles.agent).await.expect("Agents");
    }
    if !what.is_of_the_role() {
        run!(
            &mut tx,
            "INSERT INTO number_users (account_id, number_id, member_id, is_default) VALUES ($1, $2, $3, $4)",
            account,
            number,
            house.ids[MARISOL],
            true
        )
        .expect("hers");
    }
    tx.commit().await.expect("commit");
    Browser::of(&house.db, &house.team, house.ids[MARISOL]).await
}

/// Runs both at once, and says in which order the log has what was done: true, true: it was given, and before it was taken.
async fn race(
    house: &House,
    round: usize,
    name: &str,
    giving: impl Future<Output = Result<(), AppError>>,
    taking: impl Future<Output = Result<(), AppError>>,
) -> (bool, bool) {
    let before = last_entry(house).await;
    let given = async {
        wait(house, round % 4).await;
        giving.await
    };
    let taken = async {
        wait(house, round / 4 * 3).await;
        taking.await
    };
    let (given, taken) = tokio::join!(given, taken);
    assert!(taken.is_ok(), "{name}: {taken:?}");
    // Who was suspended is signed out.
    assert!(!matches!(given, Err(AppError::Fault(_) | AppError::Busy)), "{name}: {given:?}");
    let log = done_since(house, before).await;
    assert_eq!(log.len(), 1 + usize::from(given.is_ok()), "{name}: {log:?}");
    let mut tx = house.db.read().await.expect("read");
    let (first,) = one!(
        &mut tx,
        (Option<uuid::Uuid>,),
        "SELECT actor_id FROM audit WHERE account_id = $1 AND number = $2",
        house.team.account,
        before + 1
    )
    .expect("an entry");
    (given.is_ok(), first == Some(uuid::Uuid::from_u128(house.ids[MARISOL].0)))
}

on_both! {
    async fn invariant_6_a_number_is_not_given_once_its_giver_lost_it(db) {
        let house = house(db).await;
        let number = new_number(&house, "+15035550150").await;
        let lead = make_wide_role(&house).await;
        let (mut gave, mut refused) = (0, 0);
        for round in 0..ROUNDS {
            let by_role = [Taken::Reach, Taken::Permission(Permission::AssignNumbers)];
            for what in [Taken::Number, Taken::NumberInBulk, Taken::Role, Taken::Suspended].into_iter().chain(by_role) {
                for in_bulk in [true, false] {
                    let name = format!("round {round}, {what:?}, in bulk: {in_bulk}");
                    let marisol = empowered(&house, what, number, lead).await;
                    let giving = async {
                        if in_bulk {
                            return house.apply(&marisol, BulkAction::AssignNumber(number), &house.of(&[PRIYA, KOFI])).await.map(drop);
                        }
                        let pair = UsePair { member: house.ids[PRIYA], number };
                        let form = UseForm { seen: vec![pair], calls: vec![pair], ..UseForm::default() };
                        numbers::outgoing::set_use(&marisol.request(), form, NextPage::default()).await.map(drop)
                    };
                    let (given, first) = race(&house, round, &name, giving, take(&house, what, number, lead)).await;
                    let theirs = sql_number(&mut house.db.read().await.unwrap(), "SELECT count(*) FROM number_users u JOIN members m ON m.id = u.member_id
                        WHERE m.first_name IN ('Priya', 'Kofi')").await.unwrap();
                    assert_eq!(given, first, "{name}: it was given after it was taken");
                    assert_eq!(theirs, if !given { 0 } else if in_bulk { 2 } else { 1 }, "{name}");
                    gave += usize::from(given);
                    refused += usize::from(!given);
                    sound(&house, &name).await;
                }
            }
        }
        assert!(gave > 0 && refused > 0, "only one of both orders happened: {gave} and {refused}");
    }

    async fn invariant_6_a_role_is_not_given_once_its_giver_lost_the_right(db) {
        let house = house(db).await;
        let number = new_number(&house, "+15035550150").await;
        let lead = make_wide_role(&house).await;
        let manager = house.team.roles.manager;
        let (mut gave, mut refused) = (0, 0);
        for round in 0..ROUNDS {
            for what in [Taken::Role, Taken::Reach, Taken::Suspended] {
                let name = format!("round {round}, {what:?}");
                let marisol = empowered(&house, what, number, lead).await;
                let giving = async { house.apply(&marisol, BulkAction::ChangeRole(manager), &house.of(&[PRIYA, KOFI, AMARA])).await.map(drop) };
                let (given, first) = race(&house, round, &name, giving, take(&house, what, number, lead)).await;
                assert_eq!(given, first, "{name}: it was given after it was taken");
                let now = if given { manager } else { house.team.roles.agent };
                assert_eq!((house.role(PRIYA).await, house.role(KOFI).await), (now, now), "{name}");
                assert_eq!(house.role(AMARA).await, house.team.roles.administrator, "{name}: an Administrator is out of reach");
                gave += usize::from(given);
                refused += usize::from(!given);
                sound(&house, &name).await;
            }
        }
        assert!(gave > 0 && refused > 0, "only one of both orders happened: {gave} and {refused}");
    }
}
