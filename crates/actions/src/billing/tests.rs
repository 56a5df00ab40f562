//! Plans, seats, statement, contact and payment method as people call them, with the refusals, on both engines.

use crate::billing::plans::{change_plan, plan_offer};
use crate::billing::{add_seats, billing_lines, billing_page, plan_advice, set_billing_contact, set_payment_method};
use crate::members::edit::{member_edit, update_member};
use crate::members::status::suspend;
use crate::testing::Browser;
use model::billing::Section;
use model::billing::plan::SeatsSeen;
use model::error::AppError;
use model::members::edit::CallFeature;
use model::{MemberId, MemberState, NextPage, Plan, RoleKind};
use store::Db;
use store::sql::{all, one, run};
use store::testing::{TestTeam, on_both};

/// Amara (Administrator), Marisol (Manager), Dana (Agent on Plus, one number), Kofi (Agent on Basic), Ines (invited).
struct House {
    db: Db,
    team: TestTeam,
    amara: Browser,
    marisol: Browser,
    dana: Browser,
    amara_id: MemberId,
    dana_id: MemberId,
    kofi_id: MemberId,
    ines_id: MemberId,
}

async fn house(db: Db) -> House {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("team");
    run!(&mut tx, "UPDATE plan_seats SET included = 0 WHERE account_id = $1", team.account).expect("set");
    let amara_id = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.expect("Amara");
    let marisol_id = team.member("Marisol", "Vega").role(RoleKind::Manager).insert(&mut tx).await.expect("Marisol");
    let dana_id =
        team.member("Dana", "Whitfield").plan(Plan::Plus).direct("+15035550142").insert(&mut tx).await.expect("Dana");
    let kofi_id = team.member("Kofi", "Mensah").insert(&mut tx).await.expect("Kofi");
    let ines_id =
        team.member("Ines", "Duarte").plan(Plan::Pro).state(MemberState::Invited).insert(&mut tx).await.expect("Ines");
    tx.commit().await.expect("commit");
    let amara = Browser::of(&db, &team, amara_id).await;
    let marisol = Browser::of(&db, &team, marisol_id).await;
    let dana = Browser::of(&db, &team, dana_id).await;
    House { db, team, amara, marisol, dana, amara_id, dana_id, kofi_id, ines_id }
}

impl House {
    async fn change(&self, by: &Browser, whom: MemberId, to: Plan, seen: Plan) -> Result<String, AppError> {
        change_plan(&by.request(), whom, to, seen).await.map(|told| told.said)
    }

    async fn plan(&self, whom: MemberId) -> String {
        let mut tx = self.db.read().await.expect("read");
        one!(&mut tx, (String,), "SELECT plan FROM members WHERE account_id = $1 AND id = $2", self.team.account, whom)
            .expect("a plan")
            .0
    }

    async fn entries(&self) -> Vec<(String, String, bool)> {
        let mut tx = self.db.read().await.expect("read");
        let sql = "SELECT action, changes, reversible FROM audit WHERE account_id = $1 ORDER BY number";
        all!(&mut tx, (String, String, bool), sql, self.team.account).expect("entries")
    }

    async fn order(&self, by: &Browser, more: &str) -> Result<(), AppError> {
        add_seats(&by.request(), Plan::Plus, more, SeatsSeen::OfThePlan(10_000_000), NextPage::default()).await
    }
}

fn denied(result: &Result<impl std::fmt::Debug, AppError>) -> String {
    let Err(AppError::Denied(words)) = result else { panic!("this must be refused: {result:?}") };
    words.clone()
}

on_both! {
    async fn m14_a_manager_changes_a_plan_with_its_price_and_it_can_be_undone(db) {
        let house = house(db).await;
        let offer = plan_offer(&house.marisol.request(), house.dana_id).await.unwrap();
        let differences: Vec<i64> = offer.plans.iter().map(|p| p.difference).collect();
        // Down to Basic: 7 less, but the number costs 4.99; up to Pro: 9 more.
        assert_eq!((offer.now, differences), (Plan::Plus, vec![-201, 0, 900]));
        assert!(offer.no_seats_because.is_some(), "a Manager buys no seats");
        let said = house.change(&house.marisol, house.dana_id, Plan::Pro, Plan::Plus).await.unwrap();
        assert_eq!(said, "Dana Whitfield is on Pro: $9.00 more a month");
        let (action, changes, reversible) = house.entries().await.pop().unwrap();
        assert_eq!((action.as_str(), reversible), ("members.plan", true));
        assert!(changes.contains("\"plus\"") && changes.contains("\"pro\""), "{changes}");
        // The same once more changes nothing.
        house.change(&house.marisol, house.dana_id, Plan::Pro, Plan::Plus).await.unwrap();
        assert_eq!(house.entries().await.len(), 1);
        assert_eq!(house.change(&house.marisol, house.dana_id, Plan::Plus, Plan::Pro).await.unwrap(), "Dana Whitfield is on Plus: $9.00 less a month");
        let pages = billing_page(&house.amara.request()).await.unwrap();
        assert_eq!(pages.seats.of(Plan::Plus).used, 1);
    }

    async fn m14_who_may_not_change_a_plan_hears_why(db) {
        let house = house(db).await;
        assert!(denied(&house.change(&house.dana, house.kofi_id, Plan::Pro, Plan::Basic).await).contains("Change plans"));
        assert!(denied(&house.change(&house.marisol, house.amara_id, Plan::Pro, Plan::Basic).await).starts_with("Only an Administrator can"));
        let offer = plan_offer(&house.marisol.request(), house.amara_id).await.unwrap();
        assert!(offer.plans.iter().all(|p| p.refused.is_some()), "the menu says it before");
        // Somebody changed it meanwhile.
        let stale = house.change(&house.amara, house.kofi_id, Plan::Pro, Plan::Plus).await;
        let Err(AppError::Conflict(words)) = stale else { panic!("{stale:?}") };
        assert_eq!(words, "Kofi Mensah is on Basic by now. Look at the prices again.");
        assert_eq!(house.plan(house.kofi_id).await, "basic");
        assert!(house.entries().await.is_empty());
    }

    async fn m14_invited_and_suspended_members_change_plan_and_deleted_ones_do_not(db) {
        let house = house(db).await;
        house.change(&house.amara, house.ines_id, Plan::Plus, Plan::Pro).await.unwrap();
        suspend(&house.amara.request(), house.kofi_id).await.unwrap();
        house.change(&house.amara, house.kofi_id, Plan::Pro, Plan::Basic).await.unwrap();
        let mut tx = house.db.write().await.unwrap();
        house.team.delete(&mut tx, house.kofi_id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(denied(&house.change(&house.amara, house.kofi_id, Plan::Plus, Plan::Pro).await), "Kofi Mensah is deleted. You can change a member’s plan only while they are invited or active or suspended.");
    }

    async fn s1_without_a_free_seat_the_plan_stays_and_the_sentence_says_what_to_add(db) {
        let house = house(db).await;
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE plan_seats SET bought = used WHERE account_id = $1", house.team.account).unwrap();
        tx.commit().await.unwrap();
        let refused = house.change(&house.marisol, house.kofi_id, Plan::Pro, Plan::Basic).await;
        let Err(AppError::Refused(words)) = refused else { panic!("{refused:?}") };
        assert_eq!(words, "No Pro seat is free for Kofi Mensah. Add a Pro seat first.");
        assert_eq!(house.plan(house.kofi_id).await, "basic");
        add_seats(&house.amara.request(), Plan::Pro, "1", SeatsSeen::OfThePlan(1), NextPage::default()).await.unwrap();
        house.change(&house.marisol, house.kofi_id, Plan::Pro, Plan::Basic).await.unwrap();
    }

    async fn s6_a_private_bridge_needs_plus_at_the_switch_and_at_the_downgrade(db) {
        let house = house(db).await;
        let mut form = member_edit(&house.amara.request(), house.kofi_id).await.unwrap();
        assert_eq!(form.bridge_refused.as_deref(), Some("A private (HIPAA) meeting bridge needs Plus or Pro."));
        form.form.features.insert(CallFeature::PrivateBridge);
        let refused = update_member(&house.amara.request(), house.kofi_id, form.form, Default::default()).await.unwrap_err();
        assert_eq!(refused.for_field("features").as_deref(), Some("A private (HIPAA) meeting bridge needs Plus or Pro."));

        let mut form = member_edit(&house.amara.request(), house.dana_id).await.unwrap();
        assert_eq!(form.bridge_refused, None);
        form.form.features.insert(CallFeature::PrivateBridge);
        update_member(&house.amara.request(), house.dana_id, form.form, Default::default()).await.unwrap();
        let refused = house.change(&house.amara, house.dana_id, Plan::Basic, Plan::Plus).await;
        let Err(AppError::Refused(words)) = refused else { panic!("{refused:?}") };
        assert!(words.starts_with("A private (HIPAA) meeting bridge needs Plus or Pro. Keep Dana Whitfield on Plus or Pro"), "{words}");
        let offer = plan_offer(&house.amara.request(), house.dana_id).await.unwrap();
        assert_eq!(offer.plans[0].refused.as_deref(), Some(words.as_str()), "the menu says it before");
        house.change(&house.amara, house.dana_id, Plan::Pro, Plan::Plus).await.unwrap();
    }

    async fn s2_an_order_is_for_a_whole_number_of_seats_from_one_to_a_hundred_thousand(db) {
        let house = house(db).await;
        for (typed, says) in [
            ("0", "at least 1 seat"), ("-5", "at least 1 seat"), ("10000000", "at most 100,000"), ("10,000,000", "at most 100,000"),
            ("99999999999999999999", "at most 100,000"), ("", "whole number"), ("2.5", "whole number"), ("many", "whole number"),
        ] {
            let words = house.order(&house.amara, typed).await.unwrap_err().for_field("more").unwrap_or_else(|| panic!("{typed}: no sentence"));
            assert!(words.contains(says), "{typed}: {words}");
        }
        assert!(denied(&house.order(&house.marisol, "5").await).contains("Buy seats"));
        assert!(house.entries().await.is_empty());
        house.order(&house.amara, "1,200").await.unwrap();
        // The same form once more: it was for what there was before, and says so.
        let again = house.order(&house.amara, "1,200").await;
        assert!(matches!(&again, Err(AppError::Conflict(words)) if words.contains("nothing was added")), "{again:?}");
        let seats = billing_page(&house.amara.request()).await.unwrap().seats;
        assert_eq!(seats.of(Plan::Plus).bought, 10_001_200);
        assert_eq!(house.entries().await.len(), 1);
    }

    async fn s5_the_statement_is_for_those_who_see_billing(db) {
        let house = house(db).await;
        let page = billing_page(&house.amara.request()).await.unwrap();
        // Ten days of 30: Amara, Marisol, Kofi on Basic 400 each; Dana on Plus 1900 − 1266 = 634; her number is included.
        assert_eq!(page.statement.total(), 3 * 400 + 634);
        let pending = &page.statement.pending;
        assert_eq!(pending.iter().map(|p| (p.plan, p.invitations, p.monthly)).collect::<Vec<_>>(), [(Plan::Pro, 1, 2_800)]);
        let lines = billing_lines(&house.amara.request(), Section::Pending, 1).await.unwrap();
        assert_eq!(lines.rows.iter().map(|l| (l.name.as_str(), l.amount)).collect::<Vec<_>>(), [("Ines Duarte", 2_800)]);
        for who in [&house.marisol, &house.dana] {
            assert!(denied(&billing_page(&who.request()).await).contains("An Administrator can"));
            assert!(denied(&billing_lines(&who.request(), Section::Basic, 1).await).contains("An Administrator can"));
            denied(&plan_advice(&who.request()).await);
            denied(&set_billing_contact(&who.request(), "Eve".into(), "eve@example.com".into()).await);
            denied(&set_payment_method(&who.request(), "tok_visa".into()).await);
        }
    }

    async fn s7_contact_and_card_are_kept_without_any_number_or_token(db) {
        let house = house(db).await;
        set_billing_contact(&house.amara.request(), " Accounts payable ".into(), "ap@larkspur.test".into()).await.unwrap();
        set_payment_method(&house.amara.request(), "tok_visa".into()).await.unwrap();
        let page = billing_page(&house.amara.request()).await.unwrap();
        let method = page.method.expect("a method");
        assert_eq!((method.brand.as_str(), method.last_four.as_str(), method.expires.as_str()), ("Visa", "4242", "08/2031"));
        assert_eq!(page.contact.name, "Accounts payable");
        for (card, says) in [("tok_declined", "declined"), ("tok_expired", "expired"), ("4242424242424242", "Teamline takes none"), ("x", "doesn’t know")] {
            let words = set_payment_method(&house.amara.request(), card.into()).await.unwrap_err().for_field("card").expect("a sentence");
            assert!(words.contains(says) && !words.contains(card), "{card}: {words}");
        }
        let bad = set_billing_contact(&house.amara.request(), "".into(), "ap@larkspur.test".into()).await.unwrap_err();
        assert!(bad.for_field("name").is_some());
        let entries = house.entries().await;
        assert_eq!(entries.iter().map(|e| e.0.as_str()).collect::<Vec<_>>(), ["billing.contact", "billing.method"]);
        assert!(entries[1].1.contains("Visa ending in 4242"));
        assert!(entries.iter().all(|e| !e.1.contains("tok_")), "no token in the log");
        let mut tx = house.db.read().await.unwrap();
        let kept = one!(&mut tx, (String, String, String), "SELECT method_reference, method_brand, method_last_four FROM billing_details WHERE account_id = $1", house.team.account).unwrap();
        assert_eq!(kept, ("sample_visa".to_owned(), "Visa".to_owned(), "4242".to_owned()));
    }
}

#[test]
fn s5_the_file_is_safe_to_open_in_a_spreadsheet() {
    let row = ["Basic", "=HYPERLINK(\"x\")", "Basic", "30", "12.00", "-12.00", "USD", "+cmd"].map(str::to_owned);
    let bytes = files::imports::export::statement_rows(&[row]).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "Basic,\"'=HYPERLINK(\"\"x\"\")\",Basic,30,12.00,-12.00,USD,'+cmd\r\n"
    );
}
