//! A destination that logs when each call arrived and how many were in flight.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use tokio::{sync::Notify, time::Instant};

/// One call.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// When it arrived.
    pub at: Instant,
    /// How many calls were in flight, including this one.
    pub in_flight: usize,
    /// Whether the response was 200.
    pub healthy: bool,
}

#[derive(Default)]
struct Shared {
    log: Mutex<Vec<Arrival>>,
    done: Mutex<HashSet<String>>,
    changed: Notify,
    in_flight: AtomicUsize,
    dead: AtomicBool,
    takes: Duration,
}

/// The destination.
pub struct Destination {
    /// Its URL.
    pub url: String,
    shared: Arc<Shared>,
}

impl Destination {
    /// Starts a destination that takes `takes` for every call.
    pub async fn start(takes: Duration) -> anyhow::Result<Self> {
        let shared = Arc::new(Shared { takes, ..Shared::default() });
        let router = Router::new().route("/", post(answer)).with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, shared })
    }

    /// Responds with 503 from now on, or with 200 again.
    pub fn set_dead(&self, dead: bool) {
        self.shared.dead.store(dead, Ordering::SeqCst);
    }

    /// The calls so far, in order of arrival.
    pub fn log(&self) -> Vec<Arrival> {
        self.shared.log.lock().expect("not poisoned").clone()
    }

    /// The idempotency keys of calls with status 200.
    pub fn keys(&self) -> HashSet<String> {
        self.shared.done.lock().expect("not poisoned").clone()
    }

    /// Waits for status 200 on this many keys.
    pub async fn effects(&self, count: usize) {
        loop {
            let changed = self.shared.changed.notified();
            if self.keys().len() >= count {
                return;
            }
            changed.await;
        }
    }
}

async fn answer(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> StatusCode {
    let healthy = !shared.dead.load(Ordering::SeqCst);
    {
        let mut log = shared.log.lock().expect("not poisoned");
        let in_flight = shared.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        log.push(Arrival { at: Instant::now(), in_flight, healthy });
    }
    tokio::time::sleep(shared.takes).await;
    shared.in_flight.fetch_sub(1, Ordering::SeqCst);
    if !healthy {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    shared.done.lock().expect("not poisoned").insert(key.to_owned());
    shared.changed.notify_waiters();
    StatusCode::OK
}
