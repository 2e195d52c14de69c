//! An HTTP proxy on loopback that opens tunnels (CONNECT, RFC 9110 section 9.3.6), or refuses in the ways that proxies do.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

/// The line of a caller that knows the name `beadle` and the password `open sesame` (RFC 7617).
pub const AUTHORIZATION: &str = "Proxy-Authorization: Basic YmVhZGxlOm9wZW4gc2VzYW1l";

/// What a proxy answers to a request for a tunnel.
#[derive(Clone, Copy)]
pub enum Answers {
    /// Tunnels for whoever knows the password, 407 for others.
    Tunnels,
    /// These bytes.
    With(&'static str),
    /// Nothing.
    Never,
}

/// The proxy, which stops when dropped.
pub struct Proxy {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
    accepting: AbortHandle,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Proxy {
    /// Starts it on a free port.
    pub async fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let seen = Arc::clone(&heads);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answers, Arc::clone(&seen)));
            }
        });
        Self { url, heads, accepting: accepting.abort_handle() }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The requests for tunnels.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// Serves one connection.
async fn serve(mut stream: TcpStream, answers: Answers, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap();
    let target =
        head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).unwrap_or_default().to_owned();
    let knows = head.contains(&format!("{AUTHORIZATION}\r\n"));
    seen.lock().unwrap().push(head);
    let answer = match answers {
        Answers::Never => return std::future::pending().await,
        Answers::With(answer) => answer,
        Answers::Tunnels if knows => {
            let mut there = TcpStream::connect(&target).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n").await.unwrap();
            // The end of either side ends the tunnel.
            let _ended = copy_bidirectional(&mut stream, &mut there).await;
            return;
        }
        Answers::Tunnels => {
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n"
        }
    };
    // The caller may have gone.
    let _written = stream.write_all(answer.as_bytes()).await;
}
