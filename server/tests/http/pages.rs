//! Pages as the server sends them, whole and without script (T13), and files to keep (I1, I2).

use crate::support::{House, sql};
use app::pages::frame::BUILT;
use http::Method;
use model::RoleKind;
use model::sessions::Me;
use store::testing::on_both;

on_both! {
    async fn t13_the_team_page_comes_with_its_rows(db) {
        let house = House::new(db).await;
        let page = house.page("/team", Some(&house.session(house.dana).await)).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.header("content-type").starts_with("text/html"));
        for words in ["Dana Whitfield", "Kofi Mensah", "<title>Team", "<caption"] {
            assert!(page.body.contains(words), "no {words} in {}", page.body);
        }
        for missing in ["Loading…", "Marisol"] {
            assert!(!page.body.contains(missing), "{missing} in {}", page.body);
        }
    }

    async fn t8_a_card_comes_with_its_page(db) {
        let house = House::new(db).await;
        let page = house.page(&format!("/team/{}", house.kofi), Some(&house.session(house.dana).await)).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.body.contains("Kofi Mensah") && page.body.contains(crate::support::KOFI), "{}", page.body);
        assert!(!page.body.contains("Loading…"), "{}", page.body);
    }

    async fn a3_a_foreign_members_card_is_a_missing_one(db) {
        let house = House::new(db).await;
        let page = house.page(&format!("/team/{}", house.kofi), Some(&house.session(house.marisol).await)).await;
        assert!(!page.body.contains("Kofi"), "{}", page.body);
        assert!(page.body.contains("There is no such member on the team."), "{}", page.body);
    }

    async fn r12_an_agent_sees_names_and_not_what_the_role_hides(db) {
        let house = House::new(db).await;
        let page = house.page("/team", Some(&house.session(house.kofi).await)).await;
        assert!(page.body.contains("Dana Whitfield"), "{}", page.body);
        assert!(!page.body.contains(crate::support::DANA), "an Agent is told the email of an Administrator");
    }

    async fn r12_each_role_opens_the_pages_of_its_navigation_and_no_other(db) {
        let house = House::new(db).await;
        for (who, role) in [(house.dana, RoleKind::Administrator), (house.ines, RoleKind::Manager), (house.kofi, RoleKind::Agent)] {
            let cookie = house.session(who).await;
            let team = house.page("/team", Some(&cookie)).await.body;
            let (_, rest) = team.split_once("<nav").expect("a navigation");
            let nav = rest.split("</nav>").next().unwrap_or_default();
            let me = house.call(&Method::GET, "/api/session/me", "", Some(&cookie)).await;
            let me: Me = serde_json::from_str(&me.body).expect("who one is");
            assert_eq!(me.actor.role.kind, role);
            for (page, _, href) in BUILT {
                let answer = house.page(href, Some(&cookie)).await;
                let opens = page.opens(&me.actor).is_ok();
                assert_eq!(answer.status.as_u16(), if opens { 200 } else { 403 }, "{href} for {role:?}");
                let linked = nav.contains(&format!("href=\"{href}\""));
                assert_eq!(linked, opens, "the link to {href} for {role:?}");
                if !opens {
                    assert!(answer.body.contains("open to you"), "{href} for {role:?}");
                    assert!(!answer.body.contains("dana@larkspur"), "{href} tells {role:?} what it hides");
                }
            }
        }
    }

    async fn a2_signed_out_people_are_led_to_sign_in_and_back(db) {
        let house = House::new(db).await;
        for (path, to) in [
            ("/team", "/sign-in?next=%2Fteam"),
            ("/team?status=online", "/sign-in?next=%2Fteam%3Fstatus%3Donline"),
            ("/you", "/sign-in?next=%2Fyou"),
            ("/team/import", "/sign-in?next=%2Fteam%2Fimport"),
        ] {
            let page = house.page(path, None).await;
            assert_eq!((page.status.as_u16(), page.header("location")), (302, to), "{path}");
            assert!(!page.body.contains("Dana"), "{path}: {}", page.body);
        }
        let page = house.page("/", None).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, "/team"));
    }

    async fn t1_a_name_that_looks_like_markup_is_text_in_its_row(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        sql(&house.db, "UPDATE members SET first_name = '<img src=x onerror=alert(1)>', last_name = '\" & Sons' WHERE first_name = $1", &["Oskar"]).await;
        let page = house.page("/team", Some(&dana)).await;
        // In text a quote stands for itself; in an attribute it would end it.
        assert!(page.body.contains("&lt;img src=x onerror=alert(1)&gt; \" &amp; Sons<!></a>"), "{}", page.body);
        assert!(page.body.contains("aria-label=\"Select &lt;img src=x onerror=alert(1)&gt; &quot; &amp; Sons\""), "{}", page.body);
        assert!(!page.body.contains("<img src=x"), "{}", page.body);
    }

    async fn a2_the_sign_in_page_has_a_form_that_works_without_script(db) {
        let house = House::new(db).await;
        let page = house.page("/sign-in?next=%2Fyou", None).await;
        for words in ["<form", "action=\"/api/session/sign-in\"", "name=\"password\"", "type=\"password\"", "value=\"/you\""] {
            assert!(page.body.contains(words), "no {words} in {}", page.body);
        }
        let already = house.page("/sign-in", Some(&house.session(house.dana).await)).await;
        assert_eq!((already.status.as_u16(), already.header("location")), (302, "/team"), "signed in already");
    }

    async fn t3_a_hand_edited_address_falls_back_and_says_so(db) {
        let house = House::new(db).await;
        let page = house.page("/team?sort=-colour&per=70", Some(&house.session(house.dana).await)).await;
        assert_eq!(page.status.as_u16(), 200);
        for words in ["“colour” is not a column to sort by. Sorted by name.", "“70” is not a page size", "Dana Whitfield"] {
            assert!(page.body.contains(words), "no {words} in {}", page.body);
        }
    }

    async fn what_somebody_types_into_an_address_stays_text(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        for path in ["/team?sort=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/team?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E"] {
            let page = house.page(path, Some(&dana)).await;
            assert_eq!(page.status.as_u16(), 200, "{path}");
            assert!(!page.body.contains("<script>alert(1)") && !page.body.contains("<img src=x"), "{path}: {}", page.body);
        }
    }

    async fn i1_the_template_is_a_file_to_keep(db) {
        let house = House::new(db).await;
        let file = house.page("/team/template.csv", Some(&house.session(house.dana).await)).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert!(file.header("content-disposition").starts_with("attachment; filename=\"teamline-template.csv\""));
        assert!(file.body.starts_with("\u{feff}First name,Last name,"), "{}", file.body);
    }

    async fn i2_an_agent_gets_no_export_and_is_told_why(db) {
        let house = House::new(db).await;
        let refused = house.page("/team/export.csv", Some(&house.session(house.kofi).await)).await;
        assert_eq!(refused.status.as_u16(), 403);
        assert!(!refused.body.is_empty() && !refused.body.contains("Dana"), "{}", refused.body);
        assert_eq!(refused.header("content-disposition"), "");
    }
}
