//! A listener on a network that fell silent finds out; one that merely hears nothing goes on (K, "Live columns").

use super::{CHANNEL, Heard, Notice, listen, send};
use crate::testing::on_both;
use crate::{Db, dialect};
use model::live::Touched;
use model::{AccountId, MemberId};
use sqlx::postgres::PgPoolOptions;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;
use uuid::Uuid;

const QUIET: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(10);

/// The same database by way of a relay that says nothing any more, and closes nothing, once the switch is set. None when embedded.
async fn through_a_relay(db: &Db) -> Option<(Db, watch::Sender<bool>)> {
    let Db::Postgres(pool) = db else { return None };
    let options = pool.connect_options();
    let (host, port) = (options.get_host().to_owned(), options.get_port());
    let relay = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let here = relay.local_addr().expect("an address").port();
    let (switch, silent) = watch::channel(false);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = relay.accept().await {
            let (host, mut silent) = (host.clone(), silent.clone());
            tokio::spawn(async move {
                let mut far = TcpStream::connect((host, port)).await.expect("the server");
                let silence = async { silent.wait_for(|silent| *silent).await.map(drop) };
                let ended = tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut near, &mut far) => true,
                    _ = silence => false,
                };
                if !ended {
                    // Both ends stay open.
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    let options = options.as_ref().clone().host("127.0.0.1").port(here);
    Some((Db::Postgres(PgPoolOptions::new().connect_with(options).await.expect("through the relay")), switch))
}

on_both! {
    async fn live_a_connection_that_fell_silent_without_an_end_is_noticed(db) {
        let Some((relayed, switch)) = through_a_relay(&db).await else { return };
        let mut heard = listen(&relayed).await.unwrap().expect("somebody to hear");
        switch.send(true).unwrap();
        let found = timeout(LONG, heard.next_within(QUIET, QUIET)).await.expect("it is noticed");
        assert!(found.is_err(), "{found:?}");
    }

    async fn live_what_a_newer_server_says_and_this_one_can_not_read_is_a_gap(db) {
        let Some(mut heard) = listen(&db).await.unwrap() else { return };
        let (server, account) = (Uuid::from_u128(1), AccountId(2));
        for said in [format!("changed {server} {account} calls:7"), format!("changed {server} {account}"), "renamed a b c".to_owned()] {
            let mut tx = db.write().await.unwrap();
            dialect::notify(&mut tx, CHANNEL, &said).await.unwrap();
            tx.commit().await.unwrap();
            let told = timeout(LONG, heard.next()).await.expect("in time").unwrap();
            assert_eq!(told, Heard::Gap, "{said}");
        }
    }

    async fn live_a_connection_on_which_nothing_is_said_is_kept(db) {
        let Some((relayed, _switch)) = through_a_relay(&db).await else { return };
        let mut heard = listen(&relayed).await.unwrap().expect("somebody to hear");
        // Tried many times over meanwhile.
        assert!(timeout(QUIET * 10, heard.next_within(QUIET, LONG)).await.is_err(), "nothing was said");
        let touched = Touched::Members(vec![MemberId(3), MemberId(4)]);
        let notice = Notice::Changed { server: Uuid::from_u128(1), account: AccountId(2), touched };
        let mut tx = db.write().await.unwrap();
        send(&mut tx, &notice).await.unwrap();
        tx.commit().await.unwrap();
        let told = timeout(LONG, heard.next_within(QUIET, LONG)).await.expect("in time").unwrap();
        assert_eq!(told, Heard::Notice(notice));
    }
}
