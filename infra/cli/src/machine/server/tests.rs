//! The clock stands still until every task waits for it, so the limits of time are reached without waiting.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use axum::routing::{get, post};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};

use super::*;

const GRACE: Duration = Duration::from_secs(5);

const HEAD: &[u8] = b"GET /ping HTTP/1.1\r\nhost: beadle\r\n\r\n";

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Server {
    async fn start(places: usize) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let stop_requested = async { stopped.await.unwrap_or_default() };
        let router = Router::new()
            .route("/ping", get(async || "pong"))
            .route("/echo", post(async |body: String| body))
            .route("/slow", get(async || tokio::time::sleep(GRACE / 2).await));
        let transport = Transport { tls: None, proxies: TrustedProxies::default(), grace: GRACE };
        let door = Door::with_places(listener, true, places)?;
        let serving = tokio::spawn(transport.serve_until(stop_requested, door, router));
        Ok(Self { address, stop, serving })
    }

    /// A client that has sent `bytes`.
    async fn client(&self, bytes: &[u8]) -> Result<TcpStream> {
        let mut client = TcpStream::connect(self.address).await?;
        client.write_all(bytes).await?;
        Ok(client)
    }
}

/// What the client receives until the server closes the connection.
async fn received(client: &mut TcpStream) -> Result<String> {
    let mut text = String::new();
    client.read_to_string(&mut text).await?;
    Ok(text)
}

/// The first line of the next response.
async fn status(client: &mut TcpStream) -> Result<String> {
    let mut bytes = [0; 1024];
    let length = client.read(&mut bytes).await?;
    let text = String::from_utf8_lossy(&bytes[..length]);
    Ok(text.lines().next().context("no response")?.to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_head_that_does_not_end_is_not_waited_for() -> Result<()> {
    let server = Server::start(1).await?;
    let mut stalled = server.client(b"GET /ping HTTP/1.1\r\nhost:").await?;
    let answer = received(&mut stalled).await?;
    ensure!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");

    // Its place is free again.
    ensure!(status(&mut server.client(HEAD).await?).await? == "HTTP/1.1 200 OK");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_end_is_not_waited_for() -> Result<()> {
    let server = Server::start(1).await?;
    let mut stalled =
        server.client(b"POST /echo HTTP/1.1\r\nhost: beadle\r\ncontent-length: 9\r\n\r\nshort").await?;
    let answer = received(&mut stalled).await?;
    ensure!(answer.starts_with("HTTP/1.1 400"), "{answer}");

    ensure!(status(&mut server.client(HEAD).await?).await? == "HTTP/1.1 200 OK");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_closed() -> Result<()> {
    let server = Server::start(1).await?;
    let mut client = server.client(HEAD).await?;
    ensure!(status(&mut client).await? == "HTTP/1.1 200 OK");
    client.write_all(HEAD).await?;
    ensure!(status(&mut client).await? == "HTTP/1.1 200 OK", "it is kept open for the next request");
    ensure!(received(&mut client).await?.is_empty());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn connections_beyond_the_limit_are_turned_away() -> Result<()> {
    let server = Server::start(2).await?;
    let mut first = server.client(HEAD).await?;
    ensure!(status(&mut first).await? == "HTTP/1.1 200 OK");
    let mut second = server.client(HEAD).await?;
    ensure!(status(&mut second).await? == "HTTP/1.1 200 OK");

    let mut third = TcpStream::connect(server.address).await?;
    let answer = received(&mut third).await?;
    ensure!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("retry-after: 1"), "{answer}");

    drop(first);
    // The idle connections end at the latest with their time.
    ensure!(received(&mut second).await?.is_empty());
    ensure!(status(&mut server.client(HEAD).await?).await? == "HTTP/1.1 200 OK");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_running_request_is_answered_before_the_server_stops() -> Result<()> {
    let server = Server::start(2).await?;
    let mut client = server.client(b"GET /slow HTTP/1.1\r\nhost: beadle\r\n\r\n").await?;
    // A second request is answered, so the first one has been read.
    ensure!(status(&mut server.client(HEAD).await?).await? == "HTTP/1.1 200 OK");
    server.stop.send(()).ok();
    let answer = received(&mut client).await?;
    ensure!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    server.serving.await?;
    Ok(())
}
