//! The destination of the tasks: responds with 100 bytes at once, counts calls, and measures the time from
//! submission to arrival.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use crate::client::parse_head;

/// What the destination has recorded.
#[derive(Default)]
pub struct Seen {
    calls: AtomicU64,
    successes: AtomicU64,
    changed: Notify,
    submitted: Mutex<HashMap<u64, Instant>>,
    latencies: Mutex<Vec<u64>>,
    failures_left: Mutex<HashMap<u64, u32>>,
}

impl Seen {
    /// The number of calls.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Records that task `number` is submitted now.
    pub fn submitted(&self, number: u64) {
        if let Ok(mut submitted) = self.submitted.lock() {
            submitted.insert(number, Instant::now());
        }
    }

    /// Makes the next `failures` calls of task `number` fail with 500.
    pub fn fail(&self, number: u64, failures: u32) {
        if let Ok(mut left) = self.failures_left.lock() {
            left.insert(number, failures);
        }
    }

    /// Waits until `count` calls have been answered with 200.
    pub async fn succeeded(&self, count: u64) {
        loop {
            let changed = self.changed.notified();
            if self.successes.load(Ordering::Relaxed) >= count {
                return;
            }
            changed.await;
        }
    }

    /// Takes the times from submission to arrival, in microseconds.
    pub fn take_latencies(&self) -> Vec<u64> {
        self.latencies.lock().map(|mut latencies| std::mem::take(&mut *latencies)).unwrap_or_default()
    }

    /// Handles the call of the task named in `body`; `true` when it succeeds.
    fn call(&self, body: &[u8]) -> bool {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let Some(number) = task_number(body) else { return true };
        if let Ok(mut submitted) = self.submitted.lock()
            && let Some(at) = submitted.remove(&number)
            && let Ok(mut latencies) = self.latencies.lock()
        {
            latencies.push(u64::try_from(at.elapsed().as_micros()).unwrap_or(u64::MAX));
        }
        if let Ok(mut left) = self.failures_left.lock()
            && let Some(failures) = left.get_mut(&number)
            && *failures > 0
        {
            *failures -= 1;
            return false;
        }
        self.successes.fetch_add(1, Ordering::Relaxed);
        self.changed.notify_waiters();
        true
    }
}

/// The body of task `number`: about 200 bytes of JSON.
pub fn task_body(number: u64) -> String {
    format!(r#"{{"n":{number},"filler":"{:x<170}"}}"#, "")
}

fn task_number(body: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(body).ok()?;
    let digits = text.split_once("\"n\":")?.1;
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Starts the destination and returns its address.
pub async fn start(seen: Arc<Seen>) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move { serve(stream, &seen).await.ok() });
        }
    });
    Ok(address)
}

async fn serve(mut stream: TcpStream, seen: &Seen) -> anyhow::Result<()> {
    stream.set_nodelay(true)?;
    let ok = answer("200 OK");
    let failed = answer("500 Internal Server Error");
    let mut buffer = Vec::with_capacity(4096);
    loop {
        let (head, body) = loop {
            if let Some((_, head, body)) = parse_head(&buffer)?
                && buffer.len() >= head + body
            {
                break (head, body);
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let succeeded = seen.call(&buffer[head..head + body]);
        buffer.drain(..head + body);
        stream.write_all(if succeeded { &ok } else { &failed }).await?;
    }
}

fn answer(status: &str) -> Vec<u8> {
    let body = format!(r#"{{"ok":true,"filler":"{:y<77}"}}"#, "");
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Connection;

    #[tokio::test]
    async fn calls_of_one_connection_are_counted_and_fail_as_told() -> anyhow::Result<()> {
        let seen = Arc::new(Seen::default());
        seen.fail(1, 1);
        let mut connection = Connection::open(&start(Arc::clone(&seen)).await?).await?;
        let mut statuses = Vec::new();
        for number in [0, 1, 1] {
            statuses.push(connection.request("POST", "/", &task_body(number)).await?.status);
        }
        seen.succeeded(2).await;
        assert_eq!((statuses, seen.calls()), (vec![200, 500, 200], 3));
        Ok(())
    }
}
