//! A client with minimal overhead: keep-alive HTTP/1.1 over one connection, one request at a time.

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// One keep-alive connection.
pub struct Connection {
    stream: TcpStream,
    address: String,
    buffer: Vec<u8>,
}

/// A response.
pub struct Response {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects to `address`, such as `127.0.0.1:8080`.
    pub async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("connecting to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address: address.to_owned(), buffer: Vec::with_capacity(4096) })
    }

    /// Sends a request and reads the response.
    pub async fn request(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<Response> {
        self.send("", method, path, body).await
    }

    /// The same with a preference (RFC 7240).
    pub async fn request_preferring(
        &mut self,
        preference: &str,
        method: &str,
        path: &str,
        body: &str,
    ) -> anyhow::Result<Response> {
        self.send(&format!("prefer: {preference}\r\n"), method, path, body).await
    }

    async fn send(&mut self, header: &str, method: &str, path: &str, body: &str) -> anyhow::Result<Response> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{header}content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        self.stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await?;
        self.buffer.clear();
        let (start_line, head_length, body_length) = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the connection was closed");
            }
            if let Some(head) = parse_head(&self.buffer)? {
                break head;
            }
        };
        let status = start_line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.context("the response has no status")?;
        while self.buffer.len() < head_length + body_length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the connection was closed in the middle of a body");
            }
        }
        Ok(Response { status, body: self.buffer[head_length..head_length + body_length].to_vec() })
    }
}

/// The start line of a request or response, the length of its head and that of its body, once the head is complete.
pub fn parse_head(bytes: &[u8]) -> anyhow::Result<Option<(String, usize, usize)>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&bytes[..end])?;
    let mut lines = head.split("\r\n");
    let start_line = lines.next().context("the head is empty")?.to_owned();
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(Ok(0), |(_, value)| value.trim().parse())
        .context("the content length is not a number")?;
    Ok(Some((start_line, end + 4, length)))
}
