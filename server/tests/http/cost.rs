//! What an answer costs: its encoding on the wire (P7), and what it asks of the database (P1).

use crate::support::{Ask, House};
use store::testing::{give_role, on_both, take_asked};

on_both! {
    async fn p7_an_answer_comes_in_the_cheapest_encoding_that_the_browser_takes(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip, deflate, br", "br"),
            ("gzip, deflate", "gzip"),
            ("zstd;q=0, br;q=0.5, gzip", "gzip"),
            ("identity", ""),
        ] {
            for path in ["/team", "/api/team/page?query="] {
                let answer = house.send(&Ask::get(path).by(Some(&dana)).header("accept-encoding", accepted)).await;
                assert_eq!((answer.status.as_u16(), answer.header("content-encoding")), (200, encoding), "{path}: {accepted}");
                assert_eq!(answer.body.contains("Whitfield"), encoding.is_empty(), "{path}: {accepted}");
                assert!(answer.header("vary").contains("accept-encoding"), "{path}: {accepted}");
            }
        }
    }

    async fn p7_what_the_build_has_compressed_is_sent_as_it_is(db) {
        let house = House::new(db).await;
        let file = house.send(&Ask::get("/pkg/teamline.0a1b2c3d.js").header("accept-encoding", "gzip, deflate, br, zstd")).await;
        assert_eq!((file.header("content-encoding"), file.body.as_str()), ("br", "packed by the build"));
        let file = house.send(&Ask::get("/pkg/teamline.0a1b2c3d.js").header("accept-encoding", "gzip")).await;
        assert_ne!(file.header("content-encoding"), "br", "{}", file.body);
    }

    async fn p1_a_team_page_is_one_read_of_at_most_six_statements(db) {
        let house = House::new(db).await;
        for (who, words) in [(house.dana, "an Administrator"), (house.ines, "a Manager"), (house.kofi, "an Agent")] {
            let cookie = house.session(who).await;
            for path in ["/team", "/team?status=on-call&sort=-extension"] {
                take_asked();
                let page = house.page(path, Some(&cookie)).await;
                let asked = take_asked();
                assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.body);
                assert_eq!(asked.transactions, 1, "{path} for {words}");
                assert!((1..=6).contains(&asked.statements), "{path} for {words}: {asked:?}");
            }
        }
    }

    async fn p1_a_page_with_an_open_card_is_one_read(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        take_asked();
        let page = house.page(&format!("/team/{}", house.kofi), Some(&dana)).await;
        assert_eq!((page.status.as_u16(), take_asked().transactions), (200, 1), "{}", page.body);
        assert!(page.body.contains("Kofi Mensah"), "{}", page.body);
    }

    async fn p10_whom_a_change_touched_is_read_alone_in_2_kb(db) {
        let house = House::new(db).await;
        let (dana, marisol) = (house.session(house.dana).await, house.session(house.marisol).await);
        let path = format!("/api/team/rows?query=&ids[0]={}&ids[1]={}", house.kofi, house.marisol);
        take_asked();
        let rows = house.send(&Ask::get(&path).by(Some(&dana))).await;
        let asked = take_asked();
        assert_eq!((rows.status.as_u16(), asked.transactions), (200, 1), "{}", rows.body);
        assert!(asked.statements <= 4, "{asked:?}");
        assert!(rows.body.len() <= 2_048, "{} bytes", rows.body.len());
        assert!(rows.body.contains("Mensah") && !rows.body.contains("Whitfield"), "{}", rows.body);
        assert!(!rows.body.contains("Vega"), "somebody of another account is left out: {}", rows.body);
        let foreign = house.send(&Ask::get(&path).by(Some(&marisol))).await;
        assert!(!foreign.body.contains("Mensah"), "{}", foreign.body);
    }

    async fn r11_a_right_taken_away_is_gone_at_the_next_page(db) {
        let house = House::new(db).await;
        let ines = house.session(house.ines).await;
        let page = house.page("/team", Some(&ines)).await;
        assert!(page.body.contains(crate::support::DANA), "a Manager sees sign-ins: {}", page.body);
        let mut tx = house.db.write().await.expect("write");
        give_role(&mut tx, house.team.account, house.ines, house.team.roles.agent).await.expect("a role");
        tx.commit().await.expect("commit");
        let page = house.page("/team", Some(&ines)).await;
        assert!(!page.body.contains(crate::support::DANA), "{}", page.body);
    }
}
