//! Inviting, accepting and forgotten passwords against real databases, both engines.

use crate::invitations::check as invite_check;
use crate::invitations::check::Checked;
use crate::invitations::{letter, write_letters};
use crate::secrets;
use crate::sessions::forgot_password::{reset_now, send_link};
use crate::state::AppState;
use model::error::AppError;
use model::instant::{DAY, HOUR, Instant, MINUTE};
use model::invitations::InviteForm;
use model::sessions::Actor;
use model::{AccountSettings, MemberId, MemberState, PhoneNumber, Plan, RoleKind, SignInName};
use policy::Action;
use store::invitations::NewInvitation;
use store::members::NewMemberRow;
use store::sql::{all, one, run};
use store::testing::{NOW, TestTeam, on_both};
use store::tokens;
use store::tokens::{Found, Purpose};
use store::{Db, StoreError, Tx, accounts, dialect, members, outbox, roles, sessions};

struct Desk {
    db: Db,
    team: TestTeam,
    settings: AccountSettings,
    marisol: Actor,
}

impl Desk {
    /// Marisol, who invites as this kind of role, and Dana with extension 118000.
    async fn new(db: Db, kind: RoleKind) -> Desk {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let marisol =
            team.member("Marisol", "Vega").role(kind).extension(100_000).insert(&mut tx).await.expect("Marisol");
        team.member("Dana", "Whitfield")
            .sign_in("dana@larkspur.test")
            .extension(118_000)
            .insert(&mut tx)
            .await
            .expect("Dana");
        let settings = accounts::settings(&mut tx, team.account).await.expect("settings").expect("an account");
        let all = roles::list(&mut tx, team.account).await.expect("roles");
        let role = all.into_iter().map(|r| r.role).find(|r| r.kind == kind).expect("a role");
        tx.commit().await.expect("commit");
        let name = model::PersonName { first: "Marisol".into(), last: "Vega".into() };
        let (groups, numbers) = Default::default();
        let marisol =
            Actor { member: marisol, name, role, groups, numbers, only_administrators_add: false, supervising: None };
        Desk { db, team, settings, marisol }
    }

    fn state(&self, now: Instant) -> AppState {
        AppState::for_tests(&self.db, now)
    }

    fn form(&self, first: &str, email: &str) -> InviteForm {
        InviteForm {
            first_name: first.into(),
            email: email.into(),
            role: Some(self.team.roles.agent),
            plan: Some(Plan::Basic),
            ..InviteForm::default()
        }
    }

    async fn check(&self, form: &InviteForm) -> Result<Checked, AppError> {
        let mut tx = self.db.write().await.expect("write");
        invite_check::check_form(&mut tx, &self.settings, &self.marisol, form, &Default::default()).await
    }

    /// Checks and writes in one transaction, as the call does.
    async fn invite(&self, form: &InviteForm) -> Result<MemberId, StoreError> {
        let mut tx = self.db.write().await?;
        dialect::lock_account(&mut tx, self.team.account).await?;
        let checked = invite_check::check_form(&mut tx, &self.settings, &self.marisol, form, &Default::default())
            .await
            .expect("a good form");
        let id = self.write(&mut tx, &checked).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn write(&self, tx: &mut Tx, c: &Checked) -> Result<MemberId, StoreError> {
        let Action::Invite(given) = c.permit.action() else { panic!("a permit to invite") };
        let row = NewMemberRow {
            id: MemberId::new(),
            name: &c.name,
            sign_in: c.sign_in.as_str(),
            has_email: matches!(c.sign_in, SignInName::Email(_)),
            password_hash: None,
            role: given.role.id,
            role_kind: given.role.kind,
            role_rank: 90,
            state: MemberState::Invited,
            plan: given.plan,
            mobile: c.mobile.as_ref().map(PhoneNumber::e164),
            time_zone: "",
        };
        let new = NewInvitation {
            row,
            extension: c.extension,
            forwarding: &c.forwarding,
            availability: c.availability,
            screening: c.screening,
            dial_by_name: c.dial_by_name,
            must_change_password: false,
        };
        let id = store::invitations::create(tx, self.team.account, &c.permit, &new, NOW).await?;
        let row = store::invitations::find(tx, self.team.account, id).await?.expect("just written");
        letter(tx, &self.state(NOW), &row, (Some(self.marisol.member), "Marisol Vega"), NOW).await.expect("a letter");
        Ok(id)
    }

    async fn resend(&self, id: MemberId, now: Instant) {
        let mut tx = self.db.write().await.expect("write");
        let row = store::invitations::find(&mut tx, self.team.account, id).await.expect("read").expect("invited");
        letter(&mut tx, &self.state(now), &row, (Some(self.marisol.member), "Marisol Vega"), now)
            .await
            .expect("a letter");
        tx.commit().await.expect("commit");
    }

    /// The tokens in the waiting mails, the newest last.
    async fn links(&self) -> Vec<String> {
        let mut tx = self.db.read().await.expect("read");
        let texts =
            all!(&mut tx, (String,), "SELECT body_text FROM outbox WHERE state = 'queued' ORDER BY created_at, id")
                .expect("mails");
        let token = |(text,): (String,)| text.lines().find_map(|l| l.split_once("token=").map(|(_, t)| t.to_owned()));
        texts.into_iter().filter_map(token).collect()
    }

    async fn look(&self, token: &str, purpose: Purpose, now: Instant) -> Found {
        let mut tx = self.db.read().await.expect("read");
        tokens::look(&mut tx, &secrets::token_hash(token), purpose, now).await.expect("looked")
    }

    async fn seats(&self, bought: i64) {
        let mut tx = self.db.write().await.expect("write");
        run!(
            &mut tx,
            "UPDATE plan_seats SET bought = $2 WHERE account_id = $1 AND plan = 'basic'",
            self.team.account,
            bought
        )
        .expect("seats");
        tx.commit().await.expect("commit");
    }

    async fn count(&self, what: &'static str) -> i64 {
        let mut tx = self.db.read().await.expect("read");
        one!(&mut tx, (i64,), what, self.team.account).expect("a number").0
    }
}

fn at_field(result: Result<Checked, AppError>, field: &str) -> String {
    result.err().and_then(|e| e.for_field(field)).unwrap_or_default()
}

on_both! {
    async fn m3_an_invitation_takes_a_seat_an_extension_and_one_mail(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.invite(&desk.form("Inés", "ines@larkspur.test")).await.expect("invited");
        assert_eq!(desk.count("SELECT used FROM plan_seats WHERE account_id = $1 AND plan = 'basic'").await, 3);
        assert_eq!(desk.count("SELECT extension FROM members WHERE account_id = $1 AND sign_in_key = 'ines@larkspur.test'").await, 100_001);
        let links = desk.links().await;
        assert_eq!(links.len(), 1);
        assert_eq!(desk.look(&links[0], Purpose::Invitation, NOW).await, Found::Alive(desk.team.account, id));
        assert_eq!(desk.look(&links[0], Purpose::Invitation, NOW.plus(7 * DAY)).await, Found::Expired(desk.team.account, id));
        assert_eq!(desk.look(&links[0], Purpose::Reset, NOW).await, Found::Unknown);
    }

    async fn m4_a_new_link_ends_the_old_one_and_its_waiting_mail(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.invite(&desk.form("Inés", "ines@larkspur.test")).await.expect("invited");
        let first = desk.links().await;
        desk.resend(id, NOW.plus(MINUTE)).await;
        let second = desk.links().await;
        assert_eq!((first.len(), second.len()), (1, 1));
        assert_eq!(desk.look(&first[0], Purpose::Invitation, NOW.plus(MINUTE)).await, Found::Replaced);
        assert!(matches!(desk.look(&second[0], Purpose::Invitation, NOW.plus(MINUTE)).await, Found::Alive(..)));
    }

    async fn m3_a_link_opens_once_also_for_two_at_the_same_time(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        desk.invite(&desk.form("Inés", "ines@larkspur.test")).await.expect("invited");
        let token = desk.links().await.remove(0);
        let take = || {
            let (db, hash) = (desk.db.clone(), secrets::token_hash(&token));
            async move {
                let mut tx = db.write().await.expect("write");
                let got = tokens::take(&mut tx, &hash, Purpose::Invitation, NOW).await.expect("taken").is_some();
                tx.commit().await.expect("commit");
                got
            }
        };
        let (a, b) = tokio::join!(tokio::spawn(take()), tokio::spawn(take()));
        assert_eq!(u8::from(a.expect("a")) + u8::from(b.expect("b")), 1);
        assert_eq!(desk.look(&token, Purpose::Invitation, NOW).await, Found::Used);
    }

    async fn s1_the_last_seat_goes_to_one_of_two_who_invite_at_once(db) {
        let desk = std::sync::Arc::new(Desk::new(db, RoleKind::Manager).await);
        desk.seats(3).await;
        let invite = |email: &'static str| {
            let desk = desk.clone();
            tokio::spawn(async move { desk.invite(&desk.form("Kofi", email)).await })
        };
        let (a, b) = tokio::join!(invite("kofi@larkspur.test"), invite("kwame@larkspur.test"));
        let (a, b) = (a.expect("a"), b.expect("b"));
        assert_eq!([&a, &b].iter().filter(|r| r.is_ok()).count(), 1);
        assert!([a, b].into_iter().filter_map(Result::err).all(|e| e.is("seats_not_oversold")));
        assert_eq!(desk.count("SELECT bought - used FROM plan_seats WHERE account_id = $1 AND plan = 'basic'").await, 0);
        // Nothing of the refused one stays: no member, no mail.
        assert_eq!(desk.count("SELECT invited FROM team_totals WHERE account_id = $1").await, 1);
        assert_eq!(desk.links().await.len(), 1);
    }

    async fn m5_m11_m12_each_wrong_field_gets_its_sentence(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let mut tx = desk.db.write().await.expect("write");
        desk.team.member("Priya", "Raghunathan").direct("+15035550107").insert(&mut tx).await.expect("Priya");
        tx.commit().await.expect("commit");
        let good = desk.form("Inés", "ines@larkspur.test");
        assert!(desk.check(&good).await.is_ok());
        let taken = InviteForm { email: "DANA@larkspur.test".into(), ..good.clone() };
        assert_eq!(at_field(desk.check(&taken).await, "email"), "Dana Whitfield already uses this address. Enter another.");
        let clash = InviteForm { extension: "118000".into(), ..good.clone() };
        assert_eq!(at_field(desk.check(&clash).await, "extension"), "118000 belongs to Dana Whitfield. 100001 is free.");
        let own = InviteForm { forward_2: "(503) 555-0107".into(), ..good.clone() };
        assert!(at_field(desk.check(&own).await, "forward_2").contains("would loop"));
        let twice = InviteForm { forward_1: "(503) 555-0181".into(), forward_3: "+1 503 555 0181".into(), ..good.clone() };
        assert!(at_field(desk.check(&twice).await, "forward_3").contains("in the list already"));
        let nobody = InviteForm { first_name: " ".into(), email: "ines@".into(), ..good };
        let both = desk.check(&nobody).await.err().expect("refused");
        assert!(both.for_field("first_name").is_some() && both.for_field("email").is_some());
    }

    async fn m5_an_address_is_taken_however_its_letters_are_coded(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        desk.invite(&desk.form("Zoë", "zoe\u{308}.form@münchen.example")).await.expect("invited");
        for same in ["zoë.form@münchen.example", "ZOË.Form@xn--mnchen-3ya.example", "\u{200b}zoë.form@mu\u{308}nchen.example"] {
            let again = desk.form("Zoë", same);
            assert!(at_field(desk.check(&again).await, "email").contains("already uses this address"), "{same:?}");
        }
        assert!(desk.check(&desk.form("Zoe", "zoe.form@münchen.example")).await.is_ok(), "another letter is another address");
    }

    async fn m1_a_name_nobody_sees_and_an_address_no_mail_reaches_are_refused(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let unseen = desk.form("\u{200b}\u{2060}", "ines@larkspur.test");
        assert_eq!(at_field(desk.check(&unseen).await, "first_name"), "Enter a first or a last name.");
        for address in ["dots..x@larkspur.test", ".dotstart@larkspur.test", "ines@xn--a.example"] {
            let form = desk.form("Inés", address);
            assert!(desk.check(&form).await.err().is_some_and(|e| e.for_field("email").is_some()), "{address}");
        }
    }

    async fn m12_a_number_with_an_extension_is_refused_with_what_to_do(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let form = InviteForm { forward_1: "+44 20 7946 0958 ext 5".into(), ..desk.form("Inés", "ines@larkspur.test") };
        assert!(at_field(desk.check(&form).await, "forward_1").contains("without an extension: take out “ext 5”"));
        let foreign = InviteForm { forward_1: "\u{202a}+81 3-1234-5678\u{202c}".into(), ..form };
        assert_eq!(desk.check(&foreign).await.expect("fine").forwarding[0].e164(), "+81312345678");
    }

    async fn r4_a_manager_invites_no_administrator(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let form = InviteForm { role: Some(desk.team.roles.administrator), ..desk.form("Inés", "ines@larkspur.test") };
        assert_eq!(at_field(desk.check(&form).await, "role"), "Only an Administrator can give the role Administrator.");
    }

    async fn r13_only_administrators_add_when_the_account_says_so(db) {
        let mut desk = Desk::new(db, RoleKind::Manager).await;
        desk.marisol.only_administrators_add = true;
        let refused = desk.check(&desk.form("Inés", "ines@larkspur.test")).await.err().expect("refused");
        assert_eq!(refused.status(), 403);
    }

    async fn m3_an_imports_invitations_are_written_by_the_job_once(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.invite(&desk.form("Inés", "ines@larkspur.test")).await.expect("invited");
        let mut tx = desk.db.write().await.expect("write");
        run!(&mut tx, "UPDATE invitations SET sent_count = 0 WHERE account_id = $1 AND member_id = $2", desk.team.account, id).expect("set");
        outbox::withdraw(&mut tx, desk.team.account, id).await.expect("gone");
        tx.commit().await.expect("commit");
        assert_eq!(write_letters(&desk.state(NOW)).await.expect("written"), 1);
        assert_eq!(write_letters(&desk.state(NOW)).await.expect("nothing left"), 0);
        assert_eq!(desk.links().await.len(), 1);
    }

    async fn m4_a_mail_is_tried_again_and_then_shown_as_bounced(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.invite(&desk.form("Inés", "ines@larkspur.test")).await.expect("invited");
        let mut now = NOW;
        for tries in 1..=6 {
            let mut tx = desk.db.write().await.expect("write");
            let due = outbox::take(&mut tx, now).await.expect("taken");
            assert_eq!(due.len(), 1, "try {tries}");
            assert!(outbox::take(&mut tx, now).await.expect("leased").is_empty());
            outbox::failed(&mut tx, &due[0], "mailbox full", false, now).await.expect("noted");
            assert_eq!(outbox::problem(&mut tx, desk.team.account, id).await.expect("read").as_deref(), Some("mailbox full"));
            tx.commit().await.expect("commit");
            now = now.plus(13 * HOUR);
        }
        let mut tx = desk.db.write().await.expect("write");
        assert!(outbox::take(&mut tx, now).await.expect("given up").is_empty());
        let row = store::invitations::find(&mut tx, desk.team.account, id).await.expect("read").expect("invited");
        assert_eq!(row.bounce.as_deref(), Some("mailbox full"));
        drop(tx);
        // The link is not kept longer than it is of use.
        assert_eq!(desk.count("SELECT count(*) FROM outbox WHERE account_id = $1 AND body_text <> ''").await, 0);
    }

    async fn a2_a_reset_link_works_once_and_ends_every_session(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let mut tx = desk.db.write().await.expect("write");
        let dana = members::credentials(&mut tx, "dana@larkspur.test").await.expect("read").expect("Dana").id;
        let session = sessions::NewSession {
            account: desk.team.account,
            member: dana,
            token_hash: vec![1; 32],
            idle: HOUR,
            expires: NOW.plus(DAY),
            agent: "",
            address: "",
        };
        sessions::create(&mut tx, &session, NOW).await.expect("a session");
        tx.commit().await.expect("commit");
        let state = desk.state(NOW);
        send_link(&state, " Dana@Larkspur.test ", "127.0.0.1").await.expect("answered");
        let token = desk.links().await.remove(0);
        let weak = reset_now(&state, &token, "short".into(), "").await.expect_err("refused");
        assert!(weak.for_field("password").is_some());
        reset_now(&state, &token, "quiet harbor lantern".into(), "").await.expect("set");
        assert_eq!(desk.count("SELECT count(*) FROM sessions WHERE account_id = $1").await, 0);
        assert_eq!(desk.count("SELECT count(*) FROM outbox WHERE account_id = $1 AND subject LIKE '%was changed'").await, 1);
        assert_eq!(desk.look(&token, Purpose::Reset, NOW).await, Found::Used);
        assert_eq!(reset_now(&state, &token, "quiet harbor lantern 2".into(), "").await.expect_err("used").status(), 422);
    }

    async fn a2_an_unknown_name_gets_the_same_answer_and_no_mail(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let state = desk.state(NOW);
        for name in ["nobody@larkspur.test", "dana@larkspur.test"] {
            for _ in 0..3 {
                assert_eq!(send_link(&state, name, "127.0.0.1").await, Ok(()));
            }
            assert_eq!(send_link(&state, name, "127.0.0.1").await, Err(AppError::TooMany(15)));
        }
        assert_eq!(desk.links().await.len(), 1, "the newest of Dana’s, and none of nobody’s");
    }
}

#[test]
fn s1_a_missing_seat_names_its_plan_and_the_ways_on() {
    assert_eq!(invite_check::no_seat(Plan::Basic), "No Basic seat is left. Add a seat, or choose a plan that has one.");
}
