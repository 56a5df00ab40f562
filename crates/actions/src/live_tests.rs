//! Open pages are told of changes, those of other servers on the same database included (K, "Live columns"; R11; K7).

use crate::bulk;
use crate::bulk::{apply_bulk, bulk_state, cancel_bulk};
use crate::channels::Event;
use crate::live::{Message, commit, hear, listen};
use crate::members::status::suspend;
use crate::sessions::set_preferences;
use crate::state::AppState;
use crate::testing::Browser;
use model::bulk::{BulkAction, BulkState};
use model::error::{AppError, AppResult};
use model::live::Touched;
use model::selection::Selection;
use model::sessions::{PreferenceChange, Theme};
use model::{AccountId, BulkKey, MemberId, RoleKind};
use std::time::Duration;
use store::notices::Notice;
use store::sql::{maybe, one};
use store::testing::{TestTeam, another_server, on_both};
use store::{Db, dialect, notices};
use tokio::task::JoinHandle;
use uuid::Uuid;

fn changed(ids: &[MemberId]) -> Option<Message> {
    Some(Message::Changed(Touched::Members(ids.to_vec())))
}

const ANYTHING: Event = Event::Changed(Touched::Anything);

async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(5), what).await.expect("something within five seconds")
}

type Stream = tokio::sync::mpsc::Receiver<Message>;

/// The next message of a stream; none at its end.
async fn next(stream: &mut Stream) -> Option<Message> {
    soon(stream.recv()).await
}

async fn open(browser: &Browser) -> Stream {
    let mut stream = listen(&browser.request(), None).await.expect("a stream");
    assert_eq!(next(&mut stream).await, Some(Message::Alive));
    stream
}

struct House {
    team: TestTeam,
    amara: Browser,
    amara_id: MemberId,
    kofi: MemberId,
    dana: MemberId,
}

async fn house(db: &Db) -> House {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("a team");
    let amara_id = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.expect("Amara");
    let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.expect("Kofi");
    let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.expect("Dana");
    tx.commit().await.expect("commit");
    House { team, amara: Browser::of(db, &team, amara_id).await, amara_id, kofi, dana }
}

impl House {
    /// A change that is nothing but told.
    async fn touch(&self, server: &Browser) {
        let tx = server.state().db.write().await.expect("write");
        commit(&server.state(), tx, self.team.account, Touched::Anything).await.expect("committed");
    }
}

/// Another server on the same database. Embedded there can't be one, so nobody listens.
async fn second_server(db: &Db, house: &House) -> Option<Db> {
    let second = another_server(db).await;
    if second.is_none() {
        soon(hear(house.amara.state())).await;
    }
    second
}

/// Begins to hear the others. Open pages are told once then, of what may have been missed before: what comes after that is news.
async fn hears(state: AppState, account: AccountId) -> JoinHandle<()> {
    let mut told = state.live.listen(account).expect("a listener");
    let hearing = tokio::spawn(hear(state));
    assert_eq!(soon(told.recv()).await, Ok(ANYTHING));
    hearing
}

/// Waits until this many sessions of the database listen.
async fn listening(db: &Db, servers: i64) {
    let asked = async {
        loop {
            let mut tx = db.read().await.expect("read");
            let sql =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
            if one!(&mut tx, (i64,), sql).expect("a number").0 == servers {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    soon(asked).await;
}

on_both! {
    async fn live_pages_of_the_account_are_told_and_others_not(db) {
        let house = house(&db).await;
        let mut tx = db.write().await.unwrap();
        let other = TestTeam::new(&mut tx).await.unwrap();
        let eve = other.member("Eve", "Adams").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let eve = Browser::of(&db, &other, eve).await.beside(&house.amara);
        let (mut hers, mut others) = (open(&house.amara).await, open(&eve).await);
        suspend(&house.amara.request(), house.kofi).await.unwrap();
        assert_eq!(next(&mut hers).await, changed(&[house.kofi]));
        let nothing = others.recv();
        assert!(tokio::time::timeout(Duration::from_millis(300), nothing).await.is_err(), "another account was told");
    }

    async fn p10_what_only_its_owner_sees_is_told_to_nobody(db) {
        let house = house(&db).await;
        let mut told = house.amara.state().live.listen(house.team.account).unwrap();
        let dark = PreferenceChange { theme: Some(Theme::Dark), ..PreferenceChange::default() };
        set_preferences(&house.amara.request(), dark, Vec::new()).await.unwrap();
        assert!(told.try_recv().is_err(), "a theme is nobody else’s business");
        suspend(&house.amara.request(), house.kofi).await.unwrap();
        assert_eq!(told.try_recv(), Ok(Event::Changed(Touched::Members(vec![house.kofi]))));
    }

    async fn p10_changes_that_come_one_upon_the_other_are_told_once_with_all_they_touched(db) {
        let house = house(&db).await;
        let mut hers = open(&house.amara).await;
        suspend(&house.amara.request(), house.kofi).await.unwrap();
        suspend(&house.amara.request(), house.dana).await.unwrap();
        assert_eq!(next(&mut hers).await, changed(&[house.kofi, house.dana]));
        house.touch(&house.amara).await;
        assert_eq!(next(&mut hers).await, Some(Message::Changed(Touched::Anything)));
    }

    async fn live_what_changed_between_reading_a_page_and_its_stream_is_told_at_once(db) {
        let house = house(&db).await;
        let read_at = house.amara.state().now();
        let unchanged = listen(&house.amara.request(), Some(read_at)).await.unwrap();
        suspend(&house.amara.request(), house.kofi).await.unwrap();
        let mut hers = listen(&house.amara.request(), Some(read_at)).await.unwrap();
        assert_eq!(next(&mut hers).await, Some(Message::Changed(Touched::Anything)));
        assert_eq!(next(&mut { unchanged }).await, Some(Message::Alive), "nothing had changed by then");
    }

    async fn r11_a_stream_ends_within_a_second_of_its_session(db) {
        let house = house(&db).await;
        let kofi = Browser::of(&db, &house.team, house.kofi).await.beside(&house.amara);
        let mut his = open(&kofi).await;
        let begun = std::time::Instant::now();
        suspend(&house.amara.request(), house.kofi).await.unwrap();
        assert_eq!(next(&mut his).await, None);
        assert!(begun.elapsed() < Duration::from_secs(1));
        assert!(matches!(listen(&kofi.request(), None).await, Err(AppError::SignedOut)));
    }

    async fn live_streams_end_with_the_server_also_right_after_a_change(db) {
        let house = house(&db).await;
        let mut hers = open(&house.amara).await;
        house.touch(&house.amara).await;
        house.amara.state().live.end_all();
        assert_eq!(next(&mut hers).await, None);
    }

    async fn live_a_change_by_one_server_reaches_the_pages_of_another(db) {
        let house = house(&db).await;
        let Some(second) = second_server(&db, &house).await else { return };
        let there = Browser::of(&second, &house.team, house.kofi).await;
        let hearing = hears(there.state(), house.team.account).await;
        let mut his = open(&there).await;
        suspend(&house.amara.request(), house.dana).await.unwrap();
        assert_eq!(next(&mut his).await, Some(Message::Changed(Touched::Anything)), "an Agent isn’t told whom it touched");
        // What is taken back is told to nobody; the next is.
        let mut undone = db.write().await.unwrap();
        notices::send(&mut undone, &Notice::Changed { server: Uuid::nil(), account: house.team.account, touched: Touched::Anything }).await.unwrap();
        drop(undone);
        let mut told = there.state().live.listen(house.team.account).unwrap();
        house.touch(&house.amara).await;
        assert_eq!(soon(told.recv()).await, Ok(ANYTHING));
        assert!(told.try_recv().is_err(), "one change, one event");
        second.close().await;
        soon(hearing).await.unwrap();
    }

    async fn live_a_server_tells_its_own_pages_once(db) {
        let house = house(&db).await;
        let Some(second) = second_server(&db, &house).await else { return };
        let mut tx = db.write().await.unwrap();
        let other = TestTeam::new(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let here = house.amara.state();
        let hearing = hears(here.clone(), house.team.account).await;
        let (mut told, mut last) = (here.live.listen(house.team.account).unwrap(), here.live.listen(other.account).unwrap());
        house.touch(&house.amara).await;
        let there = Browser::of(&second, &house.team, house.kofi).await.state();
        commit(&there, second.write().await.unwrap(), house.team.account, Touched::Anything).await.unwrap();
        // They come in the order of their commits, so with this one all before have come.
        commit(&there, second.write().await.unwrap(), other.account, Touched::Anything).await.unwrap();
        assert_eq!(soon(last.recv()).await, Ok(ANYTHING));
        let mut events = 0;
        while told.try_recv().is_ok() {
            events += 1;
        }
        assert_eq!(events, 2, "one of its own, one of the other server");
        second.close().await;
        hearing.abort();
    }

    async fn live_after_a_lost_connection_all_pages_are_told_once_and_hear_again(db) {
        let house = house(&db).await;
        let Some(second) = second_server(&db, &house).await else { return };
        let there = Browser::of(&second, &house.team, house.kofi).await;
        let hearing = hears(there.state(), house.team.account).await;
        let mut told = there.state().live.listen(house.team.account).unwrap();
        let mut tx = db.write().await.unwrap();
        let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        assert_eq!(one!(&mut tx, (i64,), cut).unwrap().0, 1);
        tx.commit().await.unwrap();
        assert_eq!(soon(told.recv()).await, Ok(ANYTHING), "something may have been missed");
        listening(&db, 1).await;
        assert!(told.try_recv().is_err(), "once");
        house.touch(&house.amara).await;
        assert_eq!(soon(told.recv()).await, Ok(ANYTHING));
        second.close().await;
        soon(hearing).await.unwrap();
    }
}

async fn asks(browser: &Browser, kofi: MemberId, key: Uuid) -> AppResult<BulkState> {
    let who = Selection::Ids([kofi].into_iter().collect());
    apply_bulk(&browser.request(), BulkAction::Suspend, who, BulkKey(key.as_u128()), false).await
}

on_both! {
    async fn k7_a_change_that_another_server_writes_is_in_progress_and_not_unknown(db) {
        let house = house(&db).await;
        let key = Uuid::now_v7();
        let state = async || bulk_state(&house.amara.request(), BulkKey(key.as_u128())).await;
        assert_eq!(state().await.unwrap(), BulkState::Unknown);
        let Some(second) = second_server(&db, &house).await else { return };
        // As the other server does it, from when it is asked until it has committed.
        let mut written = second.write().await.unwrap();
        dialect::hold_key(&mut written, (house.team.account, house.kofi, key)).await.unwrap();
        assert_eq!(state().await.unwrap(), BulkState::Unknown, "somebody else’s change under the same key is theirs");
        dialect::hold_key(&mut written, (house.team.account, house.amara_id, key)).await.unwrap();
        assert_eq!(state().await.unwrap(), BulkState::Working { done: 0, total: 0 });
        assert_eq!(asks(&house.amara, house.kofi, key).await.unwrap(), BulkState::Working { done: 0, total: 0 }, "not begun twice");
        written.commit().await.unwrap();
        assert_eq!(state().await.unwrap(), BulkState::Unknown, "it came to nothing");
        assert!(matches!(asks(&house.amara, house.kofi, key).await.unwrap(), BulkState::Done(_)));
        second.close().await;
    }

    async fn k7_a_change_is_cancelled_from_another_server(db) {
        let house = house(&db).await;
        let Some(second) = second_server(&db, &house).await else { return };
        let hearing = hears(house.amara.state(), house.team.account).await;
        let key = Uuid::now_v7();
        // The change can't go on before this lets it.
        let mut first = second.write().await.unwrap();
        dialect::lock_account(&mut first, house.team.account).await.unwrap();
        let (amara, kofi) = (house.amara.clone(), house.kofi);
        let asked = tokio::spawn(async move { asks(&amara, kofi, key).await });
        let state = async || bulk_state(&house.amara.request(), BulkKey(key.as_u128())).await.unwrap();
        soon(async { while state().await == BulkState::Unknown {} }).await;
        let account = house.team.account;
        let mut told = house.amara.state().live.listen(account).unwrap();
        let send = async |notice: Notice| {
            let mut tx = second.write().await.unwrap();
            notices::send(&mut tx, &notice).await.unwrap();
            notices::send(&mut tx, &Notice::Changed { server: Uuid::nil(), account, touched: Touched::Anything }).await.unwrap();
            tx.commit().await.unwrap();
        };
        send(Notice::Cancel { account, member: kofi, key }).await;
        soon(told.recv()).await.unwrap();
        assert!(!bulk::job::is_cancelled((account, house.amara_id, key)), "only by whom asked for it");
        send(Notice::Cancel { account, member: house.amara_id, key }).await;
        soon(told.recv()).await.unwrap();
        assert!(bulk::job::is_cancelled((account, house.amara_id, key)));
        first.commit().await.unwrap();
        let told = soon(asked).await.unwrap();
        assert!(matches!(told, Ok(BulkState::Working { .. }) | Err(AppError::Conflict(_))), "{told:?}");
        soon(async { while matches!(state().await, BulkState::Working { .. }) {} }).await;
        assert_eq!(state().await, BulkState::Cancelled);
        let mut tx = db.read().await.unwrap();
        let found = maybe!(&mut tx, (String,), "SELECT state FROM members WHERE id = $1 AND state <> 'active'", kofi).unwrap();
        assert_eq!(found, None, "nothing of it stays");
        drop(tx);
        assert_eq!(cancel_bulk(&house.amara.request(), BulkKey(key.as_u128())).await.unwrap(), BulkState::Cancelled);
        second.close().await;
        hearing.abort();
    }
}
