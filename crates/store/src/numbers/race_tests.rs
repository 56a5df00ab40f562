//! Two people at the same number at the same moment, again and again (invariant 4, N2, N3, M13).

use super::reservations as kept;

use crate::error::StoreResult;
use crate::numbers::card::facts;
use crate::numbers::reservations::Buying;
use crate::numbers::tests::number;
use crate::sql::{one, run};
use crate::testing::{NOW, TestTeam, on_both};
use crate::{Db, dialect, members, sessions};
use model::instant::DAY;
use model::numbers::{NumberKind, Offer, RouteTo};
use model::{Country, MemberId, NumberId, PhoneNumber, RoleKind};
use policy::{Action, Target, check as decide};

const ROUNDS: u32 = 16;

async fn sign_in(db: &Db, team: &TestTeam, member: MemberId) {
    let mut tx = db.write().await.unwrap();
    let new = sessions::NewSession {
        account: team.account,
        member,
        token_hash: member.0.to_be_bytes().to_vec(),
        idle: DAY,
        expires: NOW.plus(DAY),
        agent: "",
        address: "",
    };
    sessions::create(&mut tx, &new, NOW).await.unwrap();
    tx.commit().await.unwrap();
}

#[derive(Clone, Copy, Debug)]
enum Does {
    Take(MemberId),
    Release,
}

/// As a request does it, from a form that saw version 1; without `locked` the database alone has to hold it. True: done.
async fn strike(db: Db, team: TestTeam, by: MemberId, id: NumberId, does: Does, locked: bool) -> StoreResult<bool> {
    let mut tx = db.write().await?;
    if locked {
        dialect::lock_account(&mut tx, team.account).await?;
    }
    let Some(me) = sessions::find(&mut tx, &by.0.to_be_bytes(), NOW).await? else { return Ok(false) };
    let Some(of) = facts(&mut tx, team.account, by, Country::UnitedStates, id).await? else { return Ok(false) };
    let done = match does {
        Does::Take(member) => {
            let target = members::target(&mut tx, team.account, by, member).await?.expect("the member");
            let Ok(permit) = decide(&me.actor, Action::AssignDirect(of.target.clone()), &target) else {
                return Ok(false);
            };
            let done =
                crate::numbers::write::assign_direct(&mut tx, team.account, &permit, model::Version(1), NOW).await?;
            if done {
                crate::numbers::write::follow(&mut tx, team.account, id, None, Some(member)).await?;
            }
            done
        }
        Does::Release => {
            let Ok(permit) = decide(&me.actor, Action::ReleaseNumber, &of.target) else { return Ok(false) };
            crate::numbers::write::release(&mut tx, team.account, &permit, model::Version(1), None).await?
        }
    };
    if done {
        tx.commit().await?;
    }
    Ok(done)
}

on_both! {
    async fn invariant_4_of_two_who_take_a_number_one_gets_it_and_a_released_one_goes_to_nobody(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let hina = team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        sign_in(&db, &team, amara).await;
        sign_in(&db, &team, hina).await;
        let (mut won, mut lost) = (0, 0);
        for round in 0..ROUNDS {
            for second in [Does::Take(dana), Does::Release] {
                let mut tx = db.write().await.unwrap();
                run!(&mut tx, "DELETE FROM numbers").unwrap();
                let id = number(&mut tx, &team, "+15035550150", "", (None, None)).await;
                tx.commit().await.unwrap();
                let locked = round % 2 == 0;
                let one_way = tokio::spawn(strike(db.clone(), team, amara, id, Does::Take(kofi), locked));
                let other_way = tokio::spawn(strike(db.clone(), team, hina, id, second, locked));
                let outcomes = [one_way.await.unwrap(), other_way.await.unwrap()];
                let done = outcomes.iter().filter(|o| matches!(o, Ok(true))).count();
                assert_eq!(done, 1, "round {round}, {second:?}: {outcomes:?}");
                won += done;
                lost += 2 - done;
                let mut tx = db.read().await.unwrap();
                let (numbers, uses, directs, counted) = one!(
                    &mut tx,
                    (i64, i64, i64, i64),
                    "SELECT (SELECT count(*) FROM numbers WHERE member_id IS NOT NULL), (SELECT count(*) FROM number_users),
                            (SELECT count(*) FROM members WHERE direct IS NOT NULL), (SELECT numbers - unassigned FROM number_totals WHERE account_id = $1)",
                    team.account
                )
                .unwrap();
                assert_eq!((uses, directs, counted), (numbers, numbers, numbers), "round {round}: use, direct number and counter follow");
                assert!(numbers <= 1);
            }
        }
        println!("{won} won, {lost} were told");
    }

    async fn n3_two_who_send_a_number_elsewhere_from_the_same_form_change_it_once(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let id = number(&mut tx, &team, "+15035550150", "", (None, None)).await;
        tx.commit().await.unwrap();
        sign_in(&db, &team, amara).await;
        for version in (1..=i64::from(ROUNDS)).map(model::Version) {
            let route = async |db: Db, to: RouteTo| {
                let mut tx = db.write().await?;
                let me = sessions::find(&mut tx, &amara.0.to_be_bytes(), NOW).await?.expect("Amara");
                let of = facts(&mut tx, team.account, amara, Country::UnitedStates, id).await?.expect("the number");
                let permit = decide(&me.actor, Action::RouteNumber, &of.target).expect("an Administrator may");
                let done = crate::numbers::write::route(&mut tx, team.account, &permit, version, to, NOW).await?;
                tx.commit().await?;
                StoreResult::Ok(done)
            };
            let (a, b) = tokio::join!(route(db.clone(), RouteTo::Menu), route(db.clone(), RouteTo::Nobody));
            let done = [a, b].into_iter().filter(|o| matches!(o, Ok(true))).count();
            assert_eq!(done, 1, "version {version}");
        }
    }

    async fn n2_a_double_click_buys_once_and_two_people_never_keep_the_same_number(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let hina = team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        sign_in(&db, &team, amara).await;
        for round in 0..ROUNDS {
            let offer = Offer {
                number: PhoneNumber::from_stored(format!("+1503555{:04}", 2000 + round)),
                kind: NumberKind::Local,
                place: "Portland, OR".into(),
            };
            let keep = async |db: Db, by: MemberId| {
                let mut tx = db.write().await?;
                let held = kept::hold(&mut tx, team.account, by, None, &offer, NOW).await?;
                tx.commit().await?;
                StoreResult::Ok(held)
            };
            let (mine, theirs) = tokio::join!(keep(db.clone(), amara), keep(db.clone(), hina));
            let held: Vec<_> = [(amara, mine), (hina, theirs)].into_iter().filter_map(|(by, h)| Some((by, h.ok()??))).collect();
            assert_eq!(held.len(), 1, "round {round}");
            let (by, reservation) = &held[0];
            let begin = async |db: Db| {
                let mut tx = db.write().await?;
                let step = kept::begin(&mut tx, team.account, *by, reservation.id, NOW).await?;
                tx.commit().await?;
                StoreResult::Ok(step)
            };
            let (first, second) = tokio::join!(begin(db.clone()), begin(db.clone()));
            let yours = [first, second].into_iter().filter(|s| matches!(s, Ok(Buying::Yours(_)))).count();
            assert_eq!(yours, 1, "round {round}");
            let mut tx = db.write().await.unwrap();
            let me = sessions::find(&mut tx, &amara.0.to_be_bytes(), NOW).await.unwrap().expect("Amara");
            let permit = decide(&me.actor, Action::BuyNumber, Target::Account).unwrap();
            let number = crate::numbers::write::insert(&mut tx, team.account, &permit, &offer.number, offer.kind, NOW).await.unwrap();
            kept::finish(&mut tx, reservation.id, number, NOW).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = db.write().await.unwrap();
            assert_eq!(kept::begin(&mut tx, team.account, *by, reservation.id, NOW).await.unwrap(), Buying::Done(number));
        }
    }

    async fn n2_what_was_kept_too_long_is_not_bought_and_is_free_for_others(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").insert(&mut tx).await.unwrap();
        let hina = team.member("Hina", "Matsumoto").insert(&mut tx).await.unwrap();
        let offer = Offer { number: PhoneNumber::from_stored("+15035552000".into()), kind: NumberKind::Local, place: String::new() };
        let held = kept::hold(&mut tx, team.account, amara, None, &offer, NOW).await.unwrap().expect("free");
        assert_eq!(kept::hold(&mut tx, team.account, hina, None, &offer, NOW).await.unwrap(), None);
        let numbers = [offer.number.clone()];
        assert_eq!(kept::unavailable(&mut tx, hina, &numbers, NOW).await.unwrap().len(), 1);
        assert_eq!(kept::unavailable(&mut tx, amara, &numbers, NOW).await.unwrap().len(), 0);
        let later = NOW.plus(kept::KEPT);
        assert_eq!(kept::begin(&mut tx, team.account, amara, held.id, later).await.unwrap(), Buying::Expired);
        assert_eq!(kept::find(&mut tx, team.account, amara, held.id, later).await.unwrap(), None);
        assert!(kept::hold(&mut tx, team.account, hina, None, &offer, later).await.unwrap().is_some());
    }
}
