//! A token endpoint on a socket that records requests and sends configured responses.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// A recorded request.
#[derive(Debug, Clone)]
pub struct ReceivedRequest {
    /// Request line and headers, names in lower case.
    pub head: String,
    /// The body.
    pub body: String,
}

/// The endpoint. It grants the tokens `t1`, `t2`, …, each valid for an hour, unless configured otherwise.
pub struct Endpoint {
    pub url: String,
    asked: Arc<Mutex<Vec<ReceivedRequest>>>,
    overridden: Arc<Mutex<Override>>,
    /// A response takes a permit. There are [`PERMITS`] unless a test takes them away.
    pub gate: Arc<Semaphore>,
}

/// How many responses can be in flight at once.
pub const PERMITS: u32 = 1024;

type Override = Option<(u16, String)>;

impl Endpoint {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/token", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let overridden = Arc::new(Mutex::new(None));
        let gate = Arc::new(Semaphore::new(PERMITS as usize));
        let serving = (Arc::clone(&asked), Arc::clone(&overridden), Arc::clone(&gate));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (asked, overridden, gate) = serving.clone();
                tokio::spawn(async move { answer(socket, &asked, &overridden, &gate).await });
            }
        });
        Self { url, asked, overridden, gate }
    }

    /// Sends this response from now on; `None` grants tokens again.
    pub fn respond_with(&self, overridden: Option<(u16, &str)>) {
        *self.overridden.lock().unwrap() = overridden.map(|(status, body)| (status, body.to_owned()));
    }

    pub fn received(&self) -> Vec<ReceivedRequest> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(
    mut socket: TcpStream,
    asked: &Mutex<Vec<ReceivedRequest>>,
    overridden: &Mutex<Override>,
    gate: &Semaphore,
) {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    let (head, body) = loop {
        let read = socket.read(&mut buffer).await.unwrap();
        if read == 0 {
            return;
        }
        text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            break (head.to_owned(), body.to_owned());
        }
    };
    let number = {
        let mut asked = asked.lock().unwrap();
        asked.push(ReceivedRequest { head, body });
        asked.len()
    };
    let permit = gate.acquire().await.unwrap();
    let token = format!(r#"{{"access_token":"t{number}","token_type":"bearer","expires_in":3600}}"#);
    let (status, body) = overridden.lock().unwrap().clone().unwrap_or((200, token));
    drop(permit);
    let length = body.len();
    let head = format!("HTTP/1.1 {status} said\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    socket.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
}
