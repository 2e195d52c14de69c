//! Who waits for an execution to end.

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

/// One who waits; leaves the list when dropped.
pub(crate) struct Waiter<'w> {
    waiters: &'w Waiters,
    id: ExecutionId,
    ended: Arc<Notify>,
}

impl Waiters {
    /// Joins those who wait for `id`. Who joins before reading the row misses no end.
    pub(crate) fn join(&self, id: ExecutionId) -> Waiter<'_> {
        let mut waiting = self.lock();
        let entry = waiting.entry(id).or_default();
        entry.count += 1;
        Waiter { waiters: self, id, ended: Arc::clone(&entry.ended) }
    }

    /// Wakes all who wait for one of `ids`.
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
    /// The signal; complete once the execution has ended after this was called.
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
