//! Bulk changes raced against single ones at the same number, and against what takes the giver's right away (QUALITY,
//! invariants 4 and 6).

use super::bulk_tests::{ADA, AMARA, House, KOFI, MARISOL, PRIYA, house};
use super::testing::Browser;
use super::{members_direct, numbers_route, numbers_use, roles};
use crate::error::AppError;
use crate::model::bulk::BulkKind;
use crate::model::numbers::UseForm;
use crate::model::roles::{RoleForm, RoleSeen};
use crate::model::{GroupId, NumberId, RoleId};
use crate::store::sql::{all, one, run};
use crate::store::testing::{give_role, on_both, sql_number};

/// Rounds of each race.
const ROUNDS: usize = 12;

/// What must be nought, whatever happened: places where what is kept differs from what is there.
const WRONG: &[(&str, &str)] = &[
    (
        "a number rings at somebody deleted",
        "SELECT count(*) FROM numbers n JOIN members m ON m.account_id = n.account_id AND m.id = n.member_id WHERE m.state = 'deleted'",
    ),
    (
        "a number has two destinations, or none that is named",
        "SELECT count(*) FROM numbers WHERE (destination = 'member') <> (member_id IS NOT NULL) OR (destination = 'group') <> (group_id IS NOT NULL)",
    ),
    (
        "somebody deleted uses a number",
        "SELECT count(*) FROM number_users u JOIN members m ON m.account_id = u.account_id AND m.id = u.member_id WHERE m.state = 'deleted'",
    ),
    (
        "a member's direct number is not the least that rings there",
        "SELECT count(*) FROM members m WHERE m.direct IS DISTINCT FROM
           (SELECT min(n.e164) FROM numbers n WHERE n.account_id = m.account_id AND n.member_id = m.id)",
    ),
    (
        "the counter of those without a direct number",
        "SELECT count(*) FROM team_totals t WHERE t.no_direct <>
           (SELECT count(*) FROM members m WHERE m.account_id = t.account_id AND m.state <> 'deleted' AND m.direct IS NULL)",
    ),
    (
        "the counters of the account's numbers",
        "SELECT count(*) FROM number_totals t WHERE t.numbers <> (SELECT count(*) FROM numbers n WHERE n.account_id = t.account_id)
           OR t.unassigned <> (SELECT count(*) FROM numbers n WHERE n.account_id = t.account_id AND n.destination = 'nobody')",
    ),
    (
        "the counter of a number's users",
        "SELECT count(*) FROM numbers n WHERE n.users <>
           (SELECT count(*) FROM number_users u WHERE u.account_id = n.account_id AND u.number_id = n.id)",
    ),
    (
        "a number is charged to somebody else than it rings at",
        "SELECT count(*) FROM numbers n WHERE n.member_id IS NOT NULL AND NOT EXISTS
           (SELECT 1 FROM billing_numbers b WHERE b.account_id = n.account_id AND b.number_id = n.id AND b.member_id = n.member_id AND b.until_at IS NULL)",
    ),
    (
        "a number that rings at nobody is charged",
        "SELECT count(*) FROM billing_numbers b WHERE b.until_at IS NULL AND NOT EXISTS
           (SELECT 1 FROM numbers n WHERE n.account_id = b.account_id AND n.id = b.number_id AND n.member_id = b.member_id)",
    ),
    (
        "somebody who uses numbers has no default, or two",
        "SELECT count(*) FROM (SELECT u.member_id FROM number_users u GROUP BY u.account_id, u.member_id
           HAVING sum(CASE WHEN u.is_default THEN 1 ELSE 0 END) <> 1) x",
    ),
];

/// Kept counters, charges and the log agree with what is there (invariants 4, 12).
async fn sound(house: &House, round: &str) {
    let mut tx = house.db.read().await.expect("read");
    for (what, sql) in WRONG {
        assert_eq!(sql_number(&mut tx, sql).await.expect("a number"), 0, "{round}: {what}");
    }
    drop(tx);
    house.whole().await;
}

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

/// A few short reads, so that the rounds begin at different distances.
async fn wait(house: &House, reads: usize) {
    for _ in 0..reads {
        house.count("SELECT count(*) FROM roles").await;
    }
}

/// A refusal is a sentence, never a fault.
fn told<T: std::fmt::Debug>(outcome: &Result<T, AppError>, round: &str) -> bool {
    assert!(!matches!(outcome, Err(AppError::Fault(_) | AppError::Busy | AppError::SignedOut)), "{round}: {outcome:?}");
    outcome.is_ok()
}

async fn new_number(house: &House, e164: &'static str) -> NumberId {
    let id = NumberId::new();
    let mut tx = house.db.write().await.expect("write");
    run!(&mut tx, "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, $3, 1)", house.team.account, id, e164)
        .expect("a number");
    tx.commit().await.expect("commit");
    id
}

/// Nobody uses the number, and it rings at Kofi or at nobody.
async fn laid_out(house: &House, number: NumberId, at_kofi: bool) {
    let (account, kofi) = (house.team.account, house.ids[KOFI]);
    let mut tx = house.db.write().await.expect("write");
    run!(&mut tx, "DELETE FROM number_users WHERE account_id = $1 AND number_id = $2", account, number).expect("nobody uses it");
    run!(
        &mut tx,
        "UPDATE numbers SET destination = $3, member_id = $4, group_id = NULL, version = version + 1 WHERE account_id = $1 AND id = $2",
        account,
        number,
        if at_kofi { "member" } else { "nobody" },
        at_kofi.then_some(kofi)
    )
    .expect("it rings there");
    run!(&mut tx, "DELETE FROM number_users WHERE account_id = $1 AND member_id IN ($2, $3)", account, kofi, house.ids[PRIYA])
        .expect("theirs");
    // Both have another number, which is what they show.
    for member in [kofi, house.ids[PRIYA]] {
        run!(
            &mut tx,
            "INSERT INTO number_users (account_id, number_id, member_id, is_default) SELECT account_id, id, $2, id = $3 FROM numbers
             WHERE account_id = $1 AND (id <> $3 OR $4)",
            account,
            member,
            number,
            at_kofi
        )
        .expect("their numbers");
        run!(
            &mut tx,
            "UPDATE number_users SET is_default = $3 WHERE account_id = $1 AND member_id = $2 AND NOT EXISTS
               (SELECT 1 FROM number_users d WHERE d.account_id = $1 AND d.member_id = $2 AND d.is_default)",
            account,
            member,
            true
        )
        .expect("a default");
    }
    tx.commit().await.expect("commit");
}

#[derive(Clone, Copy, Debug)]
enum Single {
    RingsAtKofi,
    RingsAtGroup,
    RingsAtNobody,
    /// It becomes Kofi's direct number, or stops being it.
    Direct,
}

async fn single(house: &House, by: &Browser, what: Single, number: NumberId, group: GroupId, at_kofi: bool) -> Result<String, AppError> {
    let (id, kofi) = (number.to_string(), house.ids[KOFI].to_string());
    let mut tx = house.db.read().await.expect("read");
    let (version,) =
        one!(&mut tx, (i64,), "SELECT version FROM numbers WHERE account_id = $1 AND id = $2", house.team.account, number).expect("it");
    drop(tx);
    let to = match what {
        Single::RingsAtKofi => format!("member:{kofi}"),
        Single::RingsAtGroup => format!("group:{group}"),
        Single::RingsAtNobody => "nobody".to_owned(),
        Single::Direct if at_kofi => return by.call(members_direct::set_direct(kofi, None, Some(id), None)).await,
        Single::Direct => return by.call(members_direct::set_direct(kofi, Some(id), None, None)).await,
    };
    by.call(numbers_route::route_number(id, version, to, None)).await
}

on_both! {
    async fn invariant_4_bulk_changes_and_single_ones_of_a_number_leave_it_one_destination(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let (number, _other) = (new_number(&house, "+15035550150").await, new_number(&house, "+15035550170").await);
        let mut tx = house.db.write().await.unwrap();
        let group = house.team.group(&mut tx, "Support").await.unwrap();
        tx.commit().await.unwrap();
        let to = number.to_string();
        let who = house.of(&[PRIYA, KOFI]);
        let (mut both, mut refused) = (0, 0);
        for round in 0..ROUNDS {
            let at_kofi = round % 2 == 1;
            for kind in [BulkKind::AssignNumber, BulkKind::RemoveNumber, BulkKind::Delete] {
                // There has to be something to take.
                let at_kofi = at_kofi || kind == BulkKind::RemoveNumber;
                for what in [Single::RingsAtKofi, Single::RingsAtGroup, Single::RingsAtNobody, Single::Direct] {
                    let name = format!("round {round}, {kind:?} against {what:?}");
                    laid_out(&house, number, at_kofi).await;
                    if kind == BulkKind::AssignNumber {
                        // Nor may both have it already.
                        let mut tx = house.db.write().await.unwrap();
                        run!(&mut tx, "DELETE FROM number_users WHERE account_id = $1 AND number_id = $2 AND member_id = $3", house.team.account, number, house.ids[PRIYA]).unwrap();
                        run!(&mut tx, "UPDATE number_users SET is_default = $3 WHERE account_id = $1 AND member_id = $2", house.team.account, house.ids[PRIYA], true).unwrap();
                        tx.commit().await.unwrap();
                    }
                    let many = async {
                        wait(&house, round % 3).await;
                        house.apply(&house.amara, kind, &to, &who).await
                    };
                    let one = async {
                        wait(&house, round / 3 * 2).await;
                        single(&house, &ada, what, number, group, at_kofi).await
                    };
                    let (many, one) = tokio::join!(many, one);
                    let well = [told(&many, &name), told(&one, &name)];
                    assert!(well[0] || well[1], "{name}: {many:?} {one:?}");
                    both += usize::from(well == [true, true]);
                    refused += usize::from(well != [true, true]);
                    sound(&house, &name).await;
                    if let (BulkKind::Delete, Ok(outcome)) = (kind, many) {
                        house.undo(&house.amara, outcome.entry).await.unwrap();
                        sound(&house, &format!("{name}, undone")).await;
                    }
                }
            }
        }
        println!("{both} times both went through, {refused} times one of them");
    }
}

/// What takes the right away from Marisol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// The number, by itself and by a bulk change.
    Number,
    NumberInBulk,
    /// Their role, by a bulk change.
    Role,
    /// What their role allows.
    Reach,
    Suspended,
}

/// A role as the page lists it.
async fn seen_role(house: &House, at: &str) -> RoleSeen {
    let page = house.amara.call(roles::roles_page(String::new())).await.expect("the roles");
    page.roles.into_iter().find(|r| r.role.id.to_string() == at).expect("the role")
}

/// A role like a Manager's that reaches all numbers and may give Managers.
async fn make_wide_role(house: &House) -> RoleId {
    let manager = seen_role(house, &house.team.roles.manager.to_string()).await;
    let mut form = RoleForm { name: "Lead".into(), numbers: "all".into(), ..RoleForm::new_like(Some(&manager)) };
    form.may_assign.push(house.team.roles.manager.to_string());
    house.amara.call(roles::save_role(form)).await.expect("a role").id
}

async fn set_reach(house: &House, role: RoleId, wide: bool) -> Result<(), AppError> {
    let seen = seen_role(house, &role.to_string()).await;
    let (manager, agent) = (house.team.roles.manager.to_string(), house.team.roles.agent.to_string());
    let (numbers, may_assign) = if wide { ("all", vec![manager, agent]) } else { ("held", vec![agent]) };
    let form = RoleForm { numbers: numbers.into(), may_assign, ..RoleForm::of(&seen) };
    house.amara.call(roles::save_role(form)).await.map(drop)
}

async fn take(house: &House, what: Taken, number: NumberId, lead: RoleId) -> Result<(), AppError> {
    let marisol = house.of(&[MARISOL]);
    match what {
        Taken::Number => {
            let key = format!("{}.{number}", house.ids[MARISOL]);
            house.amara.call(numbers_use::set_use(UseForm { seen: vec![key], ..UseForm::default() }, None)).await.map(drop)
        }
        Taken::NumberInBulk => house.apply(&house.amara, BulkKind::RemoveNumber, &number.to_string(), &marisol).await.map(drop),
        Taken::Role => house.apply(&house.amara, BulkKind::ChangeRole, &house.team.roles.agent.to_string(), &marisol).await.map(drop),
        Taken::Suspended => house.apply(&house.amara, BulkKind::Suspend, "", &marisol).await.map(drop),
        Taken::Reach => set_reach(house, lead, false).await,
    }
}

/// Marisol is signed in and may give the number: as a Manager who has it, or by her role's reach alone.
async fn empowered(house: &House, what: Taken, number: NumberId, lead: RoleId) -> Browser {
    if what == Taken::Reach {
        set_reach(house, lead, true).await.expect("the role reaches all");
    }
    let account = house.team.account;
    let mut tx = house.db.write().await.expect("write");
    run!(&mut tx, "DELETE FROM number_users WHERE account_id = $1", account).expect("nobody");
    run!(&mut tx, "UPDATE members SET state = 'active' WHERE account_id = $1 AND id = $2", account, house.ids[MARISOL]).expect("active");
    let role = if what == Taken::Reach { lead } else { house.team.roles.manager };
    give_role(&mut tx, account, house.ids[MARISOL], role).await.expect("the role");
    for who in [PRIYA, KOFI] {
        give_role(&mut tx, account, house.ids[who], house.team.roles.agent).await.expect("Agents");
    }
    if what != Taken::Reach {
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
            for what in [Taken::Number, Taken::NumberInBulk, Taken::Role, Taken::Reach, Taken::Suspended] {
                for in_bulk in [true, false] {
                    let name = format!("round {round}, {what:?}, in bulk: {in_bulk}");
                    let marisol = empowered(&house, what, number, lead).await;
                    let giving = async {
                        if in_bulk {
                            return house.apply(&marisol, BulkKind::AssignNumber, &number.to_string(), &house.of(&[PRIYA, KOFI])).await.map(drop);
                        }
                        let key = format!("{}.{number}", house.ids[PRIYA]);
                        let form = UseForm { seen: vec![key.clone()], calls: vec![key], ..UseForm::default() };
                        marisol.call(numbers_use::set_use(form, None)).await.map(drop)
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
        println!("given {gave} times, refused {refused} times");
    }

    async fn invariant_6_a_role_is_not_given_once_its_giver_lost_the_right(db) {
        let house = house(db).await;
        let number = new_number(&house, "+15035550150").await;
        let lead = make_wide_role(&house).await;
        let manager = house.team.roles.manager;
        for round in 0..ROUNDS {
            for what in [Taken::Role, Taken::Reach, Taken::Suspended] {
                let name = format!("round {round}, {what:?}");
                let marisol = empowered(&house, what, number, lead).await;
                let giving = async { house.apply(&marisol, BulkKind::ChangeRole, &manager.to_string(), &house.of(&[PRIYA, KOFI, AMARA])).await.map(drop) };
                let (given, first) = race(&house, round, &name, giving, take(&house, what, number, lead)).await;
                assert_eq!(given, first, "{name}: it was given after it was taken");
                let now = if given { manager } else { house.team.roles.agent };
                assert_eq!((house.role(PRIYA).await, house.role(KOFI).await), (now, now), "{name}");
                assert_eq!(house.role(AMARA).await, house.team.roles.administrator, "{name}: an Administrator is out of reach");
                sound(&house, &name).await;
            }
        }
    }
}
