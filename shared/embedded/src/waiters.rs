//! Waits for executions to end.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use beadle_values::id::ExecutionId;
use tokio::sync::Notify;

#[derive(Default)]
pub(crate) struct Waiters {
    waiting: Mutex<HashMap<ExecutionId, Entry>>,
}

#[derive(Default)]
struct Entry {
    ended: Arc<Notify>,
    count: usize,
}

/// One waiter; leaves the list when dropped.
pub(crate) struct Waiter<'w> {
    waiters: &'w Waiters,
    id: ExecutionId,
    ended: Arc<Notify>,
}

impl Waiters {
    /// Adds a waiter for `id`. A waiter that joins before it reads the row misses no end.
    pub(crate) fn join(&self, id: ExecutionId) -> Waiter<'_> {
        let mut waiting = self.lock();
        let entry = waiting.entry(id).or_default();
        entry.count += 1;
        Waiter { waiters: self, id, ended: Arc::clone(&entry.ended) }
    }

    /// Wakes all waiters for one of `ids`.
    pub(crate) fn ended(&self, ids: &[ExecutionId]) {
        if ids.is_empty() {
            return;
        }
        let waiting = self.lock();
        if !waiting.is_empty() {
            ids.iter().filter_map(|id| waiting.get(id)).for_each(|entry| entry.ended.notify_waiters());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ExecutionId, Entry>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiter<'_> {
    /// A signal that completes once the execution has ended after this call.
    pub(crate) fn signal(&self) -> tokio::sync::futures::Notified<'_> {
        self.ended.notified()
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let mut waiting = self.waiters.lock();
        if let Some(entry) = waiting.get_mut(&self.id) {
            entry.count -= 1;
            if entry.count == 0 {
                waiting.remove(&self.id);
            }
        }
    }
}
