//! What every answer keeps to (QUALITY, Security): origin, headers, caching, faults, health, files.

use crate::dump::dump;
use crate::support::{Answer, Ask, House, send, sql};
use http::Method;
use std::sync::Arc;
use store::testing::on_both;

/// Kofi's change of availability, without a word of where it comes from.
fn change() -> Ask {
    Ask::form_from_nowhere("/api/session/availability", "availability=dnd").header("accept", "application/json")
}

/// The nonce of a page's policy.
fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    nonce.unwrap_or_else(|| panic!("no nonce in {policy:?}")).to_owned()
}

on_both! {
    async fn a_change_that_another_site_sends_is_refused_and_not_made(db) {
        let house = House::new(db).await;
        let kofi = house.session(house.kofi).await;
        let before = dump(&house.db).await;
        let foreign = [
            change().header("sec-fetch-site", "cross-site"),
            change().header("sec-fetch-site", "same-site"),
            change().header("sec-fetch-site", "none"),
            change().header("sec-fetch-site", "cross-site").header("origin", "http://localhost:3000"),
            change().header("origin", "https://evil.example"),
            change().header("origin", "null"),
            change(),
        ];
        for ask in foreign {
            let answer = house.send(&ask.clone().by(Some(&kofi))).await;
            assert_eq!(answer.status.as_u16(), 403, "{ask:?}");
            assert_eq!(answer.body, "This change came from another site, so it was not made. Open Teamline and try there.");
        }
        let upload = Ask::form_from_nowhere("/team/import", "").header("sec-fetch-site", "cross-site");
        assert_eq!(house.send(&upload.by(Some(&kofi))).await.status.as_u16(), 403);
        assert_eq!(dump(&house.db).await, before);
    }

    async fn a_change_from_ones_own_page_is_made(db) {
        let house = House::new(db).await;
        let kofi = house.session(house.kofi).await;
        let before = dump(&house.db).await;
        for ask in [change().header("sec-fetch-site", "same-origin"), change().header("origin", "http://localhost:3000")] {
            let answer = house.send(&ask.by(Some(&kofi))).await;
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
        }
        assert_ne!(dump(&house.db).await, before);
    }

    async fn a_change_can_not_be_made_by_a_link(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let before = dump(&house.db).await;
        for path in ["/api/session/availability?availability=dnd", "/api/session/sign-out", "/api/views/save?name=x&query="] {
            let answer = house.page(path, Some(&dana)).await;
            assert!(!answer.status.is_success(), "{path}: {}", answer.status);
        }
        assert_eq!(dump(&house.db).await, before);
        assert!(house.is_signed_in(&dana).await);
    }

    async fn an_unexpected_fault_has_a_reference_and_no_internals(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        sql(&house.db, "DROP TABLE saved_views", &[]).await;
        let answer = house.call(&Method::POST, "/api/views/save", "name=Mine&query=", Some(&dana)).await;
        assert_eq!(answer.status.as_u16(), 500);
        let page = house.page("/team", Some(&dana)).await;
        for (words, what) in [(&answer.body, "the call"), (&page.body, "the page")] {
            for internal in ["saved_views", "SELECT", "sqlx", "relation", "no such table", "src/"] {
                assert!(!words.contains(internal), "{what} tells {internal}: {words}");
            }
        }
        let error: model::error::AppError = serde_json::from_str(&answer.body).expect("an error");
        let model::error::AppError::Fault(reference) = &error else { panic!("{error:?}") };
        assert!(reference.len() == 8 && reference.bytes().all(|b| b.is_ascii_hexdigit()), "{reference}");
        assert_eq!(error.to_string(), format!("Something went wrong on our side. Nothing was changed. Reference: {reference}"));
        assert!(page.body.contains("Something went wrong on our side. Nothing was changed. Reference: "), "{}", page.body);
    }

    async fn a_panic_has_a_reference_and_no_internals(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let broken = house.with_clock(Arc::new(|| panic!("the secret of the clock"))).await;
        let answer = send(broken, &Ask::get("/team/export.csv").by(Some(&dana))).await;
        assert_eq!(answer.status.as_u16(), 500);
        assert!(answer.body.starts_with("Something went wrong on our side. Nothing was changed. Reference: "), "{}", answer.body);
        assert!(!answer.body.contains("secret"), "{}", answer.body);
    }

    async fn health_is_told_apart_from_readiness(db) {
        let house = House::new(db).await;
        let (alive, ready) = (house.page("/healthz", None).await, house.page("/readyz", None).await);
        assert_eq!((alive.status.as_u16(), alive.body.as_str()), (200, "ok"));
        assert_eq!((ready.status.as_u16(), ready.body.as_str()), (200, "ready"));
        house.db.close().await;
        let (alive, unready) = (house.page("/healthz", None).await, house.page("/readyz", None).await);
        assert_eq!(alive.status.as_u16(), 200, "the process is well");
        assert_eq!((unready.status.as_u16(), unready.body.as_str()), (503, "the database does not answer"));
    }

    async fn every_page_has_a_policy_with_a_nonce_of_its_own_and_all_scripts_carry_it(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let mut seen = Vec::new();
        for (path, who) in [("/sign-in", None), ("/sign-in", None), ("/team", Some(&dana)), ("/team", Some(&dana)), ("/nowhere/at/all", None)] {
            let page = house.page(path, who).await;
            let nonce = nonce(&page);
            assert!(nonce.len() >= 22, "{nonce} has less than 128 bits");
            let policy = page.header("content-security-policy");
            for part in ["default-src 'none'", "'strict-dynamic'", "'wasm-unsafe-eval'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
                assert!(policy.contains(part), "{path}: no {part} in {policy}");
            }
            for loose in ["script-src 'self'", "'unsafe-eval'", "script-src 'unsafe-inline'", " *"] {
                assert!(!policy.contains(loose), "{path}: {loose} in {policy}");
            }
            let scripts: Vec<&str> = page.body.split("<script").skip(1).filter_map(|rest| rest.split('>').next()).collect();
            assert!(!scripts.is_empty(), "{path} has no script");
            assert!(scripts.iter().all(|tag| tag.contains(&format!("nonce=\"{nonce}\""))), "{path}: {scripts:?} without {nonce}");
            seen.push(nonce);
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count, "a nonce was used twice");
    }

    async fn every_answer_has_the_headers_that_keep_others_out(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        for path in ["/team", "/sign-in", "/nowhere", "/api/session/me", "/team/export.csv", "/healthz", "/favicon.svg", "/pkg/teamline.js"] {
            let answer = house.page(path, Some(&dana)).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("x-frame-options", "DENY"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{name} of {path}");
            }
            assert!(answer.header("permissions-policy").contains("microphone=()"), "{path}");
            assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(answer.header("strict-transport-security"), "", "plain HTTP says nothing of HTTPS");
        }
    }

    async fn personal_answers_are_kept_nowhere(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        // The last two are cards whose address ends like a file's: a cache on the way must not take them for one.
        for path in ["/team", "/you", "/welcome", "/api/session/me", "/api/team/page?query=", "/team/export.csv", "/team/x.svg", "/team/x/y.svg"] {
            let answer = house.page(path, Some(&dana)).await;
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }

    async fn an_unknown_address_says_so_with_a_way_back(db) {
        let house = House::new(db).await;
        for path in ["/nowhere", "/team/a/b/c", "/pkg/gone.js", "/..%2f..%2fCargo.toml", "/pkg/..%2f..%2f..%2fetc%2fpasswd"] {
            let answer = house.page(path, None).await;
            assert_eq!(answer.status.as_u16(), 404, "{path}");
            assert!(answer.body.contains("There is no page at this address") && answer.body.contains("href=\"/team\""), "{path}: {}", answer.body);
        }
    }

    async fn files_are_kept_as_long_as_their_name_means_the_same(db) {
        let house = House::new(db).await;
        for (path, kept, content) in [
            ("/pkg/teamline.0a1b2c3d.js", "public, max-age=31536000, immutable", "hashed"),
            ("/pkg/teamline.js", "no-cache", "plain"),
            ("/fonts/inter.woff2", "public, max-age=31536000, immutable", "font"),
            ("/favicon.svg", "public, max-age=86400", "<svg/>"),
        ] {
            let answer = house.page(path, None).await;
            assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, content), "{path}");
            assert_eq!(answer.header("cache-control"), kept, "{path}");
        }
    }

    async fn i1_a_file_that_is_too_large_is_refused_with_its_size_and_the_limit(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let before = dump(&house.db).await;
        let length = (25 * 1024 * 1024).to_string();
        let ask = Ask::upload("/team/import", "people.csv", "First name,Email").header("content-length", &length);
        let answer = house.send(&ask.by(Some(&dana))).await;
        assert_eq!(answer.status.as_u16(), 303);
        let page = house.page(answer.header("location"), Some(&dana)).await;
        assert!(page.body.contains("The file is 25 MB. The limit is 20 MB, about 100,000 rows."), "{}", page.body);
        assert_eq!(dump(&house.db).await, before);
    }

    async fn the_reason_of_a_refused_upload_can_not_be_put_into_a_link(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let page = house.page("/team/import?problem=%3Cscript%3Ealert(1)%3C%2Fscript%3E", Some(&dana)).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(!page.body.contains("<script>alert(1)"), "{}", page.body);
    }
}
