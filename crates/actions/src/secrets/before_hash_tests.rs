//! Whoever has no right, or a form that won't do, is refused before the server hashes anything for them (QUALITY, Security): on both
//! engines. What was asked of the queue of hashes is counted by the queue itself.

use crate::accounts::setup;
use crate::invitations::{accept, invite};
use crate::members::edit::change_pin;
use crate::members::status::reset_password;
use crate::request::Request;
use crate::secrets::{self, warm_up};
use crate::sessions::forgot_password::reset;
use crate::sessions::list::change_password;
use crate::state::AppState;
use crate::testing::Browser;
use model::error::{AppError, AppResult};
use model::instant::HOUR;
use model::invitations::{InviteBy, InviteForm};
use model::setup::NewAccount;
use model::{Country, MemberId, Plan, RoleKind};
use std::cell::Cell;
use store::Db;
use store::testing::{NOW, TestTeam, on_both};
use store::tokens::{self, Purpose};

thread_local! {
    /// Each test has a thread of its own, where everything it awaits runs.
    static TURNS: Cell<usize> = const { Cell::new(0) };
}

/// Somebody asks for a turn to hash.
pub(super) fn note_turn() {
    TURNS.set(TURNS.get() + 1);
}

/// Asserts that this is refused, and that no hash was asked for on the way.
async fn refused_unhashed<T>(what: &str, done: impl Future<Output = AppResult<T>>) -> AppError {
    TURNS.set(0);
    let Err(error) = done.await else { panic!("{what} was let through") };
    assert_eq!(TURNS.get(), 0, "{what} was refused ({error}) after a hash");
    error
}

/// Asserts that this is done, with so many turns: so the counter does count.
async fn done_hashed<T>(turns: usize, what: &str, done: impl Future<Output = AppResult<T>>) {
    TURNS.set(0);
    if let Err(error) = done.await {
        panic!("{what}: {error}");
    }
    assert_eq!(TURNS.get(), turns, "{what}");
}

const LONG: &str = "quiet harbor lantern 42";

struct Desk {
    db: Db,
    team: TestTeam,
    /// Oskar, without email: his password is reset to a temporary one.
    oskar: MemberId,
    dana: Browser,
    kofi: Browser,
}

impl Desk {
    /// Dana, an Administrator; Kofi, an Agent, who may do nothing to others.
    async fn new(db: Db) -> Desk {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let administrator = RoleKind::Administrator;
        let dana = team.member("Dana", "Whitfield").role(administrator).sign_in("dana@larkspur.test");
        let dana = dana.insert(&mut tx).await.expect("Dana");
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.expect("Kofi");
        let oskar = team.member("Oskar", "Lind").sign_in("oskar.lind").insert(&mut tx).await.expect("Oskar");
        tx.commit().await.expect("commit");
        let (dana, kofi) = (Browser::of(&db, &team, dana).await, Browser::of(&db, &team, kofi).await);
        Desk { db, team, oskar, dana, kofi }
    }

    /// A link as a mail carries it.
    async fn link(&self, purpose: Purpose, member: MemberId) -> String {
        let (token, hash) = secrets::new_token();
        let mut tx = self.db.write().await.expect("write");
        tokens::issue(&mut tx, &hash, purpose, Some((self.team.account, member)), NOW, HOUR).await.expect("a link");
        tx.commit().await.expect("commit");
        token
    }

    fn by_username(&self, username: &str) -> InviteForm {
        InviteForm {
            first_name: "Inés".into(),
            how: InviteBy::Username,
            username: username.into(),
            role: Some(self.team.roles.agent),
            plan: Some(Plan::Basic),
            ..InviteForm::default()
        }
    }
}

fn new_account(token: &str, password: &str) -> NewAccount {
    NewAccount {
        token: token.into(),
        company: "Larkspur Home".into(),
        country: Country::UnitedStates,
        time_zone: String::new(),
        first_name: "Dana".into(),
        last_name: "Whitfield".into(),
        email: "dana@larkspur.test".into(),
        password: password.into(),
    }
}

on_both! {
    async fn a1_setting_up_needs_its_link_and_a_good_form_before_anything_is_hashed(db) {
        let state = AppState::for_tests(&db, NOW);
        let parts = http::Request::post("/api/setup/create").body(()).expect("a request").into_parts().0;
        let request = Request::plain(state, parts);
        let token = setup::new_setup_token(&db, NOW).await.expect("written").expect("no account yet");
        let create = |token: &str, password: &str| setup::create_account(&request, new_account(token, password));
        refused_unhashed("a made-up link", create("made-up", LONG)).await;
        refused_unhashed("a short password", create(&token, "short")).await;
        done_hashed(1, "setting up", create(&token, LONG)).await;
        refused_unhashed("a used link", create(&token, LONG)).await;
    }

    async fn m2_a_member_with_a_username_is_made_by_those_who_may_and_of_a_good_form_before_anything_is_hashed(db) {
        let desk = Desk::new(db).await;
        let (kofi, dana) = (desk.kofi.request(), desk.dana.request());
        let denied = invite(&kofi, desk.by_username("ines.duarte"));
        assert!(matches!(refused_unhashed("an Agent's invitation", denied).await, AppError::Denied(_)));
        let taken = invite(&dana, desk.by_username("oskar.lind"));
        assert!(matches!(refused_unhashed("a taken name", taken).await, AppError::Fields(_)));
        done_hashed(1, "inviting", invite(&dana, desk.by_username("ines.duarte"))).await;
    }

    async fn m10_a_password_is_reset_by_those_who_may_before_anything_is_hashed(db) {
        let desk = Desk::new(db).await;
        let (kofi, dana) = (desk.kofi.request(), desk.dana.request());
        let denied = reset_password(&kofi, desk.oskar, false);
        assert!(matches!(refused_unhashed("an Agent's reset", denied).await, AppError::Denied(_)));
        let missing = reset_password(&dana, MemberId::new(), false);
        assert!(matches!(refused_unhashed("a missing member", missing).await, AppError::NotFound(_)));
        done_hashed(1, "a reset", reset_password(&dana, desk.oskar, false)).await;
    }

    async fn m10_m3_links_are_looked_at_and_the_password_too_before_anything_is_hashed(db) {
        let desk = Desk::new(db).await;
        let request = desk.kofi.request();
        refused_unhashed("a made-up reset", reset(&request, "made-up".into(), LONG.into())).await;
        refused_unhashed("a made-up invitation", accept::accept(&request, "made-up".into(), LONG.into())).await;
        let mut tx = desk.db.write().await.expect("write");
        let ines = desk.team.member("Ines", "Duarte").invitation_expires(NOW.plus(HOUR)).insert(&mut tx).await.expect("Ines");
        let noor = desk.team.member("Noor", "Rahman").insert(&mut tx).await.expect("Noor");
        tx.commit().await.expect("commit");
        let (invited, forgotten) = (desk.link(Purpose::Invitation, ines).await, desk.link(Purpose::Reset, noor).await);
        refused_unhashed("a short password", reset(&request, forgotten.clone(), "short".into())).await;
        refused_unhashed("a short first password", accept::accept(&request, invited, "short".into())).await;
        done_hashed(1, "a new password", reset(&request, forgotten, LONG.into())).await;
    }

    async fn a2_ones_own_password_needs_a_good_new_one_before_anything_is_hashed(db) {
        let desk = Desk::new(db).await;
        let request = desk.dana.request();
        for (what, new) in [("a short one", "short"), ("one with the company's name", "larkspur home"), ("repeats", "aaaaaaaaaa")] {
            let error = refused_unhashed(what, change_password(&request, "whatever it is".into(), new.into())).await;
            assert!(error.for_field("new").is_some(), "{error}");
        }
        // Looking at the present one is a hash as well, and counted as a guess before it.
        TURNS.set(0);
        let wrong = change_password(&request, "a guess".into(), LONG.into()).await.expect_err("a wrong password");
        assert!(wrong.for_field("current").is_some() && TURNS.get() == 1, "{wrong}");
    }

    async fn m19_a_pin_is_set_by_those_who_may_and_if_it_will_do_before_anything_is_hashed(db) {
        let desk = Desk::new(db).await;
        let set = |browser: &Browser, pin: &str| {
            let (request, oskar, pin) = (browser.request(), desk.oskar, pin.to_owned());
            async move { change_pin(&request, oskar, pin, Default::default()).await }
        };
        assert!(matches!(refused_unhashed("an Agent's", set(&desk.kofi, "482917")).await, AppError::Denied(_)));
        assert!(refused_unhashed("a trivial one", set(&desk.dana, "1111")).await.for_field("pin").is_some());
        done_hashed(1, "a PIN", set(&desk.dana, "482917")).await;
    }
}

#[tokio::test]
async fn p9_what_the_start_hashes_ahead_is_counted_as_well() {
    TURNS.set(0);
    warm_up();
    tokio::task::yield_now().await;
    assert_eq!(TURNS.get(), 1);
}
