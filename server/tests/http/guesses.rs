//! Guessing a password: counted before it is looked at, by name and address; whoever has signed in here before goes on (A2).

use crate::support::{Answer, Ask, DANA, House, KOFI, PASSWORD};
use futures_util::future::join_all;
use http::Method;
use model::instant::MINUTE;
use store::testing::on_both;

fn credentials(name: &str, password: &str) -> String {
    format!("name={}&password={}", name.replace('@', "%40"), password.replace(' ', "+"))
}

/// Signs in from this address, as the proxy in front of the server tells it.
fn sign_in_from(address: &str, name: &str, password: &str) -> Ask {
    let ask = Ask::form("/api/session/sign-in", &credentials(name, password));
    ask.header("accept", "application/json").header("x-forwarded-for", address)
}

async fn status(house: &House, ask: Ask) -> u16 {
    house.send(&ask).await.status.as_u16()
}

async fn at_once(house: &House, asks: &[Ask]) -> Vec<Answer> {
    join_all(asks.iter().map(|ask| house.send(ask))).await
}

/// How many of these answers have this status.
fn with(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status.as_u16() == status).count()
}

on_both! {
    async fn a2_of_sixty_guesses_at_once_five_are_looked_at(db) {
        let house = House::new(db).await;
        let guesses = at_once(&house, &vec![sign_in_from("192.0.2.7", DANA, "a guess"); 60]).await;
        assert_eq!((with(&guesses, 422), with(&guesses, 429)), (5, 55));
    }

    async fn a2_of_sixty_guesses_at_once_at_ones_own_password_five_are_looked_at(db) {
        let house = House::new(db).await;
        let cookie = house.session(house.dana).await;
        let form = "current=a+guess&new=another+long+phrase";
        let guesses = join_all((0..60).map(|_| house.call(&Method::POST, "/api/session/password", form, Some(&cookie)))).await;
        assert_eq!((with(&guesses, 422), with(&guesses, 429)), (5, 55));
        assert_eq!(guesses.iter().filter(|answer| answer.header("retry-after") == "900").count(), 55);
        house.pass(15 * MINUTE);
        let right = format!("current={}&new=another+long+phrase", PASSWORD.replace(' ', "+"));
        assert_eq!(house.call(&Method::POST, "/api/session/password", &right, Some(&cookie)).await.status.as_u16(), 200);
    }

    async fn a2_right_passwords_are_no_guesses(db) {
        let house = House::new(db).await;
        for _ in 0..60 {
            assert_eq!(status(&house, sign_in_from("192.0.2.7", DANA, PASSWORD)).await, 200);
        }
    }

    async fn a2_guesses_from_one_address_lock_nobody_out_elsewhere(db) {
        let house = House::new(db).await;
        for _ in 0..8 {
            status(&house, sign_in_from("192.0.2.7", DANA, "a guess")).await;
        }
        assert_eq!(status(&house, sign_in_from("192.0.2.7", DANA, PASSWORD)).await, 429);
        assert_eq!(status(&house, sign_in_from("198.51.100.1", DANA, PASSWORD)).await, 200);
    }

    async fn a2_guesses_from_many_addresses_are_slow_and_a_known_device_goes_on(db) {
        let house = House::new(db).await;
        let first = house.send(&sign_in_from("203.0.113.5", DANA, PASSWORD)).await;
        let device = first.cookie("teamline-device").expect("a device is remembered");
        for address in 0..20 {
            assert_eq!(status(&house, sign_in_from(&format!("198.51.100.{address}"), DANA, "a guess")).await, 422);
        }
        // One a minute, for everybody who is not known.
        assert_eq!(status(&house, sign_in_from("198.51.100.100", DANA, "a guess")).await, 422);
        assert_eq!(status(&house, sign_in_from("198.51.100.101", DANA, "a guess")).await, 429);
        assert_eq!(status(&house, sign_in_from("198.51.100.102", DANA, PASSWORD)).await, 429);
        let known = |password| sign_in_from("198.51.100.102", DANA, password).by(Some(&device));
        let next = house.send(&known(PASSWORD)).await;
        assert_eq!(next.status.as_u16(), 200);
        // Its token is a new one each time, and it is known by Dana only.
        assert_eq!(status(&house, known(PASSWORD)).await, 429, "the token before");
        let device = next.cookie("teamline-device").expect("a new token");
        assert_eq!(status(&house, sign_in_from("198.51.100.103", DANA, PASSWORD).by(Some(&device))).await, 200);
        house.pass(MINUTE);
        assert_eq!(status(&house, sign_in_from("198.51.100.102", DANA, PASSWORD)).await, 200, "a minute later");
    }

    async fn a2_a_known_device_has_five_guesses_as_well(db) {
        let house = House::new(db).await;
        let device = house.send(&sign_in_from("203.0.113.5", DANA, PASSWORD)).await.cookie("teamline-device");
        for left in [422, 422, 422, 422, 422, 429] {
            assert_eq!(status(&house, sign_in_from("203.0.113.5", DANA, "a guess").by(device.as_ref())).await, left);
        }
        assert_eq!(status(&house, sign_in_from("203.0.113.5", KOFI, PASSWORD).by(device.as_ref())).await, 200);
    }

    async fn a2_one_network_of_ipv6_is_one_address(db) {
        let house = House::new(db).await;
        for host in 0..5 {
            status(&house, sign_in_from(&format!("2001:db8:1:2::{host}"), DANA, "a guess")).await;
        }
        assert_eq!(status(&house, sign_in_from("2001:db8:1:2:a:b:c:d", DANA, PASSWORD)).await, 429);
        assert_eq!(status(&house, sign_in_from("2001:db8:1:3::1", DANA, PASSWORD)).await, 200);
    }

    async fn a2_only_the_proxys_own_word_is_believed(db) {
        let house = House::new(db).await;
        for made_up in 0..5 {
            let ask = sign_in_from(&format!("203.0.113.{made_up}, 192.0.2.7"), DANA, "a guess");
            assert_eq!(status(&house, ask).await, 422);
        }
        let two_lines = sign_in_from("203.0.113.77", DANA, PASSWORD).header("x-forwarded-for", "192.0.2.7");
        assert_eq!(status(&house, two_lines).await, 429);
    }

    async fn a2_the_page_to_sign_in_leads_to_no_other_site_also_when_one_is_signed_in(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        for (next, to) in [
            ("%2Fteam%3Fstatus%3Donline", "/team?status=online"),
            ("%2F%2Fevil.test", "/team"),
            ("%2F%5Cevil.test", "/team"),
            ("%2F%09%2Fevil.test", "/team"),
            ("https%3A%2F%2Fevil.test", "/team"),
        ] {
            let answer = house.page(&format!("/sign-in?next={next}"), Some(&dana)).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (302, to), "{next}");
        }
    }
}
