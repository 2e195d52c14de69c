//! A store that crashes at a given write, before it or after it, and from then on until it recovers.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use beadle_application::port::StoreError;
use beadle_embedded::Embedded;
use beadle_testing::{FailingStore, Fault};

const NEVER: usize = usize::MAX;

/// The calls that change something.
const WRITES: [&str; 11] = [
    "tasks.insert",
    "tasks.replace",
    "executions.save",
    "executions.request_cancel",
    "configs.insert",
    "configs.replace",
    "configs.remove",
    "api_keys.insert",
    "api_keys.remove",
    "scheduler.arm",
    "scheduler.disarm",
];

pub(super) struct Crashing {
    pub(super) store: Arc<FailingStore<Embedded>>,
    plan: Arc<Plan>,
}

/// When to crash.
struct Plan {
    writes: AtomicUsize,
    crash_at: AtomicUsize,
    after: AtomicBool,
}

impl Plan {
    fn fault(&self, call: &str) -> Option<Fault> {
        if !WRITES.contains(&call) {
            return None;
        }
        let number = self.writes.fetch_add(1, Ordering::SeqCst);
        let point = self.crash_at.load(Ordering::SeqCst);
        let crashed = StoreError::Unavailable("crashed".into());
        match number.cmp(&point) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal if self.after.load(Ordering::SeqCst) => Some(Fault::After(crashed)),
            _ => Some(Fault::Before(crashed)),
        }
    }
}

impl Crashing {
    pub(super) fn over(store: Embedded) -> Self {
        let (writes, crash_at) = (AtomicUsize::new(0), AtomicUsize::new(NEVER));
        let plan = Arc::new(Plan { writes, crash_at, after: AtomicBool::new(false) });
        let faults = Arc::clone(&plan);
        Self { store: Arc::new(FailingStore::new(store, move |call, _| faults.fault(call))), plan }
    }

    /// How many writes were made since it recovered last.
    pub(super) fn writes(&self) -> usize {
        self.plan.writes.load(Ordering::SeqCst)
    }

    /// Crashes at the write with this number from now on, before it or after it had its effect.
    pub(super) fn crash_at(&self, number: usize, after: bool) {
        self.plan.writes.store(0, Ordering::SeqCst);
        self.plan.crash_at.store(number, Ordering::SeqCst);
        self.plan.after.store(after, Ordering::SeqCst);
    }

    pub(super) fn recover(&self) {
        self.crash_at(NEVER, false);
    }
}
