//! A client as small as can be: HTTP/1.1 over one keep-alive connection, one request at a time.

use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    /// The answer being read, head and body as they came.
    answer: Vec<u8>,
    head: Head,
}

#[derive(Clone, Copy, Default)]
struct Head {
    status: u16,
    /// Bytes of the head, with the empty line.
    length: usize,
    /// None: chunked.
    body: Option<usize>,
}

/// A GET with a session; `compressed`: as browsers ask for it.
pub fn get(address: SocketAddr, path: &str, session: &str, compressed: bool) -> Vec<u8> {
    let encoding = if compressed { "accept-encoding: gzip, deflate, br, zstd\r\n" } else { "" };
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\naccept: text/html\r\ncookie: {session}\r\n{encoding}\r\n")
        .into_bytes()
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        Ok(Connection {
            address,
            stream: connect(address).await?,
            answer: Vec::with_capacity(1 << 20),
            head: Head::default(),
        })
    }

    /// Sends a request and reads its whole answer; gives its bytes, head included. A server may end a connection that was
    /// idle, as it is while the floors are measured: like a browser, the request is sent once more over a new one.
    pub async fn send(&mut self, request: &[u8]) -> Result<usize> {
        match self.send_once(request).await {
            Err(_) if self.answer.is_empty() => {
                self.stream = connect(self.address).await?;
                self.send_once(request).await
            }
            done => done,
        }
    }

    async fn send_once(&mut self, request: &[u8]) -> Result<usize> {
        self.answer.clear();
        self.head = Head::default();
        self.stream.write_all(request).await?;
        let mut at = 0;
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                bail!("the connection ended within an answer");
            }
            if self.head.length == 0 {
                let Some(head) = read_head(&self.answer)? else { continue };
                (self.head, at) = (head, head.length);
            }
            let done = match self.head.body {
                Some(length) => self.answer.len() >= self.head.length + length,
                None => skip_chunks(&self.answer, &mut at)?,
            };
            if done {
                return Ok(self.answer.len());
            }
        }
    }

    /// The same, and anything but 200 is an error.
    pub async fn fetch(&mut self, request: &[u8]) -> Result<usize> {
        let bytes = self.send(request).await?;
        if self.head.status != 200 {
            bail!(
                "{} answered {}",
                String::from_utf8_lossy(request).lines().next().unwrap_or_default(),
                self.head.status
            );
        }
        Ok(bytes)
    }

    pub fn status(&self) -> u16 {
        self.head.status
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let head = String::from_utf8_lossy(&self.answer[..self.head.length]);
        head.lines().find_map(|line| {
            line.split_once(':').filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim().to_owned())
        })
    }

    /// The cookie of this name that the answer sets, as it is sent back: `name=value`.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let head = String::from_utf8_lossy(&self.answer[..self.head.length]);
        let set = |line: &str| {
            line.split_once(':').filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie")).map(|(_, v)| v.trim().to_owned())
        };
        let ours = |cookie: &String| cookie.split_once('=').is_some_and(|(n, _)| n == name);
        head.lines().filter_map(set).find(ours).map(|cookie| cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// The body without the marks between its chunks.
    pub fn body(&self) -> Result<Vec<u8>> {
        let raw = &self.answer[self.head.length..];
        if self.head.body.is_some() {
            return Ok(raw.to_vec());
        }
        let (mut body, mut at) = (Vec::new(), 0);
        while let Some((start, length)) = chunk(raw, at)? {
            body.extend_from_slice(raw.get(start..start + length).context("a chunk is cut off")?);
            at = start + length + 2;
            if length == 0 {
                break;
            }
        }
        Ok(body)
    }
}

async fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn read_head(bytes: &[u8]) -> Result<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..end])?.to_ascii_lowercase();
    let status = text.split(' ').nth(1).context("no status")?.parse()?;
    let length =
        text.lines().find_map(|line| line.strip_prefix("content-length:")).map(|n| n.trim().parse()).transpose()?;
    let body = if text.contains("transfer-encoding: chunked") { None } else { Some(length.unwrap_or(0)) };
    Ok(Some(Head { status, length: end + 4, body }))
}

/// Goes on over whole chunks from `at`; true after the last one.
fn skip_chunks(bytes: &[u8], at: &mut usize) -> Result<bool> {
    while let Some((start, length)) = chunk(bytes, *at)? {
        if bytes.len() < start + length + 2 {
            return Ok(false);
        }
        *at = start + length + 2;
        if length == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where the chunk that begins at `at` has its data, and how much; none when its length is not there yet.
fn chunk(bytes: &[u8], at: usize) -> Result<Option<(usize, usize)>> {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(line) = rest.windows(2).position(|two| two == b"\r\n") else { return Ok(None) };
    let length = usize::from_str_radix(std::str::from_utf8(&rest[..line])?.trim(), 16)?;
    Ok(Some((at + line + 2, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_chunks_is_whole_after_its_last_chunk() -> Result<()> {
        let whole = b"5\r\nKofi \r\n4\r\nDana\r\n0\r\n\r\n";
        for cut in 0..whole.len() {
            assert!(!skip_chunks(&whole[..cut], &mut 0)?, "{cut}");
        }
        assert!(skip_chunks(whole, &mut 0)?);
        Ok(())
    }

    #[test]
    fn a_head_says_how_long_the_body_is() -> Result<()> {
        let head = read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n")?.context("a head")?;
        assert_eq!((head.status, head.length, head.body), (200, 39, Some(12)));
        assert!(read_head(b"HTTP/1.1 200 OK\r\n")?.is_none());
        Ok(())
    }
}
