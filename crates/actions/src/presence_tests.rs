//! Who is online follows from their sessions (T2).

use crate::channels::Event;
use crate::live::{listen, note_presence};
use crate::sessions::{list, sign_out};
use crate::testing::Browser;
use model::error::AppError;
use model::instant::{DAY, MINUTE};
use model::live::Touched;
use model::members::Presence;
use model::{Instant, MemberId, RoleKind};
use std::sync::Arc;
use store::sql::one;
use store::testing::{NOW, TestTeam, on_both};
use store::{Db, sessions};

struct House {
    db: Db,
    team: TestTeam,
    kofi: MemberId,
    amara: Browser,
}

async fn house(db: &Db) -> House {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("a team");
    let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.expect("Amara");
    let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.expect("Kofi");
    tx.commit().await.expect("commit");
    House { db: db.clone(), kofi, amara: Browser::of(db, &team, amara).await, team }
}

impl House {
    async fn kofis_browser(&self) -> Browser {
        Browser::of(&self.db, &self.team, self.kofi).await.beside(&self.amara)
    }

    /// What the table shows of Kofi, and what the tab Online counts.
    async fn kofi(&self) -> (Presence, u64) {
        let page = crate::team::team_page(&self.amara.request(), Default::default()).await.expect("the team");
        let row = page.rows.iter().find(|row| row.id == self.kofi).expect("Kofi");
        (row.live.presence(NOW), page.counts.online)
    }

    /// The job's work, so long after now.
    async fn note_presence(&self, after: i64) {
        let mut state = self.amara.state();
        state.clock = Arc::new(move || NOW.plus(after));
        note_presence(&state).await.expect("noted");
    }

    async fn last_seen(&self) -> Option<Instant> {
        let sql = "SELECT last_seen FROM members WHERE id = $1";
        let mut tx = self.db.read().await.expect("read");
        one!(&mut tx, (Option<i64>,), sql, self.kofi).expect("Kofi").0.map(Instant)
    }
}

on_both! {
    async fn t2_whoever_signs_in_is_online_and_offline_again_after_signing_out(db) {
        let house = house(&db).await;
        assert_eq!(house.kofi().await, (Presence::Offline, 1), "Amara alone");
        let his = house.kofis_browser().await;
        assert_eq!(house.kofi().await, (Presence::Available, 2));
        sign_out(&his.request()).await.unwrap();
        assert_eq!(house.kofi().await, (Presence::Offline, 1));
        assert_eq!(house.last_seen().await, Some(NOW));
    }

    async fn t2_with_two_sessions_one_stays_online_until_both_have_ended(db) {
        let house = house(&db).await;
        let (desk, phone) = (house.kofis_browser().await, house.kofis_browser().await);
        list::end_other_sessions(&desk.request()).await.unwrap();
        assert_eq!(house.kofi().await, (Presence::Available, 2), "the desk is still there");
        assert!(matches!(list::open_sessions(&phone.request()).await, Err(AppError::SignedOut)), "the phone is out");
        sign_out(&desk.request()).await.unwrap();
        assert_eq!(house.kofi().await, (Presence::Offline, 1));
    }

    async fn t2_who_is_not_heard_of_for_three_minutes_goes_offline_and_comes_back_with_the_next_request(db) {
        let house = house(&db).await;
        let his = house.kofis_browser().await;
        house.note_presence(3 * MINUTE).await;
        assert_eq!(house.kofi().await.0, Presence::Available, "three minutes are not over");
        house.note_presence(3 * MINUTE + 1).await;
        assert_eq!(house.kofi().await.0, Presence::Offline);
        assert_eq!(house.last_seen().await, Some(NOW), "when he was heard of, not when it was noticed");
        let mut tx = db.write().await.unwrap();
        let session = one!(&mut tx, (model::SessionId,), "SELECT id FROM sessions WHERE member_id = $1", house.kofi).unwrap();
        let back = sessions::touch(&mut tx, house.team.account, session.0, NOW.plus(4 * MINUTE)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(back, [house.kofi]);
        assert_eq!(house.kofi().await.0, Presence::Available);
        drop(his);
    }

    async fn t2_an_open_page_keeps_one_online_and_its_idle_limit_where_it_was(db) {
        let house = house(&db).await;
        let his = house.kofis_browser().await;
        let page = listen(&his.request(), None).await.unwrap();
        house.note_presence(2 * MINUTE).await;
        house.note_presence(4 * MINUTE).await;
        assert_eq!(house.kofi().await.0, Presence::Available);
        let mut tx = db.read().await.unwrap();
        let used = one!(&mut tx, (i64,), "SELECT last_used FROM sessions WHERE member_id = $1", house.kofi).unwrap();
        assert_eq!(used.0, NOW.0, "a page that lies open does not keep its session from the idle limit");
        drop((tx, page));
    }

    async fn t2_a_sign_out_says_when_one_was_last_seen_whatever_older_sessions_there_are(db) {
        let house = house(&db).await;
        let (desk, phone) = (house.kofis_browser().await, house.kofis_browser().await);
        let open = listen(&desk.request(), None).await.unwrap();
        house.note_presence(5 * MINUTE).await;
        sign_out(&desk.later(NOW.plus(6 * MINUTE)).request()).await.unwrap();
        assert_eq!((house.kofi().await.0, house.last_seen().await), (Presence::Offline, Some(NOW.plus(6 * MINUTE))));
        drop((open, phone));
    }

    async fn t2_whose_session_ran_out_while_the_server_was_off_is_offline_afterwards(db) {
        let house = house(&db).await;
        let his = house.kofis_browser().await;
        let tomorrow = NOW.plus(2 * DAY);
        let mut tx = db.write().await.unwrap();
        sessions::purge(&mut tx, tomorrow).await.unwrap();
        tx.commit().await.unwrap();
        house.note_presence(2 * DAY).await;
        assert_eq!(house.kofi().await.0, Presence::Offline);
        let mut tx = db.write().await.unwrap();
        sessions::purge(&mut tx, tomorrow).await.unwrap();
        tx.commit().await.unwrap();
        let left = "SELECT count(*) FROM sessions WHERE member_id = $1";
        assert_eq!(one!(&mut db.read().await.unwrap(), (i64,), left, house.kofi).unwrap().0, 0, "and it is removed");
        drop(his);
    }

    async fn t2_open_pages_are_told_who_comes_and_who_goes(db) {
        let house = house(&db).await;
        let mut told = house.amara.state().live.listen(house.team.account).unwrap();
        let his = house.kofis_browser().await;
        sign_out(&his.request()).await.unwrap();
        assert_eq!(told.try_recv(), Ok(Event::Changed(Touched::Members(vec![house.kofi]))));
        let his = house.kofis_browser().await;
        house.note_presence(4 * MINUTE).await;
        assert!(matches!(told.try_recv(), Ok(Event::Changed(Touched::Members(ids))) if ids.contains(&house.kofi)));
        drop(his);
    }

    async fn t2_members_without_a_session_stay_as_their_phone_says(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        let desk = house.team.member("Desk", "Phone").online(true).insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        house.note_presence(10 * MINUTE).await;
        let page = crate::team::team_page(&house.amara.request(), Default::default()).await.unwrap();
        let row = page.rows.iter().find(|row| row.id == desk).unwrap();
        assert_eq!(row.live.presence(NOW), Presence::Available);
    }
}
