//! What is read of a request's body, and of whom (QUALITY, Security).

use crate::support::{Ask, Cookie, House};
use axum::body::{Body, Bytes};
use futures_util::{StreamExt, stream};
use http::{Request, header};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::testing::on_both;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

const PIECE: usize = 16 * 1024;

/// Sends a body of 8 MB piece by piece, its length not told. The answer's status, and how many bytes were asked for.
async fn sent(house: &House, path: &str, kind: &str, who: Option<&Cookie>) -> (u16, usize) {
    let read = Arc::new(AtomicUsize::new(0));
    let count = read.clone();
    let pieces = stream::iter((0..512).map(move |_| {
        count.fetch_add(PIECE, Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from_static(&[b'x'; PIECE]))
    }));
    let mut request =
        Request::post(path).header(header::HOST, "localhost:3000").header("sec-fetch-site", "same-origin");
    request = request.header(header::CONTENT_TYPE, kind).header(header::ACCEPT, "application/json");
    if let Some(Cookie(cookie)) = who {
        request = request.header(header::COOKIE, cookie);
    }
    let request = request.body(Body::from_stream(pieces)).expect("a request");
    let answer = house.router().oneshot(request).await.expect("an answer");
    (answer.status().as_u16(), read.load(Ordering::SeqCst))
}

/// A file on its way to the server, in two pieces of which the second waits for a word.
struct Upload {
    /// Pieces the server has asked for.
    read: Arc<AtomicUsize>,
    answer: JoinHandle<String>,
}

impl Upload {
    fn that_waits(house: &House, Cookie(cookie): &Cookie) -> (Upload, oneshot::Sender<()>) {
        let (go_on, word) = oneshot::channel();
        let read = Arc::new(AtomicUsize::new(0));
        let counted = |text: &'static str| {
            let read = read.clone();
            move || {
                read.fetch_add(1, Ordering::SeqCst);
                Ok::<_, Infallible>(Bytes::from_static(text.as_bytes()))
            }
        };
        let (head, tail) = (counted(HEAD), counted(TAIL));
        let pieces = stream::once(async move { head() }).chain(stream::once(async move {
            word.await.expect("a word");
            tail()
        }));
        let request = Request::post("/team/import")
            .header(header::HOST, "localhost:3000")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, FILE)
            .header(header::COOKIE, cookie)
            .body(Body::from_stream(pieces))
            .expect("a request");
        let router = house.router();
        let answer = tokio::spawn(async move {
            let answer = router.oneshot(request).await.expect("an answer");
            let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
            to.unwrap_or_default().to_owned()
        });
        (Upload { read, answer }, go_on)
    }

    /// Waits until so many pieces are read.
    async fn has_read(&self, pieces: usize) {
        for _ in 0..500 {
            if self.read.load(Ordering::SeqCst) >= pieces {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("{pieces} pieces are never read");
    }

    /// Where its answer leads.
    async fn end(self) -> String {
        timeout(Duration::from_secs(30), self.answer).await.expect("an end").expect("no panic")
    }
}

const HEAD: &str =
    "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\nFirst name,Email\r\n";
const TAIL: &str = "Tomasz,tomasz@example.com\r\n--edge--\r\n";

const FORM: &str = "application/x-www-form-urlencoded";
const FILE: &str = "multipart/form-data; boundary=edge";

on_both! {
    async fn m18_nothing_of_a_photo_is_read_before_rights_are_asked(db) {
        let house = House::new(db).await;
        let (kofi, dana) = (house.session(house.kofi).await, house.session(house.dana).await);
        let path = format!("/members/{}/photo", house.oskar);
        assert_eq!(sent(&house, &path, FILE, None).await, (401, 0));
        assert_eq!(sent(&house, &path, FILE, Some(&kofi)).await, (403, 0));
        let (status, read) = sent(&house, &path, FILE, Some(&dana)).await;
        assert!(status == 422 && read > 0 && read <= 5_200_000, "{status} after {read}");
    }

    async fn i1_nothing_of_a_file_is_read_before_rights_are_asked(db) {
        let house = House::new(db).await;
        let kofi = house.session(house.kofi).await;
        assert_eq!(sent(&house, "/team/import", FILE, None).await, (303, 0));
        assert_eq!(sent(&house, "/team/import", FILE, Some(&kofi)).await, (303, 0));
    }

    async fn i1_of_files_that_come_together_one_of_an_account_is_held_at_a_time(db) {
        let house = House::new(db).await;
        let (dana, marisol) = (house.session(house.dana).await, house.session(house.marisol).await);
        let (first, go_on) = Upload::that_waits(&house, &dana);
        first.has_read(1).await;
        let ((second, on_with_it), (elsewhere, at_once)) = (Upload::that_waits(&house, &dana), Upload::that_waits(&house, &marisol));
        for word in [on_with_it, at_once] {
            word.send(()).expect("it waits");
        }
        assert!(elsewhere.end().await.starts_with("/team/import/0"), "another account’s file is taken meanwhile");
        assert_eq!(second.read.load(Ordering::SeqCst), 0, "nothing of the second file is read while the first one comes");
        go_on.send(()).expect("it waits");
        assert!(first.end().await.starts_with("/team/import/0"));
        second.has_read(2).await;
        assert!(second.end().await.starts_with("/team/import/0"));
    }

    async fn nobody_who_is_not_signed_in_has_the_server_hold_more_than_64_kb(db) {
        let house = House::new(db).await;
        for path in ["/api/session/sign-in", "/api/members/check-pasted", "/team/export.csv", "/sign-in", "/nowhere"] {
            let (status, read) = sent(&house, path, FORM, None).await;
            assert!(status >= 400 && read <= 64 * 1024 + 2 * PIECE, "{path}: {status} after {read}");
        }
        let long = format!("text={}", "x".repeat(100_000));
        let ask = |path| Ask::form(path, &long).header("content-length", &long.len().to_string());
        assert_eq!(house.send(&ask("/api/session/sign-in")).await.status.as_u16(), 413);
        let dana = house.session(house.dana).await;
        let pasted = house.send(&ask("/api/members/check-pasted").header("accept", "application/json").by(Some(&dana))).await;
        assert_eq!(pasted.status.as_u16(), 200, "somebody signed in pastes a long list");
    }

    async fn an_incomplete_form_is_answered_with_the_field_that_is_missing(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        for (path, input, field) in [
            ("/api/members/pin", format!("id={}", house.kofi), "pin"),
            ("/api/session/password", "current=x".to_owned(), "new"),
            ("/api/session/sign-in", "password=x".to_owned(), "name"),
            ("/api/session/forgot", String::new(), "name"),
        ] {
            let answer = house.call(&http::Method::POST, path, &input, Some(&dana)).await;
            assert_eq!(answer.status.as_u16(), 422, "{path}: {}", answer.body);
            let error: model::error::AppError = serde_json::from_str(&answer.body).expect("an error");
            assert!(error.for_field(field).is_some(), "{path}: {}", answer.body);
        }
    }
}
