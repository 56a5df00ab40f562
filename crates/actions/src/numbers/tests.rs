//! Numbers through the server functions that pages call: assigning, buying, using, and being told by whoever was quicker.

use super::{buy, outgoing, read, route};
use crate::testing::Browser;
use crate::{members, team};
use model::error::{AppError, AppResult};
use model::numbers::query::NumbersQuery;
use model::numbers::reservation::ReservationPlace;
use model::numbers::{AreaCode, Destination, NumberKind, Offer, RouteTo, UseForm, UsePair};
use model::{Country, MemberId, NextPage, NumberId, PhoneNumber, ReservationId, RoleKind};
use providers::supplier::{Answer, Area, Fault, Supplier};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::Db;
use store::sql::{all, one, run};
use store::testing::{NOW, TestTeam, on_both};

struct House {
    team: TestTeam,
    amara: Browser,
    hina: Browser,
    ines: Browser,
    ines_id: MemberId,
    kofi: MemberId,
    dana: MemberId,
}

async fn house(db: &Db) -> House {
    let mut tx = db.write().await.unwrap();
    let team = TestTeam::new(&mut tx).await.unwrap();
    let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
    let hina = team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
    let ines_id = team.member("Ines", "Duarte").role(RoleKind::Manager).insert(&mut tx).await.unwrap();
    let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
    let dana = team.member("Dana", "Whitfield").direct("+15035550142").insert(&mut tx).await.unwrap();
    for (e164, main) in [("+15035550150", true), ("+15035550160", false), ("+15035550161", false)] {
        run!(
            &mut tx,
            "INSERT INTO numbers (account_id, id, e164, destination, is_main, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            team.account,
            model::NumberId::new(),
            e164,
            if main { "menu" } else { "nobody" },
            main,
            NOW.0
        )
        .unwrap();
    }
    tx.commit().await.unwrap();
    let (amara, hina, ines) = (
        Browser::of(db, &team, amara).await,
        Browser::of(db, &team, hina).await,
        Browser::of(db, &team, ines_id).await,
    );
    House { team, amara, hina, ines, ines_id, kofi, dana }
}

/// Id and version of a number.
async fn of(db: &Db, e164: &str) -> (NumberId, model::Version) {
    let mut tx = db.read().await.unwrap();
    let (id, version) =
        one!(&mut tx, (model::NumberId, model::Version), "SELECT id, version FROM numbers WHERE e164 = $1", e164)
            .unwrap();
    (id, version)
}

async fn direct(db: &Db, member: MemberId) -> Option<String> {
    let mut tx = db.read().await.unwrap();
    one!(&mut tx, (Option<String>,), "SELECT direct FROM members WHERE id = $1", member).unwrap().0
}

async fn actions(db: &Db) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    all!(&mut tx, (String,), "SELECT action FROM audit ORDER BY number").unwrap().into_iter().map(|r| r.0).collect()
}

fn words<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    result.expect_err("a refusal").to_string()
}

/// A member, a number, and what is ticked: calls, messages, default.
type Ticks = (MemberId, NumberId, bool, bool, bool);

fn form(pairs: &[Ticks]) -> UseForm {
    let key = |(member, number, ..): &Ticks| UsePair { member: *member, number: *number };
    let with = |which: fn(&Ticks) -> bool| pairs.iter().filter(|p| which(p)).map(key).collect();
    UseForm {
        seen: pairs.iter().map(key).collect(),
        calls: with(|p| p.2),
        messages: with(|p| p.3),
        default: with(|p| p.4),
    }
}

/// A supplier that does what a test wants, and counts orders.
#[derive(Debug, Default)]
struct Moody {
    fault: Option<Fault>,
    ordered: AtomicUsize,
}

impl Supplier for Moody {
    fn areas(&self, _: Country) -> Vec<Area> {
        vec![Area { code: "503".into(), place: "Portland, OR".into() }]
    }
    fn search<'a>(&'a self, _: Country, _: &'a str) -> Answer<'a, Vec<Offer>> {
        let number = PhoneNumber::from_stored("+15035557001".into());
        Box::pin(async move { Ok(vec![Offer { number, kind: NumberKind::Local, place: "Portland, OR".into() }]) })
    }
    fn reserve<'a>(&'a self, _: &'a PhoneNumber, _: &'a str) -> Answer<'a, ()> {
        Box::pin(async { Ok(()) })
    }
    fn purchase<'a>(&'a self, _: &'a PhoneNumber, _: &'a str) -> Answer<'a, ()> {
        self.ordered.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move { self.fault.map_or(Ok(()), Err) })
    }
    fn release<'a>(&'a self, _: &'a PhoneNumber) -> Answer<'a, ()> {
        Box::pin(async move { self.fault.map_or(Ok(()), Err) })
    }
}

async fn reserve(browser: &Browser, member: Option<MemberId>, e164: &str) -> AppResult<ReservationPlace> {
    let number = PhoneNumber::from_e164(e164).expect("a number");
    buy::reserve_number(&browser.request(), member, &number, &area("503")).await
}

async fn keep(browser: &Browser, member: Option<MemberId>) -> ReservationId {
    reserve(browser, member, "+15035557001").await.unwrap().reservation
}

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).expect("an area code")
}

on_both! {
    async fn m13_an_unassigned_number_becomes_a_direct_number_and_the_second_to_take_it_is_told(db) {
        let house = house(&db).await;
        let (number, _) = of(&db, "+15035550160").await;
        let list = members::direct_number::member_numbers(&house.amara.request(), house.kofi, "").await.unwrap();
        assert_eq!(list.free.iter().map(|c| (c.title.as_str(), c.refused.is_some())).collect::<Vec<_>>(), [("(503) 555-0160", false), ("(503) 555-0161", false)]);
        let take = async |by: &Browser, who: MemberId| {
            members::direct_number::set_direct(&by.request(), who, Some(number), None, NextPage::default()).await
        };
        take(&house.hina, house.kofi).await.unwrap();
        let told = words(take(&house.amara, house.dana).await);
        assert_eq!(told, "Hina Matsumoto changed (503) 555-0160 meanwhile: it rings at Kofi Mensah now. Nothing of yours was saved.");
        assert_eq!(direct(&db, house.kofi).await.as_deref(), Some("+15035550160"));
        let found = team::find_members(&house.amara.request(), "555-0160").await.unwrap();
        assert_eq!(found.iter().map(|r| r.id).collect::<Vec<_>>(), [house.kofi], "search follows");
        let used = outgoing::member_uses(&house.amara.request(), house.kofi, "").await.unwrap();
        assert!(used.there.len() == 1 && used.there[0].default && used.there[0].calls, "they call with it, too");

        members::direct_number::set_direct(&house.amara.request(), house.kofi, None, Some(number), NextPage::default()).await.unwrap();
        assert_eq!(direct(&db, house.kofi).await, None);
        let card = read::number_card(&house.amara.request(), number, NumbersQuery::default()).await.unwrap();
        assert_eq!((card.row.destination, card.row.users, card.holders[0].name.as_str()), (Destination::Nobody, 0, "Kofi Mensah"));
        assert_eq!(actions(&db).await, ["members.direct", "members.direct"]);
    }

    async fn m13_the_main_number_is_offered_and_given_to_nobody_before_it_is_unassigned(db) {
        let house = house(&db).await;
        let (main, version) = of(&db, "+15035550150").await;
        let list = members::direct_number::member_numbers(&house.amara.request(), house.kofi, "0150").await.unwrap();
        assert!(list.free.is_empty());
        let by_hand = words(members::direct_number::set_direct(&house.amara.request(), house.kofi, Some(main), None, NextPage::default()).await);
        assert!(by_hand.contains("is the main number") && by_hand.contains("Unassign it"), "{by_hand}");
        let to = Some(RouteTo::Member(house.kofi));
        let routed = words(route::route_number(&house.amara.request(), main, version, to, NextPage::default()).await);
        assert!(routed.contains("is the main number"), "{routed}");
        assert!(words(route::release_number(&house.amara.request(), main, version, NextPage::default()).await).contains("Unassign it before"));
        route::route_number(&house.amara.request(), main, version, Some(RouteTo::Nobody), NextPage::default()).await.unwrap();
        route::route_number(&house.amara.request(), main, version.next(), to, NextPage::default()).await.unwrap();
        assert_eq!(direct(&db, house.kofi).await.as_deref(), Some("+15035550150"));
    }

    async fn n3_of_two_who_send_a_number_elsewhere_one_wins_and_the_other_is_told_where_it_rings(db) {
        let house = house(&db).await;
        let (number, version) = of(&db, "+15035550160").await;
        let route = async |by: &Browser, to: Option<RouteTo>| {
            route::route_number(&by.request(), number, version, to, NextPage::default()).await
        };
        let told = route(&house.hina, Some(RouteTo::Member(house.kofi))).await.unwrap();
        assert_eq!(told.said, "(503) 555-0160 rings at Kofi Mensah now");
        let told = words(route(&house.amara, Some(RouteTo::Menu)).await);
        assert!(told.starts_with("Hina Matsumoto changed (503) 555-0160 meanwhile: it rings at Kofi Mensah now."), "{told}");
        assert!(matches!(route(&house.amara, None).await, Err(AppError::Fields(_))), "nothing is chosen");
    }

    async fn n3_whoever_assigns_a_number_that_was_released_meanwhile_is_told(db) {
        let house = house(&db).await;
        let (number, version) = of(&db, "+15035550160").await;
        route::release_number(&house.hina.request(), number, version, NextPage::default()).await.unwrap();
        let told = words(members::direct_number::set_direct(&house.amara.request(), house.kofi, Some(number), None, NextPage::default()).await);
        assert_eq!(told, "(503) 555-0160 was released by Hina Matsumoto meanwhile. Nothing was changed.");
        let told = words(route::route_number(&house.amara.request(), number, version, Some(RouteTo::Menu), NextPage::default()).await);
        assert!(told.contains("was released by Hina Matsumoto"), "{told}");
    }

    async fn r6_a_manager_hands_on_what_they_have_and_reads_why_they_may_not_give_the_rest(db) {
        let house = house(&db).await;
        let ((has, _), (lacks, version)) = (of(&db, "+15035550160").await, of(&db, "+15035550161").await);
        outgoing::set_use(&house.amara.request(), form(&[(house.ines_id, has, true, true, false)]), NextPage::default()).await.unwrap();
        let list = members::direct_number::member_numbers(&house.ines.request(), house.kofi, "").await.unwrap();
        let refused: Vec<_> = list.free.iter().map(|c| c.refused.is_some()).collect();
        assert_eq!(refused, [false, true]);
        assert!(list.free[1].refused.as_ref().unwrap().contains("(503) 555-0161"));
        assert!(list.buy_refused.is_some());
        let denied = members::direct_number::set_direct(&house.ines.request(), house.kofi, Some(lacks), None, NextPage::default()).await;
        assert!(matches!(denied, Err(AppError::Denied(_))), "{denied:?}");
        assert!(matches!(route::label_number(&house.ines.request(), lacks, version, "Mine", NextPage::default()).await, Err(AppError::Denied(_))));
        members::direct_number::set_direct(&house.ines.request(), house.kofi, Some(has), None, NextPage::default()).await.unwrap();
        assert_eq!(direct(&db, house.kofi).await.as_deref(), Some("+15035550160"));
    }

    async fn n1_outgoing_use_is_granted_changed_and_taken_and_there_is_one_default(db) {
        let house = house(&db).await;
        let ((a, _), (b, _)) = (of(&db, "+15035550160").await, of(&db, "+15035550161").await);
        let save = async |by: &Browser, pairs: &[Ticks]| {
            outgoing::set_use(&by.request(), form(pairs), NextPage::default()).await
        };
        save(&house.amara, &[(house.kofi, a, true, true, false), (house.kofi, b, true, false, true)]).await.unwrap();
        let used = async || outgoing::member_uses(&house.amara.request(), house.kofi, "").await.unwrap().there;
        let now = used().await;
        assert_eq!(now.iter().map(|u| (u.name.as_str(), u.calls, u.messages, u.default)).collect::<Vec<_>>(), [
            ("(503) 555-0161", true, false, true),
            ("(503) 555-0160", true, true, false),
        ]);
        assert_eq!(save(&house.amara, &[(house.kofi, b, true, false, true)]).await.unwrap().said, "Nothing had to be changed");
        save(&house.amara, &[(house.kofi, b, false, false, true)]).await.unwrap();
        let now = used().await;
        assert!(now.len() == 1 && now[0].default, "the one left is the default");
        let denied = save(&house.ines, &[(house.kofi, b, true, true, false)]).await;
        assert!(matches!(denied, Err(AppError::Denied(_))));
        assert_eq!(actions(&db).await, ["numbers.grant", "numbers.grant", "numbers.revoke"]);
    }

    async fn n2_a_new_number_is_kept_bought_once_and_assigned_in_one_step(db) {
        let house = house(&db).await;
        let supplier = Arc::new(Moody::default());
        let amara = house.amara.clone().at(supplier.clone());
        let offers = buy::number_offers(&amara.request(), Some(house.dana), Some(area("503"))).await.unwrap();
        assert_eq!((offers.offers.len(), offers.monthly, offers.for_name.as_deref()), (1, 499, Some("Dana Whitfield")));
        let kept = keep(&amara, Some(house.dana)).await;
        let shown = buy::reserved_number(&amara.request(), kept).await.unwrap();
        assert_eq!((shown.monthly, shown.instead_of.map(|n| n.e164().to_owned())), (499, Some("+15035550142".into())));
        assert!(matches!(buy::reserved_number(&house.hina.request(), kept).await, Err(AppError::Conflict(_))), "others’ is not theirs");
        let request = amara.request();
        let (first, second) = tokio::join!(buy::buy_number(&request, kept), buy::buy_number(&request, kept));
        assert_eq!((first.as_deref(), second.as_deref()), (Ok("(503) 555-7001 is Dana Whitfield’s direct number now"), Ok("(503) 555-7001 is Dana Whitfield’s direct number now")));
        assert_eq!(supplier.ordered.load(Ordering::SeqCst), 1, "a double click buys once");
        assert_eq!(direct(&db, house.dana).await.as_deref(), Some("+15035557001"));
        let (old, _) = of(&db, "+15035550142").await;
        assert_eq!(read::number_card(&house.amara.request(), old, NumbersQuery::default()).await.unwrap().row.destination, Destination::Nobody);
        assert_eq!(actions(&db).await, ["numbers.buy", "members.direct"]);
    }

    async fn n2_what_the_supplier_refuses_changes_nothing_and_is_said(db) {
        let house = house(&db).await;
        let silent = house.amara.clone().at(Arc::new(Moody { fault: Some(Fault::Timeout), ..Moody::default() }));
        let kept = keep(&silent, Some(house.kofi)).await;
        let said = words(buy::buy_number(&silent.request(), kept).await);
        assert!(said.contains("didn’t answer in time"), "{said}");
        let sold = house.amara.clone().at(Arc::new(Moody { fault: Some(Fault::SoldOut), ..Moody::default() }));
        let kept = keep(&sold, Some(house.kofi)).await;
        let said = words(buy::buy_number(&sold.request(), kept).await);
        assert!(said.contains("(503) 555-7001 was sold to somebody else"), "{said}");
        let (number, version) = of(&db, "+15035550160").await;
        assert!(words(route::release_number(&silent.request(), number, version, NextPage::default()).await).contains("didn’t answer"));
        let offered = buy::number_offers(&house.amara.request(), None, Some(area("503"))).await.unwrap().offers;
        let quick = offered.iter().find(|o| o.number.e164().ends_with("99")).expect("one that is always sold");
        let said = words(reserve(&house.amara, None, quick.number.e164()).await);
        assert!(said.contains("was sold to somebody else a moment ago"), "{said}");
        assert_eq!(buy::number_offers(&house.amara.request(), None, Some(area("456"))).await.unwrap().fault.map(|f| f.contains("in time")), Some(true));
        let invented = reserve(&house.amara, None, "+15035550000").await;
        assert!(invented.is_err(), "only what is offered is ordered");
        assert_eq!(direct(&db, house.kofi).await, None);
        assert!(actions(&db).await.is_empty());
        let mut tx = db.read().await.unwrap();
        assert_eq!(one!(&mut tx, (i64,), "SELECT count(*) FROM numbers WHERE account_id = $1", house.team.account).unwrap().0, 4);
    }

    async fn n2_two_people_never_keep_the_same_number_and_one_kept_too_long_is_said_to_be_over(db) {
        let house = house(&db).await;
        let supplier = Arc::new(Moody::default());
        let (amara, hina) = (house.amara.clone().at(supplier.clone()), house.hina.clone().at(supplier));
        let kept = keep(&amara, None).await;
        let offers = buy::number_offers(&hina.request(), None, Some(area("503"))).await.unwrap();
        assert!(offers.offers.is_empty(), "it isn’t offered to others meanwhile");
        let said = words(reserve(&hina, None, "+15035557001").await);
        assert!(said.contains("was sold to somebody else"), "{said}");
        let mut tx = db.write().await.unwrap();
        run!(&mut tx, "UPDATE number_reservations SET expires_at = $1", NOW.0).unwrap();
        tx.commit().await.unwrap();
        let said = words(buy::buy_number(&amara.request(), kept).await);
        assert!(said.contains("kept for ten minutes, and they are over"), "{said}");
        assert_eq!(buy::number_offers(&hina.request(), None, Some(area("503"))).await.unwrap().offers.len(), 1);
    }
}
