//! A real HTTP server that tasks call. Like a careful destination it has one effect per `Idempotency-Key`.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri},
    routing::any,
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A received call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The path, such as `/ok`.
    pub path: String,
    /// The `Idempotency-Key`.
    pub key: String,
    /// The trace id of the `traceparent`.
    pub trace: String,
    /// The body, null if it is not JSON.
    pub body: Value,
    /// The status of the response.
    pub status: u16,
    /// When it arrived.
    pub at: Timestamp,
}

#[derive(Default)]
struct Seen {
    calls: Vec<Call>,
    effects: HashMap<String, u32>,
}

/// The server.
pub struct Destination {
    url: String,
    seen: Arc<Mutex<Seen>>,
}

impl Destination {
    /// Starts it on a free port.
    ///
    /// `/ok` succeeds, `/fails/{n}` answers 500 to the first n calls of each key, `/status/{code}` always
    /// answers with that status, `/takes/{ms}` succeeds after so many milliseconds.
    pub async fn start() -> anyhow::Result<Self> {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let router = Router::new()
            .route("/ok", any(succeed))
            .route("/fails/{times}", any(fail_at_first))
            .route("/status/{code}", any(answer_always))
            .route("/takes/{milliseconds}", any(succeed_later))
            .route("/echo", any(echo))
            .with_state(Arc::clone(&seen));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, seen })
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The calls so far, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.seen.lock().expect("not poisoned").calls.clone()
    }

    /// The first call of each `Idempotency-Key`, in order: what a careful destination acts on. Whoever is killed during a call
    /// repeats it under the same key.
    pub fn handled(&self) -> Vec<Call> {
        let mut keys = HashSet::new();
        self.calls().into_iter().filter(|call| keys.insert(call.key.clone())).collect()
    }

    /// How often each key had an effect.
    pub fn effects(&self) -> HashMap<String, u32> {
        self.seen.lock().expect("not poisoned").effects.clone()
    }
}

type Shared = State<Arc<Mutex<Seen>>>;

async fn succeed(State(seen): Shared, headers: HeaderMap, body: Bytes) -> (StatusCode, Json<Value>) {
    record(&seen, "/ok".to_owned(), &headers, &body, |_| 200)
}

async fn succeed_later(
    State(seen): Shared,
    Path(milliseconds): Path<u64>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, Json<Value>) {
    let answer = record(&seen, format!("/takes/{milliseconds}"), &headers, &body, |_| 200);
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    answer
}

async fn fail_at_first(
    State(seen): Shared,
    Path(times): Path<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, Json<Value>) {
    record(
        &seen,
        format!("/fails/{times}"),
        &headers,
        &body,
        |earlier| if earlier < times { 500 } else { 200 },
    )
}

/// Responds with everything it received.
async fn echo(uri: Uri, headers: HeaderMap, body: String) -> Json<Value> {
    let headers: HashMap<_, _> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect();
    Json(json!({"uri": uri.to_string(), "headers": headers, "body": body}))
}

async fn answer_always(
    State(seen): Shared,
    Path(code): Path<u16>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, Json<Value>) {
    record(&seen, format!("/status/{code}"), &headers, &body, |_| code)
}

fn record(
    seen: &Mutex<Seen>,
    path: String,
    headers: &HeaderMap,
    body: &[u8],
    answer: impl FnOnce(usize) -> u16,
) -> (StatusCode, Json<Value>) {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let key = header("idempotency-key").to_owned();
    let trace = header("traceparent").split('-').nth(1).unwrap_or_default().to_owned();
    let mut seen = seen.lock().expect("not poisoned");
    let earlier = seen.calls.iter().filter(|call| call.key == key).count();
    let status = answer(earlier);
    if status == 200 {
        seen.effects.entry(key.clone()).or_insert(1);
    }
    let body = serde_json::from_slice(body).unwrap_or_default();
    seen.calls.push(Call { path, key, trace, body, status, at: Timestamp::now() });
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (code, Json(json!({"call": earlier + 1})))
}
