//! A destination that fails at random and logs the calls of each key.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::ensure;
use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use serde::Deserialize;
use tokio::sync::Notify;

/// How long a call takes.
const TAKES: Duration = Duration::from_millis(5);

/// One of so many calls fails.
const FAILS: u64 = 10;

/// What a call says.
#[derive(Debug, Clone, Deserialize)]
struct Call {
    key: String,
    number: usize,
}

#[derive(Default)]
struct Log {
    /// The number of each call and whether it succeeded, in the order of arrival.
    calls: BTreeMap<String, Vec<(usize, bool)>>,
    succeeded: usize,
    /// The calls under way by key, and how many keys had one at once at most.
    under_way: BTreeMap<String, usize>,
    most_keys_at_once: usize,
    most_of_a_key_at_once: usize,
}

#[derive(Default)]
struct Shared {
    log: Mutex<Log>,
    changed: Notify,
}

/// The destination.
pub struct Destination {
    /// Its URL.
    pub url: String,
    shared: Arc<Shared>,
}

impl Destination {
    pub async fn start() -> anyhow::Result<Self> {
        let shared = Arc::<Shared>::default();
        let router = Router::new().route("/", post(answer)).with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, shared })
    }

    /// The number of calls that succeeded.
    pub fn succeeded(&self) -> usize {
        self.shared.log.lock().expect("not poisoned").succeeded
    }

    /// Waits for `count` calls that succeed.
    pub async fn successes(&self, count: usize) {
        loop {
            let changed = self.shared.changed.notified();
            if self.succeeded() >= count {
                return;
            }
            changed.await;
        }
    }

    /// Checks that each of `keys` had its `items` one at a time and in order, retries included. A call may be repeated only
    /// where `repeats` says that a process was killed. Prints what happened.
    pub fn check(&self, keys: usize, items: usize, repeats: bool) -> anyhow::Result<()> {
        let log = self.shared.log.lock().expect("not poisoned");
        ensure!(log.calls.len() == keys, "{} of {keys} keys were called", log.calls.len());
        let (mut calls, mut failed) = (0, 0);
        for (key, of_key) in &log.calls {
            ensure!(of_key.is_sorted_by_key(|(number, _)| *number), "{key} is out of order: {of_key:?}");
            let succeeded: Vec<usize> =
                of_key.iter().filter(|(_, ok)| *ok).map(|(number, _)| *number).collect();
            let mut once = succeeded.clone();
            once.dedup();
            ensure!(once == (0..items).collect::<Vec<_>>(), "{key} had {once:?}");
            ensure!(repeats || succeeded.len() == items, "{key} had some twice: {succeeded:?}");
            calls += of_key.len();
            failed += of_key.len() - succeeded.len();
        }
        let (most_keys, most_of_a_key) = (log.most_keys_at_once, log.most_of_a_key_at_once);
        println!(
            "{keys} keys with {items} executions each: {calls} calls, {failed} failed at random and were retried; in order in \
             every key; at most {most_of_a_key} at once of a key, {most_keys} keys at once"
        );
        ensure!(failed * 20 > calls, "hardly any call failed");
        ensure!(repeats || most_of_a_key == 1, "{most_of_a_key} calls of a key at once");
        ensure!(most_keys > 1, "the keys did not run in parallel");
        Ok(())
    }
}

async fn answer(State(shared): State<Arc<Shared>>, Json(call): Json<Call>) -> StatusCode {
    let healthy = {
        let mut log = shared.log.lock().expect("not poisoned");
        let before = log.calls.entry(call.key.clone()).or_default().len();
        let mut hasher = DefaultHasher::new();
        (&call.key, call.number, before).hash(&mut hasher);
        let under_way = log.under_way.entry(call.key.clone()).or_default();
        *under_way += 1;
        let (of_key, keys) = (*under_way, log.under_way.len());
        log.most_of_a_key_at_once = log.most_of_a_key_at_once.max(of_key);
        log.most_keys_at_once = log.most_keys_at_once.max(keys);
        let healthy = !hasher.finish().is_multiple_of(FAILS);
        log.calls.entry(call.key.clone()).or_default().push((call.number, healthy));
        healthy
    };
    tokio::time::sleep(TAKES).await;
    let mut log = shared.log.lock().expect("not poisoned");
    if let Some(under_way) = log.under_way.get_mut(&call.key) {
        *under_way -= 1;
        if *under_way == 0 {
            log.under_way.remove(&call.key);
        }
    }
    if !healthy {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    log.succeeded += 1;
    drop(log);
    shared.changed.notify_waiters();
    StatusCode::OK
}
