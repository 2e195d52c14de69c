//! A token endpoint: reads requests off a socket, keeps them, and answers what it is told to.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Request line and headers, in lower case where names are.
    pub head: String,
    /// The body.
    pub body: String,
}

/// The endpoint. Answers token `t1`, `t2`, …, good for an hour, unless told otherwise.
pub struct Endpoint {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    instead: Arc<Mutex<Instead>>,
    /// An answer takes a permit; there are [`PERMITS`] unless they are taken away.
    pub gate: Arc<Semaphore>,
}

/// How many answers can be on their way at once.
pub const PERMITS: u32 = 1024;

type Instead = Option<(u16, String)>;

impl Endpoint {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/token", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let instead = Arc::new(Mutex::new(None));
        let gate = Arc::new(Semaphore::new(PERMITS as usize));
        let serving = (Arc::clone(&asked), Arc::clone(&instead), Arc::clone(&gate));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (asked, instead, gate) = serving.clone();
                tokio::spawn(async move { answer(socket, &asked, &instead, &gate).await });
            }
        });
        Self { url, asked, instead, gate }
    }

    /// Answers this from now on; `None` for tokens again.
    pub fn answers(&self, instead: Option<(u16, &str)>) {
        *self.instead.lock().unwrap() = instead.map(|(status, body)| (status, body.to_owned()));
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(
    mut socket: TcpStream,
    asked: &Mutex<Vec<Asked>>,
    instead: &Mutex<Instead>,
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
        asked.push(Asked { head, body });
        asked.len()
    };
    let permit = gate.acquire().await.unwrap();
    let token = format!(r#"{{"access_token":"t{number}","token_type":"bearer","expires_in":3600}}"#);
    let (status, body) = instead.lock().unwrap().clone().unwrap_or((200, token));
    drop(permit);
    let length = body.len();
    let head = format!("HTTP/1.1 {status} said\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    socket.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
}
