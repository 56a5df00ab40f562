//! Seats as people see them: bought, used and free on the Team page, and what is offered when none is left (S1, S2, T12, T14).

use crate::support::{House, sql};
use store::testing::on_both;

/// As many Basic seats as members who hold one, and none of the others.
async fn full(house: &House) {
    sql(&house.db, "UPDATE plan_seats SET bought = used", &[]).await;
}

/// The page's text without its tags.
fn text(body: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain
}

on_both! {
    async fn s1_t12_the_team_page_tells_seats_used_of_those_bought_for_each_plan(db) {
        let house = House::new(db).await;
        sql(&house.db, "UPDATE plan_seats SET bought = CASE plan WHEN 'basic' THEN 6 ELSE 2 END", &[]).await;
        let page = house.page("/team", Some(&house.session(house.dana).await)).await;
        let said = text(&page.body);
        // Four members on Basic; two free seats there, and two of each other plan.
        assert!(said.contains("4 of 10 seats used, 6 available"), "{said}");
        assert!(page.body.contains("Seats by plan"));
        let agent = house.page("/team", Some(&house.session(house.kofi).await)).await;
        assert!(!text(&agent.body).contains("seats used"), "seats are not for everybody to see");
    }

    async fn t14_with_no_seat_left_the_team_page_says_what_to_do_by_who_one_is(db) {
        let house = House::new(db).await;
        full(&house).await;
        let administrator = text(&house.page("/team", Some(&house.session(house.dana).await)).await.body);
        assert!(administrator.contains("All 4 seats are used") && administrator.contains("Add seats to invite more people"), "{administrator}");
        let manager = text(&house.page("/team", Some(&house.session(house.ines).await)).await.body);
        assert!(manager.contains("All 4 seats are used") && manager.contains("Ask an Administrator to add seats"), "{manager}");
        let agent = text(&house.page("/team", Some(&house.session(house.kofi).await)).await.body);
        assert!(!agent.contains("seats are used"), "who invites nobody isn’t told: {agent}");
    }

    async fn s2_without_a_free_seat_the_invite_form_offers_one_with_its_price_to_those_who_may_buy(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let before = text(&house.page("/team/invite", Some(&dana)).await.body);
        assert!(!before.contains("No Basic seat is left"), "{before}");
        full(&house).await;
        let administrator = text(&house.page("/team/invite", Some(&dana)).await.body);
        assert!(administrator.contains("No Basic seat is left") && administrator.contains("Add 1 Basic seat for $12.00 a month"), "{administrator}");
        let manager = text(&house.page("/team/invite", Some(&house.session(house.ines).await)).await.body);
        assert!(manager.contains("No Basic seat is left") && !manager.contains("Add 1 Basic seat"), "{manager}");
    }
}
