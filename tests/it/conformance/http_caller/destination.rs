//! A server with scripted responses, byte by byte, that records requests.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::AbortHandle,
};

/// The response to a request.
pub enum Reply {
    /// These bytes; the connection stays open.
    Bytes(Vec<u8>),
    /// These bytes; then the connection is closed.
    Last(Vec<u8>),
    /// These bytes, then one byte at intervals without end.
    Drip(Vec<u8>),
    /// These bytes, then more without end.
    Endless(Vec<u8>),
    /// These bytes, then the others repeated without end.
    Flood(Vec<u8>, &'static [u8]),
}

/// A recorded request.
#[derive(Debug, Clone)]
pub struct Seen {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    /// The only value of the header `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values =
            self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = values.next();
        assert_eq!(values.next(), None, "{name} came twice");
        first
    }
}

/// The server, which stops when dropped.
pub struct Destination {
    url: String,
    state: Arc<State>,
    open: watch::Receiver<usize>,
    accepting: AbortHandle,
}

struct State {
    reply: Box<dyn Fn(&Seen) -> Reply + Send + Sync>,
    seen: Mutex<Vec<Seen>>,
    accepted: AtomicUsize,
    open: watch::Sender<usize>,
}

impl Destination {
    /// Responds to each request with the result of `reply`.
    pub async fn start(reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.expect("a free port"), reply)
    }

    /// The same on `listener`.
    pub fn on(listener: TcpListener, reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let (sender, open) = watch::channel(0);
        let state = Arc::new(State {
            reply: Box::new(reply),
            seen: Mutex::default(),
            accepted: AtomicUsize::new(0),
            open: sender,
        });
        let served = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                served.accepted.fetch_add(1, SeqCst);
                served.open.send_modify(|open| *open += 1);
                tokio::spawn(serve(stream, Arc::clone(&served)));
            }
        })
        .abort_handle();
        Self { url, state, open, accepting }
    }

    /// Responds to every request with `status`, `headers` (each ended by CRLF) and `body`.
    pub async fn answering(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let bytes = whole(status, headers, body.as_ref());
        Self::start(move |_| Reply::Bytes(bytes.clone())).await
    }

    /// The URL of `path` on it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().expect("requests").clone()
    }

    /// The number of connections so far.
    pub fn connections(&self) -> usize {
        self.state.accepted.load(SeqCst)
    }

    /// Waits until every connection is closed.
    pub async fn all_closed(&self) {
        self.open.clone().wait_for(|open| *open == 0).await.expect("its state");
    }
}

impl Drop for Destination {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A response with its length.
pub fn whole(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    let mut stream = BufReader::new(stream);
    while let Some(seen) = read(&mut stream).await {
        let reply = (state.reply)(&seen);
        state.seen.lock().expect("requests").push(seen);
        if answer(stream.get_mut(), reply).await.is_none() {
            break;
        }
    }
    drop(stream);
    state.open.send_modify(|open| *open -= 1);
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let headers: Vec<(String, String)> = lines[1..]
        .iter()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or("0", |(_, value)| value);
    let mut body = vec![0; length.parse().ok()?];
    stream.read_exact(&mut body).await.ok()?;
    Some(Seen { line: lines[0].clone(), headers, body: String::from_utf8(body).ok()? })
}

/// Sends a response; `None` if the connection is to be closed.
async fn answer(stream: &mut TcpStream, reply: Reply) -> Option<()> {
    match reply {
        Reply::Bytes(bytes) => stream.write_all(&bytes).await.ok(),
        Reply::Last(bytes) => {
            stream.write_all(&bytes).await.ok()?;
            None
        }
        Reply::Drip(bytes) => {
            stream.write_all(&bytes).await.ok()?;
            loop {
                tokio::time::sleep(Duration::from_millis(20)).await;
                stream.write_all(b".").await.ok()?;
            }
        }
        Reply::Endless(bytes) => flood(stream, &bytes, &[b'x'; 4096]).await,
        Reply::Flood(bytes, again) => flood(stream, &bytes, again).await,
    }
}

async fn flood(stream: &mut TcpStream, first: &[u8], again: &[u8]) -> Option<()> {
    stream.write_all(first).await.ok()?;
    loop {
        stream.write_all(again).await.ok()?;
    }
}
