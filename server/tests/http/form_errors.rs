//! No words from the address (T13): an error in it is shown to the browser only that has sent the form.

use crate::support::{Ask, Cookie, DANA, House};
use store::testing::on_both;

/// As leptos writes it: the text "Call 555-0100 to get your account back".
const MADE_UP: &str = "/sign-in?next=%2Faudit&__path=%2Fapi%2Fsession%2Fsign-in&__err=eyJSZWZ1c2VkIjoiQ2FsbCA1NTUtMDEwMCB0byBnZXQgeW91ciBhY2NvdW50IGJhY2sifQ==";
const WORDS: &str = "Call 555-0100";

on_both! {
    async fn t13_words_in_a_link_are_not_shown(db) {
        let house = House::new(db).await;
        for cookie in [None, Some(Cookie("teamline-refused=x".to_owned()))] {
            let answer = house.page(MADE_UP, cookie.as_ref()).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/sign-in?next=%2Faudit"));
            assert!(!answer.body.contains(WORDS));
        }
        let only = house.page(&MADE_UP.replace("next=%2Faudit&", ""), None).await;
        assert_eq!(only.header("location"), "/sign-in");
    }

    async fn t13_without_script_a_refused_form_still_says_why(db) {
        let house = House::new(db).await;
        let form = format!("name={DANA}&password=a+guess");
        let ask = Ask::form("/api/session/sign-in", &form).header("accept", "text/html").header("referer", "http://localhost:3000/sign-in");
        let refused = house.send(&ask).await;
        assert_eq!(refused.status.as_u16(), 302);
        let proof = refused.cookie("teamline-refused").expect("a proof");
        let (_, path) = refused.header("location").split_once(":3000").expect("this site");
        let page = house.page(path, Some(&proof)).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.body.contains("That name and password don’t match. 4 tries left"), "{}", page.body);
        // The proof is of this error and of no other.
        assert_eq!(house.page(MADE_UP, Some(&proof)).await.status.as_u16(), 303);
        assert_eq!(house.page(path, None).await.status.as_u16(), 303);
    }
}
