//! "Who rings?" and call flows through the functions that pages call: the answer, what is hidden, what is refused.

use super::who_rings::who_rings;
use crate::testing::Browser;
use crate::{numbers, team};
use model::callflow::diagram::DiagramStep;
use model::callflow::question::{AskedFor, CalledFrom, Question, WhoRingsPage};
use model::error::AppError;
use model::numbers::query::NumbersQuery;
use model::team::TeamQuery;
use model::team::card::CardTab;
use model::{GroupId, Instant, MemberId, NumberId, RoleKind};
use store::Db;
use store::sql::run;
use store::testing::{NOW, TestTeam, on_both};

struct House {
    team: TestTeam,
    amara: Browser,
    ines: Browser,
    dana: MemberId,
    kofi: MemberId,
    support: NumberId,
}

/// Dana (on a call) and Kofi are Support at +1 503 555 0160; Priya is in no group. Ines manages, and is in Support.
async fn house(db: &Db) -> House {
    let mut tx = db.write().await.unwrap();
    let team = TestTeam::new(&mut tx).await.unwrap();
    run!(&mut tx, "UPDATE accounts SET extension_digits = 3 WHERE id = $1", team.account).unwrap();
    let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
    let ines = team.member("Ines", "Duarte").role(RoleKind::Manager).insert(&mut tx).await.unwrap();
    let dana = team.member("Dana", "Whitfield").extension(118).direct("+15035550142").online(true);
    let dana = dana.forwarding(&["+15035550118"]).on_call_since(NOW).insert(&mut tx).await.unwrap();
    let kofi = team.member("Kofi", "Mensah").extension(112).online(true).insert(&mut tx).await.unwrap();
    let priya = team.member("Priya", "Raghunathan").extension(107).direct("+15035550107").online(true);
    priya.insert(&mut tx).await.unwrap();
    let group = team.group(&mut tx, "Support").await.unwrap();
    for member in [dana, kofi, ines] {
        team.join(&mut tx, group, member).await.unwrap();
    }
    let support = number(&mut tx, &team, group).await;
    tx.commit().await.unwrap();
    let (amara, ines) = (Browser::of(db, &team, amara).await, Browser::of(db, &team, ines).await);
    House { team, amara, ines, dana, kofi, support }
}

async fn number(tx: &mut store::Tx, team: &TestTeam, group: GroupId) -> NumberId {
    let id = NumberId::new();
    run!(
        tx,
        "INSERT INTO numbers (account_id, id, e164, destination, group_id, created_at) VALUES ($1, $2, '+15035550160', 'group', $3, $4)",
        team.account,
        id,
        group,
        NOW.0
    )
    .unwrap();
    id
}

/// Managers reach members and numbers of their own groups only.
async fn managers_are_scoped(db: &Db) {
    let mut tx = db.write().await.unwrap();
    run!(&mut tx, "UPDATE roles SET people = 'own-groups', numbers = 'own-groups' WHERE kind = 'manager'").unwrap();
    tx.commit().await.unwrap();
}

fn to(text: &str) -> Question {
    Question { to: text.to_owned(), ..Question::default() }
}

async fn ask(browser: &Browser, question: Question) -> WhoRingsPage {
    who_rings(&browser.request(), &question).await.unwrap()
}

async fn headline(browser: &Browser, question: Question) -> String {
    ask(browser, question).await.answer.map(|answer| answer.headline.title).unwrap_or_default()
}

async fn wrong(browser: &Browser, question: Question) -> Vec<(String, String)> {
    let page = ask(browser, question).await;
    assert_eq!(page.answer, None);
    page.problems.into_iter().map(|p| (p.field, p.message)).collect()
}

fn titles(steps: &[DiagramStep]) -> Vec<&str> {
    steps.iter().map(|step| step.title.as_str()).collect()
}

on_both! {
    async fn n9_a_question_is_answered_by_a_headline_and_its_steps(db) {
        let house = house(&db).await;
        let page = ask(&house.amara, to("(503) 555-0160, Support line")).await;
        let answer = page.answer.unwrap();
        assert_eq!(answer.headline.title, "Kofi Mensah rings");
        let steps = titles(&answer.steps);
        assert_eq!(steps, ["Outside call to (503) 555-0160", "Support rings, all at once", "Support voicemail"]);
        let skipped: Vec<_> = answer.steps[1].skipped.iter().map(|leg| (leg.name.as_str(), leg.why.as_str())).collect();
        assert_eq!(skipped, [("Ines Duarte", "No extension"), ("Dana Whitfield", "On a call, 00:00")]);
        assert!(page.numbers.iter().any(|(number, _)| number == "(503) 555-0160"));
        assert_eq!((page.zone.as_str(), page.problems.len()), ("America/Los_Angeles", 0));
        assert_eq!(ask(&house.amara, to("")).await.answer, None, "nothing is asked yet");
    }

    async fn n9_only_now_looks_at_calls(db) {
        let house = house(&db).await;
        let later = Question { when: AskedFor::At, day: "2026-12-25".into(), time: "8:30 pm".into(), ..to("+15035550160") };
        assert_eq!(headline(&house.amara, later).await, "Dana Whitfield and Kofi Mensah ring");
        assert_eq!(headline(&house.amara, to("+15035550160")).await, "Kofi Mensah rings");
    }

    async fn n9_a_call_from_inside_leaves_out_whoever_calls(db) {
        let house = house(&db).await;
        let inside = |who: &str| Question { from: CalledFrom::Inside, who: who.into(), ..to("118") };
        assert_eq!(headline(&house.amara, inside("107")).await, "Dana Whitfield rings");
        assert_eq!(headline(&house.amara, inside("118")).await, "Nobody rings");
    }

    async fn n9_what_is_wrong_with_a_question_is_said_at_its_field(db) {
        let house = house(&db).await;
        let field = |all: Vec<(String, String)>| all.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(field(wrong(&house.amara, to("call me")).await), ["to"]);
        assert_eq!(field(wrong(&house.amara, to("12")).await), ["to"]);
        let inside = Question { from: CalledFrom::Inside, who: "999".into(), ..to("118") };
        let none = ("who".to_owned(), "No member has extension 999.".to_owned());
        assert_eq!(wrong(&house.amara, inside).await, [none]);
        let at = |day: &str, time: &str| Question { when: AskedFor::At, day: day.into(), time: time.into(), ..to("118") };
        assert_eq!(field(wrong(&house.amara, at("2026-02-30", "10:00")).await), ["day"]);
        assert_eq!(field(wrong(&house.amara, at("2026-02-20", "25:00")).await), ["time"]);
        assert_eq!(headline(&house.amara, to("999")).await, "Nobody rings", "an extension that nobody has");
    }

    async fn r2_a_role_of_own_groups_sees_no_number_outside_and_no_member_outside_by_name(db) {
        let house = house(&db).await;
        managers_are_scoped(&db).await;
        assert_eq!(headline(&house.ines, to("+15035550160")).await, "Kofi Mensah rings");
        let missing = ("to".to_owned(), NumberId::missing().to_string());
        assert_eq!(wrong(&house.ines, to("+15035550107")).await, [missing]);
        let page = ask(&house.ines, to("107")).await;
        assert_eq!(page.answer.as_ref().map(|a| a.headline.title.as_str()), Some("A member outside your groups rings"));
        assert!(!serde_json::to_string(&page).unwrap().contains("Priya"));
    }

    async fn r12_an_agent_asks_nothing_and_sees_their_own_flow(db) {
        let house = house(&db).await;
        let dana = Browser::of(&db, &house.team, house.dana).await;
        assert!(matches!(who_rings(&dana.request(), &to("118")).await, Err(AppError::Denied(_))));
        let card = |id| {
            let request = dana.request();
            async move { team::member_card(&request, id, TeamQuery::default(), CardTab::CallFlow).await }
        };
        let steps = card(house.dana).await.unwrap().flow.unwrap();
        let own = ["Someone calls (503) 555-0142", "Dana Whitfield’s phones and apps ring", "Forward to 1 number"];
        assert_eq!(titles(&steps)[..3], own);
        assert_eq!(steps[0].why, "Or extension 118, or by name in the call menu");
        assert_eq!(steps[2].lines[0].number.as_deref(), Some("(503) 555-0118"));
        assert!(card(house.kofi).await.is_err(), "other cards are not theirs to open");
    }

    async fn n8_the_cards_of_a_member_and_a_number_bring_their_flow(db) {
        let house = house(&db).await;
        let request = house.amara.request();
        let card = team::member_card(&request, house.kofi, TeamQuery::default(), CardTab::CallFlow).await.unwrap();
        let steps = card.flow.unwrap();
        assert_eq!(titles(&steps)[0], "Someone calls extension 112");
        let other_tab = team::member_card(&request, house.kofi, TeamQuery::default(), CardTab::Profile).await.unwrap();
        assert_eq!(other_tab.flow, None, "read for its tab only");
        let card = numbers::read::number_card(&request, house.support, NumbersQuery::default()).await.unwrap();
        assert_eq!(titles(&card.flow)[1], "Support rings, all at once");
    }

    async fn n8_every_outside_number_a_call_may_reach_is_written_as_it_is_read(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        run!(
            &mut tx,
            "INSERT INTO group_fallbacks (account_id, group_id, occasion, goes_to, e164)
             SELECT account_id, id, 'no-answer', 'number', '+15035550155' FROM groups WHERE account_id = $1",
            house.team.account
        )
        .unwrap();
        tx.commit().await.unwrap();
        let request = house.amara.request();
        let of_number = numbers::read::number_card(&request, house.support, NumbersQuery::default()).await.unwrap().flow;
        let of_member = team::member_card(&request, house.dana, TeamQuery::default(), CardTab::CallFlow).await.unwrap().flow;
        let asked = [ask(&house.amara, to("+15035550160")).await, ask(&house.amara, to("118")).await];
        let all = [serde_json::to_string(&of_number), serde_json::to_string(&of_member), serde_json::to_string(&asked)];
        let all = all.map(|json| json.unwrap());
        for json in &all {
            assert!(!json.contains("+1503"), "{json}");
        }
        assert!(all[0].contains("(503) 555-0155"), "whom the group leads to: {}", all[0]);
        assert!(all[1].contains("(503) 555-0118"), "where Dana forwards to: {}", all[1]);
        assert!(all[2].contains("(503) 555-0142") || all[2].contains("(503) 555-0160"), "{}", all[2]);
    }

    async fn invariant_5_a_number_of_another_account_is_no_number_here(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        let other = TestTeam::new(&mut tx).await.unwrap();
        let eve = other.member("Eve", "Lind").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let eve = Browser::of(&db, &other, eve).await;
        let page = ask(&eve, to("+15035550160")).await;
        assert!(!serde_json::to_string(&page).unwrap().contains("Support"));
        assert_eq!(page.answer.map(|a| a.headline.title).as_deref(), Some("Nobody rings"));
        assert_eq!(headline(&house.amara, to("+15035550160")).await, "Kofi Mensah rings");
    }

    async fn n9_a_wrap_up_ends_by_itself(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        let until: Instant = NOW.plus(60_000_000);
        run!(&mut tx, "UPDATE members SET wrap_until = $2 WHERE id = $1", house.kofi, until.0).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(headline(&house.amara, to("+15035550160")).await, "Nobody rings");
        assert_eq!(headline(&house.amara.later(until), to("+15035550160")).await, "Kofi Mensah rings");
    }
}
