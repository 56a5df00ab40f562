//! Two Administrators turn on each other at the same moment, again and again: one always stays (invariant 1, R7).

use crate::error::StoreResult;
use crate::offboarding;
use crate::offboarding::{KEPT, Transfer};
use crate::sql::{one, run};
use crate::testing::{NOW, TestTeam, on_both};
use crate::{Db, dialect, members, roles, sessions};
use model::instant::DAY;
use model::{MemberId, RoleKind};
use policy::{Action, RoleRef, check as decide};

const ROUNDS: u32 = 24;

#[derive(Clone, Copy, Debug)]
enum Blow {
    Suspend,
    Delete,
    Demote,
}

const BLOWS: [(Blow, Blow); 6] = [
    (Blow::Suspend, Blow::Suspend),
    (Blow::Delete, Blow::Delete),
    (Blow::Demote, Blow::Demote),
    (Blow::Suspend, Blow::Delete),
    (Blow::Delete, Blow::Demote),
    (Blow::Demote, Blow::Suspend),
];

/// As a request does it: who am I, what is the target now, may I, write. Without `locked` the account isn't locked first, so
/// that the database alone has to hold it. True: done.
async fn strike(db: Db, team: TestTeam, by: MemberId, on: MemberId, blow: Blow, locked: bool) -> StoreResult<bool> {
    let mut tx = db.write().await?;
    if locked {
        dialect::lock_account(&mut tx, team.account).await?;
    }
    let Some(me) = sessions::find(&mut tx, &by.0.to_be_bytes(), NOW).await? else { return Ok(false) };
    let Some(target) = members::target(&mut tx, team.account, by, on).await? else { return Ok(false) };
    let agent = roles::find(&mut tx, team.account, team.roles.agent).await?.expect("the role Agent");
    let action = match blow {
        Blow::Suspend => Action::Suspend,
        Blow::Delete => Action::Delete,
        Blow::Demote => Action::ChangeRole(RoleRef::from(&agent)),
    };
    let Ok(permit) = decide(&me.actor, action, &target) else { return Ok(false) };
    match blow {
        Blow::Suspend => members::status::suspend(&mut tx, team.account, &permit, NOW).await?,
        Blow::Delete => {
            offboarding::delete(&mut tx, team.account, &permit, Transfer::default(), NOW, NOW.plus(KEPT)).await?
        }
        Blow::Demote => run!(
            &mut tx,
            "UPDATE members SET role_id = $3, role_kind = 'agent', role_rank = 90 WHERE account_id = $1 AND id = $2",
            team.account,
            on,
            team.roles.agent
        )
        .map(drop)?,
    }
    tx.commit().await?;
    Ok(true)
}

async fn ready(db: &Db, team: &TestTeam, both: [MemberId; 2]) -> StoreResult<()> {
    let mut tx = db.write().await?;
    for id in both {
        run!(
            &mut tx,
            "UPDATE members SET state = 'active', role_id = $3, role_kind = 'administrator', role_rank = 10, erase_at = NULL, left_with = NULL
             WHERE account_id = $1 AND id = $2",
            team.account,
            id,
            team.roles.administrator
        )?;
        sessions::end_all(&mut tx, team.account, id, None, NOW).await?;
        let token_hash = id.0.to_be_bytes().to_vec();
        let new = sessions::NewSession {
            account: team.account,
            member: id,
            token_hash,
            idle: DAY,
            expires: NOW.plus(DAY),
            agent: "",
            address: "",
        };
        sessions::create(&mut tx, &new, NOW).await?;
    }
    tx.commit().await
}

on_both! {
    async fn invariant_1_two_administrators_against_each_other_leave_one(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let hina = team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let (mut rounds, mut done, mut refused) = (0, 0, 0);
        for round in 0..ROUNDS {
            for (first, second) in BLOWS {
                ready(&db, &team, [amara, hina]).await.unwrap();
                let locked = round % 2 == 0;
                let one_way = tokio::spawn(strike(db.clone(), team, amara, hina, first, locked));
                let other_way = tokio::spawn(strike(db.clone(), team, hina, amara, second, locked));
                for outcome in [one_way.await.unwrap(), other_way.await.unwrap()] {
                    match outcome {
                        Ok(true) => done += 1,
                        _ => refused += 1,
                    }
                }
                let mut tx = db.read().await.unwrap();
                let (counted, told) = one!(
                    &mut tx,
                    (i64, i64),
                    "SELECT (SELECT count(*) FROM members WHERE account_id = $1 AND role_kind = 'administrator' AND state = 'active' AND password_hash IS NOT NULL),
                            administrators FROM team_totals WHERE account_id = $1",
                    team.account
                )
                .unwrap();
                assert!(counted >= 1, "round {round}, {first:?} against {second:?}: nobody is left");
                assert_eq!(counted, told, "the counter equals a recount");
                rounds += 1;
            }
        }
        println!("{rounds} rounds: {done} done, {refused} refused");
        assert_eq!(done + refused, rounds * 2);
        assert!(done >= rounds, "in every round one of them succeeds");
    }
}
