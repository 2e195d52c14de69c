//! A mail server that replies as a script says.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

/// What a server replies: to the beginning of a command, or to nothing at first. Every other command gets `250 ok`, and one without a
/// reply ends the connection.
pub(super) type Script = &'static [(&'static str, Option<&'static str>)];

/// A server on loopback, which stops when dropped.
pub(super) struct Server {
    address: SocketAddr,
    lines: Arc<Mutex<Vec<String>>>,
    accepting: AbortHandle,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Server {
    pub(super) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let lines = Arc::<Mutex<Vec<String>>>::default();
        let seen = Arc::clone(&lines);
        let accepting = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(connection, script, Arc::clone(&seen)));
            }
        });
        Self { address, lines, accepting: accepting.abort_handle() }
    }

    /// Its URL, with `scheme` before and `parameters` after its address.
    pub(super) fn url(&self, scheme: &str, parameters: &str) -> String {
        format!("{scheme}://{}{parameters}", self.address)
    }

    /// The lines that it has read.
    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

/// `None` if the connection ends here.
fn reply(script: Script, line: &str) -> Option<&'static str> {
    let is_meant = |begins: &str| line.starts_with(begins) && begins.is_empty() == line.is_empty();
    if let Some((_, reply)) = script.iter().find(|(begins, _)| is_meant(begins)) {
        return *reply;
    }
    Some(match line.split(' ').next().unwrap_or_default() {
        "" => "220 ready",
        "EHLO" => "250 mail.example",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 ok",
    })
}

async fn serve(connection: TcpStream, script: Script, seen: Arc<Mutex<Vec<String>>>) {
    let (reading, mut writing) = connection.into_split();
    let mut lines = BufReader::new(reading).lines();
    let Some(greeting) = reply(script, "") else { return };
    if writing.write_all(format!("{greeting}\r\n").as_bytes()).await.is_err() {
        return;
    }
    let mut is_text = false;
    while let Ok(Some(line)) = lines.next_line().await {
        seen.lock().unwrap().push(line.clone());
        if is_text && line != "." {
            continue;
        }
        let Some(reply) = reply(script, &line) else { return };
        is_text = reply.starts_with("354");
        if writing.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}
