//! Server-sent events (the WHATWG HTML standard, section 9.2), as far as the API sends them.

use std::time::Duration;

use reqwest::{Method, StatusCode, header::ACCEPT};
use serde_json::Value;
use tokio::time::timeout;

use super::{Answer, Client, Error, Problem, Result};

/// A comment comes every 15 seconds; after this silence the connection is taken to be lost.
const SILENCE: Duration = Duration::from_secs(45);

/// An event.
#[derive(Debug, PartialEq)]
pub struct Event {
    /// What it is called; `message` unless it says so.
    pub name: String,
    /// Its data, `null` if that is not JSON.
    pub data: Value,
}

/// A stream of events.
#[derive(Debug)]
pub struct Events {
    response: reqwest::Response,
    decoder: Decoder,
}

impl Events {
    /// Opens the stream at `path`; `None` if the server has none there (406), or nothing more to tell (204).
    ///
    /// # Errors
    /// [`Error::Refused`] and [`Error::Unreachable`].
    pub async fn open(client: &Client, path: &str) -> Result<Option<Self>> {
        let request = client.request(Method::GET, path).header(ACCEPT, "text/event-stream");
        // A server that holds back the head of a stream has none.
        let Ok(response) = timeout(SILENCE, request.send()).await else { return Ok(None) };
        let response = response.map_err(|error| client.unreachable(&error))?;
        match response.status() {
            StatusCode::OK => Ok(Some(Self { response, decoder: Decoder::default() })),
            // As many streams as it can have are open: what it tells can be read otherwise.
            StatusCode::NO_CONTENT | StatusCode::NOT_ACCEPTABLE | StatusCode::SERVICE_UNAVAILABLE => Ok(None),
            status => {
                let headers = response.headers().clone();
                let body = response.bytes().await.map_err(|error| client.unreachable(&error))?.to_vec();
                Err(Error::from(Problem::read(&Answer { status, headers, body })))
            }
        }
    }

    /// The next event; `None` once the stream has ended or its connection is lost.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.decoder.next() {
                return Some(event);
            }
            let chunk = timeout(SILENCE, self.response.chunk()).await.ok()?.ok()??;
            self.decoder.push(&chunk);
        }
    }
}

/// Makes events of the bytes of a stream.
#[derive(Debug, Default)]
struct Decoder {
    bytes: Vec<u8>,
    name: String,
    data: Vec<String>,
}

impl Decoder {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn next(&mut self) -> Option<Event> {
        while let Some(end) = self.bytes.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.bytes.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Some(event);
                }
                continue;
            }
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "event" => value.clone_into(&mut self.name),
                "data" => self.data.push(value.to_owned()),
                _ => {}
            }
        }
        None
    }

    fn dispatch(&mut self) -> Option<Event> {
        let name = std::mem::take(&mut self.name);
        let data = std::mem::take(&mut self.data);
        if data.is_empty() {
            return None;
        }
        let name = if name.is_empty() { "message".to_owned() } else { name };
        Some(Event { name, data: serde_json::from_str(&data.join("\n")).unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_are_found_wherever_the_chunks_end() {
        let stream = ": hello\n\nevent: execution\r\nid: 3\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata: 2\n\nevent: missed\n\n";
        let expected = [
            Event { name: "execution".into(), data: json!({"a": 1}) },
            Event { name: "message".into(), data: json!(2) },
        ];
        for size in 1..stream.len() {
            let mut decoder = Decoder::default();
            let mut events = Vec::new();
            for chunk in stream.as_bytes().chunks(size) {
                decoder.push(chunk);
                while let Some(event) = decoder.next() {
                    events.push(event);
                }
            }
            assert_eq!(events, expected, "in chunks of {size}");
        }
    }
}
