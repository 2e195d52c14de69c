//! A destination that keeps a log: when each call came, and how many were under way then.

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

/// One call that came in.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// When.
    pub at: Instant,
    /// How many calls were under way, this one included.
    pub under_way: usize,
    /// Whether it was answered 200.
    pub healthy: bool,
}

#[derive(Default)]
struct Shared {
    log: Mutex<Vec<Arrival>>,
    done: Mutex<HashSet<String>>,
    changed: Notify,
    under_way: AtomicUsize,
    dead: AtomicBool,
    takes: Duration,
}

/// The destination.
pub struct Destination {
    /// Where it is called.
    pub url: String,
    shared: Arc<Shared>,
}

impl Destination {
    /// Starts one that takes `takes` for every call.
    pub async fn start(takes: Duration) -> anyhow::Result<Self> {
        let shared = Arc::new(Shared { takes, ..Shared::default() });
        let router = Router::new().route("/", post(answer)).with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, shared })
    }

    /// From now on it answers 503, or 200 again.
    pub fn set_dead(&self, dead: bool) {
        self.shared.dead.store(dead, Ordering::SeqCst);
    }

    /// The calls so far, in the order they came.
    pub fn log(&self) -> Vec<Arrival> {
        self.shared.log.lock().expect("not poisoned").clone()
    }

    /// The keys that were answered 200.
    pub fn keys(&self) -> HashSet<String> {
        self.shared.done.lock().expect("not poisoned").clone()
    }

    /// Waits until so many keys were answered 200.
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
        let under_way = shared.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        log.push(Arrival { at: Instant::now(), under_way, healthy });
    }
    tokio::time::sleep(shared.takes).await;
    shared.under_way.fetch_sub(1, Ordering::SeqCst);
    if !healthy {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    shared.done.lock().expect("not poisoned").insert(key.to_owned());
    shared.changed.notify_waiters();
    StatusCode::OK
}
