//! Bodies that come slowly or not at all, through real sockets: the server waits so long and no longer (QUALITY, Security).

use crate::support::{Cookie, House};
use server::listen::Limits;
use server::serve::Times;
use std::net::SocketAddr;
use std::time::Duration;
use store::testing::on_both;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(300);

/// Heads and readers have all the time: what ends a connection here is the body's.
fn patient() -> Limits {
    Limits { connections: 8, head: LONG, taken: LONG }
}

/// Sends the head of a form and the first piece of its body, which is told to be `length` bytes long.
async fn begun(
    address: SocketAddr,
    path: &str,
    kind: &str,
    who: Option<&Cookie>,
    length: usize,
    first: &str,
) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.expect("connect");
    let cookie = who.map_or(String::new(), |Cookie(line)| format!("Cookie: {line}\r\n"));
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\nConnection: close\r\n\
         {cookie}Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{first}"
    );
    socket.write_all(head.as_bytes()).await.expect("write");
    socket
}

/// What it answers until it closes the connection, which it has to do by itself.
async fn rest(mut socket: TcpStream) -> String {
    let mut said = Vec::new();
    let ended = timeout(Duration::from_secs(20), socket.read_to_end(&mut said)).await;
    let _broken_off_or_read = ended.expect("the server ends it");
    String::from_utf8_lossy(&said).into_owned()
}

/// The status of an answer; 0 when it broke off without one.
fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

const FORM: &str = "application/x-www-form-urlencoded";
const FILE: &str = "multipart/form-data; boundary=edge";
const PART: &str =
    "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\nFirst name,Email\r\n";

on_both! {
    async fn a_body_that_stops_midway_ends_and_a_whole_one_is_answered(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let address = house.listening(Times { body_goes_on: SHORT, answered: LONG }, patient()).await;
        let whole = "name=nobody&password=a+guess";
        let answered = begun(address, "/api/session/sign-in", FORM, None, whole.len(), whole).await;
        assert_eq!(status(&rest(answered).await), 422, "a whole form gets its sentence");
        let cut = begun(address, "/api/session/sign-in", FORM, None, 500, "name=nobody&pass").await;
        let answer = rest(cut).await;
        assert!((400..500).contains(&status(&answer)) || answer.is_empty(), "{answer}");
        // So does a file of somebody who may send one, and nothing of it is kept.
        let cut = begun(address, "/team/import", FILE, Some(&dana), 1_000_000, PART).await;
        let answer = rest(cut).await;
        assert!(status(&answer) == 303 && answer.contains("/team/import?problem="), "{answer}");
        assert!(house.uploads().is_empty());
        let cut = begun(address, &format!("/members/{}/photo", house.dana), FILE, Some(&dana), 1_000_000, PART).await;
        let answer = rest(cut).await;
        assert!((400..500).contains(&status(&answer)), "{answer}");
    }

    async fn a_body_that_trickles_has_its_end_too(db) {
        let house = House::new(db).await;
        let address = house.listening(Times { body_goes_on: LONG, answered: SHORT * 3 }, patient()).await;
        let socket = begun(address, "/api/session/sign-in", FORM, None, 1_000, "name=").await;
        let (mut read, mut write) = socket.into_split();
        let trickle = async {
            while write.write_all(b"x").await.is_ok() {
                sleep(SHORT / 6).await;
            }
        };
        let mut said = Vec::new();
        let answer = async {
            let _broken_off_or_read = read.read_to_end(&mut said).await;
        };
        tokio::select! {
            () = answer => {}
            () = trickle => {}
            () = sleep(Duration::from_secs(20)) => panic!("it goes on"),
        }
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.is_empty() || status(&said) == 408, "{said}");
    }
}
