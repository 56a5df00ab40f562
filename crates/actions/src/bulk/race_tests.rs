//! Bulk changes raced against single ones at the same number (QUALITY, invariant 4), and what all such races ask at their end.

use crate::bulk::tests::{ADA, AMARA, House, KOFI, PRIYA, house};
use crate::testing::Browser;
use crate::{members, numbers};
use model::bulk::{BulkAction, BulkKind};
use model::error::AppError;
use model::numbers::RouteTo;
use model::{GroupId, MemberId, NextPage, NumberId};
use store::sql::{maybe, one, run};
use store::testing::{on_both, sql_number};

/// Rounds of each race.
pub(crate) const ROUNDS: usize = 12;

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
pub(crate) async fn sound(house: &House, round: &str) {
    let mut tx = house.db.read().await.expect("read");
    for (what, sql) in WRONG {
        assert_eq!(sql_number(&mut tx, sql).await.expect("a number"), 0, "{round}: {what}");
    }
    drop(tx);
    house.whole().await;
}

/// A few short reads, so that the rounds begin at different distances.
pub(crate) async fn wait(house: &House, reads: usize) {
    for _ in 0..reads {
        house.count("SELECT count(*) FROM roles").await;
    }
}

/// A refusal is a sentence, never a fault.
fn told<T: std::fmt::Debug>(outcome: &Result<T, AppError>, round: &str) -> bool {
    assert!(!matches!(outcome, Err(AppError::Fault(_) | AppError::Busy | AppError::SignedOut)), "{round}: {outcome:?}");
    outcome.is_ok()
}

pub(crate) async fn new_number(house: &House, e164: &'static str) -> NumberId {
    let id = NumberId::new();
    let mut tx = house.db.write().await.expect("write");
    run!(
        &mut tx,
        "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ($1, $2, $3, 1)",
        house.team.account,
        id,
        e164
    )
    .expect("a number");
    tx.commit().await.expect("commit");
    id
}

/// Nobody uses the number, and it rings at Kofi or at nobody.
async fn laid_out(house: &House, number: NumberId, at_kofi: bool) {
    let (account, kofi) = (house.team.account, house.ids[KOFI]);
    let mut tx = house.db.write().await.expect("write");
    run!(&mut tx, "DELETE FROM number_users WHERE account_id = $1 AND number_id = $2", account, number)
        .expect("nobody uses it");
    run!(
        &mut tx,
        "UPDATE numbers SET destination = $3, member_id = $4, group_id = NULL, version = version + 1 WHERE account_id = $1 AND id = $2",
        account,
        number,
        if at_kofi { "member" } else { "nobody" },
        at_kofi.then_some(kofi)
    )
    .expect("it rings there");
    run!(
        &mut tx,
        "DELETE FROM number_users WHERE account_id = $1 AND member_id IN ($2, $3)",
        account,
        kofi,
        house.ids[PRIYA]
    )
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

/// Who changed something first after this entry of the log; none: nobody did.
async fn first_since(house: &House, before: i64) -> Option<MemberId> {
    let mut tx = house.db.read().await.expect("read");
    let sql = "SELECT actor_id FROM audit WHERE account_id = $1 AND number = $2";
    maybe!(&mut tx, (MemberId,), sql, house.team.account, before + 1).expect("an entry").map(|row| row.0)
}

#[derive(Clone, Copy, Debug)]
enum Single {
    RingsAtKofi,
    RingsAtGroup,
    RingsAtNobody,
    /// It becomes Kofi's direct number, or stops being it.
    Direct,
}

async fn single(
    house: &House,
    by: &Browser,
    what: Single,
    number: NumberId,
    group: GroupId,
    at_kofi: bool,
) -> Result<String, AppError> {
    let kofi = house.ids[KOFI];
    let mut tx = house.db.read().await.expect("read");
    let (version,) = one!(
        &mut tx,
        (i64,),
        "SELECT version FROM numbers WHERE account_id = $1 AND id = $2",
        house.team.account,
        number
    )
    .expect("it");
    drop(tx);
    let to = match what {
        Single::RingsAtKofi => RouteTo::Member(kofi),
        Single::RingsAtGroup => RouteTo::Group(group),
        Single::RingsAtNobody => RouteTo::Nobody,
        Single::Direct if at_kofi => {
            return members::direct_number::set_direct(&by.request(), kofi, None, Some(number), NextPage::default())
                .await
                .map(|told| told.said);
        }
        Single::Direct => {
            return members::direct_number::set_direct(&by.request(), kofi, Some(number), None, NextPage::default())
                .await
                .map(|told| told.said);
        }
    };
    numbers::route::route_number(&by.request(), number, version, Some(to), NextPage::default())
        .await
        .map(|told| told.said)
}

on_both! {
    async fn invariant_4_bulk_changes_and_single_ones_of_a_number_leave_it_one_destination(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let (number, _other) = (new_number(&house, "+15035550150").await, new_number(&house, "+15035550170").await);
        let mut tx = house.db.write().await.unwrap();
        let group = house.team.group(&mut tx, "Support").await.unwrap();
        tx.commit().await.unwrap();
        let who = house.of(&[PRIYA, KOFI]);
        let mut first = [0, 0];
        for round in 0..ROUNDS {
            let at_kofi = round % 2 == 1;
            for action in [BulkAction::AssignNumber(number), BulkAction::RemoveNumber(number), BulkAction::Delete] {
                let kind = action.kind();
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
                    let before = house.count("SELECT coalesce(max(number), 0) FROM audit").await;
                    let many = async {
                        wait(&house, round % 3).await;
                        house.apply(&house.amara, action, &who).await
                    };
                    let one = async {
                        wait(&house, round / 3 * 2).await;
                        single(&house, &ada, what, number, group, at_kofi).await
                    };
                    let (many, one) = tokio::join!(many, one);
                    let well = [told(&many, &name), told(&one, &name)];
                    assert!(well[0] || well[1], "{name}: {many:?} {one:?}");
                    if let Some(by) = first_since(&house, before).await {
                        first[usize::from(by != house.ids[AMARA])] += 1;
                    }
                    sound(&house, &name).await;
                    if let (BulkKind::Delete, Ok(outcome)) = (kind, many) {
                        house.undo(&house.amara, outcome.entry).await.unwrap();
                        sound(&house, &format!("{name}, undone")).await;
                    }
                }
            }
        }
        assert!(first.iter().all(|won| *won > 0), "only one of both orders happened: {first:?}");
    }
}
