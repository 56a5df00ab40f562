//! Connections: how many at once, and how long each may keep the server waiting (QUALITY, Security). By hyper's own limits for heads,
//! tower-http's for bodies; a reader who takes nothing is let go by a write that never ends.

use axum::Router;
use axum_server::Handle;
use axum_server::accept::Accept;
use hyper_util::rt::TokioTimer;
use std::future::{Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

/// What a connection may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Open at once; the next is closed as soon as it comes.
    pub connections: usize,
    /// From the first byte of a request's head to its last, and between two requests.
    pub head: Duration,
    /// Until something of an answer is taken.
    pub taken: Duration,
}

impl Limits {
    pub fn of(connections: usize) -> Limits {
        Limits { connections, head: Duration::from_secs(30), taken: Duration::from_secs(60) }
    }
}

/// Bytes of a request's head: cookies and an address fit many times.
const LONGEST_HEAD: usize = 64 * 1024;

/// So long requests have to end when the server is to stop.
const DRAINED_WITHIN: Duration = Duration::from_secs(30);

/// Serves until `stopped`, then lets running requests end.
///
/// # Errors
/// Those of the socket.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let handle = Handle::new();
    let stop = handle.clone();
    tokio::spawn(async move {
        stopped.await;
        stop.graceful_shutdown(Some(DRAINED_WITHIN));
    });
    let free = Arc::new(Semaphore::new(limits.connections));
    let server = axum_server::from_tcp(listener)?.handle(handle).acceptor(Bounded { free, taken: limits.taken });
    // Finding out which HTTP is spoken would wait for a first byte without a limit; HTTP/2 is the proxy's business.
    let mut server = server.http1_only();
    let http = server.http_builder();
    http.http1().timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(LONGEST_HEAD);
    server.serve(router.into_make_service_with_connect_info::<SocketAddr>()).await
}

/// Takes a connection while there is room for one.
#[derive(Clone)]
struct Bounded {
    free: Arc<Semaphore>,
    taken: Duration,
}

impl<S> Accept<TcpStream, S> for Bounded {
    type Stream = Held;
    type Service = S;
    type Future = Ready<io::Result<(Held, S)>>;

    fn accept(&self, socket: TcpStream, service: S) -> Self::Future {
        let Ok(room) = self.free.clone().try_acquire_owned() else {
            tracing::warn!("more connections than --max-connections");
            return ready(Err(io::ErrorKind::ConnectionRefused.into()));
        };
        // Streamed pages took 44 ms each until small segments went out at once.
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let mut socket = TimeoutStream::new(socket);
        socket.set_write_timeout(Some(self.taken));
        ready(Ok((Held { socket: Box::pin(socket), _room: room }, service)))
    }
}

/// A connection, and its place among those that are open.
struct Held {
    socket: Pin<Box<TimeoutStream<TcpStream>>>,
    _room: OwnedSemaphorePermit,
}

impl AsyncRead for Held {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.socket.as_mut().poll_read(cx, into)
    }
}

impl AsyncWrite for Held {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.socket.as_mut().poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.socket.as_mut().poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket.as_mut().poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A server with room for two, which waits for a fifth of a second.
    async fn served(route: axum::routing::MethodRouter) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("nonblocking");
        let address = listener.local_addr().expect("an address");
        let wait = Duration::from_millis(200);
        let limits = Limits { connections: 2, head: wait, taken: wait };
        tokio::spawn(serve(listener, Router::new().route("/", route), limits, std::future::pending()));
        address
    }

    /// What a connection says until it is closed.
    async fn rest(socket: &mut TcpStream) -> String {
        let mut said = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(10), socket.read_to_end(&mut said));
        read.await.expect("the server closes it").unwrap_or_default();
        String::from_utf8_lossy(&said).into_owned()
    }

    #[tokio::test]
    async fn a_connection_with_half_a_head_is_closed_and_a_whole_request_is_answered() {
        let address = served(get(|| async { "here" })).await;
        let mut half = TcpStream::connect(address).await.expect("connect");
        half.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n").await.expect("write");
        let mut whole = TcpStream::connect(address).await.expect("connect");
        whole.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("write");
        // Also one that is idle after its answer.
        assert!(rest(&mut whole).await.ends_with("here"));
        assert!(!rest(&mut half).await.contains("200"));
    }

    #[tokio::test]
    async fn a_connection_that_says_nothing_is_closed() {
        let address = served(get(|| async { "here" })).await;
        let mut silent = TcpStream::connect(address).await.expect("connect");
        assert_eq!(rest(&mut silent).await, "");
    }

    #[tokio::test]
    async fn one_connection_more_than_there_is_room_for_is_closed_until_another_ends() {
        let address = served(get(|| async { std::future::pending::<&str>().await })).await;
        let mut open = Vec::new();
        for _ in 0..2 {
            let mut socket = TcpStream::connect(address).await.expect("connect");
            socket.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("write");
            open.push(socket);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut third = TcpStream::connect(address).await.expect("connect");
        assert_eq!(rest(&mut third).await, "");
        open.clear();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut fourth = TcpStream::connect(address).await.expect("connect");
        fourth.write_all(b"GET /missing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.expect("write");
        assert!(rest(&mut fourth).await.contains("404"));
    }

    #[tokio::test]
    async fn whoever_takes_nothing_of_an_answer_is_let_go() {
        let address = served(get(|| async { vec![0_u8; 64 * 1024 * 1024] })).await;
        let mut slow = TcpStream::connect(address).await.expect("connect");
        slow.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("write");
        tokio::time::sleep(Duration::from_secs(2)).await;
        let mut said = Vec::new();
        let _broken =
            tokio::time::timeout(Duration::from_secs(10), slow.read_to_end(&mut said)).await.expect("it ends");
        assert!(said.len() < 64 * 1024 * 1024, "{}", said.len());
    }
}
